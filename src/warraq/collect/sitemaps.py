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
from warraq.collect.feed_text import mended, read_text
from warraq.errors import NotAFeed
from warraq.records import Lead, Moment

MAX_ENTRIES = 50_000
MAX_BYTES = 52_428_800
"""Both from sitemaps.org."""
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")
HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


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
    """The sitemap in `body`, fetched from `address`. Raises NotAFeed saying why it is none."""
    text = read_text(_unpacked(body, address))
    if text.lstrip("\ufeff \t\r\n").startswith(("http://", "https://")):
        return _plain_list(text)
    start = text[:5_000]
    root = ROOT.search(start)
    if root is None:
        what = "this is an HTML page, not a sitemap" if HTML.search(start) else "this is no sitemap"
        raise NotAFeed(what, subject=address, advice="Check the address in a browser.")
    if root[1] == "sitemapindex":
        children = (_child(element) for element in _elements(text, "sitemap"))
        return Sitemap(children=tuple(child for child in children if child))
    news = _News()
    entries = (_entry(element, news) for element in _elements(text, "url"))
    leads = tuple(lead for lead in entries if lead)
    return Sitemap(entries=leads, is_news=news.is_any, language=news.language)


@dataclass(slots=True)
class _News:
    """What the entries read so far say of the news extension."""

    is_any: bool = False
    language: str | None = None


def _elements(text: str, name: str) -> Iterator[etree._Element]:
    """The elements of this name, in any namespace, one at a time: 50 MB of them are never held together.

    What is not well-formed ends the reading or is passed over; what came before it counts.
    """
    walk = etree.iterparse(
        io.BytesIO(mended(text).encode("utf-8")),
        tag=(f"{{*}}{name}"),
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
            if parent is None or parent.getparent() is not None:
                continue  # of another vocabulary, within an entry
            if count == MAX_ENTRIES:
                return
            count += 1
            yield element
            element.clear()
            while (before := element.getprevious()) is not None and (
                parent := before.getparent()
            ) is not None:
                parent.remove(before)
    except etree.XMLSyntaxError:
        return


def _unpacked(body: bytes, address: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as file:
            plain = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise NotAFeed(f"its compression is damaged ({fault})", subject=address) from fault
    if len(plain) > MAX_BYTES:
        raise NotAFeed("is larger than the 50 MB that the protocol allows", subject=address)
    return plain


def _plain_list(text: str) -> Sitemap:
    addresses = (parse_address(line) for line in text.split("\n", MAX_ENTRIES)[:MAX_ENTRIES])
    return Sitemap(entries=tuple(Lead(a) for a in addresses if a))


def _child(element: etree._Element) -> ChildSitemap | None:
    parts = _texts(element)
    address = parse_address(parts.get("loc", ""))
    return ChildSitemap(address, read_feed_date(parts.get("lastmod", ""))) if address else None


def _entry(element: etree._Element, seen: _News) -> Lead | None:
    parts = _texts(element)
    address = parse_address(parts.get("loc", ""))
    if address is None:
        return None
    news = element.find(f"{NEWS}news")
    said = _texts(news) if news is not None else {}
    if news is not None:
        seen.is_any = True
        seen.language = (
            seen.language or (news.findtext(f"{NEWS}publication/{NEWS}language") or "").strip() or None
        )
    return Lead(
        address=address,
        title=" ".join(said.get("title", "").split()) or None,
        published=read_feed_date(said.get("publication_date", "")),
        updated=read_feed_date(parts.get("lastmod", "")),
        tags=tuple(tag for tag in (" ".join(k.split()) for k in said.get("keywords", "").split(",")) if tag),
        picture=parse_address(element.findtext(f"{IMAGE}image/{IMAGE}loc") or ""),
    )


def _texts(parent: etree._Element) -> dict[str, str]:
    """The texts of the children by name, whatever their namespace; the first of each name counts."""
    found: dict[str, str] = {}
    for element in parent:
        if isinstance(element.tag, str):
            found.setdefault(element.tag.rpartition("}")[2], (element.text or "").strip())
    return found
