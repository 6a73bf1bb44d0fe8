"""A walk through WordPress's posts over many visits: however many were edited at once, it comes to the end of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest

from warraq.collect.workers import Workers
from warraq.processes.guest import Guest
from warraq.processes.wordpress_walk import VISIT_PAGES, read_wordpress
from warraq.records import ChannelKind, Page
from warraq.store.work import ChannelJob

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
COLLECTION = "https://goud.example/wp-json/wp/v2/posts"


@dataclass
class Site:
    """A WordPress of posts by number: when they were published and last edited. It stands in for guest and workers."""

    posts: dict[int, tuple[datetime, datetime]]
    asked: list[str] = field(default_factory=list)

    async def get(self, address: str, **_: object) -> Page:
        self.asked.append(address)
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        by = ("date", "modified").index(query["orderby"])
        bounds = [query.get("after"), query.get("modified_after")]
        left_out = query.get("exclude", "").split(",")
        found = sorted(
            (dates[by], number)
            for number, dates in self.posts.items()
            if str(number) not in left_out
            and all(b is None or d > datetime.fromisoformat(b) for b, d in zip(bounds, dates, strict=True))
        )
        size, page = int(query["per_page"]), int(query.get("page", "1"))
        shown = [self.shown(number) for _, number in found[(page - 1) * size :][:size]]
        headers = {"x-wp-totalpages": str(-(-len(found) // size))}
        return Page(address, address, 200, headers, json.dumps(shown).encode(), NOON)

    def shown(self, number: int) -> dict[str, object]:
        published, modified = (f"{date:%Y-%m-%dT%H:%M:%S}" for date in self.posts[number])
        link = f"https://goud.example/{number}/"
        return {"id": number, "link": link, "date_gmt": published, "modified_gmt": modified}

    async def run(self, function: Callable[..., Any], *arguments: object, **named: object) -> Any:
        return function(*arguments, **named)

    async def visit(self, job: ChannelJob, now: datetime) -> tuple[set[str], ChannelJob]:
        listed = await read_wordpress(cast(Guest, self), cast(Workers, self), job, now)
        found = {lead.entry_id or "" for lead in (*listed.leads, *listed.edits)}
        return found, replace(job, cursor=listed.cursor or "")


JOB = ChannelJob(
    id=1, outlet_id=1, outlet="goud", kind=ChannelKind.WORDPRESS, address=COLLECTION, language="ar", etag="",
    last_modified="", body_hash="", interval_seconds=3600.0, failures=0, homepage="https://goud.example/",
    is_new=False, has_logo=True,
)  # fmt: skip


async def visits(site: Site, job: ChannelJob, count: int) -> set[str]:
    """The numbers that so many visits find, one a minute."""
    found: set[str] = set()
    for minute in range(count):
        more, job = await site.visit(job, NOON + timedelta(hours=1, minutes=minute))
        found |= more
    return found


async def known_site(posts: int, per_second: int) -> tuple[Site, ChannelJob]:
    """A site of old posts, visited once; then all of them are edited, so many a second."""
    long_ago = NOON - timedelta(days=30)
    site = Site({n: (long_ago + timedelta(minutes=n), long_ago) for n in range(posts)})
    site.posts[posts] = (NOON - timedelta(days=1),) * 2
    _, job = await site.visit(JOB, NOON)
    for n in range(posts):
        site.posts[n] = (site.posts[n][0], NOON + timedelta(seconds=n // per_second))
    return site, job


@pytest.mark.parametrize("per_second", [1, 30, 250])
async def test_a_site_that_edits_thousands_at_once_is_read_to_the_end(per_second: int) -> None:
    site, job = await known_site(1_800, per_second)
    assert len(await visits(site, job, 10)) >= 1_800


async def test_more_posts_of_one_second_than_a_visit_asks_for_hold_nothing_up() -> None:
    site, job = await known_site(1_000, 1_000)
    site.posts[2_000] = (NOON - timedelta(days=60), NOON + timedelta(seconds=9))
    found = await visits(site, job, 3)
    assert "2000" in found
    assert len(found) >= VISIT_PAGES * 100


async def test_what_comes_late_out_of_a_cache_is_read_at_the_next_visit() -> None:
    site, job = await known_site(0, 1)
    site.posts[7] = (NOON, NOON)
    _, job = await site.visit(job, NOON + timedelta(minutes=1))
    site.posts[8] = (NOON - timedelta(minutes=4), NOON - timedelta(minutes=4))
    assert "8" in (await site.visit(job, NOON + timedelta(minutes=2)))[0]


async def test_a_post_of_the_far_future_ends_no_reading() -> None:
    site, job = await known_site(0, 1)
    site.posts[7] = (NOON + timedelta(days=4_000),) * 2
    _, job = await site.visit(job, NOON + timedelta(minutes=1))
    site.posts[8] = (NOON + timedelta(minutes=2),) * 2
    assert "8" in (await site.visit(job, NOON + timedelta(minutes=3)))[0]
