"""The keeper of all stories: takes articles as they arrive, and says where each stands."""

from __future__ import annotations

import math
from dataclasses import replace

from warraq.understand.bulletins import headline_key, is_bulletin
from warraq.understand.stories import (
    JOIN,
    LATE,
    REMEMBERED,
    REPAIR_EVERY,
    Event,
    Item,
    Member,
    Placed,
    Press,
    Story,
    recurs,
)
from warraq.understand.story_edits import revise
from warraq.understand.story_repair import drop_over, repair
from warraq.understand.story_vectors import Vector

LEAD = 400
"""Characters of a lead that count: F1 of the sample press .944 with 200, .958 with 300, .960 with 400."""


NOTHING = Vector({}, {}, 0)
"""The vector of what has no words."""


class StoryKeeper:
    """Stories of every language, one sequence of ids."""

    def __init__(self, next_story: int = 1) -> None:
        self.presses: dict[str, Press] = {}
        self.now = -math.inf
        self.repaired_at: float | None = None
        self.next_story = next_story
        self.next_number = 1

    def place(self, item: Item) -> list[Event]:
        """Place an article; what happened, its own placing last. An article that stands already stays there."""
        events = self.come_to(item.at)
        press = self._press(item.language)
        home = press.home.get(item.id)
        if home is not None:
            return [*events, Placed(item.id, home)]
        origin = press.home.get(item.copy_of) if item.copy_of is not None else None
        if origin is not None and not recurs(press.stories[origin], self._headed(item)):
            self._add_copy(press.stories[origin], item, press)
            return [*events, Placed(item.id, origin)]
        member = self._member(item, press)
        score, found = press.best_of_its_time(member) if member.at < self.now - LATE else press.best(member)
        story = (
            found
            if found is not None and score >= JOIN * press.strictness(member.vector)
            else Story(next(self), member.at, member.at)
        )
        press.add(story, member)
        return [*events, Placed(item.id, story.id)]

    def revise(self, item: Item) -> list[Event]:
        """An article was edited: it keeps its story, unless its new words resemble nothing there any more. One that no
        longer stands here, or whose words are the same, changes nothing."""
        for press in self.presses.values():
            if (home := press.home.get(item.id)) is not None:
                return revise(press, press.stories[home], item, LEAD, self)
        return []

    def knows(self, id_: str) -> bool:
        """Whether an article stands in a story that goes on."""
        return any(id_ in press.home for press in self.presses.values())

    def is_active(self, story: int) -> bool:
        """Whether a story goes on."""
        return any(story in press.stories for press in self.presses.values())

    def is_past(self, at: float) -> bool:
        """Whether a time lies so far back that stories of then are over."""
        return at < self.now - REMEMBERED

    def put(self, item: Item, story: int) -> None:
        """Put an article where it is known to stand, deciding nothing; see `story_state.rebuild`."""
        self._tell(item.at)
        if self._is_due():
            for press in self.presses.values():
                drop_over(press, self.now)
                press.refer_to(self.now)
                press.changed.clear()
        press = self._press(item.language)
        self.next_story = max(self.next_story, story + 1)
        if item.id in press.home:
            return
        home = press.stories.get(story)
        if home is not None and item.copy_of is not None and press.home.get(item.copy_of) == story:
            self._add_copy(home, item, press)
        else:
            press.add(home or Story(story, self.now, self.now), self._member(item, press))

    def _add_copy(self, story: Story, item: Item, press: Press) -> None:
        at = self._time(item)
        story.weightless[item.id] = at
        story.last = max(story.last, at)
        press.home[item.id] = story.id

    def _time(self, item: Item) -> float:
        return min(self.now, max(float(math.floor(item.at)), self.now - REMEMBERED))

    def _press(self, language: str) -> Press:
        press = self.presses.get(language)
        if press is None:
            press = self.presses[language] = Press(self.now)
        return press

    def _member(self, item: Item, press: Press) -> Member:
        self.next_number += 1
        vector = press.frequencies.vector(item.title, item.lead[:LEAD])
        return replace(self._headed(item), number=self.next_number - 1, vector=vector)

    def _headed(self, item: Item) -> Member:
        """The article without weight, as far as its headline tells of it."""
        heading, at = headline_key(item.title), self._time(item)
        return Member(0, item.id, at, NOTHING, item.places, item.outlet, heading, is_bulletin(item.title))

    def __iter__(self) -> StoryKeeper:
        return self

    def __next__(self) -> int:
        self.next_story += 1
        return self.next_story - 1

    def repair(self) -> list[Event]:
        """Repair all languages now, whenever the last repair was."""
        return [
            event
            for language in sorted(self.presses)
            for event in repair(self.presses[language], self.now, self)
        ]

    def come_to(self, at: float) -> list[Event]:
        """Let time pass, and do the repair that falls due: at noon and midnight UTC, whenever articles come."""
        self._tell(at)
        return self.repair() if self._is_due() else []

    def _tell(self, at: float) -> None:
        self.now = max(self.now, float(math.floor(at)))

    def _is_due(self) -> bool:
        due = self.now // REPAIR_EVERY * REPAIR_EVERY
        is_due = self.repaired_at is not None and due > self.repaired_at
        self.repaired_at = due
        return is_due
