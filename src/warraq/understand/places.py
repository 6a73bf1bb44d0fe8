"""Which places of its edition an article names, and which one it is about.

A name alone proves little: الجديدة is a town and "the new", سلا a town and "he forgot", Tata a province and a company.
So each mention gathers evidence (a preposition written onto it, «مدينة» before it, a dateline, neighbours) and counts
from a threshold. It must never report a place on the strength of a word that could as well be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from warraq.editions import Place
from warraq.understand import place_evidence
from warraq.understand.place_names import (
    Candidate,
    Gazetteer,
    Token,
    are_joined,
    care_as_written,
    tokens_of,
)

ACCEPTED = 0.6
"""Confidence from which a mention counts. This and the weights of `place_evidence` were set by hand on
quality/places_cases.tsv."""

NAME_ALONE = {"sure": 0.75, "doubtful": 0.3, "head": 0.0}
"""Confidence before any evidence, by what the table says of the name."""

NEIGHBOUR, SAME_REGION, NAMED_ELSEWHERE, HOME = 0.4, 0.15, 0.3, 0.3
PAIRED = 0.3
"""For each of two doubtful names side by side: «العيون والداخلة» is no pair of words but of towns."""

TITLE_WEIGHT, DATELINE_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 3.0, 3.0, 2.0, 1.0
MAIN_SHARE = 0.34
"""Share of all weights that a place holds at the least to be the main one, unless the title names it."""

LONGEST_GAP = 3
"""Words between two places of one list: «طنجة وتطوان», «من فاس إلى مدينة تازة»."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place an article names."""

    slug: str
    confidence: float
    """0 to 1, of its surest mention."""
    weight: float
    """How much of the article is about it; title and dateline weigh most."""
    is_in_title: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an article, the weightiest first."""

    found: tuple[FoundPlace, ...] = ()
    main: str | None = None
    """Slug of the place the article is about; None where none stands out."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """All places found."""
        return tuple(place.slug for place in self.found)


@dataclass(slots=True)
class _Mention:
    part: int
    first: int
    last: int
    candidates: tuple[Candidate, ...]
    score: float
    is_dateline: bool
    chosen: Place = field(init=False)
    alone: float = field(init=False)
    """Its score before its neighbours were heard."""

    def __post_init__(self) -> None:
        self.chosen = self.candidates[0].place
        self.alone = self.score


def find_places(
    title: str | None, paragraphs: Sequence[str], gazetteer: Gazetteer, home: frozenset[str] = frozenset()
) -> Places:
    """The places named in an article. `home`: slugs of the outlet's own town and region, where known."""
    if not gazetteer.places:
        return Places()
    mentions: list[_Mention] = []
    for part, text in enumerate((title or "", *paragraphs)):
        mentions += _mentions_of(text, part, gazetteer)
    _choose_namesakes(mentions)
    _hear_neighbours(mentions, home)
    return _weigh([mention for mention in mentions if mention.score >= ACCEPTED], bool(title))


def _mentions_of(text: str, part: int, gazetteer: Gazetteer) -> list[_Mention]:
    plain, tokens = tokens_of(text)
    mentions: list[_Mention] = []
    at = 0
    while at < len(tokens):
        follows_place = bool(mentions) and mentions[-1].last == at - 1
        mention, used = _mention_at(plain, tokens, at, part, gazetteer, follows_place)
        if mention is not None:
            mentions.append(mention)
        at += used
    return mentions


def _mention_at(
    plain: str, tokens: list[Token], at: int, part: int, gazetteer: Gazetteer, follows_place: bool
) -> tuple[_Mention | None, int]:
    """The longest name that starts at a word, and how many words it takes (1 where there is none)."""
    for name in gazetteer.names_from(tokens[at].folded):
        last = at + len(name.rest)
        if last >= len(tokens) or any(
            tokens[at + n].folded != word
            or not are_joined(plain[tokens[at + n - 1].end : tokens[at + n].start])
            for n, word in enumerate(name.rest, 1)
        ):
            continue
        if not name.candidates:
            return None, len(name.rest) + 1
        if place_evidence.lacks_capital(tokens[at : last + 1]):
            continue
        care = care_as_written(name.candidates[0], tokens[at].raw, name.clitic)
        context = place_evidence.Context(plain, tokens, at, last, name.clitic, care, follows_place)
        evidence = place_evidence.weigh(context)
        score = NAME_ALONE[care] + evidence
        return _Mention(part, at, last, name.candidates, score, context.is_dateline), last - at + 1
    return None, 1


