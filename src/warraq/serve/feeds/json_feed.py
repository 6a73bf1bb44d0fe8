"""JSON Feed 1.1 (jsonfeed.org). What it has no field for stands under `_warraq`: the outlet, and a date without an
hour."""

from __future__ import annotations

import json
from typing import Any

from warraq.serve.feeds.entries import Entry, Feed
from warraq.serve.feeds.xml import instant

TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write_json(feed: Feed) -> str:
    """The feed."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "icon": feed.icon,
        "language": feed.language,
        "authors": [{"name": feed.site_name, "url": f"{feed.root}/"}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
    }
    return json.dumps(
        _known(told) | {"items": [_item(feed, entry) for entry in feed.entries]}, ensure_ascii=False, indent=1
    )


def _item(feed: Feed, entry: Entry) -> dict[str, Any]:
    picture = entry.picture
    told = {
        "id": entry.id,
        "url": entry.page,
        "external_url": entry.original,
        "title": entry.title,
        # One of the two contents must be there: where nothing but the headline may be shown, it is the headline.
        "content_html": entry.html,
        "content_text": "" if entry.html else entry.excerpt or entry.title,
        "summary": entry.excerpt,
        "image": picture.address if picture else None,
        "date_published": instant(entry.published_at) if entry.published_at else None,
        "date_modified": instant(entry.updated_at),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [entry.section_name] if entry.section else None,
        "language": entry.language,
        "attachments": [{"url": picture.address, "mime_type": "image/webp", "size_in_bytes": picture.length}]
        if picture
        else None,
        "_warraq": _known(
            {
                "about": f"{feed.root}/about",
                "outlet": entry.source.slug,
                "outlet_name": entry.source.name,
                "published_on": entry.published_on,
            }
        ),
    }
    return _known(told)


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in told.items() if value not in (None, "", [])}
