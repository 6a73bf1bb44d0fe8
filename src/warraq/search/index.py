"""What a search index takes and answers, whoever builds it: `Document` in, `Answer` out, the `Index` protocol.

The index is never the truth: it holds what search needs, is written by one keeper, and can always be built again
from rows. It must never be asked for an article's text.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from warraq.records import Precision
from warraq.search.query import Query

Sort = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True)
class Document:
    """An article as search sees it. Texts are plain, as published: the index analyses them itself."""

    number: int
    edition: str
    outlet: str
    """Slug."""
    section: str | None
    """Slug."""
    language: str | None
    title: str
    lead: str
    """Subtitle or first words set apart; empty where there are none."""
    body: str
    authors: tuple[str, ...]
    days: tuple[date, date] | None
    """First and last day, in the edition's time zone, that the article may be of: see `days_of`."""
    sort_at: datetime
    """Aware UTC: published, or where that is unknown first seen. Newest first goes by this."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article; the score means something only within its answer."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all that was found, exactly; `hits` are the page that was asked for."""

    total: int
    hits: tuple[Hit, ...]


class Searcher(Protocol):
    """The reading side, which threads may share. Every method raises IndexFault when the index cannot be used."""

    def search(
        self,
        query: Query,
        *,
        edition: str | None = None,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
        any_word: bool = False,
    ) -> Answer:
        """The articles of `edition` (all where None) that match `query`.

        With `any_word` one wanted word or phrase is enough; filters and exclusions still hold.
        """
        ...

    def count(self) -> int:
        """How many articles the index holds."""
        ...

    def close(self) -> None:
        """Let go of files and locks; what was not committed is dropped. Closing twice is no mistake."""
        ...


class Index(Searcher, Protocol):
    """A search index over one installation's articles; it has one writer."""

    def add(self, documents: Iterable[Document]) -> None:
        """Put documents in, replacing those of the same number. Seen by searches after `commit`."""
        ...

    def remove(self, numbers: Iterable[int]) -> None:
        """Take articles out; numbers that are not there are no mistake. Seen after `commit`."""
        ...

    def commit(self) -> None:
        """Make everything since the last commit durable and visible, all or nothing."""
        ...


def days_of(day: date | None, precision: Precision | None) -> tuple[date, date] | None:
    """The days an article may be of: its day, or each of its month where only that is known; None where nothing is."""
    if day is None or precision is None:
        return None
    if precision is Precision.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day
