"""Pictures from our own host: kept for ever by browsers, gone when hidden, and never a path to anywhere else."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.serve.press import OPTIONS, Visitor, make_outlet, make_picture
from warraq.serve.pictures import initial_of


@pytest.fixture
def visitor(db: None, tmp_path: Path) -> Visitor:
    return Visitor(options=replace(OPTIONS, data=tmp_path))


def put_files(visitor: Visitor, sha256: str) -> None:
    folder = visitor.door.options.data / "pictures" / sha256[:2]
    folder.mkdir(parents=True)
    for size in ("large", "small"):
        (folder / f"{sha256}-{size}.webp").write_bytes(b"RIFF" + size.encode())


def test_a_picture_is_sent_in_two_sizes(visitor: Visitor) -> None:
    picture = make_picture()
    put_files(visitor, picture.sha256)
    response = visitor.get(f"/picture/{picture.sha256}/small.webp")
    assert response.content == b"RIFFsmall"
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    again = visitor.get(f"/picture/{picture.sha256}/small.webp", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    assert visitor.get(f"/picture/{picture.sha256}/large.webp").content == b"RIFFlarge"


def test_a_browser_that_saves_data_gets_a_dot_unless_its_reader_wants_pictures(visitor: Visitor) -> None:
    picture = make_picture()
    put_files(visitor, picture.sha256)
    address = f"/picture/{picture.sha256}/large.webp"
    spared = visitor.get(address, HTTP_SAVE_DATA="on")
    assert (spared.status_code, spared["Content-Type"], spared["Vary"]) == (200, "image/gif", "Save-Data")
    assert len(spared.content) < 50
    assert Image.open(BytesIO(spared.content)).convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    whole = visitor.get(address, HTTP_IF_NONE_MATCH=spared["ETag"])
    assert (whole.content, whole["Vary"]) == (b"RIFFlarge", "Save-Data")
    assert visitor.get(f"{address}?show=all", HTTP_SAVE_DATA="on").content == b"RIFFlarge"
    assert visitor.get(address, HTTP_SAVE_DATA="off").content == b"RIFFlarge"


def test_a_hidden_picture_is_gone_even_for_those_who_hold_it(visitor: Visitor) -> None:
    picture = make_picture(is_hidden=True)
    put_files(visitor, picture.sha256)
    response = visitor.get(f"/picture/{picture.sha256}/small.webp", HTTP_IF_NONE_MATCH="*")
    assert response.status_code == 410


@pytest.mark.parametrize("size", ["huge", "../small", "small.webp", "%2e%2e"])
def test_there_are_no_other_files(visitor: Visitor, size: str) -> None:
    picture = make_picture()
    put_files(visitor, picture.sha256)
    assert visitor.get(f"/picture/{picture.sha256}/{size}.webp").status_code == 404


def test_a_lost_file_and_an_unknown_picture_are_404(visitor: Visitor) -> None:
    assert visitor.get(f"/picture/{make_picture().sha256}/small.webp").status_code == 404
    assert visitor.get(f"/picture/{'0' * 64}/small.webp").status_code == 404


def test_an_outlet_without_a_logo_has_its_initial(visitor: Visitor) -> None:
    make_outlet(names={"ar": "<العلم"})
    response = visitor.get("/logo/goud.webp")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert "&lt;" in response.content.decode()


def test_an_outlets_logo_is_sent_unless_it_is_hidden(visitor: Visitor) -> None:
    shown, hidden = make_picture("shown"), make_picture("hidden", is_hidden=True)
    make_outlet("goud", logo=shown)
    make_outlet("alyaoum", logo=hidden)
    put_files(visitor, shown.sha256)
    put_files(visitor, hidden.sha256)
    assert visitor.get("/logo/goud.webp").content == b"RIFFsmall"
    assert visitor.get("/logo/alyaoum.webp")["Content-Type"].startswith("image/svg+xml")


def test_an_initial_stands_after_the_article() -> None:
    assert initial_of("العلم") == "ع"
    assert initial_of("ال") == "ا"
    assert initial_of("le360") == "L"
    assert initial_of("") == ""
