from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.understand.darija import MODEL_FILE, is_darija, likelihood, read_model, words_of, write_model

STANDARD = (
    "أعلنت وزارة التربية الوطنية عن موعد الدخول المدرسي المقبل",
    "الحكومة تصادق على مشروع قانون المالية للسنة المقبلة",
    "رئيس الجمهورية يستقبل وزير الخارجية ويبحث معه العلاقات الثنائية بين البلدين",
    "مقتل ثلاثة أشخاص وإصابة آخرين في حادثة سير شمال العاصمة",
)
DARIJA = (
    "هادشي اللي كاين دابا فالمغرب وشنو غادي يوقع",
    "البوليس شدو واحد كان كيبيع لحشيش فكازا",
    "علاش ماكاينش الما فهاد الدوار؟ الناس خرجو كيحتجو",
    "وزير الصحة: غادي نديرو اللقاح لكلشي وماغاديش نسدو المدارس",
)


@pytest.mark.parametrize("text", DARIJA)
def test_darija_headlines_are_told(text: str) -> None:
    assert is_darija(text, "", "ar") is True


@pytest.mark.parametrize("text", STANDARD)
def test_standard_headlines_are_told(text: str) -> None:
    assert is_darija(text, "", "ar") is False


def test_a_darija_headline_over_a_standard_body_is_enough() -> None:
    assert is_darija(DARIJA[0], " ".join(STANDARD), "ar") is True
    assert is_darija(None, " ".join(DARIJA), "ar") is True


def test_a_standard_article_that_quotes_somebody_stays_standard() -> None:
    body = " ".join(STANDARD * 3) + " وقال أحد السكان «ماعندناش الما» قبل أن يغادر المكان."
    assert is_darija(STANDARD[0], body, "ar") is False


def test_other_languages_are_not_darija_and_unknown_ones_are_unknown() -> None:
    assert is_darija("Le roi à Rabat", "", "fr") is False
    assert is_darija("ⵜⴰⵎⴰⵣⵉⵖⵜ", "", "zgh") is False
    assert is_darija("Maroc", "", None) is None


def test_too_few_words_are_unknown() -> None:
    assert is_darija("المغرب", "", "ar") is None
    assert is_darija(None, "", "ar") is None
    assert likelihood("المغرب 2023", is_title=True) is None


def test_digits_quotation_marks_and_latin_words_change_nothing() -> None:
    plain = likelihood("البوليس شدو ديال", is_title=True)
    assert likelihood("“البوليس” شدو 3 ديال BMW", is_title=True) == plain


def test_vowel_marks_and_maghrebi_letters_change_nothing() -> None:
    assert words_of("أڭادير گالَ") == words_of("اكادير كال")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(alphabet="ابتهي \ud800\x00ـ", max_size=50))
def test_any_text_is_answered(title: str, body: str) -> None:
    assert is_darija(title, body, "ar") in (True, False, None)


def test_the_model_is_small_and_is_read_as_it_was_written() -> None:
    raw = files("warraq.understand").joinpath(MODEL_FILE).read_bytes()
    assert len(raw) < 1_000_000
    model = read_model(raw)
    again = read_model(write_model(model))
    assert (again.bias, again.scale, again.title, again.body) == (
        model.bias,
        model.scale,
        model.title,
        model.body,
    )
    assert (again.weights == model.weights).all()
