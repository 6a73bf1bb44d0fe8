"""What a search index takes and answers, whoever builds it: `Document` in, `Found` out, the `Index` protocol.

The index is never the truth: it holds what search needs, is written by one keeper, and can always be built again
from rows. It must never be asked for an article's text.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal, Protocol

from warraq.records import Precision
from warraq.search.query import Query

Sort = Literal["relevance", "newest", "arrived"]
"""By how well it matches; by publication, newest first; by arrival, latest first."""

Step = Literal["day", "week", "month", "year"]
"""Weeks begin on Monday (ISO 8601)."""

FACETS = ("outlet", "section", "author", "place", "language", "year")
"""What answers can be counted by. An author is one outlet's person: namesakes of two outlets are counted apart."""


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
    seen_at: datetime
    """Aware UTC: our first sight."""
    kind: str = "article"
    places: tuple[str, ...] = ()
    """Slugs of the places it names."""
    is_darija: bool = False
    has_picture: bool = False
    story: int | None = None
    """The story it belongs to."""


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


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the found articles have `value`: a slug, a language, a year, an author's folded name."""

    value: str
    label: str
    """An author's name as one of the articles prints it; of other facets the value again."""
    count: int
    outlet: str = ""
    """The slug of an author's outlet; empty of other facets."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The commonest values of one field, most articles first; an article may name several authors and places."""

    values: tuple[FacetValue, ...]
    others: int
    """Articles counted under values that are not listed; one with several values counts under each."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of some days: `count` that were found, of `all` that the edition has."""

    first: date
    last: date
    count: int
    all: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Found articles over time, in the edition's calendar days.

    The counts of `bars`, `month_only` and `undated` add up to the total. No day is invented: by day and by week an
    article whose month alone is known stands apart; by month and by year it stands in its month.
    """

    step: Step
    bars: tuple[Bar, ...]
    """In order of time, from the first to the last with an article found; those without any in between are there."""
    month_only: int
    undated: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query that a reader may have meant, and how many articles it finds."""

    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class Completion:
    """Words of headlines, as printed there, that begin with what was typed; `count` headlines have them."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Reach:
    """From when to when articles were found, as far as their days are known."""

    first: date | None
    last: date | None
    month_only: int
    """Those whose month alone is known."""


class Found(Protocol):
    """What one query finds in one state of the index: list, facets, histogram and export always agree.

    Articles that arrive later change nothing in it. To come back to the same articles with another request, name
    `upto`: nothing that arrived after it is found then.
    """

    @property
    def total(self) -> int:
        """How many articles match, counted exactly."""
        ...

    @property
    def upto(self) -> int:
        """The highest article number that this state of the index holds, or that was asked for."""
        ...

    @property
    def is_any_word(self) -> bool:
        """Whether one of the wanted words was enough."""
        ...

    def page(
        self, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance", fresh_at: datetime | None = None
    ) -> tuple[Hit, ...]:
        """A part of the list. With `fresh_at` (aware; now) relevance favours newer articles a little."""
        ...

    def facets(self, fields: Sequence[str] = FACETS, *, limit: int = 10) -> dict[str, Facet]:
        """The answer counted by each of `fields`, which are of FACETS; at most `limit` values each."""
        ...

    def reach(self) -> Reach:
        """From when to when the answer goes."""
        ...

    def histogram(self, step: Step) -> Histogram:
        """The answer over time."""
        ...

    def numbers(self) -> Iterator[int]:
        """Every article found, newest first (by publication, then number), without a cap, in memory that stays flat."""
        ...


class Searcher(Protocol):
    """The reading side, which threads may share. Every method raises IndexFault when the index cannot be used."""

    def find(
        self,
        query: Query,
        *,
        edition: str | None = None,
        upto: int | None = None,
        any_word: bool | None = False,
    ) -> Found:
        """The articles of `edition` (all where None) that match `query`, as the index is now.

        With `any_word` one wanted word or phrase is enough; filters and exclusions still hold. None: any where all
        together find nothing. Only articles numbered `upto` or lower are found where that is given.
        """
        ...

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
        """One page of `find`, with its total."""
        ...

    def suggest(self, query: Query, *, edition: str | None = None) -> Suggestion | None:
        """ "Did you mean": the query with its unknown words replaced by near ones of the index that find something."""
        ...

    def complete(self, typed: str, *, edition: str | None = None, limit: int = 8) -> tuple[Completion, ...]:
        """What headlines say that begins like the words typed: commonest first."""
        ...

    def like(
        self,
        title: str,
        text: str,
        *,
        edition: str | None = None,
        without: int | None = None,
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """Articles like one of this title and text, best first, the article numbered `without` left out.

        Copies of it come first: whoever shows them together decides.
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

    def fingerprints(self) -> Iterator[tuple[int, int]]:
        """Each article's number and fingerprint (see `fingerprint`), by number, as of the last commit."""
        ...

    def commit(self) -> None:
        """Make everything since the last commit durable and visible, all or nothing."""
        ...


def fingerprint(document: Document) -> int:
    """63 bits that change with anything the index knows of an article: equal ones prove that index and row agree."""
    text = "\x1e".join(repr(getattr(document, name)) for name in Document.__slots__)
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def days_of(day: date | None, precision: Precision | None) -> tuple[date, date] | None:
    """The days an article may be of: its day, or each of its month where only that is known; None where nothing is."""
    if day is None or precision is None:
        return None
    if precision is Precision.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day
