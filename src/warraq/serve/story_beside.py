"""The story beside an article: how other newspapers put it, who was first, whose text it has, which figures differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from warraq.serve.agreement import Counted, counted_things
from warraq.serve.lines import Line, lines_of
from warraq.serve.site import Site
from warraq.serve.tellings import FirstSaid, first_said
from warraq.serve.words import words_of
from warraq.store import read_stories
from warraq.store.read_rows import HeadlineRow
from warraq.store.story_rows import StoryMember, StoryRow

OTHERS = 8
"""Headlines of other newspapers; the rest stands on the story's page."""
DIFFERING = 3
"""Things whose figures differ."""


class StoryBeside(NamedTuple):
    """What an article's page shows of its story."""

    href: str
    title: str
    """How many newspapers tell it."""
    others: list[Line]
    """One headline of each other newspaper, those in their own words first."""
    numbers: frozenset[int]
    """All articles of the story: what else the page lists should be others."""
    first: FirstSaid | None
    copy: Markup
    """Whose text it has and who has its text, in words; empty where nobody's."""
    copies_href: str
    differing: list[Counted]


def story_beside(site: Site, row: HeadlineRow) -> StoryBeside | None:
    """The story of an article; None where no other newspaper tells it."""
    edition = site.edition
    number = read_stories.stories_of([row.number]).get(row.number)
    found = None if number is None else read_stories.story(edition.slug, number)
    if not isinstance(found, StoryRow):
        return None
    members = read_stories.story_members(edition.slug, found.number, edition.zone)
    standing = [member for member in members if not member.headline.is_withdrawn]
    outlets = {member.headline.outlet.slug for member in standing} | {row.outlet.slug}
    if len(outlets) < 2:
        return None
    words = words_of(site.language)
    return StoryBeside(
        href=site.to(found.path),
        title=str(
            words("The story: %(newspapers)s", newspapers=words.count("%(n)s newspapers", len(outlets)))
        ),
        others=lines_of(site, _others(standing, row)),
        numbers=frozenset(member.headline.number for member in members),
        first=first_said(site, members, read_stories.first_of(members, edition.zone)),
        copy=_copy(site, row, members),
        copies_href=site.to(f"{row.path}/copies"),
        differing=_differing(site, found.number, standing),
    )


def _others(standing: Sequence[StoryMember], row: HeadlineRow) -> list[HeadlineRow]:
    """One article of each other outlet: its first in its own words, else its first."""
    chosen: dict[str, HeadlineRow] = {}
    for member in sorted(standing, key=lambda member: member.copy is not None):
        if member.headline.outlet.slug != row.outlet.slug:
            chosen.setdefault(member.headline.outlet.slug, member.headline)
    return list(chosen.values())[:OTHERS]


def _copy(site: Site, row: HeadlineRow, members: Sequence[StoryMember]) -> Markup:
    words = words_of(site.language)
    by_number = {member.headline.number: member for member in members}
    own = by_number.get(row.number)
    copies = sum(member.copy is not None and member.copy.other == row.number for member in members)
    if own and own.copy and own.copy.other in by_number:
        other = by_number[own.copy.other].headline.outlet.name(site.language)
        if not own.copy.is_origin:
            return words("It shares its text with %(outlet)s", outlet=other)
        return words("It has its text from %(outlet)s", outlet=other)
    if own and own.copy and own.copy.outside:
        return words("It has its text from %(outlet)s", outlet=own.copy.outside)
    return words.count("%(n)s articles have its text", copies) if copies else Markup("")


def _differing(site: Site, number: int, standing: Sequence[StoryMember]) -> list[Counted]:
    rows = [member.headline for member in standing]
    lines = {line.number: line for line in lines_of(site, rows)}
    shown = frozenset(row.number for row in rows if site.may_show(row).excerpt)
    things = counted_things(words_of(site.language), read_stories.figures(number), lines, shown)
    return [thing for thing in things if not thing.is_agreed][:DIFFERING]
