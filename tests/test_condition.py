"""How an outlet does: small ones never cry wolf, deaths are noticed, and days on which we were away prove nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.condition import (
    BLOCKED_HELD,
    DEAD,
    RECOVERED_FOR,
    RETURN_HELD,
    WINDOW_DAYS,
    ChannelSigns,
    Condition,
    Day,
    Signs,
    Word,
    at_most,
    judge,
    rhythm_of,
    tides,
    word_for,
)

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
ZONE = ZoneInfo("Africa/Casablanca")
TODAY = NOW.astimezone(ZONE).date()
WELL = ChannelSigns(True, False, False, 0, NOW)
FAILING = ChannelSigns(True, True, False, 5, NOW - timedelta(hours=9))
REFUSED = ChannelSigns(True, True, True, 1, None)


def days(*counts: int | None, today: int | None = 3) -> tuple[Day, ...]:
    """The window, filled from its end: the last of `counts` is yesterday, what is before repeats the first."""
    every = [counts[0]] * (WINDOW_DAYS - len(counts)) + list(counts) + [today]
    return tuple(Day(TODAY - timedelta(days=WINDOW_DAYS - n), count) for n, count in enumerate(every))


def signs(
    filled: tuple[Day, ...],
    *,
    gap: timedelta = timedelta(hours=1),
    channels: tuple[ChannelSigns, ...] = (WELL,),
) -> Signs:
    return Signs("active", NOW, ZONE, NOW - timedelta(days=400), filled, NOW - gap, channels)


def condition(filled: tuple[Day, ...], gap: timedelta = timedelta(hours=1)) -> Condition:
    return judge(signs(filled, gap=gap)).condition


def test_an_outlet_that_does_as_ever_is_well() -> None:
    assert condition(days(10)) is Condition.WELL


@pytest.mark.parametrize(
    ("channels", "found"),
    [
        ((), Condition.NEW),
        ((ChannelSigns(False, False, False, 0, None),), Condition.NEW),
        ((REFUSED,), Condition.BLOCKED),
        ((REFUSED, FAILING), Condition.BLOCKED),
        ((FAILING,), Condition.UNREACHABLE),
        ((FAILING._replace(answered_at=None),), Condition.UNREACHABLE),
        ((FAILING._replace(answered_at=NOW - timedelta(hours=1)),), Condition.PARTLY),
        ((WELL, REFUSED), Condition.PARTLY),
        ((WELL, WELL), Condition.WELL),
    ],
)
def test_channels_come_first(channels: tuple[ChannelSigns, ...], found: Condition) -> None:
    assert judge(signs(days(10), channels=channels)).condition is found


@pytest.mark.parametrize(("state", "found"), [("paused", Condition.PAUSED), ("removed", Condition.GIVEN_UP)])
def test_the_operators_word_stands_above_all(state: str, found: Condition) -> None:
    assert judge(replace(signs(days(10), channels=(REFUSED,)), state=state)).condition is found


def test_a_large_outlet_is_silent_after_a_day() -> None:
    dead = days(50, 50, 0, today=0)
    assert condition(dead, timedelta(hours=20)) is not Condition.SILENT
    assert condition(dead, timedelta(hours=36)) is Condition.SILENT


def test_a_small_outlet_may_rest_for_days() -> None:
    assert condition(days(1, 1, 0, 0, 0, today=0), timedelta(days=3, hours=2)) is Condition.QUIET
    assert condition(days(1, *[0] * 14, today=0), timedelta(days=14, hours=2)) is Condition.SILENT


def test_who_never_publishes_on_sundays_is_not_silent_on_a_monday() -> None:
    on = [TODAY - timedelta(days=WINDOW_DAYS - n) for n in range(WINDOW_DAYS + 1)]
    monday = next(n for n in range(WINDOW_DAYS, 0, -1) if on[n].weekday() == 0)
    filled = tuple(Day(day, 0 if day.weekday() >= 5 else 12) for day in on[: monday + 1])
    now = datetime(on[monday].year, on[monday].month, on[monday].day, 5, tzinfo=UTC)
    rest = replace(
        signs((*filled[:-1], filled[-1]._replace(articles=0))),
        now=now,
        newest_at=now - timedelta(hours=58),
        channels=(WELL._replace(answered_at=now),),
    )
    assert judge(rest).condition is Condition.QUIET


def test_days_on_which_we_were_away_prove_nothing() -> None:
    away = days(50, None, None, None, today=None)
    assert condition(away, timedelta(days=3, hours=12)) is not Condition.SILENT
    assert judge(signs(away, gap=timedelta(days=3, hours=12))).lately == 50


def test_nobody_knows_what_came_since_a_channel_last_answered() -> None:
    seen = signs(
        days(50, 50, today=0),
        gap=timedelta(hours=40),
        channels=(WELL._replace(answered_at=NOW - timedelta(hours=38)),),
    )
    assert judge(seen).condition is not Condition.SILENT


def test_silence_ends_with_an_article_and_not_before() -> None:
    for weeks in (2, 3, 4, 9):
        seen = signs(days(10, *[0] * min(7 * weeks, 27), today=0), gap=timedelta(weeks=weeks))
        assert judge(replace(seen, before=Condition.SILENT)).condition is Condition.SILENT
    again = replace(signs(days(10, *[0] * 7)), before=Condition.SILENT)
    assert judge(again).condition in (Condition.RECOVERED, Condition.LOW)


def test_recovered_is_said_for_a_few_days() -> None:
    back = replace(signs(days(10)), before=Condition.BLOCKED)
    assert judge(back).condition is Condition.RECOVERED
    for ago, found in ((timedelta(days=1), Condition.RECOVERED), (RECOVERED_FOR, Condition.WELL)):
        later = replace(back, before=Condition.RECOVERED, before_since=NOW - ago)
        assert judge(later).condition is found


def test_volume_is_low_or_high_against_the_outlets_own_weeks() -> None:
    assert condition(days(60, 8)) is Condition.LOW
    assert condition(days(60, 25, 25, 25)) is Condition.LOW
    assert condition(days(60, 240)) is Condition.HIGH
    assert condition(days(2, 0)) is Condition.WELL
    assert condition(days(2, 5)) is Condition.WELL


def test_low_does_not_flicker() -> None:
    nearly = days(10, 2)
    assert condition(nearly) is Condition.WELL
    assert judge(replace(signs(nearly), before=Condition.LOW)).condition is Condition.LOW


def test_a_feast_of_the_whole_press_is_nobodys_fall() -> None:
    feast = days(60, 15)
    assert condition(feast) is Condition.LOW
    tide = tides([feast] * 6)
    assert tide[-2] < 0.7
    assert tide[-1] == tide[-2]
    assert set(tide[:-2]) == {1.0}
    told = tuple(day._replace(tide=share) for day, share in zip(feast, tide, strict=True))
    assert condition(told) is Condition.WELL
    assert set(tides([feast] * 3)) == {1.0}, "three outlets are no press"
    assert tides([]) == []


def test_texts_no_longer_read() -> None:
    drifted = (*days(10)[:-2], *(day._replace(textless=9) for day in days(10)[-2:]))
    found = judge(signs(drifted))
    assert found.condition is Condition.UNREAD
    assert found.read_share is not None
    assert found.read_share < 1
    lost = tuple(
        day._replace(articles=0, lost=10) if day.on >= TODAY - timedelta(days=2) else day for day in days(10)
    )
    assert judge(signs(lost, gap=timedelta(days=2, hours=12))).condition is Condition.UNREAD
    few = (*days(1)[:-1], days(1)[-1]._replace(lost=1))
    assert judge(signs(few)).condition is Condition.WELL


def test_a_new_outlet_is_new_until_it_never_comes() -> None:
    nothing = replace(signs(days(None, today=0)), newest_at=None, added_at=NOW - timedelta(days=2))
    assert judge(nothing).condition is Condition.NEW
    assert judge(replace(nothing, added_at=NOW - timedelta(days=40))).condition is Condition.SILENT


def test_one_day_of_ten_times_the_usual_makes_no_other_low() -> None:
    rhythm = rhythm_of(days(10, *[10] * 10, 400, *[10] * 5)[:-1])
    assert rhythm is not None
    assert rhythm.mean < 13


@given(st.integers(0, 60), st.floats(0.1, 80), st.floats(0, 3))
def test_chances_are_a_distribution(count: int, mean: float, spread: float) -> None:
    chances = [at_most(n, mean, spread) for n in range(count + 1)]
    assert all(a <= b + 1e-12 for a, b in pairwise(chances))
    assert 0 <= chances[0] <= chances[-1] <= 1
    if not spread:
        assert math.isclose(chances[0], math.exp(-mean), rel_tol=1e-9)


@given(
    st.lists(st.none() | st.integers(0, 300), min_size=WINDOW_DAYS + 1, max_size=WINDOW_DAYS + 1),
    st.timedeltas(timedelta(0), timedelta(days=60)),
    st.none() | st.sampled_from(Condition),
)
def test_any_month_can_be_judged(counts: list[int | None], gap: timedelta, before: Condition | None) -> None:
    found = judge(replace(signs(days(*counts[:-1], today=counts[-1]), gap=gap), before=before))
    assert found.condition in Condition
    if gap <= timedelta(hours=24):
        assert found.condition is not Condition.SILENT


def test_each_death_and_each_return_is_told_once() -> None:
    ago = NOW - timedelta(days=2)
    assert word_for(None, Condition.SILENT, NOW, NOW) is Word.DIED
    assert word_for(Condition.SILENT, Condition.SILENT, ago, NOW) is None
    assert word_for(Condition.SILENT, Condition.UNREACHABLE, ago, NOW) is None
    assert word_for(Condition.SILENT, Condition.RECOVERED, NOW, NOW) is None
    assert word_for(Condition.SILENT, Condition.RECOVERED, NOW - RETURN_HELD, NOW) is Word.RETURNED
    assert word_for(Condition.RECOVERED, Condition.WELL, ago, NOW) is None
    assert word_for(Condition.RECOVERED, Condition.UNREACHABLE, NOW, NOW) is Word.DIED


def test_one_refusal_is_not_yet_a_death() -> None:
    assert word_for(None, Condition.BLOCKED, NOW - timedelta(hours=20), NOW) is None
    assert word_for(None, Condition.BLOCKED, NOW - BLOCKED_HELD, NOW) is Word.DIED


@pytest.mark.parametrize("done", [Condition.PAUSED, Condition.GIVEN_UP, Condition.NEW])
@pytest.mark.parametrize("told", [None, *sorted(DEAD)])
def test_what_the_operator_did_is_no_news(done: Condition, told: Condition | None) -> None:
    assert word_for(told, done, NOW - timedelta(days=9), NOW) is None


def test_days_stand_in_the_editions_time_zone() -> None:
    assert days(1)[-1].on == date(2026, 11, 25)


def test_who_works_on_a_feast_does_no_more_than_usual() -> None:
    told = tuple(day._replace(tide=0.2 if day.on == TODAY - timedelta(days=1) else 1.0) for day in days(20))
    assert condition(told) is Condition.WELL


def test_the_dead_are_not_the_press() -> None:
    dead, living = days(60, 0, 0, 0), days(60)
    assert set(tides([dead] * 2 + [living] * 6)) == {1.0}
