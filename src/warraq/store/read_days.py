"""What pages ask about past days: which days an outlet or a whole edition has filled, and what one of them holds.

`whose` is an outlet's id or an edition's slug everywhere; each question walks an index of that one by day. What outlets
withdrew is counted, for a day lists it as a headline: a number shown is the number listed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from warraq.records import LANGUAGES
from warraq.store.asking import fetch
from warraq.store.read import newest_of
from warraq.store.read_rows import DayCount, HeadlineRow, Position, day


class DayShare(NamedTuple):
    """How many articles of one outlet in one language stand under a day."""

    outlet: int
    language: str
    articles: int


def month_days(whose: int | str, month: date) -> list[DayCount]:
    """The days of the month (any day of it) that hold articles, with how many."""
    first, last = month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])
    sql = (
        f"SELECT day_on, COUNT(*) FROM store_article WHERE {_column(whose)} = %s AND day_on BETWEEN %s AND %s "
        "GROUP BY day_on ORDER BY day_on"
    )
    return [DayCount(_sure_day(row[0]), row[1]) for row in fetch(sql, (whose, first, last))]


def span(whose: int | str) -> tuple[date, date] | None:
    """The first and the last day that hold articles; None where there is none."""
    column = _column(whose)
    sql = (
        f"SELECT (SELECT MIN(day_on) FROM store_article WHERE {column} = %s), "
        f"(SELECT MAX(day_on) FROM store_article WHERE {column} = %s)"
    )
    ((first, last),) = fetch(sql, (whose, whose))
    return None if first is None else (_sure_day(first), _sure_day(last))


def days_beside(whose: int | str, day_on: date) -> tuple[date | None, date | None]:
    """The nearest days before and after that hold articles."""
    column = _column(whose)
    sql = (
        f"SELECT (SELECT MAX(day_on) FROM store_article WHERE {column} = %s AND day_on < %s), "
        f"(SELECT MIN(day_on) FROM store_article WHERE {column} = %s AND day_on > %s)"
    )
    ((earlier, later),) = fetch(sql, (whose, day_on, whose, day_on))
    return day(earlier), day(later)


def day_shares(edition: str, day_on: date) -> list[DayShare]:
    """What each outlet filed under that day, by language."""
    sql = (
        "SELECT outlet_id, language, COUNT(*) FROM store_article WHERE edition = %s AND day_on = %s "
        "GROUP BY outlet_id, language"
    )
    return [DayShare(*row) for row in fetch(sql, (edition, day_on))]


def by_day(
    edition: str,
    day_on: date,
    *,
    languages: Sequence[str] | None = None,
    before: Position | None = None,
    limit: int = 30,
) -> list[HeadlineRow]:
    """The newest headlines of a day of all outlets, in `languages` or all: over all pages as many as `day_shares` says.

    One walk along the day, whatever the languages: a day is short, and an index by language would be walked from today.
    """
    condition = ""
    if languages is not None:
        assert set(languages) <= {*LANGUAGES, ""}
        quoted = ", ".join(f"'{language}'" for language in languages)
        condition = f"a.language IN ({quoted})"
    walk = "a.edition = %s AND a.day_on = %s", (edition, day_on)
    return newest_of(edition, [walk], before, limit, condition)


def _column(whose: int | str) -> str:
    return "outlet_id" if isinstance(whose, int) else "edition"


def _sure_day(value: Any) -> date:
    found = day(value)
    assert found is not None
    return found
