"""The schematic map: marks where coordinates put them, names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.editions import Edition, load_edition
from warraq.options import read_options
from warraq.serve.country_map import (
    ARABIC_WIDTH,
    LARGEST,
    LATIN_WIDTH,
    LETTERS,
    LINE,
    WIDTH,
    Mark,
    Spot,
    draw,
)


@pytest.fixture(scope="module")
def morocco(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return load_edition("ma", read_options({"WARRAQ_DATA": str(tmp_path_factory.mktemp("data"))}))


def regions(edition: Edition, language: str) -> list[Spot]:
    places = [place for place in edition.places if place.kind == "region" and place.point]
    return [Spot(place.names[language], place.point, n) for n, place in enumerate(places) if place.point]


def test_north_is_up_and_east_is_right() -> None:
    drawing = draw([Spot("Tanger", (35.7, -5.8), 1), Spot("Dakhla", (23.7, -15.9), 1)])
    assert drawing is not None
    tangier, dakhla = drawing.marks
    assert tangier.y < dakhla.y
    assert tangier.x > dakhla.x


def test_a_mark_grows_with_its_news_and_none_is_still_seen() -> None:
    drawing = draw([Spot("a", (1, 1), 0), Spot("b", (2, 2), 5), Spot("c", (3, 3), 500)])
    assert drawing is not None
    none, few, many = (mark.radius for mark in drawing.marks)
    assert 0 < none < few < many == LARGEST


def test_one_region_makes_no_map() -> None:
    assert draw([Spot("a", (1, 1), 1)]) is None
    assert draw([]) is None


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("news", [range(12), range(12, 0, -1), [5] * 12])
def test_moroccan_names_cover_no_mark_and_no_name(
    morocco: Edition, language: str, news: Sequence[int]
) -> None:
    spots = [
        spot._replace(amount=amount) for spot, amount in zip(regions(morocco, language), news, strict=True)
    ]
    drawing = draw(spots)
    assert drawing is not None
    boxes = [box_of(mark) for mark in drawing.marks]
    for box, mark in zip(boxes, drawing.marks, strict=True):
        assert 0 <= box[0] < box[2] <= WIDTH
        for other in drawing.marks:
            aside = max(box[0] - other.x, 0, other.x - box[2]), max(box[1] - other.y, 0, other.y - box[3])
            assert hypot(*aside) > other.radius - 4, (mark, other)
        assert not [other for other in boxes if other is not box and overlap(box, other)]


def box_of(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a name, of letters as wide as we take them to be."""
    latin = mark.lines[0] < "\u0370"
    wide = max(map(len, mark.lines)) * LETTERS * (LATIN_WIDTH if latin else ARABIC_WIDTH)
    left = mark.name_x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    top = mark.name_y - LETTERS * 0.8
    return left, top, left + wide, top + LETTERS * (1 + LINE * (len(mark.lines) - 1))


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_name_stays_where_it_is_whatever_the_news(morocco: Edition) -> None:
    one, other = (
        draw([spot._replace(amount=amount) for spot in regions(morocco, "fr")]) for amount in (0, 90)
    )
    assert one is not None
    assert other is not None
    assert [(mark.lines, mark.anchor) for mark in one.marks] == [(m.lines, m.anchor) for m in other.marks]


points = st.tuples(st.floats(-60, 60), st.floats(-170, 170))


@given(
    st.lists(st.builds(Spot, st.text(min_size=1, max_size=20), points, st.integers(0, 9_999)), max_size=20)
)
def test_every_mark_lies_on_the_drawing(spots: list[Spot]) -> None:
    drawing = draw(spots)
    if drawing is not None:
        assert len(drawing.marks) == len(spots)
        assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= drawing.height for mark in drawing.marks)
