"""Atom (RFC 4287). `published` needs an hour, so an article that has only a day carries it as `dcterms:issued`."""

from __future__ import annotations

from warraq import __version__
from warraq.serve.feeds.entries import Entry, Feed, Source
from warraq.serve.feeds.xml import DECLARATION, element, instant, safe

TYPE = "application/atom+xml"
NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"'


def write_atom(feed: Feed) -> str:
    """The feed."""
    return "".join(
        (
            DECLARATION,
            f'<feed {NAMESPACES} xml:lang="{safe(feed.language)}">\n',
            element("id", feed.address),
            element("title", feed.title),
            element("subtitle", feed.description),
            element("updated", instant(feed.updated_at)),
            element("link", rel="self", type=TYPE, href=feed.address),
            element("link", rel="alternate", type="text/html", href=feed.page),
            element("link", rel="hub", href=feed.hub) if feed.hub else "",
            f"<author>\n{element('name', feed.site_name)}{element('uri', feed.root + '/')}</author>\n",
            element("icon", feed.icon),
            element("generator", "Warraq", version=__version__),
            *(_entry(feed, entry) for entry in feed.entries),
            "</feed>\n",
        )
    )


def _entry(feed: Feed, entry: Entry) -> str:
    picture, section = entry.picture, f"{feed.root}/section/"
    parts = [
        element("id", entry.id),
        element("title", entry.title),
        element("updated", instant(entry.updated_at)),
        element("published", instant(entry.published_at)) if entry.published_at else "",
        element("dcterms:issued", entry.published_on) if entry.published_on else "",
        element("link", rel="alternate", type="text/html", href=entry.page),
        element("link", rel="via", href=entry.original),
        *_authors(entry),
        element("category", term=entry.section, scheme=section, label=entry.section_name)
        if entry.section
        else "",
        element("link", rel="enclosure", type="image/webp", length=str(picture.length), href=picture.address)
        if picture
        else "",
        element("summary", entry.excerpt) if entry.excerpt else "",
        element("content", entry.html, type="html") if entry.html else "",
        _source(entry.source),
    ]
    return f'<entry xml:lang="{safe(entry.language)}">\n{"".join(parts)}</entry>\n'


def _authors(entry: Entry) -> list[str]:
    """Who signed it; else the outlet, since an entry of several sources has no author of the feed's."""
    names = entry.authors or (entry.source.name,)
    return [f"<author>\n{element('name', name)}</author>\n" for name in names]


def _source(source: Source) -> str:
    """The outlet's own feed here (RFC 4287, 4.2.11)."""
    return (
        f"<source>\n{element('id', f'{source.page}/atom')}{element('title', source.name)}"
        f"{element('updated', instant(source.updated_at))}"
        f"{element('link', rel='self', type=TYPE, href=f'{source.page}/atom')}</source>\n"
    )
