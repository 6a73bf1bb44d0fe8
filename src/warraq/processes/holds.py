"""Which hosts this collector asks, where several share the rows: a host is held by one of them at a time.

A hold is a row that runs out by itself, so a killed collector's hosts go to others; it is renewed while it is used,
which costs a write per host and half minute, and nothing per request.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from warraq.errors import HeldElsewhere
from warraq.processes.writer import Rows
from warraq.store.hosts import HELD, hold_host, release_hosts

NEEDED_SECONDS = 60.0
"""A request begins only while its host is held for longer than any request takes."""


class Holds:
    """The hosts held by one collector. `clock` gives aware UTC, `seconds` never goes back."""

    def __init__(self, rows: Rows, clock: Callable[[], datetime], seconds: Callable[[], float]) -> None:
        self.holder = str(uuid4())
        self._rows = rows
        self._clock = clock
        self._seconds = seconds
        self._until: dict[str, float] = {}
        self._elsewhere: dict[str, float] = {}

    def is_held(self, host: str) -> bool:
        """Whether a request may begin now."""
        until = self._until.get(host)
        return until is not None and until - self._seconds() >= NEEDED_SECONDS

    async def take(self, host: str) -> tuple[bool, float]:
        """Hold `host`. Returns whether it was held already, and for how many seconds it is closed, as another
        collector may have been told.

        Raises HeldElsewhere, saying until when.
        """
        seconds = self._seconds()
        if (wait := self._elsewhere.get(host, seconds) - seconds) > 0:
            raise _held_elsewhere(host, wait)
        was_held = self._until.get(host, seconds) > seconds
        now = self._clock()
        elsewhere_until, closed_until = await self._rows(hold_host, host, self.holder, now)
        if elsewhere_until is not None:
            self._until.pop(host, None)
            wait = max(1.0, (elsewhere_until - now).total_seconds())
            self._elsewhere[host] = seconds + wait
            raise _held_elsewhere(host, wait)
        self._until[host] = seconds + HELD.total_seconds()
        self._elsewhere.pop(host, None)
        return was_held, max(0.0, (closed_until - now).total_seconds()) if closed_until else 0.0

    async def release(self) -> None:
        """Let all go: the collector ends."""
        self._until.clear()
        await self._rows(release_hosts, self.holder)


def _held_elsewhere(host: str, wait: float) -> HeldElsewhere:
    return HeldElsewhere("another collector asks this host", subject=host, retry_after_seconds=wait)
