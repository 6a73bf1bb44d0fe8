"""The schematic map: marks where coordinates put them, names beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.editions import Edition, load_edition
from warraq.options import read_options
from warraq.serve.country_map import LARGEST, WIDTH, Spot, draw


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
def test_moroccan_names_cover_no_mark(morocco: Edition, language: str) -> None:
    spots = regions(morocco, language)
    assert len(spots) == 12
    drawing = draw(spots)
    assert drawing is not None
    for mark in drawing.marks:
        inside = [
            other
            for other in drawing.marks
            if abs(other.y - mark.name_y + 5) < other.radius - 6
            and abs(other.x - mark.name_x) < other.radius - 4
        ]
        assert not inside


points = st.tuples(st.floats(-60, 60), st.floats(-170, 170))


@given(
    st.lists(st.builds(Spot, st.text(min_size=1, max_size=20), points, st.integers(0, 9_999)), max_size=20)
)
def test_every_mark_lies_on_the_drawing(spots: list[Spot]) -> None:
    drawing = draw(spots)
    if drawing is not None:
        assert len(drawing.marks) == len(spots)
        assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= drawing.height for mark in drawing.marks)
