"""What pages read: lists in order, hidden and withdrawn things where they belong, and an index behind every list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.serve.press import NOW, make_article, make_outlet, make_picture, sign
from warraq.store import models, read, read_days, read_outlets
from warraq.store.read_article import article, bylines, neighbours, picture_row
from warraq.store.read_rows import HeadlineRow, Position

pytestmark = pytest.mark.django_db


def titles(rows: list[HeadlineRow]) -> list[str]:
    return [row.title for row in rows]


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def test_lists_go_from_newest_to_oldest_and_turn_without_loss() -> None:
    outlet = make_outlet()
    for n in range(7):
        make_article(outlet, str(n), at=ago(n // 2))  # two in each minute: the number decides
    whole = titles(read.latest("ma", limit=100))
    assert whole == ["1", "0", "3", "2", "5", "4", "6"]
    turned: list[str] = []
    before = None
    while rows := read.latest("ma", before=before, limit=2):
        turned += titles(rows)
        before = Position.read(rows[-1].position.written())
    assert turned == whole


def test_a_list_of_languages_is_one_list() -> None:
    outlet = make_outlet()
    for n, language in enumerate(("ar", "fr", "zgh", "", "fr")):
        make_article(outlet, f"{language}{n}", language=language, at=ago(n))
    assert titles(read.latest("ma", languages=("fr", ""), limit=2)) == ["fr1", "3"]
    assert titles(read.latest("ma", languages=())) == []
    assert titles(read.by_section("ma", "politics", languages=("zgh", "ar"))) == ["ar0", "zgh2"]
    assert len(read.by_section("ma", "politics")) == 5
    after = read.latest("ma", languages=("fr", "ar"), limit=1)[0].position
    assert titles(read.latest("ma", languages=("fr", "ar"), before=after)) == ["fr1", "fr4"]


def test_each_section_gives_its_newest_in_one_question() -> None:
    outlet = make_outlet()
    for n in range(8):
        make_article(
            outlet,
            str(n),
            section="sports" if n % 2 else "politics",
            at=ago(n),
            language="ar" if n < 4 else "fr",
        )
    found = read.each_section("ma", ("politics", "sports", "culture"), limit=3)
    assert {slug: titles(rows) for slug, rows in found.items()} == {
        "politics": ["0", "2", "4"],
        "sports": ["1", "3", "5"],
    }
    assert titles(read.each_section("ma", ("sports",), languages=("fr",), limit=3)["sports"]) == ["5", "7"]
    own = read.each_outlet_section("ma", outlet.pk, ("politics", ""), limit=1)
    assert {slug: titles(rows) for slug, rows in own.items()} == {"politics": ["0"]}


def test_another_editions_articles_are_not_seen() -> None:
    make_article(make_outlet("kapitalis", edition="tn"), "tunis")
    assert read.latest("ma") == []
    assert read.by_numbers("ma", [a.pk for a in models.Article.objects.all()]) == []
    assert titles(read.latest("tn")) == ["tunis"]


def test_what_an_outlet_withdrew_keeps_its_place_in_the_outlets_own_lists() -> None:
    outlet = make_outlet()
    gone = make_article(outlet, "gone", withdrawn_at=NOW)
    author = sign(gone, "سعاد")
    assert read.latest("ma") == read.by_section("ma", "politics") == read.each_outlet("ma") == []
    assert read.each_section("ma", ("politics",)) == {}
    for rows in (
        read.by_outlet("ma", outlet.pk),
        read.by_outlet_day("ma", outlet.pk, date(2026, 11, 24)),
        read.by_author("ma", [author.pk]),
    ):
        assert [(row.title, row.is_withdrawn) for row in rows] == [("gone", True)]


def test_a_hidden_picture_is_in_no_row() -> None:
    hidden = make_picture("hidden", is_hidden=True)
    outlet = make_outlet(logo=hidden)
    number = make_article(outlet, picture=hidden).pk
    make_article(outlet, picture=make_picture("shown"), at=ago(200))
    first, second = read.latest("ma")
    assert first.picture is None
    assert first.outlet.logo is None
    assert second.picture is not None
    assert (second.picture.width, second.picture.height) == (800, 600)
    found = article("ma", first.outlet, number)
    assert found is not None
    assert found.headline.picture is None
    assert picture_row(hidden.sha256) is None


def test_the_newest_of_each_outlet() -> None:
    for n, slug in enumerate(("a1", "b1", "c1")):
        outlet = make_outlet(slug)
        make_article(outlet, f"{slug} old", at=ago(100))
        make_article(outlet, f"{slug} new", at=ago(n))
    make_outlet("silent")
    assert titles(read.each_outlet("ma")) == ["a1 new", "b1 new", "c1 new"]


def test_found_numbers_keep_the_order_of_the_search() -> None:
    outlet = make_outlet()
    numbers = [make_article(outlet, str(n)).pk for n in range(4)]
    wanted = [numbers[2], numbers[0], 10**18, numbers[2], numbers[3]]
    assert [row.number for row in read.by_numbers("ma", wanted)] == [numbers[2], numbers[0], numbers[3]]
    assert read.by_numbers("ma", []) == []


def test_the_calendar_counts_what_the_day_lists() -> None:
    outlet = make_outlet()
    for day in (1, 1, 15, 30):
        make_article(
            outlet, at=datetime(2026, 11, day, 10, tzinfo=UTC), withdrawn_at=NOW if day == 15 else None
        )
    make_article(outlet, at=datetime(2026, 12, 1, 10, tzinfo=UTC))
    make_article(outlet, day_on=None)
    days = read_days.month_days(outlet.pk, date(2026, 11, 20))
    assert [(row.day.day, row.articles) for row in days] == [(1, 2), (15, 1), (30, 1)]
    for row in days:
        assert len(read.by_outlet_day("ma", outlet.pk, row.day)) == row.articles
    assert read_days.span(outlet.pk) == (date(2026, 11, 1), date(2026, 12, 1))
    assert read_days.days_beside(outlet.pk, date(2026, 11, 15)) == (date(2026, 11, 1), date(2026, 11, 30))
    assert read_days.days_beside(outlet.pk, date(2026, 12, 1)) == (date(2026, 11, 30), None)
    assert read_days.month_days(outlet.pk, date(9999, 12, 1)) == []
    assert read_days.span(make_outlet("silent").pk) is None


def test_the_calendar_of_an_edition_counts_what_its_day_lists() -> None:
    first, second = make_outlet(), make_outlet("lejour", language="fr")
    for n in range(3):
        make_article(first, at=datetime(2026, 11, 1, 10, n, tzinfo=UTC))
    make_article(second, language="fr", at=datetime(2026, 11, 1, 11, tzinfo=UTC), withdrawn_at=NOW)
    make_article(second, language="", at=datetime(2026, 12, 1, 11, tzinfo=UTC))
    make_article(make_outlet("elsewhere", edition="tn"), at=datetime(2026, 11, 7, tzinfo=UTC))
    (day,) = read_days.month_days("ma", date(2026, 11, 1))
    shares = read_days.day_shares("ma", day.day)
    assert sorted((share.language, share.articles) for share in shares) == [("ar", 3), ("fr", 1)]
    assert len(read_days.by_day("ma", day.day)) == day.articles == 4
    assert len(read_days.by_day("ma", day.day, languages=("ar", ""))) == 3
    assert len(read_days.by_day("ma", date(2026, 12, 1), languages=("ar", ""))) == 1
    page = read_days.by_day("ma", day.day, limit=3)
    assert len(read_days.by_day("ma", day.day, before=page[-1].position)) == 1
    assert read_days.span("ma") == (date(2026, 11, 1), date(2026, 12, 1))
    assert read_days.days_beside("ma", date(2026, 11, 9)) == (date(2026, 11, 1), date(2026, 12, 1))
    assert read_days.span("nowhere") is None


def test_an_article_comes_whole() -> None:
    made = make_article(make_outlet(), tags=["مدرسة", 5], revision_count=2, edited_at=NOW, is_darija=True)
    sign(made, "سعاد")
    sign(made, "أحمد")
    for at in (ago(30), ago(20)):
        models.Revision.objects.create(article=made, replaced_at=at, blocks="[]", content_key="x")
    row = read_outlets.outlet("ma", "goud")
    assert row is not None
    found = article("ma", row, made.pk)
    assert found is not None
    assert found.headline.title == "افتتاح المدرسة"
    assert found.headline.path == f"/goud/{made.pk}"
    assert found.headline.published_at == ago(60)
    assert found.headline.day_on == date(2026, 11, 24)
    assert found.headline.is_darija is True
    assert found.tags == ("مدرسة", "5")
    assert [author.name for author in found.authors] == ["سعاد", "أحمد"]
    assert found.replaced_at == (ago(20), ago(30))
    assert found.blocks[1].items == ("أول", "ثان")
    assert article("ma", row, made.pk + 1) is None
    assert article("tn", row, made.pk) is None


def test_neighbours_stand_beside_it_in_its_outlets_list() -> None:
    outlet = make_outlet()
    for n in range(3):
        make_article(outlet, str(n), at=ago(n))
    make_article(make_outlet("other"), "other", at=ago(1))
    newest, middle, oldest = read.by_outlet("ma", outlet.pk)
    assert neighbours("ma", middle) == (oldest, newest)
    assert neighbours("ma", newest) == (middle, None)
    assert neighbours("ma", oldest) == (None, middle)


def test_bylines_of_many_articles_come_in_one_question() -> None:
    outlet = make_outlet()
    first, second = make_article(outlet), make_article(outlet)
    sign(first, "سعاد")
    assert {
        number: [a.name for a in signed] for number, signed in bylines([first.pk, second.pk]).items()
    } == {first.pk: ["سعاد"]}
    assert bylines([]) == {}


def test_a_new_outlets_first_article_is_seen_at_once() -> None:
    make_article(make_outlet("first"))
    assert len(read.latest("ma")) == 1
    make_article(make_outlet("second"))
    assert len(read.latest("ma")) == 2


def test_an_unknown_counter_is_zero() -> None:
    assert read_outlets.counter("articles:nowhere") == 0


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(0, 2**63 - 1))
def test_a_position_is_read_as_it_was_written(at: datetime, number: int) -> None:
    position = Position(at.replace(tzinfo=UTC), number)
    assert Position.read(position.written()) == position


@given(st.text(max_size=40))
def test_what_is_no_position_is_none(text: str) -> None:
    found = Position.read(text)
    assert found is None or isinstance(found, Position)


@pytest.fixture
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Every question put to the database while the test runs."""
    questions: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        questions.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield questions


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plan")
def test_no_list_walks_the_whole_table_or_sorts_it(asked: list[tuple[str, Any]]) -> None:
    outlet = make_outlet()
    row = make_article(outlet)
    author = sign(row, "سعاد")
    before = Position(NOW, 99)
    asked.clear()
    read.latest("ma", before=before)
    read.latest("ma", languages=("ar", ""), before=before)
    read.by_section("ma", "politics", before=before)
    read.each_section("ma", ("politics", "sports"), languages=("ar",))
    read.by_outlet("ma", outlet.pk, before=before)
    read.by_outlet_section("ma", outlet.pk, "politics")
    read.each_outlet_section("ma", outlet.pk, ("politics", "sports"))
    read.by_outlet_day("ma", outlet.pk, date(2026, 11, 24))
    read.each_outlet("ma")
    read.by_author("ma", [author.pk])
    read.by_author("ma", [author.pk, author.pk + 1])
    read.by_numbers("ma", [row.pk])
    read_days.month_days(outlet.pk, date(2026, 11, 1))
    read_days.span(outlet.pk)
    read_days.days_beside(outlet.pk, date(2026, 11, 1))
    read_days.month_days("ma", date(2026, 11, 1))
    read_days.span("ma")
    read_days.days_beside("ma", date(2026, 11, 1))
    read_days.day_shares("ma", date(2026, 11, 1))
    read_days.by_day("ma", date(2026, 11, 1), languages=("ar", ""), before=before)
    neighbours("ma", read.latest("ma")[0])
    for sql, parameters in list(asked):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plan = [line[3] for line in cursor.fetchall()]
        assert not [line for line in plan if re.match(r"SCAN (store_article|a|b|s|p|c)\b", line)], (sql, plan)
        walks = [line for line in plan if "store_article USING" in line]
        assert all("INDEX" in line for line in walks), (sql, plan)
