"""How an outlet does, judged from what it published and how its channels answer. Pure: the clock comes in.

An outlet is measured by its own last 28 days and never by another's, except that a day on which the whole press
published little (a feast) is read as such. A day on which we did not collect is no evidence. Counts of articles vary
more than chance alone would have it, so their tails are those of the negative binomial distribution; how often it
cries wolf and how soon it notices a death is measured by quality/health.py, which the constants were chosen with.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Condition(StrEnum):
    """How an outlet does. The value is what a row keeps."""

    NEW = "new"
    """Too little is known of it."""
    WELL = "well"
    RECOVERED = "recovered"
    """Well again since a few days."""
    HIGH = "high"
    QUIET = "quiet"
    """Nothing for more than a day, as is usual for it."""
    PARTLY = "partly"
    """Some of its channels do not answer, or none just now."""
    LOW = "low"
    UNREAD = "unread"
    """Its articles are seen, their texts no longer read: its pages have changed, or refuse us."""
    SILENT = "silent"
    """Its channels answer, and name nothing new for much longer than its own rhythm."""
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    PAUSED = "paused"
    GIVEN_UP = "given up"


DEAD = frozenset({Condition.UNREAD, Condition.SILENT, Condition.UNREACHABLE, Condition.BLOCKED})
"""Nothing of use comes from it: what the operator hears of."""
TROUBLED = DEAD | {Condition.LOW}
"""What `warraq outlet check` ends with 1 for."""
ALIVE = frozenset(
    {Condition.WELL, Condition.RECOVERED, Condition.HIGH, Condition.QUIET, Condition.PARTLY, Condition.LOW}
)

WINDOW_DAYS = 28
"""Four of each weekday."""
ENOUGH_DAYS = 7
"""Known days under which an outlet is new."""
ENOUGH_ARTICLES = 4
DAY = timedelta(days=1)
UNREACHABLE_AFTER = timedelta(hours=6)
"""Hosts fail for an hour every day and come back."""
RECOVERED_FOR = timedelta(days=3)
SILENT_CHANCE = 2e-4
"""How unlikely a gap must be by the outlet's own rhythm before it is silence."""
SILENT_TIMES = 1.5
"""How much longer than its longest gap of the last weeks a gap must be."""
LEVEL_CHANCE = 1e-3
LEVEL_KEPT = 20.0
"""Low and high end only when the volume is this many times likelier than they began with."""
LEVEL_SPANS = ((1, 0.4), (3, 0.5), (7, 0.6))
"""Last days looked at together, and the share of the usual that is low there; its inverse is high."""
READ_SPANS = ((2, 10), (7, 5))
"""Last days looked at together, and how many articles make their share of read texts worth a word."""
UNREAD_SHARE, READ_AGAIN_SHARE = 0.5, 0.7
USUAL_SPREAD, USUAL_SPREAD_DAYS = 0.08, 14.0
"""What is taken for the spread (variance = mean + spread × mean²) before the outlet's own days outweigh it."""
LEAST_SPREAD, MOST_SPREAD = 0.02, 3.0


class Day(NamedTuple):
    """A calendar day of the edition's time zone as an outlet filled it."""

    on: date
    articles: int | None
    """None: we did not collect, or not yet."""
    textless: int = 0
    """Of these, those without a text."""
    lost: int = 0
    """Articles that a channel named and whose pages could not be had or read: not among `articles`."""
    tide: float = 1.0
    """The whole press's volume of that day as a share of its usual one, where it was low; else 1."""


