"""Subscribes to the hubs that feeds name (WebSub), and reads what they push.

Hubs can only reach a site with a public address: without WARRAQ_URL nothing is subscribed to, and feeds are asked as
ever. A push is read as the feed itself would be, in a worker that can be killed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from warraq.addresses import host_of
from warraq.collect.feeds import read_feed
from warraq.collect.fetch import Fetcher
from warraq.collect.hosts import Hosts
from warraq.collect.websub import ASKED_AGAIN_AFTER, RENEWED_BEFORE, subscription_form
from warraq.collect.workers import Workers
from warraq.errors import WarraqError
from warraq.processes.writer import Rows
from warraq.store.subscriptions import (
    PushJob,
    Waiting,
    claim_subscriptions,
    fail_subscription,
    finish_push,
)

log = logging.getLogger("warraq.collector")

HUBS_AT_ONCE = 10
"""Subscriptions asked for in one round."""
HUB_GAP_SECONDS = 1.0
"""Between two requests to one hub, which serves many feeds."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """What subscribing needs. `clock` gives aware UTC; `root` is the site's public address, empty where it has none."""

    fetcher: Fetcher
    hosts: Hosts
    workers: Workers
    rows: Rows
    edition: str
    root: str
    clock: Callable[[], datetime]

    async def ask_hubs(self) -> int:
        """Ask for every subscription whose time has come; returns how many hubs were asked."""
        if not self.root:
            return 0
        waiting = await self.rows(
            claim_subscriptions,
            self.edition,
            self.clock(),
            HUBS_AT_ONCE,
            renewed_before=RENEWED_BEFORE,
            asked_again_after=ASKED_AGAIN_AFTER,
        )
        for one in waiting:
            await self._ask(one)
        return len(waiting)

    async def _ask(self, one: Waiting) -> None:
        callback = f"{self.root}/websub/{one.token}"
        form = subscription_form("subscribe", one.topic, callback, one.secret)
        try:
            async with self.hosts.turn(host_of(one.hub), HUB_GAP_SECONDS):
                await self.fetcher.post(one.hub, form)
        except WarraqError as fault:
            await self.rows(fail_subscription, one.channel_id, str(fault))
            log.info("no subscription at %s: %s", one.hub, fault)

    async def read(self, job: PushJob) -> int:
        """Read a push; returns how many leads it brought that are to be fetched. One that is no feed is forgotten."""
        try:
            feed = await self.workers.run(
                read_feed, job.body, address=job.address, content_type=job.content_type
            )
            leads = feed.leads
        except WarraqError as fault:
            log.info("unreadable push of %s: %s", job.address, fault)
            leads = ()
        return await self.rows(finish_push, job, leads, self.clock())
