from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warraq.records import Moment, Precision
from warraq.understand.attributions import Attribution, AttributionKind
from warraq.understand.copies import Match
from warraq.understand.copy_links import Link, fold, link_copies
from warraq.understand.origins import Reason, Witness

NOON = datetime(2023, 11, 1, 12, tzinfo=UTC)


def witness(number: int, outlet: str, minutes: int, *, is_agency: bool = False) -> Witness:
    at = NOON + timedelta(minutes=minutes)
    return Witness(str(number), outlet, at, Moment(at.replace(tzinfo=None), Precision.MINUTE), (), is_agency)


def match(
    one: Witness, other: Witness, share: float = 1.0, other_share: float = 1.0
) -> tuple[Match, Witness]:
    return Match(one.id, other.id, max(share, other_share), share, other_share), other


AGENCY = witness(1, "taghia", 0, is_agency=True)
FIRST = witness(2, "albaydar", 20)
SECOND = witness(3, "annawras", 60)


def test_a_copy_is_folded_under_the_agency_and_not_under_another_copy() -> None:
    (link,) = link_copies(FIRST, [match(FIRST, AGENCY)], {}, UTC)
    assert (link.other, link.is_origin, link.is_sure) == ("1", True, True)
    assert link.reasons == (Reason.AGENCY, Reason.PUBLISHED, Reason.SEEN)
    (second,) = link_copies(SECOND, [match(SECOND, FIRST), match(SECOND, AGENCY)], {"2": link}, UTC)
    assert second.other == "1"


def test_an_agency_seen_late_takes_its_copies_over() -> None:
    (link,) = link_copies(SECOND, [match(SECOND, FIRST)], {}, UTC)
    assert link.other == "2"
    agency = replace(AGENCY, id="9", seen_at=NOON + timedelta(minutes=70))
    links = link_copies(agency, [match(agency, FIRST), match(agency, SECOND)], {"3": link}, UTC)
    standing = {"3": link} | {made.id: made for made in links}
    assert fold((made.id, made.other) for made in standing.values()) == dict.fromkeys("239", "9")


def test_where_nobody_can_be_called_first_the_earlier_one_is_shared_with() -> None:
    one, other = witness(2, "albaydar", 0), witness(3, "annawras", 1)
    (link,) = link_copies(other, [match(other, one)], {}, UTC)
    assert (link.other, link.is_origin, link.reasons) == ("2", False, ())


def test_an_outlet_that_says_a_thing_twice_copied_nobody() -> None:
    again = witness(4, "albaydar", 90)
    assert link_copies(again, [match(again, FIRST)], {}, UTC) == []


def test_an_origin_outside_is_named() -> None:
    marks = (Attribution("MAP", AttributionKind.MARK, True),)
    alone = replace(FIRST, attributions=marks)
    assert link_copies(alone, [], {}, UTC) == [Link("2", None, outside="MAP")]
    own = replace(FIRST, attributions=(Attribution("albaydar", AttributionKind.MARK, True),))
    assert link_copies(own, [], {}, UTC) == []


def test_links_lead_to_the_root_even_in_a_circle() -> None:
    assert fold([("3", "2"), ("2", "1"), ("4", None)]) == {"3": "1", "2": "1", "1": "1"}
    assert fold([("1", "2"), ("2", "3"), ("3", "1"), ("4", "3")]) == dict.fromkeys("1234", "1")


@given(st.lists(st.tuples(st.integers(1, 9).map(str), st.integers(1, 9).map(str)), max_size=12))
def test_every_root_leads_to_itself(links: list[tuple[str, str]]) -> None:
    roots = fold(links)
    assert all(roots[root] == root for root in roots.values())


@given(st.permutations([AGENCY, FIRST, witness(5, "lhedra", 2), witness(6, "sijillat", 40)]))
def test_the_order_of_matches_does_not_matter(others: list[Witness]) -> None:
    pairs = [match(SECOND, other) for other in others]
    assert link_copies(SECOND, pairs, {}, UTC) == link_copies(SECOND, pairs[::-1], {}, UTC)
