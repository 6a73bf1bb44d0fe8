"""Lists of outlets that news readers import (OPML 2.0): all of them, those that write in a section, about a city.

Each outlet stands with a feed of ours: its own, that of its section, or the search for what it writes about the city.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from warraq.serve.atlas import atlas_of, name_of, path_of
from warraq.serve.feeds.xml import DECLARATION, element, safe, sayable
from warraq.serve.presses import HOME, PRESSES
from warraq.serve.site import NotHere, Site, root_of
from warraq.serve.words import bare_name, words_of
from warraq.store import read
from warraq.store.read_outlets import outlets
from warraq.store.read_places import by_places
from warraq.store.read_rows import HeadlineRow, OutletRow

LATELY = 400
"""The newest articles of a section or a city: whose they are writes there."""
SPECIFICATION = "http://opml.org/spec2.opml"


def everything(request: HttpRequest, site: Site) -> HttpResponse:
    """`/opml`: all outlets that are collected, by language, the interface's own press first."""
    rows = [row for row in outlets(site.edition.slug) if row.state != "removed"]
    own_first = sorted(PRESSES, key=lambda press: press.languages != HOME[site.language])
    groups = []
    for press in own_first:
        lines = [
            _outline(site, row, row.path) for row in _sorted(site, rows) if row.language in press.languages
        ]
        if lines:
            groups.append(f'<outline text="{safe(press.title)}">\n{"".join(lines)}</outline>\n')
    return _answer(site, _title(site, str(words_of(site.language)("Newspapers"))), groups)


def section(request: HttpRequest, site: Site, section: str) -> HttpResponse:
    """`/section/<slug>/opml`: those that lately wrote in the section, each with its feed of it."""
    rows = read.by_section(site.edition.slug, section, limit=LATELY)
    name = site.edition.section_name(section, site.language)
    lines = [_outline(site, row, f"{row.path}/section/{section}") for row in _sorted(site, _outlets_of(rows))]
    return _answer(site, _title(site, name), lines)


def place(request: HttpRequest, site: Site, place: str) -> HttpResponse:
    """`/city/<slug>/opml` and `/region/<slug>/opml`: those that lately wrote about it, each with that search."""
    atlas = atlas_of(site.edition)
    known = atlas.get(place)
    if known is None or not site.path.startswith(f"{path_of(known)}/"):
        raise NotHere("place", place)
    rows = by_places(site.edition.slug, atlas.within(known), main_only=True, languages=None, limit=LATELY)
    lines = [
        _outline(site, row, "/search", {"q": f"outlet:{row.slug} city:{known.slug}"})
        for row in _sorted(site, _outlets_of(rows))
    ]
    return _answer(site, _title(site, name_of(known, site.language)), lines)


def _outlets_of(rows: Iterable[HeadlineRow]) -> list[OutletRow]:
    return list({row.outlet.id: row.outlet for row in rows}.values())


def _sorted(site: Site, rows: Sequence[OutletRow]) -> list[OutletRow]:
    return sorted(rows, key=lambda row: bare_name(row.name(site.language)).casefold())


def _title(site: Site, name: str) -> str:
    return f"{name} · {words_of(site.language)('Warraq')}"


def _outline(site: Site, row: OutletRow, path: str, query: Mapping[str, str] | None = None) -> str:
    name = sayable(row.name(site.language)) or row.slug
    said = query or {}
    return element(
        "outline",
        type="rss",
        text=name,
        title=name,
        xmlUrl=site.absolute(f"{path}/rss", **said),
        htmlUrl=site.absolute(path, **said),
        language=row.language,
    )


def _answer(site: Site, title: str, outlines: Sequence[str]) -> HttpResponse:
    """The specification wants at least one outline: where there is no outlet, the site itself stands."""
    root = root_of(site.options)
    alone = element(
        "outline",
        type="rss",
        text=title,
        xmlUrl=site.absolute("/rss"),
        htmlUrl=site.absolute("/"),
        language=site.language,
    )
    head = element("title", title) + element("ownerId", f"{root}/contact") + element("docs", SPECIFICATION)
    body = "".join(outlines) or alone
    text = f'{DECLARATION}<opml version="2.0">\n<head>\n{head}</head>\n<body>\n{body}</body>\n</opml>\n'
    response = HttpResponse(text, content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="warraq.opml"'
    return response