class ChannelSigns(NamedTuple):
    """A channel as last asked."""

    is_asked: bool
    has_fault: bool
    is_blocked: bool
    failures: int
    """In a row."""
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Signs:
    """Everything an outlet is judged by. Instants are aware."""

    state: str
    """active, paused or removed: the operator's word."""
    now: datetime
    zone: ZoneInfo
    added_at: datetime
    days: tuple[Day, ...]
    """The last `WINDOW_DAYS` full days, oldest first, and today, which is not over yet."""
    newest_at: datetime | None
    """The newest article's place in lists."""
    channels: tuple[ChannelSigns, ...]
    before: Condition | None = None
    before_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A condition, with the numbers that it stands on."""

    condition: Condition
    usual: float | None
    """Articles a day; None while too little is known."""
    lately: float | None
    """Articles a day over the last full week; None where we did not collect."""
    read_share: float | None
    """Of the articles of the last seven days and today, those whose text was read; None where there were none."""
    gap_hours: float | None
    """Since the newest article, hours of days on which we did not collect left out."""


def judge(signs: Signs) -> Judgement:
    """The outlet's condition."""
    full = signs.days[:-1]
    lately = [day.articles for day in full[-7:] if day.articles is not None]
    rhythm = rhythm_of(full)
    return Judgement(
        condition=_condition(signs),
        usual=rhythm.mean if rhythm else None,
        lately=sum(lately) / len(lately) if lately else None,
        read_share=read_share(signs.days[-8:]),
        gap_hours=_gap_hours(signs) if signs.newest_at else None,
    )


def _condition(signs: Signs) -> Condition:
    if signs.state != "active":
        return Condition.PAUSED if signs.state == "paused" else Condition.GIVEN_UP
    asked = [channel for channel in signs.channels if channel.is_asked]
    if not asked:
        return Condition.NEW
    well = [channel for channel in asked if not channel.has_fault]
    if not well:
        if any(channel.is_blocked for channel in asked):
            return Condition.BLOCKED
        if _is_unreachable(asked, signs.now):
            return Condition.UNREACHABLE
    if _is_unread(signs):  # before silent: what cannot be read is not published here either
        return Condition.UNREAD
    found = _volume(signs)
    if found in (Condition.SILENT, Condition.NEW):
        return found
    if len(well) < len(asked) and found is not Condition.LOW:
        return Condition.PARTLY
    if found is Condition.WELL and _is_recovering(signs):
        return Condition.RECOVERED
    return found


def _is_unreachable(asked: Sequence[ChannelSigns], now: datetime) -> bool:
    answers = [channel.answered_at for channel in asked if channel.answered_at]
    if not answers:
        return True
    return now - max(answers) > UNREACHABLE_AFTER and min(channel.failures for channel in asked) >= 2


def _is_recovering(signs: Signs) -> bool:
    if signs.before is Condition.RECOVERED and signs.before_since:
        return signs.now - signs.before_since < RECOVERED_FOR
    return signs.before in TROUBLED


def _is_unread(signs: Signs) -> bool:
    limit = READ_AGAIN_SHARE if signs.before is Condition.UNREAD else UNREAD_SHARE
    for span, enough in READ_SPANS:
        days = signs.days[-1 - span :]
        share = read_share(days)
        if share is not None and share < limit and sum((d.articles or 0) + d.lost for d in days) >= enough:
            return True
    return False


def read_share(days: Sequence[Day]) -> float | None:
    """Of the days' articles, those whose text was read; None where there were none."""
    seen = sum((day.articles or 0) + day.lost for day in days)
    return 1.0 - min(1.0, sum(day.textless + day.lost for day in days) / seen) if seen else None


def _volume(signs: Signs) -> Condition:
    """New, silent, quiet, low, high or well."""
    gap_hours = _gap_hours(signs)
    is_old = signs.now - signs.added_at > WINDOW_DAYS * DAY
    if signs.newest_at is None or signs.now - signs.newest_at > WINDOW_DAYS * DAY:
        return Condition.SILENT if is_old or signs.before is Condition.SILENT else Condition.NEW
    if gap_hours > 24 and signs.before is Condition.SILENT:
        return Condition.SILENT  # until it publishes: its last weeks say less and less of its rhythm
    newest_on = signs.newest_at.astimezone(signs.zone).date()
    rhythm = rhythm_of([day for day in signs.days[:-1] if day.on < newest_on])
    if rhythm is None:
        return Condition.NEW if not is_old else Condition.QUIET if gap_hours > 24 else Condition.WELL
    if gap_hours > 24:
        if gap_hours > 24 * rhythm.longest_gap_days * SILENT_TIMES and (
            _chance_of_gap(signs, rhythm) < SILENT_CHANCE
        ):
            return Condition.SILENT
        return Condition.QUIET
    return _level(signs)


