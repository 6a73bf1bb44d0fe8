"""Exports: one record an article, nothing lost on the way, nothing in them that may not leave."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from arro3.io import read_parquet
from hypothesis import given
from hypothesis import strategies as st

from warraq.archive.export import COLUMNS, Provenance, Row, columns, rows
from warraq.archive.formats import BOM, csv_text, jsonl_text, write_parquet
from warraq.records import Wish
from warraq.store.read_exports import StoredArticle
from warraq.store.read_rows import OutletRow

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
OUTLET = OutletRow(
    1, "goud", "https://goud.example/", {"ar": "كود"}, True, "ar", False, "", "active", "", None
)
PLAIN = StoredArticle(
    number=7, imported_id=None, outlet=OUTLET, address="https://goud.example/7", kind="article",
    title="ارتفاع الأسعار", subtitle="عنوان فرعي", language="ar", is_darija=False, section="society",
    section_label="مجتمع", tags=("أسعار",), published_text="2026-11-24", published_precision="day",
    day_on="2026-11-24", seen_at=AT, edited_at=None, revision_count=0, withdrawn_at=None, wishes=frozenset(),
    authors=("سعيد بنيس", "منى"), places=("tanger",), text="الفقرة الأولى\nالثانية",
)  # fmt: skip

texts = st.text(st.characters(codec="utf-8"), max_size=40)
articles = st.builds(
    PLAIN._replace,
    number=st.integers(1, 2**63 - 1),
    title=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    is_darija=st.none() | st.booleans(),
    text=texts,
)
many = st.lists(articles | st.integers(1, 2**63 - 1), max_size=20)


def made(given_articles: Any, *, with_text: bool = True) -> list[Row]:
    return list(rows(given_articles, "https://warraq.example", with_text=with_text))


def parquet(given_rows: list[Row], *, with_text: bool = True) -> Any:
    file = io.BytesIO()
    facts = Provenance("طنجة", "ma", 9, len(given_rows), AT, "https://warraq.example/search").facts()
    write_parquet(columns(with_text=with_text), given_rows, file, facts)
    file.seek(0)
    return read_parquet(file)


@given(many)
def test_jsonl_is_one_object_an_article_and_loses_nothing(given_articles: list[StoredArticle | int]) -> None:
    given_rows = made(given_articles)
    text = "".join(jsonl_text(columns(with_text=True), given_rows))
    lines = text.splitlines()
    assert len(lines) == len(given_articles)
    for line, row in zip(lines, given_rows, strict=True):
        assert json.loads(line) == {name: list(v) if isinstance(v, tuple) else v for name, v in row.items()}


@given(many, st.booleans())
def test_csv_is_one_record_an_article(given_articles: list[StoredArticle | int], has_bom: bool) -> None:
    text = "".join(csv_text(columns(with_text=True), made(given_articles), has_bom=has_bom))
    assert text.startswith(BOM) is has_bom
    read = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert len(read) == len(given_articles)
    for line, article in zip(read, given_articles, strict=True):
        number = article if isinstance(article, int) else article.number
        assert line["number"] == str(number)
        if not isinstance(article, int):
            assert line["title"].removeprefix("'") == article.title.replace("\x00", "").removeprefix("'")


@given(many)
def test_no_cell_is_run_as_a_formula(given_articles: list[StoredArticle | int]) -> None:
    text = "".join(csv_text(columns(with_text=True), made(given_articles), has_bom=False))
    for record in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in record)


@given(many)
def test_parquet_is_one_row_an_article_and_loses_nothing(given_articles: list[StoredArticle | int]) -> None:
    given_rows = made(given_articles)
    table = parquet(given_rows).read_all()
    assert table.num_rows == len(given_articles)
    for name in ("number", "title", "authors", "is_darija", "body"):
        read = [value.as_py() for value in table[name]]
        assert read == [list(v) if isinstance(v := row[name], tuple) else v for row in given_rows]


def test_parquet_names_what_it_was_made_of() -> None:
    metadata = parquet(made([PLAIN])).schema.metadata_str
    assert metadata["warraq.query"] == "طنجة"
    assert metadata["warraq.count"] == "1"
    assert metadata["warraq.snapshot"] == "9"


def test_without_the_right_to_texts_there_is_no_column_of_them() -> None:
    assert [column.name for column in columns(with_text=False)] == [column.name for column in COLUMNS]
    row = made([PLAIN], with_text=False)[0]
    assert set(row) == {column.name for column in COLUMNS}
    assert "الفقرة الأولى" not in json.dumps(row, ensure_ascii=False)


@pytest.mark.parametrize("wish", [Wish.NO_TDM, Wish.NOARCHIVE, Wish.NOSNIPPET, Wish.NOINDEX])
def test_a_reserved_text_leaves_in_no_export(wish: Wish) -> None:
    row = made([PLAIN._replace(wishes=frozenset({wish}))])[0]
    assert (row["body"], row["subtitle"], row["has_text"]) == (None, None, False)
    assert row["title"] == "ارتفاع الأسعار"


def test_of_what_was_withdrawn_only_the_headline_is_left() -> None:
    row = made([PLAIN._replace(withdrawn_at=AT)])[0]
    assert (row["body"], row["authors"], row["tags"]) == (None, (), ())
    assert (row["title"], row["withdrawn_at"]) == ("ارتفاع الأسعار", "2026-11-24T12:00:00Z")


def test_what_was_taken_down_keeps_its_place_in_the_count() -> None:
    row = made([5])[0]
    assert (row["number"], row["is_removed"], row["title"], row["url"]) == (5, True, None, None)
