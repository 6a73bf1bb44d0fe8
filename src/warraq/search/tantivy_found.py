"""What a query finds, asked of one tantivy searcher: list, facets, histogram and export agree while articles arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

import tantivy

from warraq.search.analysis import SEPARATOR
from warraq.search.index import FACETS, Bar, Facet, FacetValue, Histogram, Hit, Reach, Sort, Step
from warraq.search.query import EVERYTHING, Query
from warraq.search.tantivy_query import all_of, below, compile_query, is_telling, ranked_query, unscored
from warraq.search.tantivy_schema import KEYS, LARGEST_NUMBER, MONTHS, NUMBER_BITS, author_key

MOVED = 200
"""Articles among which newer ones are moved up."""
FRESH = 0.25
"""What an article of this moment scores above an old one of the same words."""
FRESH_DAYS = 14.0
"""After which half of that is left."""
BATCH = 20_000
"""Numbers an export asks for at once."""
SEGMENT_VALUES = 60_000
"""Values that each segment counts before they are joined: with fewer the joined counts would be estimates."""
EMPTY_KEY = 2**62
WEEK_FIRST = 1
"""The ordinal of a Monday: 1 January of the year 1."""

Guard = Callable[[], AbstractContextManager[None]]


class OverTime(NamedTuple):
    """Articles over time."""

    counts: dict[int, int]
    """By the key of `_bars`."""
    dated: int
    """Those whose month is known."""
    total: int


class TantivyFound:
    """`search.index.Found`. `scope` are the filters that hold whatever is asked (`scope_of`).

    `everything` keeps what all articles of that scope are over time: every chart is drawn beside it.
    """

    def __init__(
        self,
        searcher: Any,
        query: Query,
        scope: list[Any],
        *,
        upto: int,
        is_any_word: bool,
        guard: Guard,
        everything: dict[Step, tuple[OverTime, Histogram]],
    ) -> None:
        self._searcher = searcher
        self._asked = query
        self._scope = scope
        self._query = compile_query(query, scope, any_word=is_any_word)
        self._guard = guard
        self._everything = everything
        self.upto = upto
        self.is_any_word = is_any_word
        self._total: int | None = None

    @property
    def total(self) -> int:
        """See `Found.total`. Counted by whatever first goes through all that was found: a page, facets, this."""
        if self._total is None:
            with self._guard():
                self._hits(unscored(self._query), limit=1)
        return self._total or 0

    def page(
        self, *, limit: int = 20, offset: int = 0, sort: Sort = "relevance", fresh_at: datetime | None = None
    ) -> tuple[Hit, ...]:
        """See `Found.page`."""
        if limit < 1 or (offset and offset >= self.total):  # tantivy makes room for all that is skipped
            return ()
        with self._guard():
            if sort == "relevance":
                return self._ranked(limit, offset, fresh_at)
            return self._sorted(
                self._hits(self._query, limit=limit, offset=offset, order_by_field=KEYS[sort])
            )

    def _hits(self, query: Any, **how: Any) -> Any:
        """A part of what `query`, which finds what is found here, finds; counts it on the way."""
        is_counting = self._total is None
        found = self._searcher.search(query, count=is_counting, **how)
        if is_counting:
            self._total = int(found.count)
        return found.hits

    def _sorted(self, found: Sequence[tuple[Any, Any]]) -> tuple[Hit, ...]:
        """Hits in the order of a key, which tells the number as long as that has no more bits."""
        if self.upto >> NUMBER_BITS:
            return hits_of(self._searcher, found, is_scored=False)
        return tuple([Hit(key & LARGEST_NUMBER, 0.0) for key, _ in found])

    def _ranked(self, limit: int, offset: int, fresh_at: datetime | None) -> tuple[Hit, ...]:
        query = ranked_query(
            self._asked,
            self._scope,
            any_word=self.is_any_word,
            has_weight=partial(is_telling, self._searcher),
        )
        first: tuple[Hit, ...] = ()
        if fresh_at is not None and offset < MOVED:
            moved = self._moved(query, fresh_at)
            first = moved[offset : offset + limit]
            if len(first) == limit or len(moved) < MOVED:
                return first
            offset = MOVED
        found = self._hits(query, limit=limit - len(first), offset=offset)
        return first + hits_of(self._searcher, found, is_scored=True)

    def _moved(self, query: Any, fresh_at: datetime) -> tuple[Hit, ...]:
        """The first `MOVED`, the newer ones among them moved up a little."""
        found = self._hits(query, limit=MOVED)
        places = [place for _, place in found]
        keys = self._searcher.fast_field_values("newest", places) if places else []
        scores = (
            score * freshness(key >> NUMBER_BITS, fresh_at)
            for (score, _), key in zip(found, keys, strict=True)
        )
        numbers = (hit.number for hit in self._sorted(list(zip(keys, places, strict=True))))
        hits = map(Hit, numbers, scores)
        return tuple(sorted(hits, key=lambda hit: (-hit.score, -hit.number)))

    def facets(self, fields: Sequence[str] = FACETS, *, limit: int = 10) -> dict[str, Facet]:
        """See `Found.facets`."""
        wanted = {field: _terms(field, limit) for field in fields}
        with self._guard():
            found = self._searcher.aggregate(self._query, wanted)
            return {field: self._facet(field, found[field]) for field in fields}

    def _facet(self, field: str, found: Any) -> Facet:
        value_of = self._author if field == "author" else _plain
        return Facet(tuple(map(value_of, found["buckets"])), int(found["sum_other_doc_count"]))

    def _author(self, bucket: Any) -> FacetValue:
        """An author as most articles of the outlet print the name."""
        shown = self._searcher.terms_with_prefix("author_shown", f"{bucket['key']}{SEPARATOR}", None, 1)
        # Not there where the name is longer than any term.
        _, outlet, label = shown[0][0].split(SEPARATOR, 2) if shown else ("", "", str(bucket["key"]))
        return FacetValue(author_key(label), label, int(bucket["doc_count"]), outlet)

    def reach(self) -> Reach:
        """See `Found.reach`."""
        with self._guard():
            days = self._over_time(self._query, "day", self._total)
        ordinals = days.counts.keys()
        return Reach(
            first=date.fromordinal(min(ordinals)) if ordinals else None,
            last=date.fromordinal(max(ordinals)) if ordinals else None,
            month_only=days.dated - sum(days.counts.values()),
        )

    def histogram(self, step: Step) -> Histogram:
        """See `Found.histogram`."""
        with self._guard():
            if step not in self._everything:
                over_time = self._over_time(everything_of(self._scope), step)
                self._everything[step] = over_time, _histogram(step, over_time, over_time)
            every_time, histogram = self._everything[step]
            if self._asked == EVERYTHING:
                return histogram
            over_time = self._over_time(self._query, step, self._total)
            self._total = over_time.total
            return _histogram(step, over_time, every_time)

    def _over_time(self, query: Any, step: Step, total: int | None = None) -> OverTime:
        """What `query` finds over time; `total` is counted where it is not known."""
        asked = {"bars": _bars(step)}
        if total is None:
            asked["total"] = {"value_count": {"field": "number"}}
        if step in ("day", "week"):
            asked["dated"] = {"value_count": {"field": "month"}}
        found = self._searcher.aggregate(query, asked)
        counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["bars"]["buckets"]}
        dated = int(found["dated"]["value"] or 0) if "dated" in asked else sum(counts.values())
        return OverTime(counts, dated, int(found["total"]["value"] or 0) if total is None else total)

    def numbers(self) -> Iterator[int]:
        """See `Found.numbers`."""
        last = EMPTY_KEY
        while True:
            with self._guard():
                query = all_of([self._query, below("newest", last)])
                found = self._searcher.search(query, limit=BATCH, count=False, order_by_field="newest")
                if not found.hits:
                    return
                hits = self._sorted(found.hits)
            last = int(found.hits[-1][0])
            yield from (hit.number for hit in hits)
            if len(hits) < BATCH:
                return


def freshness(second: int, now: datetime) -> float:
    """What an article's score is multiplied by: 1 for old ones, a little more for those of the last weeks."""
    days = max(now.timestamp() - second, 0.0) / 86_400
    return float(1 + FRESH * 2 ** (-days / FRESH_DAYS))


