"""What pages say about themselves to machines: JSON-LD and OpenGraph; and the feeds that most engines share."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from warraq.sample.engines.furniture import name_of
from warraq.sample.engines.printed_dates import iso, rfc822
from warraq.sample.engines.shape import Reply, Sheet, Site


def summary(sheet: Sheet) -> str:
    """The first sentence or two."""
    first = next((block.text for block in sheet.blocks if block.text), sheet.title)
    return first if len(first) <= 180 else first[:180].rsplit(" ", 1)[0] + "…"


def json_ld(site: Site, sheet: Sheet) -> str:
    """schema.org NewsArticle."""
    authors = [{"@type": "Person", "name": name} for name in sheet.authors]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": sheet.address,
        "headline": sheet.title,
        "datePublished": iso(sheet.published),
        "dateModified": iso(sheet.modified),
        "articleSection": sheet.label,
        "inLanguage": site.outlet.language,
        "image": [sheet.base + sheet.picture] if sheet.picture else [],
        "author": authors or [{"@type": "Organization", "name": name_of(site)}],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": name_of(site),
            "logo": {"@type": "ImageObject", "url": f"{site.base}/logo.png"},
        },
    }
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def open_graph(site: Site, sheet: Sheet) -> str:
    """og: and article: properties."""
    pairs = [
        ("og:type", "video.other" if sheet.is_video else "article"),
        ("og:title", sheet.title),
        ("og:description", summary(sheet)),
        ("og:url", sheet.address),
        ("og:site_name", name_of(site)),
        ("article:published_time", iso(sheet.published)),
        ("article:modified_time", iso(sheet.modified)),
        ("article:section", sheet.label),
    ]
    if sheet.picture:
        pairs.append(("og:image", sheet.base + sheet.picture))
    return "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in pairs)


def newest(sheets: Sequence[Sheet], site: Site) -> datetime:
    """When a listing last changed, as far as its clock knows."""
    return max(
        (sheet.modified for sheet in sheets), default=site.now.replace(minute=0, second=0, microsecond=0)
    )


def rss(
    site: Site,
    sheets: Sequence[Sheet],
    item: Callable[[Sheet], str],
    *,
    head: str = "",
    content_type: str = "application/rss+xml; charset=utf-8",
    encoding: str = "utf-8",
) -> Reply:
    """RSS 2.0; `item` writes what stands inside each <item>, `head` further lines of the channel."""
    items = "\n".join(f"<item>\n{item(sheet)}\n</item>" for sheet in sheets)
    text = (
        f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:media="http://search.yahoo.com/mrss/">\n'
        f"<channel>\n<title>{escape(name_of(site))}</title>\n<link>{site.base}/</link>\n"
        f"<description>{escape(site.outlet.slogan)}</description>\n<language>{site.outlet.language}</language>\n"
        f"{head}\n{items}\n</channel>\n</rss>\n"
    )
    return Reply(text.encode(encoding), content_type, modified=newest(sheets, site))


def cdata(text: str) -> str:
    """The text as it is, unread by the XML parser."""
    return f"<![CDATA[{text.replace(']]>', ']]&gt;')}]]>"


def plain_item(sheet: Sheet, link: str | None = None) -> str:
    """Title, link, id, date, section, summary."""
    return (
        f"<title>{escape(sheet.title)}</title>\n<link>{escape(link or sheet.address)}</link>\n"
        f'<guid isPermaLink="true">{escape(sheet.address)}</guid>\n<pubDate>{rfc822(sheet.published)}</pubDate>\n'
        f"<category>{escape(sheet.label)}</category>\n<description>{escape(summary(sheet))}</description>"
    )


def url_set(entries: Sequence[str], site: Site, sheets: Sequence[Sheet]) -> Reply:
    """A sitemap of ready <url> lines."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
        + "\n".join(entries)
        + "\n</urlset>\n"
    )
    return Reply(text.encode(), "application/xml; charset=utf-8", modified=newest(sheets, site))
