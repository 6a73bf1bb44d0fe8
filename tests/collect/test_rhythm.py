"""What is learnt of a channel's hours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.rhythm import WEEK, Rates, Rhythm, from_json, hour_of_week, learn, times_of, to_json
from warraq.records import Lead, Moment, Precision

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOW = datetime(2023, 11, 1, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

instants = st.datetimes(datetime(2023, 9, 1), datetime(2023, 12, 1), timezones=st.just(UTC))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=10,
)


def every(gap: timedelta, start: datetime, end: datetime) -> list[datetime | None]:
    times: list[datetime | None] = []
    while (start := start + gap) <= end:
        times.append(start)
    return times


def watched(days: int, visit: timedelta, publishes: range, an_hour: int) -> Rhythm:
    """A channel asked every `visit` that publishes so many articles in each of these hours of the day (UTC)."""
    now = NOW.replace(hour=0, minute=0)
    rhythm, end = Rhythm(until=now), now + days * DAY
    while now < end:
        before, now = now, now + visit
        rhythm = learn(
            rhythm, now, UTC, [t for t in every(HOUR / an_hour, before, now) if t and t.hour in publishes]
        )
    return rhythm


def test_a_first_listing_tells_the_rate() -> None:
    rhythm = learn(Rhythm(), NOW, UTC, every(HOUR / 6, NOW - 5 * HOUR, NOW), listed=30)
    assert Rates(rhythm).at(hour_of_week(NOW, UTC)) == pytest.approx(6.0, rel=0.25)
    assert (rhythm.until, rhythm.listed) == (NOW, 30)


def test_a_pinned_entry_of_another_year_says_nothing() -> None:
    times = [NOW - 700 * DAY, *every(HOUR / 6, NOW - 5 * HOUR, NOW)]
    rhythm = learn(Rhythm(), NOW, UTC, times, listed=31)
    assert Rates(rhythm).at(hour_of_week(NOW, UTC)) == pytest.approx(6.0, rel=0.25)


def test_nights_are_known_after_a_few_days() -> None:
    rates = Rates(watched(3, HOUR, range(8, 20), 4))
    night, noon = rates.at(24 * 3 + 3), rates.at(24 * 3 + 12)
    assert noon == pytest.approx(4.0, rel=0.25)
    assert night < 0.3


def test_what_changed_is_relearnt_within_weeks() -> None:
    rhythm = learn(
        watched(28, 6 * HOUR, range(24), 4),
        NOW + 56 * DAY,
        UTC,
        every(6 * HOUR, NOW + 28 * DAY, NOW + 56 * DAY),
    )
    assert Rates(rhythm).at(12) < 2.0


def test_articles_without_an_hour_count_since_the_last_visit() -> None:
    before = Rhythm(until=NOW - 3 * HOUR)
    rhythm = learn(before, NOW, UTC, [None, None, NOW + DAY])
    assert sum(rhythm.counts) == pytest.approx(3.0)
    first = hour_of_week(NOW - 3 * HOUR, UTC)
    assert sum(rhythm.counts[first : first + 4]) == pytest.approx(3.0)
    assert sum(rhythm.hours) == pytest.approx(3.0)


def test_old_articles_put_up_anew_do_not_count_and_late_ones_do() -> None:
    rhythm = learn(Rhythm(until=NOW - HOUR), NOW, UTC, [NOW - 90 * DAY, NOW - 3 * HOUR])
    assert sum(rhythm.counts) == 1.0
    assert rhythm.counts[hour_of_week(NOW - 3 * HOUR, UTC)] == 1.0


def test_a_listing_that_is_all_new_reaches_no_farther_than_its_entries() -> None:
    """After two days of silence on our side, thirty entries of five hours are no slow outlet."""
    times = every(HOUR / 6, NOW - 5 * HOUR, NOW)
    rhythm = learn(Rhythm(until=NOW - 2 * DAY), NOW, UTC, times, listed=30)
    assert sum(rhythm.hours) == pytest.approx(4.5, abs=0.2)


def test_hours_are_those_of_the_editions_clock() -> None:
    assert hour_of_week(datetime(2023, 11, 5, 23, 30, tzinfo=UTC), CASABLANCA) == 0  # Monday 00:30, UTC+1
    assert hour_of_week(datetime(2024, 3, 17, 23, 30, tzinfo=UTC), CASABLANCA) == 167  # Ramadan: UTC


@given(
    st.lists(
        st.tuples(instants, st.lists(st.none() | instants, max_size=12), st.none() | st.integers(0, 12)),
        max_size=8,
    )
)
def test_whatever_the_clock_and_the_dates_say_rates_stay_sane(
    visits: list[tuple[datetime, list[datetime | None], int | None]],
) -> None:
    rhythm = Rhythm()
    for now, times, listed in visits:
        rhythm = learn(rhythm, now, CASABLANCA, times, listed=listed)
        assert rhythm.until == now
        assert sum(rhythm.counts) <= sum(len(times) for _, times, _ in visits) + 1e-6
    rates = Rates(rhythm)
    assert all(0 < rates.at(cell) < 1e4 for cell in range(WEEK))
    again = from_json(json.loads(json.dumps(to_json(rhythm))))
    assert (again.until, again.listed) == (rhythm.until, rhythm.listed)
    assert again.counts == pytest.approx(rhythm.counts, abs=0.001)


@given(json_values)
def test_anything_else_than_our_state_is_a_channel_not_known(state: Any) -> None:
    assert from_json(state) == Rhythm()


GOOD = to_json(replace(watched(2, HOUR, range(8, 20), 4), lied_at=NOW))


@pytest.mark.parametrize(
    "damage",
    [
        {"counts": None},
        {"counts": [1.0] * (WEEK - 1)},
        {"counts": [-1.0] * WEEK},
        {"hours": [float("nan")] * WEEK},
        {"hours": ["1"] * WEEK},
        {"hours": [True] * WEEK},
        {"until": "yesterday"},
        {"until": "2023-11-01T12:00:00"},
        {"until": 5},
        {"lied_at": []},
    ],
)
def test_a_damaged_state_is_read_as_none(damage: dict[str, Any]) -> None:
    assert from_json(GOOD) != Rhythm()
    assert from_json(GOOD | damage) == Rhythm()


def test_a_leads_hour_is_its_own_or_its_last_change() -> None:
    published = Moment(datetime(2023, 11, 1, 9), Precision.MINUTE)
    day = Moment(datetime(2023, 11, 1), Precision.DAY)
    leads = [
        Lead("a", published=published),
        Lead("b", updated=published),
        Lead("c", published=day),
        Lead("d"),
    ]
    nine = datetime(2023, 11, 1, 8, tzinfo=UTC)
    assert times_of(leads, CASABLANCA) == [nine, nine, None, None]
