"""What rises in today's headlines is news: no grammar, no weekday, no outlet's own refrain."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.rising import Day, count_day, find_rising, surprise

QUIET = [
    ("a", "مجلس المدينة يناقش الميزانية"),
    ("b", "افتتاح معرض للكتاب"),
    ("c", "La récolte s'annonce bonne"),
] * 10


def day(*extra: tuple[str, str]) -> Day:
    return count_day([*QUIET, *extra])


MONTH = [day() for _ in range(28)]


def in_own_words(*said: str) -> list[tuple[str, str]]:
    """Outlets that go on differently where they all say the same."""
    goes_on = ("الرباط", "وجدة", "تازة", "فجيج")
    return [(f"{n}", f"{one}: {other}") for one in said for n, other in enumerate(goes_on)]


def rising(*extra: tuple[str, str], before: list[Day] | None = None) -> list[str]:
    return [rise.phrase for rise in find_rising(day(*extra), MONTH if before is None else before)]


def test_a_name_that_was_quiet_for_weeks_rises() -> None:
    found = rising(("a", "زلزال يضرب الحوز"), ("b", "ضحايا زلزال الحوز"), ("c", "بعد زلزال الحوز"))
    assert found[0] == "زلزال الحوز" or set(found[:2]) == {"زلزال", "الحوز"}


def test_nothing_rises_on_a_day_like_the_others() -> None:
    assert rising() == []


def test_nothing_rises_without_days_before() -> None:
    assert rising(("a", "زلزال"), ("b", "زلزال"), ("c", "زلزال"), before=[]) == []


def test_one_outlets_refrain_is_no_news() -> None:
    assert rising(*[("a", f"نشرة الظهيرة رقم {n}") for n in range(9)]) == []


def test_a_headline_that_many_print_as_it_came_is_one() -> None:
    wire = [(outlet, "اتفاق تاريخي ينهي أزمة الدلفين") for outlet in "abcde"]
    assert rising(*wire) == []
    assert rising(*wire, ("f", "عاجل.. اتفاق تاريخي ينهي أزمة الدلفين")) == []
    assert "الدلفين" in rising(*wire, ("f", "الدلفين يعود"), ("g", "من رأى الدلفين؟"))


def test_what_stands_there_every_week_on_this_day_is_a_habit() -> None:
    sermon = in_own_words("خطبة المسجد الأعظم")
    weeks = [day(*(sermon if n % 7 == 0 else ())) for n in range(28)]
    assert rising(*sermon, before=weeks) == []
    assert rising(*sermon, before=MONTH) == ["خطبة المسجد الأعظم"]


def test_words_of_grammar_and_of_the_trade_never_rise() -> None:
    assert rising(*[(outlet, "عاجل.. بالفيديو هذا ما كان في") for outlet in "abcde"]) == []


def test_a_name_is_one_with_what_is_written_onto_it() -> None:
    found = rising(("a", "بوريطة يستقبل نظيره"), ("b", "لقاء جديد لبوريطة"), ("c", "روما وبوريطة"))
    assert "بوريطة" in found
    found = rising(("a", "الكركرات هادئة"), ("b", "عودة للكركرات"), ("c", "سائقون بالكركرات"))
    assert "الكركرات" in found


def test_a_word_with_the_article_and_without_is_one_name() -> None:
    found = find_rising(day(("a", "أمطار غزيرة"), ("b", "الأمطار تعود"), ("c", "عودة الأمطار")), MONTH)
    assert [(rise.phrase, rise.titles) for rise in found] == [("الأمطار", 3)]


def test_words_of_place_and_measure_never_rise() -> None:
    assert rising(*[(outlet, f"{digit} قرب {digit} بمدينة") for digit, outlet in enumerate("abcd")]) == []


def test_the_longer_phrase_speaks_for_its_parts() -> None:
    assert rising(*in_own_words("Ligue des champions")) == ["Ligue des champions"]


def test_of_pieces_of_one_saying_one_stands() -> None:
    found = rising(*in_own_words("معاملة الشهداء الإماراتيين معاملة كاملة"))
    assert sum("الشهداء" in phrase for phrase in found) == 1


def test_phrases_do_not_reach_over_a_colon() -> None:
    found = rising(*in_own_words("طنجة: حريق"))
    assert set(found) == {"طنجة", "حريق"}


def test_the_ratio_is_dunnings() -> None:
    # 10 of 100 against 10 of 1,000: worked by hand with 2 * sum(observed * ln(observed / expected)).
    cells = [
        (10, 100 * 20 / 1100),
        (90, 100 * 1080 / 1100),
        (10, 1000 * 20 / 1100),
        (990, 1000 * 1080 / 1100),
    ]
    by_hand = 2 * sum(observed * math.log(observed / expected) for observed, expected in cells)
    assert abs(surprise(10, 100, 10, 1000) - by_hand) < 1e-9
    assert surprise(1, 100, 100, 1000) < 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=40)), max_size=12))
def test_any_headlines_are_counted(headlines: list[tuple[str, str]]) -> None:
    today = count_day(headlines)
    assert today.titles == len(headlines)
    assert all(count <= today.titles for count in today.phrases.values())
    for rise in find_rising(today, MONTH):
        assert rise.titles > rise.expected
