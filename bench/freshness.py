"""How fresh the news is for the requests spent: a simulated week of 650 outlets, our rhythm beside the rules of others.

    WARRAQ_SHARED_DATA=folder python bench/freshness.py            about two CPU minutes
    WARRAQ_SHARED_DATA=folder python bench/freshness.py --outlets 100

Outlets publish from 1 to 200 articles a day (evenly over the logarithm), in whole weeks of real publication times
(a Lebanese channel, a Tunisian radio, the press of five languages): several real weeks on top of each other, thinned
to the wanted number. Nothing is known of a channel at the week's start; it lists its newest 20 to 50 entries; what
drops out of the list unseen is lost and counts as a week late. A 304 is a request. Delay is from publication to lead.

Beside ours, each with its knob turned over its range:
- Miniflux's round_robin: one interval for all (60 minutes by default).
- Miniflux's entry_frequency: a week over factor times the entries of the last week, which it extrapolates from the mean
  gap between them; 5 minutes to 24 hours. Its loop, which wakes once an hour by default, is taken to wake at once.
- Media Cloud's: 6 hours; an hour less where fewer than half of the entries are known, down to an hour; 6 minutes more
  after a week without news, up to a day. The knob shortens all of its times alike.
- a fixed 30 minutes.
Their rules for TTL and errors have nothing to do here: all channels answer and ask for nothing.

The goal (issue of part 2): at equal p95, at most .8 of the requests of the best of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from warraq.collect.rhythm import Rhythm, learn
from warraq.collect.schedule import Bounds, next_visit
from warraq.options import read_options

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
WEEK = 7 * DAY
MONDAY = datetime(2024, 1, 1)
BEFORE = 4
"""Weeks simulated before the one that is measured: the oldest entries of rare outlets' lists."""
FULL_WEEK = 140
"""Articles of a real week below which the record of it is taken to have holes."""
SOURCES = {"almayadeen": 4, "ant": 4, "stories": 2}
"""How many outlets in ten have their rhythm from each."""
GOAL = 0.8
GOALS = (("p95", 15), ("p95", 30), ("p95", 60), ("median", 7.5), ("median", 15), ("outlet_median", 15))
"""At which delays the rules are compared, in minutes; the goal is set at equal p95."""
DEFAULT_SHORTEST = 120.0

Weeks = list[list[float]]
"""Real weeks: the seconds since Monday at which articles came out, sorted."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented outlet: when it publishes (seconds from the measured week's start, sorted), how many entries its
    channel lists, when it is first asked."""

    times: Sequence[float]
    listed: int
    first: float


class Rule(Protocol):
    """Decides for one channel. A visit at `now` showed `new` of `listed` entries; returns seconds until the next."""

    def visit(self, now: float, new: Sequence[float], listed: int) -> float: ...


class Fixed:
    """The same interval for all: Miniflux's round_robin."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def visit(self, now: float, new: Sequence[float], listed: int) -> float:
        return self._seconds


class EntryFrequency:
    """Miniflux v2.2: internal/model/feed.go ScheduleNextCheck, internal/storage/feed.go WeeklyFeedEntryCount."""

    def __init__(self, factor: float, shortest: float = 5 * MINUTE) -> None:
        self._factor, self._shortest = factor, shortest
        self._kept: list[float] = []

    def visit(self, now: float, new: Sequence[float], listed: int) -> float:
        self._kept += new
        recent = self._kept[bisect_left(self._kept, now - WEEK) :]
        span = recent[-1] - recent[0] if recent else 0.0
        if span <= 0:
            return DAY
        weekly = math.ceil(WEEK / (span / (len(recent) - 1)))
        return max(self._shortest, min(DAY, WEEK / (weekly * self._factor)))


class MediaCloud:
    """rss-fetcher: fetcher/tasks.py update_feed and _check_auto_adjust, fetcher/config.py; `hour` is its hour."""

    def __init__(self, hour: float) -> None:
        self._hour = hour
        self._interval = 6 * hour
        self._last_news: float | None = None

    def visit(self, now: float, new: Sequence[float], listed: int) -> float:
        is_first, known = self._last_news is None, listed - len(new)
        if not new:
            if self._last_news is not None and now - self._last_news >= WEEK:
                self._interval = min(self._interval + self._hour / 10, 24 * self._hour)
            return self._interval
        self._last_news = now
        if not is_first and known < listed / 2:
            usual = 6 * self._hour
            self._interval = usual if self._interval > usual else max(self._interval - self._hour, self._hour)
        return self._interval


class Ours:
    """collect/schedule.py and collect/rhythm.py as the collector calls them; the knob is the edition's poll_min."""

    def __init__(self, shortest: float, rng: random.Random) -> None:
        self._bounds, self._rng = Bounds(shortest, DAY), rng
        self._rhythm = Rhythm()

    def visit(self, now: float, new: Sequence[float], listed: int) -> float:
        here = moment(now)
        whole = listed if new else None
        self._rhythm = learn(self._rhythm, here, UTC, [moment(time) for time in new], listed=whole)
        after = next_visit(self._rhythm, self._bounds, here, UTC, self._rng.random())
        return (after - here).total_seconds()


