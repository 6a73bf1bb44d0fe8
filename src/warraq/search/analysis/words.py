"""A text cut into words, and each word brought to its stem. Places count characters of the original text."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from warraq.search.analysis.arabic import arabic_stem
from warraq.search.analysis.latin import ELISIONS, fold_latin, latin_stem
from warraq.understand.arabic import MARKS, normalise

WORD_CACHE = 262_144
"""Forms remembered: 245k cover 118k articles (FINDINGS, "Search"), at about 200 bytes each."""

MAX_STEM = 64
"""Characters of a stem: longer runs are addresses and noise, and still meet themselves."""

APOSTROPHES = "'’ʼ"

_FORM = rf"\d+|[^\W\d_]+(?:[{MARKS}\u0300-\u036f]+[^\W\d_]*)*"
_PLAIN = re.compile(_FORM)
_WORD = re.compile(
    rf"(?i:(?<![^\W_])(?:{'|'.join(ELISIONS)})[{APOSTROPHES}](?=[^\W\d_]))"  # an elision, skipped: no group
    rf"|(?<=[^\W\d_])[{APOSTROPHES}][sS](?![^\W_])"  # the English possessive, skipped
    rf"|({_FORM})"
)
_IS_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its stem, and where its form stands in the original, `text[start:end]`."""

    stem: str
    start: int
    end: int


def analyse(text: str) -> list[str]:
    """The stems of a text in their order."""
    has_apostrophe = any(sign in text for sign in APOSTROPHES)
    forms = filter(None, _WORD.findall(text)) if has_apostrophe else _PLAIN.findall(text)  # twice as fast
    return list(filter(None, map(stem_of, forms)))


def spans(text: str, among: Set[str] | None = None) -> list[Token]:
    """The stems of a text in their order, with their places; the same stems as `analyse`, or those `among` them."""
    has_apostrophe = any(sign in text for sign in APOSTROPHES)
    pattern, group = (_WORD, 1) if has_apostrophe else (_PLAIN, 0)
    return [
        Token(stem, *match.span(group))
        for match in pattern.finditer(text)
        if (form := match[group]) and (stem := stem_of(form)) and (among is None or stem in among)
    ]


@lru_cache(WORD_CACHE)
def stem_of(form: str) -> str:
    """The stem of one word, without spaces; empty where the word is made of marks alone."""
    word = normalise(form)
    stem = arabic_stem(word) if _IS_ARABIC.search(word) else latin_stem(fold_latin(word))
    return "".join(stem[:MAX_STEM].split())
