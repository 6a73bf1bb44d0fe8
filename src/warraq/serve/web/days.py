"""The archive of a whole edition: a calendar to any past day, and all that every outlet filed under that day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import lines_of
from warraq.serve.past_days import Past, beside, calendar_of, months_of, past_of, years_of
from warraq.serve.presses import ALL, Chosen, chosen_press
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import place_of, turned
from warraq.serve.words import bare_name, words_of
from warraq.store import read_days
from warraq.store.read_days import DayShare
from warraq.store.read_outlets import outlets_by_id

LENGTH = 60


class OutletShare(NamedTuple):
    """An outlet's own page of the day, and how much it lists."""

    name: str
    href: str
    articles: str


def calendar(request: HttpRequest, site: Site, month: date | None = None) -> HttpResponse:
    """`/calendar`: the newest month; `/calendar/2026-11`: that one. Raises NotHere outside the edition's months."""
    past = past_of(site)
    if past is None and month is None:
        return render.page(site, "archive.html", calendar=None, years=[], months=[], month="")
    if past is None or not past.first.replace(day=1) <= (month or past.last) <= past.last:
        raise NotHere("day", f"{month:%Y-%m}" if month else "")
    shown = month or past.last.replace(day=1)
    return render.page(
        site,
        "archive.html",
        calendar=calendar_of(site, past, shown),
        years=years_of(site, past, shown),
        months=months_of(site, past, shown),
        month=dates_of(site.language, site.edition.zone, today_of(site)).month(shown) if month else "",
    )


def day(request: HttpRequest, site: Site, day: date) -> HttpResponse:
    """`/day/2026-11-24`: what all outlets filed under it, newest first, in the interface's own press first (`?lang=`).

    Raises NotHere outside the edition's days.
    """
    edition, before = site.edition.slug, place_of(request)
    past = past_of(site)
    if past is None or not past.holds(day):
        raise NotHere("day", day.isoformat())
    press = chosen_press(site, request.GET.get("lang"), site.path)
    rows = read_days.by_day(edition, day, languages=press.languages, before=before, limit=LENGTH + 1)
    page = turned(site, site.path, rows, before, length=LENGTH, lang=press.parameter)
    shares = read_days.day_shares(edition, day)
    earlier, later = read_days.days_beside(edition, day)
    return render.page(
        site,
        "whole_day.html",
        title=dates_of(site.language, site.edition.zone, today_of(site)).long_day(day),
        iso=day.isoformat(),
        press=press,
        listed=_listed(press, shares),
        articles=sum(share.articles for share in shares),
        outlets=_outlets(site, past, day, shares),
        lines=lines_of(site, page.rows),
        json_ld=item_list(site, lines_of(site, page.rows)),
        page=page,
        earlier=beside(site, past, earlier),
        later=beside(site, past, later),
        calendar=calendar_of(site, past, day, here=day),
        everything=site.to(site.path, lang=ALL),
    )


def _listed(press: Chosen, shares: list[DayShare]) -> int:
    """How many articles all pages of this list hold together."""
    languages = press.languages
    return sum(share.articles for share in shares if languages is None or share.language in languages)


def _outlets(site: Site, past: Past, day: date, shares: list[DayShare]) -> list[OutletShare]:
    """The outlets of the day by name."""
    words, known = words_of(site.language), outlets_by_id(site.edition.slug)
    counted: dict[int, int] = {}
    for share in shares:
        counted[share.outlet] = counted.get(share.outlet, 0) + share.articles
    found = [
        OutletShare(
            known[outlet].name(site.language),
            site.to(f"{known[outlet].path}/{day.isoformat()}"),
            words.number(articles),
        )
        for outlet, articles in counted.items()
        if outlet in known
    ]
    return sorted(found, key=lambda share: bare_name(share.name).casefold())
