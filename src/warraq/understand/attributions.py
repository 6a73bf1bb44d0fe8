"""Whom a text says it has its words from: an agency's mark in dateline or signature, or a source named in a phrase.

Phrases and agencies are a table (attributions.tsv) that anyone can correct; an edition's outlets are given by name. An
origin may lie outside the archive. An agency merely quoted in the middle of a text is no origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from warraq.errors import BadInput
from warraq.understand.arabic import LETTERS, MARKS, normalise

HEAD, TAIL = 160, 110
"""Characters at the two ends in which a mark signs the text: a dateline, a signature."""
LONGEST_NAME = 40
"""Characters of a name between quotation marks: a longer one is a sentence."""
MOST_WORDS = 4
"""Words of an unknown name: what is longer is something said."""

_LETTER = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(rf"\w[\w{MARKS}]*")
_KINDS = ("mark", "cue", "said")
_OPEN, _CLOSE = '«“"„”(‹\\[', '»”"“)›\\]'
_UNSEEN = f"[{MARKS}]*"
_EDGE_BEFORE = r"(?:^|[(\[/|\\\-–—ـ:،,.+]|\bو)\s*"
_EDGE_BEHIND = r"(?=\s*(?:$|[)\]/|\\\-–—ـ:،,.+]|\bو))"
_OUTLET_WORDS = (
    r"(?:(?:ال)?(?:صحيفة|جريدة|يومية|أسبوعية|موقع|وكالة|قناة|إذاعة|مجلة|منبر|بوابة)|أنباء|الأنباء|الإلكترونية?|الإخبارية?"
    r"|l['’]agence|le journal|le site|la chaîne|le quotidien|l['’]hebdomadaire|le|la|les|l['’]|ال|ل)"
)
"""What may stand between a cue and a name."""


class AttributionKind(StrEnum):
    """How a text names its origin."""

    MARK = "mark"
    """An agency's sign in dateline, signature or author's line."""
    CUE = "cue"
    """`نقلا عن …`: words of attribution."""
    SAID = "said"
    """`حصلت «…» على نسخة منه`: the outlet that speaks. In its own pages that is no attribution."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """An origin that a text names."""

    name: str
    """The agency's or outlet's name in the table or among the names given, else as printed."""
    kind: AttributionKind
    is_known: bool
    """Whether the table or the caller knows the name."""


@dataclass(frozen=True, slots=True)
class _Table:
    marks: Mapping[str, str]
    cues: tuple[str, ...]
    said: tuple[str, ...]


class Attributions:
    """Reads attributions. `names` are an edition's own: as printed (`كود`, `و ت أ`, `جريدة البيدر`) -> our slug."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        table = _table()
        self._names = [
            (re.compile(_loose(phrase), _flags(phrase)), name)
            for phrase, name in _longest_first({**table.marks, **(names or {})})
        ]
        every = "|".join(_loose(phrase) for phrase, _ in _longest_first({**table.marks, **(names or {})}))
        # An abbreviation is a mark in capitals only: ap, map and tap are words.
        self._mark = re.compile(rf"{_EDGE_BEFORE}({every}){_EDGE_BEHIND}", re.MULTILINE)
        named = (
            rf"(?:{_OUTLET_WORDS}\s*){{0,3}}(?:[{_OPEN}]\s*(?P<quoted>[^{_OPEN}{_CLOSE}\n]{{2,{LONGEST_NAME}}}?)\s*[{_CLOSE}]"
            rf"|(?P<plain>{every})(?!\w))"
        )
        self._first_words = {
            _plain(word[0])
            for phrase in (*table.cues, *table.said)
            if (word := _WORD.search(phrase.partition("{}")[0]))
        }
        self._phrases = [
            *((pattern, AttributionKind.CUE) for pattern in _patterns(table.cues, named)),
            *((pattern, AttributionKind.SAID) for pattern in _patterns(table.said, named)),
        ]

    def read(self, text: str, author: str = "") -> tuple[Attribution, ...]:
        """The origins that a text and its author's line name, each once, marks first.

        Phrases count in the whole text, marks at its two ends only.
        """
        found: dict[str, Attribution] = {}
        for piece in (author, text[:HEAD], text[-TAIL:] if len(text) > HEAD else ""):
            for match in self._mark.finditer(piece):
                self._note(found, match[1], AttributionKind.MARK)
        starts = [start for word in _WORD.finditer(text) for start in self._starts(word)]
        for pattern, kind in self._phrases if starts else ():
            end = 0
            for start in starts:
                if start >= end and (phrase := pattern.match(text, start)):
                    end = phrase.end()
                    self._note(found, phrase["quoted"] or phrase["plain"], kind)
        return tuple(found.values())

    def _starts(self, word: re.Match[str]) -> Iterator[int]:
        """Where a phrase may begin: trying every phrase at every letter costs ten times as much."""
        plain = _plain(word[0])
        if plain in self._first_words:
            yield word.start()
        elif plain[:1] in ("و", "ف") and plain[1:] in self._first_words:
            yield word.start() + 1

    def _note(self, found: dict[str, Attribution], printed: str, kind: AttributionKind) -> None:
        known = next((name for pattern, name in self._names if pattern.fullmatch(printed.strip())), None)
        name = known or " ".join(printed.split())
        if not known and (len(name.split()) > MOST_WORDS or not _LETTER.search(name)):
            return
        found.setdefault(name, Attribution(name, kind, known is not None))


