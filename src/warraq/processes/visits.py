"""One visit each: to a channel, to an article's page, to a picture. What came of it is written before it ends.

A visit never fails because of what an outlet sent: every fault is kept with its channel, lead or picture, in the
words that the health page shows, and decides when the next visit may be.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from warraq.collect.discover import logo_of
from warraq.collect.schedule import (
    BLOCKED_SECONDS,
    after_fault,
    at,
    next_attempt,
    next_look,
)
from warraq.collect.workers import Workers
from warraq.editions import Edition
from warraq.errors import (
    BadStatus,
    Blocked,
    FetchError,
    HeldElsewhere,
    Postponed,
    RobotsDenied,
    RobotsUnreadable,
    Throttled,
    WarraqError,
)
from warraq.extract.images import PictureFiles, make_picture
from warraq.extract.later_pages import MOST_LATER_PAGES, next_page
from warraq.pipeline import GONE_STATUSES
from warraq.processes.channels import ChannelReader
from warraq.processes.guest import Guest
from warraq.processes.learning import Learner
from warraq.processes.reading import Read, read_page
from warraq.processes.reservations import Reservations
from warraq.processes.rhythms import asked, bounds_of, outcome_of
from warraq.processes.writer import Rows, Writer
from warraq.records import Article, Findings, Page
from warraq.store.outlets import want_logo
from warraq.store.subscriptions import is_pushed, note_hub
from warraq.store.work import (
    ChannelJob,
    ChannelOutcome,
    LeadJob,
    PictureJob,
    fail_lead,
    fail_picture,
    finish_channel,
    finish_picture,
    new_addresses,
    postpone,
)
from warraq.store.wrappers import drop_kept_page
from warraq.store.write import Arrival, Gone, Written
from warraq.understand.context import Context

log = logging.getLogger("warraq.collector")

Job = ChannelJob | LeadJob | PictureJob

PUSHED_SECONDS = 6 * 3_600.0
"""How seldom a feed is asked whose hub has told of all its news."""
REST_SECONDS = 15.0
"""How long an outlet gets no further work of a kind whose host could not be asked: claiming each of its hundreds of
leads to put it off again would keep it from the collector that may ask."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What visits need. `clock` gives aware UTC, `chance` a number from 0 to 1."""

    edition: Edition
    context: Context
    """The edition's sections and places."""
    data: Path
    guest: Guest
    reservations: Reservations
    workers: Workers
    rows: Rows
    writer: Writer
    learner: Learner
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    _rests: dict[tuple[type[Job], int], datetime] = field(default_factory=dict)

    async def channel(self, job: ChannelJob) -> int:
        """Ask a channel; returns how many leads it brought that are to be fetched."""
        asks = asked(job, self.clock())
        try:
            listed = await self._reader().read(asks)
        except Postponed as fault:
            await self._postpone(job, fault)
            return 0
        except WarraqError as fault:
            return await self._channel_failed(job, fault)
        now = self.clock()
        new = await self.rows(new_addresses, listed.leads) if listed.leads else frozenset[str]()
        is_full = not (asks.etag or asks.last_modified)
        outcome = outcome_of(job, listed, new, self.edition, now, self.chance(), is_full=is_full)
        if not new and await self.rows(is_pushed, job.id, now):
            later = at(now, min(PUSHED_SECONDS, self.edition.poll_max_seconds), self.chance())
            outcome = replace(outcome, next_at=max(outcome.next_at, later))
        count = await self.rows(finish_channel, job, outcome, listed.leads, now)
        if listed.hub is not None:
            await self.rows(note_hub, job.id, listed.hub.address, listed.hub.topic)
        if job.is_new and not job.has_logo:
            await self._find_logo(job)
        return count

    async def lead(self, job: LeadJob) -> Written | None:
        """Fetch and read a lead's page; None where it could not be had (it will be tried again)."""
        try:
            page, read, now = await self._fetch_and_read(job)
        except BadStatus as fault:
            if fault.status in GONE_STATUSES:
                await self.rows(drop_kept_page, job.lead.address)
                return await self._arrive(job, Gone(job.lead.address, fault.status), None, ())
            await self._lead_failed(job, fault)
            return None
        except (Throttled, RobotsUnreadable) as fault:
            await self._postpone(job, fault)
            return None
        except FetchError as fault:
            await self._lead_failed(job, fault)
            return None
        except WarraqError as fault:
            await self.rows(fail_lead, job, str(fault), None)
            log.warning("unreadable %s: %s", job.lead.address, fault)
            return None
        others = (job.lead.address, page.final_address)
        arrival = Arrival(
            outlet_id=job.outlet_id,
            arrived=read.arrived,
            findings=self._complete(read),
            seen_at=now,
            lead_id=job.id,
            look_again_at=next_look(job.seen_at, now, self.edition.revisit_seconds, self.chance()),
            addresses=others,
        )
        written = await self.writer.write(arrival)
        await self.learner.note(job, page, read)
        return written

    def _complete(self, read: Read) -> Findings | None:
        """What was found, with what the edition adds to it."""
        if read.findings is None or not isinstance(read.arrived, Article):
            return read.findings
        return self.context.complete(read.findings, read.arrived)

    async def _fetch_and_read(self, job: LeadJob) -> tuple[Page, Read, datetime]:
        """A lead's page, what was read of it and when; with the later pages of an article that has several."""
        page = await self.reservations.marked(await self.guest.get(job.lead.address, want="page"))
        now = self.clock()
        wrappers = await self.learner.wrappers(job)

        async def read(*later: Page) -> Read:
            return await self.workers.run(
                read_page,
                page,
                job.lead,
                now,
                self.edition.zone.key,
                job.language,
                job.outlet_names,
                self.context.sections,
                wrappers,
                later,
            )

        found = await read()
        if found.next_address is None:
            return page, found, now
        later = await self._later_pages(page, found.next_address)
        joined = await read(*later) if later else found
        return page, joined if isinstance(joined.arrived, Article) else found, now

    async def _later_pages(self, first: Page, address: str | None) -> list[Page]:
        """The further pages of an article, from the second on. One that is gone ends them; any other fault is that of
        the whole visit, or an article would be cut today and whole tomorrow."""
        later: list[Page] = []
        while address is not None and len(later) < MOST_LATER_PAGES:
            try:
                page = await self.guest.get(address, want="page")
            except (BadStatus, RobotsDenied) as fault:
                is_final = isinstance(fault, RobotsDenied) and not isinstance(fault, RobotsUnreadable)
                if is_final or (isinstance(fault, BadStatus) and fault.status in GONE_STATUSES):
                    break
                raise
            later.append(page)
            address = await self.workers.run(next_page, page, first.final_address, len(later) + 1)
        return later

    async def picture(self, job: PictureJob) -> bool:
        """Fetch a picture and make our own files of it; False where it could not be had."""
        now = self.clock()
        try:
            page = await self.guest.get(job.address, want="picture")
            files = await self.workers.run(make_picture, page.body)
            save_picture(self.data, files)
        except (Throttled, RobotsUnreadable) as fault:
            await self._postpone(job, fault)
            return False
        except FetchError as fault:
            is_final = isinstance(fault, RobotsDenied) or (
                isinstance(fault, BadStatus) and fault.status in GONE_STATUSES
            )
            again = None if is_final else next_attempt(now, job.attempts, self.chance())
            await self.rows(fail_picture, job, str(fault), again)
            return False
        except WarraqError as fault:  # no picture, too small, too large, or it killed its worker
            await self.rows(fail_picture, job, str(fault), None)
            return False
        await self.rows(
            finish_picture, job, files.sha256, files.width, files.height, self.edition.slug, self.clock()
        )
        return True

    def resting_outlets(self, kind: type[Job]) -> set[int]:
        """Outlets that get no work of this kind now."""
        now = self.clock()
        for key in [key for key, until in self._rests.items() if until <= now]:
            del self._rests[key]
        return {outlet for one, outlet in self._rests if one is kind}

    async def _postpone(self, job: Job, fault: Throttled | RobotsUnreadable) -> None:
        """The host may not be asked now. Who holds it takes the work at once; else it waits as long as it must."""
        now, seconds = self.clock(), fault.retry_after_seconds or self.edition.host_gap_seconds or 60.0
        self._rests[type(job), job.outlet_id] = now + timedelta(seconds=min(seconds, REST_SECONDS))
        is_elsewhere = isinstance(fault, HeldElsewhere)
        await self.rows(postpone, job, None if is_elsewhere else at(now, seconds, self.chance()))

    def _reader(self) -> ChannelReader:
        return ChannelReader(self.guest, self.workers, self.rows, self.edition.zone, self.clock)

    async def _channel_failed(self, job: ChannelJob, fault: WarraqError) -> int:
        now = self.clock()
        seconds = after_fault(
            bounds_of(self.edition),
            job.failures + 1,
            interval_seconds=job.interval_seconds,
            is_blocked=isinstance(fault, Blocked),
            retry_after_seconds=fault.retry_after_seconds if isinstance(fault, Throttled) else None,
        )
        outcome = ChannelOutcome(
            next_at=at(now, seconds, self.chance()),
            interval_seconds=job.interval_seconds,
            fault=str(fault),
            is_blocked=isinstance(fault, Blocked),
        )
        if job.failures == 0:
            log.warning("channel of %s in trouble: %s", job.outlet, fault)
        return await self.rows(finish_channel, job, outcome, (), now)

    async def _lead_failed(self, job: LeadJob, fault: FetchError) -> None:
        now = self.clock()
        again: datetime | None
        if isinstance(fault, RobotsDenied):
            again = None
        elif isinstance(fault, Blocked):
            again = at(now, BLOCKED_SECONDS, self.chance()) if job.attempts < 2 else None
        else:
            again = next_attempt(now, job.attempts, self.chance())
        await self.rows(fail_lead, job, str(fault), again)

    async def _arrive(
        self, job: LeadJob, gone: Gone, again: datetime | None, others: tuple[str, ...]
    ) -> Written:
        return await self.writer.write(
            Arrival(job.outlet_id, gone, None, self.clock(), job.id, look_again_at=again, addresses=others)
        )

    async def _find_logo(self, job: ChannelJob) -> None:
        """Look for the outlet's logo on its homepage, once."""
        if not job.homepage:
            return
        try:
            page = await self.guest.get(job.homepage, want="page")
            address = await self.workers.run(logo_of, page)
        except WarraqError as fault:
            log.info("no logo of %s: %s", job.outlet, fault)
            return
        if address:
            await self.rows(want_logo, job.outlet_id, address, self.clock())


def save_picture(data: Path, files: PictureFiles) -> None:
    """Write a picture's files where the site looks for them, whole or not at all."""
    folder = data / "pictures" / files.sha256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("large", files.large), ("small", files.small)):
        file = folder / f"{files.sha256}-{name}.webp"
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(file)
