"""An answer's facets as links: each narrows the search, and what was narrowed can be widened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from warraq.search.index import Facet, FacetValue
from warraq.search.query import Author, Dates, Filter, Item, Query, is_filter, print_query
from warraq.serve.site import Site
from warraq.serve.words import words_of
from warraq.store.read_outlets import outlet

SHOWN = 8
"""Values of a facet that a page lists."""
FACET_NAMES = {
    "outlet": "Newspapers",
    "section": "Sections",
    "place": "Places",
    "author": "Authors",
    "language": "Languages",
    "year": "Years",
}
"""Facet -> message, in the order of the page."""
LANGUAGE_NAMES = {
    "ar": "Arabic",
    "fr": "French",
    "en": "English",
    "zgh": "Amazigh in Tifinagh",
    "tzm": "Amazigh in Latin letters",
}
"""Language -> message."""

ToQuery = Callable[[Query], str]


class Choice(NamedTuple):
    """A value of a facet."""

    name: str
    said: str
    """How many articles, as the page writes it."""
    href: str
    is_here: bool
    """Whether the search asks for it already: the link then takes it away."""


class Group(NamedTuple):
    """A facet."""

    title: str
    choices: list[Choice]


class Part(NamedTuple):
    """A filter of the search, and the address of the search without it."""

    name: str
    href: str


def groups_of(site: Site, query: Query, facets: dict[str, Facet], total: int, to: ToQuery) -> list[Group]:
    """The facets that can narrow an answer of `total` articles: one whose single value all of them have cannot."""
    words = words_of(site.language)
    groups = []
    for field, message in FACET_NAMES.items():
        facet = facets.get(field)
        if facet is None:
            continue
        values = facet.values
        if field == "year":
            values = tuple(sorted(values, key=lambda value: value.value, reverse=True))
        choices = [
            _choice(
                site,
                query,
                filters_of(field, value),
                _said_value(site, field, value, values),
                value.count,
                to,
            )
            for value in values[:SHOWN]
            if value.value
        ]
        if any(choice.is_here for choice in choices) or any(value.count < total for value in values):
            groups.append(Group(str(words(message)), choices))
    return groups


def parts_of(site: Site, query: Query, to: ToQuery) -> list[Part]:
    """The search's filters, each with the way without it; its words are the search field's."""
    return [
        Part(said_of(site, item), to(_without(query, item)))
        for item in query.items
        if is_filter(item) and len(query.items) > 1
    ]


def filters_of(field: str, value: FacetValue) -> tuple[Item, ...]:
    """The filters that ask for a facet's value: of an author also the outlet."""
    if field == "author":
        name = Author(" ".join(value.label.replace('"', " ").split()), is_whole=True)
        return name, Filter("outlet", value.outlet)
    return (filter_of(field, value.value),)


def filter_of(field: str, value: str) -> Item:
    """The filter that asks for the value of any other facet."""
    if field == "year":
        return Dates(date(int(value), 1, 1), date(int(value), 12, 31))
    return Filter({"place": "city", "language": "lang"}.get(field, field), value)


def _said_value(site: Site, field: str, value: FacetValue, among: Sequence[FacetValue]) -> str:
    """A value in words; of namesakes with the outlet."""
    name = name_of(site, field, value.label)
    if field == "author" and sum(other.value == value.value for other in among) > 1:
        return f"{name} ({name_of(site, 'outlet', value.outlet)})"
    return name


def narrowed(query: Query, *items: Item) -> Query:
    """The query with more filters; days take the place of other days."""
    has_days = any(isinstance(item, Dates) for item in items)
    kept = [one for one in query.items if not (has_days and isinstance(one, Dates))]
    return Query((*kept, *(item for item in items if item not in kept)))


def name_of(site: Site, field: str, value: str) -> str:
    """A facet's value as people say it."""
    if field == "outlet":
        row = outlet(site.edition.slug, value)
        return row.name(site.language) if row else value
    if field == "section":
        return site.edition.section_name(value, site.language)
    if field in ("place", "city"):
        return _place_name(site, value)
    if field in ("language", "lang") and value in LANGUAGE_NAMES:
        return str(words_of(site.language)(LANGUAGE_NAMES[value]))
    return value


def said_of(site: Site, item: Item) -> str:
    """A filter in words where it is a plain one, else as it is written."""
    words = words_of(site.language)
    if isinstance(item, Filter) and item.name in ("outlet", "section", "city", "lang"):
        return name_of(site, item.name, item.value)
    if isinstance(item, Author):
        return item.text
    if isinstance(item, Filter) and (item.name, item.value) == ("is", "darija"):
        return str(words("In Darija"))
    if isinstance(item, Filter) and (item.name, item.value) == ("has", "picture"):
        return str(words("With a picture"))
    return print_query(Query((item,))).removeprefix("date:")


def _choice(site: Site, query: Query, items: tuple[Item, ...], name: str, count: int, to: ToQuery) -> Choice:
    """The first of `items` is the value's own filter, and what goes when it is taken away."""
    is_here = all(item in query.items for item in items)
    other = _without(query, items[0]) if is_here else narrowed(query, *items)
    return Choice(name, words_of(site.language).number(count), to(other), is_here)


def _without(query: Query, item: Item) -> Query:
    return Query(tuple(one for one in query.items if one != item))


def _place_name(site: Site, slug: str) -> str:
    names = _place_names(site)
    return names.get(slug, slug)


def _place_names(site: Site) -> dict[str, str]:
    key = site.edition.slug, site.language
    if key not in _PLACES:
        order = (site.language, *site.edition.languages)
        _PLACES[key] = {
            place.slug: next(
                (place.names[language] for language in order if language in place.names), place.slug
            )
            for place in site.edition.places
        }
    return _PLACES[key]


_PLACES: dict[tuple[str, str], dict[str, str]] = {}
"""By edition and interface: slug -> name. An edition's tables do not change while the site runs."""
