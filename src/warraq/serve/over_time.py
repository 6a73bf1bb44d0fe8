"""A timeline as a page shows it: the chart, the table that says the same, and what a reader must know to trust both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date
from babel.numbers import format_percent
from markupsafe import Markup

from warraq.search.query import Query, print_query
from warraq.serve.charts import Chart, Line, bar_chart, line_chart
from warraq.serve.counting import Series, Timeline
from warraq.serve.periods import MOST, UNITS, Period, Unit, count_of
from warraq.serve.site import Site
from warraq.serve.words import Words, words_of

UNIT_NAMES: dict[Unit, str] = {"day": "By day", "week": "By week", "month": "By month", "year": "By year"}
"""Unit -> message."""
OPEN_ROWS = 24
"""Rows of a table that is open from the start."""


class Cell(NamedTuple):
    """A number of the table: `href` leads to just these articles; empty where there are none."""

    said: str
    href: str
    is_unknown: bool
    """Nothing was collected."""


class TimeRow(NamedTuple):
    """A period of the table."""

    name: str
    cells: tuple[Cell, ...]
    note: str
    """That the period is not over, or was collected in part; empty where there is nothing to say."""


class UnitChoice(NamedTuple):
    """Another length of periods."""

    name: str
    href: str
    is_here: bool


class OverTime(NamedTuple):
    """Everything that a page shows of a timeline."""

    drawn: Markup
    names: tuple[str, ...]
    """Of the columns."""
    rows: list[TimeRow]
    rests: list[tuple[str, tuple[Cell, ...]]]
    """Rows without a place in time, and the totals: (name, a cell for each query)."""
    is_open: bool
    """Whether the table is short enough to stand open."""
    has_gaps: bool
    has_partly: bool
    """Whether some periods are not over, or were collected in part."""
    units: list[UnitChoice]


def over_time(
    site: Site,
    timeline: Timeline,
    names: Sequence[str],
    *,
    title: str,
    as_share: bool = False,
    as_bars: bool = False,
    to_unit: Callable[[Unit], str],
) -> OverTime:
    """`names` of the queries; `to_unit` gives the address of the same page by another unit."""
    words = words_of(site.language)
    rows = [_row(site, words, timeline, place, as_share=as_share) for place in range(len(timeline.periods))]
    gaps = any(cell.is_unknown for row in rows for cell in row.cells)
    chart = _chart(words, timeline, names, rows, title=title, as_share=as_share, as_bars=as_bars)
    return OverTime(
        drawn=bar_chart(chart) if as_bars else line_chart(chart),
        names=tuple(names),
        rows=rows,
        rests=[] if as_share else _rests(site, words, timeline.series),
        is_open=len(rows) <= OPEN_ROWS,
        has_gaps=gaps,
        has_partly=any(row.note for row in rows),
        units=[
            UnitChoice(str(words(UNIT_NAMES[unit])), to_unit(unit), unit == timeline.unit)
            for unit in UNITS
            if count_of(unit, timeline.periods[0].first, timeline.periods[-1].last) <= MOST[unit]
        ],
    )


def period_name(words: Words, unit: Unit, period: Period) -> str:
    """`22 نونبر 2023`, `6–12 نونبر 2023`, `نونبر 2023`, `2023`."""
    if unit == "year":
        return f"{period.first.year}"
    if unit == "month":
        return _format(period.first, "LLLL y", words.language)
    if period.first == period.last:
        return _format(period.last, "d MMMM y", words.language)
    same_month = (period.first.year, period.first.month) == (period.last.year, period.last.month)
    begin = _format(period.first, "d" if same_month else "d MMMM", words.language)
    return f"{begin} – {_format(period.last, 'd MMMM y', words.language)}"


def share_said(words: Words, share: float) -> str:
    """A share of articles, precise enough to tell small ones apart: 12 %, 1.4 %, 0.03 %."""
    digits = 0 if share >= 0.1 or share == 0 else 1 if share >= 0.01 else 2
    return format_percent(round(share, digits + 2), locale=words.locale, decimal_quantization=False)


def asked_for(query: Query, period: Period) -> str:
    """The query for the articles of one period."""
    return f"{print_query(query)} date:{period.filter}"


def _mark(words: Words, unit: Unit, period: Period) -> str:
    """The short name on the axis."""
    if unit == "year":
        return f"{period.first.year}"
    return _format(period.first, "LLL y" if unit == "month" else "d MMM", words.language)


def _row(site: Site, words: Words, timeline: Timeline, place: int, *, as_share: bool) -> TimeRow:
    period = timeline.periods[place]
    cells = tuple(_cell(site, words, series, place, period, as_share=as_share) for series in timeline.series)
    note = ""
    if timeline.is_open and place == len(timeline.periods) - 1:
        note = str(words("not over yet"))
    elif timeline.is_partly(place):
        known, days = min(series.known[place] for series in timeline.series), timeline.lengths[place]
        note = str(words("collected on %(known)s of %(days)s days", known=known, days=days))
    return TimeRow(period_name(words, timeline.unit, period), cells, note)


def _cell(site: Site, words: Words, series: Series, place: int, period: Period, *, as_share: bool) -> Cell:
    value = series.value(place)
    if value is None:
        return Cell("", "", is_unknown=True)
    said = words.number(value)
    if as_share:
        share = series.share(place)
        if share is None:
            return Cell("", "", is_unknown=True)
        said = share_said(words, share)
    href = site.to("/search", q=asked_for(series.query, period), sort="newest") if value else ""
    return Cell(said, href, is_unknown=False)


def _rests(site: Site, words: Words, series: Sequence[Series]) -> list[tuple[str, tuple[Cell, ...]]]:
    rests = [
        ("Only the month is known", [one.month_only for one in series]),
        ("Date unknown", [one.undated for one in series]),
    ]
    rows = [
        (str(words(message)), tuple(Cell(words.number(n), "", is_unknown=False) for n in numbers))
        for message, numbers in rests
        if any(numbers)
    ]
    totals = tuple(
        Cell(words.number(one.total), site.to("/search", q=print_query(one.query)), is_unknown=False)
        for one in series
    )
    return [*rows, (str(words("All together")), totals)]


def _chart(
    words: Words,
    timeline: Timeline,
    names: Sequence[str],
    rows: Sequence[TimeRow],
    *,
    title: str,
    as_share: bool,
    as_bars: bool,
) -> Chart:
    def said(value: float) -> str:
        return share_said(words, value) if as_share else words.number(int(value))

    first, last = rows[0].name, rows[-1].name
    return Chart(
        key="over-time",
        title=title,
        description=str(
            words("From %(first)s to %(last)s; the table says the same.", first=first, last=last)
        ),
        periods=tuple(row.name for row in rows),
        marks=tuple(_mark(words, timeline.unit, period) for period in timeline.periods),
        lines=tuple(
            Line("" if as_bars else name, series.shares if as_share else series.values)
            for name, series in zip(names, timeline.series, strict=True)
        ),
        said=said,
        direction=words.direction,
        is_whole=not as_share,
        partly=frozenset(place for place, row in enumerate(rows) if row.note),
        addresses=tuple(row.cells[0].href for row in rows) if as_bars else (),
    )


@lru_cache(maxsize=4_096)
def _format(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=words_of(language).locale)
