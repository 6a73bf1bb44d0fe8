"""Reads what is no well-formed XML, and old or rare formats (Atom 0.3, CDF), through feedparser, which mends it.

Sanitising and link resolution are off: three quarters of its time, and both are done elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from warraq.collect.feed_raw import MAX_ENTRIES, RawEntry, RawFeed, is_picture
from warraq.collect.feed_text import without_declaration
from warraq.collect.feed_xml import read_strict
from warraq.errors import NotAFeed

CDF = re.compile(r"<channel\b", re.IGNORECASE)
LINK = re.compile(r"<link>(\s*<!\[CDATA\[)?([^<\]]{0,2000})")
"""An address, where feedparser makes `&ampy` of `&amp;amp;y`."""
AMPERSAND = re.compile(r"&(?:amp;)?(?:amp|#0{0,4}38|#[xX]0{0,4}26);")
HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read_sick(text: str, address: str) -> RawFeed:
    """What feedparser makes of `text`; raises NotAFeed where it is none, or gets nobody through it."""
    import feedparser

    body = LINK.sub(_escaped_once, without_declaration(text)).encode("utf-8", "surrogatepass")
    try:
        # No address is given: ids stay as they are, which they must.
        answer = feedparser.parse(
            body, response_headers=HEADERS, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as fault:  # hostile bytes find ways through it that nobody foresaw
        if feed := read_strict(text, is_forgiving=True):
            return feed
        raise NotAFeed("no reader of feeds gets through this", subject=address) from fault
    if not answer.get("version") and not answer.get("entries") and not CDF.match(text):
        raise NotAFeed("this is no feed", subject=address, advice="Check the address in a browser.")
    feed, is_atom = answer.feed, str(answer.get("version", "")).startswith("atom")
    return RawFeed(
        title=_said(feed, "title"),
        language=_said(feed, "language"),
        ttl_minutes=_said(feed, "ttl"),
        entries=tuple(_sick_entry(entry, is_atom) for entry in answer.entries[:MAX_ENTRIES]),
        homepage=_said(feed, "link"),
        hubs=tuple(_sick_links(feed, "hub")),
        self_address=next(_sick_links(feed, "self"), ""),
        is_title_html=_is_html(feed, is_atom),
    )


def _said(item: Any, name: str) -> str:
    """A field as text; asked for this way feedparser does not answer with another field instead."""
    return str(item[name] or "") if name in item else ""


def _sick_links(item: Any, relation: str) -> Iterator[str]:
    return (str(link.get("href") or "") for link in item.get("links", []) if link.get("rel") == relation)


def _is_html(item: Any, is_atom: bool) -> bool:
    """Whether a title is HTML: in RSS it may always be, in Atom each says so."""
    return not is_atom or bool(item.get("title_detail", {}).get("type") != "text/plain")


def _escaped_once(link: re.Match[str]) -> str:
    return f"<link>{link[1] or ''}{AMPERSAND.sub('&' if link[1] else '&amp;', link[2])}"


def _sick_entry(entry: Any, is_atom: bool) -> RawEntry:
    # An Atom link without href overwrites feedparser's `link`, whatever it leads to; its list of links is right.
    link = next(_sick_links(entry, "alternate"), "") if is_atom else ""
    contents = [c.get("value") or "" for c in entry.get("content", [])]
    pictures = [m.get("url", "") for m in entry.get("media_content", []) if _is_picture(m)]
    pictures += [m.get("url", "") for m in entry.get("media_thumbnail", [])]
    pictures += [e.get("href", "") for e in entry.get("enclosures", []) if _is_picture(e)]
    authors = [a.get("name") or "" for a in entry.get("authors", [])] or [entry.get("author", "")]
    return RawEntry(
        title=_said(entry, "title"),
        link=link or _said(entry, "link"),
        entry_id=_said(entry, "id"),
        published=_said(entry, "published") or _said(entry, "created"),
        updated=_said(entry, "updated"),
        authors=tuple(authors),
        categories=tuple(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", [])),
        summary=_said(entry, "summary"),
        content=max(contents, key=len, default=""),
        pictures=tuple(str(p) for p in pictures if p),
        is_title_html=_is_html(entry, is_atom),
    )


def _is_picture(item: Any) -> bool:
    kind = str(item.get("type") or item.get("medium") or "")
    return is_picture(str(item.get("url") or item.get("href") or ""), kind)
