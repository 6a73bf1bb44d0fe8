"""Hosts that refused us lately (401, 403, a challenge): after a few refusals in a row they are left alone for a day.

One address may be refused for a reason of its own, so a host is judged by several, and by what was wanted: a host that
lends its pictures to nobody may well give its feed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ENOUGH = 3
"""Refusals in a row."""
ALONE = timedelta(days=1)
KEPT = 20_000


@dataclass(slots=True)
class _Record:
    count: int
    alone_until: datetime | None


class Refusals:
    """What hosts refused, by host and by what was wanted of it. Kept in memory: a restart asks a few times anew."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], _Record] = {}

    def is_alone(self, host: str, want: str, now: datetime) -> bool:
        """Whether the host is left alone; after a day one request may try again."""
        record = self._records.get((host, want))
        if record is None or record.alone_until is None:
            return False
        if now < record.alone_until:
            return True
        record.alone_until = now + ALONE  # whoever comes next waits for what this one is told
        return False

    def refused(self, host: str, want: str, now: datetime) -> None:
        """The host answered 401, 403 or with a challenge."""
        if len(self._records) >= KEPT:
            self._records.clear()
        record = self._records.setdefault((host, want), _Record(0, None))
        record.count += 1
        if record.count >= ENOUGH:
            record.alone_until = now + ALONE

    def answered(self, host: str, want: str) -> None:
        """The host gave what was wanted."""
        self._records.pop((host, want), None)
