from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warraq.search.analysis import analyse, exact_words, grams_of, spans, texts_of

MIXED = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("المدرسةووبفـَّ\u200fلإأآىئؤء٢۲گڭﻻﷲ ééàœlL'’sSx-.\nⵜⴰⵎⵣ9"),
    ),
    max_size=80,
)


def test_words_are_cut_at_signs_and_between_letters_and_digits() -> None:
    assert analyse("مؤتمر COP22: و.م.ع، 2M") == [*analyse("مؤتمر"), "cop", "22", "ومع", "2", "m"]


def test_french_elisions_and_english_possessives_are_no_words() -> None:
    assert analyse("L’article d'Aïcha, jusqu'ici; Trump's") == ["articl", "aicha", "ici", "trump"]
    assert analyse("aujourd'hui") == ["aujourd", "hui"]


def test_an_abbreviation_is_one_word_however_it_is_parted() -> None:
    for text in ("و.م.ع", "و. م. ع.", "و م ع", "ومع"):
        assert analyse(f"قالت {text} اليوم")[1:-1] == ["ومع"]
    assert analyse("U.S.A et O.N.U.") == ["usa", "et", "onu"]
    assert analyse("أ. محمد. ب") == ["ا", "محمد", "ب"]


def test_grams_know_where_words_begin_and_end() -> None:
    assert grams_of("مدرسة في 2023 l'été") == [
        "_مدر",
        "مدرس",
        "درسه",
        "رسه_",
        "_202",
        "2023",
        "023_",
        "_ete",
        "ete_",
    ]


def test_exact_words_keep_clitics_and_endings() -> None:
    assert exact_words("والمدرسةُ Écoles 2M") == ["والمدرسه", "ecoles", "2", "m"]


@given(MIXED)
def test_all_readings_of_a_text_have_as_many_words(text: str) -> None:
    found = texts_of(text)
    assert found.stems.split(" ") == (analyse(text) or [""])
    assert found.exact.split(" ") == (exact_words(text) or [""])
    assert len(found.stems.split()) == len(found.exact.split())
    assert found.grams.split() == grams_of(text)


def test_tifinagh_stands_as_it_is() -> None:
    assert analyse("ⴰⵣⵓⵍ ⵜⴰⵎⴰⵣⵉⵖⵜ") == ["ⴰⵣⵓⵍ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"]


def test_a_token_stands_where_its_word_stood() -> None:
    text = "زار الـوَزيرُ L'école"
    assert [text[token.start : token.end] for token in spans(text)] == ["زار", "الـوَزيرُ", "école"]


def test_marks_alone_are_no_word() -> None:
    assert analyse("ـــ ‏ ،؟! \u064b") == []


@given(MIXED)
def test_both_readings_of_a_text_agree(text: str) -> None:
    assert [token.stem for token in spans(text)] == analyse(text)


@given(MIXED)
def test_tokens_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for token in spans(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(MIXED)
def test_a_stem_is_one_printable_word_for_the_index(text: str) -> None:
    for stem in analyse(text):
        assert stem.split() == [stem]
        assert len(stem.encode("utf-8")) <= 1_000


@given(MIXED, MIXED)
def test_words_do_not_depend_on_their_neighbours(left: str, right: str) -> None:
    assert analyse(f"{left} . {right}") == analyse(left) + analyse(right)
