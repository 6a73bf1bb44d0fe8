"""The date reader: what an outlet printed, as a Moment; unknown rather than wrong.

Own tables because no library reads the Moroccan press (dateparser 79 of 124 strings; htmldate 74 and 30 wrong;
see DESIGN "Dates"). Order is day-month-year wherever numbers leave it open. Must never read the clock, guess a
year from nothing, or take a date of modification for one of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from warraq.extract import date_tables as tables
from warraq.extract.date_clock import Clock, ImpossibleClock, take_clocks
from warraq.extract.date_relative import at_clock, read_relative
from warraq.extract.date_text import LETTER, MASK, MONTH, MONTH_NUMBERS, fold, one_of, plain
from warraq.extract.hijri import gregorian_day
from warraq.records import Moment, Precision

LONGEST = 400
"""Characters; a longer text is no date line, and is not searched for one."""

FIRST_YEAR, LAST_YEAR = 1900, 2100

_HIJRI_MONTHS = {fold(name): number for number, names in enumerate(tables.HIJRI_MONTHS, 1) for name in names}

_GAP = rf"[\s\-/.,()|{MASK}]*(?:(?:من|شهر|of|de|du|d'|n|ⵏ)(?!{LETTER})\s*)*"
_FIRST = one_of(tables.FIRST_OF_MONTH)
_DAY = rf"(?:(?<![0-9])(?P<d>[0-9]{{1,2}})(?:\s?(?:er|st|nd|rd|th|ere)(?!{LETTER}))?|(?P<first>{_FIRST}))"
_YEAR = r"(?P<y>[0-9]{4})(?![0-9])"
_SHORT_YEAR = rf"(?P<y2>'?[0-9]{{2}})(?=\s*(?:$|[,|)\-]|{MASK}))"
_MONTH_TWICE = rf"(?P<m>{MONTH})(?:\s*[/(|\-]\s*(?P<again>{MONTH})\s*\)?)?"
_NOT_IN_RANGE = (
    r"(?<![0-9]\s-\s)(?<![0-9]-)(?<![0-9]\sو\s)(?<![0-9]\sو)(?<![0-9]\sau\s)(?<![0-9]\sالي\s)(?<![0-9]\sto\s)(?<![0-9]/)"
    r"(?<![0-9]\set\s)(?<![0-9]\sand\s)(?<![0-9]\s&\s)(?<![0-9]\sحتي\s)"
)

_YEAR_FIRST = re.compile(
    r"(?<![0-9.,/:\-])(?P<y>[0-9]{4})\s*(?P<s>[-/.])\s*(?P<m>[0-9]{1,2})\s*(?P=s)\s*(?P<d>[0-9]{1,2})(?![0-9]|[-/.:][0-9])"
)
_DAY_FIRST = re.compile(
    r"(?<![0-9.,/:\-a-z])(?P<d>[0-9]{1,2})\s*(?P<s>[-/.])\s*(?P<m>[0-9]{1,2})\s*(?P=s)\s*(?P<y>[0-9]{4}|[0-9]{2})(?![0-9]|[-/.:][0-9])"
)
_HIJRI = re.compile(
    rf"{_DAY}{_GAP}(?P<m>{one_of(_HIJRI_MONTHS)}){_GAP}(?:عام\s+|سنه\s+)?{_YEAR}\s*(?:هـ|ه|هجريه?|للهجره)?(?!{LETTER})"
)
_DAY_MONTH = re.compile(
    rf"{_NOT_IN_RANGE}{_DAY}{_GAP}{_MONTH_TWICE}(?:{_GAP}(?:عام\s+|سنه\s+)?(?:(?P<minus>-)?{_YEAR}|{_SHORT_YEAR})|(?!\s*-?\s*[0-9]))"
)
_MONTH_DAY = re.compile(
    rf"(?<![0-9])(?<![0-9][\s\-/])(?P<m>{MONTH})\s*(?P<d>[0-9]{{1,2}})(?:\s?(?:st|nd|rd|th)(?!{LETTER}))?(?![0-9])"
    rf"(?:[\s,.\-/{MASK}]+(?:gmt|utc)?\s*{_YEAR}|(?!\s*[-/.]?\s*[0-9]))"
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<![0-9]){_YEAR}[\s,/\-]+(?P<m>{MONTH})[\s,/\-]+(?P<d>[0-9]{{1,2}})(?![0-9])"
)
_MONTH_YEAR = re.compile(
    rf"(?<![0-9])(?<![0-9][\s,./\-])(?P<m>{MONTH})[\s,/\-]*(?:من\s+(?:عام|سنه)\s+|سنه\s+|عام\s+)?{_YEAR}"
)
_LEFT_DAY_MONTH = re.compile(rf"(?<![0-9])[0-9]{{1,2}}{_GAP}{MONTH}(?!\s*[0-9]{{1,2}}(?![0-9]))")
"""A date that was not taken: the end of a span of time."""
_BETWEEN = rf"\s*(?:-|/|{one_of(tables.RANGE_WORDS)}|و)\s*"
_WEEKDAYS = {fold(name): number for number, names in enumerate(tables.WEEKDAYS) for name in names}
_WEEKDAY = re.compile(one_of(_WEEKDAYS))
_SPAN_OF_DAYS = re.compile(rf"{one_of(_WEEKDAYS)}\s+[0-9]{{1,2}}{_BETWEEN}{one_of(_WEEKDAYS)}")
_SPAN_OF_MONTHS = re.compile(rf"{MONTH}{_BETWEEN}{MONTH}")
_ORDINALS = {fold(word): day for day, word in enumerate(tables.ORDINALS, 1)}
_ORDINAL = re.compile(rf"(?P<word>{one_of(_ORDINALS)})\s+من\s+(?=(?:شهر\s+)?{MONTH})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:t?([0-9]{2})([0-9]{2})([0-9]{2})?(z)?)?")
_WHOLE_MONTH = re.compile(r"(?:([0-9]{4})\s*[-/]\s*([0-9]{1,2})|([0-9]{1,2})\s*[-/]\s*([0-9]{4}))")
_SPACED = re.compile(r"(?P<d>[0-9]{2}) (?P<m>[0-9]{2}) (?P<y>[0-9]{4})")
_SHORT_NUMERIC = re.compile(
    rf"(?:.*?{LETTER}|{MASK})[\s,]*(?P<d>[0-9]{{2}})\s?[/-]\s?(?P<m>[0-9]{{2}})\s*[-,|]?\s*{MASK}?\s*"
)

_DIGIT = re.compile(r"[0-9]")
_HIJRI_YEAR = re.compile(r"1[345][0-9]{2}")

_MODIFIED_WORDS = [*tables.MODIFIED_WORDS, *(f"و{word}" for word in tables.MODIFIED_WORDS)]
_MARKER = re.compile(
    rf"(?P<published>{one_of(tables.PUBLISHED_WORDS)})|(?P<modified>{one_of(_MODIFIED_WORDS)})"
)


class _Impossible(ValueError):
    """A date that no calendar has: nothing of the line is believed."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in a line: `year` None where the line leaves it open."""

    year: int | None
    month: int
    day: int | None


