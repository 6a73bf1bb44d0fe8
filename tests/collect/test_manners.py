"""Robots files, gaps, and when to come back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.faulty_host import faulty_host
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.hosts import Hosts
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.collect.schedule import Rhythm, after_answer, after_fault, at, next_attempt, next_look
from warraq.errors import RobotsDenied, Throttled

NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)
RULES = """
User-agent: *
Disallow: /private
Allow: /private/open
Crawl-delay: 3

User-agent: GreedyBot
Disallow: /

Sitemap: https://goud.example/news.xml
"""


async def robots_of(status: int, text: str, last: RobotsFile | None = None) -> RobotsFile:
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        host.robots = (status, text)
        return await fetch_robots(fetcher, "h", host.address("/a/b?c"), NOW, last)


async def test_rules_are_obeyed_by_the_longest_match() -> None:
    robots = await robots_of(200, RULES)
    robots.check("https://goud.example/politics/1", NOW)
    robots.check("https://goud.example/private/open/1", NOW)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/private/1", NOW)
    assert robots.crawl_delay_seconds() == 3.0
    assert robots.sitemaps() == ["https://goud.example/news.xml"]


async def test_our_own_group_wins_over_the_stars() -> None:
    robots = await robots_of(200, RULES + "\nUser-agent: warraq\nDisallow: /politics\n")
    robots.check("https://goud.example/private/1", NOW)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/politics/1", NOW)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_4xx_means_there_are_no_rules(status: int) -> None:
    (await robots_of(status, "")).check("https://goud.example/x", NOW)


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_trouble_means_fetch_nothing_for_thirty_days(status: int) -> None:
    robots = await robots_of(status, "")
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/x", NOW + timedelta(days=29))
    robots.check("https://goud.example/x", NOW + timedelta(days=30))


async def test_rules_read_before_stay_in_force_while_the_host_is_in_trouble() -> None:
    last = RobotsFile("h", "rules", RULES, NOW - timedelta(days=2))
    robots = await robots_of(500, "", last)
    robots.check("https://goud.example/x", NOW)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/private", NOW)
    assert robots.is_stale(NOW + timedelta(hours=2))


async def test_having_had_no_rules_is_no_permission_while_the_host_is_in_trouble() -> None:
    robots = await robots_of(500, "", RobotsFile("h", "none", "", NOW - timedelta(days=2)))
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/x", NOW)


async def test_thirty_days_are_counted_from_the_first_failure() -> None:
    first = await robots_of(500, "")
    later = NOW + timedelta(days=20)
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        host.robots = (500, "")
        again = await fetch_robots(fetcher, "h", host.address("/"), later, first)
    assert again.unreachable_since == NOW
    again.check("https://goud.example/x", NOW + timedelta(days=30))


async def test_the_beginning_of_a_huge_file_counts() -> None:
    robots = await robots_of(200, "User-agent: *\nDisallow: /private\n" + "# filler\n" * 200_000)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/private", NOW)
    robots.check("https://goud.example/x", NOW)


async def test_a_long_crawl_delay_is_obeyed() -> None:
    assert (await robots_of(200, "User-agent: *\nCrawl-delay: 120\n")).crawl_delay_seconds() == 120.0


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/b", True),
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a$", "/abc", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /\nAllow: /news", "/news/1", True),
        ("Disallow: /\nAllow: /news", "/x", False),
        ("Disallow: /news\nAllow: /news", "/news", True),
        ("Disallow:", "/x", True),
        ("Disallow: /خبر", "/%D8%AE%D8%A8%D8%B1/1", False),
        ("Disallow: /%D8%AE%D8%A8%D8%B1", "/خبر/1", False),
        ("disallow: /a # why", "/a", False),
        ("Disallow: /robots.txt", "/x", True),
        ("Disallow: /*?print=", "/n?print=1", False),
        ("Crawl-delay: 5\nDisallow: /a", "/a", False),
    ],
)
def test_rules_as_rfc_9309_reads_them(rules: str, path: str, is_allowed: bool) -> None:
    robots = RobotsFile("h", "rules", f"User-agent: *\n{rules}\n", NOW)
    if is_allowed:
        robots.check(f"https://goud.example{path}", NOW)
    else:
        with pytest.raises(RobotsDenied):
            robots.check(f"https://goud.example{path}", NOW)


def test_a_file_is_trusted_for_a_day() -> None:
    robots = RobotsFile("h", "rules", RULES, NOW)
    assert not robots.is_stale(NOW + timedelta(hours=23))
    assert robots.is_stale(NOW + timedelta(hours=25))


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


async def test_one_gap_for_all_that_is_asked_of_a_host() -> None:
    clock = Clock()
    hosts = Hosts(clock, clock.sleep)
    begun: list[float] = []

    async def visit(host: str) -> None:
        async with hosts.turn(host, 5.0):
            begun.append(clock())

    await asyncio.gather(*(visit("goud.example") for _ in range(4)))
    assert begun == [100.0, 105.0, 110.0, 115.0]
    await visit("other.example")
    assert begun[-1] == 115.0


async def test_a_redirect_keeps_the_gap_within_its_turn() -> None:
    clock = Clock()
    hosts = Hosts(clock, clock.sleep)
    async with hosts.turn("goud.example", 5.0), hosts.turn("www.goud.example", 5.0):
        await hosts.pause("goud.example", 5.0)
        assert clock() == 105.0
        await hosts.pause("www.goud.example", 5.0)
        assert clock() == 105.0


async def test_who_would_wait_long_is_told_when_to_come_back() -> None:
    clock = Clock()
    hosts = Hosts(clock, clock.sleep)
    async with hosts.turn("goud.example", 300.0):
        pass
    with pytest.raises(Throttled) as caught:
        async with hosts.turn("goud.example", 300.0):
            raise AssertionError
    assert caught.value.retry_after_seconds == 300.0
    clock.seconds += 301
    async with hosts.turn("goud.example", 300.0):
        pass


async def test_hosts_that_may_be_asked_anyway_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.collect.hosts.KEPT", 2)
    clock = Clock()
    hosts = Hosts(clock, clock.sleep)
    hosts.close("closed.example", 3_600.0)
    for host in ("a.example", "b.example", "c.example"):
        async with hosts.turn(host, 1.0):
            clock.seconds += 2
    assert hosts.seconds_closed("closed.example") > 0


def test_a_host_that_wants_to_be_left_alone_is() -> None:
    clock = Clock()
    hosts = Hosts(clock)
    hosts.close("goud.example", 60.0)
    assert hosts.seconds_closed("goud.example") == 60.0
    assert hosts.seconds_closed("other.example") == 0.0
    clock.seconds += 61
    assert hosts.seconds_closed("goud.example") == 0.0


RHYTHM = Rhythm(120.0, 86_400.0)


def test_channels_are_asked_sooner_when_they_bring_news_and_later_when_not() -> None:
    assert after_answer(RHYTHM, 0.0, has_news=True) == 120.0
    assert after_answer(RHYTHM, 1000.0, has_news=True) == 800.0
    assert after_answer(RHYTHM, 1000.0, has_news=False) == 1500.0
    assert after_answer(RHYTHM, 1000.0, has_news=True, asked_seconds=3600.0) == 3600.0


def test_a_channel_in_trouble_is_never_asked_sooner_than_usual() -> None:
    assert after_fault(RHYTHM, 1, interval_seconds=3_600.0) == 3_600.0
    assert after_fault(RHYTHM, 8, interval_seconds=3_600.0) == 30_720.0


@given(st.integers(1, 1000), st.booleans(), st.none() | st.floats(0, 1e7))
def test_failures_slow_down_and_never_drop(failures: int, is_blocked: bool, after: float | None) -> None:
    seconds = after_fault(RHYTHM, failures, is_blocked=is_blocked, retry_after_seconds=after)
    assert seconds >= (86_400.0 if is_blocked else 120.0)
    assert seconds >= (after or 0.0)
    assert seconds <= max(86_400.0, after or 0.0)


def test_leads_are_tried_again_ever_later_and_given_up() -> None:
    times = [next_attempt(NOW, attempts, 0.0) for attempts in range(8)]
    assert times[-1] is None
    known = [time for time in times if time]
    assert known == sorted(known)
    assert sum(((time - NOW) for time in known), timedelta()) > timedelta(days=1)
    assert next_attempt(NOW, 0, 0.0, retry_after_seconds=9_000.0) == NOW + timedelta(seconds=9_000)


def test_a_fresh_article_is_looked_at_again_a_few_times() -> None:
    looks = (20.0, 60.0)
    assert next_look(NOW, NOW, looks, 0.0) == NOW + timedelta(seconds=20)
    assert next_look(NOW, NOW + timedelta(seconds=20), looks, 0.0) == NOW + timedelta(seconds=60)
    assert next_look(NOW, NOW + timedelta(seconds=60), looks, 0.0) is None


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_jitter_only_delays(chance: float, seconds: float) -> None:
    assert (
        NOW + timedelta(seconds=seconds)
        <= at(NOW, seconds, chance)
        <= NOW + timedelta(seconds=seconds * 1.11)
    )
