"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org), forgiving what is missing or of another type."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from warraq.collect.feed_raw import MAX_ENTRIES, RawEntry, RawFeed, is_picture
from warraq.collect.feed_text import NO_XML
from warraq.errors import NotAFeed


def read_json(text: str, address: str) -> RawFeed:
    """The feed in `text`. Raises NotAFeed where it is JSON of another kind, or none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotAFeed("this is JSON that cannot be read", subject=address) from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed("this is JSON, but no JSON Feed", subject=address)
    items = _dictionaries(feed["items"])
    return RawFeed(
        title=_string(feed.get("title")),
        language=_string(feed.get("language")),
        ttl_minutes="",
        entries=tuple(_json_entry(item, feed) for item in items[:MAX_ENTRIES]),
        homepage=_string(feed.get("home_page_url")),
        hubs=tuple(_string(hub.get("url")) for hub in _dictionaries(feed.get("hubs"))),
        self_address=_string(feed.get("feed_url")),
        is_title_html=False,
    )


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    """The objects of what should be a list of them."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json_entry(item: dict[str, Any], feed: dict[str, Any]) -> RawEntry:
    tags = item.get("tags") if isinstance(item.get("tags"), list) else []
    pictures = [_string(item.get("image")), _string(item.get("banner_image"))]
    for attachment in _dictionaries(item.get("attachments")):
        address, kind = _string(attachment.get("url")), _string(attachment.get("mime_type"))
        pictures.append(address if is_picture(address, kind) else "")
    return RawEntry(
        title=_string(item.get("title")),
        link=_string(item.get("url")) or _string(item.get("external_url")) or _web_address(item.get("id")),
        entry_id=_string(item.get("id")),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        authors=_names(item) or _names(feed),
        categories=tuple(_string(tag) for tag in tags or []),
        summary=escape(_string(item.get("summary")), quote=False),
        content=_string(item.get("content_html")) or escape(_string(item.get("content_text")), quote=False),
        pictures=tuple(p for p in pictures if p),
        is_title_html=False,
    )


def _names(item: dict[str, Any]) -> tuple[str, ...]:
    """Who wrote it: a list since 1.1, one person before."""
    people = _dictionaries(item.get("authors")) or _dictionaries([item.get("author")])
    return tuple(name for name in (_string(person.get("name")) for person in people) if name)


def _web_address(value: Any) -> str:
    """An id that is an address, as JSON Feed wishes: another is no link, not even a relative one."""
    text = _string(value)
    return text if text.startswith(("http://", "https://")) else ""


def _string(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return NO_XML.sub(
        "\ufffd", str(value)
    )  # NUL and half characters (\\ud800) can neither be stored nor printed