def read_date(text: str, *, language: str | None = None, now: datetime | None = None) -> Moment | None:
    """The moment of publication that a line of text states, on the outlet's own clock; None when not sure.

    `now` is the outlet's local time (its own offset is not used), needed for relative dates and for dates without
    a year, which are never read into the future. `language` of the page: only `en` lets 11/23/2023 be month-first
    where day-first is impossible. A year alone is no date; a line that only tells when it was modified is none either.
    Never raises.
    """
    if not text or len(text) > LONGEST:
        return None
    here = now.replace(tzinfo=None) if now else None
    try:
        for line, is_said_published in _lines_of_publication(fold(text)):
            if moment := _read_line(line, language, here, is_said_published):
                return moment
    except (_Impossible, ImpossibleClock, OverflowError):
        return None
    return None


def _lines_of_publication(text: str) -> list[tuple[str, bool]]:
    """The parts of a line that may tell its publication, the ones that say so first."""
    marks = list(_MARKER.finditer(text))
    if not marks:
        return [(text, False)]
    said, plain_part = [], text[: marks[0].start()]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        part = text[mark.end() : following.start() if following else None]
        if part.lstrip().startswith(")"):
            return []  # "3 mai (publication), 5 mai (mise à jour)": which date the word belongs to is not sure
        if mark["published"]:
            said.append((part, True))
    return [*said, (plain_part, False)] if plain_part.strip() else said


def _read_line(
    line: str, language: str | None, now: datetime | None, is_said_published: bool
) -> Moment | None:
    if moment := _read_compact(line):
        return moment
    if _SPAN_OF_DAYS.search(line):
        return None
    if "من" in line:
        line = _ORDINAL.sub(lambda match: f"{_ORDINALS[plain(match['word'])]} ", line)
    clocks, masked = take_clocks(line)
    found, rest = _gregorian_dates(masked, language)
    if not found and _HIJRI_YEAR.search(masked) and (hijri := _hijri_dates(masked)):
        return _hijri_moment(hijri, clocks)
    if not found:
        month = _month_only(rest)
        if month:
            return month
        return read_relative(line, now, is_said_published=is_said_published) if now else None
    if _LEFT_DAY_MONTH.search(rest):
        return None
    days = {_with_year(each, now) for each in found}
    if len(days) > 1 or None in days:
        return None
    day = days.pop()
    assert day is not None
    moment = at_clock(datetime(day.year, day.month, day.day), clocks[0] if len(set(clocks)) == 1 else None)
    if _is_null_value(moment):
        return None
    if found[0].year is None and not _is_on_weekday(day, line):
        return None  # its weekday says that it is another year's
    if now and found[0].year is None and moment.precision.has_clock and moment.local > now:
        return None  # today by its day, in the future by its clock: this year's or last year's is not known
    return moment


def _is_on_weekday(day: date, line: str) -> bool:
    named = {_WEEKDAYS[plain(match[0])] for match in _WEEKDAY.finditer(line)}
    return not named or day.weekday() in named


