"""Versions of one article, and articles that only look alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.versions import Version, are_versions

WORDS = [f"كلمة{n}" for n in range(200)]
TEXT = " ".join(WORDS[:100])
OTHER = " ".join(WORDS[100:])
TITLE = "الحكومة تصادق على مشروع قانون المالية"
FIRST, NEXT, LATER = date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 9)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the text is kept, whatever the headline and the day
        (Version(TITLE, TEXT, FIRST), Version("عنوان آخر تماما هنا", TEXT, LATER), True),
        (Version(TITLE, TEXT), Version(TITLE, TEXT + " " + OTHER), True),
        (Version(TITLE, TEXT), Version(TITLE, " ".join(WORDS[40:140])), True),
        # a flash that became an article keeps its headline
        (Version(TITLE, "نبأ قصير", FIRST), Version(TITLE + " بالأغلبية", TEXT, NEXT), True),
        (Version(TITLE, "", FIRST), Version(TITLE, "", FIRST), True),
        # a series has one headline and many texts
        (Version("حالة الطقس ليوم غد", TEXT, FIRST), Version("حالة الطقس ليوم غد", OTHER, NEXT), False),
        (Version(TITLE, "", FIRST), Version(TITLE, "", LATER), False),
        (Version("كاريكاتير", "", FIRST), Version("كاريكاتير", "", FIRST), False),
        (Version(TITLE, TEXT), Version("عنوان آخر تماما هنا", OTHER), False),
        (Version("", ""), Version("", ""), False),
        # writers put alef for hamza, ha for ta marbuta
        (Version("الأمة تنتظر قرار المحكمة", ""), Version("الامه تنتظر قرار المحكمه", ""), True),
    ],
)
def test_versions(one: Version, other: Version, expected: bool) -> None:
    assert are_versions(one, other) is expected
    assert are_versions(other, one) is expected


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_comes_is_compared_both_ways_alike(
    title: str, text: str, other_title: str, other: str
) -> None:
    one, two = Version(title, text), Version(other_title, other)
    assert are_versions(one, two) is are_versions(two, one)
