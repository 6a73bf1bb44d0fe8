"""Every list of articles that can be followed or embedded, found in one place: feeds and boxes ask here.

A list is what one of our pages shows, newest first. A new kind of list is one function here and one line in
addresses.py, and has every format of feed from then on. Nothing here decides what is shown of an article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest

from warraq.errors import BadQuery
from warraq.search.query import MAX_LENGTH as MAX_LENGTH
from warraq.serve.atlas import atlas_of, name_of, path_of
from warraq.serve.following import find_topic, phrase_of
from warraq.serve.persons import person_of
from warraq.serve.presses import PRESSES, chosen_press, home_of
from warraq.serve.rises import topic_path
from warraq.serve.searching import index_of, query_here
from warraq.serve.site import NotHere, Site, Unreadable
from warraq.serve.words import words_of
from warraq.store import read, read_stories
from warraq.store.read_places import by_places
from warraq.store.read_rows import HeadlineRow, OutletRow
from warraq.store.story_rows import Moved, StoryRow

LENGTH = 50
"""Articles of a feed."""


class Listed(NamedTuple):
    """A list: its name ("" for the front page's), its page (`path` without prefix, with `query`), and its articles."""

    name: str
    path: str
    rows: Sequence[HeadlineRow]
    query: Mapping[str, str | None] = {}
    is_announced: bool = False
    """Whether a hub is told when it changes (topics.py)."""


FindList = Callable[..., Listed]
"""How a list is found: of the request, the site, and what the list's address captured (see site.View)."""


def front(request: HttpRequest, site: Site) -> Listed:
    """The newest of the interface's own press; of all where an edition has none in that language."""
    edition = site.edition.slug
    rows = read.latest(edition, languages=home_of(site.language), limit=LENGTH)
    return Listed("", "/", rows or read.latest(edition, limit=LENGTH), is_announced=True)


def latest(request: HttpRequest, site: Site) -> Listed:
    """All the latest news of a press (`?lang=`)."""
    languages, query = _press(request, site, "/latest")
    rows = read.latest(site.edition.slug, languages=languages, limit=LENGTH)
    return Listed(_in_press(site, str(words_of(site.language)("Latest news")), query), "/latest", rows, query)


def section(request: HttpRequest, site: Site, section: str) -> Listed:
    """A section in a press (`?lang=`)."""
    path = f"/section/{section}"
    languages, query = _press(request, site, path)
    rows = read.by_section(site.edition.slug, section, languages=languages, limit=LENGTH)
    name = _in_press(site, site.edition.section_name(section, site.language), query)
    return Listed(name, path, rows, query, is_announced=not query)


def outlet(request: HttpRequest, site: Site, outlet: OutletRow) -> Listed:
    """An outlet."""
    rows = read.by_outlet(site.edition.slug, outlet.id, limit=LENGTH)
    return Listed(outlet.name(site.language), outlet.path, rows, is_announced=True)


def outlet_section(request: HttpRequest, site: Site, outlet: OutletRow, section: str) -> Listed:
    """An outlet's section."""
    rows = read.by_outlet_section(site.edition.slug, outlet.id, section, limit=LENGTH)
    name = f"{site.edition.section_name(section, site.language)} · {outlet.name(site.language)}"
    return Listed(name, f"{outlet.path}/section/{section}", rows)


def author(request: HttpRequest, site: Site, outlet: OutletRow, author: int) -> Listed:
    """A person of an outlet. Raises NotHere where it has no such person."""
    if (person := person_of(site.edition, outlet, author)) is None:
        raise NotHere("author", str(author), outlet)
    rows = read.by_author(site.edition.slug, person.numbers, limit=LENGTH)
    return Listed(f"{person.row.name} · {outlet.name(site.language)}", f"{outlet.path}/author/{author}", rows)


def place(request: HttpRequest, site: Site, place: str) -> Listed:
    """What is about a place or anything in it, in a press (`?lang=`). Raises NotHere where there is no such place."""
    return _of_place(request, site, place, main_only=True)


def place_named(request: HttpRequest, site: Site, place: str) -> Listed:
    """Everything that names a place."""
    return _of_place(request, site, place, main_only=False)


def story(request: HttpRequest, site: Site, number: int) -> Listed:
    """The articles of a story; of the one that it went into, where it was merged. Raises NotHere."""
    found = read_stories.story(site.edition.slug, number)
    if isinstance(found, Moved):
        found = read_stories.story(site.edition.slug, found.number)
    if not isinstance(found, StoryRow) or found.lead is None:
        raise NotHere("story", str(number))
    rows = read_stories.each_story(site.edition.slug, [found.number], limit=LENGTH).get(found.number, [])
    return Listed(found.lead.title, found.path, [row for row in reversed(rows) if not row.is_withdrawn])


def topic(request: HttpRequest, site: Site, phrase: str) -> Listed:
    """The newest articles that hold a phrase. Raises Unreadable where it says nothing, IndexFault without an index."""
    if not (name := phrase_of(phrase)):
        raise Unreadable("topic")
    _, rows = find_topic(site, name, LENGTH)
    return Listed(name, topic_path(name), rows)


def search(request: HttpRequest, site: Site) -> Listed:
    """The newest articles that match `?q=`. Raises Unreadable where that is no query, IndexFault without an index."""
    text = " ".join(request.GET.get("q", "").split())
    if not text:
        raise Unreadable("q")
    try:
        query = query_here(site, text)
        answer = index_of(site).search(query, edition=site.edition.slug, limit=LENGTH, sort="newest")
    except BadQuery:
        raise Unreadable("q") from None
    rows = read.by_numbers(site.edition.slug, [hit.number for hit in answer.hits])
    name = words_of(site.language)("Search: %(query)s", query=text).unescape()
    return Listed(name, "/search", rows, {"q": text})


def _of_place(request: HttpRequest, site: Site, slug: str, *, main_only: bool) -> Listed:
    atlas = atlas_of(site.edition)
    if (known := atlas.get(slug)) is None or not site.path.startswith(f"{path_of(known)}/"):
        raise NotHere("place", slug)
    path = path_of(known) if main_only else f"{path_of(known)}/named"
    languages, query = _press(request, site, path)
    rows = by_places(
        site.edition.slug, atlas.within(known), main_only=main_only, languages=languages, limit=LENGTH
    )
    return Listed(_in_press(site, name_of(known, site.language), query), path, rows, query)


def _press(
    request: HttpRequest, site: Site, path: str
) -> tuple[tuple[str, ...] | None, dict[str, str | None]]:
    """The article languages that `?lang=` asks for, and the parameter that pages carry for them."""
    press = chosen_press(site, request.GET.get("lang"), path)
    return press.languages, {"lang": press.parameter} if press.parameter else {}


def _in_press(site: Site, name: str, query: Mapping[str, str | None]) -> str:
    """The name, with the press where it is not the interface's own."""
    wanted = query.get("lang")
    if wanted is None:
        return name
    titles = {press.name: press.title for press in PRESSES}
    return f"{name} · {titles.get(wanted) or words_of(site.language)('All languages')}"
