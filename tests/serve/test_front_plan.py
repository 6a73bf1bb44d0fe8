"""What stands where on the front page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from warraq.serve.events import Candidate, once
from warraq.serve.lines import Line
from warraq.serve.web.front_plan import COLUMN, RIVER, ROW, SECONDS, FrontPlan, plan_front
from warraq.understand.prominence import Traits


def line(
    number: int,
    outlet: str = "goud",
    section: str = "politics",
    *,
    picture: bool = True,
    title: str = "",
    story: int | None = None,
) -> Line:
    return Line(
        number=number,
        href=f"/{outlet}/{number}",
        title=title or f"headline {number}",
        link=Markup(""),
        language="ar",
        direction="rtl",
        outlet=outlet,
        outlet_name=outlet,
        outlet_link=Markup(""),
        section=section,
        event=story or -number,
        rank=0.0,
        clock=Markup(""),
        meta=Markup(""),
        in_river=Markup(""),
        in_roll=Markup(""),
        in_stand=Markup(""),
        in_ticker=Markup(""),
        excerpt="text",
        picture="0" * 64 if picture else "",
        width=800,
        height=600,
        has_logo=False,
    )


def ranked(*lines: Line, ranks: tuple[float, ...] = (), regions: tuple[str, ...] = ()) -> list[Candidate]:
    """Candidates; of equal rank and without region where nothing else is said."""
    found = [
        Candidate(
            one,
            ranks[n] if n < len(ranks) else 1.0,
            Traits(one.section, regions[n] if n < len(regions) else "", one.outlet),
            one if one.picture else None,
            None,
        )
        for n, one in enumerate(lines)
    ]
    return sorted(found, key=lambda one: -one.rank)


def plan_of(lines: list[Line], sections: dict[str, list[Line]] | None = None) -> FrontPlan:
    return plan_front(ranked(*lines), lines, sections or {})


def test_the_lead_is_the_highest_rank_that_has_something_to_show() -> None:
    bare, full, later = line(9, picture=False), line(8), line(7)
    assert (
        plan_front(ranked(bare, full, later, ranks=(9.5, 9.0, 8.0)), [], {}).lead
        == ranked(full, ranks=(9.0,))[0]
    )
    plan = plan_front(ranked(bare, full, ranks=(12.0, 9.0)), [], {})
    assert plan.lead is not None
    assert plan.lead.line.number == 9  # far above all others: a picture is not everything


def test_without_pictures_there_is_still_a_lead() -> None:
    plan = plan_of([line(9, picture=False), line(8, picture=False)])
    assert plan.lead is not None
    assert plan.lead.line.number == 9
    assert plan.seconds == []


def test_leads_are_spread_over_outlets_and_sections() -> None:
    busy = [line(90 - n) for n in range(20)]
    others = [line(50 - n, f"outlet-{n}", f"section-{n}") for n in range(SECONDS)]
    plan = plan_of([*busy, *others])
    assert len({one.line.outlet for one in plan.leads()}) == SECONDS + 1


def test_leads_are_spread_over_regions() -> None:
    lines = [line(90 - n, f"outlet-{n}", f"section-{n}") for n in range(12)]
    regions = ("north",) * 8 + ("south", "east", "west", "centre")
    plan = plan_front(ranked(*lines, regions=regions), [], {})
    assert {one.traits.region for one in plan.leads()} == set(regions)


def test_variety_does_not_beat_a_great_story() -> None:
    lines = [line(90 - n, f"outlet-{n}") for n in range(5)] + [line(5, "other", "sports")]
    plan = plan_front(ranked(*lines, ranks=(9.0, 8.5, 8.0, 7.5, 7.0, 1.0)), [], {})
    assert plan.lead is not None
    assert [one.line.number for one in plan.seconds] == [89, 88, 87]


def test_a_row_with_a_hole_is_not_shown() -> None:
    plan = plan_of([line(9 - n) for n in range(ROW)])
    assert plan.seconds == []
    assert len(plan.lines()) == ROW


def test_a_copy_under_the_same_headline_does_not_stand_beside_its_twin() -> None:
    plan = plan_of([line(9, "a", title="same"), line(8, "b", title="same"), line(7, "c"), line(6, "d")])
    assert [one.line.title for one in plan.leads()].count("same") == 1


def test_one_event_stands_once_on_the_whole_page() -> None:
    lead = line(20, story=7)
    again = line(19, "hespress", story=7)
    river = [line(18 - n, "le360", picture=False) for n in range(3)]
    plan = plan_front(
        ranked(lead), [again, *river], {"politics": [again, line(3, "x", story=8), line(2, "y", story=8)]}
    )
    events = [one.event for one in plan.lines()]
    assert len(events) == len(set(events))
    assert 19 not in {one.number for one in plan.lines()}
    assert {one.number for one in plan.lines()} >= {20, 18, 3}


def test_the_river_is_full_although_copies_are_left_out() -> None:
    newest = [line(50 - n, f"o{n}", story=n // 3 + 1) for n in range(36)]
    plan = plan_front([], newest, {})
    assert len(plan.river) == RIVER


def test_columns_keep_the_order_given_and_leave_out_what_is_shown() -> None:
    newest = [line(9)]
    plan = plan_front(ranked(*newest), newest, {"sports": [line(4, section="sports")], "politics": [line(9)]})
    assert [column.section for column in plan.columns] == ["sports"]


def test_an_empty_edition_has_an_empty_plan() -> None:
    assert plan_front([], [], {}) == FrontPlan(None, [], [], [], [])


def test_once_takes_no_more_than_it_is_asked_for() -> None:
    shown: set[int] = set()
    assert [one.number for one in once([line(3), line(2, story=5), line(1, story=5)], shown, 2)] == [3, 2]
    assert shown == {-3, 5}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from(["x", "y", ""]),
            st.booleans(),
            st.none() | st.integers(1, 9),
        ),
        max_size=60,
    )
)
def test_no_event_stands_twice_and_no_column_is_empty(
    drawn: list[tuple[str, str, bool, int | None]],
) -> None:
    lines = [line(100 - n, o, s, picture=p, story=k) for n, (o, s, p, k) in enumerate(drawn)]
    sections = {s: [one for one in lines if one.section == s][: COLUMN + 4] for s in ("x", "y")}
    plan = plan_front(ranked(*once(lines, set())), lines[:40], sections)
    events = [one.event for one in plan.lines()]
    assert len(events) == len(set(events))
    assert all(column.lines for column in plan.columns)
    assert len(plan.seconds) % ROW == 0
    assert bool(plan.lead) == bool(lines)
