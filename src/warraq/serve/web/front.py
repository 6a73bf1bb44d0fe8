"""The front page: the top stories, what is new now, a column for each section, news by city, every outlet, and the
press in other languages. One event stands once.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.by_city import DAY, city_box, newest_by_city, region_map
from warraq.serve.events import articles_of, event_of, ranked_events, top_events
from warraq.serve.lines import Line, lines_of
from warraq.serve.presses import HOME, PRESSES, Press, home_of
from warraq.serve.previews import item_list
from warraq.serve.rises import direction_here, language_of, rising_now
from warraq.serve.site import Site
from warraq.serve.story_lines import story_lines
from warraq.serve.web.front_plan import COLUMN, plan_front
from warraq.serve.words import direction_of
from warraq.store import read
from warraq.store.read_newest import Newest

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


def front(request: HttpRequest, site: Site) -> HttpResponse:
    """The edition's front page, in the interface's own press first."""
    edition = site.edition
    languages = home_of(site.language)
    window = Newest(edition.slug)
    pool = window.latest(languages=languages, limit=POOL)
    if not pool:  # an edition without a press in this language shows what it has
        languages = None
        pool = window.latest(limit=POOL)
    slugs = [section.slug for section in edition.sections]
    found = window.each_section(slugs, languages=languages, limit=COLUMN + SPARE)
    top, cities = top_events(site, languages), newest_by_city(site)
    wanted = [*articles_of(top), *(number for numbers in cities.values() for number in numbers)]
    rows = read.completed(edition.slug, window.known(), wanted)
    plan = plan_front(
        ranked_events(site, top, pool, rows),
        lines_of(site, pool),
        {slug: lines_of(site, found[slug]) for slug in slugs if slug in found},
    )
    return render.page(
        site,
        "front.html",
        plan=plan,
        lead=story_lines(site, [plan.lead] if plan.lead else []),
        seconds=story_lines(site, plan.seconds),
        thirds=story_lines(site, plan.thirds),
        names={slug: edition.section_name(slug, site.language) for slug in slugs},
        outlets=lines_of(site, window.each_outlet()),
        presses=[] if languages is None else _other_presses(site, window),
        cities=city_box(site, cities, {event_of(line) for line in plan.lines()}, rows),
        map=region_map(site, DAY),
        rising=rising_now(site),
        rising_language=language_of(site),
        rising_direction=direction_here(site),
        window=window,
        json_ld=item_list(site, [*(one.line for one in plan.leads()), *plan.river]),
    )


def _other_presses(site: Site, window: Newest) -> list[PressBox]:
    boxes = []
    for press in PRESSES:
        if press.languages == HOME[site.language] or not set(press.languages) & set(site.edition.languages):
            continue
        rows = window.latest(languages=press.languages, limit=OTHER_PRESS)
        if rows:
            href = site.to("/latest", lang=press.name)
            boxes.append(PressBox(press, direction_of(press.title_language), href, lines_of(site, rows)))
    return boxes
