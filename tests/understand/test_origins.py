from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.records import Moment, Precision
from warraq.understand.attributions import Attribution, AttributionKind
from warraq.understand.origins import Origin, Reason, Witness, find_origin

ZONE = ZoneInfo("Africa/Casablanca")
NOON = datetime(2023, 11, 1, 12)
A = Witness("a", "alif", None)
B = Witness("b", "ba", None)


def minute(minutes: int) -> Moment:
    return Moment(NOON + timedelta(minutes=minutes), Precision.MINUTE)


def day(days: int) -> Moment:
    return Moment(datetime(2023, 11, 1) + timedelta(days=days), Precision.DAY)


def mark(name: str) -> tuple[Attribution, ...]:
    return (Attribution(name, AttributionKind.MARK, True),)


def origin(one: Witness, other: Witness, share: float = 1.0, other_share: float = 1.0) -> Origin:
    return find_origin(one, other, share=share, other_share=other_share, zone=ZONE)


def test_who_names_the_other_copied_whatever_the_clocks_say() -> None:
    found = origin(
        replace(A, published=minute(0)), replace(B, published=minute(90), attributions=mark("alif"))
    )
    assert (found.id, found.is_sure) == ("a", True)
    found = origin(replace(A, published=minute(0), attributions=mark("ba")), replace(B, published=minute(90)))
    assert (found.id, found.is_sure, found.reasons) == ("b", True, (Reason.NAMED,))


def test_an_outlet_that_names_itself_names_nobody() -> None:
    assert origin(replace(A, attributions=mark("alif")), B).id is None


def test_an_agency_is_the_origin_even_where_a_copier_backdates() -> None:
    found = origin(replace(A, is_agency=True, published=minute(5)), replace(B, published=minute(0)))
    assert (found.id, found.is_sure) == ("a", False)


def test_the_earlier_clock_is_likely_and_both_clocks_are_sure() -> None:
    one, other = replace(A, published=minute(0)), replace(B, published=minute(30))
    assert origin(one, other) == Origin("a", False, (Reason.PUBLISHED,), None)
    seen = NOON.replace(tzinfo=UTC)
    one, other = replace(one, seen_at=seen), replace(other, seen_at=seen + timedelta(minutes=31))
    assert origin(one, other) == Origin("a", True, (Reason.PUBLISHED, Reason.SEEN), None)


def test_clocks_against_each_other_call_nobody_first() -> None:
    seen = NOON.replace(tzinfo=UTC)
    one = replace(A, published=minute(0), seen_at=seen + timedelta(hours=2))
    assert origin(one, replace(B, published=minute(30), seen_at=seen)).id is None


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        (day(0), day(0), None),
        (day(0), minute(600), None),
        (day(0), minute(24 * 60), "a"),
        (day(1), day(0), "b"),
        (minute(0), minute(1), None),
        (Moment(datetime(2023, 11, 1), Precision.MONTH), day(20), None),
        (Moment(datetime(2023, 10, 1), Precision.MONTH), day(20), "a"),
        (replace(day(0), is_approximate=True), day(1), None),
    ],
)
def test_a_day_without_an_hour_is_never_first_within_its_day(
    one: Moment, other: Moment, first: str | None
) -> None:
    assert origin(replace(A, published=one), replace(B, published=other)).id == first


def test_offsets_count() -> None:
    paris = replace(minute(70), offset=timedelta(hours=2))
    rabat = replace(minute(50), offset=timedelta(hours=1))
    assert origin(replace(A, published=paris), replace(B, published=rabat)).id == "a"


def test_a_piece_is_likely_cut_from_the_whole() -> None:
    assert origin(A, B, share=1.0, other_share=0.3).id == "b"
    assert origin(A, B, share=0.7, other_share=0.6).id is None


def test_an_origin_outside_the_archive_is_named() -> None:
    both = origin(replace(A, attributions=mark("MAP")), replace(B, attributions=mark("MAP")))
    assert (both.id, both.outside) == (None, "MAP")
    assert origin(replace(A, attributions=mark("MAP")), replace(B, is_agency=True)).outside is None


MOMENTS = st.one_of(st.none(), st.integers(0, 5000).map(minute), st.integers(0, 4).map(day))
WITNESSES = st.builds(
    Witness,
    id=st.just("a"),
    outlet=st.sampled_from(["", "alif", "ba"]),
    seen_at=st.one_of(st.none(), st.integers(0, 500).map(lambda n: NOON.replace(tzinfo=UTC) + timedelta(minutes=n))),
    published=MOMENTS,
    attributions=st.one_of(st.just(()), st.sampled_from(["alif", "ba", "MAP"]).map(mark)),
    is_agency=st.booleans(),
)  # fmt: skip


@given(WITNESSES, WITNESSES, st.floats(0, 1), st.floats(0, 1))
def test_the_order_in_which_two_are_asked_does_not_matter(
    one: Witness, other: Witness, share: float, other_share: float
) -> None:
    other = replace(other, id="b")
    assert origin(one, other, share, other_share) == origin(other, one, other_share, share)
