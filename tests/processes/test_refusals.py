"""A host that refuses is left alone for a day, and only for what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warraq.processes.refusals import ALONE, ENOUGH, Refusals

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def test_a_few_refusals_in_a_row_leave_it_alone_for_a_day() -> None:
    refusals = Refusals()
    for _ in range(ENOUGH - 1):
        refusals.refused("goud.example", "page", NOW)
    assert not refusals.is_alone("goud.example", "page", NOW)
    refusals.refused("goud.example", "page", NOW)
    assert refusals.is_alone("goud.example", "page", NOW + ALONE - timedelta(seconds=1))
    assert not refusals.is_alone("goud.example", "feed", NOW)
    assert not refusals.is_alone("other.example", "page", NOW)


def test_after_a_day_one_request_tries_and_the_others_wait_for_it() -> None:
    refusals = Refusals()
    for _ in range(ENOUGH):
        refusals.refused("goud.example", "page", NOW)
    assert not refusals.is_alone("goud.example", "page", NOW + ALONE)
    assert refusals.is_alone("goud.example", "page", NOW + ALONE)
    refusals.answered("goud.example", "page")
    assert not refusals.is_alone("goud.example", "page", NOW + ALONE)


def test_an_answer_in_between_says_that_it_was_the_address() -> None:
    refusals = Refusals()
    for _ in range(5):
        refusals.refused("goud.example", "feed", NOW)
        refusals.answered("goud.example", "feed")
    assert not refusals.is_alone("goud.example", "feed", NOW)
