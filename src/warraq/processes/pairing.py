"""Offers beside a story the one of the other language that tells of the same event.

Part of the keeper, when nothing else waits. It looks again as stories change, the less often the longer a look takes,
so that it never takes more than a twentieth of a processor.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, process_time

from warraq.store.counterparts import ToldStory, save_counterparts, told_stories
from warraq.store.gather import editions_with_stories, newest_standing
from warraq.understand.across import LANGUAGES, LONGEST_APART, Side, find_pairs, side_of

log = logging.getLogger("warraq.keeper")

LOOK_SECONDS = 10.0
"""Between two looks at the least."""
SHARE = 20.0
"""So many times as long as a look took: the next one waits."""
SPAN = timedelta(seconds=1.5 * LONGEST_APART)
"""How far back from the newest article stories are compared: an archive that was imported has its last days too."""


class Pairer:
    """Keeps what stories are offered equal to what they tell. Use `step` when nothing else waits."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds and only runs forward."""
        self._clock = clock
        self._wait_until = 0.0
        self._seen: dict[str, list[ToldStory]] = {}
        self._sides: dict[ToldStory, Side] = {}

    def step(self) -> int:
        """Look once where it is time; returns how many stories were given or lost a counterpart."""
        if self._clock() < self._wait_until:
            return 0
        start = process_time()
        changed = sum(self._look(edition) for edition in editions_with_stories())
        self._wait_until = self._clock() + max(LOOK_SECONDS, SHARE * (process_time() - start))
        return changed

    def _look(self, edition: str) -> int:
        newest = newest_standing(edition)
        told = told_stories(edition, LANGUAGES, newest - SPAN) if newest is not None else []
        if told == self._seen.get(edition):
            return 0
        sides = {story: self._sides.get(story) or _side(story) for story in told}
        pairs = {(pair.arabic, pair.french): pair.likeness for pair in find_pairs(sides.values())}
        changed = save_counterparts((story.number for story in told), pairs)
        self._seen[edition] = told
        known = {story for stories in self._seen.values() for story in stories}
        self._sides = {story: side for story, side in (self._sides | sides).items() if story in known}
        log.debug("%d stories stand beside one of the other language", 2 * len(pairs))
        return changed


def _side(story: ToldStory) -> Side:
    return side_of(story.number, story.language, story.at.timestamp(), story.texts, story.places)
