"""The table of formats: how each is called in addresses, by people and by machines; and the links that lead to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from warraq.serve.feeds import atom, json_feed, rss
from warraq.serve.feeds.entries import Feed
from warraq.serve.site import Site


class Format(NamedTuple):
    """One format of feed."""

    name: str
    """How a feed's address ends, after that of its list."""
    title: str
    type: str
    write: Callable[[Feed], str]


FORMATS = {
    one.name: one
    for one in (
        Format("rss", "RSS", rss.TYPE, rss.write_rss),
        Format("atom", "Atom", atom.TYPE, atom.write_atom),
        Format("feed.json", "JSON Feed", json_feed.TYPE, json_feed.write_json),
    )
}


def feed_links(site: Site, path: str, name: str, **query: str | None) -> Markup:
    """For a page's head: the list at `path` (without prefix) in every format, so that readers' programs find it."""
    return _links(name, _addresses(site, path, query))


def feed_anchors(site: Site, path: str, **query: str | None) -> Markup:
    """The same for people: `RSS · Atom · JSON Feed`."""
    return _anchors(_addresses(site, path, query))


@lru_cache(maxsize=512)
def _links(name: str, addresses: tuple[str, ...]) -> Markup:
    """Written once: formatting them takes a tenth of the time of a whole front page."""
    return Markup("").join(
        Markup('<link rel="alternate" type="{}" title="{} · {}" href="{}">\n').format(
            one.type, name, one.title, address
        )
        for one, address in zip(FORMATS.values(), addresses, strict=True)
    )


@lru_cache(maxsize=512)
def _anchors(addresses: tuple[str, ...]) -> Markup:
    return Markup(" · ").join(
        Markup('<a href="{}" type="{}">{}</a>').format(address, one.type, one.title)
        for one, address in zip(FORMATS.values(), addresses, strict=True)
    )


def _addresses(site: Site, path: str, query: dict[str, str | None]) -> tuple[str, ...]:
    bare = path.rstrip("/")
    return tuple(site.to(f"{bare}/{name}", **query) for name in FORMATS)