def moment(seconds: float) -> datetime:
    return MONDAY.replace(tzinfo=UTC) + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Point:
    """What a rule reached with its knob at one place; minutes."""

    knob: str
    requests: float
    """An outlet-day."""
    median: float
    p95: float
    outlet_median: float
    """The mean of the outlets' own medians: small outlets count like large ones."""
    lost: int


def simulate(outlet: Outlet, rule: Rule) -> tuple[int, list[float], int]:
    """Requests within the week, delays in seconds of the week's articles, articles lost."""
    times, now, seen = outlet.times, outlet.first, 0
    requests, lost, delays = 0, 0, list[float]()
    while True:
        requests += now < WEEK
        here = bisect_right(times, now)
        missed = max(0, here - seen - outlet.listed)
        new = times[seen + missed : here]
        if seen:
            lost += missed
            delays += [WEEK] * missed
        delays += [now - time for time in new if 0 <= time < WEEK]
        if now >= WEEK:
            return requests, delays, lost
        seen = here
        now += rule.visit(now, new, min(here, outlet.listed))


def measure(knob: str, outlets: Iterable[Outlet], rule: Callable[[], Rule]) -> Point:
    requests = lost = count = 0
    pooled, medians = list[float](), list[float]()
    for outlet in outlets:
        spent, delays, missed = simulate(outlet, rule())
        requests, lost, count = requests + spent, lost + missed, count + 1
        pooled += delays
        if delays:
            medians.append(quantile(sorted(delays), 0.5))
    pooled.sort()
    return Point(
        knob,
        requests / count / 7,
        quantile(pooled, 0.5) / MINUTE,
        quantile(pooled, 0.95) / MINUTE,
        sum(medians) / len(medians) / MINUTE,
        lost,
    )


def quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def curves(outlets: Sequence[Outlet], seed: int) -> Iterator[tuple[str, list[Point]]]:
    """Each rule and what it reaches, its default marked."""
    yield (
        "Miniflux round_robin",
        [
            measure(f"{minutes:g} min{' *' * (minutes == 60)}", outlets, partial(Fixed, minutes * MINUTE))
            for minutes in (5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120)
        ],
    )
    yield (
        "Miniflux entry_frequency",
        [
            measure(f"factor {factor}{' *' * (factor == 1)}", outlets, partial(EntryFrequency, factor))
            for factor in (1, 2, 3, 4, 6, 8, 12, 16)
        ],
    )
    yield (
        "the same from 2 minutes",
        [
            measure(f"factor {factor}", outlets, partial(EntryFrequency, factor, 2 * MINUTE))
            for factor in (1, 2, 3, 4, 6, 8, 12)
        ],
    )
    yield (
        "Media Cloud",
        [
            measure(
                f"hour = {minutes} min{' *' * (minutes == 60)}",
                outlets,
                partial(MediaCloud, minutes * MINUTE),
            )
            for minutes in (2, 5, 10, 15, 20, 30, 60)
        ],
    )
    yield "fixed 30 minutes", [measure("*", outlets, partial(Fixed, 30 * MINUTE))]
    yield (
        "Warraq",
        [
            measure(
                f"poll_min {shortest:g} s{' *' * (shortest == DEFAULT_SHORTEST)}",
                outlets,
                partial(Ours, shortest, random.Random(seed)),
            )
            for shortest in (75, DEFAULT_SHORTEST, 200, 330, 550, 900)
        ],
    )


def requests_at(points: Sequence[Point], name: str, minutes: float) -> float | None:
    """The fewest requests an outlet-day with which the rule keeps within this delay: at a measured point or between
    two; None where it never does."""
    pairs = sorted((math.log(getattr(point, name)), math.log(point.requests)) for point in points)
    target = math.log(minutes)
    enough = [spent for delay, spent in pairs if delay <= target]
    for (x0, y0), (x1, y1) in pairwise(pairs):
        if x0 <= target <= x1 and x0 < x1:
            enough.append(y0 + (y1 - y0) * (target - x0) / (x1 - x0))
    return math.exp(min(enough)) if enough else None


