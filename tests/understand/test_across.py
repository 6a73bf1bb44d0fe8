"""Stories of two languages that tell of one event are offered beside each other; those that only look alike are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.understand.across import LONGEST_APART, Side, find_pairs, side_of
from warraq.understand.across_names import arabic_skeletons, latin_skeleton
from warraq.understand.across_words import read_words
from warraq.understand.arabic import normalise

EVENTS = (
    ("توقيف ثلاثة أشخاص ببركان وحجز 40 كلغ من الشيرا", "Berkane : trois personnes arrêtées, 40 kg de chira saisis"),
    ("افتتاح مهرجان السينما بتطوان", "Le festival du cinéma s’ouvre à Tétouan"),
    ("الحكومة ترفع ميزانية الصحة بـ12 في المائة", "Le gouvernement augmente le budget de la santé de 12%"),
    ("مقتل 23 شخصا في زلزال بتركيا", "Turquie : un séisme fait 23 morts"),
)  # fmt: skip


def sides(*, apart: float = 0.0) -> list[Side]:
    told = []
    for number, (arabic, french) in enumerate(EVENTS, 1):
        told += [side_of(number, "ar", 0.0, [arabic]), side_of(100 + number, "fr", apart, [french])]
    return told


def test_each_event_finds_itself_in_the_other_language() -> None:
    assert {(pair.arabic, pair.french) for pair in find_pairs(sides())} == {
        (number, 100 + number) for number in range(1, 5)
    }


def test_the_order_in_which_stories_come_changes_nothing() -> None:
    told = sides()
    pairs = find_pairs(told)
    for seed in range(5):
        random.Random(seed).shuffle(told)
        assert find_pairs(told) == pairs


def test_days_apart_are_two_events() -> None:
    assert find_pairs(sides(apart=LONGEST_APART + 1)) == []


def test_one_language_alone_offers_nothing() -> None:
    assert find_pairs([side for side in sides() if side.language == "ar"]) == []


@pytest.mark.parametrize(
    ("arabic", "french"),
    [
        ("توقيف شخصين بوجدة بتهمة السرقة", "Oujda : le marathon attire deux mille coureurs"),
        ("وزير الصحة يزور مستشفى بالداخلة", "Le ministre de la Santé répond aux députés"),
        ("الوداد يتعاقد مع مهاجم جديد", "Le Wydad s’incline face au FUS"),
    ],
)
def test_what_shares_a_place_or_a_name_and_no_event_is_not_offered(arabic: str, french: str) -> None:
    assert find_pairs([side_of(1, "ar", 0.0, [arabic]), side_of(2, "fr", 0.0, [french])]) == []


def test_of_two_that_look_alike_neither_is_offered() -> None:
    arabic, french = EVENTS[0]
    told = [side_of(1, "ar", 0.0, [arabic]), side_of(2, "fr", 0.0, [french]), side_of(3, "fr", 0.0, [french])]
    assert find_pairs(told) == []


def test_two_towns_are_two_events() -> None:
    arabic, french = EVENTS[1]
    here = [side_of(1, "ar", 0.0, [arabic], ["tetouan"]), side_of(2, "fr", 0.0, [french], ["tetouan"])]
    elsewhere = [here[0], side_of(2, "fr", 0.0, [french.replace("Tétouan", "Agadir")], ["agadir"])]
    assert find_pairs(here)
    assert not find_pairs(elsewhere)


@pytest.mark.parametrize(
    ("arabic", "french"),
    [
        ("حموشي", "Hammouchi"), ("الركراكي", "Regragui"), ("ماكرون", "Macron"), ("أخنوش", "Akhannouch"),
        ("بوريطة", "Bourita"), ("لقجع", "Lekjaa"), ("وحكيمي", "Hakimi"), ("الغنوشي", "Ghannouchi"),
        ("للمنصوري", "Mansouri"), ("شيشاوة", "Chichaoua"),
    ],
)  # fmt: skip
def test_a_name_sounds_the_same_in_both_scripts(arabic: str, french: str) -> None:
    assert latin_skeleton(french) in arabic_skeletons(normalise(arabic))


def test_a_name_written_in_two_words_meets_the_one_written_in_one() -> None:
    assert read_words(["عبد الإله ابن كيران"], "ar").names >= {"bnkrn"}
    assert read_words(["Abdelilah Benkirane"], "fr").names >= {"bnkrn"}


def test_short_names_of_french_count_only_with_a_capital() -> None:
    capital, small = (read_words([text], "fr").senses for text in ("la CAN approche", "la can approche"))
    assert {sense.kind for sense in capital} == {"name"}
    assert not small


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ar", "fr"]), st.text(max_size=60)), max_size=8))
def test_any_text_can_be_told(texts: list[tuple[str, str]]) -> None:
    pairs = find_pairs(side_of(n, language, 0.0, [text]) for n, (language, text) in enumerate(texts))
    stories = [number for pair in pairs for number in (pair.arabic, pair.french)]
    assert len(stories) == len(set(stories))
