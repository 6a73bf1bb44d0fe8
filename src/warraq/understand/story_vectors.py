"""A headline as a sparse vector: word stems and the letters they are made of, the rarer the heavier.

Weights are whole numbers, so that sums of vectors are exact: a story is the same whatever the order in which its
articles came, left and came back. The same headlines in the same order always give the same vectors.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from warraq.understand.arabic import normalise
from warraq.understand.story_words import STOPWORDS, light_stem

UNIT = 1 << 16
"""Length of a vector. Weights are rounded to whole numbers: an error of a thousandth at most."""

WORD_SHARE, GRAM_SHARE = 0.7, 0.3
"""What words and letters contribute to a cosine (FINDINGS, "Stories": chosen on es, pt, en, de headlines)."""
GRAM_SIZES = (3, 4)
"""Without fives as good (.757 and .754) and a fifth quicker."""

MOST_WORDS = 100
"""Words that count of a text: a headline has a dozen, a lead most of these."""
LONGEST_WORD = 40
"""Letters: longer runs are addresses and noise."""

MOST_TERMS = 400_000
"""Terms counted per language; beyond, all counts are halved and the rarest forgotten."""

_FORM = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""A word of plain letters, of which `normalise` alone leaves what the long way leaves."""


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
    forms: list[str] = []
    for run in _runs(text):
        forms += _read(run).forms
    return forms[:MOST_WORDS]


def terms_of(title: str, lead: str = "") -> tuple[Counter[str], Counter[str]]:
    """Stems of a headline and a lead, and runs of letters of the headline, with how often each stands there.

    A lead's letters add nothing (F1 of the sample press .957 with them, .958 without, with a lead of 300 characters)
    and take three quarters of the memory.
    """
    stems: list[str] = []
    grams: list[str] = []
    for run in _runs(title):
        read = _read(run)
        stems += read.stems
        for form in read.said:
            grams += _grams(form)
    for run in _runs(lead):
        stems += _read(run).stems
        if len(stems) >= MOST_WORDS:
            break
    return Counter(stems[:MOST_WORDS]), Counter(grams)


class _Run(NamedTuple):
    """What stands between two spaces, mostly one word."""

    forms: tuple[str, ...]
    said: tuple[str, ...]
    """Those that say something."""
    stems: tuple[str, ...]
    """Of these."""


def _runs(text: str) -> list[str]:
    return text[: MOST_WORDS * LONGEST_WORD].split(None, MOST_WORDS)[:MOST_WORDS]


def _read(run: str) -> _Run:
    """What is long stands in no other text: it is not remembered."""
    return _known(run) if len(run) <= LONGEST_WORD else _know(run)


def _know(run: str) -> _Run:
    if _ARABIC.fullmatch(run):
        return _word(normalise(run)[:LONGEST_WORD])
    if run.isascii():
        plain = run.casefold()
    else:
        plain = unicodedata.normalize("NFKD", normalise(unicodedata.normalize("NFKC", run)).casefold())
        plain = normalise("".join(letter for letter in plain if not unicodedata.combining(letter)))
    forms = tuple(form[:LONGEST_WORD] for form in _FORM.findall(plain)[:MOST_WORDS])
    said = tuple(form for form in forms if form not in STOPWORDS)
    return _Run(forms, said, tuple(light_stem(form) for form in said))


def _word(form: str) -> _Run:
    return _Run((form,), (), ()) if form in STOPWORDS else _Run((form,), (form,), (light_stem(form),))


_known = lru_cache(131_072)(_know)


@lru_cache(65_536)
def _grams(form: str) -> tuple[str, ...]:
    """The runs of letters of a word, its ends marked."""
    word = f" {form} "
    return tuple(word[at : at + size] for size in GRAM_SIZES for at in range(len(word) - size + 1))


@dataclass(slots=True)
class Frequencies:
    """In how many of the headlines so far each term stood: what makes it common or rare."""

    documents: int = 0
    words: Counter[str] = field(default_factory=Counter)
    grams: Counter[str] = field(default_factory=Counter)

    def vector(self, title: str, lead: str = "") -> Vector:
        """The vector of a headline by what came before it; then it counts itself. Of a lead the words count alone."""
        words, grams = terms_of(title, lead)
        heavy = self._weighed(words, self.words, WORD_SHARE)
        light = self._weighed(grams, self.grams, GRAM_SHARE)
        self._count(words, grams)
        ordered = {word: heavy[word] for word in sorted(sorted(heavy), key=heavy.__getitem__, reverse=True)}
        square = sum(sum(map(mul, part.values(), part.values())) for part in (heavy, light))
        return Vector(ordered, light, square)

    def _weighed(self, counts: Counter[str], known: Counter[str], share: float) -> dict[str, int]:
        """(1 + ln tf) · ln(1 + N / (1 + df)), scaled to the share of the unit."""
        documents, log, seen = self.documents + 1, math.log, known.get
        raw = [
            log(1 + documents / (1 + seen(term, 0))) * (1 if count == 1 else 1 + log(count))
            for term, count in counts.items()
        ]
        scale = math.sqrt(share) * UNIT / (math.sqrt(sum(map(mul, raw, raw))) or 1.0)
        return dict(zip(counts, map(round, map(scale.__mul__, raw)), strict=True))

    def _count(self, words: Counter[str], grams: Counter[str]) -> None:
        self.documents += 1
        self.words.update(words.keys())
        self.grams.update(grams.keys())
        if len(self.words) + len(self.grams) > MOST_TERMS:
            self.documents = (self.documents + 1) // 2
            self.words, self.grams = _halved(self.words), _halved(self.grams)


def _halved(counts: Counter[str]) -> Counter[str]:
    """Half of each count; what was counted once is forgotten."""
    return Counter({term: count // 2 for term, count in counts.items() if count > 1})


def dot(one: dict[str, int], other: dict[str, int]) -> int:
    """The product of two parts of vectors."""
    common = one.keys() & other.keys()
    return sum(map(mul, map(one.__getitem__, common), map(other.__getitem__, common)))
