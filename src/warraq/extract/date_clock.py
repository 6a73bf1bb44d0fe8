"""Clocks inside a folded line: 18:30, 18h30, الساعة 6 مساء, 10:00:00 +0100, GMT+1. Must never read a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from warraq.extract import date_tables as tables
from warraq.extract.date_text import LETTER, MASK, MONTH, fold, one_of, plain
from warraq.records import Precision


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `offset` where the text states one."""

    hour: int
    minute: int = 0
    second: int = 0
    precision: Precision = Precision.MINUTE
    offset: timedelta | None = None


class ImpossibleClock(ValueError):
    """Hours or minutes that no clock shows, or an offset no zone has."""


_MORNING = frozenset(fold(word) for word in tables.MORNING)
_EVENING = frozenset(fold(word) for word in tables.EVENING)
_NIGHT = frozenset(fold(word) for word in tables.NIGHT)
_ZONES = {fold(name): minutes for name, minutes in tables.ZONES.items()}
_SECONDS_ZONES = {fold(name): minutes for name, minutes in tables.SECONDS_ZONES.items()}

_HALF = one_of([*tables.MORNING, *tables.EVENING, *tables.NIGHT])
_LONG_HALF = one_of(w for w in [*tables.MORNING, *tables.EVENING, *tables.NIGHT] if len(w) > 1)
_AT = rf"(?:{one_of(tables.AT_HOUR)}\s*:?\s*)"
_AT_HOUR = rf"{one_of(w for w in tables.AT_HOUR if not w.isascii() and len(w) > 2)}\s*:?\s*"

_CLOCK = re.compile(
    rf"""
    (?:
      {_AT}?(?<![0-9.:])(?P<h1>[0-9]{{1,2}})\s?:\s?(?P<m1>[0-9]{{2}})
        (?:\s?:\s?(?P<s1>[0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?(?![0-9:])
    | {_AT}?(?<![0-9.:,/-])(?P<h2>[0-9]{{1,2}})\s?(?:heures?|h|سا)(?![^\W\d_])
        (?:\s?(?P<m2>[0-9]{{2}})(?:\s?(?:minutes|min|mn|m)(?!{LETTER}))?(?![0-9]|\s*{MONTH}))?
    | {_AT_HOUR}(?P<h3>[0-9]{{1,2}})(?:\s+و\s*(?P<m3>[0-9]{{1,2}})\s+دق{LETTER}+)?
        (?![0-9/:.-]|\s*[-/]\s*[0-9]|\s*{MONTH})
    | {_AT}(?P<h4>[0-9]{{1,2}})[.](?P<m4>[0-9]{{2}})(?![0-9.])
    | {_AT}?(?<![0-9.:,/-])(?P<h5>[0-9]{{1,2}})(?:[.](?P<m5>[0-9]{{2}}))?(?=\s*{_LONG_HALF})
    )
    (?:\s*(?P<half>{_HALF}))?
    (?:\s*[(,]?\s*(?:بتوقيت\s+|توقيت\s+)?
      (?:(?P<zone>{one_of(tables.ZONES)}|(?<=[0-9])z(?!{LETTER}))(?:\s?(?P<z1>[+-]\s?[0-9]{{1,2}}(?::?[0-9]{{2}})?)(?![0-9]))?
      |(?P<rfc>{one_of(tables.SECONDS_ZONES)})
      |(?P<z2>[+-][0-9]{{2}}:?[0-9]{{2}})(?![0-9/]|-[0-9])
      |(?<=[0-9])(?P<z3>[+-][0-9]{{2}})(?![0-9/:.-])
      )\s*\)?
    )?
    """,
    re.VERBOSE,
)

_CLOCK_SIGN = re.compile(rf"[0-9]\s?(?::|h|سا)|[0-9][0-9.]*\s*{_LONG_HALF}|{_AT}[0-9]")
"""What every clock holds: a quick look that spares most lines the long pattern."""


_HOURS = {fold(word): hour for hour, word in enumerate(tables.HOURS, 1)}
_PARTS_OF_HOUR = {fold(word): minutes for word, minutes in tables.PARTS_OF_HOUR.items()}
_IN_WORDS = re.compile(
    rf"الساعه\s+(?P<hour>{one_of(_HOURS)})(?:\s+(?P<part>{one_of(_PARTS_OF_HOUR)}))?(?=\s+(?:{_HALF}|من\s+{_HALF}))"
)


def _in_digits(match: re.Match[str]) -> str:
    minutes = f":{_PARTS_OF_HOUR[plain(match['part'])]}" if match["part"] else ""
    return f"الساعه {_HOURS[plain(match['hour'])]}{minutes}"


def take_clocks(text: str) -> tuple[list[Clock], str]:
    """The clocks of a folded text in order, and the text with each clock masked.

    Raises ImpossibleClock where what looks like a clock cannot be one.
    """
    clocks: list[Clock] = []
    if "الساعه" in text:
        text = _IN_WORDS.sub(_in_digits, text)

    def mask(match: re.Match[str]) -> str:
        clocks.append(_clock(match))
        return f" {MASK} "

    return clocks, _CLOCK.sub(mask, text) if _CLOCK_SIGN.search(text) else text


def _clock(match: re.Match[str]) -> Clock:
    hour = int(next(match[name] for name in ("h1", "h2", "h3", "h4", "h5") if match[name]))
    minute = next((match[name] for name in ("m1", "m2", "m3", "m4", "m5") if match[name]), None)
    second = match["s1"]
    half = plain(match["half"]) if match["half"] else ""
    hour = _whole_day_hour(hour, half)
    if hour > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        raise ImpossibleClock(match[0])
    precision = Precision.SECOND if second else Precision.MINUTE if minute else Precision.HOUR
    return Clock(hour, int(minute or 0), int(second or 0), precision, _offset(match))


def _whole_day_hour(hour: int, half: str) -> int:
    if half in _NIGHT:
        half_is_evening = 6 <= hour < 12
        return 0 if hour == 12 else hour + 12 if half_is_evening else hour
    if half in _EVENING and hour < 12:
        return hour + 12
    if half in _MORNING:
        if hour > 12:
            raise ImpossibleClock(f"{hour} {half}")
        return 0 if hour == 12 else hour
    return hour


def _offset(match: re.Match[str]) -> timedelta | None:
    if zone := match["zone"]:
        minutes = _ZONES[plain(zone)]
        stated = match["z1"]
    elif rfc := match["rfc"]:
        if not match["s1"]:
            return None
        minutes, stated = _SECONDS_ZONES[plain(rfc)], None
    elif stated := match["z2"] or match["z3"]:
        minutes = 0
    else:
        return None
    if stated:
        digits = re.sub(r"[^0-9]", "", stated)
        hours, rest = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14 or rest > 59:
            raise ImpossibleClock(stated)
        minutes += (-1 if "-" in stated else 1) * (60 * hours + rest)
    return timedelta(minutes=minutes)
