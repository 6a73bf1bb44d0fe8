from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.attributions import Attribution, AttributionKind, Attributions

EDITION = {"كود": "goud", "رسالة الأمة": "risala", "و ت أ": "taghia", "ATP": "taghia", "البيدر": "albaydar"}
READER = Attributions(EDITION)


def names(text: str, author: str = "") -> list[str]:
    return [attribution.name for attribution in READER.read(text, author)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("الرباط (و م ع) – قال الوزير", "MAP"),
        ("الرباط ـ و.م.ع: قال الوزير", "MAP"),
        ("طنجة / ومع / افتتح أمس", "MAP"),
        ("قال الوزير كذا. (أ ف ب)", "AFP"),
        ("الوئام - أ. ف. ب: دافع النائب", "AFP"),
        ("Rabat, 12 mars (MAP) - Le roi", "MAP"),
        ("Le ministre a dit ceci (avec AFP)", "AFP"),
        ("تاغية / و ت أ / افتتح أمس", "taghia"),
        ("Source : Reuters", "Reuters"),
        ("ونقلاً عن صحيفة «الشروق» الجزائرية أن", "الشروق"),
        ("نقلا عن البيدر، أعلن المجلس", "albaydar"),
        ("حسب ما أوردته جريدة البيدر، أعلن المجلس", "albaydar"),
        ("وقال المصدر، وفق ما أوردته وكالة رويترز، إن", "Reuters"),
        ("في بيان حصلت \"رسالة الأمة\" على نسخة منه", "risala"),
        ("بلاغ توصلت “كود” بنسخة منه", "goud"),
        ("كشفت جريدة \"البيدر\" في عددها ليوم الاثنين", "albaydar"),
        ("وفق وثيقة اطلعت «كود» على نسخة منها", "goud"),
        ("كشفت مصادر لـ”كود” أن الملف", "goud"),
        ("a appris ATP de source sûre", "taghia"),
        ("contacté par ATP, le maire", "taghia"),
        ("d'après l'AFP, le marché", "AFP"),
        ("comme l’a rapporté l’agence Reuters", "Reuters"),
        ("وقال الوزير، وفق ما نقلته وكالة الأنباء القطرية، إن", "QNA"),
        ("D’après le journal ATP, le marché", "taghia"),
    ],
)  # fmt: skip
def test_an_origin_is_read_as_the_press_writes_it(text: str, name: str) -> None:
    assert name in names(text)


def test_an_authors_line_may_be_an_agency() -> None:
    assert names("قال الوزير", "الوئام - رويترز:") == ["Reuters"]


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير ومع ذلك لم يحضر",
        "Le plan de la ville : une map détaillée, ap tap",
        "تقلع الطائرات من المطار " * 10 + "وتحدث (أ ف ب) عن ذلك " + "وهبطت الطائرة في المدينة " * 10,
        "وكالة (30) سنة من العمل",
        "حصلت «كود» أمس جائزة",
        "كشفت الشرطة عن شبكة، وكتبت رسالة إلى الوزير",
        "",
    ],
    ids=["words", "lower case", "quoted in the middle", "a number", "not its phrase", "police", "nothing"],
)
def test_what_is_no_attribution_names_nobody(text: str) -> None:
    assert names(text) == []


def test_a_long_quotation_is_no_name() -> None:
    assert names("نقلا عن «خالص تعازيه لأسر الضحايا وللشعب كله اليوم»") == []


def test_each_origin_is_named_once_with_how() -> None:
    found = READER.read("الرباط (و م ع) – قال، نقلا عن «المساء»، إن (و م ع)")
    assert found == (
        Attribution("MAP", AttributionKind.MARK, True),
        Attribution("المساء", AttributionKind.CUE, False),
    )


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for attribution in READER.read(text, text):
        assert attribution.name


def test_a_long_hostile_text_is_read_in_its_time() -> None:
    assert READER.read("نقلا عن " * 20_000) == ()
    assert READER.read("وكالة الأنباء ال" * 20_000) == ()
