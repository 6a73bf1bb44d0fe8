"""The list of cities by region, with how much news each had this week, under the map."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.editions import Place
from warraq.serve import render
from warraq.serve.atlas import CITIES, atlas_of, name_of, path_of
from warraq.serve.by_city import WEEK, Counts, counted, region_map
from warraq.serve.site import NotHere, Site
from warraq.serve.words import bare_name, words_of


class City(NamedTuple):
    """A line of the list."""

    name: str
    href: str
    amount: int
    said: str
    """The amount in words."""


class Region(NamedTuple):
    """A region with its cities: those with news first, most news first; then the others by name."""

    head: City
    cities: list[City]


def cities(request: HttpRequest, site: Site) -> HttpResponse:
    """`/cities`. Raises NotHere where the edition has no table of places."""
    atlas, counts = atlas_of(site.edition), counted(site, WEEK)
    if not atlas.places:
        raise NotHere("page", site.path)
    groups = [
        Region(
            _city(site, region, counts.about(atlas, region)),
            _sorted(site, [place for place in atlas.places if place.region == region.slug], counts),
        )
        for region in atlas.regions()
    ]
    groups.sort(key=lambda group: (-group.head.amount, bare_name(group.head.name)))
    return render.page(site, "cities.html", groups=groups, map=region_map(site, WEEK))


def _sorted(site: Site, places: list[Place], counts: Counts) -> list[City]:
    atlas = atlas_of(site.edition)
    cities = [
        _city(site, place, counts.about(atlas, place))
        for place in places
        if place.kind in CITIES or counts.articles.get(place.slug)
    ]
    return sorted(cities, key=lambda city: (-city.amount, bare_name(city.name)))


def _city(site: Site, place: Place, amount: int) -> City:
    said = str(words_of(site.language).count("%(n)s articles", amount)) if amount else ""
    return City(name_of(place, site.language), site.to(path_of(place)), amount, said)
