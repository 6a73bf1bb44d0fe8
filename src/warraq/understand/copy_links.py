"""Which article a copy is folded under: the one it has its text from where that can be said, else one that shares it.

An article has one link at most. A link is judged between its two ends alone, so following links leads from a copy over
what it was copied from to the origin; a link to an earlier article with nobody called first is better than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warraq.understand.attributions import AttributionKind
from warraq.understand.copies import Match
from warraq.understand.origins import WEIGHTS, Origin, Reason, Witness, find_origin


@dataclass(frozen=True, slots=True)
class Link:
    """Where else an article's text stands."""

    id: str
    other: str | None
    """The article it shares its text with; None where it only names an origin outside."""
    is_origin: bool = False
    """Whether `other` had it first; else nobody can be called first."""
    is_sure: bool = False
    share: float = 0.0
    """Share of the article's runs of four words that `other` has."""
    other_share: float = 0.0
    reasons: tuple[Reason, ...] = ()
    outside: str = ""
    """An origin that is no article of ours, as it is named."""

    @property
    def strength(self) -> tuple[bool, bool, int, float]:
        """Orders links of one article: the stronger one stands."""
        weight = sum(WEIGHTS[reason] for reason in self.reasons)
        return self.is_origin, self.is_sure, weight, max(self.share, self.other_share)


def link_copies(
    arrived: Witness,
    matches: Sequence[tuple[Match, Witness]],
    standing: Mapping[str, Link],
    zone: tzinfo,
) -> list[Link]:
    """The links that an arrived article makes: its own, and those of matches that turn out to be copied from it.

    `standing`: the links of the matches as they are. Matches within one outlet are none: an outlet may say a thing
    twice. The answer does not depend on the order of the matches. Clocks without offset are read in `zone`.
    """
    own: list[Link] = []
    made: list[Link] = []
    for match, other in matches:
        if other.outlet == arrived.outlet:
            continue
        origin = find_origin(arrived, other, share=match.share, other_share=match.other_share, zone=zone)
        if origin.id == arrived.id:
            link = _link(other.id, arrived.id, origin, (match.other_share, match.share))
            held = standing.get(other.id)
            if held is None or link.strength > held.strength:
                made.append(link)
        else:
            own.append(_link(arrived.id, other.id, origin, (match.share, match.other_share)))
    best = max(own, key=lambda link: (_roots(link, standing), link.strength, _earlier(link)), default=None)
    if made and best is not None and not best.is_origin:
        best = None  # it is an origin itself: that it shares its text with others besides says nothing
    if best is None and (outside := _outside(arrived)):
        best = Link(arrived.id, None, outside=outside)
    return [*([best] if best else []), *made]


def fold(links: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Article -> the one it is folded under, of articles that share a text: (article, other) pairs as linked.

    Where links lead in a circle, the smallest id stands for all. Articles without a link are left out; one that only
    others link to leads to itself.
    """
    over = {id_: other for id_, other in links if other is not None}
    roots: dict[str, str] = {}
    for id_ in over:
        path = [id_]
        while (further := over.get(path[-1])) is not None and further not in path:
            path.append(further)
        root = path[-1] if further is None else min(path[path.index(further) :])
        roots |= dict.fromkeys(path, root)
    return roots


def _link(id_: str, other: str, origin: Origin, shares: tuple[float, float]) -> Link:
    is_origin = origin.id == other
    return Link(
        id_,
        other,
        is_origin,
        origin.is_sure and is_origin,
        *shares,
        origin.reasons if is_origin else (),
        origin.outside or "",
    )


def _roots(link: Link, standing: Mapping[str, Link]) -> bool:
    """Whether the other end copied from nobody: of an agency's text and its reprints, the agency's."""
    held = standing.get(link.other or "")
    return link.is_origin and (held is None or not held.is_origin)


def _earlier(link: Link) -> tuple[int, str]:
    """Of equals the one that came first: the smaller number."""
    other = link.other or ""
    return -int(other) if other.isdigit() else 0, other


def _outside(witness: Witness) -> str:
    """The origin that an article names without sharing its text with anyone here; an outlet names itself in vain."""
    kinds = (AttributionKind.MARK, AttributionKind.CUE)
    named = [
        attribution
        for attribution in witness.attributions
        if attribution.name != witness.outlet and attribution.kind in kinds and attribution.is_known
    ]
    named.sort(key=lambda attribution: (kinds.index(attribution.kind), attribution.name))
    return "" if witness.is_agency or not named else named[0].name
