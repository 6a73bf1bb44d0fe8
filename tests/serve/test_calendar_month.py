"""The calendar of past days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from warraq.serve.calendar_month import month_of
from warraq.store.read_rows import DayCount

MONTHS = st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(lambda day: day.replace(day=1))


def test_a_month_knows_its_neighbours_within_the_outlets_days() -> None:
    span = (date(2025, 12, 31), date(2026, 2, 1))
    month = month_of(date(2026, 1, 1), [DayCount(date(2026, 1, 7), 3)], span)
    assert (month.earlier, month.later, month.articles) == (date(2025, 12, 1), date(2026, 2, 1), 3)
    assert month_of(date(2025, 12, 1), [], span).earlier is None
    assert month_of(date(2026, 2, 1), [], span).later is None


@given(MONTHS)
def test_every_day_stands_once_under_its_weekday(first: date) -> None:
    month = month_of(first, [], None)
    cells = [(place, cell.iso) for week in month.weeks for place, cell in enumerate(week) if cell is not None]
    assert len(cells) == monthrange(first.year, first.month)[1]
    assert all(date.fromisoformat(iso).weekday() == place for place, iso in cells)
    assert all(len(week) == 7 for week in month.weeks)
