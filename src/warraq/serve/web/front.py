"""The front page: the top stories, what is new now, a column for each section, news by city, every outlet, and the
press in other languages. One event stands once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.editions import Edition
from warraq.options import Options
from warraq.serve import render
from warraq.serve.by_city import DAY, City, RegionMap, city_box, newest_by_city, region_map
from warraq.serve.dates import today_of
from warraq.serve.events import articles_of, ranked_events, top_events
from warraq.serve.frame import Frame
from warraq.serve.lines import Line, lines_of
from warraq.serve.presses import HOME, PRESSES, Press, home_of
from warraq.serve.previews import item_list
from warraq.serve.rises import direction_here, language_of, risen, rising_now
from warraq.serve.site import Site
from warraq.serve.story_lines import story_lines
from warraq.serve.web.front_plan import COLUMN, plan_front
from warraq.serve.words import direction_of
from warraq.store import read
from warraq.store.read_newest import Newest
from warraq.store.read_rises import Risen
from warraq.store.read_rows import HeadlineRow
from warraq.store.story_rows import TopStory

POOL = 40
"""Newest articles looked at for the river, and for leads where stories are few."""
SPARE = 4
"""More lines asked for than a column shows, since the leads and the river take some away, and copies are left out."""
OTHER_PRESS = 5


class PressBox(NamedTuple):
    """The newest of another language's press."""

    press: Press
    direction: str
    href: str
    lines: list[Line]


class Asked(NamedTuple):
    """All that a front page is made of, as the store has just answered: the same answers make the same page."""

    edition: Edition
    options: Options
    query: str
    today: date
    frame: Frame
    languages: Sequence[str] | None
    newest: list[HeadlineRow]
    pool: list[HeadlineRow]
    sections: dict[str, list[HeadlineRow]]
    top: list[TopStory]
    cities: list[City]
    others: list[HeadlineRow]
    """What top stories and cities show and the newest do not hold."""
    outlets: list[HeadlineRow]
    presses: list[tuple[Press, list[HeadlineRow]]]
    map: RegionMap | None
    risen: Sequence[Risen]


_made: dict[tuple[str, str], tuple[Asked, bytes]] = {}
"""By edition and interface: what the last page was made of, and the page. Choosing and drawing anew takes half of a
page's time, and rows are one object as long as they stand (`store/read.py`): comparing takes next to none."""


def front(request: HttpRequest, site: Site) -> HttpResponse:
    """The edition's front page, in the interface's own press first."""
    window = Newest(site.edition.slug)
    asked, key = _ask(site, window), (site.edition.slug, site.language)
    known = _made.get(key)
    if known is not None and known[0] == asked:
        return HttpResponse(known[1])
    page = _make(site, asked, window)
    _made[key] = asked, page.content
    return page


def _ask(site: Site, window: Newest) -> Asked:
    edition = site.edition
    languages = home_of(site.language)
    pool = window.latest(languages=languages, limit=POOL)
    if not pool:  # an edition without a press in this language shows what it has
        languages = None
        pool = window.latest(limit=POOL)
    slugs = [section.slug for section in edition.sections]
    top, cities = top_events(site, languages), newest_by_city(site)
    wanted, known = articles_of(top).union(*(city.newest for city in cities)), window.known()
    return Asked(
        edition,
        site.options,
        site.query,
        today_of(site),
        render.frame_of(site),
        languages,
        window.rows,
        pool,
        window.each_section(slugs, languages=languages, limit=COLUMN + SPARE),
        top,
        cities,
        read.by_numbers(edition.slug, [number for number in wanted if number not in known]),
        window.each_outlet(),
        [] if languages is None else _other_presses(site, window),
        region_map(site, DAY),
        risen(site),
    )


def _make(site: Site, asked: Asked, window: Newest) -> HttpResponse:
    rows = {**window.known(), **{row.number: row for row in asked.others}}
    newest = lines_of(site, asked.pool)
    plan = plan_front(
        ranked_events(site, asked.top, newest, rows),
        newest,
        {slug: lines_of(site, listed) for slug, listed in asked.sections.items()},
    )
    return render.page(
        site,
        "front.html",
        window=window,
        frame=asked.frame,
        plan=plan,
        lead=story_lines(site, [plan.lead] if plan.lead else []),
        seconds=story_lines(site, plan.seconds),
        thirds=story_lines(site, plan.thirds),
        outlets=lines_of(site, asked.outlets),
        presses=[_press_box(site, press, rows) for press, rows in asked.presses],
        cities=city_box(site, asked.cities, {line.event for line in plan.lines()}, rows),
        map=asked.map,
        rising=rising_now(site),
        rising_language=language_of(site),
        rising_direction=direction_here(site),
        json_ld=item_list(site, [*(one.line for one in plan.leads()), *plan.river]),
    )


def _other_presses(site: Site, window: Newest) -> list[tuple[Press, list[HeadlineRow]]]:
    found = []
    for press in PRESSES:
        if press.languages == HOME[site.language] or not set(press.languages) & set(site.edition.languages):
            continue
        if rows := window.latest(languages=press.languages, limit=OTHER_PRESS):
            found.append((press, rows))
    return found


def _press_box(site: Site, press: Press, rows: list[HeadlineRow]) -> PressBox:
    href = site.to("/latest", lang=press.name)
    return PressBox(press, direction_of(press.title_language), href, lines_of(site, rows))
