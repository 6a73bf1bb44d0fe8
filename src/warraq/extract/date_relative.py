"""Dates told from now: منذ ساعتين, il y a 2 jours, hier à 18h30, a weekday's name alone.

A relative date is believed only when the line holds nothing else: `قبل 3 أيام من الانتخابات` and the outlet
`اليوم 24` are no dates. Must never read the clock: now is an argument.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from warraq.extract import date_tables as tables
from warraq.extract.date_clock import Clock, take_clocks
from warraq.extract.date_text import LETTER, MASK, fold, one_of, plain
from warraq.records import Moment, Precision

_UNITS = {fold(word): unit for word, unit in tables.UNITS.items()}
_COUNTS = {fold(word): count for word, count in tables.COUNTS.items()}
_FRACTIONS = {fold(word): minutes for word, minutes in tables.FRACTIONS.items()}
_DAYS_AGO = {fold(word): days for word, days in tables.DAYS_AGO.items()}
_WEEKDAYS = {fold(name): number for number, names in enumerate(tables.WEEKDAYS) for name in names}
_NOW_WORDS = frozenset(fold(word) for word in tables.NOW_WORDS)

_SPAN = rf"""
    (?: {one_of(tables.FRACTIONS)}
      | (?:(?:[0-9]{{1,3}}|{one_of(tables.COUNTS)})\s*)?{one_of(tables.UNITS).replace(f"(?<!{LETTER})", "", 1)}
        (?:\s+(?:{one_of(tables.COUNTS)}))?
    )"""
_SPANS = rf"(?P<spans>{_SPAN}(?:\s*(?:,|و|et|and)?\s*{_SPAN})?)"
_ABOUT = rf"(?:{one_of(tables.ABOUT)}\s+)?"
_AGO = re.compile(
    rf"(?:{one_of(tables.AGO_BEFORE)}\s+{_ABOUT}{_SPANS}|{_ABOUT}{_SPANS.replace('?P<spans>', '?P<spans_after>')}\s+"
    rf"{one_of(tables.AGO_AFTER)})",
    re.VERBOSE,
)
_ONE_SPAN = re.compile(
    rf"(?P<fraction>{one_of(tables.FRACTIONS)})|(?:(?P<digits>[0-9]{{1,3}})|(?P<count>{one_of(tables.COUNTS)}))?\s*"
    rf"(?P<unit>(?:{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?!{LETTER}))"
    rf"(?:\s+(?P<after>{one_of(tables.COUNTS)}))?"
)
_DAY_WORD = re.compile(one_of(tables.DAYS_AGO))
_NOW_WORD = re.compile(one_of(tables.NOW_WORDS))
_WEEKDAY = re.compile(rf"(?P<day>{one_of(_WEEKDAYS)})(?P<last>\s+{one_of(tables.LAST)})?")
_NOISE = re.compile(rf"{one_of(tables.NOISE_WORDS)}|[\s,.:;|()/•·\-{MASK}]+")
_BYLINE = re.compile(
    rf"(?:في|ب|على|par|by|in|sur|dans)?\s*(?:{LETTER}|[-_.'])+(?:\s+(?:{LETTER}|[-_.'])+){{0,2}}"
)

_FINEST = (Precision.SECOND, Precision.MINUTE, Precision.HOUR, Precision.DAY, Precision.MONTH)
_UNIT_PRECISION = {
    "second": Precision.SECOND,
    "minute": Precision.MINUTE,
    "hour": Precision.HOUR,
    "day": Precision.DAY,
    "week": Precision.DAY,
    "month": Precision.MONTH,
}


def read_relative(text: str, now: datetime, *, is_said_published: bool) -> Moment | None:
    """Read a folded line that tells its date from `now` (naive, the outlet's clock); None when it does not.

    `is_said_published`: the line began with a word for "published", so a name may stand before the date.
    """
    for pattern, read in ((_AGO, _ago), (_NOW_WORD, _now)):
        match = pattern.search(text)
        if match and _is_alone(text, match, is_said_published):
            return read(match, now)
    clocks, text = take_clocks(text)
    if len(set(clocks)) > 1:
        return None
    clock = clocks[0] if clocks else None
    days = [
        match
        for match in _DAY_WORD.finditer(text)
        if _is_alone(_without_weekday(text), match, is_said_published)
    ]
    if days:
        return _day_word(days[0], text, now, clock)
    match = _WEEKDAY.search(text)
    return _weekday(match, now, clock) if match and _is_alone(text, match, is_said_published) else None


def _is_alone(text: str, match: re.Match[str], may_follow_name: bool) -> bool:
    found = text.find(match[0])
    if found < 0:
        return False
    before, after = text[:found], text[found + len(match[0]) :]
    if _NOISE.sub("", after):
        return False
    return not _NOISE.sub("", before) or (
        may_follow_name and _BYLINE.fullmatch(before.strip(" :-|")) is not None
    )


def _without_weekday(text: str) -> str:
    return _WEEKDAY.sub(" ", text)


def _ago(match: re.Match[str], now: datetime) -> Moment | None:
    moment, finest = now, len(_FINEST)
    for span in _ONE_SPAN.finditer(match["spans"] or match["spans_after"]):
        if span["fraction"]:
            count, unit = _FRACTIONS[plain(span["fraction"])], "minute"
        else:
            unit, count = _UNITS[span["unit"]]
            stated = span["digits"] or span["count"] or span["after"]
            if stated:
                count = int(stated) if stated.isdigit() else _COUNTS[plain(stated)]
        moment = (
            _months_before(moment, count) if unit == "month" else moment - timedelta(**{f"{unit}s": count})
        )
        finest = min(finest, _FINEST.index(_UNIT_PRECISION[unit]))
    return _cut(moment, _FINEST[finest]) if finest < len(_FINEST) else None


def _now(match: re.Match[str], now: datetime) -> Moment:
    return _cut(now, Precision.MINUTE)


def _day_word(match: re.Match[str], text: str, now: datetime, clock: Clock | None) -> Moment | None:
    day = now - timedelta(days=_DAYS_AGO[plain(match[0])])
    weekday = _WEEKDAY.search(text)
    if weekday and _WEEKDAYS[plain(weekday["day"])] != day.weekday():
        return None
    return at_clock(day, clock)


def _weekday(match: re.Match[str], now: datetime, clock: Clock | None) -> Moment:
    back = (now.weekday() - _WEEKDAYS[plain(match["day"])]) % 7
    is_later_today = clock is not None and (clock.hour, clock.minute) > (now.hour, now.minute)
    if back == 0 and (match["last"] or is_later_today):
        back = 7
    return at_clock(now - timedelta(days=back), clock)


def at_clock(day: datetime, clock: Clock | None) -> Moment:
    """A day with a clock where one is known."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if clock is None:
        return Moment(midnight, Precision.DAY)
    local = midnight.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    return Moment(local, clock.precision, clock.offset)


def _months_before(moment: datetime, count: int) -> datetime:
    months = moment.year * 12 + moment.month - 1 - count
    return moment.replace(year=months // 12, month=months % 12 + 1, day=1)


def _cut(moment: datetime, precision: Precision) -> Moment:
    kept = {
        Precision.SECOND: moment.replace(microsecond=0),
        Precision.MINUTE: moment.replace(second=0, microsecond=0),
        Precision.HOUR: moment.replace(minute=0, second=0, microsecond=0),
    }
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision is Precision.MONTH:
        midnight = midnight.replace(day=1)
    return Moment(kept.get(precision, midnight), precision)
