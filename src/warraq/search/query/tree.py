"""What a query is once it is read: a small tree of frozen records, the same for every door.

`every`, `either` and `without` build it in the one shape that printing and parsing keep: no group of one, no group
inside a group of its kind, no double negation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms."""

    text: str
    in_title: bool = False
    """Wanted in the headline itself."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, as written."""

    text: str
    """Between the quotation marks, spaces evened out."""
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    """Without its star."""
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Articles signed by a name that holds this word; or, quoted, by just this name."""

    text: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles of one outlet, section, language, place, story; or of a kind: `is:darija`, `has:picture`."""

    name: str
    """outlet, section, lang, city, story, is, has."""
    value: str
    """A slug, a language's code, a story's number, `darija`, `picture`."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles of the days from `first` to `last`, both included; None: open on that side."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles: a lone star."""


Atom = Word | Phrase | Prefix | Author | Filter | Dates | Everything


@dataclass(frozen=True, slots=True)
class Not:
    """Not these."""

    item: Item


@dataclass(frozen=True, slots=True)
class Or:
    """One of these is enough; at least two."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class All:
    """All of these, in parentheses; at least two."""

    items: tuple[Item, ...]


Item = Atom | Not | Or | All


@dataclass(frozen=True, slots=True)
class Query:
    """All items are wanted. Without any item nothing is asked, and nothing found."""

    items: tuple[Item, ...] = ()


EVERYTHING = Query((Everything(),))
"""The query that every article answers: `*`."""


def every(items: list[Item]) -> Item | None:
    """All of them as one item; None of none."""
    flat = _flat(items, All)
    return All(flat) if len(flat) > 1 else flat[0] if flat else None


def either(items: list[Item]) -> Item | None:
    """Any of them as one item; None of none."""
    flat = _flat(items, Or)
    return Or(flat) if len(flat) > 1 else flat[0] if flat else None


def without(item: Item) -> Item:
    """All but these."""
    return item.item if isinstance(item, Not) else Not(item)


def query_of(items: list[Item]) -> Query:
    """All of these as a query."""
    return Query(_flat(items, All))


def loosened(query: Query) -> Query:
    """The query where any word is enough: words in parentheses stand alone, those of a phrase beside it too."""
    return Query(tuple(loose for item in query.items for loose in _loose(item)))


def _loose(item: Item) -> Iterator[Item]:
    if isinstance(item, All) and all(isinstance(part, Word | Phrase | Prefix) for part in item.items):
        for part in item.items:
            yield from _loose(part)
        return
    yield item
    if isinstance(item, Phrase):
        words = item.text.split()
        yield from (Word(word, item.in_title) for word in words if len(words) > 1)


def is_filter(item: Item) -> bool:
    """Whether the item narrows an answer without anything to rank by."""
    if isinstance(item, Or | All):
        return all(map(is_filter, item.items))
    return not isinstance(item, Word | Phrase | Prefix)


def atoms_of(item: Item) -> Iterator[Atom]:
    """The atoms of an item that are wanted: those under a Not are left out."""
    if isinstance(item, Or | All):
        for part in item.items:
            yield from atoms_of(part)
    elif not isinstance(item, Not):
        yield item


def words_of(query: Query) -> tuple[str, ...]:
    """The wanted words and phrases, as typed: what an answer should mark in the text."""
    return tuple(
        atom.text for item in query.items for atom in atoms_of(item) if isinstance(atom, Word | Phrase)
    )


def prefixes_of(query: Query) -> tuple[str, ...]:
    """The wanted beginnings of words."""
    return tuple(atom.text for item in query.items for atom in atoms_of(item) if isinstance(atom, Prefix))


def _flat(items: list[Item], kind: type[Or | All]) -> tuple[Item, ...]:
    flat: list[Item] = []
    for item in items:
        if isinstance(item, kind):
            flat += item.items
        else:
            flat.append(item)
    return tuple(flat)