def _level(signs: Signs) -> Condition:
    """Low, high or well: the last full days against those before them."""
    full = signs.days[:-1]
    for span, share in LEVEL_SPANS:
        rhythm = rhythm_of(full[:-span])
        last = [day for day in full[-span:] if day.articles is not None]
        if rhythm is None or not last:
            continue
        mean = sum(rhythm.expected(day) for day in last)
        count = sum(day.articles or 0 for day in last)
        # Days that follow one another are alike: their spread does not shrink as that of independent days would.
        spread = rhythm.spread / math.sqrt(len(last))
        easier = {before: LEVEL_KEPT if signs.before is before else 1.0 for before in Condition}
        if count < mean * share and at_most(count, mean, spread) < LEVEL_CHANCE * easier[Condition.LOW]:
            return Condition.LOW
        high_mean = sum(rhythm.expected(day._replace(tide=1.0)) for day in last)
        if count > high_mean / share and (
            1.0 - at_most(count - 1, high_mean, spread) < LEVEL_CHANCE * easier[Condition.HIGH]
        ):
            return Condition.HIGH
    return Condition.WELL


def _gap_hours(signs: Signs) -> float:
    return sum(hours for _, hours in _gap(signs))


def _gap(signs: Signs) -> list[tuple[Day, float]]:
    """The days since the newest article, each with how many of its hours lie in between; without those on which we
    did not collect. What was published since a channel last answered, nobody knows."""
    if signs.newest_at is None:
        return [(day, 24.0) for day in signs.days if day.articles is not None]
    answers = [channel.answered_at for channel in signs.channels if channel.answered_at]
    start = signs.newest_at.astimezone(signs.zone)
    end = min([signs.now, *([max(answers)] if answers else [])]).astimezone(signs.zone)
    parts = []
    for day in signs.days:
        if day.articles is None or not start.date() <= day.on <= end.date():
            continue
        first = _clock(start) if day.on == start.date() else 0.0
        last = _clock(end) if day.on == end.date() else 24.0
        parts.append((day, max(0.0, last - first)))
    return parts


def _clock(local: datetime) -> float:
    return local.hour + local.minute / 60


