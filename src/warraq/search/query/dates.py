"""The days of `date:`: years, months, days, and ranges of them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from warraq.errors import BadQuery
from warraq.search.query.tree import Dates
from warraq.understand.arabic import ascii_digits

DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
ADVICE = "Write date:2023, date:2023-11, date:2023-11-05 or date:2020..2023-06."


def read_dates(value: str, position: int) -> Dates:
    """What follows `date:`, which stands at `position` of the query. Raises BadQuery."""
    value = ascii_digits(value)
    first_text, is_range, last_text = value.partition("..")
    if not is_range:
        last_text = first_text
    first = _days(first_text, position)[0] if first_text else None
    last = _days(last_text, position + (len(first_text) + 2 if is_range else 0))[1] if last_text else None
    if first is None and last is None:
        raise _bad(value, position)
    if first and last and first > last:
        raise BadQuery(
            f"{value!r} ends before it begins",
            subject="query",
            advice="Put the earlier day first.",
            position=position,
        )
    return Dates(first, last)


def days_of_text(text: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day as DAY writes them. Raises ValueError for any other text."""
    match = DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _days(text: str, position: int) -> tuple[date, date]:
    try:
        return days_of_text(text)
    except ValueError as error:
        raise _bad(text, position) from error


def _bad(text: str, position: int) -> BadQuery:
    return BadQuery(
        f"{text!r} is no date" if text else "nothing follows date:",
        subject="query",
        advice=ADVICE,
        position=position,
    )
