"""When a channel is asked next, when a lead is tried again, when a fresh article is looked at for edits. Pure.

A channel is asked in its own rhythm (rhythm.py), within the edition's bounds. Failures slow down and never drop; a
host's own word (Retry-After) always wins. Randomness comes in as `chance`, a number from 0 to 1, so that work due
together spreads out. docs/design/0009-rhythm.md has the choice and its numbers (bench/freshness.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import sqrt

from warraq.collect.rhythm import WEEK, Rates, Rhythm, hour_of_week, left_of_hour

JITTER = 0.1
"""Intervals vary by a tenth, so that channels that began together drift apart."""
PAUSE = 4.0
"""The interval of a channel that never sleeps, as a multiple of the shortest: 8 minutes of 2. The shortest itself is
for channels whose articles would drop out of the listing unseen."""
BUSY = 1.0
"""New articles an hour. Far above it, more of them hardly shorten the interval; far below it, the interval grows with
the root of their rarity, which makes the mean wait of all articles least for the requests spent."""
SAFE_SHARE = 0.5
"""Share of a listing that may be new at the next visit before articles might drop out unseen."""
FULLY_EVERY = 20.0
FULLY_SECONDS = 86_400.0
"""An unconditional request every so many intervals, and once a day."""
LIE_DAYS = timedelta(days=30)
"""An ETag that stood over other articles is trusted again after so long without it happening."""
BLOCKED_SECONDS = 86_400.0
"""Who was refused asks once a day at most."""
LEAD_ATTEMPTS = 8
FIRST_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 86_400.0
"""Each wait is four times the one before, up to a day: an outlet that is down for a day loses no article (the seven
waits make 35 hours)."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds within which an edition asks a channel."""

    shortest_seconds: float
    longest_seconds: float

    def within(self, seconds: float) -> float:
        """`seconds`, or the bound it exceeds."""
        return min(max(seconds, self.shortest_seconds), self.longest_seconds)


def next_visit(
    rhythm: Rhythm, bounds: Bounds, now: datetime, zone: tzinfo, chance: float, *, asked_seconds: float = 0.0
) -> datetime:
    """When a channel that answered at `now` is asked again, `asked_seconds` being the least its publisher asks for
    (TTL, Cache-Control): never outside `bounds`, up to a tenth sooner than planned, up to a tenth later than asked."""
    seconds = bounds.within(_planned_seconds(rhythm, bounds, now, zone) * (1 - JITTER * chance))
    if asked_seconds > 0:
        seconds = max(seconds, bounds.within(asked_seconds * (1 + JITTER * chance)))
    return now + timedelta(seconds=seconds)


def _planned_seconds(rhythm: Rhythm, bounds: Bounds, now: datetime, zone: tzinfo) -> float:
    """The coming hours add up what each is worth in visits until that makes one: quiet hours are passed over."""
    rates = Rates(rhythm)
    pause = PAUSE * bounds.shortest_seconds / 3600
    cell, span = hour_of_week(now, zone), left_of_hour(now, zone)
    hours, missing = 0.0, 1.0
    while 3600 * hours < bounds.longest_seconds:
        rate = rates.at(cell)
        an_hour = sqrt(rate / (rate + BUSY)) / pause
        if rhythm.listed:
            an_hour = max(an_hour, rate / (rhythm.listed * SAFE_SHARE))
        if an_hour * span >= missing:
            return 3600 * (hours + missing / an_hour)
        missing -= an_hour * span
        hours += span
        cell, span = (cell + 1) % WEEK, 1.0
    return bounds.longest_seconds


def is_fully_due(
    rhythm: Rhythm, now: datetime, asked_fully_at: datetime | None, interval_seconds: float
) -> bool:
    """Whether a channel is asked without its ETag and Last-Modified: now and then, to see whether they lie, and always
    where they did."""
    if asked_fully_at is None or is_lying(rhythm, now):
        return True
    return (now - asked_fully_at).total_seconds() >= min(FULLY_SECONDS, FULLY_EVERY * interval_seconds)


def is_lying(rhythm: Rhythm, now: datetime) -> bool:
    """Whether the channel's ETag or Last-Modified is not to be trusted."""
    return rhythm.lied_at is not None and now - rhythm.lied_at < LIE_DAYS


def after_fault(
    bounds: Bounds,
    failures: int,
    *,
    interval_seconds: float = 0.0,
    is_blocked: bool = False,
    retry_after_seconds: float | None = None,
) -> float:
    """Seconds until a channel that failed `failures` times in a row (this one included) is asked again: later each
    time, and never sooner than its usual interval."""
    if is_blocked:
        return max(BLOCKED_SECONDS, retry_after_seconds or 0.0)
    doubled = bounds.shortest_seconds * 2.0 ** min(failures, 20)
    return max(bounds.within(doubled), bounds.within(interval_seconds), retry_after_seconds or 0.0)


def at(now: datetime, seconds: float, chance: float) -> datetime:
    """`now` plus `seconds`, up to a tenth later."""
    return now + timedelta(seconds=seconds * (1 + JITTER * chance))


def next_attempt(
    now: datetime, attempts: int, chance: float, *, retry_after_seconds: float | None = None
) -> datetime | None:
    """When a lead or picture that failed `attempts` times before is fetched again; None: given up."""
    if attempts + 1 >= LEAD_ATTEMPTS:
        return None
    seconds = min(FIRST_RETRY_SECONDS * 4.0**attempts, LONGEST_RETRY_SECONDS)
    return at(now, max(seconds, retry_after_seconds or 0.0), chance)


def next_look(seen_at: datetime, now: datetime, looks: tuple[float, ...], chance: float) -> datetime | None:
    """When an article first seen at `seen_at` is fetched again for edits: the first of `looks` (seconds after
    first sight) still ahead; None after the last."""
    age = (now - seen_at).total_seconds()
    ahead = next((seconds for seconds in looks if seconds > age + 1.0), None)
    return None if ahead is None else at(seen_at, ahead, chance)
