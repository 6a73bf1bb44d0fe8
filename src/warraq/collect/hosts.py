"""One gap and one limit of connections for each host, over all its channels, pages and pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from warraq.errors import Throttled

CONNECTIONS = 2
"""Requests under way at one host at a time."""
LONGEST_WAIT_SECONDS = 60.0
"""Who would wait longer for a turn is told when to come back instead: leases of work are short."""
KEPT = 10_000
"""Hosts remembered before those are forgotten that may be asked at once anyway."""


@dataclass(slots=True)
class _Turn:
    """A host's turn: when the next request may begin, and who is inside."""

    next_at: float = 0.0
    closed_until: float = 0.0
    inside: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Hosts:
    """Turns at hosts. `clock` counts seconds and never goes back; `sleep` waits: both are given so that tests need
    not wait."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def turn(self, host: str, gap_seconds: float) -> AsyncIterator[None]:
        """Wait for a turn at `host`: at least `gap_seconds` after the last request began.

        Raises Throttled, saying how long, where that is more than a minute away.
        """
        turn = self._turn(host)
        turn.users += 1
        try:
            async with turn.inside:
                await self._wait(turn, host, gap_seconds)
                yield
        finally:
            turn.users -= 1

    async def pause(self, host: str, gap_seconds: float) -> None:
        """Wait for the gap alone: for a redirect within a turn, which would wait for ever for a second turn."""
        await self._wait(self._turn(host), host, gap_seconds)

    async def _wait(self, turn: _Turn, host: str, gap_seconds: float) -> None:
        async with turn.queue:
            wait = turn.next_at - self._clock()
            if wait > LONGEST_WAIT_SECONDS:
                raise Throttled(
                    f"may be asked again in {wait:.0f} s only", subject=host, retry_after_seconds=wait
                )
            if wait > 0:
                await self._sleep(wait)
            turn.next_at = self._clock() + gap_seconds

    def close(self, host: str, seconds: float) -> None:
        """The host asked us to come back later: `seconds_closed` says so until then."""
        turn = self._turn(host)
        turn.closed_until = max(turn.closed_until, self._clock() + seconds)

    def seconds_closed(self, host: str) -> float:
        """How much longer the host wants to be left alone."""
        turn = self._turns.get(host)
        return max(0.0, turn.closed_until - self._clock()) if turn else 0.0

    def _turn(self, host: str) -> _Turn:
        if host not in self._turns and len(self._turns) >= KEPT:
            now = self._clock()
            self._turns = {
                name: turn
                for name, turn in self._turns.items()
                if turn.users or max(turn.next_at, turn.closed_until) > now
            }
        return self._turns.setdefault(host, _Turn())
