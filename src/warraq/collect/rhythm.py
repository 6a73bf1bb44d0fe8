"""What visits tell of a channel's hours: how many new articles an hour it brings, hour of week by hour of week. Pure.

A newspaper has mornings, evenings and a day of rest, and its channel lists when its articles came out. So the hours
of the week are counted; what one hour has not shown yet is borrowed from the same hour of other days, from its day,
and at first from the press at large. A first listing is enough to begin with. docs/design/0009-rhythm.md has the
numbers: the figures below may be halved or doubled without moving the result by more than two hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import isfinite
from operator import mul
from typing import Any

from warraq.records import Lead

WEEK = 168
"""Hours of a week; hour 0 begins on Monday at 00:00 of the edition's clock."""
MEMORY = timedelta(weeks=4)
"""What was listed or watched before it says nothing about today."""
FORGETTING_WEEKS = 3.0
"""After so many weeks an observation counts half."""
LATE = timedelta(days=1)
"""How far behind its own date an article may appear in its channel and still count."""
PINNED = 0.1
"""Share of a listing's oldest entries left out when it tells how far back it reaches: pinned ones."""
FEW_ENTRIES = 5
"""Fewer tell nothing about how far back a listing reaches."""

PRIOR_RATE = 0.5
"""New articles an hour of a channel nothing is known of."""
PRIOR_RATE_ARTICLES = 1.0
PRIOR_HOUR_ARTICLES = 0.5
PRIOR_DAY_ARTICLES = 10.0
PRIOR_CELL_ARTICLES = 8.0
"""How many articles must be expected until what was counted weighs as much as what was borrowed: for the channel as
a whole, an hour of day, a day of week, an hour of week. (The Gamma prior of a Poisson rate.)"""
PRESS_DAY = (11, 8, 6, 4, 4, 5, 8, 16, 26, 30, 32, 34, 35, 34, 33, 32, 31, 30, 31, 30, 29, 28, 25, 24)
SHAPE = tuple(24 * hour / sum(PRESS_DAY) for hour in PRESS_DAY)
"""The day of the press at large, hour by hour, mean 1: quiet from two to six, busy from eight to eight."""
LARGEST = 1e6
"""No channel shows more articles or hours: a larger figure is damage."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was learnt of a channel."""

    counts: tuple[float, ...] = (0.0,) * WEEK
    """New articles by hour of week, older ones counting less."""
    hours: tuple[float, ...] = (0.0,) * WEEK
    """Hours watched by hour of week, weighted alike."""
    until: datetime | None = None
    """Up to when the channel was watched (aware UTC); None: never."""
    listed: int = 0
    """Entries of its last listing; 0 where it can be read back as far as one likes."""
    lied_at: datetime | None = None
    """When it last showed other articles under the ETag it had before."""


def from_json(state: object) -> Rhythm:
    """What `to_json` made; anything else, or anything damaged, is a channel of which nothing is known."""
    if not isinstance(state, Mapping):
        return Rhythm()
    try:
        listed = state.get("listed", 0)
        return Rhythm(
            counts=_read_week(state["counts"]),
            hours=_read_week(state["hours"]),
            until=_read_time(state.get("until")),
            listed=listed if type(listed) is int and 0 <= listed <= LARGEST else 0,
            lied_at=_read_time(state.get("lied_at")),
        )
    except (KeyError, TypeError, ValueError):
        return Rhythm()


def to_json(rhythm: Rhythm) -> dict[str, Any]:
    """A value that JSON holds, about 2 KB."""
    return {
        "counts": [round(count, 3) for count in rhythm.counts],
        "hours": [round(hours, 3) for hours in rhythm.hours],
        "until": rhythm.until.isoformat() if rhythm.until else None,
        "listed": rhythm.listed,
        "lied_at": rhythm.lied_at.isoformat() if rhythm.lied_at else None,
    }


def times_of(leads: Sequence[Lead], zone: tzinfo) -> list[datetime | None]:
    """When each lead came out (aware UTC), as far as its channel says the hour."""
    moments = (lead.published or lead.updated for lead in leads)
    return [moment.instant(zone) if moment and moment.precision.has_clock else None for moment in moments]


def learn(
    rhythm: Rhythm,
    now: datetime,
    zone: tzinfo,
    times: Sequence[datetime | None],
    *,
    listed: int | None = None,
) -> Rhythm:
    """What is known after a visit at `now` that showed articles nobody had seen: when they came out (aware; None
    where the hour is not known).

    At the first visit those are all it lists. `listed` is how many entries a listing of the newest ones has in all;
    None where it was not read, or where the channel can be read back as far as one likes.
    """
    start = _watched_from(rhythm, now, times, listed)
    counts, hours = list(rhythm.counts), list(rhythm.hours)
    cells = _cells(start, now, zone)
    for cell, span in cells:
        kept = 0.5 ** (span / FORGETTING_WEEKS)
        counts[cell] *= kept
        hours[cell] = hours[cell] * kept + span
    oldest = start if rhythm.until is None else start - LATE
    loose = 0
    for time in times:
        if time is None or time > now:
            loose += 1
        elif time > oldest:
            counts[hour_of_week(time, zone)] += 1.0
    if loose and cells:
        # Some time since the last visit: more likely in its busy hours.
        rates = Rates(rhythm)
        shares = [(cell, span * rates.at(cell)) for cell, span in cells]
        whole = sum(share for _, share in shares)
        for cell, share in shares:
            counts[cell] += loose * share / whole
    known = rhythm.listed if listed is None else listed
    return Rhythm(tuple(counts), tuple(hours), now, known, rhythm.lied_at)


