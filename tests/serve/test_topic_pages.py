"""Topics: any phrase has a page and a feed; what rises is said with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet
from tests.serve.test_search_page import build_index
from tests.serve.test_story_pages import main_of
from warraq.serve import searching
from warraq.serve.following import LONGEST, phrase_of
from warraq.serve.rises import topic_path
from warraq.serve.site import Unreadable
from warraq.store.rises import RiseRow, write_rises

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(tmp_path: Path) -> Visitor:
    """Who follows topics over a real index."""
    outlet = make_outlet()
    make_article(outlet, "الملك محمد السادس يستقبل وفدا", at=NOW - timedelta(hours=3))
    make_article(outlet, "خطاب الملك محمد السادس", at=NOW - timedelta(hours=1))
    make_article(outlet, "محمد يزور الملك", at=NOW)
    build_index(tmp_path)
    searching._current.cache_clear()
    return Visitor(options=replace(OPTIONS, data=tmp_path))


def address(phrase: str) -> str:
    return f"/topic/{phrase.replace(' ', '_')}"


def test_a_phrase_has_a_page_with_its_articles_newest_first(reader: Visitor) -> None:
    main = main_of(reader.text(address("الملك محمد السادس")))
    assert "<bdi>الملك محمد السادس</bdi>" in main
    assert "مقالان" in main
    assert main.index("خطاب الملك") < main.index("يستقبل وفدا")
    assert "محمد يزور الملك" not in main
    assert topic_path("الملك محمد السادس") + "/rss" in main


def test_a_name_is_found_with_what_is_written_onto_it(tmp_path: Path) -> None:
    outlet = make_outlet()
    written = [
        "طنجة المتوسط يتوسع",
        "ميناء بطنجة المتوسط",
        "الدار البيضاء وطنجة المتوسط",
        "دعم للملك محمد السادس",
    ]
    for n, title in enumerate([*written, "طنجة على المتوسط", "المتوسط بطنجة"]):
        make_article(outlet, title, at=NOW - timedelta(hours=n))
    build_index(tmp_path)
    searching._current.cache_clear()
    visitor = Visitor(options=replace(OPTIONS, data=tmp_path))
    main = main_of(visitor.text(address("طنجة المتوسط")))
    assert [title in main for title in written] == [True, True, True, False]
    assert "طنجة على المتوسط" not in main
    assert written[3] in main_of(visitor.text(address("الملك محمد السادس")))


@pytest.mark.parametrize("form", ["rss", "atom", "feed.json"])
def test_a_phrase_can_be_followed_as_a_feed(reader: Visitor, form: str) -> None:
    text = reader.text(f"{address('الملك محمد السادس')}/{form}")
    assert "خطاب الملك" in text
    assert "محمد يزور الملك" not in text


def test_the_form_leads_to_the_phrases_page(reader: Visitor) -> None:
    response = reader.get(f"/fr/topics?q={quote('«الملك محمد»')}")
    assert response.status_code == 303
    assert response["Location"] == "/fr" + topic_path("الملك محمد")
    assert "مواضيع" in reader.text("/topics")


def test_a_phrase_keeps_its_capitals(reader: Visitor) -> None:
    text = reader.text("/fr/topic/Ligue_des_champions")
    assert "<bdi>Ligue des champions</bdi>" in text
    assert "Rien n’a été trouvé" in text


def test_what_is_no_phrase_is_refused(reader: Visitor) -> None:
    assert reader.get("/topic/___").status_code == 400
    assert reader.get("/topic/" + "a" * (LONGEST + 1)).status_code == 400
    assert reader.get("/topic/a?page=99").status_code == 400


def test_without_an_index_the_page_says_so(tmp_path: Path) -> None:
    searching._current.cache_clear()
    visitor = Visitor(options=replace(OPTIONS, data=tmp_path))
    assert visitor.get("/topic/a").status_code == 503


def test_what_rises_stands_on_the_front_page_and_says_why(reader: Visitor) -> None:
    write_rises("ma", "ar", [RiseRow("زلزال الحوز", 12, 5, 2.4), RiseRow("نهضة بركان", 3, 2, 0.0)], NOW)
    front = reader.text("/")
    assert topic_path("زلزال الحوز") in front
    page = reader.text("/topics")
    assert "في 12 عنوانا من 5 صحف أمس واليوم؛ والمعتاد نحو 2" in page
    assert "في 3 عناوين من صحيفتين أمس واليوم؛ والمعتاد لا شيء تقريبا" in page
    assert quote('title:"زلزال الحوز"', safe="").replace("%20", "+") in page
    assert "في 12 عنوانا" in reader.text(address("زلزال الحوز"))


def test_what_was_counted_long_ago_is_shown_no_more(reader: Visitor) -> None:
    write_rises("ma", "ar", [RiseRow("زلزال الحوز", 12, 5, 2.4)], NOW - timedelta(hours=7))
    assert "زلزال الحوز" not in reader.text("/topics")


@given(st.text(max_size=200))
def test_any_text_is_a_phrase_or_refused(text: str) -> None:
    try:
        phrase = phrase_of(text)
    except Unreadable:
        return
    assert phrase == phrase_of(phrase)
    assert "/" not in phrase
    assert "_" not in phrase
