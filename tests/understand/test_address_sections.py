"""An address may name the section that no label does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.rows import ARTICLE
from warraq.understand.address_sections import (
    FEWEST,
    learn_habits,
    parts_of,
    section_by_habit,
    section_of_address,
)
from warraq.understand.language import findings
from warraq.understand.sections import fold_labels

TABLE = fold_labels({"sport": "sports", "رياضة": "sports", "économie": "economy", "actualités": "other"})


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("https://goud.example/sport/le-match", "sports"),
        ("https://goud.example/sport/le-match/", "sports"),
        ("https://goud.example/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/12/title.html", "sports"),
        ("https://sport.goud.example/le-match", "sports"),
        ("https://goud.example/sport/economie/les-clubs", "economy"),
        ("https://goud.example/actualites/economie/les-clubs", "economy"),
        ("https://goud.example/actualites/les-clubs", None),
        ("https://goud.example/sport", None),
        ("https://goud.example/le-sport-national/12", None),
        ("https://sport.example/2026/11/12", None),
        ("", None),
        ("https://x[", None),
    ],
)
def test_a_folder_in_words_names_its_section(address: str, section: str | None) -> None:
    assert section_of_address(address, TABLE) == section


def test_the_address_speaks_where_the_label_does_not() -> None:
    article = replace(ARTICLE, section=None, address="https://goud.example/sport/le-match")
    assert findings(article, sections=TABLE).section == "sports"
    assert findings(replace(article, section="actualités"), sections=TABLE).section == "sports"
    assert findings(replace(article, section="Économie"), sections=TABLE).section == "economy"


def rows(folder: str, section: str, count: int = FEWEST) -> list[tuple[str, str]]:
    return [(f"https://goud.example/ar/{folder}/{number}", section) for number in range(count)]


def test_what_an_outlets_labelled_articles_agree_on_is_its_habit() -> None:
    habits = learn_habits([*rows("96", "sports"), *rows("93", "economy")])
    assert section_by_habit("https://www.goud.example/ar/96/7000", habits) == "sports"
    assert section_by_habit("https://www.goud.example/ar/97/7000", habits) is None
    assert section_by_habit("https://other.example/ar/96/7000", habits) is None


def test_a_query_is_part_of_a_habit() -> None:
    taught = [
        (f"https://goud.example/news.aspx?id={number}&cat={number % 2}", ("sports", "economy")[number % 2])
        for number in range(2 * FEWEST)
    ]
    assert section_by_habit("https://goud.example/news.aspx?id=7000&cat=1", learn_habits(taught)) == "economy"


@pytest.mark.parametrize(
    "taught",
    [
        [*rows("96", "sports", FEWEST - 1), *rows("93", "economy", FEWEST - 1)],
        [*rows("96", "sports"), *rows("96", "economy", FEWEST // 4)],
        rows("96", "sports"),
    ],
    ids=["too few", "no agreement", "a site of one section"],
)
def test_no_habit_comes_of_too_little(taught: list[tuple[str, str]]) -> None:
    assert learn_habits(taught) == {}


@given(st.text())
def test_any_address_is_answered(address: str) -> None:
    assert section_of_address(address, TABLE) in {None, "sports", "economy"}
    assert isinstance(parts_of(f"https://{address}"), list)
