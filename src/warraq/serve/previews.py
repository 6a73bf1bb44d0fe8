"""What search engines and previews read of a page: where it stands in each interface, what it is about, and what its
publisher wishes they would not do. Only what the page itself shows is ever said here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from warraq.records import Wish
from warraq.serve.lines import Line
from warraq.serve.site import INTERFACES, Site, in_language, root_of
from warraq.showing import Shown
from warraq.store.read_rows import ArticleRow

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
MOST_LISTED = 30
"""Articles of a page that its ItemList names."""
WISHED = (
    (Wish.NOINDEX, "noindex"),
    (Wish.NOARCHIVE, "noarchive"),
    (Wish.NOSNIPPET, "nosnippet"),
    (Wish.NOIMAGE, "noimageindex"),
)
"""A publisher's wish -> the word that hands it on to other robots."""


class PreviewPicture(NamedTuple):
    """A picture for a preview: its absolute address, its size in pixels, its caption or nothing."""

    address: str
    width: int
    height: int
    caption: str


def site_icon(site: Site) -> str:
    """Our mark, for previews of pages without a picture of their own."""
    return f"{root_of(site.options)}/static/icon-512.png"


def own_address(site: Site) -> str:
    """The page's one public address in this interface."""
    bare = site.absolute(site.path)
    return f"{bare}?{site.query}" if site.query else bare


def alternates(site: Site) -> Markup:
    """The same page in each interface (hreflang); the plain address serves whoever reads none of them."""
    return _alternates(root_of(site.options), site.path, site.query)


@lru_cache(maxsize=128)
def _alternates(root: str, path: str, query: str) -> Markup:
    addresses = {language: escape(root + in_language(language, path, query)) for language in INTERFACES}
    plain = next(language for language, prefix in INTERFACES.items() if not prefix)
    return Markup(  # noqa: S704  # addresses are escaped, the rest is ours
        "".join(
            f'<link rel="alternate" hreflang="{language}" href="{address}">\n'
            for language, address in (*addresses.items(), ("x-default", addresses[plain]))
        )
    )


def robots_of(wishes: frozenset[Wish], shown: Shown, *, is_withdrawn: bool = False) -> str:
    """What robots are asked on an article's page, as a robots meta tag and X-Robots-Tag say it; empty: nothing.

    What holds no more than a headline is found at its source, so it is kept out of indexes, as what was withdrawn is.
    """
    wished = [word for wish, word in WISHED if wish in wishes]
    if is_withdrawn:
        wished += ["noindex", "noarchive"]
    if not (shown.excerpt or shown.full_text):
        wished.append("noindex")
    return ", ".join(dict.fromkeys(wished))


def item_list(site: Site, lines: Sequence[Line]) -> Markup:
    """schema.org's ItemList of a page's articles, in their order."""
    root = root_of(site.options)
    listed = list(dict.fromkeys(line.href for line in lines))[:MOST_LISTED]
    items = [
        {"@type": "ListItem", "position": place, "url": root + href} for place, href in enumerate(listed, 1)
    ]
    return as_script({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items})


def article_facts(site: Site, found: ArticleRow, shown: Shown, picture: PreviewPicture | None) -> Markup:
    """schema.org's NewsArticle: our page, based on the original."""
    row, outlet = found.headline, found.headline.outlet
    page = site.absolute(row.path)
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": outlet.name(site.language),
        "url": outlet.homepage,
    }
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": row.title,
        "url": page,
        "mainEntityOfPage": page,
        "isBasedOn": row.address,
        "publisher": publisher,
        "copyrightHolder": publisher,
        "inLanguage": row.language,
        "datePublished": row.published_text,
        "dateModified": f"{row.edited_at:%Y-%m-%dT%H:%M:%SZ}" if row.edited_at else "",
        "articleSection": site.edition.section_name(row.section, site.language) if row.section else "",
        "description": row.excerpt if shown.excerpt else "",
    }
    if found.authors and not row.is_withdrawn:
        facts["author"] = [{"@type": "Person", "name": author.name} for author in found.authors]
    if picture:
        facts["image"] = {
            "@type": "ImageObject",
            "url": picture.address,
            "width": picture.width,
            "height": picture.height,
        }
    return as_script({name: value for name, value in facts.items() if value})


def as_script(facts: dict[str, Any]) -> Markup:
    """JSON-LD as it may stand inside <script>: a block of data, which no content security policy takes for a program.

    Only "</" and "<!--" could end or open anything there, so no "<" is left at all.
    """
    text = _JSON.encode(facts)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
