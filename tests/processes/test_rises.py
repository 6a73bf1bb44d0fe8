"""What rises: today's and yesterday's headlines against four weeks, counted by the index."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.serve.press import EDITION, NOW, OPTIONS, make_article, make_outlet
from tests.serve.test_search_page import build_index
from warraq.processes.rises import Rising
from warraq.store.read_rises import read_rises

pytestmark = pytest.mark.django_db


def count(data: Path, now: datetime = NOW) -> None:
    build_index(data)
    Rising(replace(OPTIONS, data=data), replace(EDITION, languages=("ar", "fr")), lambda: now).count()


def press(titles: list[str], days_ago: int) -> None:
    outlets = [make_outlet(f"o{days_ago}-{n}") for n in range(3)]
    for n, title in enumerate(titles):
        make_article(outlets[n % 3], title, at=NOW - timedelta(days=days_ago, minutes=n))


def habits(days: int = 28) -> None:
    """A month in which the same is said each day."""
    for day in range(2, days):
        press(["الحكومة تناقش الميزانية", "أسعار المحروقات ترتفع", "نتائج البطولة الوطنية"], day)


def test_a_name_that_is_said_more_than_before_rises_and_a_habit_does_not(tmp_path: Path) -> None:
    habits()
    press([f"زلزال الحوز {word}" for word in ("يهز", "يقتل", "يشرد", "يخلف", "يوقظ", "يفزع")], 0)
    press(["الحكومة تناقش الميزانية"] * 2, 1)
    count(tmp_path)
    found = read_rises("ma", ("ar",))
    assert found[0].row.phrase == "زلزال الحوز"
    assert (found[0].row.titles, found[0].row.outlets) == (6, 3)
    assert found[0].row.usual == 0
    assert found[0].counted_at == NOW
    assert not any("الحكومة" in one.row.phrase for one in found)
    assert read_rises("ma", ("fr",)) == []


def test_nothing_rises_in_an_archive_without_a_past(tmp_path: Path) -> None:
    press([f"زلزال الحوز {n}" for n in range(6)], 0)
    count(tmp_path)
    assert read_rises("ma", ("ar",)) == []


def test_counting_again_takes_the_place_of_what_was(tmp_path: Path) -> None:
    habits()
    press([f"زلزال الحوز {n}" for n in range(6)], 0)
    (tmp_path / "one").mkdir()
    count(tmp_path / "one")
    assert read_rises("ma", ("ar",))
    (tmp_path / "two").mkdir()
    count(tmp_path / "two", NOW + timedelta(days=20))
    assert read_rises("ma", ("ar",)) == []
