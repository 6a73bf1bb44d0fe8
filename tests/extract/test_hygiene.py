"""Clean text: one form of each letter, nothing unseen, broken encodings mended only when sure."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.extract.hygiene import clean_text, mend_encoding

ARABIC = "العربية تنتصر في الدار البيضاء"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\n\tb  ", "a b"),
        ("e\u0301te\u0301", "été"),
        ("co\u00adopérer", "coopérer"),
        ("مرحبا\u200f\u202b بكم\u202c", "مرحبا بكم"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("oﬃce ﬁn", "office fin"),
        ("قال النبي ﷺ", "قال النبي ﷺ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("l&amp;#8217;été", "l’été"),
        ("Tom &amp; Jerry&nbsp;!", "Tom & Jerry !"),
        ("write &lt;p&gt; here", "write &lt;p&gt; here"),
        ("a\x00b\x07", "ab"),
        ("بلاغ\u00a0رسمي", "بلاغ رسمي"),
    ],
)
def test_text_comes_out_clean(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize("meant", [ARABIC, "l’été à Fès « déjà » – 20 €", 'عاجل: "تصريح" جديد'])
@pytest.mark.parametrize("read_as", ["cp1252", "cp1256"])
def test_utf8_read_in_another_encoding_is_mended(meant: str, read_as: str) -> None:
    if read_as == "cp1256" and not meant.startswith(("ا", "ع")):
        pytest.skip("windows-1256 is what Arabic is misread in")
    broken = "".join(bytes([byte]).decode(read_as, "ignore") or chr(byte) for byte in meant.encode("utf-8"))
    assert broken != meant
    assert mend_encoding(broken) == meant


def test_windows_1256_read_as_latin_is_mended() -> None:
    assert mend_encoding(ARABIC.encode("cp1256").decode("cp1252")) == ARABIC


@pytest.mark.parametrize(
    "text",
    [
        "PASSÉ» et À LA UNE",
        "São João, Åsa, Ångström",
        "Ãœber",
        "ÉÈÀ",
        "Évènements à Orléans où l’été naît",
        "طظ ط§",
        ARABIC,
        "ظرف عصيب ط، غ، ع",
        "Â",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert mend_encoding(text) in (text, text.replace("Ãœ", "Ü"))


@given(st.text(alphabet=st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)))
def test_arabic_letters_are_never_changed(text: str) -> None:
    assert mend_encoding(text) == text


@given(st.text())
def test_any_text_comes_out_as_one_clean_line(text: str) -> None:
    clean = clean_text(text)
    assert clean == " ".join(clean.split())
    assert unicodedata.is_normalized("NFC", clean) or clean_text(clean) == unicodedata.normalize("NFC", clean)
    assert not any(0xD800 <= ord(sign) <= 0xDFFF for sign in clean)


@given(st.text(max_size=60))
def test_white_space_around_a_line_changes_nothing(text: str) -> None:
    assert clean_text(f"\t{text} ") == clean_text(
        text
    )  # only what is plainly printable is cleaned the quick way
