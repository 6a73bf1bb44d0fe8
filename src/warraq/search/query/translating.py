"""The same question in the press's other languages, where it names places: طنجة and Tanger.

Only names of places that surely mean the place are told in another language (`Names.others`); the rest of a query stays
as it is. Pure: whoever asks shows what was added.
"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.search.query.names import Names
from warraq.search.query.operators import fold
from warraq.search.query.tree import Item, Or, Phrase, Query, Word, either, every, query_of

LONGEST_NAME = 4
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A place as it was typed, and its names in other languages."""

    typed: str
    others: tuple[str, ...]


def places_told(query: Query, names: Names) -> tuple[Told, ...]:
    """The places that a query asks for by name, each with its other names, in the order typed."""
    told: dict[Told, None] = {}
    _tell(list(query.items), names, told)
    return tuple(told)


def with_other_names(query: Query, names: Names) -> Query:
    """The query where each place may be called by any of its names: طنجة becomes طنجة OR Tanger."""
    return query_of(_tell(list(query.items), names, {}))


def in_other_names(query: Query, names: Names) -> Query | None:
    """The query with each place called by its other names alone; None where it names no place."""
    told: dict[Told, None] = {}
    items = _tell(list(query.items), names, told, keeps=False)
    return query_of(items) if told else None


def _tell(items: list[Item], names: Names, told: dict[Told, None], *, keeps: bool = True) -> list[Item]:
    """The items with their places told; `told` gathers them."""
    result: list[Item] = []
    place = 0
    while place < len(items):
        length, found = _place_at(items, place, names)
        if found is None:
            result.append(_inside(items[place], names, told, keeps))
            place += 1
            continue
        told[found] = None
        typed = every(items[place : place + length]) if keeps else None
        options = [*([typed] if typed else []), *map(_named, found.others)]
        result += [option] if (option := either(options)) else []
        place += length
    return result


def _place_at(items: list[Item], place: int, names: Names) -> tuple[int, Told | None]:
    """The longest run of words from here that is a place's name."""
    first = items[place]
    if isinstance(first, Phrase) and not first.in_title:
        others = names.others.get(fold(first.text))
        return 1, Told(first.text, others) if others else None
    for length in range(min(LONGEST_NAME, len(items) - place), 0, -1):
        run = items[place : place + length]
        if all(isinstance(item, Word) and not item.in_title for item in run):
            typed = " ".join(item.text for item in run if isinstance(item, Word))
            if others := names.others.get(fold(typed)):
                return length, Told(typed, others)
    return 1, None


def _inside(item: Item, names: Names, told: dict[Told, None], keeps: bool) -> Item:
    """Within an OR each alternative is told; groups and exclusions stay as they were typed."""
    if not isinstance(item, Or):
        return item
    parts = [part for one in item.items for part in _tell([one], names, told, keeps=keeps)]
    return either(parts) or item


def _named(name: str) -> Item:
    return Phrase(name) if len(name.split()) > 1 else Word(name)
