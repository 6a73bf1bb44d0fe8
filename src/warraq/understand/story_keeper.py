"""The keeper of all stories: takes articles as they arrive, and says where each stands."""

from __future__ import annotations

import math

from warraq.understand.stories import JOIN, REPAIR_EVERY, Event, Item, Member, Placed, Press, Story
from warraq.understand.story_repair import repair


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
        press = self.presses.setdefault(item.language, Press())
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
        member = Member(self.next_number, item.id, self.now, press.frequencies.vector(item.title))
        self.next_number += 1
        score, found = press.best(member.vector, member.at)
        story = found if found is not None and score >= JOIN else Story(next(self), member.at, member.at)
        press.add(story, member)
        return [*events, Placed(item.id, story.id)]

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
        self.now = max(self.now, float(math.floor(at)))
        due = self.now // REPAIR_EVERY * REPAIR_EVERY
        if self.repaired_at is None:
            self.repaired_at = due
        if due <= self.repaired_at:
            return []
        self.repaired_at = due
        return self.repair()
