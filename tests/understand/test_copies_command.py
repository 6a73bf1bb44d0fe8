from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.understand.test_copies import text
from warraq.commands import main

LINES: list[dict[str, object]] = [
    {"id": 1, "title": "أ", "body": f"الرباط (و م ع) – {text(1)}", "published_at": "2023-11-01T10:00", "outlet": "x"},
    {"id": "b", "title": "ب", "body": text(2), "published_at": "2023-11-01T10:05", "outlet": "y"},
    {"id": "c", "title": None, "body": f"{text(3, 40)} {text(1)}", "published_at": "2023-11-01T11:00", "outlet": "z"},
]  # fmt: skip


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_pairs_are_printed_with_who_was_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, LINES)).encode()))
    assert main(["copies", str(file)]) == 0
    (pair,) = printed(capsys)
    assert (pair["id"], pair["other"], pair["origin"], pair["source"]) == ("c", 1, 1, "MAP")
    assert isinstance(pair["containment"], float)
    assert pair["containment"] >= 0.9


def test_lines_of_different_years_are_compared_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    rows = [{**LINES[0], "id": n, "published_at": f"20{n}-01-01"} for n in (24, 22)]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["copies", str(file)]) == 0
    assert [(pair["id"], pair["other"], pair["origin"]) for pair in printed(capsys)] == [(22, 24, 22)]


@pytest.mark.parametrize("bad", ["{", "[1]", '{"title": 5}', '{"body": ["x"]}', '{"published_at": "soon"}'])
def test_a_bad_line_is_named_and_the_others_go_on(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join([bad, *map(json.dumps, LINES)]), encoding="utf-8")
    assert main(["copies", str(file)]) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert f"{file}, line 1" in shown.err
