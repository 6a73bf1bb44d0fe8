"""Asks one channel, each kind in its own way, and says what it lists that was not known before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warraq.collect.discover import front_page_leads
from warraq.collect.feeds import read_feed
from warraq.collect.fetch import Want
from warraq.collect.sitemaps import Sitemap, read_sitemap
from warraq.collect.workers import Workers
from warraq.processes.guest import Guest
from warraq.records import ChannelKind, Lead, Page
from warraq.store.work import ChannelJob

RECENT = timedelta(days=3)
"""Sitemaps list years: what is older belongs to a backfill, which is asked for."""
UNDATED_LEADS = 300
"""Entries without a date that are taken from one sitemap: the first ones."""
SITEMAP_CHILDREN = 3
"""Newest sitemaps of an index that are asked."""
MAX_AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})")
WANTS: dict[ChannelKind, Want] = {
    ChannelKind.FEED: "feed",
    ChannelKind.SITEMAP: "sitemap",
    ChannelKind.NEWS_SITEMAP: "sitemap",
    ChannelKind.FRONT_PAGE: "page",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a channel listed. None where the answer says nothing of it."""

    leads: tuple[Lead, ...]
    is_news: bool
    """Whether it says anything else than at the last visit."""
    asked_seconds: float
    """How long it asks to be left alone; 0 where it does not say."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelReader:
    """What asking a channel needs. `clock` gives aware UTC, `zone` is the edition's."""

    guest: Guest
    workers: Workers
    zone: ZoneInfo
    clock: Callable[[], datetime]

    async def read(self, job: ChannelJob) -> Listed:
        """What the channel lists now. Raises a WarraqError where it does not answer or cannot be read."""
        page = await self.guest.get(
            job.address, want=WANTS[job.kind], etag=job.etag, last_modified=job.last_modified
        )
        if page.status == 304:
            return Listed((), is_news=False, asked_seconds=_max_age_seconds(page))
        body_hash = hashlib.sha256(page.body).hexdigest()
        is_news = body_hash != job.body_hash
        leads, ttl = await self._leads(job.kind, page) if is_news else ((), None)
        return Listed(
            leads,
            is_news=is_news,
            asked_seconds=max(ttl or 0.0, _max_age_seconds(page)),
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
            body_hash=body_hash,
        )

    async def _leads(self, kind: ChannelKind, page: Page) -> tuple[tuple[Lead, ...], float | None]:
        """What a channel's page lists, and the seconds it asks to be left alone."""
        if kind is ChannelKind.FEED:
            feed = await self.workers.run(
                read_feed,
                page.body,
                address=page.final_address,
                content_type=page.headers.get("content-type", ""),
            )
            return feed.leads, feed.ttl_seconds
        if kind is ChannelKind.FRONT_PAGE:
            return await self.workers.run(front_page_leads, page), None
        sitemap = await self.workers.run(read_sitemap, page.body, address=page.final_address)
        leads = list(self._recent(sitemap))
        newest = sorted(
            sitemap.children,
            key=lambda child: child.modified.instant(self.zone).timestamp() if child.modified else 0.0,
        )
        for child in newest[-SITEMAP_CHILDREN:]:
            part = await self.guest.get(child.address, want="sitemap")
            leads += self._recent(await self.workers.run(read_sitemap, part.body, address=part.final_address))
        return tuple(leads), None

    def _recent(self, sitemap: Sitemap) -> list[Lead]:
        oldest = self.clock() - RECENT
        dated = [(lead, lead.published or lead.updated) for lead in sitemap.entries]
        recent = [lead for lead, moment in dated if moment and moment.instant(self.zone) >= oldest]
        return recent + [lead for lead, moment in dated if moment is None][:UNDATED_LEADS]


def _max_age_seconds(page: Page) -> float:
    match = MAX_AGE.search(page.headers.get("cache-control", ""))
    return float(match[1]) if match else 0.0
