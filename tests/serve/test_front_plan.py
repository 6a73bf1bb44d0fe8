"""What stands where on the front page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from warraq.serve.lines import Line
from warraq.serve.web.front_plan import COLUMN, ROW, SECONDS, FrontPlan, plan_front


def line(
    number: int, outlet: str = "goud", section: str = "politics", *, picture: bool = True, title: str = ""
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
        clock=Markup(""),
        meta=Markup(""),
        in_river=Markup(""),
        in_roll=Markup(""),
        in_ticker=Markup(""),
        excerpt="text",
        picture="0" * 64 if picture else "",
        width=800,
        height=600,
        has_logo=False,
    )


def shown(plan: FrontPlan) -> list[Line]:
    columns = [one for column in plan.columns for one in column.lines]
    return [*plan.leads(), *plan.thirds, *plan.river, *columns]


def test_the_lead_is_the_newest_with_a_picture() -> None:
    plan = plan_front([line(9, picture=False), line(8), line(7)], {})
    assert plan.lead is not None
    assert plan.lead.number == 8


def test_without_pictures_there_is_still_a_lead() -> None:
    plan = plan_front([line(9, picture=False), line(8, picture=False)], {})
    assert plan.lead is not None
    assert plan.lead.number == 9
    assert plan.seconds == []


def test_leads_are_spread_over_outlets_and_sections() -> None:
    busy = [line(90 - n) for n in range(20)]
    others = [line(50 - n, f"outlet-{n}", f"section-{n}") for n in range(SECONDS)]
    plan = plan_front([*busy, *others], {})
    assert len({one.outlet for one in plan.leads()}) == SECONDS + 1


def test_a_row_with_a_hole_is_not_shown() -> None:
    plan = plan_front([line(9 - n) for n in range(ROW)], {})
    assert plan.seconds == []
    assert len(shown(plan)) == ROW


def test_a_copy_under_the_same_headline_does_not_stand_beside_its_twin() -> None:
    plan = plan_front(
        [line(9, "a", title="same"), line(8, "b", title="same"), line(7, "c"), line(6, "d")], {}
    )
    assert [one.title for one in [*plan.leads(), *plan.thirds]].count("same") == 1


def test_columns_keep_the_order_given_and_leave_out_what_is_shown() -> None:
    newest = [line(9)]
    plan = plan_front(newest, {"sports": [line(4, section="sports")], "politics": [line(9)]})
    assert [column.section for column in plan.columns] == ["sports"]


def test_an_empty_edition_has_an_empty_plan() -> None:
    assert plan_front([], {}) == FrontPlan(None, [], [], [], [])


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", ""]), st.booleans()), max_size=60)
)
def test_no_article_stands_twice_and_no_column_is_empty(drawn: list[tuple[str, str, bool]]) -> None:
    lines = [line(100 - n, o, s, picture=p) for n, (o, s, p) in enumerate(drawn)]
    sections = {s: [one for one in lines if one.section == s][: COLUMN + 2] for s in ("x", "y")}
    plan = plan_front(lines[:40], sections)
    numbers = [one.number for one in shown(plan)]
    assert len(numbers) == len(set(numbers))
    assert all(column.lines for column in plan.columns)
    assert len(plan.seconds) % ROW == 0
    assert bool(plan.lead) == bool(lines)
