"""The frozen rows that `read_stories` answers with."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from warraq.records import Moment
from warraq.store.read_rows import HeadlineRow


class StoryRow(NamedTuple):
    """A story as lists and its own page show it."""

    number: int
    language: str
    lead: HeadlineRow | None
    """The article whose title names it; None only where all its articles are gone."""
    picture: HeadlineRow | None
    """An article with a picture that may be shown, as far as showing.py allows."""
    first_at: datetime
    last_at: datetime
    article_count: int
    """Without the withdrawn ones."""
    outlet_count: int
    """Independent outlets: copies weigh once, with their origin."""
    rank: float
    section: str
    """Slug, or empty."""
    main_place: str
    """Slug, or empty."""
    changed_at: datetime

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/story/{self.number}"


class TopStory(NamedTuple):
    """A story as a page that ranks many needs it."""

    number: int
    lead: int | None
    """The article whose title names it."""
    picture: int | None
    """An article with a picture."""
    rank: float
    main_place: str
    """Slug, or empty."""
    changed_at: object
    """As the database writes it: only to be compared."""

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/story/{self.number}"


class Moved(NamedTuple):
    """A story that went into another: its address leads there for good."""

    number: int


class CopyRow(NamedTuple):
    """Where else an article's text stands."""

    other: int | None
    """The article it shares its text with."""
    is_origin: bool
    """Whether that one had it first; else nobody can be called first."""
    is_sure: bool
    share: float
    """Share of its runs of four words that the other has, 0 to 1."""
    other_share: float
    """Share of the other's that it has."""
    reasons: tuple[str, ...]
    """origins.Reason, the weightiest first."""
    outside: str
    """An origin that is no article of ours, as it is named; empty where none is."""


class StoryMember(NamedTuple):
    """An article in its story."""

    headline: HeadlineRow
    """Of a withdrawn one nothing but this may be shown."""
    printed: Moment | None
    """The outlet's own clock."""
    sight: datetime | None
    """Our first sight (`headline.seen_at`), where that says when it appeared: not of imports and late finds."""
    copy: CopyRow | None
    main_place: str
    """Slug, or empty."""

    @property
    def copy_of(self) -> int | None:
        """The article that had its text first; None where there is none or nobody can be called first."""
        return self.copy.other if self.copy and self.copy.is_origin else None


class SaidRow(NamedTuple):
    """What one outlet says of a thing that is counted."""

    article: int
    outlet: str
    """Slug."""
    value: float | None
    """None where the text gives only bounds."""
    low: float | None
    """At least; for a score, the first side's."""
    high: float | None
    """At most; for a score, the second side's."""
    is_approximate: bool
    printed: str
    """The words that give it."""


class ComparedRow(NamedTuple):
    """A thing that at least two outlets count."""

    kind: str
    """numbers_tables.Kind."""
    unit: str | None
    counted: str
    """What is counted, in normal form; empty where only a role is told."""
    role: str | None
    """What became of those counted: dead, injured, …"""
    sides: tuple[tuple[SaidRow, ...], ...]
    """Outlets that agree with one another, the side of most outlets first."""

    @property
    def is_agreed(self) -> bool:
        """Whether all outlets say the same."""
        return len(self.sides) == 1
