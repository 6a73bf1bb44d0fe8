"""Queries side by side: how much of each every outlet published, which places they name, and what their headlines say.

Everything is counted in one snapshot of the index, over the same window of days, with all words of a query wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from warraq.search.analysis.marking import stems_of
from warraq.search.index import Found, Searcher
from warraq.search.query import EVERYTHING, Dates, Query, words_of
from warraq.serve.counting import within
from warraq.store import read
from warraq.understand.rising import count_day, find_rising

MOST_QUERIES = 5
ROWS = 12
"""Outlets or places of a table."""
EVERY_VALUE = 2_000
"""So many values of a facet are all of them: outlets and places of an edition."""
HEADLINES = 400
"""Headlines of a query that are read for their words: the newest."""
BACKGROUND = 500
"""Headlines of the whole press that they are compared with: the newest too."""
WORDS = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """A query and what it finds."""

    text: str
    """As typed."""
    query: Query
    """As read, without the window."""
    found: Found
    """Within the window."""


class TableRow(NamedTuple):
    """How many articles of each query have one value."""

    value: str
    counts: tuple[int, ...]
    base: int
    """All articles of that value."""


class Word(NamedTuple):
    """A word or phrase that a query's headlines say more than others."""

    text: str
    titles: int


class Said(NamedTuple):
    """What the headlines of a query say, of how many that were read."""

    words: list[Word]
    titles: int


def compare(
    index: Searcher,
    edition: str,
    asked: Sequence[tuple[str, Query]],
    *,
    window: Dates | None,
    upto: int | None,
) -> list[Compared]:
    """Each query's answer, all in the snapshot of the first."""
    compared: list[Compared] = []
    for text, query in asked[:MOST_QUERIES]:
        bound = compared[0].found.upto if compared else upto
        found = index.find(within(query, window), edition=edition, upto=bound)
        compared.append(Compared(text, query, found))
    return compared


def everything(index: Searcher, edition: str, window: Dates | None, upto: int) -> Found:
    """All articles of the same snapshot and window."""
    return index.find(within(EVERYTHING, window), edition=edition, upto=upto)


def by_value(compared: Sequence[Compared], base: Found, field: str) -> list[TableRow]:
    """The values of a facet that the queries have most articles of, together."""
    counts = [
        {value.value: value.count for value in one.found.facets((field,), limit=EVERY_VALUE)[field].values}
        for one in compared
    ]
    totals = {name: sum(of.get(name, 0) for of in counts) for of in counts for name in of if name}
    chosen = sorted(totals, key=lambda name: (-totals[name], name))[:ROWS]
    bases = {value.value: value.count for value in base.facets((field,), limit=EVERY_VALUE)[field].values}
    return [TableRow(name, tuple(of.get(name, 0) for of in counts), bases.get(name, 0)) for name in chosen]


def what_they_say(edition: str, one: Compared, base: Found) -> Said:
    """The words and phrases by which the query's headlines differ most from the whole press's, those of the query
    itself left out."""
    own = _headlines(edition, one.found, HEADLINES)
    others = _headlines(edition, base, BACKGROUND)
    asked = stems_of(words_of(one.query))
    rises = find_rising(count_day(own), [count_day(others)], most=WORDS + len(asked))
    words = [Word(rise.phrase, rise.titles) for rise in rises if not stems_of([rise.phrase]) <= asked]
    return Said(words[:WORDS], len(own))


def _headlines(edition: str, found: Found, most: int) -> list[tuple[str, str]]:
    numbers = [hit.number for hit in found.page(limit=most, sort="newest")]
    return [(row.outlet.slug, row.title) for row in read.by_numbers(edition, numbers)]
