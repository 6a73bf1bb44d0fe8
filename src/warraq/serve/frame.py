"""What stands around every page: names, places to go, and the number of articles."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from warraq.records import named
from warraq.serve.dates import dates_of, today_of
from warraq.serve.site import Site, in_language
from warraq.serve.words import words_of

TONGUES = {"ar": "العربية", "fr": "Français", "en": "English"}
"""Each interface in its own words."""


class Place(NamedTuple):
    """A place to go: `path` is without the interface's prefix."""

    path: str
    href: str
    name: str


class Around(NamedTuple):
    """Everything that stands around a page of one interface on one day."""

    name: str
    edition: str
    home: str
    today: str
    today_iso: str
    sections: list[Place]
    pages: list[Place]
    foot: list[Place]
    articles: str

    def paths(self) -> list[str]:
        """Of the places."""
        return [place.path for place in (*self.sections, *self.pages, *self.foot)]


class Frame(NamedTuple):
    """What layout.html puts around a page: names, and the finished pieces between the page's own."""

    name: str
    edition: str
    sections: dict[str, Place]
    """By slug."""
    to_title: Markup
    """From the beginning to the page's title; each of the others from there to what its name says."""
    to_head: Markup
    to_tongues: Markup
    to_query: Markup
    to_class: Markup
    to_main: Markup
    to_ticker: Markup
    to_end: Markup


def around(site: Site, articles: int) -> Around:
    """The names and places; `articles` is how many the edition holds."""
    words, today = words_of(site.language), today_of(site)
    cities = (("/cities", "Cities"),) if site.edition.places else ()
    return Around(
        name=str(words("Warraq")),
        edition=named(site.edition.names, site.language, site.edition.languages[0]) or site.edition.slug,
        home=site.to("/"),
        today=dates_of(site.language, site.edition.zone, today).long_day(today),
        today_iso=today.isoformat(),
        sections=[
            _place(site, f"/section/{section.slug}", site.edition.section_name(section.slug, site.language))
            for section in site.edition.sections
        ],
        pages=_places(
            site,
            (
                *cities,
                ("/topics", "Topics"),
                ("/outlets", "Newspapers"),
                ("/calendar", "Archive"),
                ("/latest", "Latest"),
            ),
        ),
        foot=_places(
            site,
            (
                ("/about", "About"),
                ("/how", "How the pages are ordered"),
                ("/contact", "Contact"),
                ("/box/make", "News box"),
                ("/health", "Health"),
                ("/research", "Research desk"),
                ("/settings", "Settings"),
                ("/rss", "RSS"),
            ),
        ),
        articles=str(words.count("%(n)s articles", articles)),
    )


def tongues_of(site: Site) -> Markup:
    """Links to this very page in each interface."""
    return _tongues(site.language, site.path, site.query)


@lru_cache(maxsize=128)
def _tongues(here: str, path: str, query: str) -> Markup:
    tongues = [
        f'<li><span lang="{language}" aria-current="true">{name}</span></li>\n'
        if language == here
        else f'<li><a href="{escape(in_language(language, path, query))}" lang="{language}" hreflang="{language}">'
        f"{name}</a></li>\n"
        for language, name in TONGUES.items()
    ]
    return Markup("".join(tongues))  # noqa: S704  # the address is escaped, the rest is ours


def _place(site: Site, path: str, name: str) -> Place:
    return Place(path, site.to(path), name)


def _places(site: Site, table: tuple[tuple[str, str], ...]) -> list[Place]:
    words = words_of(site.language)
    return [_place(site, path, str(words(message))) for path, message in table]
