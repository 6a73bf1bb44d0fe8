"""What a feed holds, before it is written in any format. Every format says the same, and no more than may be shown.

Dates are told as far as they are known: an article that has only a day carries that day, never an hour; one without a
date carries none. A feed depends on its articles alone, never on the clock, so that an unchanged one is answered 304.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from warraq.records import Precision
from warraq.serve.feeds.html import html_of
from warraq.serve.feeds.xml import sayable
from warraq.serve.lists import Listed
from warraq.serve.pictures import large_size, picture_file
from warraq.serve.site import Site, root_of
from warraq.serve.words import direction_of, words_of
from warraq.store.blocks import read_blocks
from warraq.store.read_article import blocks_of, bylines
from warraq.store.read_rows import HeadlineRow, OutletRow

ICON = "/static/icon-192.png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we serve it: WebP, `length` bytes, `width` and `height` in pixels."""

    address: str
    length: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Source:
    """The outlet of an entry: its name, its page here, and the path of that page."""

    name: str
    slug: str
    page: str
    path: str
    updated_at: datetime
    """Of its newest entry in this feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article."""

    id: str
    """Our page's address without an interface's prefix: the same in every feed it stands in."""
    page: str
    """Our page in the feed's interface."""
    original: str
    title: str
    language: str
    excerpt: str
    """Plain text; empty where it may not be shown."""
    html: str
    """The whole text; empty where it may not be shown."""
    authors: tuple[str, ...]
    source: Source
    section: str
    """Slug, or empty."""
    section_name: str
    published_at: datetime | None
    """Aware, on the outlet's own clock where it states one; None where no hour is known."""
    published_on: str
    """YYYY-MM-DD or YYYY-MM where that is all that is known; empty else."""
    updated_at: datetime
    """Aware UTC: our first sight, or the last edit we saw."""
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list and its entries. Addresses are absolute."""

    title: str
    description: str
    language: str
    page: str
    """What shows the same list to people."""
    address: str
    """The feed's own."""
    updated_at: datetime
    """Aware UTC: of the newest entry; of an empty feed, the day's beginning."""
    entries: tuple[Entry, ...]
    root: str
    """The site's."""
    site_name: str
    icon: str
    """Our mark: a square PNG."""
    hub: str
    """Who tells of its news (WebSub); empty where nobody does."""


def feed_of(site: Site, listed: Listed, name: str) -> Feed:
    """The list as a feed whose address ends in `name`."""
    words = words_of(site.language)
    site_name, listed_name = str(words("Warraq")), sayable(listed.name)
    entries = tuple(_entries(site, listed.rows))
    newest = max((entry.updated_at for entry in entries), default=None)
    return Feed(
        title=f"{listed_name} · {site_name}" if listed_name else site_name,
        description=words("Latest headlines of %(name)s", name=listed_name or site_name).unescape(),
        language=site.language,
        page=site.absolute(listed.path, **listed.query),
        address=site.absolute(f"{listed.path.rstrip('/')}/{name}", **listed.query),
        updated_at=newest or site.now.replace(hour=0, minute=0, second=0, microsecond=0),
        entries=entries,
        root=root_of(site.options),
        site_name=site_name,
        icon=root_of(site.options) + ICON,
        hub=site.options.hub if listed.is_announced else "",
    )


def _entries(site: Site, rows: Sequence[HeadlineRow]) -> list[Entry]:
    numbers = [row.number for row in rows]
    signed = bylines(numbers)
    bodies = blocks_of([row.number for row in rows if site.may_show(row).full_text])
    sources = _sources(site, rows)
    return [
        _entry(
            site,
            row,
            tuple(author.name for author in signed.get(row.number, ())),
            bodies.get(row.number, ""),
            sources[row.outlet.slug],
        )
        for row in rows
    ]


def _sources(site: Site, rows: Sequence[HeadlineRow]) -> dict[str, Source]:
    newest: dict[str, tuple[OutletRow, datetime]] = {}
    for row in rows:
        _, at = newest.get(row.outlet.slug, (row.outlet, row.seen_at))
        newest[row.outlet.slug] = row.outlet, max(at, _updated_at(row))
    return {
        slug: Source(
            sayable(outlet.name(site.language)) or slug, slug, site.absolute(outlet.path), outlet.path, at
        )
        for slug, (outlet, at) in newest.items()
    }


def _entry(site: Site, row: HeadlineRow, authors: tuple[str, ...], blocks: str, source: Source) -> Entry:
    shown, language = site.may_show(row), row.language or row.outlet.language
    has_clock = bool(row.published_precision) and Precision(row.published_precision).has_clock
    return Entry(
        id=root_of(site.options) + row.path,
        page=site.absolute(row.path),
        original=row.address,
        title=sayable(row.title) or str(words_of(site.language)("Untitled")),
        language=language,
        excerpt=sayable(row.excerpt) if shown.excerpt else "",
        html=_html(blocks, language) if shown.full_text and blocks else "",
        authors=() if row.is_withdrawn else tuple(filter(None, map(sayable, authors))),
        source=source,
        section=row.section,
        section_name=site.edition.section_name(row.section, site.language) if row.section else "",
        published_at=_published_at(row) if has_clock else None,
        published_on="" if has_clock else row.published_text,
        updated_at=_updated_at(row),
        picture=_picture(site, row) if shown.picture else None,
    )


def _html(blocks: str, language: str) -> str:
    html = "\n".join(filter(None, (html_of(block) for block in read_blocks(blocks))))
    return f'<div lang="{language}" dir="{direction_of(language)}">\n{html}\n</div>' if html else ""


def _published_at(row: HeadlineRow) -> datetime | None:
    printed = datetime.fromisoformat(row.published_text) if row.published_text else None
    return printed if printed is not None and printed.tzinfo is not None else row.published_at


def _updated_at(row: HeadlineRow) -> datetime:
    return max(row.seen_at, row.edited_at or row.seen_at)


def _picture(site: Site, row: HeadlineRow) -> Picture | None:
    """None too where its file is not there (yet): a feed promises how many bytes it has."""
    if row.picture is None:
        return None
    try:
        length = picture_file(site.options, row.picture.sha256, "large").stat().st_size
    except OSError:
        return None
    width, height = large_size(row.picture)
    return Picture(f"{root_of(site.options)}/picture/{row.picture.sha256}/large.webp", length, width, height)
