from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.prominence import (
    DOUBLING,
    SAME_OUTLET,
    SAME_REGION,
    SAME_SECTION,
    Traits,
    Variety,
    rank_of,
    weight_of,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTES = st.lists(st.integers(0, 5_000).map(lambda n: NOON + timedelta(minutes=n)), min_size=1, max_size=20)


def at(*hours: float) -> list[datetime]:
    return [NOON + timedelta(hours=n) for n in hours]


def test_more_outlets_and_quicker_ones_weigh_more() -> None:
    assert weight_of([]) == 0
    assert weight_of(at(0)) == 1
    assert weight_of(at(0, 10)) == 2
    assert weight_of(at(0, 1)) == 3
    assert weight_of(at(0, 1, 10)) < weight_of(at(0, 1, 2)) < weight_of(at(0, 1, 2, 10))


def test_twice_as_many_outlets_are_worth_some_hours() -> None:
    slow, later = at(0, 10), NOON + timedelta(hours=10)
    assert rank_of(slow, later) == pytest.approx(rank_of(at(0), later + DOUBLING))


def test_a_story_without_outlets_stands_below_all() -> None:
    assert rank_of([], NOON) == 0 < rank_of(at(0), NOON)


@given(MINUTES)
def test_the_order_of_arrival_changes_no_rank_and_another_outlet_never_lowers_it(
    moments: list[datetime],
) -> None:
    last = max(moments)
    assert rank_of(moments, last) == rank_of(moments[::-1], last)
    assert rank_of([*moments, last], last) > rank_of(moments, last)


def test_more_of_the_same_loses_rank_and_what_is_unknown_is_no_likeness() -> None:
    variety = Variety()
    sports = Traits("sports", "oriental", "goud")
    assert variety.loss(sports) == 0
    variety.show(sports)
    assert variety.loss(sports) == SAME_SECTION + SAME_REGION + SAME_OUTLET
    assert variety.loss(Traits("sports", "", "hespress")) == SAME_SECTION
    assert variety.loss(Traits("", "", "")) == 0
    variety.show(Traits("", "", ""))
    assert variety.loss(Traits("", "", "")) == 0
    variety.take_back(sports)
    assert variety.loss(sports) == 0
