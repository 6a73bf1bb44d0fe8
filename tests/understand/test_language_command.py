from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from warraq.commands import main

GOOD = {
    "id": "a1",
    "title": "Le roi à Rabat",
    "body": "Un conseil des ministres s'est tenu lundi.",
    "outlet": "x",
}


def test_each_line_comes_back_with_its_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.jsonl.gz"
    rows = [GOOD, {"id": 2, "title": "المغرب", "body": None}, {"id": 3, "title": "Maroc", "language": "fr"}]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    assert main(["language", str(file)]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert printed[0] == {**GOOD, "language": "fr", "is_darija": False}
    assert [row["language"] for row in printed] == ["fr", "ar", "fr"]
    assert [row["id"] for row in printed] == ["a1", 2, 3]


@pytest.mark.parametrize("bad", ["{", "[1]", '{"title": 5}', '{"body": ["x"]}', "[" * 100_000])
def test_a_bad_line_is_named_and_the_others_go_on(
    bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text(f"{bad}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    assert main(["language", str(file)]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert f"{file}, line 1" in printed.err


def test_half_a_surrogate_pair_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text('{"title": "\\ud800 المغرب"}\n', encoding="utf-8")
    assert main(["language", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["language"] == "ar"


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["language", "nowhere.jsonl"]) == 1
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_lines_of_a_stream_are_answered_as_they_come() -> None:
    command = [sys.executable, "-m", "warraq", "language", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for title, language in (("Le roi préside un conseil à Rabat", "fr"), ("أمطار قوية بالشمال", "ar")):
            running.stdin.write(json.dumps({"title": title}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["language"] == language
        running.stdin.close()
    assert running.returncode == 0
