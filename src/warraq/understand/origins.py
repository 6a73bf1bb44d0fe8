"""Of two texts that are copies, which came first: a pure weighing of what each text and each clock says.

Evidence counts in this order: a text that names the other's outlet, an agency against anyone else, the outlets' own
clocks, our first sight, a short text cut out of a long one. Where it is slight or stands against itself, nobody is
called first; and a day without an hour never makes anyone first within that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from warraq.records import Moment
from warraq.understand.attributions import Attribution, AttributionKind

CLOCK_ERROR = timedelta(minutes=2)
"""Outlets' clocks within this of each other say nothing."""
SIGHT_ERROR = timedelta(minutes=10)
"""We may have seen a channel this much later than it changed: a usual interval between two looks."""
HELD_WHOLE, HELD_IN_PART = 0.9, 0.6
"""A text is cut out of another where nearly all of it stands there and much of the other does not stand in it."""
DECIDES = 1
"""Weight by which one side must lead."""


class Reason(StrEnum):
    """What speaks for an origin."""

    NAMED = "named"
    """The copy names the origin's outlet."""
    AGENCY = "agency"
    """The origin is an agency."""
    PUBLISHED = "published"
    """It says that it was published earlier."""
    SEEN = "seen"
    """We saw it earlier."""
    LONGER = "longer"
    """The copy is a piece of it."""


WEIGHTS = {Reason.NAMED: 8, Reason.AGENCY: 3, Reason.PUBLISHED: 2, Reason.SEEN: 2, Reason.LONGER: 1}
"""A text's own word beats clocks. An agency beats one clock, not both: agencies copy too (of 291 copies of the sample
press 5 were turned round when it beat both)."""
SURE = 6
"""Lead from which an origin is sure."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known about one of two copies."""

    id: str
    outlet: str
    """As `Attributions` calls it; empty where unknown."""
    seen_at: datetime | None
    """When we saw it first, aware; None where that says nothing (an import)."""
    published: Moment | None = None
    attributions: tuple[Attribution, ...] = ()
    is_agency: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Who of two had a text first."""

    id: str | None
    """The origin's id; None where nobody can be called first."""
    is_sure: bool
    """Whether a text or an agency says so, or both clocks do; else it is merely likely."""
    reasons: tuple[Reason, ...]
    """What speaks for it, the weightiest first."""
    outside: str | None
    """An origin that is neither of the two: an agency or an outlet that either names."""


def find_origin(one: Witness, other: Witness, *, share: float, other_share: float, zone: tzinfo) -> Origin:
    """Which of two copies is the origin.

    `share` and `other_share` are the shares of their shingles that they have in common (`copies.Match`). Clocks
    without offset are read in `zone`. The answer does not depend on the order of the two.
    """
    reasons = {
        one.id: _reasons(one, other, (share, other_share), zone),
        other.id: _reasons(other, one, (other_share, share), zone),
    }
    weights = {id_: sum(WEIGHTS[reason] for reason in found) for id_, found in reasons.items()}
    outside = _outside(one, other)
    lead = weights[one.id] - weights[other.id]
    if one.id == other.id or abs(lead) < DECIDES:
        return Origin(None, False, (), outside)
    first = one.id if lead > 0 else other.id
    has_clocks = {Reason.PUBLISHED, Reason.SEEN} <= set(reasons[first])
    is_sure = abs(lead) >= SURE or (has_clocks and outside is None)
    return Origin(first, is_sure, reasons[first], outside)


def earlier_by_clock(one: Moment, other: Moment, zone: tzinfo) -> int:
    """-1 where `one` says an earlier time, 1 where a later one, 0 where the two do not tell."""
    if one.is_approximate or other.is_approximate:
        return 0
    if one.precision.has_clock and other.precision.has_clock:
        apart = one.instant(zone) - other.instant(zone)
        return 0 if abs(apart) < CLOCK_ERROR else (1 if apart > timedelta(0) else -1)
    days = one.printed()[:10], other.printed()[:10]
    shorter = min(map(len, days))  # a month alone tells only months apart
    first, second = (day[:shorter] for day in days)
    return (first > second) - (first < second)


def _reasons(
    first: Witness, second: Witness, shares: tuple[float, float], zone: tzinfo
) -> tuple[Reason, ...]:
    """What speaks for `first` being the origin of `second`."""
    found = []
    if any(_names(second, attribution, first) for attribution in second.attributions):
        found.append(Reason.NAMED)
    if first.is_agency and not second.is_agency:
        found.append(Reason.AGENCY)
    if first.published and second.published and earlier_by_clock(first.published, second.published, zone) < 0:
        found.append(Reason.PUBLISHED)
    if first.seen_at and second.seen_at and second.seen_at - first.seen_at >= SIGHT_ERROR:
        found.append(Reason.SEEN)
    if shares[1] >= HELD_WHOLE and shares[0] < HELD_IN_PART:
        found.append(Reason.LONGER)
    return tuple(found)


def _names(speaker: Witness, attribution: Attribution, first: Witness) -> bool:
    return bool(first.outlet) and attribution.name == first.outlet != speaker.outlet


def _outside(one: Witness, other: Witness) -> str | None:
    """The origin outside the two that they name: an agency that both name, else one's mark, else an outlet's name."""
    outlets = {one.outlet, other.outlet}
    named: list[Sequence[Attribution]] = [
        [attribution for attribution in witness.attributions if attribution.name not in outlets]
        for witness in (one, other)
    ]
    theirs = [{attribution.name for attribution in attributions} for attributions in named]
    ranked = sorted(
        (_rank(attribution, theirs), attribution.name) for found in named for attribution in found
    )
    return ranked[0][1] if ranked and not (one.is_agency or other.is_agency) else None


def _rank(attribution: Attribution, theirs: list[set[str]]) -> tuple[int, int]:
    kinds = (AttributionKind.MARK, AttributionKind.CUE, AttributionKind.SAID)
    return (0 if all(attribution.name in names for names in theirs) else 1, kinds.index(attribution.kind))
