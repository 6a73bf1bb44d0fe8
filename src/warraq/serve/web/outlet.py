"""An outlet's pages: its articles by section, one of its sections, a past day, and the calendar of its past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.calendar_month import Month, month_of
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.serve.words import words_of
from warraq.store import read, read_outlets
from warraq.store.read_rows import HeadlineRow, OutletRow, Position

COLUMN = 5
NEWEST = 8


class OutletColumn(NamedTuple):
    """A section of the outlet."""

    name: str
    href: str
    lines: list[Line]


class CalendarBox(NamedTuple):
    """A month of the outlet's past, with everything that is printed on it."""

    title: str
    month: Month
    earlier: str | None
    later: str | None
    weekdays: list[tuple[str, str]]
    here: str
    """The day whose page this is, ISO; empty on others."""


def outlet(request: HttpRequest, site: Site, outlet: OutletRow) -> HttpResponse:
    """The outlet's newest and its sections; with `?before=` everything of it, page by page."""
    edition, before = site.edition, place_of(request)
    if before:
        rows = read.by_outlet(edition.slug, outlet.id, before=before, limit=LENGTH + 1)
        return _listed(site, outlet, rows, before, name="")
    newest = read.by_outlet(edition.slug, outlet.id, limit=NEWEST + 1)
    slugs = [*(section.slug for section in edition.sections), ""]
    found = read.each_outlet_section(edition.slug, outlet.id, slugs, limit=COLUMN)
    goes_on = len(newest) > NEWEST
    return render.page(
        site,
        "outlet.html",
        **_head(site, outlet),
        columns=[_column(site, outlet, slug, found[slug]) for slug in slugs if slug in found],
        newest=lines_of(site, newest[:NEWEST]),
        older=site.to(site.path, before=newest[NEWEST - 1].position.written()) if goes_on else None,
        calendar=_newest_month(site, outlet),
    )


def section(request: HttpRequest, site: Site, outlet: OutletRow, section: str) -> HttpResponse:
    """Everything of the outlet in a section, page by page."""
    before = place_of(request)
    rows = read.by_outlet_section(site.edition.slug, outlet.id, section, before=before, limit=LENGTH + 1)
    name = site.edition.section_name(section, site.language)
    return _listed(site, outlet, rows, before, name=name)


def day(request: HttpRequest, site: Site, outlet: OutletRow, day: date) -> HttpResponse:
    """Everything the outlet filed under a day of the edition's time zone. Raises NotHere outside its span of days."""
    span = read_outlets.span(outlet.id)
    if span is None or not span[0] <= day <= span[1]:
        raise NotHere("day", day.isoformat(), outlet)
    rows = read.by_outlet_day(site.edition.slug, outlet.id, day)
    earlier, later = read_outlets.days_beside(outlet.id, day)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return render.page(
        site,
        "day.html",
        **_head(site, outlet),
        title=dates.long_day(day),
        iso=day.isoformat(),
        lines=lines_of(site, rows),
        earlier=_beside(site, outlet, earlier),
        later=_beside(site, outlet, later),
        calendar=_calendar(site, outlet, day.replace(day=1), span, here=day),
    )


def calendar(request: HttpRequest, site: Site, outlet: OutletRow, month: date) -> HttpResponse:
    """A month of the outlet's past. Raises NotHere outside its span of months."""
    span = read_outlets.span(outlet.id)
    if span is None or not span[0].replace(day=1) <= month <= span[1]:
        raise NotHere("day", f"{month:%Y-%m}", outlet)
    return render.page(
        site, "calendar.html", **_head(site, outlet), calendar=_calendar(site, outlet, month, span)
    )


def _head(site: Site, outlet: OutletRow) -> dict[str, Any]:
    return {
        "outlet": outlet,
        "name": outlet.name(site.language),
        "home": site.to(outlet.path),
    }


def _listed(
    site: Site, outlet: OutletRow, rows: Sequence[HeadlineRow], before: Position | None, *, name: str
) -> HttpResponse:
    page = turned(site, site.path, rows, before)
    return render.page(
        site,
        "outlet_list.html",
        **_head(site, outlet),
        section_name=name,
        lines=lines_of(site, page.rows),
        page=page,
    )


def _column(site: Site, outlet: OutletRow, slug: str, rows: Sequence[HeadlineRow]) -> OutletColumn:
    if slug:
        name = site.edition.section_name(slug, site.language)
        return OutletColumn(name, site.to(f"{outlet.path}/section/{slug}"), lines_of(site, rows))
    return OutletColumn(str(words_of(site.language)("Without a section")), "", lines_of(site, rows))


def _beside(site: Site, outlet: OutletRow, day: date | None) -> tuple[str, str] | None:
    if day is None:
        return None
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return site.to(f"{outlet.path}/{day.isoformat()}"), dates.long_day(day)


def _newest_month(site: Site, outlet: OutletRow) -> CalendarBox | None:
    span = read_outlets.span(outlet.id)
    return _calendar(site, outlet, span[1].replace(day=1), span) if span else None


def _calendar(
    site: Site, outlet: OutletRow, first: date, span: tuple[date, date], here: date | None = None
) -> CalendarBox:
    month = month_of(first, read_outlets.month_days(outlet.id, first), span)
    dates = dates_of(site.language, site.edition.zone, today_of(site))

    def address(other: date | None) -> str | None:
        return site.to(f"{outlet.path}/calendar/{other:%Y-%m}") if other else None

    return CalendarBox(
        dates.month(first),
        month,
        address(month.earlier),
        address(month.later),
        dates.weekdays(),
        here.isoformat() if here else "",
    )
