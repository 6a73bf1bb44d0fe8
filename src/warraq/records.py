"""The records that travel from room to room: Lead -> Page -> Article -> Findings -> Intent.

Frozen values only: nothing here reads the world or decides anything. A time that an outlet printed is a
`Moment` (the outlet's own clock, and how precise it is); a time that we measured is an aware UTC `datetime`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

LANGUAGES = ("ar", "fr", "en", "zgh", "tzm")
"""Languages we tell apart: zgh is Amazigh in Tifinagh, tzm Amazigh in Latin letters."""


def named(names: Mapping[str, str], language: str, own: str) -> str:
    """The name that readers of an interface see: in its language; in English, where there is none, the French one, in
    their letters; else in the thing's `own` language, else any; empty where it has no name."""
    found = names.get(language) or (names.get("fr") if language == "en" else None)
    return found or names.get(own) or next(iter(names.values()), "")


class Precision(StrEnum):
    """How much of a date is known. Order matters: later members are finer."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"

    @property
    def has_clock(self) -> bool:
        """Whether the hour is known, so that the moment can be placed within its day."""
        return self in (Precision.HOUR, Precision.MINUTE, Precision.SECOND)


@dataclass(frozen=True, slots=True)
class Moment:
    """When an outlet says something happened, on its own clock.

    `local` is naive; `offset` is the difference from UTC where the page states it. Fields finer than
    `precision` are zero (or 1 for the day of a month) and mean nothing.
    """

    local: datetime
    precision: Precision
    offset: timedelta | None = None
    is_approximate: bool = False

    def printed(self) -> str:
        """ISO text as far as it is known: 2023-11, 2023-11-01, 2023-11-01T14:05+01:00."""
        if self.precision is Precision.MONTH:
            return f"{self.local:%Y-%m}"
        if self.precision is Precision.DAY:
            return f"{self.local:%Y-%m-%d}"
        local = self.local if self.offset is None else self.local.replace(tzinfo=timezone(self.offset))
        return local.isoformat(timespec="seconds" if self.precision is Precision.SECOND else "minutes")

    def day(self) -> date:
        """The outlet's own calendar day. A day-only date is never shifted by a time zone."""
        return self.local.date()

    def instant(self, zone: tzinfo) -> datetime:
        """Aware UTC; where the page states no offset, the local clock is read in `zone`."""
        if self.offset is not None and self.precision.has_clock:
            return self.local.replace(tzinfo=timezone(self.offset)).astimezone(UTC)
        return self.local.replace(tzinfo=zone).astimezone(UTC)

    def day_in(self, zone: tzinfo) -> date:
        """The calendar day in `zone`; the printed day itself where no hour is known."""
        return self.instant(zone).astimezone(zone).date() if self.precision.has_clock else self.day()


class ChannelKind(StrEnum):
    """A way into an outlet."""

    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news_sitemap"
    FRONT_PAGE = "front_page"
    WORDPRESS = "wordpress"


@dataclass(frozen=True, slots=True)
class Lead:
    """An address worth fetching, and what its channel said about it (a feed's entry, a sitemap's line)."""

    address: str
    """Empty for a feed's entry that names none: it can be shown, not fetched."""
    title: str | None = None
    entry_id: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    """Plain text."""
    content: str | None = None
    """HTML as the feed gives it: hostile until cleaned."""
    picture: str | None = None
    """Address of the picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as received, after transfer decoding; header names are lower case."""

    address: str
    """The address asked for."""
    final_address: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty where none was sent."""
        return content_type_of(self.headers)


def content_type_of(headers: Mapping[str, str]) -> str:
    """The media type without parameters, lower case; empty where none was sent. `headers` have lower-case names."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class BlockKind(StrEnum):
    """The kinds of pieces a body is made of."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    FIGURE = "figure"
    EMBED = "embed"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body, plain text only: it is escaped when shown, so it can harm nobody."""

    kind: BlockKind
    text: str = ""
    """The text of a paragraph, heading, quote, embed; the caption of a figure."""
    level: int = 0
    """2 to 6 for a heading; 1 for an ordered list."""
    items: tuple[str, ...] = ()
    """The items of a list."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The rows of a table."""
    address: str | None = None
    """The picture of a figure, the page of an embed."""


