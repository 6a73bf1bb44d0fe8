"""An edition's places by every way their names are written: with clitics, other seats of hamza, joined, accented.

Made once from the edition's table and asked for every word of every article, so that a word that begins no name costs
one look-up. It must never decide whether a name is meant as a place: `places` weighs that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from warraq.editions import PLACE_KINDS, Place
from warraq.understand.arabic import MARKS, normalise

_MARKS = re.compile(f"[{MARKS}]")
_WORD = re.compile(r"[^\W_]+")
_JOINS = re.compile(r"^[\s\-‐-―'’ʼ«»\"“”]{0,4}$")
"""What may stand between the words of one name."""

CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وف")
"""What is written onto an Arabic name: and, in, to, like; ف is "so", and "in" in Darija."""
_ARTICLE_CLITICS = {"لل": "ل", "ولل": "ول", "فلل": "فل", "ل": "", "ول": "و", "فل": "ف"}
"""Before a name with ال, which loses its alef; Darija writes the article itself so: لخميسات."""

_SAME_STARTS = (("بن ", "ابن "), ("بن ", "بن"), ("وادي ", "واد "), ("اولاد ", "ولاد "), ("ايت ", "ات "))
_LOWERED = {"sure": "doubtful", "doubtful": "head", "head": "head"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    raw: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean."""

    place: Place
    care: str
    written: str
    """The name as the table spells it."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that follow a first word, and what they mean then; no candidates: a trap."""

    rest: tuple[str, ...]
    clitic: str
    candidates: tuple[Candidate, ...]


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """A word as names are compared: letters folded, no accents, no case."""
    decomposed = unicodedata.normalize("NFKD", normalise(word)).casefold()
    return "".join(c for c in normalise(decomposed) if not unicodedata.combining(c))


def tokens_of(text: str) -> tuple[str, list[Token]]:
    """The text without vowel and direction marks, and its words; offsets count in it."""
    plain = _MARKS.sub("", text)
    return plain, [Token(m[0], fold_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(plain)]


def are_joined(gap: str) -> bool:
    """Whether what stands between two words lets them be one name."""
    return _JOINS.match(gap) is not None


class Gazetteer:
    """All names of an edition's places, by their first word."""

    def __init__(self, places: Sequence[Place], traps: Sequence[str] = ()) -> None:
        """`traps`: phrases that hold a place's name and mean none."""
        self.places = {place.slug: place for place in places}
        names: dict[tuple[str, ...], list[Candidate]] = {}
        for place in places:
            for spelling in place.spellings:
                for words in _ways(spelling.text):
                    known = names.setdefault(words, [])
                    if all(other.place.slug != place.slug for other in known):
                        known.append(Candidate(place, spelling.care, spelling.text))
        starts: dict[str, list[Name]] = {}
        for words, candidates in names.items():
            _enter(starts, words, tuple(sorted(candidates, key=_size)))
        for trap in traps:
            _enter(starts, tuple(fold_word(word) for word in _WORD.findall(_MARKS.sub("", trap))), ())
        self._starts = {
            first: tuple(
                sorted(found, key=lambda name: (-len(name.rest), len(name.clitic), bool(name.candidates)))
            )
            for first, found in starts.items()
        }

    def names_from(self, folded: str) -> tuple[Name, ...]:
        """Names that begin with this word, the longest first, a trap before a place."""
        return self._starts.get(folded, ())


def _size(candidate: Candidate) -> tuple[int, str]:
    return PLACE_KINDS.index(candidate.place.kind), candidate.place.slug


def _enter(starts: dict[str, list[Name]], words: tuple[str, ...], candidates: tuple[Candidate, ...]) -> None:
    if not words:
        return
    first, rest = words[0], words[1:]
    for surface, clitic in _surfaces(first):
        starts.setdefault(surface, []).append(Name(rest, clitic, candidates))


def _surfaces(first: str) -> Iterator[tuple[str, str]]:
    """A name's first word with everything that may be written onto it."""
    if not "ء" <= first[0] <= "ي":
        yield first, ""
        return
    for clitic in CLITICS:
        yield clitic + first, clitic
    if first.startswith("ال"):
        for written, clitic in _ARTICLE_CLITICS.items():
            yield written + first[2:], clitic


def _ways(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name, and the ways to part them differently: بن سليمان, ابن سليمان, بنسليمان."""
    words = [fold_word(word) for word in _WORD.findall(_MARKS.sub("", name))]
    text = " ".join(words)
    ways = {text}
    for one, other in _SAME_STARTS:
        if text.startswith(one):
            ways.add(other + text.removeprefix(one))
        elif other.endswith(" ") and text.startswith(other):
            ways.add(one + text.removeprefix(other))
    if len(words) == 2 and len(text) > 6 and "ء" <= text[0] <= "ي":
        ways.add(text.replace(" ", ""))
    for way in sorted(ways):
        if way:
            yield tuple(way.split(" "))


def care_as_written(candidate: Candidate, raw: str, clitic: str) -> str:
    """What a one-word name proves as this text spells it.

    وجده (he found him) is not وجدة, nor أفران (ovens) إفران: a name with ه for ة or with another first hamza than its
    own is one degree less sure; with a hamza inside that its own has not (فأس, axe), or a short name with another first
    letter (فاسا is no way to آسا), it proves nothing. Alefs without hamza are everyday spelling.
    """
    written = _MARKS.sub("", candidate.written)
    bare = raw[len(clitic) :]
    if " " in written or not "ء" <= written[-1] <= "ي" or len(bare) != len(written):
        return candidate.care
    if any(mine in "أإؤئ" and mine != its for mine, its in zip(bare[1:], written[1:], strict=True)):
        return "head"
    if len(written) <= 3 and written[0] in "أإآ" and bare[0] != written[0]:
        return "head"
    lost_marbuta = written.endswith("ة") and raw.endswith("ه")
    other_seat = {written[0], bare[0]} == {"أ", "إ"}
    return _LOWERED[candidate.care] if lost_marbuta or other_seat else candidate.care
