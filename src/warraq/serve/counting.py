"""Queries counted over time: one calendar for all of them, shares of all articles, and the days on which nothing was
collected. Counts come from the index as one snapshot of it stands; nothing is ever estimated.

A day is known to have been collected when a channel answered on it, or when any article of it is held: years that came
by an import or a backfill were collected too. On every other day, that nothing was found says nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from warraq.search.index import Bar, Found, Histogram, Searcher
from warraq.search.query import EVERYTHING, Dates, Filter, Item, Or, Query
from warraq.serve.periods import Period, Unit, fitting_unit, periods


@dataclass(frozen=True, slots=True)
class Series:
    """One query's counts."""

    query: Query
    total: int
    counts: tuple[int, ...]
    """By period. With `month_only` and `undated` they add up to the total."""
    bases: tuple[int, ...]
    """All articles of each period (of the outlets that the query names, where it names any)."""
    known: tuple[int, ...]
    """Days of each period that were collected."""
    month_only: int
    """Articles whose month alone is known, where periods are days or weeks."""
    undated: int

    def value(self, place: int) -> int | None:
        """What a period counts; None where nothing was collected."""
        count = self.counts[place]
        return count if count or self.known[place] else None

    def share(self, place: int) -> float | None:
        """Of all articles of a period, from 0 to 1; None where there are none."""
        base = self.bases[place]
        return self.counts[place] / base if base else None

    @property
    def values(self) -> tuple[int | None, ...]:
        """By period."""
        return tuple(map(self.value, range(len(self.counts))))

    @property
    def shares(self) -> tuple[float | None, ...]:
        """By period."""
        return tuple(map(self.share, range(len(self.counts))))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Several queries over the same periods."""

    unit: Unit
    periods: tuple[Period, ...]
    lengths: tuple[int, ...]
    """Days of each period that have begun: fewer than it has where it is not over."""
    series: tuple[Series, ...]
    is_open: bool
    """Whether the last period is not over yet."""

    def is_partly(self, place: int) -> bool:
        """Whether on some days of the period, but not on all, something was collected for every query."""
        return any(0 < series.known[place] < self.lengths[place] for series in self.series)


def within(query: Query, window: Dates | None) -> Query:
    """The query, for articles of the window's days alone."""
    return query if window is None else Query((*query.items, window))


def timeline(
    index: Searcher,
    edition: str,
    asked: Sequence[tuple[Query, Found]],
    *,
    today: date,
    collected: Mapping[tuple[str, ...], frozenset[date]],
    window: Dates | None = None,
    unit: Unit | None = None,
    is_drawn: bool = True,
) -> Timeline | None:
    """The queries over time; None where none of them finds an article of a known day or month.

    `collected`: for each `outlets_of` of the queries, the days that were. Of `unit` the next larger one is taken where
    a chart could not show so many (`is_drawn`).
    """
    bases = {names: _base(index, edition, names, window, asked[0][1].upto) for names in collected}
    days = {names: base.histogram("day") for names, base in bases.items()}
    reach = _reach([found for _, found in asked], days.values(), window, today)
    if reach is None:
        return None
    chosen = unit if unit and not is_drawn else fitting_unit(*reach, unit)
    whole = periods(chosen, *reach)
    histograms = [found.histogram(chosen) for _, found in asked]
    alls = days if chosen == "day" else {names: base.histogram(chosen) for names, base in bases.items()}
    series = []
    for (query, found), histogram in zip(asked, histograms, strict=True):
        names = outlets_of(query)
        known = sorted(collected[names] | {bar.first for bar in days[names].bars if bar.count})
        series.append(
            Series(
                query=query,
                total=found.total,
                counts=_placed(histogram, whole),
                bases=_placed(alls[names], whole),
                known=tuple(_days_known(period, known, today) for period in whole),
                month_only=histogram.month_only,
                undated=histogram.undated,
            )
        )
    return Timeline(
        unit=chosen,
        periods=tuple(_clipped(period, window) for period in whole),
        lengths=tuple(_begun(period, today) for period in whole),
        series=tuple(series),
        is_open=whole[-1].first <= today < whole[-1].last,
    )


def outlets_of(query: Query) -> tuple[str, ...]:
    """The outlets that a query asks for and no other, sorted; none where it asks for all."""
    for item in query.items:
        if names := _outlets(item):
            return tuple(sorted(names))
    return ()


def _outlets(item: Item) -> list[str]:
    parts = item.items if isinstance(item, Or) else (item,)
    if all(isinstance(part, Filter) and part.name == "outlet" for part in parts):
        return [part.value for part in parts if isinstance(part, Filter)]
    return []


def _base(index: Searcher, edition: str, names: tuple[str, ...], window: Dates | None, upto: int) -> Found:
    """All articles of the outlets, or of the edition."""
    query = EVERYTHING
    if names:
        filters = tuple(Filter("outlet", name) for name in names)
        query = Query((Or(filters) if len(filters) > 1 else filters[0],))
    return index.find(within(query, window), edition=edition, upto=upto)


def _reach(
    found: Sequence[Found],
    bases: Iterable[Histogram],
    window: Dates | None,
    today: date,
) -> tuple[date, date] | None:
    """From the first article found, or the window's first day, to the last day that is held, so that a line shows when
    its subject was dropped. A day that is still to come counts only where an article found says so."""
    reaches = [one.reach() for one in found]
    days = [day for reach in reaches for day in (reach.first, reach.last) if day is not None]
    if any(reach.month_only for reach in reaches):
        days += [bar.first for one in found for bar in _ends(one.histogram("month"))]
    if not days:
        return None
    held = max((bar.first for base in bases for bar in _ends(base)), default=today)
    first = window.first if window and window.first else min(days)
    last = max(max(days), min(held, today))
    if window and window.last:
        last = min(last, window.last)
    return first, max(first, last)


def _ends(histogram: Histogram) -> tuple[Bar, ...]:
    """The first and the last bar: both have articles."""
    return histogram.bars[:1] + histogram.bars[-1:]


def _clipped(period: Period, window: Dates | None) -> Period:
    """As much of a period as lies in the window: what its articles are asked for by."""
    if window is None:
        return period
    first = max(period.first, window.first) if window.first else period.first
    return Period(first, min(period.last, window.last) if window.last else period.last)


def _placed(histogram: Histogram, whole: Sequence[Period]) -> tuple[int, ...]:
    counts = {bar.first: bar.count for bar in histogram.bars}
    return tuple(counts.get(period.first, 0) for period in whole)


def _days_known(period: Period, known: list[date], today: date) -> int:
    return max(0, bisect_right(known, min(period.last, today)) - bisect_left(known, period.first))


def _begun(period: Period, today: date) -> int:
    return max(0, (min(period.last, today) - period.first).days + 1)
