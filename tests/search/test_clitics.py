"""Which Arabic, French and English forms a reader finds by typing another: one row a pair."""

from __future__ import annotations

import pytest

from warraq.search.analysis import analyse, stem_of

MEET = """
مدرسة: المدرسة والمدرسة فالمدرسة بالمدرسة وبالمدرسة للمدرسة وللمدرسة كالمدرسة وكالمدرسة فبالمدرسة مدرسته مدرستهم ومدرسة
مدرسة: مَدْرَسَة مدرســة مدرسه ﻣﺪﺭﺳﺔ بمدرسة لمدرسة ولمدرسة
وزير: الوزير والوزير للوزير بالوزير ووزير لوزير وزيرة الوزيرة والوزيرة
وزارة: الوزارة ووزارة بوزارة للوزارة والوزارة وزارات وزارتها
وطن: الوطن ووطن وطني وطنية الوطنية
وجدة: بوجدة لوجدة ووجدة
طنجة: بطنجة لطنجة وطنجة فطنجة وبطنجة
فاس: بفاس لفاس وفاس
مراكش: بمراكش لمراكش فمراكش ومراكش
باريس: بباريس لباريس وباريس
بلدية: البلدية لبلدية وبلدية بلديات البلديات
بنك: البنك للبنك لبنك
لجنة: اللجنة للجنة وللجنة لجنته
لقاء: اللقاء للقاء بلقاء ولقاء
لاعب: اللاعب اللاعبين للاعبين لاعبون ولاعب
ألمانيا: المانيا لألمانيا بألمانيا وألمانيا الألمانية ألماني
إلغاء: الغاء الإلغاء بإلغاء لإلغاء وإلغاء
التزام: الالتزام بالتزام التزامات بالالتزام
فرنسا: بفرنسا لفرنسا الفرنسية فرنسي
مسؤول: مسؤولين المسؤولون ومسؤولة
هيئة: هيئه الهيئة وبالهيئة
أكادير: أگادير أڭادير اكادير بأكادير
قفصة: ڨفصة
پاريس: باريس
کتاب: كتاب الكتاب
الله: والله لله بالله ﷲ
٢٠٢٣: 2023 ۲۰۲۳
élection: elections Élections l'élection ÉLECTION
journal: journaux Journaux
national: nationaux nationale nationales
pays: PAYS
marocain: marocaine marocains Marocaines
country: countries
œuvre: oeuvre oeuvres
tamaziɣt: tamazight Tamaziɣt
"""

APART = """
المدرسة: المدريد
وزير: زير الزير
وطن: طن
الله: له
كان: إن أن
لبنان: ابن
بلغ: لغة
بلد: لد
فقد: قد
بعيد: عيد العيد
برنامج: رنامج
لجنة: جنة الجنة
كما: ما
باب: أب
ليبيا: بيبيا
لندن: ندن
مغرب: غرب
كتاب: باب
الجزائر: جزر
تونس: يونس
news: new
presse: près
minister: ministre
pays: paysage
2023: 2024
ⵜⴰⵎⴰⵣⵉⵖⵜ: ⵜⴰⵎⵓⵔⵜ
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [
        (word, form)
        for line in table.strip().splitlines()
        for word, _, forms in [line.partition(": ")]
        for form in forms.split()
    ]


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(pairs(MEET)) + len(pairs(APART)) >= 120


@pytest.mark.parametrize(("word", "form"), pairs(MEET))
def test_one_form_finds_the_other(word: str, form: str) -> None:
    assert analyse(word) == analyse(form) != []


@pytest.mark.parametrize(("word", "other"), pairs(APART))
def test_different_words_stay_apart(word: str, other: str) -> None:
    assert stem_of(word) != stem_of(other)
