"""An outlet's pages: its articles by section, one of its sections, a past day, and the calendar of its past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.past_days import beside, calendar_of, past_of
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.serve.words import words_of
from warraq.store import read, read_days
from warraq.store.read_rows import HeadlineRow, OutletRow, Position

COLUMN = 5
NEWEST = 8


class OutletColumn(NamedTuple):
    """A section of the outlet."""

    name: str
    href: str
    lines: list[Line]


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
    past = past_of(site, outlet)
    return render.page(
        site,
        "outlet.html",
        **_head(site, outlet),
        columns=[_column(site, outlet, slug, found[slug]) for slug in slugs if slug in found],
        newest=lines_of(site, newest[:NEWEST]),
        json_ld=item_list(site, lines_of(site, newest[:NEWEST])),
        older=site.to(site.path, before=newest[NEWEST - 1].position.written()) if goes_on else None,
        calendar=calendar_of(site, past, past.last) if past else None,
    )


def section(request: HttpRequest, site: Site, outlet: OutletRow, section: str) -> HttpResponse:
    """Everything of the outlet in a section, page by page."""
    before = place_of(request)
    rows = read.by_outlet_section(site.edition.slug, outlet.id, section, before=before, limit=LENGTH + 1)
    name = site.edition.section_name(section, site.language)
    return _listed(site, outlet, rows, before, name=name)


def day(request: HttpRequest, site: Site, outlet: OutletRow, day: date) -> HttpResponse:
    """Everything the outlet filed under a day of the edition's time zone. Raises NotHere outside its span of days."""
    past = past_of(site, outlet)
    if past is None or not past.holds(day):
        raise NotHere("day", day.isoformat(), outlet)
    rows = read.by_outlet_day(site.edition.slug, outlet.id, day)
    earlier, later = read_days.days_beside(outlet.id, day)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return render.page(
        site,
        "day.html",
        **_head(site, outlet),
        title=dates.long_day(day),
        iso=day.isoformat(),
        lines=lines_of(site, rows),
        json_ld=item_list(site, lines_of(site, rows)),
        earlier=beside(site, past, earlier),
        later=beside(site, past, later),
        calendar=calendar_of(site, past, day, here=day),
        whole_day=site.to(f"/day/{day.isoformat()}"),
    )


def calendar(request: HttpRequest, site: Site, outlet: OutletRow, month: date) -> HttpResponse:
    """A month of the outlet's past. Raises NotHere outside its span of months."""
    past = past_of(site, outlet)
    if past is None or not past.first.replace(day=1) <= month <= past.last:
        raise NotHere("day", f"{month:%Y-%m}", outlet)
    return render.page(site, "calendar.html", **_head(site, outlet), calendar=calendar_of(site, past, month))


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
        json_ld=item_list(site, lines_of(site, page.rows)),
        page=page,
    )


def _column(site: Site, outlet: OutletRow, slug: str, rows: Sequence[HeadlineRow]) -> OutletColumn:
    if slug:
        name = site.edition.section_name(slug, site.language)
        return OutletColumn(name, site.to(f"{outlet.path}/section/{slug}"), lines_of(site, rows))
    return OutletColumn(str(words_of(site.language)("Without a section")), "", lines_of(site, rows))