def _chance_of_gap(signs: Signs, rhythm: Rhythm) -> float:
    """How likely the outlet's own rhythm is to publish nothing for as long as it has not."""
    chance = 1.0
    for day, hours in _gap(signs):
        mean = rhythm.expected(day) * hours / 24
        chance *= (1 + rhythm.spread * mean) ** (-1 / rhythm.spread)
    return chance


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How an outlet usually publishes."""

    mean: float
    """Articles a day."""
    weekdays: tuple[float, ...]
    """What each weekday, Monday first, is to the mean."""
    spread: float
    """Variance of a day = mean + spread × mean²."""
    longest_gap_days: int
    """The most known days in a row without an article."""

    def expected(self, day: Day) -> float:
        """Articles that the day should bring."""
        return self.mean * self.weekdays[day.on.weekday()] * day.tide


def rhythm_of(days: Sequence[Day]) -> Rhythm | None:
    """The rhythm of these days; None where they are too few, or have too few articles, to know one."""
    known = [(day, day.articles) for day in days if day.articles is not None]
    total = sum(count for _, count in known)
    if len(known) < ENOUGH_DAYS or total < ENOUGH_ARTICLES:
        return None
    # A day of ten times the usual (an election) must not make all others look low.
    middle = sorted(count for _, count in known)[len(known) // 2]
    capped = [(day, min(count, 3 * middle + 5)) for day, count in known]
    tides = sum(day.tide for day, _ in capped)
    mean = sum(count for _, count in capped) / max(tides, 0.5)
    weekdays = []
    for weekday in range(7):
        own = [(day, count) for day, count in capped if day.on.weekday() == weekday]
        wanted = sum(mean * day.tide for day, _ in own)
        shrunk = mean + 4.0  # one usual day and a few articles: few days must not make a pattern
        weekdays.append((sum(count for _, count in own) + shrunk) / (wanted + shrunk))
    over = 0.0
    for day, count in capped:
        wanted = max(mean * weekdays[day.on.weekday()] * day.tide, 0.2)
        over += ((count - wanted) ** 2 - wanted) / wanted**2
    spread = (max(over, 0.0) + USUAL_SPREAD * USUAL_SPREAD_DAYS) / (len(capped) + USUAL_SPREAD_DAYS)
    return Rhythm(
        mean, tuple(weekdays), min(max(spread, LEAST_SPREAD), MOST_SPREAD), _longest([c for _, c in known])
    )


TIDE_OUTLETS = 5
"""Fewer outlets are no press."""
LOW_TIDE, LOWEST_TIDE = 0.7, 0.05


def tides(outlets: Sequence[Sequence[Day]]) -> list[float]:
    """For each day, given the same days of every outlet, last of all today: the press's volume as a share of its usual
    one where that is low (a feast, a strike), else 1. Today, which is not over, is taken as yesterday."""
    rhythms = [(days, rhythm) for days in outlets if (rhythm := rhythm_of(days[:-1]))]
    width = max((len(days) for days in outlets), default=0)
    if len(rhythms) < TIDE_OUTLETS:
        return [1.0] * width
    found: list[float] = []
    for place in range(width - 1):
        known = [
            (count, rhythm.expected(days[place]))
            for days, rhythm in rhythms
            if (count := days[place].articles) is not None
        ]
        # Each counts as what it is to its own usual, and the middle half of them tells: neither a large outlet nor
        # those that have died make the press.
        ratios = sorted(count / max(usual, 0.1) for count, usual in known)
        middle = ratios[len(ratios) // 4 : len(ratios) - len(ratios) // 4]
        share = sum(middle) / len(middle) if len(ratios) >= TIDE_OUTLETS else 1.0
        found.append(max(share, LOWEST_TIDE) if share < LOW_TIDE else 1.0)
    return [*found, found[-1]] if found else [1.0] * width


def _longest(counts: Sequence[int]) -> int:
    longest = run = 0
    for count in counts:
        run = 0 if count else run + 1
        longest = max(longest, run)
    return longest


def at_most(count: int, mean: float, spread: float) -> float:
    """The chance of `count` articles or fewer where `mean` are usual: the negative binomial distribution with the
    variance mean + spread × mean² (0: Poisson's)."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    size = 1 / spread if spread > 0 else math.inf
    if math.isinf(size):
        log_term, ratio, more = -mean, 0.0, mean
    else:
        ratio = mean / (mean + size)
        log_term, more = size * math.log1p(-ratio), ratio * size
    total = math.exp(log_term)
    for k in range(1, count + 1):
        step = (more + ratio * (k - 1)) / k
        if step <= 0:
            break
        log_term += math.log(step)
        total += math.exp(log_term)
    return min(total, 1.0)


class Word(StrEnum):
    """What the operator is told of an outlet."""

    DIED = "died"
    RETURNED = "returned"


BLOCKED_HELD = timedelta(hours=27)
"""A refusal counts when it was repeated: a host that refuses is asked again after a day (schedule.py)."""
RETURN_HELD = timedelta(hours=1)


def word_for(told: Condition | None, condition: Condition, since: datetime, now: datetime) -> Word | None:
    """What the operator should hear now, where `told` is the condition of the last notice on this outlet: each death
    once, and each return once, when it has held for a while. What the operator did (pause, remove) is no news."""
    is_told_dead = told in DEAD
    if condition in DEAD and not is_told_dead:
        held = BLOCKED_HELD if condition is Condition.BLOCKED else timedelta()
        return Word.DIED if now - since >= held else None
    if condition in ALIVE and is_told_dead:
        return Word.RETURNED if now - since >= RETURN_HELD else None
    return None
