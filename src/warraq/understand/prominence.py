"""How prominent a story is: how many independent outlets tell it, how quickly they came, and how new it is.

A rank never changes with time, so an index answers "the top stories now": an hour later each story has lost the same
against a newer one. What stands on a page is chosen out of the first ranks by `Variety`, so that no section, region or
outlet fills it. The page `/how` says all of this to readers; who changes a number here changes nothing there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""From which time counts; any instant would do."""
DOUBLING = timedelta(hours=6)
"""A story of twice as many independent outlets stands where one does that is newer by this."""
QUICK = timedelta(hours=3)
"""Outlets that come within so long of the first one show that something is happening …"""
QUICK_SHARE = 0.5
"""… and weigh so much more."""

SAME_SECTION = 0.5
"""Rank that a story loses on a page for each story of its section that stands there already: three hours of news …"""
SAME_REGION = 0.5
"""… for each of its region …"""
SAME_OUTLET = 0.75
"""… and for each that the same outlet leads."""
NO_PICTURE, NO_EXCERPT = 1.0, 1.0
"""What the first story of a page loses for having nothing to show but its headline. These five were set by eye on the
sample press."""


class Traits(NamedTuple):
    """What variety looks at; empty where unknown, which is no likeness."""

    section: str
    region: str
    outlet: str


class Variety:
    """Counts what a page shows already, and what one more of the same would lose by it."""

    def __init__(self) -> None:
        self._sections: dict[str, int] = {}
        self._regions: dict[str, int] = {}
        self._outlets: dict[str, int] = {}

    def loss(self, traits: Traits) -> float:
        """In units of rank."""
        section, region, outlet = traits
        return (
            SAME_SECTION * self._sections.get(section, 0)
            + SAME_REGION * self._regions.get(region, 0)
            + SAME_OUTLET * self._outlets.get(outlet, 0)
        )

    def show(self, traits: Traits, more: int = 1) -> None:
        """One of these stands on the page now."""
        for shown, value in zip((self._sections, self._regions, self._outlets), traits, strict=True):
            if value:
                shown[value] = shown.get(value, 0) + more

    def take_back(self, traits: Traits) -> None:
        """It does not stand there after all."""
        self.show(traits, -1)


def weight_of(first_sights: Sequence[datetime]) -> float:
    """The weight of a story: one for each independent outlet, one and a half for those that were quick.

    `first_sights`: when each independent outlet's first article on it appeared, aware, in any order. The first outlet
    is quick only where a second one is: alone it weighs one.
    """
    if not first_sights:
        return 0.0
    began = min(first_sights)
    quick = sum(at - began <= QUICK for at in first_sights)
    return len(first_sights) + (QUICK_SHARE * quick if quick > 1 else 0.0)


def rank_of(first_sights: Sequence[datetime], last_at: datetime) -> float:
    """A story's rank: the logarithm of its weight to the base two, plus its age counted in DOUBLINGs from EPOCH.

    `last_at` (aware) is the newest independent article's time: copies keep no story fresh. No outlets: minus infinity
    is no rank, so such a story has that of one outlet at EPOCH, 0.
    """
    weight = weight_of(first_sights)
    return math.log2(weight) + (last_at - EPOCH) / DOUBLING if weight else 0.0
