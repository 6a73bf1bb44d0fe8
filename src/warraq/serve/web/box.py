"""The news box: a list of ours in other people's sites, framed and without a script; and the page that builds one.

A box is the only page that others may frame, so it holds nothing that could be clicked by trickery: links alone, each
of which opens a page of its own. It sets no cookie, and whoever reads the other site is known to us by nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from warraq.errors import IndexFault
from warraq.serve import lists, render
from warraq.serve.atlas import CITIES, REGION, atlas_of, name_of, path_of
from warraq.serve.lines import lines_of
from warraq.serve.presses import ALL, PRESSES
from warraq.serve.site import NotHere, Site, Unreadable
from warraq.serve.words import bare_name, words_of
from warraq.store import read_outlets

ITEMS = 8
MOST_ITEMS = 20
LOOKS = {"auto": "As the reader's device", "light": "Light", "dark": "Dark"}
"""How a box may look -> the message."""
LONGEST_FAULT = 80
ITEM_HEIGHT, FRAME_HEIGHT, MOST_HEIGHT = 88, 96, 640
"""CSS pixels: what an entry takes at a box's usual width, what stands around them, and where a box scrolls instead."""


class Wanted(NamedTuple):
    """A box as its address describes it."""

    of: str
    """`section:<slug>`, `outlet:<slug>`, `city:<slug>`, or empty: the front page."""
    q: str
    """A search; where there is one it wins over `of`."""
    lang: str
    """The press, by its name, `all`, or empty: the interface's own."""
    items: int
    look: str

    def query(self) -> str:
        """As it stands in the box's address: what goes without saying is left out."""
        said = {
            "of": "" if self.q else self.of,
            "q": self.q,
            "lang": self.lang,
            "items": "" if self.items == ITEMS else str(self.items),
            "look": "" if self.look == "auto" else self.look,
        }
        return urlencode({name: value for name, value in said.items() if value})

    def height(self) -> int:
        """CSS pixels that the iframe takes."""
        return min(MOST_HEIGHT, FRAME_HEIGHT + ITEM_HEIGHT * self.items)


class Group(NamedTuple):
    """Lists to choose from: value and name of each."""

    title: str
    choices: list[tuple[str, str]]


def box(request: HttpRequest, site: Site) -> HttpResponse:
    """`/box?of=&q=&lang=&items=&look=`: the list itself."""
    wanted = wanted_of(request)
    try:
        listed = listed_of(request, site, wanted)
    except IndexFault:
        listed = lists.Listed("", "/", ())
    words = words_of(site.language)
    text = (
        render.environment()
        .get_template("box.html")
        .render(
            w=words,
            name=listed.name or words("Warraq"),
            page=site.to(listed.path, **listed.query),
            home=site.to("/"),
            look=wanted.look,
            lines=lines_of(site, listed.rows[: wanted.items]),
        )
    )
    return HttpResponse(text)


def make(request: HttpRequest, site: Site) -> HttpResponse:
    """`/box/make`: a form, the box that it describes, and the lines to copy."""
    wanted, name, fault = _described(request, site)
    query = f"?{wanted.query()}".rstrip("?")
    snippet = Markup(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>'
    ).format(site.absolute("/box") + query, name, wanted.height())
    return render.page(
        site,
        "box_make.html",
        wanted=wanted,
        fault=fault,
        preview=site.to("/box") + query,
        snippet=str(snippet),
        groups=_groups(site),
        presses=[(press.name, press.title) for press in PRESSES if set(press.languages) & set(site.edition.languages)],
        everything=ALL,
        looks=LOOKS,
        most_items=MOST_ITEMS,
        longest=lists.MAX_LENGTH,
    )  # fmt: skip


def _described(request: HttpRequest, site: Site) -> tuple[Wanted, str, str]:
    """The box, its list's name, and what the form named that is not there (the box is then the front page's)."""
    own = str(words_of(site.language)("Warraq"))
    try:
        wanted = wanted_of(request)
        return wanted, listed_of(request, site, wanted).name or own, ""
    except IndexFault:
        return wanted_of(request), own, ""
    except NotHere as missing:
        fault = missing.name
    except Unreadable as unreadable:
        fault = request.GET.get(unreadable.what, "")
    return Wanted("", "", "", ITEMS, "auto"), own, fault[:LONGEST_FAULT]


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for. Raises Unreadable naming the parameter that makes no sense."""
    said = request.GET
    items, look = said.get("items") or str(ITEMS), said.get("look") or "auto"
    if not (items.isascii() and items.isdigit() and len(items) <= 3 and 1 <= int(items) <= MOST_ITEMS):
        raise Unreadable("items")
    if look not in LOOKS:
        raise Unreadable("look")
    text = " ".join(said.get("q", "").split())
    return Wanted(said.get("of", "").strip(), text, said.get("lang", ""), int(items), look)


def listed_of(request: HttpRequest, site: Site, wanted: Wanted) -> lists.Listed:
    """The list. Raises Unreadable or NotHere where there is none of that name, IndexFault without an index."""
    if wanted.q:
        return lists.search(request, site)
    kind, _, slug = wanted.of.partition(":")
    match kind:
        case "":
            return lists.latest(request, site) if wanted.lang else lists.front(request, site)
        case "section" if any(section.slug == slug for section in site.edition.sections):
            return lists.section(request, site, slug)
        case "outlet" if row := read_outlets.outlet(site.edition.slug, slug):
            return lists.outlet(request, site, row)
        case "city" if place := atlas_of(site.edition).get(slug):
            return lists.place(request, replace(site, path=f"{path_of(place)}/box"), slug)
    raise Unreadable("of")


def _groups(site: Site) -> list[Group]:
    words, edition, language = words_of(site.language), site.edition, site.language
    sections = [(f"section:{one.slug}", edition.section_name(one.slug, language)) for one in edition.sections]
    papers = [(f"outlet:{row.slug}", row.name(language)) for row in read_outlets.outlets(edition.slug)]
    places = [
        (f"city:{place.slug}", name_of(place, language))
        for place in atlas_of(edition).places
        if place.kind in (*CITIES, REGION)
    ]
    return [
        Group(str(words(title)), choices)
        for title, choices in (
            ("Sections", sections),
            ("Newspapers", sorted(papers, key=lambda one: bare_name(one[1]).casefold())),
            ("Cities", sorted(places, key=lambda one: bare_name(one[1]).casefold())),
        )
        if choices
    ]
