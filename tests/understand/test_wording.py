"""Words as two versions are compared by: nothing of the text is lost, what belongs to a word stays with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.wording import key_of, keys, letters, tokens

TEXTS = st.text() | st.text(st.sampled_from("والم درسة،«»\u064b\u064e\u0640\u200c\u200f \n'’-.…3٣,ée\u0301l"))


@given(TEXTS)
def test_tokens_are_the_whole_text(text: str) -> None:
    found = tokens(text)
    if found:
        assert "".join(token.text for token in found) == text
    assert [token.key for token in found] == keys(text)
    assert all(token.key and not any(sign.isspace() for sign in token.key) for token in found)


@given(TEXTS)
def test_a_key_is_its_own_key(text: str) -> None:
    for key in keys(text):
        assert key_of(key) == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وبالمدرسة، قال:", "وبالمدرسة|,|قال|:"),
        ("كَتَبَ الدرسَ", "كَتَبَ|الدرسَ"),
        ("«المغـــرب»", '"|المغرب|"'),
        ("L’école d'Agadir", 'L"école|d"Agadir'),
        ("12:30 2.500 2-1 3,5%", "12:30|2.500|2-1|3,5|%"),
        ("می\u200cخواهم \u200fنعم\u200e", "میخواهم|نعم"),
        ("انتهى ... --", "انتهى|…|-"),
        ("ﻻ ﷺ", "لا|ﷺ"),
        ("ⴰⵎⵓⵔ ⵏ", "ⴰⵎⵓⵔ|ⵏ"),
        ("خبر🔥عاجل", "خبر|🔥|عاجل"),
    ],
)
def test_words_and_signs(text: str, expected: str) -> None:
    assert "|".join(keys(text)) == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("عبد الله", "عبدالله", True),
        ("3 000", "3000", True),
        ("1 234 567", "1234567", True),
        ("5 10", "510", False),
        ("2 0001", "20001", False),
        ("سنة 2023", "سنة2023", True),
    ],
)
def test_where_white_space_counts(one: str, other: str, is_same: bool) -> None:
    assert (letters(keys(one)) == letters(keys(other))) is is_same


def test_only_letters_and_digits_make_a_word() -> None:
    assert [token.is_word for token in tokens("قال: «نعم 3»")] == [True, False, False, True, True, False]
