"""RSS 2.0 as the RSS Advisory Board's Best Practices Profile (2007) has it.

`pubDate` needs an hour (RFC 822), so an article that has only a day carries it as `dc:date`.
"""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from warraq import __version__
from warraq.serve.feeds.entries import Entry, Feed
from warraq.serve.feeds.xml import DECLARATION, element, safe

TYPE = "application/rss+xml"
ICON_SHOWN = "144"
"""Pixels: a channel's image is no wider than that (RSS 2.0), whatever its file is."""
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)


def write_rss(feed: Feed) -> str:
    """The feed."""
    return "".join(
        (
            DECLARATION,
            f'<rss version="2.0" {NAMESPACES}>\n<channel>\n',
            title(feed.title),
            element("link", feed.page),
            element("atom:link", rel="self", type=TYPE, href=feed.address),
            element("atom:link", rel="hub", href=feed.hub) if feed.hub else "",
            element("description", html_text(feed.description)),
            element("language", feed.language),
            "<image>\n",
            element("url", feed.icon),
            title(feed.title),
            element("link", feed.page),
            element("width", ICON_SHOWN),
            element("height", ICON_SHOWN),
            "</image>\n",
            element("generator", f"Warraq {__version__}"),
            element("lastBuildDate", format_datetime(feed.updated_at)) if feed.entries else "",
            *(item(feed, entry) for entry in feed.entries),
            "</channel>\n</rss>\n",
        )
    )


def item(feed: Feed, entry: Entry) -> str:
    """One article."""
    picture = entry.picture
    parts = [
        title(entry.title),
        element("link", entry.page),
        element("guid", entry.id, isPermaLink="true"),
        element("pubDate", format_datetime(entry.published_at)) if entry.published_at else "",
        element("dc:date", entry.published_on) if entry.published_on else "",
        *(element("dc:creator", author) for author in entry.authors),
        element("category", entry.section_name) if entry.section else "",
        element("source", entry.source.name, url=f"{entry.source.page}/rss"),
        element("description", html_text(entry.excerpt)) if entry.excerpt else "",
        element("dc:language", entry.language),
        element("content:encoded", entry.html) if entry.html else "",
    ]
    if picture:
        length, kind = str(picture.length), "image/webp"
        parts += [
            element("enclosure", url=picture.address, length=length, type=kind),
            element("media:content", url=picture.address, fileSize=length, type=kind, medium="image",
                    width=str(picture.width), height=str(picture.height)),
        ]  # fmt: skip
    return f"<item>\n{''.join(parts)}</item>\n"


def title(text: str) -> str:
    """Readers disagree on whether a title is plain text or HTML: `&` and `<` as the profile writes them serve both."""
    return f"<title>{safe(text).replace('&amp;', '&#x26;').replace('&lt;', '&#x3C;')}</title>\n"


def html_text(text: str) -> str:
    """Plain text as the HTML that a description is."""
    return escape(text, quote=False)
