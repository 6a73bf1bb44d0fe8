"""Who published a story first, as far as that can be known: a pure weighing of both clocks of each article.

A day without an hour is never first within its day, clocks that contradict each other make nobody first, and who copied
was not first, whatever its clock says.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from warraq.records import Moment
from warraq.understand.origins import SIGHT_ERROR, Witness, earlier_by_clock

LATE_SIGHT = timedelta(hours=6)
"""An article that we saw so long after its outlet says it was published was found late: sight says nothing."""


class Ground(StrEnum):
    """Why an article is called first."""

    BOTH = "both"
    """Its own clock and our first sight say so against every other outlet."""
    PUBLISHED = "published"
    """The outlets' clocks say so."""
    SEEN = "seen"
    """Our first sight says so."""
    ORIGIN = "origin"
    """All others are copies of it."""
    ALONE = "alone"
    """No other outlet tells of it."""


@dataclass(frozen=True, slots=True)
class First:
    """The article that was first."""

    id: str
    is_sure: bool
    """Whether both clocks say so against every other outlet; else it is merely likely."""
    ground: Ground


def first_publisher(
    witnesses: Sequence[Witness],
    copies: Mapping[str, str],
    zone: tzinfo,
    *,
    likely: Container[str] = (),
) -> First | None:
    """The first of a story's articles, or None where nobody can be called first.

    `copies`: article -> the article it was copied from; those in `likely` merely seem to be. Clocks without offset are
    read in `zone`. Each outlet is judged by all its articles: it is first only by one that no article of another
    outlet may have come before.
    """
    outlets = {witness.outlet for witness in witnesses}
    own = [witness for witness in witnesses if witness.id not in copies]
    if not own:
        return None
    if len(outlets) == 1:
        alone = _earliest_of_one(own, zone)
        return None if alone is None else First(alone.id, False, Ground.ALONE)
    found = [first for witness in own if (first := _judge(witness, witnesses, copies, zone))]
    if len(found) != 1:
        return None
    is_sure = found[0].is_sure and not any(id_ in likely for id_ in copies)
    return replace(found[0], is_sure=is_sure)


def _judge(
    candidate: Witness, witnesses: Sequence[Witness], copies: Mapping[str, str], zone: tzinfo
) -> First | None:
    """The candidate as first, where nothing speaks for any other outlet's article and something for it."""
    grounds: set[Ground] = set()
    is_sure = True
    for other in witnesses:
        if other is candidate:
            continue
        published, seen = _compared(candidate, other, zone)
        if other.outlet == candidate.outlet:
            if published > 0 or (published == 0 and seen > 0):
                return None  # the outlet's own earlier article stands for it
            continue
        if _leads_to(other.id, candidate.id, copies):
            grounds.add(Ground.ORIGIN)
            continue
        if published + seen >= 0:
            return None
        is_sure &= published < 0 and seen < 0
        grounds |= {Ground.PUBLISHED} if published < 0 else set()
        grounds |= {Ground.SEEN} if seen < 0 else set()
    return First(candidate.id, is_sure, _ground(grounds))


def _ground(grounds: set[Ground]) -> Ground:
    if {Ground.PUBLISHED, Ground.SEEN} <= grounds:
        return Ground.BOTH
    return next((g for g in (Ground.PUBLISHED, Ground.SEEN) if g in grounds), Ground.ORIGIN)


def _compared(one: Witness, other: Witness, zone: tzinfo) -> tuple[int, int]:
    """What the outlets' clocks and what our sight say: -1 where `one` was earlier, 1 where later, 0 where unknown."""
    published = seen = 0
    if one.published and other.published:
        published = earlier_by_clock(one.published, other.published, zone)
    if one.seen_at and other.seen_at and abs(one.seen_at - other.seen_at) >= SIGHT_ERROR:
        seen = -1 if one.seen_at < other.seen_at else 1
    return published, seen


def _leads_to(id_: str, origin: str, copies: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while id_ in copies and id_ not in seen:
        seen.add(id_)
        id_ = copies[id_]
        if id_ == origin:
            return True
    return False


def _earliest_of_one(own: Sequence[Witness], zone: tzinfo) -> Witness | None:
    """An outlet's own first article, by its own clock or our sight."""
    for witness in own:
        if all(sum(_compared(witness, other, zone)) <= 0 for other in own):
            return witness
    return None


def sight_of(
    published: Moment | None, seen_at: datetime, zone: tzinfo, *, is_imported: bool
) -> datetime | None:
    """When we saw an article first, where that says when it appeared; None for what was found late or imported.

    `seen_at` is aware; `zone` is the edition's.
    """
    if published is None:
        return None if is_imported else seen_at
    if published.precision.has_clock:
        return seen_at if seen_at - published.instant(zone) <= LATE_SIGHT else None
    is_of_that_day = published.printed() == f"{seen_at.astimezone(zone):%Y-%m-%d}"
    return seen_at if is_of_that_day and not is_imported else None
