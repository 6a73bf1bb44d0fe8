"""What a reader types becomes a tree.

Nothing here knows stems or the index, and nothing a reader types may raise anything but `BadQuery`, or cost more than
its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warraq.errors import BadQuery
from warraq.search.query.dates import read_dates
from warraq.search.query.filters import read_filter
from warraq.search.query.names import Names
from warraq.search.query.operators import HINTS, OPERATOR_OF, fold
from warraq.search.query.tree import (
    Atom,
    Author,
    Everything,
    Item,
    Phrase,
    Prefix,
    Query,
    Word,
    either,
    every,
    query_of,
    without,
)
from warraq.search.spelling import distance

MAX_LENGTH = 1_000
"""Characters of a query. The longest titles of the press have about 300."""
MAX_TERMS = 64
"""Words and filters of a query, those inside phrases counted: keeps hostile queries cheap."""
MAX_DEPTH = 8
"""Parentheses within parentheses."""
MAX_PREFIXES = 8
SHORTEST_PREFIX = 2
"""Letters before a star: one would ask for a tenth of all words."""

OR_WORDS = frozenset({"OR", "OU"})
MAYBE_OR = "أو"
"""Also an everyday word: it joins only where nothing else can be meant, see `_join`."""

_QUOTES = '"“”„«»'
_DASHES = "−–-"
_TOKEN = re.compile(
    rf"(?P<minus>[{_DASHES}]*)(?:(?P<open>\()|(?P<field>[^\W\d_]{{2,12}}:)?"
    rf"(?:(?P<quote>[{_QUOTES}])(?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?"
    rf"|(?P<word>[^\s{_QUOTES}(){_DASHES}][^\s{_QUOTES}()]*)))|(?P<close>\))"
)
_FIELD = re.compile(r"(?P<name>[^\W\d_]{2,12}):(?P<value>.*)", re.DOTALL)
_PLAIN_WORD = re.compile(rf"[^\s:*(){_QUOTES}{_DASHES}]+")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Joint:
    """An OR between two items; `is_sure` unless it may be a word."""

    is_sure: bool


def parse_query(text: str, names: Names | None = None) -> Query:
    """Read what a reader typed. A quotation mark or parenthesis that is not closed runs to the end; signs alone are
    left out.

    With `names` outlets, sections and places may be called by their names, and unknown ones are mistakes; without,
    they go by slug. Raises BadQuery, with the position of the mistake, for a filter's bad value, and for too long, too
    deep or too costly a query.
    """
    if len(text.strip()) > MAX_LENGTH:
        raise _too_much(f"more than {MAX_LENGTH} characters", MAX_LENGTH)
    return query_of(_Reader(text, names).read())


def plain_query(text: str) -> Query:
    """Any text as the words it holds, signs and operators left aside: a question, a headline, a paragraph.

    The first MAX_TERMS different words; never raises.
    """
    words = dict.fromkeys(match[0] for match in _PLAIN_WORD.finditer(text) if _LETTER.search(match[0]))
    return Query(tuple(map(Word, list(words)[:MAX_TERMS])))


class _Reader:
    """Reads one query; keeps count of what it has read."""

    def __init__(self, text: str, names: Names | None) -> None:
        self._names = names
        self._tokens = _TOKEN.finditer(text)
        self._terms = 0
        self._prefixes = 0

    def read(self, depth: int = 0) -> list[Item]:
        """Items up to the end or the parenthesis that closes; one that closes nothing is left out."""
        units: list[Item | _Joint] = []
        for match in self._tokens:
            if match["close"]:
                if depth:
                    break
                continue
            if joint := _joint(match):
                units.append(joint)
                continue
            item = self._group(match, depth) if match["open"] else self._atom(match)
            if item is not None:
                units.append(without(item) if match["minus"] else item)
        return _join(units)

    def _group(self, match: re.Match[str], depth: int) -> Item | None:
        if depth >= MAX_DEPTH:
            raise _too_much(f"more than {MAX_DEPTH} parentheses within one another", match.start("open"))
        return every(self.read(depth + 1))

    def _atom(self, match: re.Match[str]) -> Item | None:
        field, value, position = _parts(match)
        is_quoted = match["quote"] is not None
        item: Item | None
        if field is None:
            item = _plain(value, is_quoted=is_quoted, in_title=False, position=position)
            if is_quoted and match["field"]:  # قال:"نص": a word and a phrase
                item = every([Word(match["field"][:-1]), *([item] if item else [])])
        elif field == "title":
            item = _plain(value, is_quoted=is_quoted, in_title=True, position=position)
            if item is None or isinstance(item, Everything):
                raise _nothing_follows(field, position)
        elif field == "author":
            if not _LETTER.search(value):
                raise _nothing_follows(field, position)
            item = Author(value, is_quoted)
        elif field == "date":
            item = read_dates(value, position)
        else:
            item = read_filter(field, value, position, self._names)
        self._count(item, match.start())
        return item

    def _count(self, item: Item | None, position: int) -> None:
        """Hold the limits."""
        self._terms += len(item.text.split()) if isinstance(item, Phrase | Author) else item is not None
        self._prefixes += isinstance(item, Prefix)
        if self._terms > MAX_TERMS:
            raise _too_much(f"more than {MAX_TERMS} words", position)
        if self._prefixes > MAX_PREFIXES:
            raise _too_much(f"more than {MAX_PREFIXES} words with a star", position)


def _joint(match: re.Match[str]) -> _Joint | None:
    if match["minus"] or match["quote"] or match["field"]:
        return None
    if match["word"] in OR_WORDS:
        return _Joint(is_sure=True)
    return _Joint(is_sure=False) if match["word"] == MAYBE_OR else None


def _parts(match: re.Match[str]) -> tuple[str | None, str, int]:
    """The filter's name where there is one, what follows it, and where that stands.

    A colon after a word that names no filter is part of the word.
    """
    group = "phrase" if match["quote"] else "word"
    value = " ".join(match["phrase"].split()) if match["quote"] else match["word"]
    position = match.start(group)
    prefix = match["field"]
    if prefix is None and (field := _FIELD.fullmatch(value)) and not match["quote"]:
        prefix, value, position = field["name"] + ":", field["value"], position + len(field["name"]) + 1
    if prefix is None:
        return None, value, position
    name = OPERATOR_OF.get(fold(prefix[:-1]))
    if name is not None:
        return name, value, match.start("quote") if match["quote"] else position
    _check_spelling(prefix[:-1], value, match.start("field" if match["field"] else "word"))
    return None, value if match["quote"] else prefix + value, position


def _check_spelling(name: str, value: str, position: int) -> None:
    """A name that is nearly a filter's is a mistake; https: and الساعة: are none."""
    folded = fold(name)
    close = min(OPERATOR_OF, key=lambda known: distance(folded, known))
    if len(name) >= 4 and distance(folded, close) <= 1 and value and not value.startswith("/"):
        raise BadQuery(
            f"{name}: is no filter", subject="query", advice=f"Did you mean {close}: ?", position=position
        )


