"""Gathers what came long after its time (an imported archive, an outlet's old pages) among articles of its own time.

Apart from today's stories, which it never changes: a stretch of the past is walked in the order of time with a keeper
of its own, which is told where the articles of that time stand and decides about those that wait. Everything comes from
rows and is written in one transaction, so a kill at any line changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge

from warraq.processes.copying import CopyFinder
from warraq.processes.gathering import Gatherer, item_of
from warraq.store.gather import GatherText, late_numbers, standing_between, standing_count, texts_of
from warraq.store.write_stories import Outcome
from warraq.understand.stories import REMEMBERED, Event
from warraq.understand.story_keeper import StoryKeeper

CHUNK = 2_000
"""Articles placed in one transaction: three seconds of work."""
BEFORE, BEHIND = timedelta(seconds=REMEMBERED), timedelta(days=1)
"""How far around them those that stand are looked at."""
BESIDE, ALWAYS_BESIDE = 5, 1_000
"""Standing articles looked at for each one that waits, at most: a few strays in years of a full archive are gathered
among themselves."""


def gather_past(gatherer: Gatherer) -> int:
    """Place the oldest of those that wait; returns how many. Only while nothing of today waits."""
    assert gatherer.keeper is not None
    waiting = late_numbers(CHUNK)
    texts = texts_of(number for _, number in waiting)
    chunk = _stretch([texts[number] for _, number in waiting if number in texts])
    if not chunk:
        return 0
    walk = _Walk(gatherer, chunk)
    walk.go()
    taken = {text.number for text in chunk}
    walk.outcome.rows = [row for row, number in waiting if number in taken]
    if walk.keeper.next_story > gatherer.keeper.next_story:
        walk.outcome.steps.append(gatherer.pass_numbers(walk.keeper.next_story - 1))
    gatherer.commit(walk.outcome)
    return len(taken)


def _stretch(texts: Sequence[GatherText]) -> list[GatherText]:
    """The first of them, of one edition and without a gap in which stories would be over."""
    found: list[GatherText] = []
    for text in texts:
        if found and (text.edition != found[0].edition or text.sort_at - found[-1].sort_at > BEFORE):
            break
        found.append(text)
    return found


class _Walk:
    """A stretch of the past in the order of time."""

    def __init__(self, gatherer: Gatherer, chunk: Sequence[GatherText]) -> None:
        assert gatherer.keeper is not None
        edition = chunk[0].edition
        self.chunk = chunk
        self.today = gatherer.keeper
        self.towns_in = gatherer.towns_in
        self.keeper = StoryKeeper(gatherer.keeper.next_story)
        self.finder = CopyFinder(edition, gatherer.zone(edition))
        self.outcome = Outcome()

    def go(self) -> None:
        """Put those that stand, place those that wait."""
        waiting = {text.number for text in self.chunk}
        for text in merge(self.chunk, self._standing(), key=lambda text: (text.sort_at, text.number)):
            if text.number in waiting:
                self._place(text)
            elif text.story is not None:
                self.finder.remember(text, text.sort_at)
                self._note(self.keeper.come_to(text.sort_at.timestamp()))
                self.keeper.put(item_of(text, text.repeats, self.towns_in), text.story)
        self._note(self.keeper.repair())

    def _standing(self) -> Iterator[GatherText]:
        first, last = self.chunk[0].sort_at - BEFORE, self.chunk[-1].sort_at + BEHIND
        edition = self.chunk[0].edition
        if standing_count(edition, first, last) > BESIDE * len(self.chunk) + ALWAYS_BESIDE:
            return
        for text in standing_between(edition, first, last):
            if text.story is not None and not self.today.is_active(text.story):
                yield text

    def _place(self, text: GatherText) -> None:
        now = datetime.fromtimestamp(max(self.keeper.now, text.sort_at.timestamp()), UTC)
        shared = self.finder.look(text, now, {link.id: link for link in self.outcome.links})
        self.outcome.links += shared.links
        self.outcome.presses[text.number] = (text.edition, text.language)
        self._note(self.keeper.place(item_of(text, shared.repeats, self.towns_in, self.keeper)))

    def _note(self, events: Sequence[Event]) -> None:
        self.outcome.events += events
