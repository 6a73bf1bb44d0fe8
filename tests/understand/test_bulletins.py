from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.bulletins import headline_key, is_bulletin


@pytest.mark.parametrize(
    "title",
    [
        "مواقيت الصلاة بالرباط",
        "أسعار صرف العملات الأجنبية مقابل الدرهم",
        "هذه حالة الطقس اليوم الإثنين",
        "طقس الاثنين.. أجواء باردة",
        "توقعات أحوال الطقس ليوم غد",
        "حظك اليوم وتوقعات الأبراج",
        "أبرز عناوين الصحف الصادرة اليوم",
        "Horaires des prières à Casablanca",
        "Météo : le temps prévu ce lundi",
        "Prévisions météo pour mardi",
        "Cours de change des devises étrangères",
        "Votre horoscope du jour",
        "Revue de presse quotidienne",
    ],
)
def test_a_bulletin_is_known_by_its_heading(title: str) -> None:
    assert is_bulletin(title)


@pytest.mark.parametrize(
    "title",
    [
        "زلزال بقوة 6.8 درجات يضرب إقليم الحوز",
        "وزير الصلاة لا وجود له",
        "إمام يؤم الصلاة في مسجد الحسن الثاني",
        "أمطار رعدية تغرق شوارع طنجة",
        "Le gouvernement change de cap",
        "De fortes pluies frappent Tétouan",
        "",
    ],
)
def test_news_is_no_bulletin(title: str) -> None:
    assert not is_bulletin(title)


def test_dates_do_not_part_headlines_and_figures_do() -> None:
    assert headline_key("الطقس يوم الإثنين 9 مارس 2026") == headline_key("الطقس يوم الثلاثاء 10 مارس 2026")
    assert headline_key("ارتفاع عدد الضحايا إلى 2012") != headline_key("ارتفاع عدد الضحايا إلى 2122 قتيلا")
    assert headline_key("Le bilan monte à 12 morts") != headline_key("Le bilan monte à 15 morts")


@given(st.text(max_size=80))
def test_any_headline_can_be_asked(title: str) -> None:
    assert is_bulletin(title) in (True, False)
    assert headline_key(title) == headline_key(title)
