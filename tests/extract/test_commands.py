"""`warraq extract` and `warraq date` as a person or a script uses them."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from warraq.commands import main

PAGES = Path(__file__).parent / "pages"
FIELDS = [
    "id", "kind", "url", "title", "subtitle", "authors", "published_at", "date_precision", "language", "is_darija",
    "image", "section", "body",
]  # fmt: skip


def test_extract_prints_one_object_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    packed = tmp_path / "packed.html.gz"
    packed.write_bytes(gzip.compress((PAGES / "french.html").read_bytes()))
    names = [str(PAGES / "wordpress.html"), str(packed), str(PAGES / "missing.html")]
    assert main(["extract", *names, "--jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["wordpress.html", "packed.html.gz", "missing.html"]
    assert list(rows[0]) == FIELDS
    assert rows[0]["url"] == "https://saquia.example/2023/11/souk-tiznit/"
    assert rows[0]["published_at"] == "2023-11-01T10:20:00+01:00"
    assert (rows[0]["language"], rows[0]["is_darija"]) == ("ar", False)
    assert rows[1]["language"] == "fr"
    assert rows[2]["kind"] is None
    assert "error page" in rows[2]["reason"]


def test_extract_goes_on_after_a_bad_file_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "no-such-file.html", str(PAGES / "wordpress.html"), "--jsonl"]) == 1
    printed = capsys.readouterr()
    assert "no-such-file.html" in printed.err
    assert len(printed.out.splitlines()) == 1


def test_extract_without_an_address_tells_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a page.html"
    file.write_text(
        "<h1>Titre</h1><p>" + "Une phrase assez longue pour être lue. " * 12 + '<img src="/a.jpg">'
    )
    assert main(["extract", str(file), "--jsonl"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["url"], row["image"]) == ("article", None, None)


def test_extract_prints_a_readable_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["extract", str(PAGES / "french.html"), "--url", "https://lerelais.example/culture/azrou"]) == 0
    )
    printed = capsys.readouterr().out
    assert printed.startswith("Azrou : une bibliothèque dans l’ancienne gare\n")
    assert "Salma Benjelloun" in printed
    assert "https://www.youtube.com/watch?v=abcdEFGH123" in printed


def test_extract_names_what_is_no_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(PAGES / "missing.html")]) == 1
    assert "missing.html: no article: an error page" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--url", "nonsense", "a.html"], ["--url", "https://a.example/", "a.html", "b.html"]]
)
def test_extract_used_wrongly(words: list[str]) -> None:
    assert main(["extract", *words]) == 2


def test_date_prints_what_it_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["date", "الثلاثاء 11 أبريل 2023 - 18:30", "--language", "ar"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "date": "2023-04-11T18:30",
        "precision": "minute",
        "zone": "Africa/Casablanca",
        "is_zone_assumed": True,
    }
    assert main(["date", "منذ ساعتين", "--now", "2023-11-01T15:00"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "date": "2023-11-01T13:00",
        "precision": "hour",
        "zone": "Africa/Casablanca",
        "is_zone_assumed": True,
    }
    assert main(["date", "2023-11-01T13:00:00+02:00"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "date": "2023-11-01T13:00:00+02:00",
        "precision": "second",
        "zone": "+02:00",
    }
    assert main(["date", "2023"]) == 0
    assert json.loads(capsys.readouterr().out) == {"date": None, "precision": None}


def test_date_reads_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input = io.TextIOWrapper(
        io.BufferedReader(io.BytesIO("11 نونبر 2023\n17 ربيع الثاني 1445\n".encode()))
    )
    monkeypatch.setattr("sys.stdin", standard_input)
    assert main(["date", "-"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {"date": "2023-11-11", "precision": "day"}
    assert rows[1] == {"date": "2023-11-01", "precision": "day", "is_approximate": True}


def test_date_used_wrongly() -> None:
    assert main(["date", "hier", "--now", "yesterday"]) == 2
