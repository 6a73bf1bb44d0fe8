"""What a light stemmer cannot join: broken plurals, the many spellings of Darija, its verbs and its negation.

Two tables that anyone may correct hold words (`arabic_plurals.txt`, `darija.txt`); the rules below hold patterns, and
apply only where the lexicon knows what is left, so that كاتب stays a writer and غيوم clouds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from warraq.search.analysis.arabic import (
    CONJUNCTIONS,
    FEWEST_LETTERS,
    KNOWN,
    OWN,
    arabic_stem,
    without_suffixes,
)
from warraq.understand.arabic import normalise

_LONG = re.compile(r"(.)\1{2,}")
"""Three of a letter and more are a cry: بزاااف."""

_PRESENT = ("كا", "تا", "غا", "ك", "ت", "غ")
"""Before a verb of the present: is doing, will do (كيقول، تايقول، غيقول، غايكون)."""
_PERSONS = "يتن"
SHORTEST_VERB = 4
"""Letters of such a verb with its person."""
NO_VERBS = frozenset("تيسير كتالون كاتالون كتايب غنايم كنايب".split())
"""Stems that look like one."""
SHORT_VERBS = frozenset("يكون تكون نكون يبان تبان يدين يعين".split())
"""Verbs whose stem is too short for the lexicon."""

_ENDINGS = ("", "ه", "ها", "هم", "نا", "ين", "كم", "ي")
"""What a plural may carry; a hamza at its end moves to a seat before some of them (وزرائه)."""


def stem_arabic(word: str) -> str:
    """The stem of a normalised Arabic word, in Standard Arabic or Darija."""
    word = _LONG.sub(r"\1", word)
    stem = _spelt(word)
    if stem is None:
        verb = _affirmed(word) or _timeless(word)
        stem = arabic_stem(word) if verb is None else stem_arabic(verb)
    return _SINGULARS.get(stem, stem)


def _spelt(word: str) -> str | None:
    """The stem that the table of Darija gives, with a conjunction in front or without."""
    stem = _TABLE.get(word)
    return _TABLE.get(word[1:]) if stem is None and word[0] in CONJUNCTIONS else stem


def _affirmed(word: str) -> str | None:
    """A word without Darija's negation: ماعندوش، مكاينش; None where there is none."""
    if not (word.endswith("ش") and word.startswith("م") and len(word) > SHORTEST_VERB):
        return None
    rest = word[1:-1]
    if rest.startswith("ا") and len(rest) > FEWEST_LETTERS:
        return rest[1:]
    return rest if rest in _DARIJA and len(rest) > FEWEST_LETTERS else None  # مراكش is no راك


def _timeless(word: str) -> str | None:
    """A Darija verb without what says when: كيقول، غايكون; None for any other word."""
    for start in _PRESENT:
        verb = word.removeprefix(start)
        persons = "ي" if start == "ت" else _PERSONS
        if verb != word and len(verb) >= SHORTEST_VERB and verb[0] in persons:
            own = without_suffixes(word)
            is_verb = verb in SHORT_VERBS or without_suffixes(verb) in KNOWN
            return verb if is_verb and own not in OWN and own not in NO_VERBS else None
    return None


def _lines(name: str) -> Iterator[list[str]]:
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split(" ")


def _spellings() -> dict[str, str]:
    """Every spelling of the table, without the first of each line, and the stem of that."""
    return {
        normalise(other): arabic_stem(normalise(first))
        for first, *others in _lines("darija.txt")
        for other in others
        if normalise(other) != normalise(first)
    }


def _singulars() -> dict[str, str]:
    """The stem of every plural with all that it may carry, and the stem of its singular."""
    table: dict[str, str] = {}
    for plural, singular in _lines("arabic_plurals.txt"):
        stem = arabic_stem(normalise(singular))
        for word in _carried(normalise(plural)):
            if len(plural_stem := arabic_stem(word)) >= FEWEST_LETTERS:
                table.setdefault(plural_stem, stem)
    return {plural: stem for plural, stem in table.items() if plural != stem}


def _carried(plural: str) -> Iterator[str]:
    bases = [plural]
    if plural.endswith("اء"):
        bases += [plural[:-1] + "ي", plural[:-1] + "و", plural[:-1]]
    for base in bases:
        for ending in _ENDINGS:
            yield base + ending
    yield "ال" + plural


_TABLE = _spellings()
_DARIJA = frozenset(normalise(word) for words in _lines("darija.txt") for word in words)
_SINGULARS = _singulars()
