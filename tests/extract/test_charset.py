"""Which encoding bytes are in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.extract.charset import decode_document

ARABIC = "أعلنت وزارة الداخلية عن إجراءات جديدة لتنظيم الأسواق الأسبوعية في الأقاليم الجنوبية للمملكة"
FRENCH = "L’été dernier, la commune a rénové l’école où élèves et maîtres étaient à l’étroit"


def page(text: str, charset: str, declared: str | None = None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body>{text}</body></html>".encode(charset)


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (page(ARABIC, "utf-8"), "", ARABIC),
        (page(ARABIC, "cp1256"), "", ARABIC),
        (page(ARABIC, "cp1256", "windows-1256"), "text/html", ARABIC),
        (page(ARABIC, "cp1256", "utf-8"), "text/html; charset=utf-8", ARABIC),
        (page(ARABIC, "cp1256", "iso-8859-1"), "", ARABIC),
        (page(ARABIC, "utf-8", "windows-1256"), "text/html; charset=windows-1256", ARABIC),
        (page(FRENCH, "cp1252"), "", FRENCH),
        (page(FRENCH, "cp1252", "iso-8859-1"), "", FRENCH),
        (page(FRENCH, "utf-8", "iso-8859-1"), "", FRENCH),
        (page(FRENCH, "utf-8", "no-such-charset"), "", FRENCH),
        (page(FRENCH, "utf-8", "hex"), "text/html; charset=rot13", FRENCH),
        (page(ARABIC, "utf-16"), "", ARABIC),
        (b"\xef\xbb\xbf" + page(ARABIC, "utf-8"), "text/html; charset=windows-1256", ARABIC),
    ],
)
def test_text_is_decoded(body: bytes, content_type: str, text: str) -> None:
    assert text in decode_document(body, content_type=content_type)


def test_one_bad_byte_does_not_change_the_encoding() -> None:
    body = page(ARABIC * 20, "utf-8").replace("الداخلية".encode(), "الداخلية".encode() + b"\xe1", 1)
    assert ARABIC in decode_document(body)


def test_utf16_claimed_by_ascii_bytes_is_not_believed() -> None:
    assert FRENCH in decode_document(page(FRENCH, "utf-8", "utf-16"))


@settings(deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_are_decoded(body: bytes, content_type: str) -> None:
    decode_document(body, content_type=f"text/html; charset={content_type}")
