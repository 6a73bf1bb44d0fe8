from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.arabic import ascii_digits, is_arabic, is_tifinagh, normalise, scripts

ARABIC = st.text(
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF)
    | st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC)
    | st.characters()
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أحمد إلى آخر ٱلكتاب", "احمد الي اخر الكتاب"),
        ("مسؤول هيئة سماء", "مسوول هييه سماء"),
        ("مُحَمَّدٌ", "محمد"),
        ("العـــربية", "العربيه"),
        ("أݣادير أڭادير أگادير", "اكادير اكادير اكادير"),
        ("ڤيديو پاريس چاد ژانفي ڨابس", "فيديو باريس جاد زانفي قابس"),
        ("کتاب‌ها ی", "كتابها ي"),
        ("ھولندا ہ ۃ", "هولندا ه ه"),
        ("٢٠٢٣ ۱۴", "2023 14"),
        ("ﻻ ﷲ ﺍﻟﻤﻐﺮﺏ", "لا الله المغرب"),
        ("\u200fنص\u202b", "نص"),
        ("Élève ⵜⴰⵎⴰⵣⵉⵖⵜ 5", "Élève ⵜⴰⵎⴰⵣⵉⵖⵜ 5"),
    ],
)
def test_letters_written_in_one_anothers_place_are_folded(written: str, folded: str) -> None:
    assert normalise(written) == folded


@given(ARABIC)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_digits_keep_their_places(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)


def test_digits_become_ascii_and_nothing_else_changes() -> None:
    assert ascii_digits("نُشر ٠١-١١-٢٠٢٣ أو ۱۲") == "نُشر 01-11-2023 أو 12"


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("المغرب Maroc", "arabic"),
        ("Maroc: نص", "latin"),
        ("ⴰⵣⵓⵍ a", "tifinagh"),
        ("Привет", None),
        ("2023 – !", None),
        ("", None),
        ("ـــــ abc", "latin"),
    ],
)
def test_the_main_script_is_that_of_most_letters(text: str, main: str | None) -> None:
    assert scripts(text).main == main
    assert is_arabic(text) == (main == "arabic")
    assert is_tifinagh(text) == (main == "tifinagh")


@given(ARABIC)
def test_letters_of_scripts_are_letters(text: str) -> None:
    seen = scripts(text)
    assert min(seen.arabic, seen.latin, seen.tifinagh) >= 0
    assert seen.arabic + seen.latin + seen.tifinagh <= seen.letters <= len(text)
