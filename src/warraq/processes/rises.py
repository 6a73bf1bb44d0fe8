"""What rises in the news: counted by the keeper every few minutes and kept as rows, so that no page counts anything.

Candidates are the phrases of the last two days' headlines; how often each stood in headlines on each of the last thirty
days is the search index's answer, so what a page says is what a search by title finds. It runs in a thread of its own,
and must never stop the keeper: what fails is tried again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import Error as DatabaseFault
from django.db import connections

from warraq.editions import Edition
from warraq.errors import WarraqError
from warraq.options import Options
from warraq.processes.indexing import index_folder
from warraq.search.generations import CurrentIndex
from warraq.search.index import Searcher
from warraq.search.query import Dates, Filter, Phrase, Query, Word
from warraq.search.tantivy_index import TantivyIndex
from warraq.store.rises import RiseRow, headlines_of, write_rises
from warraq.understand.rising import WEEK, Day, count_day, find_rising, is_told

log = logging.getLogger("warraq.keeper")

EVERY_SECONDS = 300.0
NOW_DAYS = 2
"""Today and yesterday: a morning's headlines alone are too few."""
BEFORE_DAYS = 28
CANDIDATES = 300
"""Phrases of which the index is asked: .4 ms each among 100,000 articles."""
KEPT = 40


class Rising:
    """Use `count` for one round, `run` until told to stop."""

    def __init__(
        self, options: Options, edition: Edition, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.edition = edition
        self._clock = clock
        self._index = CurrentIndex(index_folder(options.data), TantivyIndex.open_reader)

    def run(self, stop: threading.Event) -> None:
        """Count at once and then every five minutes."""
        try:
            while not stop.is_set():
                try:
                    self.count()
                except (WarraqError, DatabaseFault) as fault:
                    log.info("what rises is counted later: %s", fault)
                except Exception:
                    log.exception("counting what rises failed")
                connections.close_all()
                stop.wait(EVERY_SECONDS)
        finally:
            connections.close_all()

    def count(self) -> None:
        """Count each language of the edition, and write what rises in it."""
        now = self._clock()
        for language in self.edition.languages:
            write_rises(self.edition.slug, language, self._rises(language, now), now)

    def _rises(self, language: str, now: datetime) -> list[RiseRow]:
        today = now.astimezone(self.edition.zone).date()
        first = today - timedelta(days=NOW_DAYS - 1)
        told = headlines_of(self.edition.slug, language, first)
        counted = count_day((one.outlet, one.title) for one in told)
        likely = [key for key in counted.phrases if is_told(counted, key)]
        likely = sorted(likely, key=lambda key: (-counted.phrases[key], key))[:CANDIDATES]
        if not likely:
            return []
        ask = _Asked(self._index, self.edition.slug, language, today)
        by_day = {key: ask.days(_query(counted.written[key])) for key in likely}
        all_days = ask.days(None)
        found = find_rising(_window(today, all_days, by_day, counted), _before(today, all_days, by_day), KEPT)
        return [RiseRow(rise.phrase, rise.titles, counted.outlets[rise.key], rise.expected) for rise in found]


class _Asked:
    """Counts of a language's headlines by day, out of the index."""

    def __init__(self, index: Searcher, edition: str, language: str, today: date) -> None:
        self._index, self._edition = index, edition
        self._within = (
            Filter("lang", language),
            Dates(today - timedelta(days=NOW_DAYS + BEFORE_DAYS - 1), today),
        )

    def days(self, atom: Word | Phrase | None) -> dict[date, int]:
        """How many headlines of each day hold it; of all headlines where None."""
        query = Query((atom, *self._within) if atom else self._within)
        bars = self._index.find(query, edition=self._edition).histogram("day").bars
        return {bar.first: bar.count for bar in bars if bar.count}


def _query(phrase: str) -> Word | Phrase:
    return Phrase(phrase, in_title=True) if " " in phrase else Word(phrase, in_title=True)


def _window(
    last: date, all_days: Mapping[date, int], by_day: Mapping[str, Mapping[date, int]], counted: Day
) -> Day:
    """The two days that end with `last` as one, counted by the index."""
    days = [last - timedelta(days=n) for n in range(NOW_DAYS)]
    return Day(
        titles=sum(all_days.get(day, 0) for day in days),
        phrases={key: sum(found.get(day, 0) for day in days) for key, found in by_day.items()},
        outlets=counted.outlets,
        wordings=counted.wordings,
        written=counted.written,
    )


def _before(
    today: date, all_days: Mapping[date, int], by_day: Mapping[str, Mapping[date, int]]
) -> Sequence[Day]:
    """The days before, the latest last: at each week's distance the same two days, where a habit shows; all others
    together on the last, where only their sum counts."""
    weeks = [today - timedelta(days=WEEK * n) for n in range(1, BEFORE_DAYS // WEEK)]
    empty = Day(0, {}, {}, {}, {})
    same = [_window(day, all_days, by_day, empty) for day in weeks]
    then = [day for day in all_days if day <= today - timedelta(days=NOW_DAYS)]
    total = sum(all_days[day] for day in then) - sum(day.titles for day in same)
    rest = {
        key: sum(count for day, count in found.items() if day <= today - timedelta(days=NOW_DAYS))
        - sum(day.phrases[key] for day in same)
        for key, found in by_day.items()
    }
    before = [empty] * (WEEK * len(same))
    for n, day in enumerate(same, 1):
        before[-(WEEK * n)] = day
    before[-1] = Day(total, rest, {}, {}, {})
    return before
