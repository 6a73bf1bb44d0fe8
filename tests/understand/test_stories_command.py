from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.understand.test_copies import text
from warraq.commands import main

TITLES = [
    ("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", "2023-09-08T23:20:00Z", "ar"),
    ("البرلمان يصادق على قانون المالية", "2023-09-08T23:30:00Z", "ar"),
    ("Séisme dans la province d'Al Haouz", "2023-09-09T00:10:00Z", "fr"),
    ("زلزال الحوز.. قوته 6.8 درجات", "2023-09-09T00:40:00Z", "ar"),
    ("Al Haouz : un séisme frappe la province", "2023-09-09T01:00:00Z", "fr"),
]
ROWS = [
    {"id": n, "title": title, "published_at": at, "language": language, "outlet": "x", "body": None}
    for n, (title, at, language) in enumerate(TITLES)
]


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_comes_back_with_its_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, ROWS)).encode()))
    assert main(["stories", str(file)]) == 0
    rows = printed(capsys)
    assert [{**row, "story": 0} for row in rows] == [{**row, "story": 0} for row in ROWS]
    one, other, french, again, french_again = (row["story"] for row in rows)
    assert one == again
    assert french == french_again
    assert len({one, other, french}) == 3


def test_the_order_of_the_file_does_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    assert main(["stories", str(file)]) == 0
    forward = {row["id"]: row["story"] for row in printed(capsys)}
    file.write_text("\n".join(map(json.dumps, reversed(ROWS))), encoding="utf-8")
    assert main(["stories", str(file)]) == 0
    assert {row["id"]: row["story"] for row in printed(capsys)} == forward


def test_a_copy_under_another_headline_is_in_its_origins_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    rows = [{**ROWS[0], "body": text(1)}, ROWS[1], {**ROWS[3], "title": "هذا ما وقع الليلة", "body": text(1)}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["stories", str(file)]) == 0
    one, other, copy = (row["story"] for row in printed(capsys))
    assert one == copy != other


def test_a_district_and_its_town_are_one_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARRAQ_EDITION", "ma")
    file = tmp_path / "articles.jsonl"
    titles = (
        "حريق مهول يلتهم مستودعا للأثاث بسيدي مومن",
        "الدار البيضاء.. حريق يلتهم مستودعا للأثاث",
        "طنجة.. حريق يأتي على مستودع للأثاث المستعمل",
    )
    rows = [{**ROWS[0], "title": title} for title in titles]
    file.write_text("\n".join(map(json.dumps, [*ROWS[1:], *rows])), encoding="utf-8")
    assert main(["stories", str(file)]) == 0
    district, town, elsewhere = (row["story"] for row in printed(capsys)[-3:])
    assert district == town != elsewhere


@pytest.mark.parametrize("bad", ["{", "[1]", '{"title": 5}', '{"published_at": "soon"}'])
def test_a_bad_line_is_named_and_the_others_go_on(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(f"{bad}\n{json.dumps(ROWS[0])}\n{{}}\n", encoding="utf-8")
    assert main(["stories", str(file)]) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 2
    assert f"{file}, line 1" in shown.err
