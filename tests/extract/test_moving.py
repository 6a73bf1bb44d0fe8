"""What a page says anew at every visit is masked, and nothing that a journalist counted or dated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.extract.moving import LEFT_OUT, without_moving


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("وقع الحادث قبل 3 ساعات في الرباط", "وقع الحادث □ في الرباط"),
        ("نُشر مُنذُ ٣ ساعات", "نُشر □"),
        ("هسبريس - منذ 3 أيام", "هسبريس - □"),
        ("Vues : 1 234 | Partages : 12", "□ | □"),
        ("قال الوزير ذلك. عدد المشاهدات : 1.234", "قال الوزير ذلك. □"),
        ("آخر تحديث: الأحد 12 ماي 2020 - 14:30", "□"),
        ("بلغ عدد المشاهدات 1234 مشاهدة", "بلغ عدد المشاهدات 1234 مشاهدة"),
        ("منذ ساعات الصباح الأولى", "منذ ساعات الصباح الأولى"),
        ("il y a 20 ans, le Maroc", "il y a 20 ans, le Maroc"),
        ("", ""),
    ],
)
def test_a_line(line: str, masked: str) -> None:
    assert without_moving(line) == masked.replace("□", LEFT_OUT)


PHRASES = st.sampled_from(
    [
        "منذ 3 ساعات",
        "قبل",
        "دقيقتين",
        "il y a 2 h",
        "Vues : 12",
        "آخر تحديث",
        "12:30",
        "-",
        "|",
        ".",
        "قال",
        "\u064e",
        "الآن",
        LEFT_OUT,
    ]
)


@given(st.text(max_size=200) | st.lists(PHRASES, max_size=12).map(" ".join))
def test_the_rest_of_the_line_stands(text: str) -> None:
    masked = without_moving(text)
    rest = iter(text)
    assert all(sign in rest for sign in masked.replace(LEFT_OUT, ""))
    assert len(masked) <= len(text)


@pytest.mark.parametrize(
    "line",
    [
        "12 " * 6_000,
        "منذ " * 5_000,
        "نشر في " * 2_800,
        "مشاهدة 1 " * 2_200,
        "ساعة - " * 2_800,
        "منذ 3 ساعات " * 90_000,
    ],
    ids=["numbers", "since", "published", "views", "hours", "beyond the longest"],
)
def test_a_line_without_end_is_read_or_left_alone(line: str) -> None:
    assert len(without_moving(line)) <= len(line)
