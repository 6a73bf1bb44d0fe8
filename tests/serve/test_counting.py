"""Queries over time: nothing is counted as zero that was never collected, and no date is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.serve.indexed import Indexed, indexed
from tests.serve.press import make_article, make_outlet
from warraq.search.query import Dates, Query, parse_query
from warraq.serve.counting import Timeline, outlets_of, timeline, within
from warraq.serve.periods import Period, Unit
from warraq.store import models
from warraq.store.read_collected import collected_days, forget_collected

TODAY = date(2026, 11, 24)


@pytest.fixture
def press(db: None, tmp_path: Path) -> Iterator[Indexed]:
    with indexed(tmp_path) as made:
        yield made


def publish(outlet: models.Outlet, title: str, day: date, **more: object) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    values: dict[str, object] = {"published_text": day.isoformat(), "published_precision": "day", **more}
    make_article(outlet, title, at=at, **{"day_on": day, **values})


def counted(
    press: Indexed, *texts: str, window: Dates | None = None, unit: Unit | None = None
) -> Timeline | None:
    press.catch_up()
    queries = [parse_query(text) for text in texts]
    found = [(query, press.index.find(within(query, window), edition="ma")) for query in queries]
    collected = {names: collected_days("ma", names) for names in {outlets_of(query) for query in queries}}
    return timeline(press.index, "ma", found, today=TODAY, collected=collected, window=window, unit=unit)


def test_days_without_an_article_of_anyone_are_unknown_and_not_zero(press: Indexed) -> None:
    goud = make_outlet()
    for n in (0, 1, 4, 5):
        publish(goud, "قطار" if n != 4 else "مطر", date(2026, 11, 10) + timedelta(days=n))
    line = counted(press, "قطار", unit="day")
    assert line is not None
    assert line.series[0].values == (1, 1, None, None, 0, 1)
    models.CollectedDay.objects.create(outlet=goud, day_on=date(2026, 11, 12))
    forget_collected()
    line = counted(press, "قطار", unit="day")
    assert line is not None
    assert line.series[0].values == (1, 1, 0, None, 0, 1), (
        "an outlet answered on the third day: it was a zero"
    )


def test_a_search_of_one_outlet_knows_only_its_own_days(press: Indexed) -> None:
    goud, other = make_outlet(), make_outlet("other")
    for n in (0, 2):
        publish(goud, "قطار", date(2026, 11, 10) + timedelta(days=n))
    publish(other, "قطار", date(2026, 11, 11))
    line = counted(press, "قطار", "قطار outlet:goud", unit="day")
    assert line is not None
    assert line.series[0].values == (1, 1, 1)
    assert line.series[1].values == (1, None, 1)


def test_a_period_collected_in_part_says_so(press: Indexed) -> None:
    publish(make_outlet(), "قطار", date(2026, 10, 5))
    publish(models.Outlet.objects.get(), "قطار", date(2026, 11, 5))
    line = counted(press, "قطار", unit="month")
    assert line is not None
    assert line.series[0].known == (1, 1)
    assert line.lengths == (31, 24), "November has not ended"
    assert line.is_partly(0)
    assert line.is_open


def test_shares_are_of_all_articles_of_the_period_or_of_the_outlets_named(press: Indexed) -> None:
    goud, other = make_outlet(), make_outlet("other")
    publish(goud, "قطار", date(2026, 11, 5))
    publish(goud, "مطر", date(2026, 11, 5))
    for _ in range(2):
        publish(other, "كرة", date(2026, 11, 6))
    line = counted(press, "قطار", "قطار outlet:goud", unit="month")
    assert line is not None
    assert [series.shares for series in line.series] == [(0.25,), (0.5,)]


def test_a_line_goes_on_to_the_last_day_that_is_held(press: Indexed) -> None:
    goud = make_outlet()
    publish(goud, "قطار", date(2026, 8, 5))
    publish(goud, "مطر", date(2026, 11, 5))
    line = counted(press, "قطار", unit="month")
    assert line is not None
    assert line.periods[-1] == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert line.series[0].values == (1, None, None, 0)


def test_a_date_to_come_stretches_a_chart_only_where_it_was_found(press: Indexed) -> None:
    goud = make_outlet()
    publish(goud, "قطار", date(2026, 11, 5))
    publish(goud, "مطر", date(2036, 1, 1))
    line, far = counted(press, "قطار", unit="month"), counted(press, "مطر", unit="year")
    assert line is not None
    assert far is not None
    assert line.periods[-1].last == date(2026, 11, 30)
    assert far.periods[-1].first == date(2036, 1, 1)
    assert far.series[0].values == (1,)


def test_a_window_cuts_weeks_and_months_at_its_days(press: Indexed) -> None:
    goud = make_outlet()
    for n in range(14):
        publish(goud, "قطار", date(2026, 11, 1) + timedelta(days=n))
    line = counted(press, "قطار", window=Dates(date(2026, 11, 4), date(2026, 11, 10)), unit="week")
    assert line is not None
    assert line.periods == (
        Period(date(2026, 11, 4), date(2026, 11, 8)), Period(date(2026, 11, 9), date(2026, 11, 10)),
    )  # fmt: skip
    assert line.series[0].values == (5, 2)


def test_an_article_of_a_known_month_counts_by_month_and_stands_apart_by_day(press: Indexed) -> None:
    goud = make_outlet()
    publish(
        goud, "قطار", date(2026, 9, 5), day_on=None, published_text="2026-09", published_precision="month"
    )
    publish(goud, "قطار", date(2026, 10, 5))
    by_month, by_day = counted(press, "قطار", unit="month"), counted(press, "قطار", unit="day")
    assert by_month is not None
    assert by_day is not None
    assert by_month.series[0].values == (1, 1)
    assert (by_month.series[0].month_only, by_month.series[0].undated) == (0, 0)
    assert sum(by_day.series[0].counts) == 1
    assert (by_day.series[0].month_only, by_day.series[0].undated) == (1, 0)


def test_without_any_date_there_is_no_chart(press: Indexed) -> None:
    publish(make_outlet(), "قطار", TODAY, day_on=None, published_text="", published_precision="")
    assert counted(press, "قطار") is None
    assert counted(press, "زلزال") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قطار", ()),
        ("قطار outlet:goud", ("goud",)),
        ("outlet:other OR outlet:goud", ("goud", "other")),
        ("-outlet:goud قطار", ()),
        ("outlet:goud OR قطار", ()),
    ],
)
def test_the_outlets_that_a_search_names(text: str, wanted: tuple[str, ...]) -> None:
    assert outlets_of(parse_query(text)) == wanted


def test_a_window_is_one_more_filter() -> None:
    query = parse_query("قطار")
    assert within(query, None) == query
    window = Dates(date(2026, 1, 1), None)
    assert within(query, window) == Query((*query.items, window))
