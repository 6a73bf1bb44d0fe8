"""Charts: zero-based, broken where nothing was collected, readable both ways, whole whatever they are given."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.serve.chart_scale import every, spread, ticks
from warraq.serve.charts import Chart, Line, bar_chart, line_chart, share_bar


def chart(*lines: Line, direction: str = "rtl", **more: object) -> Chart:
    periods = tuple(f"شهر {n}" for n in range(len(lines[0].values)))
    values: dict[str, object] = {
        "title": "كم",
        "description": "متى",
        "periods": periods,
        "marks": periods,
        **more,
    }
    return Chart("k", lines=lines, said=lambda value: f"{value:g}", direction=direction, **values)  # type: ignore[arg-type]


def drawings(drawn: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{drawn}</all>"))


def numbers(path: str) -> list[float]:
    return [float(text) for text in re.findall(r"[\d.]+", path)]


def test_time_runs_as_the_page_reads() -> None:
    line = Line("طنجة", (1, 2, 3))
    right_to_left = numbers(drawings(line_chart(chart(line)))[0].findall(".//g/g/path")[0].get("d") or "")
    left_to_right = numbers(
        drawings(line_chart(chart(line, direction="ltr")))[0].findall(".//g/g/path")[0].get("d") or ""
    )
    assert right_to_left[0] > right_to_left[2] > right_to_left[4]
    assert left_to_right[0] < left_to_right[2] < left_to_right[4]
    assert right_to_left[1::2] == left_to_right[1::2]


def test_a_line_is_broken_where_nothing_was_collected() -> None:
    wide = drawings(line_chart(chart(Line("طنجة", (1, None, None, 4)), Line("فاس", (0, None, None, 1)))))[0]
    assert (wide.findall(".//g/g/path")[0].get("d") or "").count("M") == 2
    assert len(wide.findall(".//rect[@class='gap']")) == 1
    ground = wide.find(".//path[@class='ground']")
    assert ground is not None
    assert (ground.get("d") or "").count("M") == 2


def test_what_only_one_line_lacks_is_no_gap() -> None:
    wide = drawings(line_chart(chart(Line("طنجة", (1, None)), Line("فاس", (0, 1)))))[0]
    assert wide.findall(".//rect[@class='gap']") == []


def test_bars_stand_on_zero_and_lead_on() -> None:
    drawn = bar_chart(chart(Line("", (0, 4, None, 8)), addresses=("/a", "/b", "/c?x=1&y=2", "/d")))
    wide, narrow = drawings(drawn)
    bars = wide.findall(".//rect[@class='bar']")
    bottoms = {float(bar.get("y") or 0) + float(bar.get("height") or 0) for bar in bars}
    assert len(bars) == 2
    assert len(bottoms) == 1
    assert [link.get("href") for link in wide.findall(".//a")] == ["/b", "/d"]
    assert (wide.get("role"), wide.findall("g")[0].get("aria-hidden")) == ("group", "true")
    assert narrow.get("class") == "chart narrow"


def test_what_is_not_over_or_was_collected_in_part_is_hollow() -> None:
    lines = drawings(line_chart(chart(Line("طنجة", (1,) * 80), partly=frozenset({79}))))[0]
    assert [circle.get("class") for circle in lines.findall(".//circle")] == ["partly"], (
        "of many points only it"
    )
    bars = drawings(bar_chart(chart(Line("", (1, 2)), partly=frozenset({1}))))[0]
    assert [bar.get("class") for bar in bars.findall(".//rect")] == ["bar", "bar partly"]


def test_a_chart_is_named_and_told_and_its_ids_are_its_own() -> None:
    ids = re.findall(r' id="([^"]+)"', line_chart(chart(Line("طنجة", (1, 2)))))
    assert len(ids) == len(set(ids)) == 4
    wide = drawings(line_chart(chart(Line("طنجة", (1, 2)))))[0]
    assert (wide.get("role"), wide.get("aria-labelledby")) == ("img", "k-wide-t k-wide-d")
    assert [wide.findtext("title"), wide.findtext("desc")] == ["كم", "متى"]


values_of_three = st.lists(st.none() | st.integers(0, 10**9), min_size=3, max_size=3)
named = st.tuples(st.text(max_size=30), values_of_three)


@given(st.lists(named, min_size=1, max_size=5), st.sampled_from(("rtl", "ltr")))
def test_whatever_is_asked_for_stays_text(
    given_lines: list[tuple[str, list[int | None]]], direction: str
) -> None:
    lines = [Line("".join(c for c in name if c.isprintable()), tuple(values)) for name, values in given_lines]
    drawn = line_chart(chart(*lines, direction=direction))
    for drawing in drawings(drawn):
        assert {element.tag for element in drawing.iter()} <= {
            "svg", "title", "desc", "rect", "path", "g", "circle", "text",
        }  # fmt: skip
        width, height = float(drawing.get("width") or 0), float(drawing.get("height") or 0)
        for circle in drawing.iter("circle"):
            assert 0 <= float(circle.get("cx") or -1) <= width
            assert 0 <= float(circle.get("cy") or -1) <= height


def test_nothing_of_a_chart_needs_what_the_page_forbids() -> None:
    drawn = line_chart(chart(Line("<script>alert(1)</script>", (1, 2)), title='"><script>'))
    assert "style=" not in drawn
    assert "<script" not in drawn


@given(st.just(0.0) | st.floats(1e-12, 1e12), st.booleans())
def test_scales_begin_at_zero_and_hold_the_highest(highest: float, is_whole: bool) -> None:
    scale = ticks(highest, whole=is_whole)
    assert scale[0] == 0
    assert scale[-1] >= highest * (1 - 1e-6)
    assert 2 <= len(scale) <= 7
    assert scale == sorted(set(scale))
    if is_whole:
        assert all(tick == int(tick) for tick in scale)


@pytest.mark.parametrize(
    ("highest", "wanted"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (9, [0, 5, 10]), (430, [0, 200, 400, 600])]
)
def test_steps_are_round(highest: float, wanted: list[float]) -> None:
    assert ticks(highest) == wanted


@given(st.lists(st.floats(0, 300), max_size=5))
def test_names_at_the_ends_of_lines_stand_apart(places: list[float]) -> None:
    moved = spread(places, 18, 0, 300)
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in moved)
    inorder = sorted(moved)
    assert all(b - a >= 18 - 1e-6 for a, b in pairwise(inorder))
    assert sorted(range(len(places)), key=lambda n: (places[n], n)) == sorted(
        range(len(places)), key=lambda n: (moved[n], places[n], n)
    )


def test_names_on_the_axis_are_few() -> None:
    assert every(3, 9) == [0, 1, 2]
    assert len(every(100, 9)) <= 9


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 1, 7])
def test_a_bar_in_a_table_is_as_long_as_its_share(share: float) -> None:
    width = re.search(r"h(\d+)v", share_bar(share))
    assert width is not None
    assert int(width[1]) == (0 if not share else max(1, round(100 * min(share, 1))))
