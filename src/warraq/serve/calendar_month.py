"""A month of an outlet's past as a grid of weeks, with how many articles each day holds. Pure: rows come in."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from warraq.store.read_rows import DayCount

MONDAY = 0
"""Moroccan calendars are printed from Monday on."""


class Cell(NamedTuple):
    """A day of the grid."""

    day: int
    iso: str
    articles: int


class Month(NamedTuple):
    """A month: its weeks of seven cells (None outside the month), and the months beside it that hold anything."""

    first: date
    weeks: list[list[Cell | None]]
    earlier: date | None
    later: date | None
    articles: int


def month_of(first: date, days: Iterable[DayCount], span: tuple[date, date] | None) -> Month:
    """The month that begins on `first`. `span` is the outlet's first and last day; nothing lies beyond it."""
    counted = {row.day: row.articles for row in days}
    weeks: list[list[Cell | None]] = [
        [
            Cell(day.day, day.isoformat(), counted.get(day, 0)) if day.month == first.month else None
            for day in week
        ]
        for week in Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    ]
    before = first - timedelta(days=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Month(
        first,
        weeks,
        before.replace(day=1) if span and span[0] <= before else None,
        after if span and span[1] >= after else None,
        sum(counted.values()),
    )
