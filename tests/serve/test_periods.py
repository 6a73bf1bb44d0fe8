"""Time in pieces: no day is lost or counted twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.search.query import Dates, parse_query
from warraq.serve.periods import MOST, UNITS, Period, Unit, count_of, fitting_unit, periods, start_of

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(st.sampled_from(UNITS), days, st.integers(0, 900))
def test_periods_follow_one_another_without_a_gap(unit: Unit, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = periods(unit, first, last)
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))
    assert len(found) == count_of(unit, first, last)
    assert all(start_of(unit, day) == period.first for period in found for day in period)


@given(st.sampled_from(UNITS), days)
def test_a_periods_filter_asks_for_its_days(unit: Unit, day: date) -> None:
    period = periods(unit, day, day)[0]
    assert parse_query(f"date:{period.filter}").items == (Dates(*period),)


def test_weeks_begin_on_monday() -> None:
    assert periods("week", date(2023, 11, 5), date(2023, 11, 6)) == [
        Period(date(2023, 10, 30), date(2023, 11, 5)),
        Period(date(2023, 11, 6), date(2023, 11, 12)),
    ]


@pytest.mark.parametrize(
    ("last", "wanted", "unit"),
    [
        (date(2023, 1, 30), None, "day"),
        (date(2023, 5, 30), None, "week"),
        (date(2025, 1, 1), None, "month"),
        (date(2050, 1, 1), None, "year"),
        (date(2039, 1, 1), "day", "month"),
        (date(2023, 2, 1), "year", "year"),
    ],
)
def test_a_unit_fits_the_time(last: date, wanted: Unit | None, unit: Unit) -> None:
    assert fitting_unit(date(2023, 1, 1), last, wanted) == unit


@given(days, st.integers(0, 60_000), st.none() | st.sampled_from(UNITS))
def test_no_chart_has_more_periods_than_it_can_show(first: date, length: int, wanted: Unit | None) -> None:
    last = first + timedelta(days=length)
    unit = fitting_unit(first, last, wanted)
    assert count_of(unit, first, last) <= MOST[unit]


@pytest.mark.parametrize("unit", UNITS)
def test_the_ends_of_the_calendar(unit: Unit) -> None:
    assert periods(unit, date.min, date.min)[0].first == date.min
    assert periods(unit, date.max, date.max)[-1].last == date.max
