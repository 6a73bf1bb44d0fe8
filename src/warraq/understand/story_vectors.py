"""A headline as a sparse vector: word stems and the letters they are made of, the rarer the heavier.

Weights are whole numbers, so that sums of vectors are exact: a story is the same whatever the order in which its
articles came, left and came back. The same headlines in the same order always give the same vectors.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from warraq.understand.arabic import normalise
from warraq.understand.story_words import STOPWORDS, light_stem

UNIT = 1 << 16
"""Length of a vector. Weights are rounded to whole numbers: an error of a thousandth at most."""

WORD_SHARE, GRAM_SHARE = 0.7, 0.3
"""What words and letters contribute to a cosine (FINDINGS, "Stories": chosen on es, pt, en, de headlines)."""
GRAM_SIZES = (3, 4)
"""Without fives as good (.757 and .754) and a fifth quicker."""

MOST_WORDS = 100
"""Words of a text that count: a headline has a dozen, a lead most of these."""
LONGEST_WORD = 40
"""Letters: longer runs are addresses and noise."""

MOST_TERMS = 400_000
"""Terms counted per language; beyond, all counts are halved and the rarest forgotten."""

_FORM = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Vector:
    """Term -> weight, at most UNIT long."""

    words: dict[str, int]
    """Stems, the heaviest first."""
    grams: dict[str, int]
    """Runs of 3 and 4 letters within a word, its ends marked."""
    square: int
    """Its squared length."""


def forms_of(text: str) -> list[str]:
    """The words of a text as they are compared: letters folded, accents, case and marks gone."""
    plain = unicodedata.normalize("NFKD", normalise(unicodedata.normalize("NFKC", text)).casefold())
    plain = normalise("".join(letter for letter in plain if not unicodedata.combining(letter)))
    return [form[:LONGEST_WORD] for form in _FORM.findall(plain)][:MOST_WORDS]


@lru_cache(65_536)
def _terms(form: str) -> tuple[str, tuple[str, ...]]:
    """The stem of a word and its runs of letters."""
    padded = f" {form} "
    grams = (padded[start : start + size] for size in GRAM_SIZES for start in range(len(padded) - size + 1))
    return light_stem(form), tuple(grams)


def terms_of(title: str, lead: str = "") -> tuple[dict[str, int], dict[str, int]]:
    """Stems of a headline and a lead, and runs of letters of the headline, with how often each stands there.

    A lead's letters add nothing (F1 of the sample press .957 with them, .958 without, with a lead of 300 characters)
    and take three quarters of the memory.
    """
    words: dict[str, int] = {}
    grams: dict[str, int] = {}
    headline = forms_of(title)
    for form in headline:
        if form not in STOPWORDS:
            stem, pieces = _terms(form)
            words[stem] = words.get(stem, 0) + 1
            for piece in pieces:
                grams[piece] = grams.get(piece, 0) + 1
    for form in forms_of(lead)[: MOST_WORDS - len(headline)]:
        if form not in STOPWORDS:
            stem = _terms(form)[0]
            words[stem] = words.get(stem, 0) + 1
    return words, grams


@dataclass(slots=True)
class Frequencies:
    """In how many of the headlines so far each term stood: what makes it common or rare."""

    documents: int = 0
    words: dict[str, int] = field(default_factory=dict)
    grams: dict[str, int] = field(default_factory=dict)

    def vector(self, title: str, lead: str = "") -> Vector:
        """The vector of a headline by what came before it; then it counts itself. Of a lead the words count alone."""
        words, grams = terms_of(title, lead)
        heavy = self._weighed(words, self.words, WORD_SHARE)
        light = self._weighed(grams, self.grams, GRAM_SHARE)
        self._count(words, grams)
        ordered = dict(sorted(heavy.items(), key=lambda item: (-item[1], item[0])))
        square = sum(weight * weight for part in (heavy, light) for weight in part.values())
        return Vector(ordered, light, square)

    def _weighed(self, counts: dict[str, int], known: dict[str, int], share: float) -> dict[str, int]:
        """(1 + ln tf) · ln(1 + N / (1 + df)), scaled to the share of the unit."""
        documents, log = self.documents + 1, math.log
        raw = {
            term: (1 + log(count) if count > 1 else 1.0) * log(1 + documents / (1 + known.get(term, 0)))
            for term, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        scale = math.sqrt(share) * UNIT / length if length else 0.0
        return {term: weight for term, value in raw.items() if (weight := round(value * scale))}

    def _count(self, words: Iterable[str], grams: Iterable[str]) -> None:
        self.documents += 1
        for terms, known in ((words, self.words), (grams, self.grams)):
            for term in terms:
                known[term] = known.get(term, 0) + 1
        if len(self.words) + len(self.grams) > MOST_TERMS:
            self.documents = (self.documents + 1) // 2
            self.words, self.grams = (
                {term: count // 2 for term, count in known.items() if count > 1}
                for known in (self.words, self.grams)
            )


def dot(one: dict[str, int], other: dict[str, int]) -> int:
    """The product of two parts of vectors."""
    if len(one) > len(other):
        one, other = other, one
    get = other.get
    return sum([weight * get(term, 0) for term, weight in one.items()])
