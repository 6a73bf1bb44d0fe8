"""What the specifications of feeds demand, written by hand: each function names the rules that a feed breaks.

RSS: the RSS Advisory Board's specification (2.0.11) and Best Practices Profile. Atom: RFC 4287. JSON Feed: 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM, CONTENT = "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/modules/content/"
DC, MEDIA = "http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"
A = f"{{{ATOM}}}"
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
W3CDTF = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")
RSS_CHANNEL = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image textInput skipHours skipDays item".split()
)
RSS_ITEM = frozenset("title link description author category comments enclosure guid pubDate source".split())
RSS_ONCE = RSS_ITEM - {"category"}
Rules = Iterator[str]


def broken(rules: Callable[[bytes], Rules], content: bytes) -> list[str]:
    """The rules that the feed breaks."""
    return list(rules(content))


def is_web_address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>]", text or "")


def has_length(text: str | None) -> bool:
    return bool(text) and text is not None and text.isascii() and text.isdigit() and int(text) > 0


def rss_rules(content: bytes) -> Rules:
    root = etree.fromstring(content)
    if root.tag != "rss" or root.get("version") != "2.0":
        yield "the root is <rss version='2.0'>"
    channels = root.findall("channel")
    if len(channels) != 1 or len(root) != 1:
        yield "there is one channel and nothing beside it"
    channel = channels[0]
    for name in ("title", "link", "description"):
        if len(channel.findall(name)) != 1 or not (channel.findtext(name) or "").strip():
            yield f"the channel has one {name}"
    yield from _known_names(channel, RSS_CHANNEL)
    if not is_web_address(channel.findtext("link")):
        yield "the channel's link is an address"
    if not LANGUAGE.fullmatch(channel.findtext("language") or ""):
        yield "the channel's language is one"
    selves = [one for one in channel.findall(A + "link") if one.get("rel") == "self"]
    if len(selves) != 1 or not is_web_address(selves[0].get("href")):
        yield "profile: one atom:link rel=self"
    elif selves[0].get("type") != "application/rss+xml":
        yield "profile: atom:link has the feed's type"
    for name in ("pubDate", "lastBuildDate"):
        if (date := channel.findtext(name)) is not None and not RFC_822.fullmatch(date):
            yield f"{name} is a date of RFC 822"
    for image in channel.findall("image"):
        if image.findtext("link") != channel.findtext("link") or image.findtext("title") != channel.findtext(
            "title"
        ):
            yield "profile: the image's title and link are the channel's"
        if not is_web_address(image.findtext("url")) or int(image.findtext("width") or 88) > 144:
            yield "an image has an address, and 144 pixels at most"
    items = channel.findall("item")
    if items and any(one.tag != "item" for one in channel[channel.index(items[0]) :]):
        yield "items come last"
    for one in items:
        yield from _rss_item(one)
    guids = [one.findtext("guid") for one in items]
    if len(set(guids)) != len(guids):
        yield "profile: a guid is unique"


def _rss_item(item: etree._Element) -> Rules:
    yield from _known_names(item, RSS_ITEM)
    for name in RSS_ONCE:
        if len(item.findall(name)) > 1:
            yield f"an item has one {name} at most"
    if not (item.findtext("title") or "").strip() and not (item.findtext("description") or "").strip():
        yield "an item has a title or a description"
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "profile: an item has a guid"
    elif guid.get("isPermaLink", "true") == "true" and not is_web_address(guid.text):
        yield "a guid that is a permalink is an address"
    if not is_web_address(item.findtext("link")):
        yield "an item's link is an address"
    if (date := item.findtext("pubDate")) is not None and not RFC_822.fullmatch(date):
        yield "pubDate is a date of RFC 822"
    if (day := item.findtext(f"{{{DC}}}date")) is not None and not W3CDTF.fullmatch(day):
        yield "dc:date is a date of W3C"
    source = item.find("source")
    if source is not None and not (is_web_address(source.get("url")) and source.text):
        yield "a source has an address and a name"
    enclosure = item.find("enclosure")
    if enclosure is not None and not (
        is_web_address(enclosure.get("url"))
        and has_length(enclosure.get("length"))
        and MIME.fullmatch(enclosure.get("type") or "")
        and not len(enclosure)
    ):
        yield "an enclosure has url, length and type"
    for media in item.findall(f"{{{MEDIA}}}content"):
        if not is_web_address(media.get("url")) or not has_length(media.get("fileSize")):
            yield "media:content has url and fileSize"


def _known_names(parent: etree._Element, names: frozenset[str]) -> Rules:
    for one in parent:
        tag = str(one.tag)
        if not tag.startswith("{") and tag not in names:
            yield f"<{tag}> is no element of <{parent.tag!s}>"
        if tag.startswith("{") and etree.QName(tag).namespace not in (ATOM, CONTENT, DC, MEDIA):
            yield f"{tag} is of no known namespace"


def atom_rules(content: bytes) -> Rules:
    feed = etree.fromstring(content)
    if feed.tag != A + "feed":
        yield "4.1.1: the root is atom:feed"
    yield from _atom_once(feed, required=("id", "title", "updated"))
    yield from _atom_once(feed, required=(), optional=("generator", "icon", "logo", "rights", "subtitle"))
    selves = [one for one in feed.findall(A + "link") if one.get("rel") == "self"]
    if len(selves) != 1:
        yield "4.1.1: one link rel=self (should)"
    yield from _atom_links(feed)
    entries = feed.findall(A + "entry")
    if not feed.findall(A + "author") and not all(one.findall(A + "author") for one in entries):
        yield "4.1.1: the feed has an author, or all its entries do"
    for one in entries:
        yield from _atom_entry(one)
    ids = [one.findtext(A + "id") for one in entries]
    if len(set(ids)) != len(ids):
        yield "4.1.1: no two entries of one id"
    for one in feed.iter(A + "author", A + "contributor"):
        if len(one.findall(A + "name")) != 1 or not one.findtext(A + "name"):
            yield "3.2.1: a person has one name"
    for one in feed.iter(A + "updated", A + "published"):
        if not RFC_3339.fullmatch(one.text or ""):
            yield "3.3: a date is RFC 3339's, with T and an offset"
        else:
            datetime.fromisoformat((one.text or "").replace("Z", "+00:00"))
    for one in feed.iter(A + "category"):
        if not one.get("term"):
            yield "4.2.2.1: a category has a term"


def _atom_entry(entry: etree._Element) -> Rules:
    yield from _atom_once(entry, required=("id", "title", "updated"))
    yield from _atom_once(
        entry, required=(), optional=("content", "published", "rights", "source", "summary")
    )
    yield from _atom_links(entry)
    alternates = [one for one in entry.findall(A + "link") if one.get("rel", "alternate") == "alternate"]
    if not alternates and entry.find(A + "content") is None:
        yield "4.1.2: an entry without content has a link rel=alternate"
    for name in ("title", "summary", "content"):
        one = entry.find(A + name)
        if one is not None and one.get("type", "text") in ("text", "html") and len(one):
            yield f"3.1.1: {name} of text or html has no child elements"
    source = entry.find(A + "source")
    if source is not None:
        yield from _atom_once(source, required=("id", "title", "updated"))


def _atom_once(parent: etree._Element, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Rules:
    where = etree.QName(parent).localname
    for name in required:
        found = parent.findall(A + name)
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{where} has exactly one {name}"
    for name in optional:
        if len(parent.findall(A + name)) > 1:
            yield f"{where} has at most one {name}"
    for one in parent.findall(A + "id"):
        if not is_web_address(one.text):
            yield f"4.2.6: the id of {where} is an absolute address"


def _atom_links(parent: etree._Element) -> Rules:
    seen = set()
    for one in parent.findall(A + "link"):
        relation = one.get("rel", "alternate")
        if not is_web_address(one.get("href")):
            yield "4.2.7.1: a link has an address"
        if one.get("type") is not None and not MIME.fullmatch(one.get("type") or ""):
            yield "4.2.7.3: a link's type is one"
        if relation == "enclosure" and not has_length(one.get("length")):
            yield "4.2.7.2: an enclosure should say its length"
        kind = (one.get("type"), one.get("hreflang"))
        if relation == "alternate":
            if kind in seen:
                yield "4.1: one alternate of a type and language"
            seen.add(kind)


JSON_TOP: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
    "next_url": str, "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list,
    "items": list,
}  # fmt: skip
JSON_ITEM: dict[str, type] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str, "summary": str,
    "image": str, "banner_image": str, "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip


def json_rules(content: bytes) -> Rules:
    feed: dict[str, Any] = json.loads(content)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "the version is 1.1's address"
    if not feed.get("title"):
        yield "the feed has a title"
    if not isinstance(feed.get("items"), list):
        yield "the feed has items, an array"
    yield from _json_fields(feed, JSON_TOP)
    for hub in feed.get("hubs", ()):
        if not hub.get("type") or not is_web_address(hub.get("url")):
            yield "a hub has type and url"
    for author in feed.get("authors", ()):
        if not {"name", "url", "avatar"} & set(author):
            yield "an author has a name, an url or an avatar"
    for item in feed["items"]:
        yield from _json_item(item)
    ids = [item.get("id") for item in feed["items"]]
    if len(set(ids)) != len(ids):
        yield "an id is unique"


def _json_item(item: dict[str, Any]) -> Rules:
    if not item.get("id"):
        yield "an item has an id, a string"
    if "content_html" not in item and "content_text" not in item:
        yield "an item has content_html or content_text"
    yield from _json_fields(item, JSON_ITEM)
    for name in ("date_published", "date_modified"):
        if name in item and not RFC_3339.fullmatch(item[name]):
            yield f"{name} is RFC 3339's"
    for attachment in item.get("attachments", ()):
        if not is_web_address(attachment.get("url")) or not MIME.fullmatch(attachment.get("mime_type", "")):
            yield "an attachment has url and mime_type"
        if not isinstance(attachment.get("size_in_bytes", 0), int):
            yield "size_in_bytes is a number"
    if any(not isinstance(tag, str) for tag in item.get("tags", ())):
        yield "tags are texts"


def _json_fields(told: dict[str, Any], fields: dict[str, type]) -> Rules:
    for name, value in told.items():
        if name.startswith("_"):
            if not isinstance(value, dict) or "." in name:
                yield f"the extension {name} is an object, without a period in its name"
        elif name not in fields:
            yield f"{name} is no field"
        elif not isinstance(value, fields[name]):
            yield f"{name} has the wrong type"
        elif name.endswith("url") and not is_web_address(str(value)):
            yield f"{name} is an address"
        elif name == "language" and not LANGUAGE.fullmatch(str(value)):
            yield "a language is one of RFC 5646"


RULES = {"rss": rss_rules, "atom": atom_rules, "feed.json": json_rules}
