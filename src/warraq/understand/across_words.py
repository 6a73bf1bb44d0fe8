"""What a text says, in senses that Arabic and French share: the news words of across_words.tsv, and what may be names.

The table is our own and anyone can correct it. Words are compared folded, without clitics, articles and the commonest
endings; nothing here translates a text or shows one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from warraq.understand.across_names import FEWEST, arabic_skeletons, bare_forms, latin_skeleton
from warraq.understand.place_names import fold_word
from warraq.understand.story_words import STOPWORDS

TABLE = "across_words.tsv"
SHORT = 4
"""Letters up to which a French name of the table counts only with a capital: `can` is no cup."""
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_ENDINGS = ("تين", "ين", "ون", "ان", "ات", "ها", "هم", "ته", "يه", "ه", "ا", "ي")
_FRENCH_ENDINGS = ("ees", "es", "ee", "s", "x", "e")
_NO_NAMES = frozenset("el al ben bin ibn abou abu sidi moulay ait oulad ouled".split())
"""Beginnings of names that too many names share."""
_JOINED = {"ar": frozenset("ابن بن بو ابو عبد ايت".split()), "fr": frozenset("ben bou abou abd ait".split())}
"""Beginnings of names that the other language may write in one word with what follows."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A line of the table."""

    number: int
    kind: str
    """name, thing or common."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text says."""

    senses: frozenset[Sense]
    names: frozenset[str]
    """Skeletons of what may be names. French marks them by a capital; in Arabic every unknown word may be one."""
    unknown: int
    """Words that the table does not know."""


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    forms: tuple[str, ...]


def read_words(texts: Sequence[str], language: str) -> Spoken:
    """What headlines and leads say. `language`: ar or fr."""
    senses: set[Sense] = set()
    names: set[str] = set()
    unknown = 0
    table = _tables()[language]
    for text in texts:
        words = [_Word(raw, _forms(raw, language)) for raw in _WORD.findall(text)]
        at = 0
        while at < len(words):
            sense, used = table.read(words, at)
            if sense is not None:
                senses.add(sense)
            elif words[at].forms[0] not in STOPWORDS and len(words[at].forms[0]) > 2:
                unknown += 1
                names |= _name_skeletons(words[at], language)
                if words[at].forms[0] in _JOINED[language] and at + 1 < len(words):
                    names |= _name_skeletons(_joined(words[at], words[at + 1], language), language)
            at += used
    return Spoken(frozenset(senses), frozenset(names), unknown)


def _joined(one: _Word, other: _Word, language: str) -> _Word:
    raw = one.raw + other.raw.lower()
    return _Word(raw, _forms(raw, language))


def _name_skeletons(word: _Word, language: str) -> set[str]:
    if language == "ar":
        found: Sequence[str] = arabic_skeletons(word.forms[0])
    elif word.raw[0].isupper() and word.forms[0] not in _NO_NAMES:
        found = (latin_skeleton(word.raw),)
    else:
        found = ()
    return {skeleton for skeleton in found if len(skeleton) >= FEWEST}


class _Table:
    """One language's side of the table: phrases by their first word, the longest first."""

    def __init__(self, entries: Sequence[tuple[Sense, str]], language: str) -> None:
        self.language = language
        self.whole: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        self.begun: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        for sense, text in entries:
            words = tuple(_table_words(text, language))
            first, rest = words[0], words[1:]
            side = self.begun if first.endswith("*") else self.whole
            side.setdefault(first.rstrip("*"), []).append((rest, sense))
        for found in (*self.whole.values(), *self.begun.values()):
            found.sort(key=lambda pair: -len(pair[0]))

    def read(self, words: Sequence[_Word], at: int) -> tuple[Sense | None, int]:
        """The sense of the longest phrase that begins at a word, and how many words it takes."""
        best: tuple[Sense | None, int] = (None, 1)
        for rest, sense in self._begun(words[at]):
            used = 1 + len(rest)
            if best[0] is not None and used <= best[1]:
                continue
            if at + used <= len(words) and all(
                _fits(words[at + n], part) for n, part in enumerate(rest, 1)
            ) and self._is_written(words[at], sense, used):  # fmt: skip
                best = sense, used
        return best

    def _begun(self, word: _Word) -> Iterator[tuple[tuple[str, ...], Sense]]:
        for form in word.forms:
            yield from self.whole.get(form, ())
        for form in word.forms:
            for length in range(len(form), 2, -1):
                yield from self.begun.get(form[:length], ())

    def _is_written(self, word: _Word, sense: Sense, used: int) -> bool:
        is_short_name = (
            self.language == "fr" and sense.kind == "name" and used == 1 and len(word.raw) <= SHORT
        )
        return not is_short_name or word.raw[0].isupper()


def _fits(word: _Word, part: str) -> bool:
    if part.endswith("*"):
        return any(form.startswith(part[:-1]) for form in word.forms)
    return part in word.forms


def _table_words(text: str, language: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+\*?|\d\w*|%", fold_word(text)):
        bare = word.removeprefix("ال") if len(word) > 5 else word
        yield bare if language == "ar" else word


@lru_cache(maxsize=65_536)
def _forms(raw: str, language: str) -> tuple[str, ...]:
    """A word folded, then every way to take off what is written onto it."""
    word = fold_word(raw)
    forms = list(bare_forms(word)) if language == "ar" else [word]
    endings = _ARABIC_ENDINGS if language == "ar" else _FRENCH_ENDINGS
    for form in list(forms):
        forms += [form[: -len(e)] for e in endings if form.endswith(e) and len(form) - len(e) >= 3]
    return tuple(dict.fromkeys(forms))


@cache
def _tables() -> Mapping[str, _Table]:
    entries: dict[str, list[tuple[Sense, str]]] = {"ar": [], "fr": []}
    text = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    for number, row in enumerate(rows):
        sense = Sense(number, row["kind"])
        for language, column in (("ar", "arabic"), ("fr", "french")):
            entries[language] += [(sense, form) for form in row[column].split("|") if form]
    return {language: _Table(found, language) for language, found in entries.items()}
