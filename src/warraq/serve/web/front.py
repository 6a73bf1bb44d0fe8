"""The front page: leads, what is new now, a column for each section, every outlet, and the press in other languages."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.by_city import DAY, city_box, counted, region_map
from warraq.serve.lines import Line, lines_of
from warraq.serve.presses import HOME, PRESSES, Press, home_of
from warraq.serve.previews import item_list
from warraq.serve.site import Site
from warraq.serve.web.front_plan import COLUMN, plan_front
from warraq.serve.words import direction_of
from warraq.store.read_article import bylines
from warraq.store.read_newest import Newest

POOL = 40
"""Newest articles among which the leads are chosen."""
SPARE = 2
"""More lines asked for than a column shows, since the leads and the river take some away."""
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
    plan = plan_front(
        lines_of(site, pool), {slug: lines_of(site, found[slug]) for slug in slugs if slug in found}
    )
    return render.page(
        site,
        "front.html",
        plan=plan,
        authors=_authors([line.number for line in plan.leads()]),
        names={slug: edition.section_name(slug, site.language) for slug in slugs},
        outlets=lines_of(site, window.each_outlet()),
        presses=[] if languages is None else _other_presses(site, window),
        cities=city_box(site, plan.numbers()),
        map=region_map(site, counted(site, DAY)),
        window=window,
        facts=item_list(site, [*plan.leads(), *plan.river]),
    )


def _authors(numbers: list[int]) -> dict[int, str]:
    return {
        number: "، ".join(author.name for author in signed) for number, signed in bylines(numbers).items()
    }


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
