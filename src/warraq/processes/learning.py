"""The collector's wrappers: handed to whoever reads a page, noted by how they did, learned when pages ask for it.

Learning runs in a worker, with a worker's limits, on pages that are kept for it; one that fails costs nothing but the
wait for more pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from warraq.collect.workers import Workers
from warraq.errors import WarraqError
from warraq.extract.wrapper import Wrapper
from warraq.processes.reading import Read, learn_from
from warraq.processes.writer import Rows
from warraq.records import Article, ArticleKind, Page, Wish
from warraq.store.work import LeadJob
from warraq.store.wrappers import Wrappers, load_wrappers, note_reading, note_way, samples_of, save_learned

UNKEPT = frozenset({Wish.NOARCHIVE, Wish.NOINDEX})
"""Wishes of publishers whose pages are not kept for learning."""

log = logging.getLogger("warraq.collector")


@dataclass(frozen=True, slots=True)
class Learner:
    """Wrappers of all outlets of a collector. `zone`: the edition's, by name; `clock` gives aware UTC."""

    rows: Rows
    workers: Workers
    zone: str
    clock: Callable[[], datetime]
    _known: dict[int, Wrappers] = field(default_factory=dict)

    async def wrappers(self, job: LeadJob) -> tuple[Wrapper, ...]:
        """What a lead's page is read with: none where its article was first read without, or what the wrapper reads
        better would look like the outlet's edit."""
        if job.is_by_wrapper is False:
            return ()
        outlet_id = job.outlet_id
        if outlet_id not in self._known:
            self._known[outlet_id] = await self.rows(load_wrappers, outlet_id)
        return self._known[outlet_id].wrappers

    async def note(self, job: LeadJob, page: Page, read: Read) -> None:
        """Note how an article's page was read, and learn where it is time. What is no plain article teaches nothing:
        its template may have none of an article's parts, and one that is read again says nothing new."""
        if not isinstance(read.arrived, Article):
            return
        if job.is_by_wrapper is None:
            await self.rows(note_way, job.id, is_by_wrapper=bool(read.template))
        if read.arrived.kind is not ArticleKind.ARTICLE or job.is_by_wrapper is False:
            return
        title = job.lead.title or ""
        noted = await self.rows(
            note_reading,
            job.outlet_id,
            page,
            title,
            read.template,
            read.failed,
            self.clock(),
            may_keep=not read.arrived.wishes & UNKEPT,
        )
        if noted.has_drifted:
            log.warning("the layout of %s changed: %s", job.outlet, "; ".join(read.failed)[:300])
        known = self._known.get(job.outlet_id)
        if known is not None and known.version != noted.version:
            del self._known[job.outlet_id]  # learned by another collector, or corrected by the operator
        if noted.is_learning_due:
            await self.learn(job.outlet_id, job.outlet, job.language)

    async def learn(self, outlet_id: int, outlet: str, language: str) -> int:
        """Learn the outlet's wrappers from the pages that are kept; returns how many are new."""
        samples, old = await self.rows(samples_of, outlet_id)
        learned: tuple[Wrapper, ...] = ()
        try:
            learned = await self.workers.run(learn_from, samples, self.zone, language, old)
        except WarraqError as fault:
            log.warning("no wrappers learned for %s: %s", outlet, fault)
        count = await self.rows(save_learned, outlet_id, learned, self.clock())
        self._known.pop(outlet_id, None)
        if count:
            log.info("learned %d templates of %s from %d pages", count, outlet, len(samples))
        return count
