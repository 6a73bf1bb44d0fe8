"""Asks one channel, each kind in its own way, and says what it lists that was not known before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from warraq.collect.feeds import read_feed
from warraq.collect.fetch import Want
from warraq.collect.front_page import front_page_leads
from warraq.collect.sitemap_walk import (
    CHILDREN,
    Heard,
    children_to_ask,
    heard_text,
    read_heard,
    recent,
    undated_children,
)
from warraq.collect.sitemaps import ChildSitemap, Sitemap, read_sitemap
from warraq.collect.websub import hub_of
from warraq.collect.workers import Workers
from warraq.errors import BadInput, BadStatus
from warraq.processes.guest import Guest
from warraq.processes.listed import RECENT, Listed, max_age_seconds
from warraq.processes.wordpress_walk import read_wordpress
from warraq.processes.writer import Rows
from warraq.records import ChannelKind, Lead, Page
from warraq.store.outcomes import page_outcomes
from warraq.store.work import ChannelJob

WANTS: dict[ChannelKind, Want] = {
    ChannelKind.FEED: "feed",
    ChannelKind.SITEMAP: "sitemap",
    ChannelKind.NEWS_SITEMAP: "sitemap",
    ChannelKind.FRONT_PAGE: "page",
}


@dataclass(frozen=True, slots=True)
class ChannelReader:
    """What asking a channel needs. `clock` gives aware UTC, `zone` is the edition's."""

    guest: Guest
    workers: Workers
    rows: Rows
    zone: ZoneInfo
    clock: Callable[[], datetime]

    async def read(self, job: ChannelJob) -> Listed:
        """What the channel lists now. Raises a WarraqError where it does not answer or cannot be read."""
        if job.kind is ChannelKind.WORDPRESS:
            return await read_wordpress(self.guest, self.workers, job, self.clock())
        page = await self.guest.get(
            job.address, want=WANTS[job.kind], etag=job.etag, last_modified=job.last_modified
        )
        body_hash = hashlib.sha256(page.body).hexdigest() if page.status != 304 else job.body_hash
        is_news = body_hash != job.body_hash
        found = Listed((), is_news=is_news, asked_seconds=max_age_seconds(page))
        if job.kind in (ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP):
            found = await self._sitemap(job, page, found)
        elif is_news:
            found = await self._entries(job, page, found)
        if page.status == 304:
            return found
        return replace(
            found,
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
            body_hash=body_hash,
        )

    async def _entries(self, job: ChannelJob, page: Page, found: Listed) -> Listed:
        if job.kind is ChannelKind.FRONT_PAGE:
            outcomes = await self.rows(page_outcomes, job.outlet_id)
            return replace(found, leads=await self.workers.run(front_page_leads, page, outcomes))
        feed = await self.workers.run(
            read_feed,
            page.body,
            address=page.final_address,
            content_type=page.headers.get("content-type", ""),
        )
        return replace(
            found,
            leads=feed.leads,
            asked_seconds=max(found.asked_seconds, feed.ttl_seconds or 0.0),
            hub=hub_of(page.headers, page.final_address, feed.hub, feed.self_address),
        )

    async def _sitemap(self, job: ChannelJob, page: Page, found: Listed) -> Listed:
        """A sitemap's recent entries; of an index, those of its newest children that changed."""
        heard = read_heard(job.cursor)
        if found.is_news:
            sitemap = await self.workers.run(read_sitemap, page.body, address=page.final_address)
            leads = self._recent(sitemap)
            children = children_to_ask(sitemap.children, heard, self.zone)
        else:
            leads, children = [], undated_children(heard)
        if not children:
            return replace(found, leads=tuple(leads))
        more, is_news = await self._children(children, heard)
        return replace(
            found,
            leads=(*leads, *more),
            is_news=is_news or bool(leads),
            cursor=heard_text(heard),
        )

    async def _children(self, asked: list[ChildSitemap], heard: dict[str, Heard]) -> tuple[list[Lead], bool]:
        """What an index's children list, and whether any of it is new; notes in `heard` what they said.

        One that is missing or sick is passed over as long as another answers.
        """
        leads: list[Lead] = []
        faults: list[BadStatus | BadInput] = []
        is_news = False
        waiting, count = list(asked), 0
        while waiting and count < CHILDREN + 1:
            child, count = waiting.pop(0), count + 1
            try:
                part = await self._child(child, heard)
            except (BadStatus, BadInput) as fault:
                faults.append(fault)
                continue
            if part is not None:
                is_news = True
                leads += self._recent(part)
                waiting += children_to_ask(part.children, heard, self.zone, 1)
        if len(faults) == count:
            raise faults[-1]
        return leads, is_news

    async def _child(self, child: ChildSitemap, heard: dict[str, Heard]) -> Sitemap | None:
        """The child, or None where it says what it said before."""
        before = heard.pop(child.address, Heard())
        page = await self.guest.get(
            child.address, want="sitemap", etag=before.etag, last_modified=before.last_modified
        )
        modified = child.modified.printed() if child.modified else ""
        if page.status == 304:
            heard[child.address] = replace(before, modified=modified)
            return None
        body_hash = hashlib.sha256(page.body).hexdigest()
        heard[child.address] = Heard(
            modified, page.headers.get("etag", ""), page.headers.get("last-modified", ""), body_hash
        )
        if body_hash == before.body_hash:
            return None
        return await self.workers.run(read_sitemap, page.body, address=page.final_address)

    def _recent(self, sitemap: Sitemap) -> list[Lead]:
        return recent(sitemap, self.clock() - RECENT, self.zone)
