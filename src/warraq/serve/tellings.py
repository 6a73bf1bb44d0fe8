"""A story as readers see it told: who told it in their own words, whose text others took over, and who was first.

Pure of the store: members come in. It must never call anybody first or a copier more surely than the evidence does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.site import Site
from warraq.serve.words import words_of
from warraq.store.story_rows import StoryMember
from warraq.understand.firsts import First, Ground

GROUNDS = {
    Ground.BOTH: "Both clocks say so: the one it printed, and our first sight of it.",
    Ground.PUBLISHED: "By the clocks that newspapers print; our own sight does not tell.",
    Ground.SEEN: "By our first sight; the printed clocks do not tell.",
    Ground.ORIGIN: "All the others have its text.",
    Ground.ALONE: "No other newspaper has told of it.",
}
"""What speaks for the first publisher -> the message that says so."""


class Telling(NamedTuple):
    """An article of the story, with those that have its text."""

    line: Line
    seen: Markup
    """Our first sight, where that tells when it appeared; empty else."""
    is_first: bool
    is_withdrawn: bool
    outside: str
    """An origin beyond our archive that it names (an agency); empty where none."""
    copies_href: str
    """Where it is compared with the text it shares; empty where it shares none."""
    copies: list[Telling]
    has_order: bool = True
    """Of a copy: whether the other text is known to be the earlier."""


class FirstSaid(NamedTuple):
    """Who was first, in words."""

    line: Line
    printed: str
    """Its own clock, whole; empty where it printed none."""
    seen: str
    is_sure: bool
    why: Markup


def tellings_of(site: Site, members: Sequence[StoryMember], first: First | None) -> list[Telling]:
    """The story's own tellings, oldest first, each with its copies under it."""
    roots = roots_of(members)
    lines = {
        member.headline.number: line
        for member, line in zip(members, lines_of(site, [member.headline for member in members]), strict=True)
    }
    below: dict[int, list[StoryMember]] = {}
    for member in members:
        if (root := roots[member.headline.number]) != member.headline.number:
            below.setdefault(root, []).append(member)
    first_number = int(first.id) if first else 0
    return [
        _telling(site, member, lines, first_number, below.get(member.headline.number, []))
        for member in members
        if roots[member.headline.number] == member.headline.number
    ]


def roots_of(members: Sequence[StoryMember]) -> dict[int, int]:
    """Article -> the article of the story under which it stands: the origin of its text, followed to its end; itself
    where it wrote its own. Texts that share words without a known order stand under the one that came first here."""
    numbers = {member.headline.number for member in members}
    onto = {
        member.headline.number: member.copy.other
        for member in members
        if member.copy and member.copy.other in numbers
    }
    roots = {}
    for number in numbers:
        seen = [number]
        while (above := onto.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        # A ring (two that share a text, each naming the other) stands under its lowest number.
        roots[number] = seen[-1] if above is None else min(seen[seen.index(above) :])
    return roots


def first_said(site: Site, members: Sequence[StoryMember], first: First | None) -> FirstSaid | None:
    """Who was first, why, and how surely; None where nobody can be called so, or nobody else told of it."""
    if first is None or first.ground is Ground.ALONE:
        return None
    member = next((m for m in members if str(m.headline.number) == first.id), None)
    if member is None:
        return None
    row = member.headline
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    (line,) = lines_of(site, [row])
    return FirstSaid(
        line,
        dates.printed(row.published_text, row.published_precision),
        dates.instant(member.sight) if member.sight else "",
        first.is_sure,
        words_of(site.language)(GROUNDS[first.ground]),
    )


def _telling(
    site: Site,
    member: StoryMember,
    lines: dict[int, Line],
    first: int,
    copies: Sequence[StoryMember],
    *,
    has_order: bool = True,
) -> Telling:
    row = member.headline
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    shares = bool(member.copy or copies)
    return Telling(
        line=lines[row.number],
        seen=dates.clock("", "", member.sight) if member.sight and row.published_text else Markup(""),
        is_first=row.number == first,
        is_withdrawn=row.is_withdrawn,
        outside=member.copy.outside if member.copy else "",
        copies_href=site.to(f"{row.path}/copies") if shares and not row.is_withdrawn else "",
        copies=[
            _telling(site, copy, lines, first, (), has_order=bool(copy.copy and copy.copy.is_origin))
            for copy in copies
        ],
        has_order=has_order,
    )
