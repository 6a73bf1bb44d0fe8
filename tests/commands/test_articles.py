"""Articles in by `import`, into the index by `keep`, out by `search`; what is bad is named, the rest goes on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from warraq.commands import main
from warraq.options import read_options
from warraq.store import models

pytestmark = pytest.mark.django_db

ROWS: list[dict[str, Any]] = [
    {
        "id": "a1",
        "url": "https://goud.example/1",
        "outlet": "كود",
        "title": "افتتاح المدرسة الجديدة",
        "body": "افتتحت المدرسة اليوم في طنجة.\nوحضر الوزير.",
        "published_at": "2023-11-01T10:05+01:00",
        "authors": ["سعاد العمراني"],
        "section": "سياسة",
        "language": "ar",
        "kind": "article",
        "image": "https://goud.example/1.jpg",
    },
    {
        "id": "a2",
        "url": "https://goud.example/2",
        "outlet": "كود",
        "title": None,
        "published_at": None,
        "body": "نص",
    },
    {
        "url": "https://fr.example/3",
        "outlet": "Le Pays",
        "title": "La nouvelle école",
        "body": "Tanger, une école.",
    },
]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setenv("WARRAQ_LOG", "error")
    return tmp_path


def lines_file(folder: Path, *lines: object, name: str = "articles.jsonl") -> str:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return str(file)


def search(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["search", *words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_articles_are_imported_indexed_and_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", lines_file(data, *ROWS, name="articles.jsonl.gz"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["published"] == 3
    assert main(["keep", "--once"]) == 0
    total, found = search(capsys, "والمدرسة")
    assert total == {"total": 1}
    assert (found["id"], found["published_at"], found["section"]) == (
        "a1",
        "2023-11-01T10:05+01:00",
        "politics",
    )
    assert search(capsys, "ecole")[1]["title"] == "La nouvelle école"
    assert models.Author.objects.get().name == "سعاد العمراني"


def test_importing_again_doubles_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = lines_file(data, *ROWS)
    main(["import", file])
    capsys.readouterr()
    main(["import", file, "--json"])
    assert json.loads(capsys.readouterr().out)["unchanged"] == 3
    assert models.Outlet.objects.count() == 2


def test_bad_lines_are_named_and_the_rest_goes_on(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = [
        "{not json",
        "[]",
        {"url": "javascript:1", "outlet": "x"},
        {"outlet": "x"},
        {"url": "https://goud.example/9", "outlet": "x", "published_at": "yesterday-ish"},
        {"url": "https://goud.example/8", "outlet": "x", "title": 5},
        {"url": "https://goud.example/7", "outlet": "x", "kind": "poem"},
    ]
    file = lines_file(data, *bad, *ROWS)
    assert main(["import", file, str(data / "missing.jsonl")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in told[:7]] == [f"{file}:{number}" for number in range(1, 8)]
    assert "missing.jsonl" in told[7]
    assert models.Article.objects.count() == 3


def test_a_file_of_queries_is_answered_with_imported_ids(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", lines_file(data, *ROWS)])
    main(["keep", "--once"])
    queries = lines_file(data, {"id": "q1", "query": "أين افتتحت المدرسة؟"}, "nonsense", name="queries.jsonl")
    capsys.readouterr()
    assert main(["search", "--batch", queries, "--any"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {"id": "q1", "ranking": ["a1"]}
    assert "queries.jsonl:2" in err


def test_a_bad_query_points_at_its_mistake(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", lines_file(data, *ROWS)])
    main(["keep", "--once"])
    capsys.readouterr()
    assert main(["search", "date:soon"]) == 1
    assert "date" in capsys.readouterr().err


def test_searching_without_an_index_says_what_to_do(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "طنجة"]) == 1
    assert "warraq index rebuild" in capsys.readouterr().err


def test_rebuilding_gives_the_same_index(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", lines_file(data, *ROWS)])
    capsys.readouterr()
    assert main(["index", "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"articles": 3}
    assert search(capsys, "المدرسة")[0] == {"total": 1}
    assert not models.Outbox.objects.filter(consumer="index").exists()


def test_a_damaged_index_heals_itself(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", lines_file(data, *ROWS[:1])])
    main(["keep", "--once"])
    for file in (read_options().data / "index").rglob("*"):
        if file.is_file() and file.name != "current":
            file.write_bytes(b"damaged")
    main(["import", lines_file(data, *ROWS)])
    assert main(["keep", "--once"]) == 0
    assert search(capsys, "المدرسة")[0] == {"total": 1}


@pytest.mark.parametrize(
    "words", [["search"], ["search", "x", "--batch", "y"], ["search", "x", "--limit", "0"]]
)
def test_wrong_use_is_told_apart_from_failure(words: list[str], data: Path) -> None:
    assert main(words) == 2
