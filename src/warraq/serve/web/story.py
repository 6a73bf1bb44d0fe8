"""A story's page: every newspaper's headline side by side, who was first, whose text others took, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.agreement import Counted, counted_things
from warraq.serve.also_in import also_in
from warraq.serve.atlas import atlas_of, name_of, path_of
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.tellings import first_said, tellings_of
from warraq.serve.web.errors import moved
from warraq.serve.words import words_of
from warraq.store import read_stories
from warraq.store.story_rows import Moved, StoryMember, StoryRow

PLACES = 6


class Facts(NamedTuple):
    """What stands under the headline."""

    outlets: str
    own_words: str
    """How many of them wrote their own text; empty where all did."""
    span: str
    """From the first article to the last."""


def story(request: HttpRequest, site: Site, number: int) -> HttpResponse:
    """`/story/<number>`; one that was merged leads to the one that was kept."""
    edition = site.edition
    found = read_stories.story(edition.slug, number)
    if isinstance(found, Moved):
        return moved(site.to(f"/story/{found.number}"))
    if found is None:
        raise NotHere("story", str(number))
    members = read_stories.story_members(edition.slug, number, edition.zone)
    standing = [member for member in members if not member.headline.is_withdrawn]
    first = read_stories.first_of(members, edition.zone)
    tellings = tellings_of(site, members, first)
    lead = found.lead or (members[-1].headline if members else None)
    if lead is None:
        raise NotHere("story", str(number))
    (line,) = lines_of(site, [lead])
    return render.page(
        site,
        "story.html",
        path=found.path,
        line=line,
        picture=_picture(site, found),
        section=_section(site, found),
        places=_places(site, found, members),
        facts=_facts(site, found, standing),
        json_ld=item_list(site, lines_of(site, [member.headline for member in standing])),
        first=first_said(site, members, first),
        also=also_in(site, read_stories.also_in(edition.slug, number)),
        is_alone=len({member.headline.outlet.slug for member in members}) < 2,
        tellings=tellings,
        counted=_counted(site, number, standing),
        has_gone=len(standing) < len(members),
    )


def _picture(site: Site, found: StoryRow) -> Line | None:
    """The line of the article whose picture the page shows."""
    if found.picture is None:
        return None
    (line,) = lines_of(site, [found.picture])
    return line if line.picture else None


def _section(site: Site, found: StoryRow) -> tuple[str, str] | None:
    if not found.section:
        return None
    return site.to(f"/section/{found.section}"), site.edition.section_name(found.section, site.language)


def _places(site: Site, found: StoryRow, members: Sequence[StoryMember]) -> list[tuple[str, str]]:
    """The places that its articles are about, the story's own first."""
    slugs = dict.fromkeys([found.main_place, *(member.main_place for member in members)])
    places = atlas_of(site.edition).known(slugs)[:PLACES]
    return [(site.to(path_of(place)), name_of(place, site.language)) for place in places]


def _facts(site: Site, found: StoryRow, standing: Sequence[StoryMember]) -> Facts:
    words = words_of(site.language)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    outlets = len({member.headline.outlet.slug for member in standing})
    own = words.count("%(n)s in their own words", found.outlet_count)
    begins, ends = dates.instant(found.first_at), dates.instant(found.last_at)
    return Facts(
        str(words.count("%(n)s newspapers", outlets)),
        str(own) if 0 < found.outlet_count < outlets else "",
        begins if begins == ends else str(words("From %(since)s until %(until)s", since=begins, until=ends)),
    )


def _counted(site: Site, number: int, standing: Sequence[StoryMember]) -> list[Counted]:
    rows = [member.headline for member in standing]
    lines = {line.number: line for line in lines_of(site, rows)}
    shown = frozenset(row.number for row in rows if site.may_show(row).excerpt)
    return counted_things(words_of(site.language), read_stories.figures(number), lines, shown)
