"""The same event told in Arabic and in French: which story of the other language a page may offer beside one.

Two stories belong together by the news words they share (`across_words`), names that sound alike, places, numbers and
time. They are offered, never merged: each must be the other's best, by far. Better no offer than a wrong one;
quality/across.py holds it to headlines that were written before this code, and to the sample press.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from warraq.understand.across_words import Sense, read_words
from warraq.understand.arabic import ascii_digits
from warraq.understand.numbers import read_figures

LANGUAGES = ("ar", "fr")
DAY = 86_400.0
LONGEST_APART = 2 * DAY
"""Between the middles of two stories that may tell of one event."""
OFFERED = 0.58
"""Likeness from which a story is offered. Chosen, as all numbers here, on the `tune` part of across_pairs.tsv."""
AHEAD = 1.15
"""So many times more alike than the next best, on both sides."""
FEWEST_SHARED = 2
"""Things of different sorts that both sides say."""
UNKNOWN = 0.3
"""What a word that the table does not know weighs: half of them have no counterpart."""
ELSEWHERE = 0.5
"""What a likeness is worth where both sides name places and share none."""
OTHER_NUMBERS = 0.7
"""The same for numbers."""
HEADLINE, LONGER = 6.0, 1.25
"""What a headline weighs. The more two sides say beyond that, the less of it they share when they tell of one event: a
likeness is worth more by this power of it."""
RAREST, COMMONEST = 1.0, 0.25
MOST_TOLD, CANDIDATES = 400, 40
"""A clue that more French stories give leads to none of them; so many stories are looked at closely."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Weights:
    """What a shared thing proves, by its sort."""

    senses: Mapping[str, float]
    sound: float
    """Of each consonant of a name, up to four."""
    place: float


WHOLE = Weights({"name": 1.5, "thing": 1.0, "common": 0.4}, 0.5, 1.5)
EVENT = Weights({"name": 0.3, "thing": 1.0, "common": 0.4}, 0.1, 0.0)
"""What happened, and not to whom or where: one minister opens a fair and answers a question on one day."""

Rarity = Mapping[object, float]


@dataclass(frozen=True, slots=True)
class Side:
    """A story as the other language is compared with it."""

    number: int
    """The story's."""
    language: str
    at: float
    """The middle of its articles, seconds since 1970 UTC."""
    senses: frozenset[Sense]
    names: frozenset[str]
    unknown: int
    places: frozenset[str]
    numbers: frozenset[float]

    def clues(self) -> Iterator[object]:
        """What a story of the other language may share with it, apart from numbers."""
        yield from self.senses
        yield from self.names
        yield from self.places


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stories of one event."""

    arabic: int
    french: int
    likeness: float
    """From OFFERED up."""


def side_of(number: int, language: str, at: float, texts: Sequence[str], places: Iterable[str] = ()) -> Side:
    """What is compared of a story. `texts`: headlines and leads; `places`: slugs of the edition's."""
    spoken = read_words(texts, language)
    numbers = frozenset(value for text in texts for value in _numbers(text, language))
    return Side(number, language, at, spoken.senses, spoken.names, spoken.unknown, frozenset(places), numbers)


def find_pairs(sides: Iterable[Side]) -> list[Pair]:
    """The pairs of an Arabic and a French story that may be offered beside each other, the surest first.

    A story stands in one pair at most. The same sides in any order give the same pairs.
    """
    kept = sorted(sides, key=lambda side: side.number)
    rarity = _rarity(kept)
    arabic, french = ([side for side in kept if side.language == language] for language in LANGUAGES)
    by_clue: dict[object, list[Side]] = {}
    for side in french:
        for clue in side.clues():
            by_clue.setdefault(clue, []).append(side)
    alike: dict[tuple[int, int], float] = {}
    for one in arabic:
        for other in _candidates(one, by_clue):
            if (likeness := likeness_of(one, other, rarity)) > 0:
                alike[one.number, other.number] = likeness
    return _offered(alike)


def _candidates(one: Side, by_clue: Mapping[object, Sequence[Side]]) -> list[Side]:
    """Those that share most of what is rare with a story: its cost does not grow with how many stories there are."""
    shares: dict[int, float] = {}
    sides: dict[int, Side] = {}
    for clue in one.clues():
        told = by_clue.get(clue, ())
        if len(told) <= MOST_TOLD:
            for other in told:
                sides[other.number] = other
                shares[other.number] = shares.get(other.number, 0.0) + 1 / (4 + len(told))
    return [
        sides[number] for number in sorted(shares, key=lambda number: (-shares[number], number))[:CANDIDATES]
    ]


