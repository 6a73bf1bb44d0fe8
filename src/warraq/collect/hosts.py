"""One gap and one limit of connections for each host, over all its channels, pages and pictures.

Where a gap is asked for, a host gets one request at a time, and the gap counts from the end of the last one: whatever
delays a request on its way, the host itself never sees two closer together. Of a host that was not asked since the
start nobody knows when a collector before asked it: it is first asked a gap after the start.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from warraq.errors import Postponed

CONNECTIONS = 2
"""Requests under way at one host at a time, where no gap is asked for; else one."""
LONGEST_WAIT_SECONDS = 60.0
"""Who would wait longer for a turn is told when to come back instead: leases of work are short."""
KEPT = 10_000
"""Hosts remembered before those are forgotten that may be asked at once anyway."""


class _Turn:
    """A host's turn: when it was asked last, who is inside, and who waits."""

    __slots__ = ("asked_at", "closed_until", "gap", "inside", "left", "line", "spread", "waiting")

    def __init__(self, spread: float) -> None:
        self.asked_at: float | None = None
        self.spread = spread
        """From 1 to 2: how many gaps after the start a host is asked for the first time."""
        self.gap = 0.0
        """The longest asked for so far."""
        self.closed_until = 0.0
        self.inside = 0
        self.waiting = 0
        self.line = asyncio.Lock()
        self.left = asyncio.Event()


class Hosts:
    """Turns at hosts. `clock` counts seconds and never goes back; `sleep` waits; `chance` gives a number from 0 to 1:
    all are given so that tests need not wait. `is_quiet_before`: nobody asked these hosts before the start."""

    def __init__(
        self,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        *,
        is_quiet_before: bool = False,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._chance = chance
        self._started_at = float("-inf") if is_quiet_before else clock()
        self._turns: dict[str, _Turn] = {}

    async def enter(self, host: str, gap_seconds: float) -> None:
        """Wait, in the order of asking, for a turn at `host`: at least `gap_seconds` after the last one ended, or
        after the start. Whoever entered must `leave`.

        Raises Postponed, saying how long, where the host is closed or its turn is more than a minute away.
        """
        turn = self._turns.get(host) or self._add(host)
        wait = self._seconds_until(host, turn, gap_seconds)
        if not turn.waiting and turn.inside < self._room(gap_seconds):
            if wait <= 0:
                turn.inside += 1
                return
        else:  # at least a gap for each that goes before
            wait = max(wait, turn.inside * gap_seconds) + turn.waiting * gap_seconds
        if wait > LONGEST_WAIT_SECONDS:
            raise _postponed(host, wait)
        turn.waiting += 1
        try:
            async with turn.line:
                await self._wait(host, turn, gap_seconds)
                turn.inside += 1
        finally:
            turn.waiting -= 1

    async def _wait(self, host: str, turn: _Turn, gap_seconds: float) -> None:
        """The first in line: until the gap is over and there is room."""
        while True:
            if (wait := self._seconds_until(host, turn, gap_seconds)) > LONGEST_WAIT_SECONDS:
                raise _postponed(host, wait)
            if wait > 0:
                await self._sleep(wait)
            elif turn.inside < self._room(gap_seconds):
                return
            else:
                turn.left.clear()
                await turn.left.wait()

    def _seconds_until(self, host: str, turn: _Turn, gap_seconds: float) -> float:
        """Until the host may be asked, whoever is inside. Raises Postponed where it is closed."""
        now = self.clock()
        if turn.closed_until > now:
            raise _closed(host, turn.closed_until - now)
        turn.gap = max(turn.gap, gap_seconds)
        if turn.asked_at is None:
            return self._started_at + gap_seconds * turn.spread - now
        return turn.asked_at + gap_seconds - now

    @staticmethod
    def _room(gap_seconds: float) -> int:
        return 1 if gap_seconds > 0 else CONNECTIONS

    def leave(self, host: str) -> None:
        """The turn is over: the next one begins a gap from now."""
        turn = self._turns[host]
        turn.inside -= 1
        turn.asked_at = self.clock()
        turn.left.set()

    @asynccontextmanager
    async def turn(self, host: str, gap_seconds: float) -> AsyncIterator[None]:
        """`enter` and `leave` around what is done within."""
        await self.enter(host, gap_seconds)
        try:
            yield
        finally:
            self.leave(host)

    def close(self, host: str, seconds: float) -> None:
        """The host asked us to come back later: nobody enters until then."""
        turn = self._turns.get(host) or self._add(host)
        turn.closed_until = max(turn.closed_until, self.clock() + seconds)

    def check_open(self, host: str) -> None:
        """Raises Postponed where the host is closed."""
        turn = self._turns.get(host)
        if turn is not None and turn.closed_until > (now := self.clock()):
            raise _closed(host, turn.closed_until - now)

    def _add(self, host: str) -> _Turn:
        if len(self._turns) >= KEPT:
            now = self.clock()
            self._turns = {
                name: turn
                for name, turn in self._turns.items()
                if turn.inside
                or turn.waiting
                or turn.closed_until > now
                or (turn.asked_at is not None and turn.asked_at + turn.gap > now)
            }
        turn = self._turns[host] = _Turn(1.0 + self._chance())
        return turn


def _closed(host: str, seconds: float) -> Postponed:
    return Postponed("the host asked us to come back later", subject=host, retry_after_seconds=seconds)


def _postponed(host: str, wait: float) -> Postponed:
    return Postponed(f"may be asked again in {wait:.0f} s only", subject=host, retry_after_seconds=wait)
