"""What outlets, sections and places are called, so that a reader may ask for them by name in any language.

Made once from an edition's tables and its outlets' rows; pure, so a query means the same at every door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from warraq.editions import PLACE_KINDS, Edition, Place
from warraq.search.query.operators import fold

SEARCHED_KINDS = ("region", "province", "town")
"""Places whose names are told in another language; a commune's or a district's name is mostly a word or a person's."""


@dataclass(frozen=True, slots=True)
class Names:
    """Folded name -> slug, for each filter by name; and what places are called in other languages."""

    outlet: Mapping[str, str] = field(default_factory=dict)
    section: Mapping[str, str] = field(default_factory=dict)
    city: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folded name of a place or a country -> its names in other languages, as they are written."""

    def slug_of(self, filter_name: str, value: str) -> str | None:
        """The slug of an outlet, a section or a place by slug or name; None where there is none."""
        return self._table(filter_name).get(fold(value))

    def near(self, filter_name: str, value: str) -> str | None:
        """The slug or name most like `value`; None where none is like it."""
        close = get_close_matches(fold(value), self._table(filter_name), n=1, cutoff=0.6)
        return close[0] if close else None

    def _table(self, filter_name: str) -> Mapping[str, str]:
        return {"outlet": self.outlet, "section": self.section, "city": self.city}[filter_name]


def names_of(edition: Edition, outlets: Iterable[tuple[str, Mapping[str, str]]] = ()) -> Names:
    """The names of an edition's sections and places, and of `outlets`: slug, and name by language."""
    seeds = [(seed.slug, seed.names) for seed in edition.outlets]
    sections = [(section.slug, section.names) for section in edition.sections]
    return Names(
        outlet=_table([*seeds, *outlets]),
        section=_table(sections),
        city=_places(edition.places),
        others={**_countries(), **_others(edition.places)},
    )


def _table(rows: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Slugs win over names; of two things of one name the first is meant."""
    table: dict[str, str] = {}
    rows = list(rows)
    for slug, _ in rows:
        table[fold(slug)] = slug
    for slug, names in rows:
        for name in names.values():
            table.setdefault(fold(name), slug)
    return table


def _places(places: Iterable[Place]) -> dict[str, str]:
    """Of two places of one name the larger is meant, as when texts are read (editions.PLACE_KINDS)."""
    table: dict[str, str] = {}
    ordered = sorted(places, key=lambda place: PLACE_KINDS.index(place.kind))
    for place in ordered:
        table[fold(place.slug)] = place.slug
    for place in ordered:
        for name in (*place.names.values(), *(spelling.text for spelling in place.spellings)):
            table.setdefault(fold(name), place.slug)
    return table


def _countries() -> dict[str, tuple[str, ...]]:
    """Countries' names in other languages; two that differ by an accent alone are found by either."""
    table: dict[str, tuple[str, ...]] = {}
    file = Path(__file__).with_name("countries.tsv")
    for line in file.read_text(encoding="utf-8").splitlines():
        names = dict.fromkeys(line.split("\t")) if not line.startswith("#") else {}
        for name in names:
            others = {fold(other): other for other in names if fold(other) != fold(name)}
            table.setdefault(fold(name), tuple(others.values()))
    return table


def _others(places: Iterable[Place]) -> dict[str, tuple[str, ...]]:
    """Arabic name -> French, and back, where the name alone surely means the place."""
    table: dict[str, tuple[str, ...]] = {}
    for place in sorted(places, key=lambda place: PLACE_KINDS.index(place.kind)):
        if place.kind not in SEARCHED_KINDS:
            continue
        sure = {spelling.text for spelling in place.spellings if spelling.care == "sure"}
        names = {language: name for language, name in place.names.items() if language != "zgh"}
        for language, name in names.items():
            others = tuple(
                other for key, other in names.items() if key != language and fold(other) != fold(name)
            )
            if name in sure and others:
                table.setdefault(fold(name), others)
    return table
