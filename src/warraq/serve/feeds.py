"""Every list as an RSS 2.0 feed. What an item holds is what showing.py allows; a date is given as far as it is known:
`pubDate` needs an hour, so an article that only has a day carries it as `dc:date`, and one without carries none.

A feed's text depends on its articles alone, never on the clock, so that an unchanged feed is answered with 304.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from html import escape

from django.http import HttpRequest, HttpResponse

from warraq.errors import BadQuery, IndexFault
from warraq.records import Block, BlockKind
from warraq.search.query import parse_query
from warraq.serve.presses import home_of
from warraq.serve.searching import index_of
from warraq.serve.site import NotHere, Site, Unreadable, root_of
from warraq.serve.words import direction_of, words_of
from warraq.store import read
from warraq.store.blocks import read_blocks
from warraq.store.read_article import blocks_of, bylines
from warraq.store.read_rows import AuthorRow, HeadlineRow, OutletRow

LENGTH = 50
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) has no way to say."""
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)
WITH_CLOCK = frozenset(("hour", "minute", "second"))


def front(request: HttpRequest, site: Site) -> HttpResponse:
    """`/rss`: the newest of the interface's own press; of all where an edition has none in that language."""
    edition = site.edition.slug
    rows = read.latest(edition, languages=home_of(site.language), limit=LENGTH)
    rows = rows or read.latest(edition, limit=LENGTH)
    return feed(site, str(words_of(site.language)("Warraq")), "/", rows)


def section(request: HttpRequest, site: Site, section: str) -> HttpResponse:
    """`/section/<slug>/rss`."""
    edition = site.edition
    rows = read.by_section(edition.slug, section, languages=home_of(site.language), limit=LENGTH)
    return feed(site, edition.section_name(section, site.language), f"/section/{section}", rows)


def outlet(request: HttpRequest, site: Site, outlet: OutletRow) -> HttpResponse:
    """`/<outlet>/rss`."""
    rows = read.by_outlet(site.edition.slug, outlet.id, limit=LENGTH)
    return feed(site, outlet.name(site.language), outlet.path, rows)


def author(request: HttpRequest, site: Site, outlet: OutletRow, author: int) -> HttpResponse:
    """`/<outlet>/author/<id>/rss`."""
    if (person := read.author(outlet.id, author)) is None:
        raise NotHere("author", str(author), outlet)
    rows = read.by_author(site.edition.slug, author, limit=LENGTH)
    title = f"{person.name} · {outlet.name(site.language)}"
    return feed(site, title, f"{outlet.path}/author/{author}", rows)


def search(request: HttpRequest, site: Site) -> HttpResponse:
    """`/search/rss?q=`: the newest articles that match."""
    text = " ".join(request.GET.get("q", "").split())
    if not text:
        raise Unreadable("q")
    edition = site.edition.slug
    try:
        answer = index_of(site).search(parse_query(text), edition=edition, limit=LENGTH, sort="newest")
    except BadQuery:
        raise Unreadable("q") from None
    except IndexFault:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    rows = read.by_numbers(edition, [hit.number for hit in answer.hits])
    return feed(
        site, words_of(site.language)("Search: %(query)s", query=text).unescape(), "/search", rows, q=text
    )


def feed(site: Site, name: str, path: str, rows: Sequence[HeadlineRow], **query: str) -> HttpResponse:
    """The articles as a feed; `path` (with `query`) is the page that lists them."""
    words = words_of(site.language)
    numbers = [row.number for row in rows]
    full = [row.number for row in rows if site.may_show(row).full_text]
    signed, bodies = bylines(numbers), blocks_of(full)
    own = f"{path.rstrip('/')}/rss"
    items = [
        item(site, row, signed.get(row.number, ()), read_blocks(bodies.get(row.number, "[]"))) for row in rows
    ]
    text = "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<rss version="2.0" {NAMESPACES}>\n<channel>\n',
            _element("title", name),
            _element("link", site.absolute(path, **query)),
            f'<atom:link rel="self" type="application/rss+xml" href="{_safe(site.absolute(own, **query))}"/>\n',
            _element("description", words("Latest headlines of %(name)s", name=name).unescape()),
            _element("language", site.language),
            _element("lastBuildDate", _newest(rows)) if rows else "",
            *items,
            "</channel>\n</rss>\n",
        )
    )
    return HttpResponse(text, content_type="application/rss+xml; charset=utf-8")


def item(site: Site, row: HeadlineRow, authors: Iterable[AuthorRow], blocks: tuple[Block, ...]) -> str:
    """One article."""
    shown, language = site.may_show(row), row.language or row.outlet.language
    address = site.absolute(row.path)
    parts = [
        _element("title", row.title or str(words_of(site.language)("Untitled"))),
        _element("link", address),
        f'<guid isPermaLink="true">{_safe(address)}</guid>\n',
        _date(row),
        *(_element("dc:creator", author.name) for author in authors),
        _element("category", site.edition.section_name(row.section, site.language)) if row.section else "",
        _source(site, row.outlet),
        _element("description", row.excerpt) if shown.excerpt and row.excerpt else "",
        _element("dc:language", language),
    ]
    if shown.full_text and blocks:
        html = "\n".join(html_of(block) for block in blocks)
        wrapped = f'<div lang="{escape(language)}" dir="{direction_of(language)}">\n{html}\n</div>'
        parts.append(_element("content:encoded", wrapped))
    if shown.picture and row.picture:
        picture = f"{root_of(site.options)}/picture/{row.picture.sha256}/large.webp"
        parts.append(f'<media:content url="{_safe(picture)}" medium="image" type="image/webp"/>\n')
    return f"<item>\n{''.join(parts)}</item>\n"


def html_of(block: Block) -> str:
    """A block as plain HTML; foreign pictures are left out, so that no reader's program calls at a third party."""
    text = escape(block.text)
    match block.kind:
        case BlockKind.HEADING:
            return f"<h3>{text}</h3>"
        case BlockKind.QUOTE:
            return f"<blockquote><p>{text}</p></blockquote>"
        case BlockKind.LIST:
            tag = "ol" if block.level else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(entry)}</li>' for entry in block.items)}</{tag}>"
        case BlockKind.TABLE:
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows
            )
            return f"<table>{rows}</table>"
        case BlockKind.FIGURE:
            return f"<p><small>{text}</small></p>" if text else ""
        case BlockKind.EMBED if block.address and block.address.startswith(("http://", "https://")):
            return f'<p><a href="{escape(block.address)}">{text or escape(block.address)}</a></p>'
    return f"<p>{text}</p>"


def _date(row: HeadlineRow) -> str:
    if row.published_precision in WITH_CLOCK and row.published_at is not None:
        return _element("pubDate", format_datetime(row.published_at))
    return _element("dc:date", row.published_text) if row.published_text else ""


def _source(site: Site, outlet: OutletRow) -> str:
    address = site.absolute(f"{outlet.path}/rss")
    return f'<source url="{_safe(address)}">{_safe(outlet.name(site.language))}</source>\n'


def _newest(rows: Sequence[HeadlineRow]) -> str:
    return format_datetime(max(max(row.seen_at, row.edited_at or row.seen_at) for row in rows))


def _element(name: str, text: str) -> str:
    return f"<{name}>{_safe(text)}</{name}>\n"


def _safe(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))
