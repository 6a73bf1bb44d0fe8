"""A query tree written back as text that is read as the same tree: the stable form for addresses, feeds and alerts."""

from __future__ import annotations

from datetime import date

from warraq.search.query.dates import DAY, days_of_text
from warraq.search.query.tree import (
    All,
    Author,
    Dates,
    Everything,
    Filter,
    Item,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
)


def print_query(query: Query) -> str:
    """The query as text that `parse_query` reads as the same tree."""
    return " ".join(map(_print, query.items))


def _print(item: Item) -> str:
    if isinstance(item, Or):
        return " OR ".join(map(_print_part, item.items))
    if isinstance(item, All):
        return f"({' '.join(map(_print, item.items))})"
    if isinstance(item, Not):
        return f"-{_print_part(item.item)}"
    return _print_atom(item)


def _print_part(item: Item) -> str:
    """Inside an OR or after a minus, an OR needs parentheses of its own."""
    return f"({_print(item)})" if isinstance(item, Or) else _print(item)


def _print_atom(item: Item) -> str:
    if isinstance(item, Everything):
        return "*"
    if isinstance(item, Filter):
        return f"{item.name}:{item.value}"
    if isinstance(item, Dates):
        return f"date:{_print_dates(item)}"
    if isinstance(item, Author):
        return f'author:"{item.text}"' if item.is_whole else f"author:{item.text}"
    assert not isinstance(item, Not | Or | All)
    text = f'"{item.text}"' if isinstance(item, Phrase) else item.text
    star = "*" if isinstance(item, Prefix) else ""
    return f"{'title:' if item.in_title else ''}{text}{star}"


def _print_dates(dates: Dates) -> str:
    """In the shortest of the forms that mean these days, when they are one year or month."""
    first, last = dates.first, dates.last
    if first and last:
        for text in (_year(first), f"{_year(first)}-{first.month:02}"):
            if DAY.fullmatch(text) and days_of_text(text) == (first, last):
                return text
    if first and first == last:
        return first.isoformat()
    return f"{first or ''}..{last or ''}"


def _year(day: date) -> str:
    return f"{day.year:04}"
