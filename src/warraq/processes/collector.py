"""The collector: hands out what is due to visits, as many at a time as hosts and this machine bear.

It may be killed at any line: what was leased is handed out again, what was written stays, and nothing is doubled.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.hosts import Hosts
from warraq.collect.workers import Workers
from warraq.editions import Edition
from warraq.options import Options
from warraq.processes.guest import Guest
from warraq.processes.holds import Holds
from warraq.processes.learning import Learner
from warraq.processes.reservations import Reservations
from warraq.processes.section_learning import own_context
from warraq.processes.subscriber import Subscriber
from warraq.processes.visits import Job, Visits
from warraq.processes.writer import Rows, Writer
from warraq.store.subscriptions import claim_pushes
from warraq.store.work import (
    ChannelJob,
    LeadJob,
    PictureJob,
    claim_channels,
    claim_leads,
    claim_pictures,
    give_back,
    is_shared_database,
    next_due,
)

log = logging.getLogger("warraq.collector")

Visit = Callable[[], Awaitable[object]]

VISITS = 48
"""Visits under way at a time."""
PER_OUTLET = 2
"""Leads and pictures of one outlet under way at a time: more would only wait for its gap, and its news behind them."""
WORKERS = 2
IDLE_SECONDS = 1.0
HUBS_EVERY = timedelta(minutes=1)
"""How often it is looked whether a subscription is to be asked for."""


def utc_now() -> datetime:
    """The collector's clock."""
    return datetime.now(UTC)


class Collector:
    """Collects one edition. `run` until told to stop, or (`once`) until nothing is due."""

    def __init__(
        self,
        options: Options,
        edition: Edition,
        *,
        clock: Callable[[], datetime] = utc_now,
        hosts: Hosts | None = None,
    ) -> None:
        self._options = options
        self._edition = edition
        self._clock = clock
        self._hosts = hosts or Hosts(time.monotonic)
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: Counter[int] = Counter()
        self._wake = asyncio.Event()

    async def run(self, stop: asyncio.Event, *, once: bool = False) -> None:
        """Work until `stop`; visits under way are finished or, after the stop, cut off (their leases run out)."""
        rows = Rows()
        rules = FetchRules(contact=self._options.contact, allowed_sockets=self._edition.allowed_sockets)
        chance = random.Random().random
        try:
            async with Fetcher(rules) as fetcher, Workers(WORKERS) as workers:
                gap = self._edition.host_gap_seconds
                is_shared = await rows(is_shared_database)
                holds = Holds(rows, self._clock, self._hosts.clock) if is_shared else None
                guest = Guest(fetcher, self._hosts, rows, gap_seconds=gap, clock=self._clock, holds=holds)
                visits = Visits(
                    edition=self._edition,
                    context=own_context(self._edition, self._options.data),
                    data=self._options.data,
                    guest=guest,
                    reservations=Reservations(guest, rows, self._clock),
                    workers=workers,
                    rows=rows,
                    writer=Writer(rows, self._edition),
                    learner=Learner(rows, workers, self._edition.zone.key, self._clock),
                    clock=self._clock,
                    chance=chance,
                )
                subscriber = Subscriber(
                    fetcher,
                    self._hosts,
                    workers,
                    rows,
                    edition=self._edition.slug,
                    root=self._options.url,
                    clock=self._clock,
                )
                if not is_shared:
                    await rows(give_back, self._clock(), self._edition.slug)
                await self._work(visits, subscriber, rows, stop, once=once)
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                if holds is not None:
                    await holds.release()
        finally:
            rows.close()

    async def _work(
        self, visits: Visits, subscriber: Subscriber, rows: Rows, stop: asyncio.Event, *, once: bool
    ) -> None:
        hubs_next_at = self._clock()
        while not stop.is_set():
            self._wake.clear()
            claimed = await self._claim(visits, rows) + await self._claim_pushes(subscriber, rows)
            if self._clock() >= hubs_next_at:
                hubs_next_at = self._clock() + HUBS_EVERY
                self._start(subscriber.ask_hubs, None)
            if claimed:
                continue
            if once and not self._tasks and not self._wake.is_set():  # what just ended may have brought more
                return
            wait = IDLE_SECONDS
            if not self._tasks and (due := await rows(next_due, self._edition.slug)):
                wait = min(max((due - self._clock()).total_seconds(), 0.05), IDLE_SECONDS)
            waiting = [asyncio.create_task(stop.wait()), asyncio.create_task(self._wake.wait())]
            await asyncio.wait(waiting, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()

    async def _claim(self, visits: Visits, rows: Rows) -> int:
        """Start visits for what is due, channels first: they make pages fresh."""
        slug, now = self._edition.slug, self._clock()
        claimed = 0
        if room := self._room():
            resting = visits.resting_outlets(ChannelJob)
            for channel in await rows(claim_channels, slug, now, room, resting):
                self._start(partial(visits.channel, channel), None)
                claimed += 1
        if room := self._room():
            busy = self._busy_outlets(visits, LeadJob)
            for lead in await rows(claim_leads, slug, now, room, PER_OUTLET, busy):
                self._start(partial(visits.lead, lead), lead.outlet_id)
                claimed += 1
        if room := self._room():
            busy = self._busy_outlets(visits, PictureJob)
            for picture in await rows(claim_pictures, slug, now, room, PER_OUTLET, busy):
                self._start(partial(visits.picture, picture), picture.outlet_id)
                claimed += 1
        return claimed

    async def _claim_pushes(self, subscriber: Subscriber, rows: Rows) -> int:
        """Start the reading of what hubs pushed."""
        if not (room := self._room()):
            return 0
        pushes = await rows(claim_pushes, self._edition.slug, self._clock(), room)
        for push in pushes:
            self._start(partial(subscriber.read, push), None)
        return len(pushes)

    def _room(self) -> int:
        return max(0, VISITS - len(self._tasks))

    def _busy_outlets(self, visits: Visits, kind: type[Job]) -> set[int]:
        busy = {outlet for outlet, count in self._busy.items() if count >= PER_OUTLET}
        return busy | visits.resting_outlets(kind)

    def _start(self, visit: Visit, outlet_id: int | None) -> None:
        task = asyncio.create_task(self._finish(visit, outlet_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, visit: Visit, outlet_id: int | None) -> None:
        """A visit that fails for a reason of ours (a full disk, a lost database) is logged; its lease runs out."""
        if outlet_id is not None:
            self._busy[outlet_id] += 1
        try:
            await visit()
        except Exception:  # one visit must not end all others
            log.exception("a visit failed; it will be made again")
        finally:
            if outlet_id is not None:
                self._busy[outlet_id] -= 1
                if not self._busy[outlet_id]:
                    del self._busy[outlet_id]
            self._wake.set()
