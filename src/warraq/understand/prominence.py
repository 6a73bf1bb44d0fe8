"""How prominent a story is: how many independent outlets tell it, how quickly they came, and how new it is.

A rank never changes with time, so an index answers "the top stories now": an hour later each story has lost the same
against a newer one. What is shown on a page (variety of sections and regions) is chosen there, out of the first ranks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""From which time counts; any instant would do."""
DOUBLING = timedelta(hours=6)
"""A story of twice as many independent outlets stands where one does that is newer by this."""
QUICK = timedelta(hours=3)
"""Outlets that come within so long of the first one show that something is happening …"""
QUICK_SHARE = 0.5
"""… and weigh so much more."""


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
