"""Outlets come in by OPML, CSV or a plain list; a bad line is named, the rest goes on, and nothing is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.commands import main
from warraq.commands.outlet_import import read_lines
from warraq.errors import BadInput
from warraq.store import models

pytestmark = pytest.mark.django_db

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>x</title></head><body>
<outline text="المغرب"><outline text="عامة">
  <outline type="rss" text="كود" xmlUrl="https://goud.example/feed" htmlUrl="https://goud.example/"/>
</outline></outline>
<outline text="كود رياضة" xmlUrl="https://goud.example/sport/feed" htmlUrl="https://www.goud.example/sport"/>
<outline text="Le Pays" xmlurl="http://lepays.example/rss" language="fr-FR"/>
<outline text="Burned" xmlUrl="https://feeds.feedburner.com/one"/>
<outline text="Burned too" xmlUrl="https://feeds.feedburner.com/two"/>
</body></opml>"""
HEADER = "slug,name_ar,name_fr,homepage,language,feeds,sitemaps,front_page,agency,name_verified,note\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setenv("WARRAQ_LOG", "error")
    return tmp_path


def load(data: Path, text: str | bytes, name: str = "file") -> int:
    (data / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["outlet", "import", str(data / name)])


def channels() -> list[tuple[str, str]]:
    rows = models.Channel.objects.order_by("pk").values_list("outlet__slug", "address")
    return [(slug, address.partition("//")[2]) for slug, address in rows]


def test_opml_with_folders_feeds_of_one_outlet_and_feeds_of_nobody(data: Path) -> None:
    assert load(data, OPML) == 0
    assert channels() == [
        ("goud", "goud.example/feed"),
        ("goud", "goud.example/sport/feed"),
        ("lepays", "lepays.example/rss"),
        ("feeds-feedburner", "feeds.feedburner.com/one"),
        ("feeds-feedburner-2", "feeds.feedburner.com/two"),
    ]
    outlet = models.Outlet.objects.get(slug="goud")
    assert (outlet.names["ar"], outlet.note, outlet.is_name_verified) == ("كود", "المغرب / عامة", False)
    assert models.Outlet.objects.get(slug="lepays").language == "fr"


@pytest.mark.parametrize(
    "text",
    [
        OPML,
        HEADER + "goud,كود,,https://goud.example/,ar,https://goud.example/feed,,,,yes,\n",
        "goud.example\n",
    ],
)
def test_what_is_imported_twice_is_not_doubled(
    text: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(data, text)
    before = (models.Outlet.objects.count(), channels())
    capsys.readouterr()
    assert load(data, text) == 0
    assert (models.Outlet.objects.count(), channels()) == before
    assert "new: 0. Channels added to known ones: 0." in capsys.readouterr().out


def test_bad_outlines_are_named_and_the_rest_goes_on(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sick = OPML.replace("http://lepays.example/rss", "javascript:alert(1)")
    assert load(data, sick) == 1
    assert "file:7: this is no web address: javascript:alert(1)" in capsys.readouterr().err
    assert models.Outlet.objects.count() == 3


def test_damaged_opml_gives_what_can_be_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        load(data, OPML.replace("Le Pays", "Le Pays & Fils").partition('<outline text="Burned too"')[0]) == 1
    )
    assert "damaged" in capsys.readouterr().err
    assert models.Outlet.objects.filter(slug__in=("goud", "lepays")).count() == 2


def test_an_opml_of_entities_is_harmless(data: Path) -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    load(data, OPML.replace("<opml", f"{bomb}<opml").replace("كود رياضة", "&b;&c;"))
    assert models.Outlet.objects.get(slug="goud").channels.count() == 2
    assert "root" not in str(list(models.Outlet.objects.values_list("names", flat=True)))


def test_wide_encodings_and_marks_are_read(data: Path) -> None:
    assert load(data, OPML.replace("UTF-8", "UTF-16").encode("utf-16")) == 0
    assert load(data, b"\xef\xbb\xbf\n" + OPML.encode()) == 0
    assert models.Outlet.objects.get(slug="goud").names["ar"] == "كود"


def test_bad_rows_of_a_csv_are_named_and_the_rest_goes_on(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "goud,كود,,https://goud.example/,ar,https://goud.example/feed https://goud.example/2,,,,yes,",
        "",
        "wrong,خطأ,,https://wrong.example/,xx,,,,,,",
        "bad,خطأ,,not an address,ar,,,,,,",
        "other,خطأ,,https://other.example/,ar,ftp://x,,,,,",
        "search,خطأ,,https://search.example/,ar,,,,,,",
        "pays,,Le Pays,https://pays.example/,fr,,,yes,,,",
    ]
    assert load(data, HEADER + "\n".join(rows)) == 1
    told = capsys.readouterr().err
    for number, word in ((4, "xx"), (5, "not an address"), (6, "ftp://x"), (7, "search")):
        assert f"file:{number}: " in told
        assert word in told
    assert [slug for slug, _ in channels()] == ["goud", "goud", "pays"]


def test_a_csv_of_a_spreadsheet_needs_a_homepage_alone(data: Path) -> None:
    assert load(data, "name_ar;homepage\nكود;goud.example\n;www.other.example\n") == 0
    assert sorted(models.Outlet.objects.values_list("slug", flat=True)) == ["goud", "other"]
    assert models.Outlet.objects.get(slug="other").names == {"ar": "www.other.example"}


def test_a_csv_names_two_outlets_of_one_host_apart_by_slug_and_page(data: Path) -> None:
    rows = "site,موقع,,https://site.example/,ar,,,,,,\nsite-fr,,Site,https://site.example/fr/,fr,,,,,,\n"
    assert load(data, HEADER + rows) == 0
    assert models.Outlet.objects.count() == 2


def test_a_plain_list_of_addresses(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "# my press\ngoud.example\n\nhttps://lepays.example/rss.xml\nnot an address\nmailto:a@b.c\n"
    assert load(data, text) == 1
    told = capsys.readouterr().err
    assert "file:5: " in told
    assert "file:6: " in told
    assert channels() == [("goud", "goud.example/"), ("lepays", "lepays.example/rss.xml")]


def test_a_slug_of_another_edition_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(data, HEADER + "goud,كود,,https://goud.example/,ar,,,,,,\n")
    models.Outlet.objects.update(edition="tn")
    assert (
        load(data, HEADER + "goud,كود,,https://goud.example/,ar,,,,,,\npays,,P,https://p.example/,fr,,,,,,")
        == 1
    )
    assert "another outlet has this name" in capsys.readouterr().err
    assert models.Outlet.objects.filter(edition="ma").count() == 1


@pytest.mark.parametrize(
    "text", [b"<html><body></body></html>", b"a,b,c\n1,2,3\n", b"\xff\xd8\xff\xe0\x00", b"<"]
)
def test_a_file_of_something_else_is_named(
    text: bytes, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(data, text, "picture.jpg") == 1
    assert "picture.jpg" in capsys.readouterr().err
    assert not models.Outlet.objects.exists()


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.sampled_from(["", "<opml>", "homepage,slug\n", OPML[:300]]),
)
def test_no_bytes_raise_anything_else(body: bytes, start: str) -> None:
    try:
        for line in read_lines(start.encode() + body, "file"):
            assert (line.seed is None) == bool(line.fault)
    except BadInput:
        pass
