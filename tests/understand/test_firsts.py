from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from warraq.records import Moment, Precision
from warraq.understand.firsts import First, Ground, first_publisher, sight_of
from warraq.understand.origins import Witness

ZONE = ZoneInfo("Africa/Casablanca")
NOON = datetime(2023, 11, 1, 12)
SEEN = NOON.replace(tzinfo=UTC)


def minute(minutes: int) -> Moment:
    return Moment(NOON + timedelta(minutes=minutes), Precision.MINUTE)


def day(days: int) -> Moment:
    return Moment(datetime(2023, 11, 1) + timedelta(days=days), Precision.DAY)


def seen(minutes: int) -> datetime:
    return SEEN + timedelta(minutes=minutes)


def witness(name: str, published: Moment | None = None, at: datetime | None = None) -> Witness:
    return Witness(name, name, at, published)


def test_both_clocks_make_sure_and_one_makes_likely() -> None:
    first, second = witness("a", minute(0), seen(2)), witness("b", minute(30), seen(33))
    assert first_publisher([second, first], {}, ZONE) == First("a", True, Ground.BOTH)
    assert first_publisher([witness("a", minute(0)), witness("b", minute(30))], {}, ZONE) == First(
        "a", False, Ground.PUBLISHED
    )
    assert first_publisher([witness("a", None, seen(0)), witness("b", None, seen(30))], {}, ZONE) == First(
        "a", False, Ground.SEEN
    )


def test_a_day_without_an_hour_is_never_first_within_its_day() -> None:
    assert first_publisher([witness("a", day(0)), witness("b", minute(600))], {}, ZONE) is None
    assert first_publisher([witness("a", day(0)), witness("b", day(0))], {}, ZONE) is None
    assert first_publisher([witness("a", day(0)), witness("b", day(1))], {}, ZONE) == First(
        "a", False, Ground.PUBLISHED
    )


def test_clocks_against_each_other_make_nobody_first() -> None:
    assert (
        first_publisher([witness("a", minute(0), seen(60)), witness("b", minute(30), seen(31))], {}, ZONE)
        is None
    )


def test_who_copied_was_not_first_whatever_its_clock_says() -> None:
    copied, origin = witness("a", minute(0), seen(60)), witness("b", minute(30), seen(31))
    assert first_publisher([copied, origin], {"a": "b"}, ZONE) == First("b", True, Ground.ORIGIN)


def test_an_outlet_is_first_by_its_own_first_article() -> None:
    own = replace(witness("b", minute(90), seen(91)), outlet="a")
    rows = [own, witness("a", minute(0), seen(1)), witness("c", minute(40), seen(41))]
    assert first_publisher(rows, {}, ZONE) == First("a", True, Ground.BOTH)


def test_alone_one_is_first_only_as_far_as_we_know() -> None:
    assert first_publisher([witness("a", minute(0))], {}, ZONE) == First("a", False, Ground.ALONE)
    assert first_publisher([], {}, ZONE) is None


def test_a_late_find_or_an_import_says_nothing_by_when_we_saw_it() -> None:
    now = SEEN
    assert sight_of(minute(0), now, ZONE, is_imported=False) == now
    assert sight_of(minute(-60 * 24), now, ZONE, is_imported=False) is None
    assert sight_of(None, now, ZONE, is_imported=False) == now
    assert sight_of(None, now, ZONE, is_imported=True) is None
    assert sight_of(day(0), now, ZONE, is_imported=False) == now
    assert sight_of(day(-1), now, ZONE, is_imported=False) is None


MOMENTS = st.one_of(st.none(), st.integers(0, 3000).map(minute), st.integers(0, 3).map(day))
SIGHTS = st.one_of(st.none(), st.integers(0, 3000).map(seen))


@given(st.lists(st.tuples(MOMENTS, SIGHTS), min_size=1, max_size=6))
def test_the_order_in_which_articles_are_given_does_not_matter(
    rows: list[tuple[Moment | None, datetime | None]],
) -> None:
    witnesses = [Witness(str(n), f"o{n % 4}", at, published) for n, (published, at) in enumerate(rows)]
    found = first_publisher(witnesses, {}, ZONE)
    assert first_publisher(witnesses[::-1], {}, ZONE) == found
    if found is not None and found.ground is not Ground.ALONE:
        own = next(w for w in witnesses if w.id == found.id)
        assert any(w.outlet != own.outlet for w in witnesses)