def likeness_of(one: Side, other: Side, rarity: Rarity) -> float:
    """How surely two stories of two languages tell of one event: by all they say, and by what happened.

    0 and up; 1 is as good as sure.
    """
    apart = abs(one.at - other.at)
    if apart > LONGEST_APART:
        return 0.0
    shared = one.senses & other.senses, one.names & other.names, one.places & other.places
    numbers = one.numbers & other.numbers
    sorts = sum(map(len, shared)) + any(number > 2 for number in numbers)
    if sorts < FEWEST_SHARED or not shared[0]:
        return 0.0
    (whole, size), (event, _) = (_alike(one, other, rarity, weights) for weights in (WHOLE, EVENT))
    likeness = math.sqrt(whole * event) * max(1.0, size / HEADLINE) ** LONGER
    if one.places and other.places and not shared[2]:
        likeness *= ELSEWHERE
    if one.numbers and other.numbers and not numbers:
        likeness *= OTHER_NUMBERS
    return float(likeness * math.exp(-apart / LONGEST_APART / 2))


def number_weight(number: float) -> float:
    """What a number proves: small ones stand everywhere, a year in every text of the year."""
    if number <= 3:
        return 0.2
    if number <= 10:
        return 0.6
    if 1990 <= number <= 2040:
        return 0.3
    return 1.0 if number < 100 and number == int(number) else 1.4


def _alike(one: Side, other: Side, rarity: Rarity, weights: Weights) -> tuple[float, float]:
    """The share of what both say in what each says, and how much they say. Of names only the shared ones count: any
    word may be one."""
    names = one.names & other.names
    sound = sum(min(len(name), 4) * weights.sound for name in names)

    def weigh(senses: Iterable[Sense], places: Iterable[str], numbers: Iterable[float]) -> float:
        weight = sum(weights.senses[sense.kind] * rarity.get(sense, RAREST) for sense in senses)
        weight += sum(weights.place * rarity.get(place, RAREST) for place in places)
        return weight + sum(map(number_weight, numbers)) + sound

    both = weigh(one.senses & other.senses, one.places & other.places, one.numbers & other.numbers)
    wholes = (
        weigh(side.senses, side.places, side.numbers) + UNKNOWN * max(0, side.unknown - len(names))
        for side in (one, other)
    )
    size = math.sqrt(next(wholes) * next(wholes))
    return both / size, size


def _offered(alike: Mapping[tuple[int, int], float]) -> list[Pair]:
    """The pairs that are each other's best, by far."""
    rivals: dict[tuple[str, int], list[float]] = {}
    for (arabic, french), likeness in alike.items():
        rivals.setdefault(("ar", arabic), []).append(likeness)
        rivals.setdefault(("fr", french), []).append(likeness)
    pairs = []
    for (arabic, french), likeness in alike.items():
        both = (sorted(rivals[key], reverse=True) for key in (("ar", arabic), ("fr", french)))
        is_far_ahead = all(
            likeness == best and likeness >= AHEAD * sum(next_best[:1]) for best, *next_best in both
        )
        if likeness >= OFFERED and is_far_ahead:
            pairs.append(Pair(arabic, french, likeness))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.arabic))


def _rarity(sides: Sequence[Side]) -> Rarity:
    """What is said seldom weighs more: it falls with the logarithm of how many stories say it."""
    counts = Counter(key for side in sides for key in (*side.senses, *side.places))
    whole = math.log(2 + len(sides))
    return {key: max(COMMONEST, RAREST - math.log(count) / whole) for key, count in counts.items()}


def _numbers(text: str, language: str) -> Iterator[float]:
    """Figures, and what else stands in digits: a year, a law, the number of a road."""
    for figure in read_figures(text, language):
        if figure.value is not None:
            yield figure.value
    for match in _NUMBER.finditer(ascii_digits(text)):
        if re.fullmatch(r"\d{1,3}([.,]\d{3})+", match[0]):
            yield float(re.sub("[.,]", "", match[0]))
        elif len(re.findall("[.,]", match[0])) <= 1:
            yield float(match[0].replace(",", "."))
