"""Asks hosts as a guest: the robots file first, one gap and few connections a host, and nothing that is forbidden."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from warraq.addresses import host_of
from warraq.collect.fetch import Fetcher, Want
from warraq.collect.hosts import Hosts
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.errors import Throttled
from warraq.processes.writer import Rows
from warraq.records import Page
from warraq.store.robots import RobotsRow, read_robots, write_robots

DEFAULT_CLOSED_SECONDS = 300.0
"""How long a host that said 429 without a time is left alone."""


class Guest:
    """Fetches pages with manners. `clock` gives aware UTC."""

    def __init__(
        self, fetcher: Fetcher, hosts: Hosts, rows: Rows, *, gap_seconds: float, clock: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._hosts = hosts
        self._rows = rows
        self._gap = gap_seconds
        self._clock = clock
        self._robots: dict[str, RobotsFile] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def get(self, address: str, *, want: Want, etag: str = "", last_modified: str = "") -> Page:
        """The page, as `Fetcher.get`; also raises RobotsDenied, and Throttled while its host wants to be left alone."""
        host = host_of(address)
        if (seconds := self._hosts.seconds_closed(host)) > 0:
            raise Throttled(
                "the host asked us to come back later", subject=address, retry_after_seconds=seconds
            )
        robots = await self._robots_of(address)
        robots.check(address, self._clock())
        async with self._hosts.turn(host, max(self._gap, robots.crawl_delay_seconds())):
            try:
                return await self._fetcher.get(
                    address, want=want, etag=etag, last_modified=last_modified, permit=self._permit()
                )
            except Throttled as fault:
                self._hosts.close(host, fault.retry_after_seconds or DEFAULT_CLOSED_SECONDS)
                raise

    def _permit(self) -> Callable[[str], Awaitable[None]]:
        """Asked before each hop: a redirect is a request like any other, to the same host or another."""
        is_first = True

        async def permit(address: str) -> None:
            nonlocal is_first
            if is_first:  # robots read and the turn taken
                is_first = False
                return
            host = host_of(address)
            robots = await self._robots_of(address)
            robots.check(address, self._clock())
            if (seconds := self._hosts.seconds_closed(host)) > 0:
                raise Throttled(
                    "the host asked us to come back later", subject=address, retry_after_seconds=seconds
                )
            await self._hosts.pause(host, max(self._gap, robots.crawl_delay_seconds()))

        return permit

    async def _robots_of(self, address: str) -> RobotsFile:
        host = host_of(address)
        now = self._clock()
        known = self._robots.get(host)
        if known is not None and not known.is_stale(now):
            return known
        async with self._asking.setdefault(host, asyncio.Lock()):
            if known is None and (row := await self._rows(read_robots, host)):
                known = RobotsFile(*row)
            known = self._robots.get(host, known)
            if known is None or known.is_stale(now):
                async with self._hosts.turn(host, self._gap):
                    known = await fetch_robots(self._fetcher, host, address, now, known)
                row = RobotsRow(
                    known.host, known.state, known.body, known.fetched_at, known.unreachable_since
                )
                await self._rows(write_robots, row)
            self._robots[host] = known
            return known