class ArticleKind(StrEnum):
    """What a page carries."""

    ARTICLE = "article"
    VIDEO = "video"
    GALLERY = "gallery"


class Wish(StrEnum):
    """What a publisher asks of those who keep or show a page (robots meta tags, X-Robots-Tag, TDM reservation)."""

    NOINDEX = "noindex"
    """Be found by no search: it is not taken in; where it was, its headline alone stays."""
    NOARCHIVE = "noarchive"
    """Show no kept copy of the text: excerpt at most, the original by its link."""
    NOSNIPPET = "nosnippet"
    """Show nothing of the text: the headline alone."""
    NOIMAGE = "noimage"
    """Show none of its pictures."""
    NO_TDM = "no_tdm"
    """Rights to text and data mining are reserved: the text leaves in no export."""


def read_wishes(text: str) -> frozenset[Wish]:
    """Wishes as a row keeps them, parted by spaces; words of another version are left aside."""
    return frozenset(Wish(word) for word in text.split() if word in _WISHES)


def write_wishes(wishes: frozenset[Wish]) -> str:
    """Wishes as a row keeps them."""
    return " ".join(sorted(wishes))


_WISHES = frozenset(Wish)


@dataclass(frozen=True, slots=True)
class Article:
    """What an outlet published on one page."""

    kind: ArticleKind
    address: str
    """Canonical address."""
    title: str | None
    body: tuple[Block, ...]
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    picture: str | None = None
    picture_caption: str | None = None
    section: str | None = None
    """The outlet's own label."""
    tags: tuple[str, ...] = ()
    declared_language: str | None = None
    wishes: frozenset[Wish] = frozenset()
    also: tuple[str, ...] = ()
    """Other names that its page or its channel gives it (short link, AMP twin, a feed's id): claims, vouched for by
    nobody."""

    def text(self) -> str:
        """The body as plain text, one paragraph a line, captions left out."""
        return "\n".join(line for block in self.body for line in block_lines(block))


def block_lines(block: Block) -> list[str]:
    """A block as lines of plain text; a figure's caption is not body text."""
    if block.kind is BlockKind.FIGURE:
        return []
    if block.kind is BlockKind.LIST:
        return list(block.items)
    if block.kind is BlockKind.TABLE:
        return [" | ".join(row) for row in block.rows]
    return [block.text] if block.text else []


@dataclass(frozen=True, slots=True)
class NotArticle:
    """A page that carries no article, and why: shown to the operator, never to readers."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What we learnt about an article by reading it."""

    language: str | None
    is_darija: bool | None
    section: str | None
    """Slug of the edition's section."""
    places: tuple[str, ...] = ()
    """Slugs of the edition's places that it names, the weightiest first."""
    main_place: str | None = None
    """The one of them it is about, where one stands out."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already holds about an address, as far as a decision needs it."""

    number: int
    content_key: str
    """Hash of what the outlet published (pipeline.content_key)."""
    is_withdrawn: bool = False
    wishes: frozenset[Wish] = frozenset()


@dataclass(frozen=True, slots=True)
class Publish:
    """Intent: an article seen for the first time."""

    article: Article
    findings: Findings
    content_key: str


@dataclass(frozen=True, slots=True)
class Revise:
    """Intent: the outlet changed an article; the earlier version becomes a revision."""

    number: int
    article: Article
    findings: Findings
    content_key: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Intent: nothing the outlet published is different."""

    number: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Intent: the outlet deleted the article; its headline and a notice stay."""

    number: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """Intent: nothing to keep, and why."""

    reason: str


Intent = Publish | Revise | Unchanged | Withdraw | Refuse


@dataclass(frozen=True, slots=True)
class OutletSeed:
    """An outlet as an edition's table or an operator names it, before anything was fetched."""

    slug: str
    homepage: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Language -> name."""
    language: str = "ar"
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    has_front_page: bool = False
    """Whether the front page's own links are a channel."""
    is_agency: bool = False
    is_name_verified: bool = True
    note: str = ""
