from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.options import read_options
from warraq.understand.sections import fold_label, fold_labels, section_of

TABLE = fold_labels(
    {
        "سياسة": "politics",
        "السياسة": "politics",
        "رياضة": "sports",
        "Économie": "economy",
        "إقتصاد": "economy",
        "عربي ودولي": "international",
        "فن وثقافة": "culture",
        "high-tech": "technology",
        "الرئيسية": "other",
        "à la une": "other",
        "ⵜⴰⵎⴰⵣⵉⵖⵜ": "amazigh",
    }
)


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("سياسة", "politics"),
        (" السّياسَة ", "politics"),
        ("اقتصاد", "economy"),
        ("ECONOMIE", "economy"),
        ("High Tech", "technology"),
        ("فن و ثقافة", None),
        ("عربي ودولي", "international"),
        ("الرئيسية > رياضة", "sports"),
        ("الرئيسية » رياضة » كرة القدم", "sports"),
        ("رياضة, الرئيسية", "sports"),
        ("À la une | Économie", "economy"),
        ("الرئيسية", "other"),
        ("الرئيسية / شيء آخر", "other"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "amazigh"),
        ("الرياضة", None),
        ("شيء آخر", None),
        ("", None),
        (None, None),
    ],
)
def test_a_label_names_the_editions_section(label: str | None, section: str | None) -> None:
    assert section_of(label, TABLE) == section


@given(st.text())
def test_folding_twice_changes_nothing(label: str) -> None:
    assert fold_label(fold_label(label)) == fold_label(label)


@given(st.text())
def test_any_label_is_answered(label: str) -> None:
    assert section_of(label, TABLE) in {None, *TABLE.values()}


@pytest.mark.shared
def test_every_label_of_the_shared_list_names_its_own_section() -> None:
    data = read_options().shared_data
    if data is None:
        pytest.skip("WARRAQ_SHARED_DATA is not set")
    with (data / "names" / "sections.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["label"]: row["section"] for row in csv.DictReader(file, delimiter="\t")}
    table = fold_labels(rows)
    assert {label: section_of(label, table) for label in rows} == rows
