"""Time in pieces: the days, weeks, months or years between two days, and their filters. Pure: a day is one of the
edition's time zone, and weeks begin on Monday.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

Unit = Literal["day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST = {"day": 120, "week": 160, "month": 300, "year": 400}
"""Periods that a chart still shows apart: of more, the next larger unit is shown."""


class Period(NamedTuple):
    """Both days are part of it."""

    first: date
    last: date

    @property
    def filter(self) -> str:
        """What follows `date:` in a query for articles of this period, in its shortest form."""
        first, last = self
        if first == last:
            return first.isoformat()
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first:%Y}"
        if first.day == 1 and last == end_of("month", first):
            return f"{first:%Y-%m}"
        return f"{first.isoformat()}..{last.isoformat()}"


def start_of(unit: Unit, day: date) -> date:
    """The first day of the period that `day` lies in."""
    if unit == "week":
        return (
            max(day - timedelta(days=day.weekday()), date.min)
            if day.toordinal() > day.weekday()
            else date.min
        )
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def end_of(unit: Unit, first: date) -> date:
    """The last day of the period that begins on `first`."""
    if unit == "week":
        return date.fromordinal(min(first.toordinal() + 6, date.max.toordinal()))
    if unit == "month":
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31) if unit == "year" else first


def periods(unit: Unit, first: date, last: date) -> list[Period]:
    """All periods from that of `first` to that of `last`, none left out, in order."""
    return list(_walk(unit, first, last))


def _walk(unit: Unit, first: date, last: date) -> Iterator[Period]:
    begin = start_of(unit, first)
    while begin <= last:
        end = end_of(unit, begin)
        yield Period(begin, end)
        if end == date.max:
            return
        begin = end + timedelta(days=1)


def count_of(unit: Unit, first: date, last: date) -> int:
    """How many `periods` there are, without making them."""
    if unit == "day":
        return (last - first).days + 1
    if unit == "week":
        return (start_of(unit, last) - start_of(unit, first)).days // 7 + 1
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    return last.year - first.year + 1


def fitting_unit(first: date, last: date, wanted: Unit | None = None) -> Unit:
    """The smallest unit, from `wanted` on, of which a chart can show all periods; without a wish, one that gives some
    dozens: days up to two months, weeks up to half a year, months up to eight years."""
    if wanted is None:
        days = (last - first).days
        wanted = "day" if days <= 62 else "week" if days <= 190 else "month" if days <= 8 * 366 else "year"
    for unit in UNITS[UNITS.index(wanted) :]:
        if count_of(unit, first, last) <= MOST[unit]:
            return unit
    return "year"
