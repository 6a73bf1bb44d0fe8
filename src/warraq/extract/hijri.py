"""Islamic dates as Gregorian days, by the Umm al-Qura calendar of Mecca.

Morocco and others sight the moon themselves, so a result may be a day off: callers mark it approximate. Must
never be used to turn a Gregorian date into an Islamic one.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR = 1400
_FIRST_DAY = 722773
"""The proleptic ordinal of 1 Muharram 1400, which is 20 November 1979."""

_LONG_MONTHS = tuple(
    int(year, 16)
    for year in (
        "d2b 54a ea5 752 6e9 36a aad 555 aa5 b52 ba9 5b4 9ba 4db 25d 52d aa5 ad4 aea 56d "
        "4bd 23d 91d a95 b4a b5a 56d 2b6 93b 49b 655 6a9 754 b6a 56c aad 555 b29 b92 ba9 "
        "5d4 ada 55a aab 595 749 764 baa 5b5 2b6 a56 d2a e95 72a 755 35a 95d 49b a4d d26 "
        "d53 5aa aad 4b6 a57 527 a95 b4a b55 36c 9ae 4b6 a96 b4a da5 5d2 5d9 2dc 96d 4ad "
        "655 6d2 b69 374 9b6 4d7 2ab 54b 6a5 752 b69 56b 2ad 94d c95 d4a ea5 6ca ad5 556 c97"
    ).split()
)
"""A year each from 1400 to 1500: twelve bits, Muharram the highest, set where the month has 30 days.
Facts of the calendar as published by R. H. van Gent (Utrecht), agreeing with the PyPI package hijridate 2.6."""

LAST_YEAR = FIRST_YEAR + len(_LONG_MONTHS) - 1


def _year_starts() -> tuple[int, ...]:
    starts = [_FIRST_DAY]
    for bits in _LONG_MONTHS:
        starts.append(starts[-1] + 12 * 29 + bits.bit_count())
    return tuple(starts)


_YEAR_STARTS = _year_starts()


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of an Islamic date; None where the date does not exist or its year is out of the table.

    A thirtieth of a month that has 29 days here is taken: another country's month may have had 30.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    bits = _LONG_MONTHS[year - FIRST_YEAR]
    before = 29 * (month - 1) + (bits >> (13 - month)).bit_count()
    return date.fromordinal(_YEAR_STARTS[year - FIRST_YEAR] + before + day - 1)
