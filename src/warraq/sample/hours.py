"""When the press was open: it publishes only then, so that a day's pause brings no flood.

The end of the running interval is written ahead of time (a lease) once a second, so that nothing that was
published before a kill -9 disappears after it. Without a folder the press is always open.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from pathlib import Path

LEASE_SECONDS = 3
ALWAYS = 1 << 40
"""An end that never comes."""


class OpenHours:
    """Intervals in whole seconds since world.EPOCH, oldest first; the first one begins when the press opened."""

    def __init__(self, opened_at: int, file: Path | None = None) -> None:
        """Reads `file` where it exists. ValueError: the file is damaged."""
        self._file = file
        self._spans: list[tuple[int, int]] = [(opened_at, ALWAYS)] if file is None else []
        if file is not None and file.exists():
            self._spans = _read(file)
        self.first = self._spans[0][0] if self._spans else opened_at

    def open(self, now: int) -> None:
        """Begin a new interval, or go on with one whose lease still runs."""
        if self._file is None:
            return
        if not self._spans or self._spans[-1][1] < now:
            self._spans.append((now if self._spans else self.first, now))
        self.beat(now)

    def beat(self, now: int) -> None:
        """Extend the running interval beyond `now`. A clock that jumps back changes nothing."""
        if self._file is None or not self._spans:
            return
        start, end = self._spans[-1]
        if now + LEASE_SECONDS > end:
            self._spans[-1] = (start, now + LEASE_SECONDS)
            self._write(self._file)

    def was_open(self, second: int) -> bool:
        """Whether something could appear at that second; before the press first opened, everything could."""
        if second < self.first:
            return True
        place = bisect_right(self._spans, (second, ALWAYS)) - 1
        return place >= 0 and second <= self._spans[place][1]

    def _write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"open": self._spans}), encoding="utf-8")
        fresh.replace(file)


def _read(file: Path) -> list[tuple[int, int]]:
    try:
        spans = [(int(start), int(end)) for start, end in json.loads(file.read_bytes())["open"]]
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(
            f"{file}: not a list of open hours; remove it to let the press begin anew"
        ) from fault
    if not spans or spans != sorted(spans):
        raise ValueError(f"{file}: the open hours are not in order; remove it to let the press begin anew")
    return spans