def _plain(value: str, *, is_quoted: bool, in_title: bool, position: int) -> Atom | None:
    if not is_quoted and value.strip("*") == "" and value:
        return Everything()
    if not _LETTER.search(value):
        return None
    if is_quoted:
        return Phrase(value, in_title)
    if not value.endswith("*"):
        return Word(value, in_title)
    beginning = value.rstrip("*")
    if sum(1 for _ in _LETTER.finditer(beginning)) < SHORTEST_PREFIX:
        raise BadQuery(
            f"{value!r} begins too many words",
            subject="query",
            advice=f"Give at least {SHORTEST_PREFIX} letters before the star.",
            position=position,
        )
    return Prefix(beginning, in_title)


def _join(units: list[Item | _Joint]) -> list[Item]:
    """Items with their ORs. A joint that has no item on both sides is left out.

    أو joins where all that is asked is `a أو b أو c`, or where a phrase, a filter or a group stands beside it; between
    words of a sentence it is one of them.
    """
    units = list(_between(units))
    is_list = all(isinstance(unit, _Joint) == bool(place % 2) for place, unit in enumerate(units))
    groups: list[list[Item]] = []
    is_joined = False
    for place, unit in enumerate(units):
        if not isinstance(unit, _Joint):
            if is_joined:
                groups[-1].append(unit)
            else:
                groups.append([unit])
            is_joined = False
        elif unit.is_sure or is_list or not all(isinstance(units[place + side], Word) for side in (-1, 1)):
            is_joined = True
        else:
            groups.append([Word(MAYBE_OR)])
    return [item for group in groups if (item := either(group)) is not None]


def _between(units: list[Item | _Joint]) -> Iterator[Item | _Joint]:
    """Only joints that stand between two items; a lone أو elsewhere is a word."""
    waiting: _Joint | None = None
    has_item = False
    for unit in units:
        if not isinstance(unit, _Joint):
            if waiting is not None:
                yield waiting
            waiting, has_item = None, True
            yield unit
        elif has_item and waiting is None:
            waiting = unit
        elif not unit.is_sure:
            yield Word(MAYBE_OR)
    if waiting is not None and not waiting.is_sure:
        yield Word(MAYBE_OR)


def _nothing_follows(name: str, position: int) -> BadQuery:
    return BadQuery(
        f"nothing follows {name}:", subject="query", advice=f"Give {HINTS[name]}.", position=position
    )


def _too_much(what: str, position: int) -> BadQuery:
    return BadQuery(what, subject="query", advice="Ask with fewer words.", position=position)
