"""The keeper of all stories: takes articles as they arrive, and says where each stands."""

from __future__ import annotations

import math

from warraq.understand.stories import (
    JOIN,
    REPAIR_EVERY,
    Event,
    Item,
    Member,
    Placed,
    Press,
    Story,
    strictness,
)
from warraq.understand.story_repair import drop_over, repair

LEAD = 600
"""Characters of a lead that count."""


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
        events = self._come_to(item.at)
        press = self._press(item.language)
        home = press.home.get(item.id)
        if home is not None:
            return [*events, Placed(item.id, home)]
        origin = press.home.get(item.copy_of) if item.copy_of is not None else None
        if origin is not None:
            story = press.stories[origin]
            story.weightless[item.id] = self.now
            story.last = max(story.last, self.now)
            press.home[item.id] = origin
            return [*events, Placed(item.id, origin)]
        member = self._member(item, press)
        score, found = press.best(member.vector, member.at, member.places)
        story = (
            found
            if found is not None and score >= JOIN * strictness(member.vector)
            else Story(next(self), member.at, member.at)
        )
        press.add(story, member)
        return [*events, Placed(item.id, story.id)]

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
            home.weightless[item.id] = self.now
            home.last = max(home.last, self.now)
            press.home[item.id] = story
        else:
            press.add(home or Story(story, self.now, self.now), self._member(item, press))

    def _press(self, language: str) -> Press:
        press = self.presses.get(language)
        if press is None:
            press = self.presses[language] = Press(self.now)
        return press

    def _member(self, item: Item, press: Press) -> Member:
        self.next_number += 1
        text = f"{item.title} {item.lead[:LEAD]}"
        vector = press.frequencies.vector(text)
        return Member(self.next_number - 1, item.id, self.now, vector, item.places)

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

    def _come_to(self, at: float) -> list[Event]:
        """Repairs fall on noon and midnight UTC, whenever the articles between them come."""
        self._tell(at)
        return self.repair() if self._is_due() else []

    def _tell(self, at: float) -> None:
        self.now = max(self.now, float(math.floor(at)))

    def _is_due(self) -> bool:
        due = self.now // REPAIR_EVERY * REPAIR_EVERY
        is_due = self.repaired_at is not None and due > self.repaired_at
        self.repaired_at = due
        return is_due
