"""What a reader sees of an answer: the words found are marked, and a long text is cut to its best passage.

Marks are pieces of the text itself: whoever shows them escapes each piece, so no markup is ever made or broken here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from warraq.search.analysis.said import beginning_of
from warraq.search.analysis.words import Token, analyse, spans
from warraq.search.query import Query, prefixes_of, words_of

ELLIPSIS = "…"

PART_CHARACTERS = 600
"""What is read of a text at once."""

_BETWEEN = re.compile(r"(?<=\w\w) (?=\w\w)")
"""Where a text may be cut: never inside an abbreviation (و م ع)."""


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

    def __contains__(self, stem: object) -> bool:
        return stem in self.stems or (isinstance(stem, str) and stem.startswith(self.beginnings))


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
    beginning. Cut between words, spaces evened out. Takes time in proportion to the text, of which no more is read
    once a window shows all that is wanted.
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    found: list[Token] = []
    window = (0, 0)
    for start, part in _parts(text) if wanted else ():
        if here := _found(part, wanted):
            found += [Token(token.stem, start + token.start, start + token.end) for token in here]
            window, shown = _best_window(found, width)
            if shown == _most(wanted):
                break
    return _cut(text, *window, width)


def best_passage(text: str, query: Query, width: int = 220) -> list[tuple[str, bool]]:
    """The passage of `text` that answers `query` best, in pieces, each with whether it is marked."""
    wanted = wanted_by(query)
    return highlight(passage(text, wanted, width), wanted)


def _found(text: str, wanted: Set[str] | Wanted) -> list[Token]:
    """The words of a text that are wanted."""
    if isinstance(wanted, Wanted) and not wanted.beginnings:
        wanted = wanted.stems  # a set alone is asked much quicker
    return spans(text, wanted) if wanted else []


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """A text in parts, each with where it begins."""
    start = 0
    while start < len(text):
        cut = _BETWEEN.search(text, start + PART_CHARACTERS)
        end = cut.start() if cut else len(text)
        yield start, text[start:end]
        start = end


def _most(wanted: Set[str] | Wanted) -> int | None:
    """How many different stems a window can show at most, where that is known."""
    if isinstance(wanted, Wanted):
        return None if wanted.beginnings else len(wanted.stems)
    return len(wanted)


def _best_window(found: list[Token], width: int) -> tuple[tuple[int, int], int]:
    """Start of the first and end of the last token of the best run that fits into `width`, and its different stems;
    (0, 0) without any."""
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
    return best, best_score[0]


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
