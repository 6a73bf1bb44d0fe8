"""Gathers articles into stories and folds copies: drains the outbox's rows for stories, as articles arrive.

What an article comes to is written in one transaction with the step that led there and the outbox row it answers.
The state lies in the rows too: a killed keeper loads it, does the steps again that came since, and goes on as if
nothing had happened. A state that is lost is put together from the articles as they stand. What came long after its
time waits for `gathering_past`, so today's stories never meet an archive.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from heapq import merge

from django.db import Error as DatabaseFault
from django.db import transaction

from warraq.errors import BadInput
from warraq.processes.copying import CopyFinder
from warraq.store.gather import (
    GatherText,
    editions_with_stories,
    highest_story,
    newest_standing,
    standing_between,
    texts_of,
)
from warraq.store.models import Outbox
from warraq.store.outbox import waiting_rows
from warraq.store.story_steps import Done, Kind, forget_state, position, read_saved, save_state
from warraq.store.write_stories import Outcome, write_outcome
from warraq.understand.copies import WINDOW
from warraq.understand.stories import REMEMBERED, Event, Item
from warraq.understand.story_keeper import LEAD, StoryKeeper
from warraq.understand.story_state import load, rebuild, save

log = logging.getLogger("warraq.keeper")

BATCH = 64
"""Articles gathered in one go: a third of a second, so that the index never waits long."""
SAVE_EVERY = 4_000
"""Steps after which the state is saved: doing so many again takes five seconds."""
WARM_BATCH = 300
"""Texts of the last days taken in in one go after a start."""


class Outdated(Exception):
    """Somebody else wrote steps, or threw the state away: it is loaded anew."""


class Gatherer:
    """Keeps stories and copies equal to the articles. Use `step` for one batch."""

    def __init__(
        self,
        zone_of: Callable[[str], tzinfo],
        towns_in: Callable[[str], Mapping[str, str]] = lambda _: {},
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`zone_of` gives an edition's time zone, `towns_in` its districts and their towns; `now` an aware clock, for
        what is written as changed."""
        self._zone_of, self.towns_in = zone_of, towns_in
        self._now = now or (lambda: datetime.now(UTC))
        self._limit = BATCH
        self.forget()

    def forget(self) -> None:
        """Let go of everything in memory: the next step begins from the rows."""
        self.keeper: StoryKeeper | None = None
        self._position = 0
        self._unsaved = 0
        self._finders: dict[str, CopyFinder] = {}
        self._warming: Iterator[GatherText] = iter(())

    def step(self) -> int:
        """One batch; returns how many changes it answered (or how many texts it took in after a start), 0 when nothing
        waits. Raises what went wrong after letting go of everything; an article that alone makes it fail is set aside.
        """
        rows: list[tuple[int, int]] = []
        try:
            if self.keeper is None:
                self._begin()
            if warmed := self._warm():
                return warmed
            rows = waiting_rows(Outbox.Consumer.STORIES, self._limit)
            if rows:
                self.commit(self._gather(rows))
                self._limit = min(BATCH, 2 * self._limit)
        except Outdated:
            self.forget()
            return 1
        except Exception as fault:
            self.forget()
            if len(rows) == 1 and not isinstance(fault, DatabaseFault):
                log.exception("article %d cannot be gathered and is left without a story", rows[0][1])
                Outbox.objects.filter(pk=rows[0][0]).delete()
                return 1
            self._limit = 1
            raise
        return len(rows)

    def close(self) -> None:
        """Save the state, so that the next start has nothing to do again."""
        if self.keeper is not None and self._unsaved:
            state = save(self.keeper)
            with transaction.atomic():
                if position() == self._position:
                    save_state(state, self._position)
            self._unsaved = 0

    def pass_numbers(self, number: int) -> Done:
        """The step that says: story numbers up to this one are taken."""
        assert self.keeper is not None
        done = Done(Kind.PASS, number=number)
        _do(self.keeper, done)
        return done

    def finder(self, edition: str) -> CopyFinder:
        """The texts of an edition's last days."""
        if edition not in self._finders:
            self._finders[edition] = CopyFinder(edition, self._zone_of(edition))
        return self._finders[edition]

    def zone(self, edition: str) -> tzinfo:
        """An edition's time zone."""
        return self._zone_of(edition)

    def _begin(self) -> None:
        try:
            self.keeper = self._go_on()
        except (BadInput, ValueError) as fault:
            log.warning("the saved state of stories is put together anew: %s", fault)
            forget_state()
        if self.keeper is None:
            self.keeper = self._put_together()
            self._position = position()
            with transaction.atomic():
                save_state(save(self.keeper), self._position)
        self._warming = self._texts_of_last_days(WINDOW)

    def _go_on(self) -> StoryKeeper | None:
        """The keeper as it was saved, after the steps done since; None where nothing was saved."""
        saved = read_saved()
        if saved.state is None and not saved.steps:
            return None
        keeper = load(saved.state) if saved.state is not None else StoryKeeper()
        for done in saved.steps:
            _do(keeper, done)
        self._position, self._unsaved = saved.position, len(saved.steps)
        return keeper

    def _put_together(self) -> StoryKeeper:
        """A keeper that knows the stories as rows say."""
        keeper = StoryKeeper(highest_story() + 1)
        last_days = self._texts_of_last_days(timedelta(seconds=2 * REMEMBERED))
        standing = (
            (item_of(text, text.repeats, self.towns_in), text.story)
            for text in last_days
            if text.story is not None
        )
        rebuild(keeper, standing)
        return keeper

    def _texts_of_last_days(self, span: timedelta) -> Iterator[GatherText]:
        """What stands in stories, of all editions, in the order of time."""
        newest = {edition: newest_standing(edition) for edition in editions_with_stories()}
        ends = {edition: at for edition, at in newest.items() if at is not None}
        last = max(ends.values(), default=None)
        walks = [standing_between(edition, last - span, at) for edition, at in ends.items()] if last else []
        return merge(*walks, key=lambda text: (text.sort_at, text.number))

    def _warm(self) -> int:
        """Take in texts that stand, for copies of them to be found; 0 when all are in."""
        taken = 0
        for text in self._warming:
            self.finder(text.edition).remember(text, text.sort_at)
            taken += 1
            if taken == WARM_BATCH:
                break
        return taken

    def _gather(self, rows: list[tuple[int, int]]) -> Outcome:
        assert self.keeper is not None
        outcome = Outcome()
        texts = texts_of(number for _, number in rows)
        answered: dict[int, bool] = {}
        for number in dict.fromkeys(number for _, number in rows):
            text = texts.get(number)
            if text is None:
                outcome.touched |= self._home_of(number)
                answered[number] = True
            else:
                answered[number] = self._take(text, outcome)
        outcome.rows = [row for row, number in rows if answered[number]]
        outcome.late = [row for row, number in rows if not answered[number]]
        return outcome

    def _take(self, text: GatherText, outcome: Outcome) -> bool:
        """Place an article or look at it again. False: it came too late to stand among today's."""
        assert self.keeper is not None
        id_, at = str(text.number), text.sort_at.timestamp()
        is_known = self.keeper.knows(id_)
        if not is_known and text.story is None and self.keeper.is_past(at):
            return False
        if (
            not is_known and text.story is not None
        ):  # its story is over: only what lists show of it may change
            outcome.touched.add(text.story)
            return True
        now = datetime.fromtimestamp(max(self.keeper.now, at), UTC)
        shared = self.finder(text.edition).look(text, now, {link.id: link for link in outcome.links})
        if not any(link.id == id_ for link in shared.links):
            outcome.unlinked.append(text.number)
        outcome.links += shared.links
        done = Done(
            Kind.REVISE if is_known else Kind.PLACE, item_of(text, shared.repeats, self.towns_in, self.keeper)
        )
        outcome.presses[text.number] = (text.edition, text.language)
        outcome.events += _do(self.keeper, done)
        outcome.steps.append(done)
        outcome.touched |= self._home_of(text.number)
        return True

    def _home_of(self, number: int) -> set[int]:
        assert self.keeper is not None
        homes = (press.home.get(str(number)) for press in self.keeper.presses.values())
        return {home for home in homes if home is not None}

    def commit(self, outcome: Outcome) -> None:
        """Write what a batch came to, if the state it began from still stands. Raises Outdated where it does not."""
        assert self.keeper is not None
        unsaved = self._unsaved + len(outcome.steps)
        state = save(self.keeper) if unsaved >= SAVE_EVERY else None
        with transaction.atomic():
            if position() != self._position:
                raise Outdated
            last = write_outcome(outcome, self._now()) or self._position
            if state is not None:
                save_state(state, last)
        self._position, self._unsaved = last, 0 if state is not None else unsaved


def item_of(
    text: GatherText,
    repeats: tuple[str, ...],
    towns_in: Callable[[str], Mapping[str, str]],
    keeper: StoryKeeper | None = None,
) -> Item:
    """An article as stories see it; of what it repeats, the first that stands in a story that goes on. What happens in
    a district happens in its town: one outlet names the one, another the other."""
    place = towns_in(text.edition).get(text.main_place, text.main_place)
    copy_of = next((id_ for id_ in repeats if keeper is None or keeper.knows(id_)), None)
    return Item(
        id=str(text.number),
        title=text.title,
        at=text.sort_at.timestamp(),
        language=f"{text.edition} {text.language}",
        copy_of=copy_of,
        lead=f"{text.subtitle}\n{text.text}"[:LEAD].strip(),
        places=frozenset([place] if place else ()),
        outlet=text.outlet,
    )


def _do(keeper: StoryKeeper, done: Done) -> list[Event]:
    if done.kind is Kind.PASS:
        keeper.next_story = max(keeper.next_story, done.number + 1)
        return []
    assert done.item is not None
    return keeper.place(done.item) if done.kind is Kind.PLACE else keeper.revise(done.item)
