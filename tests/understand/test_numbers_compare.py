from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.understand.numbers import read_figures
from warraq.understand.numbers_compare import Comparison, compare
from warraq.understand.numbers_tables import Kind


def compared(**texts: str) -> list[Comparison]:
    """Outlet -> text; French where it begins with a Latin letter."""
    return compare(
        {name: read_figures(text, "fr" if text[0].isascii() else "ar") for name, text in texts.items()}
    )


def sides(comparison: Comparison) -> list[list[str]]:
    return [[statement.outlet for statement in side] for side in comparison.sides]


def test_outlets_agree_and_differ_on_the_same_thing() -> None:
    (found,) = compared(a="مصرع 12 شخصا", b="سقوط 12 قتيلا", c="مقتل 15 شخصا في الحادث")
    assert found.role == "dead"
    assert sides(found) == [["a", "b"], ["c"]]
    assert not found.is_agreed


def test_across_languages() -> None:
    (found,) = compared(a="خلف الحادث 12 جريحا", b="L'accident a fait 12 blessés")
    assert found.is_agreed


def test_a_fuller_wording_is_the_same_thing() -> None:
    (found,) = compared(a="تفكيك 215 خلية إرهابية", b="تفكيك 215 خلية")
    assert found.is_agreed
    assert len(found.counted.split()) == 2


def test_children_among_the_dead_are_not_the_dead() -> None:
    assert compared(a="مقتل 12 شخصا", b="مقتل 3 أطفال") == []


def test_bounds_and_about_agree_with_what_they_hold() -> None:
    (found,) = compared(a="أكثر من 20 جريحا", b="22 جريحا", c="حوالي 21 جريحا")
    assert found.is_agreed
    (found,) = compared(a="أكثر من 20 جريحا", b="200 جريح")
    assert not found.is_agreed


def test_sums_are_compared_only_where_they_are_named() -> None:
    assert compared(a="دفع 5 دراهم", b="دفع 6 دراهم") == []
    (found,) = compared(a="بلغ معدل البطالة 13 في المائة", b="معدل البطالة ارتفع إلى 14 في المائة")
    assert found.kind is Kind.PERCENT
    assert not found.is_agreed


def test_milliards_of_centimes_and_millions_of_dirhams_are_one_sum() -> None:
    (found,) = compared(a="صفقة بقيمة 3 مليارات سنتيم", b="صفقة بقيمة 30 مليون درهم")
    assert found.is_agreed
    assert found.unit == "MAD"


def test_what_one_outlet_alone_tells_is_left_out() -> None:
    assert compared(a="12 قتيلا و30 جريحا", b="لا أرقام هنا") == []


TEXTS = ("12 قتيلا و30 جريحا", "مقتل 13 شخصا وإصابة 30", "أكثر من 10 قتلى", "عشرات الجرحى و12 قتيلا")


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_outlets_changes_nothing(order: list[int]) -> None:
    figures = {f"o{i}": read_figures(TEXTS[i], "ar") for i in range(4)}
    assert compare({f"o{i}": figures[f"o{i}"] for i in order}) == compare(figures)
