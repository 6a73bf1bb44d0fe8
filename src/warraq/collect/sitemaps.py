"""Reads a sitemap: a list of pages, of other sitemaps, or of news (sitemaps.org and Google's news extension)."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from warraq.addresses import parse_address
from warraq.collect.feed_dates import read_feed_date
from warraq.collect.feed_text import mended, read_text, with_plain_ampersands
from warraq.collect.feeds import plain, read_feed
from warraq.errors import NotAFeed
from warraq.records import Lead, Moment

MAX_ENTRIES = 50_000
MAX_BYTES = 52_428_800
"""Both from sitemaps.org."""
ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")
HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
KEYWORDS = re.compile(r"[,،;؛|]")


@dataclass(frozen=True, slots=True)
class ChildSitemap:
    """A sitemap that an index names."""

    address: str
    modified: Moment | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists, in its own order."""

    children: tuple[ChildSitemap, ...] = ()
    entries: tuple[Lead, ...] = ()
    is_news: bool = False
    language: str | None = None
    """Of its first news."""


def read_sitemap(body: bytes, *, address: str) -> Sitemap:
    """The sitemap in `body`, fetched from `address`; a feed is one too (sitemaps.org). Raises NotAFeed saying why it
    is none."""
    body = _unpacked(body, address)
    text = read_text(body)
    if text.lstrip("\ufeff \t\r\n").startswith(("http://", "https://")):
        return _plain_list(text)
    text = mended(text)
    start = text[:5_000]
    if FEED.match(start) and (leads := read_feed(body, address=address).leads):
        return Sitemap(entries=leads)
    if ROOT.search(start) is None:
        what = "this is an HTML page, not a sitemap" if HTML.search(start) else "this is no sitemap"
        raise NotAFeed(what, subject=address, advice="Check the address in a browser.")
    news = _News()
    children: list[ChildSitemap] = []
    entries: list[Lead] = []
    for element in _elements(text):
        if _name(element) == "sitemap":
            children += _child(element, address)
        else:
            entries += _entry(element, news, address)
    return Sitemap(tuple(children), tuple(entries), is_news=news.is_any, language=news.language)


@dataclass(slots=True)
class _News:
    """What the entries read so far say of the news extension."""

    is_any: bool = False
    language: str | None = None


def _elements(text: str) -> Iterator[etree._Element]:
    """The `url` and `sitemap` elements, in any namespace, one at a time: 50 MB of them are never held together.

    What is not well-formed ends the reading or is passed over; what came before it counts.
    """
    walk = etree.iterparse(
        io.BytesIO(text.encode("utf-8")),
        tag=("{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        count = 0
        for _, element in walk:
            parent = element.getparent()
            if parent is None:
                continue
            is_nested = parent.getparent() is not None  # an entry without its end tag holds the next ones
            if is_nested and _space(element) != _space(parent):
                continue  # of another vocabulary, within an entry
            if count == MAX_ENTRIES:
                return
            count += 1
            yield element
            element.clear()
            while not is_nested and (before := element.getprevious()) is not None:
                parent.remove(before)
    except etree.XMLSyntaxError:
        return


def _unpacked(body: bytes, address: str) -> bytes:
    """The body itself; also of a `.gz` that was compressed once more for the road."""
    for _ in range(2):
        if body.startswith(b"\x1f\x8b"):
            body = _gunzipped(body, address)
    return body


def _gunzipped(body: bytes, address: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(body)) as file:
            plain_body = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise NotAFeed(f"its compression is damaged ({fault})", subject=address) from fault
    if len(plain_body) > MAX_BYTES:
        raise NotAFeed("is larger than the 50 MB that the protocol allows", subject=address)
    return plain_body


def _plain_list(text: str) -> Sitemap:
    addresses = (parse_address(line.lstrip("\ufeff")) for line in text.split("\n", MAX_ENTRIES)[:MAX_ENTRIES])
    return Sitemap(entries=tuple(Lead(a) for a in addresses if a))


def _child(element: etree._Element, base: str) -> Iterator[ChildSitemap]:
    parts = _texts(element)
    if address := _address(parts.get("loc", ""), base):
        yield ChildSitemap(address, read_feed_date(parts.get("lastmod", "")))


def _entry(element: etree._Element, seen: _News, base: str) -> Iterator[Lead]:
    parts = _texts(element)
    address = _address(parts.get("loc", ""), base)
    if address is None:
        return
    news = _first(element, "news")
    said = _texts(news) if news is not None else {}
    if news is not None:
        seen.is_any = True
        publication = _first(news, "publication")
        language = _texts(publication).get("language", "") if publication is not None else ""
        seen.language = seen.language or language.lower() or None
    yield Lead(
        address=address,
        title=plain(said.get("title", "")) or None,
        published=read_feed_date(said.get("publication_date", "")),
        updated=read_feed_date(parts.get("lastmod", "")),
        tags=tuple(dict.fromkeys(filter(None, (plain(k) for k in KEYWORDS.split(said.get("keywords", "")))))),
        picture=_picture(element, base),
    )


def _picture(element: etree._Element, base: str) -> str | None:
    """The first picture of the image extension, else the first video's still."""
    for name, part in (("image", "loc"), ("video", "thumbnail_loc")):
        if (holder := _first(element, name)) is not None:
            return _address(_texts(holder).get(part, ""), base)
    return None


def _address(text: str, base: str) -> str | None:
    """An absolute address, as the protocol wishes; of relative ones those that name a host or a path from the root."""
    is_usable = text.startswith(("http:", "https:", "/"))
    return parse_address(with_plain_ampersands(text), base) if is_usable else None


def _name(element: etree._Element) -> str:
    """An element's own name: namespaces are declared wrongly, or not at all, too often to be looked at."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _space(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0]


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    return next((element for element in parent if _name(element) == name), None)


def _texts(parent: etree._Element) -> dict[str, str]:
    """The texts of the children by name, whatever their namespace; the first of each name counts."""
    found: dict[str, str] = {}
    for element in parent:
        if element.text and _name(element) not in found:
            found[_name(element)] = element.text.strip()
    return found