def read_weeks(folder: Path) -> dict[str, list[Weeks]]:
    """The full real weeks of each source: one list for each outlet or language in it."""
    almayadeen = [row["published_time"] for row in rows_of(folder / "news" / "almayadeen.jsonl.gz")]
    ant = [row["time"] for row in rows_of(folder / "news" / "ant.jsonl.gz")]
    stories: dict[str, list[str]] = {}
    for row in rows_of(folder / "stories" / "og2021_dev.jsonl.gz"):
        stories.setdefault(row["lang"], []).append(row["dt"])
    found = {
        "almayadeen": [weeks_of(almayadeen)],
        "ant": [weeks_of([time for time in ant if len(time) == len("2017-01-20T21:43:00+01:00")])],
        "stories": [weeks_of(times) for times in stories.values()],
    }
    return {source: [weeks for weeks in found[source] if weeks] for source in SOURCES}


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def weeks_of(times: Iterable[str]) -> Weeks:
    """By the outlet's own clock; a minute's articles are spread over the minute later."""
    weeks: dict[float, list[float]] = {}
    for time in times:
        seconds = (datetime.fromisoformat(time).replace(tzinfo=None) - MONDAY).total_seconds()
        weeks.setdefault(seconds // WEEK, []).append(seconds % WEEK)
    return [sorted(week) for _, week in sorted(weeks.items()) if len(week) >= FULL_WEEK]


def invent(real: dict[str, list[Weeks]], rng: random.Random) -> Outlet:
    """An outlet in the rhythm of one source."""
    weeks = rng.choice(real[rng.choices(list(SOURCES), list(SOURCES.values()))[0]])
    a_day = 200 ** rng.random()
    needed = 7 * a_day / (sum(map(len, weeks)) / len(weeks))
    layers = math.ceil(needed)
    times = [
        week * WEEK + time + rng.uniform(0, MINUTE)
        for week in range(-BEFORE, 2)
        for layer in (rng.sample(weeks, len(weeks)) * layers)[:layers]
        for time in layer
        if rng.random() < needed / layers
    ]
    return Outlet(sorted(times), rng.randint(20, 50), rng.uniform(0, 30 * MINUTE))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--outlets", type=int, default=650)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    folder = read_options().shared_data
    if folder is None or not (folder / "stories").is_dir():
        print("bench/freshness: skipped, WARRAQ_SHARED_DATA names no folder with news/ and stories/")
        return 0
    rng, real = random.Random(wanted.seed), read_weeks(folder)
    outlets = [invent(real, rng) for _ in range(wanted.outlets)]
    articles = sum(0 <= time < WEEK for outlet in outlets for time in outlet.times)
    print(f"{len(outlets)} outlets, {articles} articles in the week; * is the default\n")
    print("rule                      knob            requests   median      p95   outlets'   lost")
    print("                                        outlet-day  minutes  minutes    median")
    reached: dict[str, list[Point]] = {}
    for rule, points in curves(outlets, wanted.seed):
        reached[rule] = points
        for point in points:
            print(
                f"{rule:26}{point.knob:17}{point.requests:7.1f}{point.median:9.1f}{point.p95:9.1f}"
                f"{point.outlet_median:10.1f}{point.lost:8d}"
            )
    return compare(reached)


def compare(reached: dict[str, list[Point]]) -> int:
    """Prints requests at equal delay; 0 where the goal is met at every p95."""
    ours = reached.pop("Warraq")
    worst = 0.0
    print("\nrequests an outlet-day at equal delay            Warraq   the best of the others       ratio")
    for name, minutes in GOALS:
        mine = requests_at(ours, name, minutes)
        others = {
            rule: spent for rule, points in reached.items() if (spent := requests_at(points, name, minutes))
        }
        if mine is None or not others:
            print(f"  {name} of {minutes:g} minutes: not reached")
            continue
        best = min(others, key=lambda rule: others[rule])
        ratio = mine / others[best]
        worst = max(worst, ratio) if name == "p95" else worst
        what = f"{name.replace('_', ' ')} of {minutes:g} minutes"
        print(f"  {what:45}{mine:8.1f}{others[best]:9.1f}  {best:26}{ratio:.2f}")
    print(f"\nthe goal is at most {GOAL} at equal p95: {'met' if worst <= GOAL else 'MISSED'} ({worst:.2f})")
    return 0 if worst <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