def _watched_from(
    rhythm: Rhythm, now: datetime, times: Sequence[datetime | None], listed: int | None
) -> datetime:
    """Since when this visit shows everything: since the last one; where a whole listing is new, as far as it reaches
    (what came out before may have dropped out of it)."""
    last = min(now, max(rhythm.until, now - MEMORY)) if rhythm.until else None
    is_all_new = listed is not None and len(times) >= listed
    if last is not None and not is_all_new:
        return last
    dated = sorted(time for time in times if time is not None and time <= now)
    if len(dated) < FEW_ENTRIES:
        return last or now
    return max(last or now - MEMORY, dated[int(len(dated) * PINNED)])


class Rates:
    """New articles an hour, expected by hour of week; always above 0."""

    def __init__(self, rhythm: Rhythm) -> None:
        counts, hours = rhythm.counts, rhythm.hours
        days = [slice(first, first + 24) for first in range(0, WEEK, 24)]
        usual: list[float] = [sum(map(mul, SHAPE, hours[day])) for day in days]
        mean = (PRIOR_RATE_ARTICLES + sum(counts)) / (PRIOR_RATE_ARTICLES / PRIOR_RATE + sum(usual))
        # Hours and days are compared with what the channel itself showed on average.
        own = sum(counts) / sum(usual) if any(usual) else mean
        counted = [sum(counts[hour::24]) for hour in range(24)]
        expected = [own * SHAPE[hour] * sum(hours[hour::24]) for hour in range(24)]
        self._counts, self._hours = counts, hours
        self._of_hour = [
            mean
            * SHAPE[hour]
            * (PRIOR_HOUR_ARTICLES + _around(counted, hour))
            / (PRIOR_HOUR_ARTICLES + _around(expected, hour))
            for hour in range(24)
        ]
        self._of_day = [
            (PRIOR_DAY_ARTICLES + sum(counts[day])) / (PRIOR_DAY_ARTICLES + own * weight)
            for day, weight in zip(days, usual, strict=True)
        ]

    def at(self, cell: int) -> float:
        """New articles an hour in this hour of week."""
        borrowed = self._of_hour[cell % 24] * self._of_day[cell // 24]
        counted, expected = self._counts[cell], borrowed * self._hours[cell]
        return borrowed * (PRIOR_CELL_ARTICLES + counted) / (PRIOR_CELL_ARTICLES + expected)


def _around(values: Sequence[float], hour: int) -> float:
    """An hour's value with half of each neighbour's: neighbours resemble each other."""
    return values[hour] + (values[hour - 1] + values[(hour + 1) % 24]) / 2


def hour_of_week(moment: datetime, zone: tzinfo) -> int:
    """0 is Monday from 00:00 to 01:00 in `zone`, 167 the last hour of Sunday."""
    local = moment.astimezone(zone)
    return 24 * local.weekday() + local.hour


def left_of_hour(moment: datetime, zone: tzinfo) -> float:
    """The share of the hour that is still to come, above 0."""
    local = moment.astimezone(zone)
    return 1.0 - (local.minute * 60 + local.second + local.microsecond / 1e6) / 3600


def _cells(start: datetime, end: datetime, zone: tzinfo) -> list[tuple[int, float]]:
    """The hours of week between two instants, and how much of each (in hours) lies between them."""
    cell, span = hour_of_week(start, zone), left_of_hour(start, zone)
    left = (end - start).total_seconds() / 3600
    cells = []
    while left > 0:
        cells.append((cell, min(span, left)))
        left -= span
        cell, span = (cell + 1) % WEEK, 1.0
    return cells


def _read_week(values: object) -> tuple[float, ...]:
    """Raises ValueError for anything but a figure for each hour of a week."""
    if not isinstance(values, list) or len(values) != WEEK:
        raise ValueError("not one figure an hour of week")
    if not all(type(value) in (int, float) and isfinite(value) and 0 <= value <= LARGEST for value in values):
        raise ValueError("no count")
    return tuple(map(float, values))


def _read_time(text: object) -> datetime | None:
    """Raises ValueError for anything but None and an aware time."""
    if text is None:
        return None
    if not isinstance(text, str) or (time := datetime.fromisoformat(text)).tzinfo is None:
        raise ValueError("no time")
    return time
