"""Pictures re-encoded: what comes out is ours, whatever went in."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from warraq.errors import BadInput
from warraq.extract.images import make_picture


def encoded(form: str, size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "P") else (200, 30, 30, 0)[: len(mode)]).save(
        out, form, **options
    )
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_known_formats_become_two_webp_files(form: str) -> None:
    files = make_picture(encoded(form, (2400, 1200)))
    large, small = opened(files.large), opened(files.small)
    assert (large.format, large.size) == ("WEBP", (1200, 600))
    assert (small.format, small.size) == ("WEBP", (400, 200))
    assert (files.width, files.height) == large.size
    assert len(files.sha256) == 64


def test_small_pictures_are_not_enlarged() -> None:
    files = make_picture(encoded("JPEG", (300, 200)))
    assert (files.width, files.height) == (300, 200)
    assert opened(files.small).size == (300, 200)


def test_metadata_is_stripped_and_orientation_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "secret"
    files = make_picture(encoded("JPEG", (640, 480), exif=exif))
    assert (files.width, files.height) == (480, 640)
    assert b"secret" not in files.large + files.small
    assert not opened(files.large).getexif()


def test_transparency_shows_paper() -> None:
    large = opened(make_picture(encoded("PNG", mode="RGBA")).large)
    assert large.mode == "RGB"
    assert large.getpixel((10, 10)) == (255, 255, 255)


def test_first_frame_of_what_moves() -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("white", "black")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    large = opened(make_picture(out.getvalue()).large)
    assert getattr(large, "n_frames", 1) == 1
    assert large.convert("L").getpixel((5, 5)) == 255


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"<html></html>", "not a picture"),
        (encoded("BMP"), "not a picture"),
        (encoded("JPEG")[:400], "damaged"),
        (encoded("PNG", (100, 900)), "too small"),
        (bomb(), "too many pixels"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        make_picture(data)


def test_very_tall_pictures_are_written() -> None:
    files = make_picture(encoded("PNG", (200, 30_000)))
    assert files.height <= 9600


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.integers(0, 200))
def test_damage_ends_in_our_error(junk: bytes, form: str, at: int) -> None:
    data = encoded(form, (130, 130))
    with contextlib.suppress(BadInput):
        make_picture(data[:at] + junk + data[at + len(junk) :])
