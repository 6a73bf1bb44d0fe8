"""Robots files as RFC 9309 reads them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.faulty_host import faulty_host
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.errors import RobotsDenied, RobotsUnreadable

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


async def test_a_host_that_names_a_time_is_asked_for_its_file_again_then() -> None:
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        host.robots, host.robots_headers = (503, ""), {"Retry-After": "600"}
        robots = await fetch_robots(fetcher, "h", host.address("/"), NOW, None)
    assert robots.closed_seconds == 600.0
    assert not robots.is_stale(NOW + timedelta(seconds=599))
    assert robots.is_stale(NOW + timedelta(seconds=601))
    with pytest.raises(RobotsUnreadable):
        robots.check("https://goud.example/x", NOW)


async def test_what_is_unreadable_says_why_and_until_when() -> None:
    async with Fetcher(FetchRules(allowed_sockets=frozenset({("127.0.0.1", 9)}))) as fetcher:
        robots = await fetch_robots(fetcher, "h", "http://127.0.0.1:9/a", NOW, None)
    with pytest.raises(RobotsUnreadable, match=r"cannot be reached .*127\.0\.0\.1") as caught:
        robots.check("https://goud.example/x", NOW + timedelta(minutes=10))
    assert caught.value.retry_after_seconds == 3_000.0
    again = RobotsFile(robots.host, robots.state, robots.body, robots.fetched_at, robots.unreachable_since)
    with pytest.raises(RobotsUnreadable, match="cannot be reached"):  # remembered with its row
        again.check("https://goud.example/x", NOW)


async def test_redirects_lead_to_the_rules_and_each_hop_asks_for_permission() -> None:
    asked: list[str] = []

    async def permit(address: str) -> None:
        asked.append(address)

    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        host.robots, host.robots_headers = (302, ""), {"Location": "/to/it?location=/moved-robots"}
        host.moved = "User-agent: *\nDisallow: /private\n"
        robots = await fetch_robots(fetcher, "h", host.address("/"), NOW, None, permit)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/private", NOW)
    assert len(asked) == 3


async def test_more_than_five_redirects_mean_there_are_no_rules() -> None:
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        host.robots, host.robots_headers = (302, ""), {"Location": "/ladder"}
        robots = await fetch_robots(fetcher, "h", host.address("/"), NOW, None)
    robots.check("https://goud.example/x", NOW)
    assert robots.state == "none"


async def test_a_challenge_that_comes_as_503_is_no_permission() -> None:
    robots = await robots_of(503, "<title>Just a moment...</title>")
    with pytest.raises(RobotsUnreadable, match="503"):
        robots.check("https://goud.example/x", NOW)


async def test_a_line_cut_at_the_limit_does_not_count() -> None:
    beginning = "User-agent: *\nDisallow: /a\n"
    filler = "#" * (500 * 1024 - len(beginning) - len("\nDisallow: /")) + "\nDisallow: /private\n"
    robots = await robots_of(200, beginning + filler)
    robots.check("https://goud.example/x", NOW)
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/a", NOW)


async def test_a_byte_order_mark_hides_no_rule() -> None:
    robots = await robots_of(200, "\ufeffUser-agent: *\nDisallow: /private\n")
    with pytest.raises(RobotsDenied):
        robots.check("https://goud.example/private", NOW)


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("Warraq", True),
        ("WARRAQ", True),
        ("warraq/1.0", True),
        ("Warraq # the scribe", True),
        ("war", False),
        ("warraq-news", False),
        ("mywarraq", False),
        ("w", False),
    ],
)
def test_a_group_is_ours_by_the_whole_product_token(name: str, is_ours: bool) -> None:
    robots = RobotsFile("h", "rules", f"User-agent: {name}\nDisallow: /\n\nUser-agent: *\nAllow: /\n", NOW)
    if is_ours:
        with pytest.raises(RobotsDenied):
            robots.check("https://goud.example/x", NOW)
    else:
        robots.check("https://goud.example/x", NOW)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_groups_of_one_name_are_merged_whatever_ends_lines(end: str) -> None:
    lines = [
        "User-agent: warraq",
        "Disallow: /a",
        "",
        "User-agent: other",
        "Disallow: /",
        "Sitemap: https://goud.example/s.xml",
        "User-agent: another",
        "User-agent: Warraq",
        "Disallow: /b",
        "Crawl-delay: 7",
    ]
    robots = RobotsFile("h", "rules", end.join(lines), NOW)
    robots.check("https://goud.example/c", NOW)
    for path in ("/a", "/b"):
        with pytest.raises(RobotsDenied):
            robots.check(f"https://goud.example{path}", NOW)
    assert robots.crawl_delay_seconds() == 7.0
    assert robots.sitemaps() == ["https://goud.example/s.xml"]


@given(st.text(max_size=300), st.text(max_size=30))
def test_no_file_breaks_the_reading_of_it(body: str, path: str) -> None:
    robots = RobotsFile("h", "rules", f"User-agent: *\n{body}", NOW)
    assert 0.0 <= robots.crawl_delay_seconds() <= 86_400.0
    robots.sitemaps()
    with suppress(RobotsDenied):
        robots.check(f"https://goud.example/{quote(path)}", NOW)
