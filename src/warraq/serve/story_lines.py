"""A story on the front page: its headline with the line of its newspapers, always open, and who was first.

What costs questions (the newspapers, the first publisher, the authors) is remembered of each story as long as it, its
headline and its picture have not changed, which the list of top stories has just said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from warraq.serve.dates import today_of
from warraq.serve.escaping import piece
from warraq.serve.events import Candidate
from warraq.serve.lines import Line
from warraq.serve.site import Site
from warraq.serve.tellings import FirstSaid, first_said
from warraq.serve.words import words_of
from warraq.store import read_stories
from warraq.store.read_article import bylines
from warraq.store.read_tellers import Teller, tellers
from warraq.store.story_rows import TopStory

NAMED = 8
"""Newspapers that the line names; the others stand on the story's page."""
KNOWN = 1_000
"""Stories remembered in an interface."""


class StoryLine(NamedTuple):
    """A story in a list."""

    line: Line
    picture: Line | None
    authors: str
    sources: Markup
    """Its newspapers as a line, each a link to its article; empty where only one tells it."""
    first: Markup
    """Who was first, as a line; empty where that cannot be told."""
    is_alone: bool
    """Whether one newspaper tells it."""


_Known = dict[int, tuple[TopStory | None, Line, Line | None, StoryLine]]


def story_lines(site: Site, chosen: Sequence[Candidate]) -> list[StoryLine]:
    """The chosen as this interface shows them."""
    known = _known_lines(site.language, site.edition.zone, today_of(site))
    unknown = [one for one in chosen if not _stands(known.get(_key(one)), one)]
    if unknown:
        if len(known) > KNOWN:
            known.clear()
        for one, made in zip(unknown, _made(site, unknown), strict=True):
            known[_key(one)] = one.story, one.line, one.picture, made
    return [known[_key(one)][3] for one in chosen if _key(one) in known]


def _key(one: Candidate) -> int:
    return one.story.number if one.story else -one.line.number


def _stands(known: tuple[TopStory | None, Line, Line | None, StoryLine] | None, one: Candidate) -> bool:
    if known is None or known[1] is not one.line or known[2] is not one.picture:
        return False
    before, now = known[0], one.story
    return before is now or (before is not None and now is not None and before.changed_at == now.changed_at)


def _made(site: Site, chosen: Sequence[Candidate]) -> list[StoryLine]:
    told = tellers(site.edition.slug, [one.story.number for one in chosen if one.story])
    signed = bylines([one.line.number for one in chosen])
    lines = []
    for one in chosen:
        by = told.get(one.story.number, []) if one.story else []
        several = one.story if one.story and len(by) > 1 else None
        lines.append(
            StoryLine(
                one.line,
                one.picture,
                "، ".join(author.name for author in signed.get(one.line.number, ())),
                _sources(site, several, by) if several else Markup(""),
                _first(site, several) if several else Markup(""),
                several is None,
            )
        )
    return lines


def _sources(site: Site, story: TopStory, by: Sequence[Teller]) -> Markup:
    words = words_of(site.language)
    names = [
        f'<a href="{piece(site.to(teller.path))}">{piece(teller.outlet.name(site.language))}</a>'
        for teller in by[:NAMED]
    ]
    more = " …" if len(by) > NAMED else ""
    count = words.count("%(n)s newspapers", len(by))
    head = f'<a class="whole" href="{piece(site.to(story.path))}">{count}</a>'
    # Each piece is escaped already; French sets its colon apart.
    line = words("%(name)s: %(amount)s", name=Markup(head), amount=Markup(" · ".join(names) + more))  # noqa: S704
    return Markup('<p class="sources">{}</p>').format(line)


def _first(site: Site, story: TopStory) -> Markup:
    members = read_stories.story_members(site.edition.slug, story.number, site.edition.zone)
    said = first_said(site, members, read_stories.first_of(members, site.edition.zone))
    return _written(site, said) if said else Markup("")


def _written(site: Site, said: FirstSaid) -> Markup:
    words = words_of(site.language)
    sure = Markup("") if said.is_sure else Markup(" <span>({})</span>").format(words("likely"))
    return Markup('<p class="who-first"><span class="first">{}</span> <a href="{}">{}</a> {}{}</p>').format(
        words("First to publish:"), said.line.href, said.line.outlet_name, said.line.clock, sure
    )


@lru_cache(maxsize=8)
def _known_lines(language: str, zone: ZoneInfo, today: date) -> _Known:
    """What is remembered in an interface on a day: dates are written anew the day after."""
    return {}
