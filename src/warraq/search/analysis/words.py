"""A text cut into words, and each word brought to what the index knows of it. Places count characters of the original.

Of each word there are three: its stem, its exact form (for phrases), and its 4-grams (for ranking, see
docs/design/0004-arabic-search.md). Words are remembered, because a press uses the same ones all day.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from warraq.search.analysis.latin import ELISIONS, fold_latin, latin_stem
from warraq.search.analysis.variants import stem_arabic
from warraq.understand.arabic import MARKS, normalise

WORD_CACHE = 262_144
"""Forms remembered: 245k cover 118k articles (FINDINGS, "Search"), at about 400 bytes each."""

MAX_STEM = 64
"""Characters of a stem: longer runs are addresses and noise, and still meet themselves."""

GRAM = 4
"""Letters of a gram, a word's boundaries counted: better than 3, alone and beside stems (FINDINGS, "Search")."""
BOUNDARY = "_"
SHORTEST_GRAMMED = 3
"""Letters of a word that has grams: shorter ones are particles, and the ranking is as good without theirs."""

TWO_LETTERS = b"\1\1"
"""The lengths of two lone letters, one after the other: without them there is no abbreviation."""

APOSTROPHES = "'’ʼ"

_LETTER = r"[^\W\d_]"
_FORM = rf"\d+|{_LETTER}+(?:[{MARKS}\u0300-\u036f]+{_LETTER}*)*"
_PLAIN = re.compile(_FORM)
_ABBREVIATION = (
    rf"(?<![^\W_]){_LETTER}(?:\. ?{_LETTER}){{1,7}}(?![^\W_])|(?<![^\W_])[ء-ي](?: [ء-ي]){{2,7}}(?![^\W_])"
)
_WORD = re.compile(
    rf"(?i:(?<![^\W_])(?:{'|'.join(ELISIONS)})[{APOSTROPHES}](?=[^\W\d_]))"  # an elision, skipped: no group
    rf"|(?<=[^\W\d_])[{APOSTROPHES}][sS](?![^\W_])"  # the English possessive, skipped
    rf"|({_ABBREVIATION}|{_FORM})"
)
_ABBREVIATED = re.compile(_ABBREVIATION)
_SIGNS = re.compile(r"[. ]")
_IS_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its stem, and where its form stands in the original, `text[start:end]`."""

    stem: str
    start: int
    end: int


class Texts(NamedTuple):
    """A text as the index takes it: words parted by spaces."""

    stems: str
    exact: str
    grams: str


class _Known(NamedTuple):
    """What is remembered of a form."""

    stem: str
    exact: str
    grams: str


def analyse(text: str) -> list[str]:
    """The stems of a text in their order."""
    return [stem for form in forms_of(text) if (stem := _known(form).stem)]


def exact_words(text: str) -> list[str]:
    """The words of a text as phrases compare them: letters folded, clitics and endings kept."""
    return [exact for form in forms_of(text) if (exact := _known(form).exact)]


def grams_of(text: str) -> list[str]:
    """The 4-grams of a text's words, each word between boundary marks."""
    return [gram for form in forms_of(text) for gram in _known(form).grams.split()]


def texts_of(text: str, grammed: int | None = None) -> Texts:
    """All three at once, which is three times as fast; grams of the first `grammed` words, where that is given."""
    known = [word for word in map(_known, forms_of(text)) if word[0]]
    if not known:
        return Texts("", "", "")
    stems, exact, grams = zip(*known, strict=True)
    return Texts(" ".join(stems), " ".join(exact), " ".join(filter(None, grams[:grammed])))


def spans(text: str, among: Container[str] | None = None) -> list[Token]:
    """The stems of a text in their order, with their places; the same stems as `analyse`, or those `among` them."""
    forms: list[str] = _PLAIN.findall(text)
    placed: Iterable[tuple[str, int, int]]
    if _needs_care(text, forms):
        placed = ((match[1], *match.span(1)) for match in _WORD.finditer(text) if match[1])
    elif among is None:
        placed = ((match[0], *match.span()) for match in _PLAIN.finditer(text))
    else:  # few words are sought: where they stand is quicker to find than where all do
        few = [form for form in set(forms) if _known(form)[0] in among]
        placed = sorted(((form, *place) for form in few for place in _places(text, form)), key=itemgetter(1))
    return [
        Token(stem, start, end)
        for form, start, end in placed
        if (stem := _known(form).stem) and (among is None or stem in among)
    ]


def stem_of(form: str) -> str:
    """The stem of one word, without spaces; empty where the word is made of marks alone."""
    return _known(form).stem


def forms_of(text: str) -> list[str]:
    """The words of a text as written. و.م.ع is one word, as is و م ع."""
    forms: list[str] = _PLAIN.findall(text)
    if _needs_care(text, forms):
        forms = [form for form in _WORD.findall(text) if form]
    return forms


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where a form is a whole word of a plain text."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        # Words are told apart from left to right, and no word holds a space.
        for match in _PLAIN.finditer(text, text.rfind(" ", 0, start) + 1):
            if match.start() >= start:
                if match.span() == (start, end):
                    yield start, end
                break
        start = text.find(form, end)


def _needs_care(text: str, forms: list[str]) -> bool:
    """Whether there are apostrophes or abbreviations: only they need the careful way, which takes twice as long."""
    if _has_apostrophe(text):
        return True
    try:
        lengths = bytes(map(len, forms))
    except ValueError:  # a form of more than 255 letters
        return True
    return TWO_LETTERS in lengths and _ABBREVIATED.search(text) is not None


def _has_apostrophe(text: str) -> bool:
    return any(sign in text for sign in APOSTROPHES)


class _Words(dict[str, _Known]):
    """What was found out of each form, until there are too many: twice as quick to ask as an `lru_cache`."""

    def __missing__(self, form: str) -> _Known:
        if len(self) >= WORD_CACHE:
            self.clear()
        known = self[form] = _know(form)
        return known


_known = _Words().__getitem__


def _know(form: str) -> _Known:
    """What there is to know of one word; nothing of one made of marks alone."""
    word = normalise(form if "ئ" not in form and "يأ" not in form else _respelt(form))
    if len(form) > 1 and not form.isalnum():
        word = _SIGNS.sub("", word)  # an abbreviation's
    if _IS_ARABIC.search(word):
        exact, stem = word, stem_arabic(word)
    else:
        exact = fold_latin(word)
        stem = latin_stem(exact)
    exact = "".join(exact[:MAX_STEM].split())
    return _Known("".join(stem[:MAX_STEM].split()), exact, " ".join(_grams(exact)))


def _respelt(form: str) -> str:
    """Two seats of the hamza that whole countries write differently: مسئول is مسؤول, هيأة is هيئة."""
    return form.replace("ئو", "ؤو").replace("يأة", "يئة")


def _grams(word: str) -> Iterator[str]:
    if len(word) >= SHORTEST_GRAMMED:
        marked = f"{BOUNDARY}{word}{BOUNDARY}"
        for place in range(len(marked) - GRAM + 1):
            yield marked[place : place + GRAM]
