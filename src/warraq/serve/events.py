"""One event shows once: what of a list tells of the same event, and what may lead a page, by rank.

An event is a story, or an article that stands in none yet: what has just arrived is placed by the keeper seconds
later, and an installation without a keeper still has a front page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from warraq.records import LANGUAGES
from warraq.serve.atlas import atlas_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.site import Site
from warraq.store.read_rows import HeadlineRow
from warraq.store.read_stories import top_stories
from warraq.store.story_rows import TopStory
from warraq.understand.prominence import Traits

STORIES = 20
"""Top stories among which a page chooses: twice as many as it shows by rank."""
FRESH = timedelta(days=3)
"""Stories without an article for so long lead no page: a day of silence costs four doublings of rank anyway."""


class Candidate(NamedTuple):
    """What may lead the page: a story, or an article that stands in none yet."""

    line: Line
    """The article that names it."""
    rank: float
    traits: Traits
    """What variety looks at."""
    picture: Line | None
    """The article whose picture stands with it."""
    story: TopStory | None


def once(lines: Iterable[Line], shown: set[int], limit: int = 500) -> list[Line]:
    """At most `limit` lines whose event does not stand in `shown` yet, each event once; `shown` gains them."""
    fresh: list[Line] = []
    for line in lines:
        if len(fresh) == limit:
            break
        if line.event not in shown:
            shown.add(line.event)
            fresh.append(line)
    return fresh


def top_events(site: Site, languages: Sequence[str] | None) -> list[TopStory]:
    """The top stories in these languages (None: all)."""
    spoken = (*LANGUAGES, "") if languages is None else languages
    return top_stories(site.edition.slug, spoken, since=site.now - FRESH, limit=STORIES)


def articles_of(top: Sequence[TopStory]) -> set[int]:
    """The articles that these stories are shown with."""
    return {number for story in top for number in (story.lead, story.picture) if number is not None}


def ranked_events(
    site: Site, top: Sequence[TopStory], newest: Sequence[Line], rows: Mapping[int, HeadlineRow]
) -> list[Candidate]:
    """What may lead a page, the highest rank first: the top stories, and of `newest` the articles whose story is not
    among them, each ranked as a story of one outlet. `rows`: the stories' articles by number."""
    found = _stories(site, top, rows)
    shown = {one.line.event for one in found} | {one.story.number for one in found if one.story}
    for line in once(newest, shown):
        traits = Traits(line.section, "", line.outlet)
        found.append(Candidate(line, line.rank, traits, line if line.picture else None, None))
    found.sort(key=lambda one: -one.rank)
    return found


def _stories(site: Site, top: Sequence[TopStory], rows: Mapping[int, HeadlineRow]) -> list[Candidate]:
    """Those whose naming article stands."""
    standing = [
        (story, row)
        for story in top
        if story.lead is not None and (row := rows.get(story.lead)) is not None and not row.is_withdrawn
    ]
    leads = lines_of(site, [row for _, row in standing])
    pictures = lines_of(
        site, [rows.get(story.picture, row) if story.picture else row for story, row in standing]
    )
    atlas, found = atlas_of(site.edition), []
    for (story, _), line, other in zip(standing, leads, pictures, strict=True):
        picture = line if line.picture else other if other.picture else None
        place = atlas.get(story.main_place) if story.main_place else None
        region = (place.region or place.slug) if place else ""
        traits = Traits(line.section, region, line.outlet)
        found.append(Candidate(line, story.rank, traits, picture, story))
    return found
