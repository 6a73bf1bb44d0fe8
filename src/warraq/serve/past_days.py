"""The calendar of an outlet's past, or of a whole edition's, as pages print it: a month, and the way to all others."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warraq.serve.calendar_month import Month, month_of
from warraq.serve.dates import dates_of, today_of
from warraq.serve.site import Site
from warraq.store import read_days
from warraq.store.read_rows import OutletRow


class Past(NamedTuple):
    """Whose past, from which day to which, and where its days and months stand."""

    whose: int | str
    """An outlet's id, or the edition's slug: see read_days."""
    first: date
    last: date
    days: str
    """What the paths of its days begin with: `/goud`, `/day`."""
    months: str

    def holds(self, day: date) -> bool:
        """Whether the day lies between the first and the last."""
        return self.first <= day <= self.last


class CalendarBox(NamedTuple):
    """A month with everything that is printed on it."""

    title: str
    month: Month
    days: str
    """What the addresses of its days begin with."""
    earlier: str | None
    later: str | None
    weekdays: list[tuple[str, str]]
    here: str
    """The day whose page this is, ISO; empty on others."""


class Way(NamedTuple):
    """A way to another month or year of the past."""

    name: str
    whole: str
    """The name as it is read out alone: with its year."""
    href: str
    is_here: bool


def past_of(site: Site, outlet: OutletRow | None = None) -> Past | None:
    """The outlet's past, or the edition's where none is given; None where nothing has a day yet."""
    whose = outlet.id if outlet else site.edition.slug
    span = read_days.span(whose)
    if span is None:
        return None
    if outlet is None:
        return Past(whose, *span, "/day", "/calendar")
    return Past(whose, *span, outlet.path, f"{outlet.path}/calendar")


def calendar_of(site: Site, past: Past, month: date, here: date | None = None) -> CalendarBox:
    """The month (any day of it); `here` is the day whose page it stands on."""
    first = month.replace(day=1)
    grid = month_of(first, read_days.month_days(past.whose, first), (past.first, past.last))
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return CalendarBox(
        dates.month(first),
        grid,
        site.to(past.days),
        _month_address(site, past, grid.earlier),
        _month_address(site, past, grid.later),
        dates.weekdays(),
        here.isoformat() if here else "",
    )


def beside(site: Site, past: Past, day: date | None) -> tuple[str, str] | None:
    """Address and name of a day beside the one that is shown."""
    if day is None:
        return None
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return site.to(f"{past.days}/{day.isoformat()}"), dates.long_day(day)


def years_of(site: Site, past: Past, month: date) -> list[Way]:
    """Every year of the past, newest first: each leads to the same month in it, as far as the past reaches."""
    return [
        Way(str(year), str(year), _sure_address(site, past, month.replace(year=year)), year == month.year)
        for year in range(past.last.year, past.first.year - 1, -1)
    ]


def months_of(site: Site, past: Past, month: date) -> list[Way]:
    """The months of the month's year that lie in the past."""
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return [
        Way(dates.month_name(first), dates.month(first), _sure_address(site, past, first), first == month)
        for n in range(1, 13)
        if past.first.replace(day=1) <= (first := date(month.year, n, 1)) <= past.last
    ]


def _sure_address(site: Site, past: Past, month: date) -> str:
    inside = min(max(month, past.first.replace(day=1)), past.last.replace(day=1))
    return site.to(f"{past.months}/{inside:%Y-%m}")


def _month_address(site: Site, past: Past, month: date | None) -> str | None:
    return None if month is None else _sure_address(site, past, month)