def _read_compact(line: str) -> Moment | None:
    match = _COMPACT.fullmatch(line)
    if not match:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups()[:5])
    if match[4] is None:
        return at_clock(_day(year, month, day), None)
    precision = Precision.SECOND if match[6] else Precision.MINUTE
    second = int(match[6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise _Impossible(line)
    offset = timedelta(0) if match[7] else None
    return at_clock(_day(year, month, day), Clock(hour, minute, second, precision, offset))


def _gregorian_dates(text: str, language: str | None) -> tuple[list[_Found], str]:
    """Every date of a line, and the line without them."""
    found: list[_Found] = []

    def take(pattern: re.Pattern[str], text: str) -> str:
        def replace(match: re.Match[str]) -> str:
            read = _found(match, language)
            if read:
                found.append(read)
            return " | "

        # Most lines hold one date: once it is taken no digit is left to look at.
        return pattern.sub(replace, text) if _DIGIT.search(text) else text

    hijri_free = _HIJRI.sub(" | ", text) if _HIJRI_YEAR.search(text) else text
    rest = take(_YEAR_FIRST, hijri_free)
    rest = take(_DAY_FIRST, rest)
    rest = take(_YEAR_MONTH_DAY, rest)
    rest = take(_DAY_MONTH, rest)
    rest = take(_MONTH_DAY, rest)
    if not found and (match := _SPACED.fullmatch(rest) or _SHORT_NUMERIC.fullmatch(rest)):
        rest = ""
        found += [each for each in [_found(match, language)] if each]
    return found, rest


def _found(match: re.Match[str], language: str | None) -> _Found | None:
    parts = match.groupdict()
    month = MONTH_NUMBERS.get(plain(parts["m"]).rstrip("."), 0) or int(parts["m"])
    if parts.get("again") and MONTH_NUMBERS[plain(parts["again"]).rstrip(".")] != month:
        raise _Impossible(match[0])
    day = 1 if parts.get("first") else int(parts["d"])
    stated = parts.get("y") or parts.get("y2")
    year = int(stated.lstrip("'")) if stated else None
    if stated and len(stated) < 4 and year is not None:
        if parts.get("s") == "." and not len(parts["d"]) == len(parts["m"]) == 2:
            return None  # 1.2.13 is a version or a paragraph
        year += 2000 if year < 70 else 1900
    if year is not None and 1300 <= year <= 1500:
        return None  # Islamic: read by _hijri_dates
    is_day_first = parts.get("y") is None or match.start("d") < match.start("y")
    if language == "en" and month > 12 >= day and parts.get("s") and is_day_first:
        day, month = month, day
    if year is not None:
        _day(year, month, day)
    elif not (1 <= month <= 12 and 1 <= day <= 31):
        raise _Impossible(match[0])
    return _Found(year, month, day)


def _hijri_dates(text: str) -> set[date]:
    days = set()
    for match in _HIJRI.finditer(text):
        day = 1 if match["first"] else int(match["d"])
        days.add(gregorian_day(int(match["y"]), _HIJRI_MONTHS[plain(match["m"])], day))
    for pattern in (_YEAR_FIRST, _DAY_FIRST):
        for match in pattern.finditer(_HIJRI.sub(" ", text)):
            days.add(gregorian_day(int(match["y"]), int(match["m"]), int(match["d"])))
    if None in days:
        raise _Impossible(text)
    return {day for day in days if day}


def _hijri_moment(days: set[date], clocks: list[Clock]) -> Moment | None:
    if len(days) != 1:
        return None
    day = days.pop()
    clock = clocks[0] if len(set(clocks)) == 1 else None
    moment = at_clock(datetime(day.year, day.month, day.day), clock)
    return Moment(moment.local, moment.precision, moment.offset, is_approximate=True)


def _month_only(rest: str) -> Moment | None:
    if _SPAN_OF_MONTHS.search(rest):
        return None
    found = {
        (int(match["y"]), MONTH_NUMBERS[plain(match["m"]).rstrip(".")])
        for match in _MONTH_YEAR.finditer(rest)
    }
    if whole := _WHOLE_MONTH.fullmatch(rest.strip()):
        found.add((int(whole[1] or whole[4]), int(whole[2] or whole[3])))
    if len(found) != 1:
        return None
    year, month = found.pop()
    return Moment(_day(year, month, 1), Precision.MONTH)


def _with_year(found: _Found, now: datetime | None) -> date | None:
    """The day; where the year is open the latest one that is not in the future."""
    assert found.day is not None
    if found.year is not None:
        return _day(found.year, found.month, found.day).date()
    if now is None:
        return None
    for year in range(now.year, now.year - 9, -1):  # nine years back hold a 29 February
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        if day <= now.date():
            return day
    raise _Impossible(f"{found.day}/{found.month}")


def _day(year: int, month: int, day: int) -> datetime:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _Impossible(str(year))
    try:
        return datetime(year, month, day)
    except ValueError as fault:
        raise _Impossible(f"{year}-{month}-{day}") from fault


def _is_null_value(moment: Moment) -> bool:
    """1970-01-01 at midnight is what programs print for "no date"."""
    return moment.local == datetime(1970, 1, 1)