def hits_of(searcher: Any, found: Sequence[tuple[Any, Any]], *, is_scored: bool) -> tuple[Hit, ...]:
    """tantivy's places as article numbers."""
    if not found:
        return ()
    numbers = searcher.fast_field_values("number", [place for _, place in found])
    scores = (float(key) if is_scored else 0.0 for key, _ in found)
    return tuple(Hit(int(number), score) for number, score in zip(numbers, scores, strict=True))


def everything_of(filters: list[Any]) -> Any:
    """All articles that pass the filters."""
    return all_of([unscored(query) for query in filters]) if filters else tantivy.Query.all_query()


def _terms(field: str, limit: int) -> dict[str, Any]:
    counted = "person" if field == "author" else field
    return {"terms": {"field": counted, "size": limit, "segment_size": SEGMENT_VALUES}}


def _plain(bucket: Any) -> FacetValue:
    value = _value(bucket["key"])
    return FacetValue(value, value, int(bucket["doc_count"]))


def _value(key: Any) -> str:
    return key if isinstance(key, str) else str(int(key))


def _histogram(step: Step, found: OverTime, every: OverTime) -> Histogram:
    return Histogram(
        step=step,
        bars=tuple(
            Bar(*_days_of(step, key), found.counts.get(key, 0), every.counts.get(key, 0))
            for key in _keys_between(step, found.counts)
        ),
        month_only=found.dated - sum(found.counts.values()),
        undated=found.total - found.dated,
    )


def _bars(step: Step) -> dict[str, Any]:
    """How a step counts; keys are days or months (see tantivy_schema.DAYS), years, of weeks their Monday."""
    if step in ("day", "week"):
        interval = 1 if step == "day" else 7
        offset = WEEK_FIRST % interval
        return {"histogram": {"field": "day", "interval": interval, "offset": offset, "min_doc_count": 1}}
    return {"histogram": {"field": step, "interval": 1, "min_doc_count": 1}}


def _keys_between(step: Step, counts: dict[int, int]) -> range:
    if not counts:
        return range(0)
    return range(min(counts), max(counts) + 1, 7 if step == "week" else 1)


@lru_cache(16_384)
def _days_of(step: Step, key: int) -> tuple[date, date]:
    if step == "year":
        return date(key, 1, 1), date(key, 12, 31)
    if step == "month":
        first = date(key // MONTHS, key % MONTHS + 1, 1)
        following = first.replace(day=28) + timedelta(days=4)
        return first, following - timedelta(days=following.day)
    first = date.fromordinal(max(key, 1))
    return first, date.fromordinal(min(key + 6, date.max.toordinal())) if step == "week" else first
