"""News by city: how much each place had lately, and the box and the map of the front page.

Who has news is counted at most once a minute in a process (`counted`), because it walks a day's articles; the headlines
themselves are asked for with every page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from warraq.editions import Place
from warraq.serve.atlas import REGION, Atlas, atlas_of, name_of, path_of
from warraq.serve.country_map import Drawing, Mark, Spot, draw
from warraq.serve.escaping import piece
from warraq.serve.events import once
from warraq.serve.lines import lines_of
from warraq.serve.presses import home_of
from warraq.serve.site import Site
from warraq.serve.words import words_of
from warraq.store.read_places import PlacedRow, placed_since
from warraq.store.read_rows import HeadlineRow

COUNTED_FOR = timedelta(minutes=1)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
CITIES = 8
"""Cities in the box of the front page."""
OF_A_REGION = 2
"""Cities of one region among them at most, as long as others have news: the capital's region would fill the box."""
SPARE = 3
"""Headlines looked at for each: the newest may stand on the page already."""


class Counts(NamedTuple):
    """What a span of time had about places."""

    made_at: datetime
    articles: Mapping[str, int]
    """How many are about each place of the table itself."""
    cities: Mapping[str, list[PlacedRow]]
    """The articles of each place as readers call it (`Atlas.city_of`), the newest first; regions not among them."""

    def about(self, atlas: Atlas, place: Place) -> int:
        """How many are about the place or anything in it: as many as its page lists, in all languages."""
        return sum(self.articles.get(slug, 0) for slug in atlas.within(place))


class City(NamedTuple):
    """A city with news."""

    heading: str
    """Its name, linked, drawn."""
    newest: list[int]
    """The numbers of its newest articles."""


class RegionMark(NamedTuple):
    """A region on the map."""

    name: str
    href: str
    amount: int
    said: str
    """Name and number as a screen reader says them."""
    mark: Mark


class RegionMap(NamedTuple):
    """The drawing and what is linked from it."""

    drawing: Drawing
    regions: list[RegionMark]


_counted: dict[tuple[str, timedelta], tuple[Atlas, Counts]] = {}
_chosen: dict[tuple[str, str], tuple[Counts, list[City]]] = {}
_mapped: dict[tuple[str, str, timedelta], tuple[Counts, RegionMap | None]] = {}
"""What was made of counts in an interface, as long as they stand."""


def forget_counts() -> None:
    """Count anew next time (tests)."""
    _counted.clear()
    _chosen.clear()
    _mapped.clear()


def counted(site: Site, span: timedelta) -> Counts:
    """The counts of the last `span` before the site's now, at most a minute old."""
    atlas, key = atlas_of(site.edition), (site.edition.slug, span)
    known = _counted.get(key)
    if known and known[0] is atlas and timedelta() <= site.now - known[1].made_at < COUNTED_FOR:
        return known[1]
    rows = placed_since(site.edition.slug, site.now - span)
    cities: dict[str, list[PlacedRow]] = {}
    for row in rows:
        if (place := atlas.get(row.place)) and place.kind != REGION:
            cities.setdefault(atlas.city_of(place).slug, []).append(row)
    counts = Counts(site.now, Counter(row.place for row in rows), cities)
    _counted[key] = atlas, counts
    return counts


def newest_by_city(site: Site) -> list[City]:
    """The cities with most news of the last day; the same object as long as the counts stand."""
    atlas = atlas_of(site.edition)
    if not atlas.places:
        return []
    counts, key = counted(site, DAY), (site.edition.slug, site.language)
    known = _chosen.get(key)
    if known is None or known[0] is not counts:
        chosen = choose_cities({slug: len(rows) for slug, rows in counts.cities.items()}, atlas)
        cities = [_city(site, place, counts.cities[place.slug]) for place in atlas.known(chosen)]
        known = _chosen[key] = counts, cities
    return known[1]


def _city(site: Site, place: Place, rows: list[PlacedRow]) -> City:
    href, name = site.to(path_of(place)), name_of(place, site.language)
    heading = f'<h3><a href="{piece(href)}">{piece(name)}</a></h3>'
    return City(heading, _of_press(rows, home_of(site.language)))


def city_box(
    site: Site, cities: Sequence[City], shown: set[int], rows: Mapping[int, HeadlineRow]
) -> list[Markup]:
    """Each city with its newest headline on an event that is not in `shown`, drawn; `rows` by number, as they stand
    now."""
    taken = set(shown)
    box: list[Markup] = []
    for city in cities:
        standing = [rows[n] for n in city.newest if n in rows and not rows[n].is_withdrawn]
        box += [
            Markup(f"<li>{city.heading}{line.link} {line.meta}</li>")  # noqa: S704  # drawn by us
            for line in once(lines_of(site, standing), taken, 1)
        ]
    return box


def region_map(site: Site, span: timedelta) -> RegionMap | None:
    """The regions on a map, with what the last `span` had; None where the edition has no regions with coordinates. The
    same object as long as the counts stand."""
    counts, key = counted(site, span), (site.edition.slug, site.language, span)
    known = _mapped.get(key)
    if known is None or known[0] is not counts:
        known = _mapped[key] = counts, _map(site, counts)
    return known[1]


def _map(site: Site, counts: Counts) -> RegionMap | None:
    atlas = atlas_of(site.edition)
    regions = [place for place in atlas.regions() if place.point]
    names = [name_of(place, site.language) for place in regions]
    amounts = [counts.about(atlas, place) for place in regions]
    drawing = draw(
        [
            Spot(name, place.point, amount)
            for name, place, amount in zip(names, regions, amounts, strict=True)
            if place.point
        ]
    )
    if drawing is None:
        return None
    words = words_of(site.language)
    return RegionMap(
        drawing,
        [
            RegionMark(
                name,
                site.to(path_of(place)),
                amount,
                str(words("%(name)s: %(amount)s", name=name, amount=words.count("%(n)s articles", amount))),
                mark,
            )
            for name, place, amount, mark in zip(names, regions, amounts, drawing.marks, strict=True)
        ],
    )


def choose_cities(counts: Mapping[str, int], atlas: Atlas, most: int = CITIES) -> list[str]:
    """The slugs of the places with most news, those of one region at most twice unless there are too few others."""
    ordered = atlas.known(sorted(counts, key=lambda slug: (-counts[slug], slug)))
    taken: Counter[str] = Counter()
    first: list[str] = []
    later: list[str] = []
    for place in ordered:
        taken[place.region] += 1
        (first if taken[place.region] <= OF_A_REGION else later).append(place.slug)
    return [*first, *later][:most]


def _of_press(rows: list[PlacedRow], languages: tuple[str, ...] | None) -> list[int]:
    """The newest few in these languages; of any where there is none."""
    own = [row.number for row in rows if languages is None or row.language in languages]
    return (own or [row.number for row in rows])[:SPARE]
