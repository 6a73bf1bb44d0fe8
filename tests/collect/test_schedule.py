"""When to come back: to a channel, to a lead, to a fresh article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.rhythm import WEEK, Rhythm, hour_of_week
from warraq.collect.schedule import (
    Bounds,
    after_fault,
    at,
    is_fully_due,
    is_lying,
    next_attempt,
    next_look,
    next_visit,
)

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)
BOUNDS = Bounds(120.0, 86_400.0)
DAY = timedelta(days=1)

counts = st.lists(st.floats(0, 500), min_size=WEEK, max_size=WEEK).map(tuple)
hours = st.lists(st.floats(0, 6), min_size=WEEK, max_size=WEEK).map(tuple)
rhythms = st.builds(Rhythm, counts=counts, hours=hours, until=st.just(NOW), listed=st.integers(0, 500))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
chances = st.floats(0, 1)


def steady(an_hour: float, *, listed: int = 0) -> Rhythm:
    """Four weeks of a channel that never sleeps."""
    return Rhythm((4 * an_hour,) * WEEK, (4.0,) * WEEK, NOW, listed)


def awake(*waking: int, articles: float = 40.0) -> Rhythm:
    """Four weeks of a channel that publishes in these hours of the day, on every day."""
    return Rhythm(tuple(articles if cell % 24 in waking else 0.0 for cell in range(WEEK)), (4.0,) * WEEK, NOW)


@given(rhythms, instants, chances, st.floats(0, 1e9), st.floats(1, 1e5), st.floats(1, 1e6))
def test_a_channel_is_never_asked_outside_the_editions_bounds(
    rhythm: Rhythm, now: datetime, chance: float, asked: float, shortest: float, more: float
) -> None:
    bounds = Bounds(shortest, shortest + more)
    seconds = (next_visit(rhythm, bounds, now, CASABLANCA, chance, asked_seconds=asked) - now).total_seconds()
    assert shortest - 1e-6 <= seconds <= shortest + more + 1e-6
    assert seconds >= min(asked, shortest + more) - 1e-6


@given(rhythms, instants, chances)
def test_equal_bounds_leave_no_choice(rhythm: Rhythm, now: datetime, chance: float) -> None:
    assert next_visit(rhythm, Bounds(2.0, 2.0), now, UTC, chance) == now + timedelta(seconds=2)


@given(st.floats(0, 100), st.floats(0, 100), instants, chances, st.integers(0, 50))
def test_who_publishes_more_is_asked_sooner(
    one: float, other: float, now: datetime, chance: float, listed: int
) -> None:
    visits = [
        next_visit(steady(an_hour, listed=listed), BOUNDS, now, UTC, chance)
        for an_hour in sorted((one, other))
    ]
    assert visits[0] >= visits[1]


def test_from_the_busiest_to_the_rarest() -> None:
    waits = [
        (next_visit(steady(a_day / 24), BOUNDS, NOW, UTC, 0.0) - NOW).total_seconds() / 60
        for a_day in (200, 24, 1, 0)
    ]
    assert 8 < waits[0] < 10
    assert 10 < waits[1] < 13
    assert 30 < waits[2] < 80
    assert waits[3] > 100


def test_a_night_is_passed_over_and_the_morning_is_not() -> None:
    """A daily that prints from seven to nine in the morning, on its own clock."""
    rhythm = awake(7, 8, articles=4.0)
    evening = datetime(2023, 11, 1, 22, tzinfo=CASABLANCA)
    visits = [evening]
    while visits[-1] < evening + DAY:
        visits.append(next_visit(rhythm, BOUNDS, visits[-1], CASABLANCA, 0.0))
    asleep = [at for at in visits[1:] if not 7 <= at.astimezone(CASABLANCA).hour < 9]
    working = [at for at in visits[1:] if 7 <= at.astimezone(CASABLANCA).hour < 9]
    assert len(working) >= 6
    assert len(asleep) / 22 < len(working) / 2 / 5


def test_days_of_rest_are_learnt_like_nights() -> None:
    rhythm = Rhythm(tuple(20.0 if cell < 5 * 24 else 0.0 for cell in range(WEEK)), (4.0,) * WEEK, NOW)
    wednesday, sunday = NOW, NOW + 4 * DAY
    waits = [next_visit(rhythm, BOUNDS, day, UTC, 0.0) - day for day in (wednesday, sunday)]
    assert hour_of_week(sunday, UTC) // 24 == 6
    assert waits[1] > 2 * waits[0]


def test_a_short_listing_is_read_before_articles_drop_out_of_it() -> None:
    an_hour = 60.0
    wait = next_visit(steady(an_hour, listed=10), BOUNDS, NOW, UTC, 0.0) - NOW
    assert wait.total_seconds() / 3600 * an_hour <= 6.0
    assert wait < next_visit(steady(an_hour), BOUNDS, NOW, UTC, 0.0) - NOW


def test_chance_spreads_channels_that_began_together() -> None:
    early, late = (next_visit(steady(1.0), BOUNDS, NOW, UTC, chance) - NOW for chance in (1.0, 0.0))
    assert early < late < early * 1.2


def test_what_the_publisher_asks_for_is_kept() -> None:
    hour = next_visit(steady(20.0), BOUNDS, NOW, UTC, 0.5, asked_seconds=3_600.0) - NOW
    assert timedelta(hours=1) <= hour <= timedelta(hours=1.1)
    year = next_visit(steady(20.0), BOUNDS, NOW, UTC, 0.5, asked_seconds=365 * 86_400.0) - NOW
    assert year == DAY


def test_validators_are_left_out_now_and_then_and_where_they_lied() -> None:
    trusted, lied = Rhythm(), Rhythm(lied_at=NOW - timedelta(days=29))
    assert is_fully_due(trusted, NOW, None, 300.0)
    assert not is_fully_due(trusted, NOW, NOW - timedelta(seconds=5_900), 300.0)
    assert is_fully_due(trusted, NOW, NOW - timedelta(seconds=6_000), 300.0)
    assert not is_fully_due(trusted, NOW, NOW - timedelta(hours=23), 36_000.0)
    assert is_fully_due(trusted, NOW, NOW - DAY, 36_000.0)
    assert is_lying(lied, NOW)
    assert is_fully_due(lied, NOW, NOW, 300.0)
    assert not is_lying(lied, NOW + 2 * DAY)


def test_a_channel_in_trouble_is_never_asked_sooner_than_usual() -> None:
    assert after_fault(BOUNDS, 1, interval_seconds=3_600.0) == 3_600.0
    assert after_fault(BOUNDS, 8, interval_seconds=3_600.0) == 30_720.0


@given(st.integers(1, 1000), st.booleans(), st.none() | st.floats(0, 1e7))
def test_failures_slow_down_and_never_drop(failures: int, is_blocked: bool, after: float | None) -> None:
    seconds = after_fault(BOUNDS, failures, is_blocked=is_blocked, retry_after_seconds=after)
    assert seconds >= (86_400.0 if is_blocked else 120.0)
    assert seconds >= (after or 0.0)
    assert seconds <= max(86_400.0, after or 0.0)
    assert seconds <= after_fault(BOUNDS, failures + 1, is_blocked=is_blocked, retry_after_seconds=after)


def test_leads_are_tried_again_ever_later_and_given_up() -> None:
    times = [next_attempt(NOW, attempts, 0.0) for attempts in range(8)]
    assert times[-1] is None
    known = [time for time in times if time]
    assert known == sorted(known)
    assert sum(((time - NOW) for time in known), timedelta()) > timedelta(days=1)
    assert next_attempt(NOW, 0, 0.0, retry_after_seconds=9_000.0) == NOW + timedelta(seconds=9_000)


def test_a_fresh_article_is_looked_at_again_a_few_times() -> None:
    looks = (20.0, 60.0)
    assert next_look(NOW, NOW, looks, 0.0) == NOW + timedelta(seconds=20)
    assert next_look(NOW, NOW + timedelta(seconds=20), looks, 0.0) == NOW + timedelta(seconds=60)
    assert next_look(NOW, NOW + timedelta(seconds=60), looks, 0.0) is None


@given(chances, st.floats(1, 1e6))
def test_jitter_after_a_failure_only_delays(chance: float, seconds: float) -> None:
    assert (
        NOW + timedelta(seconds=seconds)
        <= at(NOW, seconds, chance)
        <= NOW + timedelta(seconds=seconds * 1.11)
    )
