"""Each kind of channel is asked in its own way: WordPress is walked, of sitemaps only what changed is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from warraq.collect.wordpress import read_cursor
from warraq.errors import BadInput, BadStatus, Blocked
from warraq.processes.channels import ChannelReader
from warraq.processes.listed import Listed
from warraq.processes.wordpress_walk import OVERLAP
from warraq.records import ChannelKind, Lead, Page
from warraq.store.work import ChannelJob

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOME = "https://goud.example/"
POSTS = f"{HOME}wp-json/wp/v2/posts"
JOB = ChannelJob(
    id=1, outlet_id=1, outlet="goud", kind=ChannelKind.WORDPRESS, address=POSTS, language="ar", etag="",
    last_modified="", body_hash="", interval_seconds=0.0, failures=0, homepage=HOME, is_new=True, has_logo=True,
)  # fmt: skip


class Site:
    """What a host answers: files, and a WordPress of posts."""

    def __init__(self) -> None:
        self.now = NOON
        self.files: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.posts: dict[int, tuple[datetime, datetime]] = {}
        """Number -> published, edited."""
        self.version = 6.4
        self.asked: list[str] = []

    async def get(self, address: str, *, want: str, etag: str = "", last_modified: str = "") -> Page:
        self.asked.append(address)
        if address.startswith(POSTS):
            return self._page(address, self._answer(parse_qs(urlsplit(address).query)))
        if address not in self.files:
            raise BadStatus("the host answered 404", subject=address, status=404)
        if etag and etag == self.tags.get(address):
            return replace(self._page(address, ""), status=304)
        return self._page(address, self.files[address], etag=self.tags.get(address, ""))

    def _page(self, address: str, body: str, **headers: str) -> Page:
        return Page(address, address, 200, {k: v for k, v in headers.items() if v}, body.encode(), self.now)

    def _answer(self, query: dict[str, list[str]]) -> str:
        one = {name: values[0] for name, values in query.items()}
        if one["orderby"] == "modified" and self.version < 4.9:
            raise BadStatus("the host answered 400", subject=POSTS, status=400)
        place = 1 if one["orderby"] == "modified" else 0
        found = sorted((times[place], number) for number, times in self.posts.items())
        for name, of in (("after", 0), ("modified_after", 1)):
            if name in one and not (of == 1 and self.version < 5.7):
                bound = datetime.fromisoformat(one[name].replace("Z", "+00:00"))
                found = [(time, number) for time, number in found if self.posts[number][of] > bound]
        if one["order"] == "desc":
            found.reverse()
        size, page = int(one["per_page"]), int(one.get("page", "1"))
        return json.dumps([self._post(number) for _, number in found[(page - 1) * size :][:size]])

    def _post(self, number: int) -> dict[str, object]:
        published, edited = self.posts[number]
        return {
            "id": number,
            "link": f"{HOME}{number}",
            "date_gmt": f"{published:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{edited:%Y-%m-%dT%H:%M:%S}",
            "title": {"rendered": f"خبر {number}"},
        }

    def publish(self, number: int, hours: float, edited: float | None = None) -> None:
        """So many hours after noon."""
        times = [NOON + timedelta(hours=hour) for hour in (hours, hours if edited is None else edited)]
        self.posts[number] = (times[0], times[1])

    def reader(self) -> ChannelReader:
        async def rows(function: Callable[..., Any], *arguments: Any) -> list[tuple[str, bool]]:
            return []

        return ChannelReader(
            cast(Any, self),
            cast(Any, Here()),
            cast(Any, rows),
            ZoneInfo("Africa/Casablanca"),
            lambda: self.now,
        )

    async def read(self, job: ChannelJob) -> tuple[Listed, ChannelJob]:
        """What the channel lists, and the job of the next visit."""
        self.asked.clear()
        listed = await self.reader().read(job)
        said = {"cursor": listed.cursor, "etag": listed.etag, "body_hash": listed.body_hash}
        return listed, replace(
            job, is_new=False, **cast(Any, {k: v for k, v in said.items() if v is not None})
        )


class Here:
    """A worker that is ourselves."""

    async def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return function(*arguments, **named)


def numbers(leads: tuple[Lead, ...]) -> list[int]:
    return sorted({int(lead.address.removeprefix(HOME)) for lead in leads})


@pytest.fixture
def site() -> Site:
    site = Site()
    site.publish(1, -24 * 30)
    for number in range(2, 10):
        site.publish(number, -number)
    return site


async def test_a_first_visit_takes_the_last_days(site: Site) -> None:
    listed, job = await site.read(JOB)
    assert (numbers(listed.leads), listed.edits, listed.is_news) == (list(range(2, 10)), (), True)
    assert len(site.asked) == 1
    again, _ = await site.read(job)
    assert not again.is_news
    assert len(site.asked) == 2


async def test_what_is_new_and_what_was_edited_come_and_nothing_else(site: Site) -> None:
    _, job = await site.read(JOB)
    site.now = NOON + timedelta(hours=2)
    site.publish(10, 1)
    site.publish(5, -5, edited=1.5)
    site.publish(1, -24 * 30, edited=1.2)
    listed, job = await site.read(job)
    assert numbers(listed.leads) == [2, 5, 10]  # 2 was the newest before: read again for late ones
    assert numbers(listed.edits) == [1]
    assert listed.is_news
    listed, _ = await site.read(job)
    assert not listed.is_news
    assert len(site.asked) == 2


async def test_a_scheduled_and_a_backdated_post_are_found(site: Site) -> None:
    _, job = await site.read(JOB)
    site.now = NOON + timedelta(hours=5)
    site.publish(20, 4, edited=-24)  # written yesterday, shown at four
    site.publish(21, -40, edited=3)  # written now, dated back
    listed, _ = await site.read(job)
    assert {20, 21} <= set(numbers(listed.leads))


async def test_a_post_of_a_year_to_come_does_not_end_the_reading(site: Site) -> None:
    site.publish(30, 24 * 365)
    _, job = await site.read(JOB)
    site.now = NOON + timedelta(hours=1)
    site.publish(31, 0.9)
    listed, _ = await site.read(job)
    assert 31 in numbers(listed.leads)


async def test_a_long_absence_is_read_over_several_visits(site: Site) -> None:
    _, job = await site.read(JOB)
    for number in range(1_000, 1_900):
        site.publish(number, 1 + (number - 1_000) / 10)
    site.now = NOON + timedelta(days=10)
    seen: set[int] = set()
    for _ in range(3):
        listed, job = await site.read(job)
        seen |= set(numbers(listed.leads))
        assert len(site.asked) <= 10
    assert set(range(1_000, 1_900)) <= seen
    cursor = read_cursor(job.cursor)
    assert cursor is not None
    assert cursor.published_at == site.posts[1_899][0] - OVERLAP


@pytest.mark.parametrize("version", [5.6, 4.7])
async def test_an_old_wordpress_is_asked_for_its_latest_edits(site: Site, version: float) -> None:
    site.version = version
    _, job = await site.read(JOB)
    site.now = NOON + timedelta(hours=2)
    site.publish(5, -5, edited=1.5)
    listed, job = await site.read(job)
    assert 5 in numbers(listed.leads)
    await site.read(job)
    assert not any("modified_after" in address for address in site.asked)
    assert len(site.asked) <= 3


async def test_a_closed_or_broken_api_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_answer", lambda query: '{"code": "rest_forbidden", "message": "no"}')
    with pytest.raises(BadInput, match="rest_forbidden"):
        await site.read(JOB)


def index(*children: tuple[str, str]) -> str:
    lines = (
        f"<sitemap><loc>{HOME}{name}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</sitemap>"
        for name, date in children
    )
    return f"<sitemapindex>{''.join(lines)}</sitemapindex>"


def urls(*found: int, date: str = "2026-03-10T11:00:00Z") -> str:
    lines = (f"<url><loc>{HOME}{number}</loc><lastmod>{date}</lastmod></url>" for number in found)
    return f"<urlset>{''.join(lines)}</urlset>"


SITEMAP = replace(JOB, kind=ChannelKind.SITEMAP, address=f"{HOME}i.xml")


async def test_of_an_index_only_children_that_changed_are_asked(site: Site) -> None:
    site.files = {
        HOME + "i.xml": index(("a.xml", "2026-03-09"), ("b.xml", "2026-03-10")),
        HOME + "a.xml": urls(1),
        HOME + "b.xml": urls(2),
    }
    listed, job = await site.read(SITEMAP)
    assert numbers(listed.leads) == [1, 2]
    site.files[HOME + "i.xml"] = index(("a.xml", "2026-03-09"), ("b.xml", "2026-03-11"))
    site.files[HOME + "b.xml"] = urls(2, 3)
    listed, job = await site.read(job)
    assert (numbers(listed.leads), site.asked) == ([2, 3], [HOME + "i.xml", HOME + "b.xml"])
    listed, _ = await site.read(job)
    assert (listed.is_news, site.asked) == (False, [HOME + "i.xml"])


async def test_children_without_dates_are_asked_though_their_index_stays_the_same(site: Site) -> None:
    site.files = {
        HOME + "i.xml": index(("wp-sitemap-posts-post-1.xml", "")),
        HOME + "wp-sitemap-posts-post-1.xml": urls(1),
    }
    site.tags = {HOME + "i.xml": "i", HOME + "wp-sitemap-posts-post-1.xml": "1"}
    listed, job = await site.read(SITEMAP)
    assert numbers(listed.leads) == [1]
    listed, job = await site.read(job)
    assert (listed.leads, listed.is_news, len(site.asked)) == ((), False, 2)
    site.files[HOME + "wp-sitemap-posts-post-1.xml"] = urls(1, 2)
    site.tags[HOME + "wp-sitemap-posts-post-1.xml"] = "2"
    listed, _ = await site.read(job)
    assert (numbers(listed.leads), listed.is_news) == ([1, 2], True)


async def test_a_missing_child_is_passed_over_and_all_missing_are_a_fault(site: Site) -> None:
    site.files = {
        HOME + "i.xml": index(("a.xml", "2026-03-09"), ("b.xml", "2026-03-10")),
        HOME + "a.xml": urls(1),
    }
    listed, _ = await site.read(SITEMAP)
    assert numbers(listed.leads) == [1]
    del site.files[HOME + "a.xml"]
    with pytest.raises(BadStatus):
        await site.read(SITEMAP)


async def test_a_host_that_closes_its_door_ends_the_visit(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def closed(address: str, **named: str) -> Page:
        raise Blocked("the host answered 403", subject=address)

    monkeypatch.setattr(site, "get", closed)
    for job in (JOB, SITEMAP):
        with pytest.raises(Blocked):
            await site.read(job)


async def test_an_index_of_indexes_is_followed_once(site: Site) -> None:
    site.files = {
        HOME + "i.xml": index(("2026.xml", "")),
        HOME + "2026.xml": index(("03.xml", "")),
        HOME + "03.xml": urls(1),
    }
    listed, _ = await site.read(SITEMAP)
    assert numbers(listed.leads) == [1]
    site.files[HOME + "03.xml"] = index(("2026.xml", ""))
    await site.read(SITEMAP)
    assert len(site.asked) <= 5