@lru_cache(50_000)
def _plain(word: str) -> str:
    return normalise(word).casefold()


@cache
def _table() -> _Table:
    marks: dict[str, str] = {}
    phrases: dict[str, list[str]] = {"cue": [], "said": []}
    for kind, phrase, name in _rows(Path(__file__).with_suffix(".tsv")):
        if kind == "mark":
            marks[phrase] = name
        else:
            phrases[kind].append(phrase)
    return _Table(marks, tuple(phrases["cue"]), tuple(phrases["said"]))


def _rows(file: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        cells = line.rstrip("\t").split("\t")
        if not line or line.startswith("#") or cells[0] == "kind":
            continue
        kind, phrase, name = (*cells, "", "")[:3]
        if kind not in _KINDS or (kind == "mark") != bool(name) or (kind != "mark") != ("{}" in phrase):
            raise BadInput(f"line {number} is no mark with a name, nor a phrase with {{}}", subject=file.name)
        yield kind, phrase, name


def _longest_first(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))


def _flags(phrase: str) -> re.RegexFlag:
    return re.RegexFlag.NOFLAG if phrase.isupper() else re.IGNORECASE


def _loose(phrase: str) -> str:
    """A pattern of the phrase as people type it: any hamza seat, vowel marks between letters, dots after initials."""
    words = phrase.split()
    is_initials = len(words) > 1 and all(len(word) == 1 for word in words)
    between = r"[\s.]*" if is_initials else r"\s+"
    return (
        r"(?:\b|(?<=\b[وف]))"
        + between.join("".join(map(_letter, word)) for word in words)
        + (r"\.?" if is_initials else "")
    )


def _letter(letter: str) -> str:
    for alike, plain in LETTERS.items():
        if letter in alike or letter == plain:
            return f"[{re.escape(plain + alike)}]{_UNSEEN}"
    return re.escape(letter) + (_UNSEEN if letter > "\u0600" else "")


def _patterns(phrases: tuple[str, ...], named: str) -> list[re.Pattern[str]]:
    """A pattern of the phrases that end in the name, and one of those that go on behind it."""
    patterns = []
    for has_tail in (False, True):
        parts = [(before, tail) for before, _, tail in (phrase.partition("{}") for phrase in phrases)]
        chosen = [(before, tail) for before, tail in parts if bool(tail) is has_tail]
        before = "|".join(sorted({_loose(before) for before, _ in chosen}, key=lambda p: (-len(p), p)))
        behind = "|".join(sorted({_loose(tail) for _, tail in chosen})) if has_tail else ""
        if chosen:
            patterns.append(re.compile(rf"(?:{before})\s*:?\s*{named}\s*(?:{behind})", re.IGNORECASE))
    return patterns
