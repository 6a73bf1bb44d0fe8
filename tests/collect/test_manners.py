"""When to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.schedule import Rhythm, after_answer, after_fault, at, next_attempt, next_look

NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)
RHYTHM = Rhythm(120.0, 86_400.0)


def test_channels_are_asked_sooner_when_they_bring_news_and_later_when_not() -> None:
    assert after_answer(RHYTHM, 0.0, has_news=True) == 120.0
    assert after_answer(RHYTHM, 1000.0, has_news=True) == 800.0
    assert after_answer(RHYTHM, 1000.0, has_news=False) == 1500.0
    assert after_answer(RHYTHM, 1000.0, has_news=True, asked_seconds=3600.0) == 3600.0


def test_a_channel_in_trouble_is_never_asked_sooner_than_usual() -> None:
    assert after_fault(RHYTHM, 1, interval_seconds=3_600.0) == 3_600.0
    assert after_fault(RHYTHM, 8, interval_seconds=3_600.0) == 30_720.0


@given(st.integers(1, 1000), st.booleans(), st.none() | st.floats(0, 1e7))
def test_failures_slow_down_and_never_drop(failures: int, is_blocked: bool, after: float | None) -> None:
    seconds = after_fault(RHYTHM, failures, is_blocked=is_blocked, retry_after_seconds=after)
    assert seconds >= (86_400.0 if is_blocked else 120.0)
    assert seconds >= (after or 0.0)
    assert seconds <= max(86_400.0, after or 0.0)


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


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_jitter_only_delays(chance: float, seconds: float) -> None:
    assert (
        NOW + timedelta(seconds=seconds)
        <= at(NOW, seconds, chance)
        <= NOW + timedelta(seconds=seconds * 1.11)
    )
