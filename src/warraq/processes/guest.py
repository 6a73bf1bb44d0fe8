"""Asks hosts as a guest: the robots file first, one gap and few connections a host, and nothing that is forbidden."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from warraq.addresses import host_of
from warraq.collect.fetch import ASK_PUBLISHER, Fetcher, Want
from warraq.collect.hosts import Hosts
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.errors import Blocked, Throttled
from warraq.processes.holds import Holds
from warraq.processes.refusals import Refusals
from warraq.processes.writer import Rows
from warraq.records import Page
from warraq.store.hosts import RobotsRow, close_host, read_host, write_robots

DEFAULT_CLOSED_SECONDS = 300.0
"""How long a host that said 429 without a time is left alone."""
KEPT = 20_000
"""Hosts whose robots file is remembered beside its row."""


@dataclass(slots=True)
class _Manners:
    """What a host's robots file asks for, ready to use."""

    robots: RobotsFile
    gap_seconds: float
    stale_at: datetime
    """When its robots file must be asked for again."""


@dataclass(slots=True)
class _Asking:
    """The robots file of one host is being asked for; who comes in the meantime waits."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Guest:
    """Fetches pages with manners. `clock` gives aware UTC; `holds` where several collectors share the rows."""

    def __init__(
        self,
        fetcher: Fetcher,
        hosts: Hosts,
        rows: Rows,
        *,
        gap_seconds: float,
        clock: Callable[[], datetime],
        holds: Holds | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._hosts = hosts
        self._rows = rows
        self._gap = gap_seconds
        self._clock = clock
        self._holds = holds
        self._manners: dict[str, _Manners] = {}
        self._asking: dict[str, _Asking] = {}
        self._refusals = Refusals()

    async def get(self, address: str, *, want: Want, etag: str = "", last_modified: str = "") -> Page:
        """The page, as `Fetcher.get`; also raises RobotsDenied, and Postponed where its host may not be asked yet.

        A host that refused a few times in a row is not asked: Blocked says so, once a day one request tries again.
        """
        host = host_of(address)
        if self._refusals.is_alone(host, want, self._clock()):
            raise Blocked(
                "the host refused several requests; it is asked once a day",
                subject=address,
                advice=ASK_PUBLISHER,
            )
        walk = _Walk(self)
        try:
            page = await self._fetcher.get(
                address, want=want, etag=etag, last_modified=last_modified, permit=walk.step
            )
            self._refusals.answered(host, want)
            return page
        except Blocked:
            self._refusals.refused(host, want, self._clock())
            raise
        except Throttled as fault:
            if walk.host:
                await self._close(walk.host, fault.retry_after_seconds or DEFAULT_CLOSED_SECONDS)
            raise
        finally:
            walk.end()

    async def come_to(self, address: str, gap_seconds: float | None = None) -> str:
        """Wait for a turn at the host of `address` (as `parse_address` writes it), which may be fetched; the host,
        to `leave`. With `gap_seconds` no robots file is asked: it is what is fetched.

        Raises RobotsDenied, Postponed.
        """
        host = address.split("/", 3)[2].rpartition("@")[2]
        if gap_seconds is None:
            now = self._clock()
            manners = self._manners.get(host)
            if manners is None or now >= manners.stale_at:
                manners = await self._learn_manners(host, address)
            self._hosts.check_open(
                host
            )  # first: a closed host's robots file may be unreadable for that reason
            manners.robots.check(address, now)
            gap_seconds = manners.gap_seconds
        await self._enter(host, gap_seconds)
        return host

    def leave(self, host: str) -> None:
        """The turn at `host` is over."""
        self._hosts.leave(host)

    async def _learn_manners(self, host: str, address: str) -> _Manners:
        asking = self._asking.setdefault(host, _Asking())
        asking.users += 1
        try:
            async with asking.lock:
                return await self._ask_robots(host, address)
        finally:
            asking.users -= 1
            if not asking.users:
                del self._asking[host]

    async def _ask_robots(self, host: str, address: str) -> _Manners:
        known = self._manners.get(host)
        if known is None:
            row = await self._rows(read_host, host)
            if row.closed_until is not None and (seconds := self._seconds_until(row.closed_until)) > 0:
                self._hosts.close(host, seconds)
            known = self._remember(RobotsFile(*row.robots)) if row.robots else None
        now = self._clock()
        if known is not None and now < known.stale_at:
            return known
        last, gap = (known.robots, known.gap_seconds) if known else (None, self._gap)
        walk = _Walk(self, gap_seconds=gap)
        try:
            robots = await fetch_robots(self._fetcher, host, address, now, last, walk.step)
        finally:
            walk.end()
        if robots.closed_seconds:
            await self._close(host, robots.closed_seconds)
        row_of = RobotsRow(
            robots.host, robots.state, robots.body, robots.fetched_at, robots.unreachable_since
        )
        await self._rows(write_robots, row_of)
        return self._remember(robots)

    def _remember(self, robots: RobotsFile) -> _Manners:
        if len(self._manners) >= KEPT:
            self._manners.clear()  # the rows know
        gap = max(self._gap, robots.crawl_delay_seconds())
        manners = _Manners(robots, gap, robots.fetched_at + robots.trusted)
        self._manners[robots.host] = manners
        return manners

    async def _enter(self, host: str, gap_seconds: float) -> None:
        """Wait for a turn at `host`, held by this collector. Raises Postponed."""
        while True:
            await self._hosts.enter(host, gap_seconds)
            if self._holds is None or self._holds.is_held(host):
                return
            try:
                was_held, closed_seconds = await self._holds.take(host)
            except BaseException:
                self._hosts.leave(host)
                raise
            if was_held:
                return
            # Who held it before may have asked it just now: wait a gap, as if we had.
            if closed_seconds:
                self._hosts.close(host, closed_seconds)
            self._hosts.leave(host)

    async def _close(self, host: str, seconds: float) -> None:
        """The host asked to be left alone: a restart and other collectors honour it too."""
        self._hosts.close(host, seconds)
        await self._rows(close_host, host, self._clock() + timedelta(seconds=seconds))

    def _seconds_until(self, moment: datetime) -> float:
        return (moment - self._clock()).total_seconds()


class _Walk:
    """From hop to hop of one fetch: a redirect is a request like any other, to the same host or another. It is in
    one host's turn at a time, so that no two can wait for each other. With `gap_seconds` it fetches a robots file,
    for which no other one is asked."""

    __slots__ = ("_gap", "_guest", "host")

    def __init__(self, guest: Guest, gap_seconds: float | None = None) -> None:
        self._guest = guest
        self._gap = gap_seconds
        self.host = ""
        """Whose turn it is in."""

    async def step(self, address: str) -> None:
        """Asked before each hop."""
        self.end()
        self.host = await self._guest.come_to(address, self._gap)

    def end(self) -> None:
        """Leave the turn."""
        if self.host:
            self._guest.leave(self.host)
            self.host = ""
