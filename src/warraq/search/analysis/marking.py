"""What a reader sees of an answer: the words found are marked, and a long text is cut to its best passage.

Marks are pieces of the text itself: whoever shows them escapes each piece, so no markup is ever made or broken here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from warraq.search.analysis.said import beginning_of
from warraq.search.analysis.words import Token, analyse, spans
from warraq.search.query import Query, prefixes_of, words_of

ELLIPSIS = "…"

_SPACE = re.compile(r"\s+")


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """The stems of several texts, each once: what to mark for the words of a query."""
    return frozenset(stem for text in texts for stem in analyse(text))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: every form of these stems, and every word whose stem begins so."""

    stems: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stems or self.beginnings)


def wanted_by(query: Query) -> Wanted:
    """What a query's answer shows of its words."""
    beginnings = (beginning_of(text) for text in prefixes_of(query))
    return Wanted(stems_of(words_of(query)), tuple(filter(None, beginnings)))


def highlight(text: str, wanted: Set[str] | Wanted) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a form of what is wanted. Joined, the pieces are the text exactly."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for token in _found(text, wanted):
        if token.start > done:
            pieces.append((text[done : token.start], False))
        pieces.append((text[token.start : token.end], True))
        done = token.end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def passage(text: str, wanted: Set[str] | Wanted, width: int) -> str:
    """The piece of `text` of at most `width` characters (and the marks of what was left out) that shows most.

    That is the window with most different stems, then most forms of them, then the earliest; without any, the
    beginning. Cut between words, spaces evened out. Takes time in proportion to the text.
    """
    text = _SPACE.sub(" ", text).strip()
    if len(text) <= width:
        return text
    start, end = _best_window(_found(text, wanted), width)
    return _cut(text, start, end, width)


def best_passage(text: str, query: Query, width: int = 220) -> list[tuple[str, bool]]:
    """The passage of `text` that answers `query` best, in pieces, each with whether it is marked."""
    wanted = wanted_by(query)
    return highlight(passage(text, wanted, width), wanted)


def _found(text: str, wanted: Set[str] | Wanted) -> list[Token]:
    """The words of a text that are wanted."""
    if not wanted:
        return []
    if not isinstance(wanted, Wanted):
        return spans(text, wanted)
    if not wanted.beginnings:
        return spans(text, wanted.stems)
    return [
        token
        for token in spans(text)
        if token.stem in wanted.stems or token.stem.startswith(wanted.beginnings)
    ]


def _best_window(found: list[Token], width: int) -> tuple[int, int]:
    """Start of the first and end of the last token of the best run that fits into `width`; (0, 0) without any."""
    best, best_score = (0, 0), (0, 0)
    count: dict[str, int] = {}
    left = 0
    for right, token in enumerate(found):
        count[token.stem] = count.get(token.stem, 0) + 1
        while token.end - found[left].start > width and left < right:
            gone = found[left].stem
            count[gone] -= 1
            if not count[gone]:
                del count[gone]
            left += 1
        score = (len(count), right - left + 1)
        if score > best_score:
            best, best_score = (found[left].start, token.end), score
    return best


def _cut(text: str, start: int, end: int, width: int) -> str:
    """`width` characters around text[start:end], a third of the room before it, from one space to another."""
    room = max(width - (end - start), 0)
    begin = max(min(start - room // 3, len(text) - width), 0)
    stop = min(begin + width, len(text))
    if begin:
        space = text.find(" ", begin, start)
        begin = space + 1 if space >= 0 else begin
    if stop < len(text):
        space = text.rfind(" ", max(end, begin + 1), stop + 1)
        stop = space if space > begin else stop
    return f"{ELLIPSIS if begin else ''}{text[begin:stop].strip()}{ELLIPSIS if stop < len(text) else ''}"
