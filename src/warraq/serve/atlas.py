"""The edition's places as pages see them: their names and addresses, and what lies in what.

Made of the edition's table alone, once a process. An edition without a table has an empty atlas: nothing that needs one
is then drawn.
"""

from __future__ import annotations

from collections.abc import Iterable

from warraq.editions import Edition, Place
from warraq.records import named

REGION = "region"
CITIES = ("province", "town")
"""Kinds that a list of cities names whether they have news or not; districts and communes only when they have."""


class Atlas:
    """An edition's places."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places
        self._by_slug = {place.slug: place for place in places}
        self._parts: dict[str, list[str]] = {}
        for place in places:
            for whole in {place.parent, place.region} - {"", place.slug}:
                self._parts.setdefault(whole, []).append(place.slug)

    def get(self, slug: str) -> Place | None:
        """The place of that slug."""
        return self._by_slug.get(slug)

    def regions(self) -> list[Place]:
        """The regions, as the table orders them."""
        return [place for place in self.places if place.kind == REGION]

    def within(self, place: Place) -> tuple[str, ...]:
        """The slugs of the place and of everything in it, the place first."""
        found = {place.slug: None}
        waiting = [place.slug]
        while waiting:
            for part in self._parts.get(waiting.pop(), ()):
                if part not in found:
                    found[part] = None
                    waiting.append(part)
        return tuple(found)

    def region_of(self, place: Place) -> Place | None:
        """The region it lies in; None for a region and where the table gives none."""
        return self._by_slug.get(place.region) if place.region != place.slug else None

    def city_of(self, place: Place) -> Place:
        """What readers call the place by: a district's or a commune's town where the table knows it, else itself."""
        parent = self._by_slug.get(place.parent)
        return place if place.kind in (*CITIES, REGION) or parent is None or parent.kind == REGION else parent

    def known(self, slugs: Iterable[str]) -> list[Place]:
        """The places of these slugs; those that the table no longer holds are left out."""
        return [place for slug in slugs if (place := self._by_slug.get(slug))]


_made: dict[str, Atlas] = {}


def atlas_of(edition: Edition) -> Atlas:
    """The edition's atlas, made once for one table."""
    made = _made.get(edition.slug)
    if made is None or made.places is not edition.places:
        made = _made[edition.slug] = Atlas(edition.places)
    return made


def path_of(place: Place) -> str:
    """The place's page, without language prefix."""
    return f"/{'region' if place.kind == REGION else 'city'}/{place.slug}"


def name_of(place: Place, language: str) -> str:
    """Its name in `language`, else any that the table gives."""
    return named(place.names, language, "ar") or place.slug
