"""What outlets are judged by: counts of whole days, lost pages, days on which they answered; all read from indexes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from warraq.condition import WINDOW_DAYS, Condition
from warraq.store import models
from warraq.store.health import OutletHealth, ask_now, note_collected, read_health, unasked

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
ZONE = ZoneInfo("Africa/Casablanca")


def outlet(slug: str = "goud", **fields: Any) -> models.Outlet:
    values = {"edition": "ma", "names": {"ar": "كود"}, "added_at": NOW - timedelta(days=90), **fields}
    return models.Outlet.objects.create(slug=slug, **values)


def channel(row: models.Outlet, **fields: Any) -> models.Channel:
    values = {
        "kind": "feed",
        "address": f"https://{row.slug}.example/feed",
        "next_at": NOW + timedelta(hours=1),
    }
    return models.Channel.objects.create(
        outlet=row, **{**values, "asked_at": NOW, "answered_at": NOW, **fields}
    )


def publish(row: models.Outlet, on: date, count: int = 1, **fields: Any) -> None:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    begin = models.Article.objects.count()
    values = {"kind": "article", "excerpt": "نص", "day_on": on, "sort_at": at, "seen_at": at, **fields}
    models.Article.objects.bulk_create(
        models.Article(
            key=f"{begin + n}",
            edition="ma",
            outlet=row,
            address=f"https://{row.slug}.example/{begin + n}",
            changed_at=at,
            content_key="0",
            **values,
        )
        for n in range(count)
    )


def lose(row: models.Outlet, name: str, fault: str, *, state: str = "refused", attempts: int = 0) -> None:
    models.Lead.objects.create(
        key=name, outlet=row, address=f"https://x.example/{name}", state=state, fault=fault,
        attempts=attempts, seen_at=NOW - timedelta(hours=1),
    )  # fmt: skip


def only() -> OutletHealth:
    (found,) = read_health("ma", ZONE, NOW)
    return found


def test_days_are_counted_where_the_outlet_answered() -> None:
    row = outlet()
    channel(row)
    for ago in (1, 2, 4):
        publish(row, TODAY - timedelta(days=ago), 5)
    for ago in (1, 2, 3, 5):
        models.CollectedDay.objects.create(outlet=row, day_on=TODAY - timedelta(days=ago))
    days = {TODAY - day.on: day.articles for day in only().days}
    assert [days[timedelta(days=n)] for n in (5, 4, 3, 2, 1, 0)] == [0, None, 0, 5, 5, None]


def test_what_was_imported_tells_of_the_days_before_we_began() -> None:
    row = outlet()
    publish(row, TODAY - timedelta(days=20), 5)
    publish(row, TODAY - timedelta(days=10), 5)
    days = only().days
    assert days[WINDOW_DAYS - 10].articles == 5
    assert days[WINDOW_DAYS - 15].articles == 0
    assert days[WINDOW_DAYS - 20].articles is None, "the oldest day may be half of one"
    assert days[0].articles is None


def test_the_day_of_an_answer_is_that_of_the_edition() -> None:
    row = outlet()
    channel(row, answered_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    channel(outlet("paused", state="paused"))
    for _ in range(2):
        note_collected("ma", ZONE)
    assert [(day.outlet_id, day.day_on) for day in models.CollectedDay.objects.all()] == [(row.pk, TODAY)]


@pytest.mark.parametrize(
    ("fault", "state", "attempts", "is_lost"),
    [
        ("https://x.example/: the host answered 500", "refused", 5, True),
        ("https://x.example/: the host answered 500", "due", 1, False),
        ("https://x.example/: the host answered 500", "due", 3, True),
        ("https://x.example/: the host answered 403. Ask the publisher for access.", "due", 1, True),
        ("no text was found in it", "refused", 0, True),
        ("too little text: 3 words", "refused", 0, True),
        ("a listing of articles", "refused", 0, False),
        ("the outlet answered 404", "gone", 0, False),
    ],
)
def test_a_page_that_names_an_article_and_gives_none_is_lost(
    fault: str, state: str, attempts: int, is_lost: bool
) -> None:
    row = outlet()
    channel(row)
    lose(row, "one", fault, state=state, attempts=attempts)
    assert only().days[-1].lost == is_lost
    assert only().fault == (fault if is_lost else "")


def test_texts_that_are_no_longer_read_show() -> None:
    row = outlet()
    channel(row)
    models.CollectedDay.objects.create(outlet=row, day_on=TODAY)
    publish(row, TODAY, 12, excerpt="")
    found = only()
    assert (found.condition, found.judgement.read_share) == (Condition.UNREAD, 0.0)


def test_what_the_keeper_noted_of_another_condition_is_not_shown() -> None:
    row = outlet(condition="well", condition_since=NOW)
    channel(row, fault="no", is_blocked=True)
    assert (only().condition, only().since) == (Condition.BLOCKED, None)
    models.Outlet.objects.update(condition="blocked")
    assert only().since == NOW


def test_a_condition_of_another_version_is_forgotten() -> None:
    channel(outlet(condition="radiant", condition_since=NOW))
    assert only().condition is Condition.SILENT


def test_the_collector_is_asked_to_ask_and_never_where_it_was_refused() -> None:
    row = outlet()
    due = channel(row)
    channel(row, address="https://goud.example/2", is_blocked=True, asked_at=NOW - timedelta(hours=3))
    channel(row, address="https://goud.example/3", leased_until=NOW + timedelta(minutes=1))
    old = channel(row, address="https://goud.example/4", is_blocked=True, asked_at=NOW - timedelta(hours=30))
    assert ask_now([row.pk], NOW) == [due.pk, old.pk]
    due.refresh_from_db()
    assert due.next_at == NOW
    assert unasked([due.pk, old.pk], NOW) == 1


def test_the_number_of_questions_does_not_grow_with_outlets() -> None:
    for n in range(3):
        channel(outlet(f"o{n}"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        read_health("ma", ZONE, NOW)
    for n in range(3, 12):
        channel(outlet(f"o{n}"))
    with CaptureQueriesContext(connection) as many:
        read_health("ma", ZONE, NOW)
    assert len(few) == len(many) <= 8


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan")
def test_counts_come_from_indexes_alone() -> None:
    publish(outlet(), TODAY, 3)
    with CaptureQueriesContext(connection) as asked:
        read_health("ma", ZONE, NOW)
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans += [row[3] for row in cursor.fetchall()]
    articles = [plan for plan in plans if "store_article" in plan or plan.startswith("SEARCH U0")]
    assert len(articles) == 3
    assert sum("USING COVERING INDEX article_outlet" in plan for plan in articles) == 2, plans
    assert sum("USING INDEX article_unread" in plan for plan in articles) == 1, plans  # the few textless rows
    leads = [plan for plan in plans if "store_lead" in plan]
    assert leads == [
        "SEARCH store_lead USING INDEX lead_outlet_state (outlet_id=? AND state=? AND seen_at>?)"
    ]
