"""When a channel is asked next, when a lead is tried again, when a fresh article is looked at for edits. Pure.

Failures slow down and never drop; a host's own word (Retry-After) always wins. Randomness comes in as `chance`,
a number from 0 to 1, so that work due together spreads out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

JITTER = 0.1
"""Intervals vary by a tenth, so that channels that began together drift apart."""
FASTER = 0.8
SLOWER = 1.5
"""After news-crawl: a fifth sooner when something was new, half as late again when nothing was."""
BLOCKED_SECONDS = 86_400.0
"""Who was refused asks once a day at most."""
LEAD_ATTEMPTS = 8
FIRST_RETRY_SECONDS = 30.0
LONGEST_RETRY_SECONDS = 86_400.0
"""Each wait is four times the one before, up to a day: an outlet that is down for a day loses no article (the seven
waits make 35 hours)."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The bounds within which an edition asks a channel."""

    shortest_seconds: float
    longest_seconds: float

    def within(self, seconds: float) -> float:
        """`seconds`, or the bound it exceeds."""
        return min(max(seconds, self.shortest_seconds), self.longest_seconds)


def after_answer(
    rhythm: Rhythm, interval_seconds: float, *, has_news: bool, asked_seconds: float | None = None
) -> float:
    """The next interval of a channel that answered; `asked_seconds` is the least its publisher asks for (TTL).

    A channel that was never asked before (interval 0) starts at the shortest.
    """
    if interval_seconds <= 0:
        return rhythm.within(asked_seconds or 0.0)
    return rhythm.within(max(interval_seconds * (FASTER if has_news else SLOWER), asked_seconds or 0.0))


def after_fault(
    rhythm: Rhythm,
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
    doubled = rhythm.shortest_seconds * 2.0 ** min(failures, 20)
    return max(rhythm.within(doubled), rhythm.within(interval_seconds), retry_after_seconds or 0.0)


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
