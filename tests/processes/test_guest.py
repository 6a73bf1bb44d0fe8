"""A guest's manners: the robots file first, each host's own time, and what a restart or another collector must know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.collect.faulty_host import FaultyHost, faulty_host
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.hosts import Hosts
from warraq.errors import (
    HeldElsewhere,
    Postponed,
    RobotsDenied,
    RobotsUnreadable,
    Throttled,
)
from warraq.processes.guest import Guest
from warraq.processes.holds import Holds
from warraq.processes.writer import Rows
from warraq.store import models
from warraq.store.hosts import DOUBT, HELD, close_host, hold_host, read_host, release_hosts

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class Time:
    """One clock for all; it moves by sleeping."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


@asynccontextmanager
async def guest_at(
    host: FaultyHost, time: Time, *, gap: float = 5.0, is_shared: bool = False
) -> AsyncIterator[Guest]:
    """A guest of a collector that has just started."""
    rows = Rows()
    hosts = Hosts(lambda: time.seconds, time.sleep, lambda: 0.0)
    holds = Holds(rows, time.now, lambda: time.seconds) if is_shared else None
    async with Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        try:
            yield Guest(fetcher, hosts, rows, gap_seconds=gap, clock=time.now, holds=holds)
        finally:
            rows.close()


async def test_the_robots_file_comes_first_and_each_request_has_its_gap() -> None:
    time = Time()
    async with faulty_host() as host, guest_at(host, time) as guest:
        host.robots = (200, "User-agent: *\nDisallow: /private\nCrawl-delay: 8\n")
        await guest.get(host.address("/a"), want="page")
        assert time.seconds == 5.0 + 8.0  # a gap after the start, then the delay that the file asks for
        await guest.get(host.address("/b"), want="page")
        assert time.seconds == 21.0
        with pytest.raises(RobotsDenied):
            await guest.get(host.address("/private"), want="page")
        assert [path for path, _ in host.asked] == ["/robots.txt", "/a", "/b"]


async def test_a_redirect_waits_for_its_gap_and_asks_the_rules() -> None:
    time = Time()
    async with faulty_host() as host, guest_at(host, time) as guest:
        host.robots = (200, "User-agent: *\nDisallow: /private\n")
        await guest.get(host.address("/to/it?location=/a"), want="page")
        assert time.seconds == 15.0
        with pytest.raises(RobotsDenied):
            await guest.get(host.address("/to/it?location=/private"), want="page")
        assert "/private" not in [path for path, _ in host.asked]


async def test_two_visits_that_lead_to_each_other_do_not_wait_for_ever() -> None:
    time = Time()
    async with faulty_host() as host, faulty_host() as other:
        rules = FetchRules(allowed_sockets=host.sockets | other.sockets)
        rows = Rows()
        async with Fetcher(rules) as fetcher:
            hosts = Hosts(lambda: time.seconds, time.sleep, lambda: 0.0)
            guest = Guest(fetcher, hosts, rows, gap_seconds=5.0, clock=time.now)
            there, back = other.address("/a"), host.address("/a")
            pages = await asyncio.gather(
                guest.get(host.address(f"/to/it?location={there}"), want="page"),
                guest.get(other.address(f"/to/it?location={back}"), want="page"),
            )
        rows.close()
    assert [page.final_address for page in pages] == [there, back]


async def test_a_closed_host_is_left_alone_also_after_a_restart() -> None:
    time = Time()
    async with faulty_host() as host:
        async with guest_at(host, time) as guest:
            with pytest.raises(Throttled):
                await guest.get(host.address("/status/429?after=600"), want="page")
            with pytest.raises(Postponed):
                await guest.get(host.address("/a"), want="page")
        asked = len(host.asked)
        time.seconds += 60
        async with guest_at(host, time) as again:
            with pytest.raises(Postponed) as caught:
                await again.get(host.address("/a"), want="page")
            assert caught.value.retry_after_seconds == pytest.approx(540.0, abs=1)
            assert len(host.asked) == asked
            time.seconds += 541
            await again.get(host.address("/a"), want="page")


async def test_an_unreadable_robots_file_says_why_also_after_a_restart() -> None:
    time = Time()
    async with faulty_host() as host:
        host.robots = (502, "")
        for _ in range(2):
            async with guest_at(host, time) as guest:
                with pytest.raises(RobotsUnreadable, match="the host answered 502"):
                    await guest.get(host.address("/a"), want="page")
        assert len(host.asked) == 1


async def test_a_robots_file_that_is_refused_for_a_time_postpones() -> None:
    time = Time()
    async with faulty_host() as host, guest_at(host, time) as guest:
        host.robots, host.robots_headers = (503, ""), {"Retry-After": "900"}
        with pytest.raises(Postponed):
            await guest.get(host.address("/a"), want="page")
        host.robots, host.robots_headers = (200, ""), {}
        time.seconds += 901
        await guest.get(host.address("/a"), want="page")


async def test_a_host_held_by_another_collector_is_not_asked_and_taken_over_with_a_gap() -> None:
    time = Time()
    async with faulty_host() as host, guest_at(host, time, is_shared=True) as one:
        await one.get(host.address("/a"), want="page")
        async with guest_at(host, time, is_shared=True) as two:
            asked = len(host.asked)
            with pytest.raises(HeldElsewhere) as caught:
                await two.get(host.address("/b"), want="page")
            assert len(host.asked) == asked
            time.seconds += (caught.value.retry_after_seconds or 0) + 1
            began = time.seconds
            await two.get(host.address("/b"), want="page")
            assert time.seconds == began + 5.0
            with pytest.raises(HeldElsewhere):
                await one.get(host.address("/c"), want="page")


async def test_a_hold_costs_a_write_per_half_minute_not_per_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes = 0

    def counted(host: str, holder: str, now: datetime) -> object:
        nonlocal writes
        writes += 1
        return hold_host(host, holder, now)

    monkeypatch.setattr("warraq.processes.holds.hold_host", counted)
    time = Time()
    async with faulty_host() as host, guest_at(host, time, gap=1.0, is_shared=True) as guest:
        for number in range(100):
            await guest.get(host.address(f"/{number}"), want="page")
        assert writes <= time.seconds / 30 + 2


def test_of_several_collectors_one_holds_a_host() -> None:
    assert hold_host("goud.example", "one", NOW).elsewhere_until is None
    assert hold_host("goud.example", "two", NOW).elsewhere_until == NOW + HELD + DOUBT
    assert hold_host("goud.example", "one", NOW + timedelta(seconds=60)).elsewhere_until is None
    later = NOW + timedelta(seconds=60) + HELD + DOUBT
    assert hold_host("goud.example", "two", later).elsewhere_until is not None
    assert hold_host("goud.example", "two", later + timedelta(seconds=1)).elsewhere_until is None
    release_hosts("two")
    assert hold_host("goud.example", "one", later + timedelta(seconds=1)).elsewhere_until is None


def test_the_longest_closing_counts_and_travels_with_the_hold() -> None:
    until = NOW + timedelta(hours=2)
    close_host("goud.example", until)
    close_host("goud.example", NOW + timedelta(hours=1))
    assert read_host("goud.example").closed_until == until
    assert hold_host("goud.example", "one", NOW).closed_until == until
    assert read_host("other.example") == (None, None)
    assert models.Host.objects.count() == 1
