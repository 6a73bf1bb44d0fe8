"""`warraq count` and `warraq export`: the same numbers as the site, in every shape."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from arro3.io import read_parquet

from tests.serve.indexed import Indexed, indexed
from tests.serve.press import NOW, make_article, make_outlet
from warraq.commands import asking, main


@pytest.fixture
def press(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Indexed]:
    goud, other = make_outlet(), make_outlet("other")
    for n in range(5):
        make_article(goud, f"قطار {n}", at=NOW - timedelta(days=20 * n))
    make_article(other, "قطار محجوز", wishes="no_tdm")
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setattr(asking, "_names", {})
    # The test's database stands already; a command would make its own.
    monkeypatch.setattr("warraq.commands.starting.set_up_django", lambda options: None)
    monkeypatch.setattr("warraq.commands.starting.migrate", lambda options: None)
    with indexed(tmp_path) as made:
        made.catch_up()
        yield made


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_a_query_is_counted_in_all_and_apart(press: Indexed, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "count", "قطار").startswith("6 articles (snapshot ")
    lines = said(capsys, "count", "قطار", "--by", "outlet", "--json").splitlines()
    assert [json.loads(line) for line in lines[1:]] == [
        {"outlet": "goud", "articles": 5}, {"outlet": "other", "articles": 1},
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_counts_over_time_add_up(press: Indexed, capsys: pytest.CaptureFixture[str], by: str) -> None:
    rows = [json.loads(line) for line in said(capsys, "count", "قطار", "--by", by, "--json").splitlines()]
    assert sum(row["articles"] for row in rows[1:]) == rows[0]["total"] == 6


def test_exports_have_as_many_rows_as_counted(
    press: Indexed, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for form in ("csv", "jsonl", "parquet"):
        said(capsys, "export", "قطار", "--format", form, "--output", str(tmp_path / f"x.{form}"))
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 6
    assert len((tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    assert read_parquet(io.BytesIO((tmp_path / "x.parquet").read_bytes())).read_all().num_rows == 6


def test_texts_are_given_on_request_but_no_reserved_one(
    press: Indexed, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, about = tmp_path / "x.jsonl", tmp_path / "about.json"
    said(capsys, "export", "قطار", "--text", "-o", str(file), "--about", str(about))
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {row["title"]: bool(row["body"]) for row in rows}["قطار محجوز"] is False
    assert sum(bool(row["body"]) for row in rows) == 5
    facts = json.loads(about.read_text(encoding="utf-8"))
    assert (facts["query"], facts["count"]) == ("قطار", "6")


def test_a_snapshot_leaves_out_what_came_later(press: Indexed, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = json.loads(said(capsys, "count", "قطار", "--json"))["snapshot"]
    make_article(make_outlet("third"), "قطار جديد")
    press.catch_up()
    assert json.loads(said(capsys, "count", "قطار", "--json"))["total"] == 7
    assert json.loads(said(capsys, "count", "قطار", "--upto", str(snapshot), "--json"))["total"] == 6


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("count", "date:x"), 1, "no date"),
        (("export", "قطار", "--output", "/nowhere/x.csv"), 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    press: Indexed, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, says: str
) -> None:
    assert main(words) == code
    assert says in capsys.readouterr().err
