"""The rows that pages are made of: frozen, small, and free of anything a visitor may not see (a hidden picture is
None here already). This module turns what SQLite and PostgreSQL answer into them and must never ask the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from warraq.records import Block, Wish, named, read_wishes

NO_WISHES: frozenset[Wish] = frozenset()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_NUMBER = 2**63 - 1
"""The largest number a row can have."""


class PictureRow(NamedTuple):
    """A picture that may be shown: its files are named by `sha256`; the size is that of the original."""

    sha256: str
    width: int
    height: int


class OutletRow(NamedTuple):
    """An outlet."""

    id: int
    slug: str
    homepage: str
    names: Mapping[str, str]
    is_name_verified: bool
    language: str
    is_agency: bool
    show: str
    """The outlet's own choice of what visitors may read: see showing.py."""
    state: str
    note: str
    logo: PictureRow | None

    def name(self, language: str) -> str:
        """Its name as `records.named` finds it, else its slug."""
        return named(self.names, language, self.language) or self.slug

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/{self.slug}"


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """An article as lists show it. What of it may be shown says showing.py.

    Slots, because a page reads some thousand of them: a tuple's names take four times as long.
    """

    number: int
    outlet: OutletRow
    address: str
    """The original."""
    kind: str
    title: str
    excerpt: str
    language: str
    is_darija: bool | None
    section: str
    """Slug, or empty."""
    published_text: str
    """As the outlet printed it, ISO; empty where it printed nothing that could be read."""
    published_precision: str
    published_at: datetime | None
    day_on: date | None
    sort_at: datetime
    seen_at: datetime
    edited_at: datetime | None
    revision_count: int
    is_withdrawn: bool
    picture: PictureRow | None
    wishes: frozenset[Wish]
    """The publisher's."""
    story: int | None
    """The number of its story; None until the keeper has placed it."""

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/{self.outlet.slug}/{self.number}"

    @property
    def position(self) -> Position:
        """Its place in lists."""
        return Position(self.sort_at, self.number)


class AuthorRow(NamedTuple):
    """A person as one outlet names them."""

    id: int
    name: str


class ArticleRow(NamedTuple):
    """An article with everything its page shows."""

    headline: HeadlineRow
    subtitle: str
    section_label: str
    """The outlet's own words."""
    tags: tuple[str, ...]
    picture_caption: str
    authors: tuple[AuthorRow, ...]
    blocks: tuple[Block, ...]
    replaced_at: tuple[datetime, ...]
    """When each earlier version was replaced, newest first."""
    changed_at: datetime
    withdrawn_at: datetime | None


class DayCount(NamedTuple):
    """How many articles an outlet has filed under a day: as many as its day page lists."""

    day: date
    articles: int


class Position(NamedTuple):
    """A place in a list that goes from newest to oldest: the list goes on after it."""

    sort_at: datetime
    number: int

    def written(self) -> str:
        """As it stands in an address: microseconds since 1970, a dash, the number."""
        return f"{(self.sort_at - _EPOCH) // timedelta(microseconds=1)}-{self.number}"

    @staticmethod
    def read(text: str) -> Position | None:
        """What `written` wrote; None for anything else."""
        instant, dash, number = text.removeprefix("-").partition("-")
        if not (dash and number.isascii() and number.isdigit() and instant.isascii() and instant.isdigit()):
            return None
        if len(instant) > 18 or len(number) > 19 or int(number) > MAX_NUMBER:
            return None
        microseconds = -int(instant) if text.startswith("-") else int(instant)
        try:
            return Position(_EPOCH + timedelta(microseconds=microseconds), int(number))
        except OverflowError:
            return None


HEADLINE_COLUMNS = (
    "a.id, a.outlet_id, a.address, a.kind, a.title, a.excerpt, a.language, a.is_darija, a.section, "
    "a.published_text, a.published_precision, a.published_at, a.day_on, a.sort_at, a.seen_at, a.edited_at, "
    "a.revision_count, a.withdrawn_at, p.sha256, p.width, p.height, a.wishes, a.story_id"
)
HEADLINE_WIDTH = 23
KEY_COLUMNS = "a.id, a.changed_at, p.sha256, a.story_id"
KEY_COLUMNS_SQLITE = "a.id, a.changed_at || '', p.sha256, a.story_id"
"""As text it is compared without being parsed, which Django's SQLite cursor does for each value of a date column."""
KEY_WIDTH = 4
PICTURE_JOIN = (
    "LEFT JOIN store_picturesource s ON s.id = a.picture_source_id "
    "LEFT JOIN store_picture p ON p.id = s.picture_id AND NOT p.is_hidden"
)


def headline_of(row: Sequence[Any], outlets: Mapping[int, OutletRow]) -> HeadlineRow:
    """A headline from `HEADLINE_COLUMNS`."""
    return HeadlineRow(
        row[0],
        outlets[row[1]],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        None if row[7] is None else bool(row[7]),
        row[8],
        row[9],
        row[10],
        instant(row[11]),
        day(row[12]),
        sure_instant(row[13]),
        sure_instant(row[14]),
        instant(row[15]),
        row[16],
        row[17] is not None,
        None if row[18] is None else PictureRow(row[18], row[19], row[20]),
        read_wishes(row[21]) if row[21] else NO_WISHES,
        row[22],
    )


def instant(value: Any) -> datetime | None:
    """An instant as the database gives it: aware (PostgreSQL), naive UTC or text (SQLite)."""
    return None if value is None else sure_instant(value)


def sure_instant(value: Any) -> datetime:
    """As `instant`, for columns that are never empty."""
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def day(value: Any) -> date | None:
    """A day as the database gives it."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(value)


def loaded(value: Any) -> Any:
    """A JSON column as the database gives it: text from both, or what a driver already loaded."""
    return json.loads(value) if isinstance(value, str) else value
