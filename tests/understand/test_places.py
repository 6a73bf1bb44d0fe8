"""Places are found by what an editor would take for one, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.editions import load_edition
from warraq.options import read_options
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import Places, find_places

EDITION = load_edition("ma", read_options())
MOROCCO = Gazetteer(EDITION.places, EDITION.place_traps)


def slugs(title: str, *paragraphs: str, home: frozenset[str] = frozenset()) -> set[str]:
    return set(find_places(title, paragraphs, MOROCCO, home).slugs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انتقل من وجدة وطنجة", {"oujda", "tanger"}),
        ("حادث بالناظور", {"nador"}),
        ("رحلة مباشرة لفاس", {"fes"}),
        ("وبمراكش انطلق المهرجان", {"marrakech"}),
        ("للرباط مكانتها", {"rabat"}),
        ("كسيدة ففاس", {"fes"}),
        ("الشتا خرجات على لخميسات", {"khemisset"}),
    ],
)
def test_what_is_written_onto_a_name_hides_it_not(text: str, expected: set[str]) -> None:
    assert slugs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أكادير", "agadir"),
        ("أڭادير", "agadir"),
        ("أگادير", "agadir"),
        ("اغادير", "agadir"),
        ("الدار البيضاء", "casablanca"),
        ("الدارالبيضاء", "casablanca"),
        ("كازا", "casablanca"),
        ("بن سليمان:", "benslimane"),
        ("بنسليمان", "benslimane"),
        ("آيت ملول", "ait-melloul"),
        ("أيت ملول", "ait-melloul"),
        ("سيدي افني", "sidi-ifni"),
        ("الناضور", "nador"),
        ("مُرَّاكُش", "marrakech"),
        ("Al-Hoceïma", "al-hoceima"),
        ("AL HOCEIMA", "al-hoceima"),
        ("d'Agadir", "agadir"),
        ("M’diq", "mdiq"),
        ("ⴰⵎⵓⵔⴰⴽⵓⵛ", "marrakech"),
    ],
)
def test_spellings_lead_to_one_place(text: str, expected: str) -> None:
    assert slugs(text) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "سلاح أبيض في يد المتهم",
        "سلا المصاب همومه بالقراءة",
        "عبر عن آسفه",
        "قتله بفأس",
        "الحكومة الجديدة تبدأ عملها",
        "بين القوانين القديمة والجديدة",
        "ذر الرماد في العيون",
        "والده وجده في البيت",
        "أفران الخبز التقليدية",
        "نهضة بركان يفوز",
        "الوداد البيضاوي يتأهل",
        "علال الفاسي",
        "إصابة في الرباط الصليبي",
        "حريق بمحل في شارع فاس",
        "قمة الشرق الأوسط",
        "السفر بين الرياض وجدة",
        "جماعة العدل والإحسان",
        "Le beurre salé et le rabat du sac",
        "L'économiste Karim Safi",
        "La Bourse de Casablanca",
        "Le Wydad de Casablanca",
        "Le Proche-Orient et un tapis oriental",
        "",
    ],
)
def test_words_clubs_streets_and_people_are_no_places(text: str) -> None:
    assert slugs(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("شاطئ سلا نظيف", {"sale"}),
        ("سلا: حجز مخدرات", {"sale"}),
        ("تمارة وسلا", {"temara", "sale"}),
        ("مدينة العيون", {"laayoune"}),
        ("بالجديدة", {"el-jadida"}),
        ("من المحمدية والجديدة وخريبكة", {"mohammedia", "el-jadida", "khouribga"}),
        ("إقليم بركان", {"berkane"}),
        ("جماعة أولاد دحو تجتمع", {"oulad-dahou"}),
        ("Le port de Safi", {"safi"}),
        ("Commune d'Aourir", {"aourir"}),
    ],
)
def test_evidence_makes_doubtful_names_places(text: str, expected: set[str]) -> None:
    assert slugs(text) == expected


def test_two_doubtful_names_side_by_side_bear_each_other_out() -> None:
    assert slugs("وفد دبلوماسي يزور العيون والداخلة") == {"laayoune", "dakhla"}
    assert not slugs("المدارس الجديدة والداخلة ضمن البرنامج")


def test_a_region_is_not_the_towns_in_its_name() -> None:
    assert slugs("جهة طنجة-تطوان-الحسيمة") == {"tanger-tetouan-al-hoceima"}
    assert slugs("طنجة، تطوان، الحسيمة") == {"tanger", "tetouan", "al-hoceima"}


def test_a_doubtful_name_counts_in_an_outlet_of_that_town() -> None:
    text = "أخبار العيون اليوم، هكذا"
    assert slugs(text) == set()
    assert slugs(text, home=frozenset({"laayoune"})) == {"laayoune"}


def test_a_place_named_surely_once_is_believed_elsewhere() -> None:
    assert slugs("مدينة جرادة", "ثم عاد أهل جرادة إلى بيوتهم") == {"jerada"}
    found = find_places("مدينة جرادة", ["ثم عاد أهل جرادة إلى بيوتهم"], MOROCCO).found
    assert found[0].weight > 3


def test_title_and_dateline_say_what_an_article_is_about() -> None:
    body = ["ذهب إلى فاس ثم فاس", "وفاس أيضا"]
    assert find_places("حريق في طنجة", body[:1], MOROCCO).main == "tanger"
    assert find_places("حريق مهول", ["مراكش - قال شاهد", *body[1:]], MOROCCO).main == "marrakech"


def test_no_place_is_main_where_many_are_named_once() -> None:
    towns = ["طنجة", "فاس", "مراكش", "مكناس", "خريبكة", "الناظور"]
    places = find_places(
        "نشرة الطقس", ["مقدمة", *(f"درجة الحرارة في {town} عشرون" for town in towns)], MOROCCO
    )
    assert len(places.found) == 6
    assert places.main is None


def test_an_edition_without_a_table_finds_nothing() -> None:
    assert find_places("طنجة", ["فاس"], Gazetteer(())) == Places()


@given(
    st.lists(st.text(max_size=80), max_size=4), st.sampled_from(["طنجة", "سلا", "Safi", "\u200f", "-", "ال"])
)
def test_any_text_is_read(paragraphs: list[str], word: str) -> None:
    places = find_places(word.join(paragraphs), paragraphs, MOROCCO)
    assert set(places.slugs) <= set(MOROCCO.places)
    assert places.main is None or places.main in places.slugs
    assert all(0 < place.confidence <= 1 for place in places.found)