def _choose_namesakes(mentions: list[_Mention]) -> None:
    """Of places of one name the largest is meant, unless the others' region is named; two of a kind stay open."""
    regions = {
        place.region or place.slug
        for mention in mentions
        if len(mention.candidates) == 1 and mention.score >= ACCEPTED
        for place in (mention.chosen,)
    }
    for mention in mentions:
        if len(mention.candidates) == 1:
            continue
        near = [c.place for c in mention.candidates if c.place.region in regions]
        if near and mention.chosen.region not in regions and mention.chosen.kind == near[0].kind:
            mention.chosen = near[0]
        elif mention.candidates[1].place.kind == mention.chosen.kind and len(near) != 1:
            mention.score = 0.0


def _hear_neighbours(mentions: list[_Mention], home: frozenset[str]) -> None:
    """Mentions that alone prove too little, beside sure ones."""
    _hear_pairs(mentions)
    for _ in range(2):
        sure = [mention for mention in mentions if mention.score >= ACCEPTED]
        slugs = {mention.chosen.slug for mention in sure}
        regions = {mention.chosen.region or mention.chosen.slug for mention in sure}
        for mention in mentions:
            if 0 < mention.score < ACCEPTED:
                place = mention.chosen
                mention.score = mention.alone + max(
                    NAMED_ELSEWHERE * (place.slug in slugs),
                    NEIGHBOUR * any(_is_beside(mention, other) for other in sure),
                    SAME_REGION * (place.region in regions),
                )
                mention.score += HOME * (place.slug in home or place.region in home)


def _hear_pairs(mentions: list[_Mention]) -> None:
    for one, other in pairwise(mentions):
        is_pair = one.part == other.part and other.first == one.last + 1
        if is_pair and all(NAME_ALONE["doubtful"] <= mention.alone < ACCEPTED for mention in (one, other)):
            for mention in (one, other):
                mention.score = mention.alone = max(mention.alone, NAME_ALONE["doubtful"] + PAIRED)


def _is_beside(one: _Mention, other: _Mention) -> bool:
    if one.part != other.part:
        return False
    gap = max(one.first, other.first) - min(one.last, other.last)
    return 0 < gap <= LONGEST_GAP


def _weigh(mentions: list[_Mention], has_title: bool) -> Places:
    shares: dict[tuple[str, int], float] = {}  # a name said twice in one paragraph weighs once
    sureness: dict[str, float] = {}
    titled: set[str] = set()
    for mention in mentions:
        slug = mention.chosen.slug
        weight = BODY_WEIGHT
        if mention.part == 0 and has_title:
            weight = TITLE_WEIGHT
            titled.add(slug)
        elif mention.is_dateline:
            weight = DATELINE_WEIGHT
        elif mention.part <= 1:
            weight = LEAD_WEIGHT
        confidence = min(mention.score, 1.0)
        key = slug, mention.part
        shares[key] = max(shares.get(key, 0.0), weight * confidence)
        sureness[slug] = max(sureness.get(slug, 0.0), confidence)
    weights: dict[str, float] = {}
    for (slug, _), share in shares.items():
        weights[slug] = weights.get(slug, 0.0) + share
    order = sorted(weights, key=lambda slug: -weights[slug])  # stable: of equals the first named leads
    main = order[0] if order else None
    if main is not None and main not in titled and weights[main] < MAIN_SHARE * sum(weights.values()):
        main = None
    found = tuple(FoundPlace(slug, sureness[slug], weights[slug], slug in titled) for slug in order)
    return Places(found, main)
