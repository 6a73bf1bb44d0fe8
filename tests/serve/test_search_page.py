"""Search, and what is related to an article: over a real index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet
from warraq.records import Precision
from warraq.search.generations import new_generation, switch
from warraq.search.index import Document, days_of
from warraq.search.tantivy_index import TantivyIndex
from warraq.serve import searching
from warraq.store import models


def build_index(data: Path) -> None:
    """An index of all rows."""
    folder = data / "index"
    folder.mkdir()
    generation = new_generation(folder)
    index = TantivyIndex.create(generation)
    index.add(
        Document(
            number=row.pk,
            edition=row.edition,
            outlet=row.outlet.slug,
            section=row.section or None,
            language=row.language or None,
            title=row.title,
            lead=row.subtitle,
            body=row.excerpt,
            authors=(),
            days=days_of(row.day_on, Precision.DAY),
            sort_at=row.sort_at,
            seen_at=row.seen_at,
        )
        for row in models.Article.objects.select_related("outlet")
    )
    index.commit()
    index.close()
    switch(folder, generation)


@pytest.fixture
def press(db: None, tmp_path: Path) -> Iterator[Visitor]:
    goud, other = make_outlet(), make_outlet("other", names={"ar": "الأخرى", "fr": "Autre"})
    make_article(goud, "قطار سريع يربط وجدة بفاس", excerpt="أول قطار سريع", section="politics")
    make_article(
        other, "انطلاق قطار سريع نحو وجدة", excerpt="النص", section="politics", at=NOW - timedelta(hours=2)
    )
    make_article(
        other, "مباراة الوداد <script>alert(1)</script>", section="sports", at=NOW - timedelta(hours=3)
    )
    for n in range(25):
        make_article(goud, f"مطر غزير {n}", section="sports", at=NOW - timedelta(days=1, minutes=n))
    build_index(tmp_path)
    yield Visitor(options=replace(OPTIONS, data=tmp_path))
    searching._current(tmp_path / "index").close()


def ask(visitor: Visitor, query: str, more: str = "") -> str:
    return visitor.text(f"/search?q={quote(query)}{more}").split("</main>")[0]


def test_results_are_counted_and_marked(press: Visitor) -> None:
    main = ask(press, "قطار")
    assert "مقالان" in main
    assert "<mark>قطار</mark>" in main


def test_a_hostile_title_and_query_stay_text(press: Visitor) -> None:
    main = ask(press, "<script>alert الوداد")
    assert "<script>alert" not in main
    assert "&lt;<mark>script</mark>&gt;" in main


def test_newest_first_and_pages(press: Visitor) -> None:
    first = ask(press, "مطر", "&sort=newest")
    assert "25 مقالا" in first
    assert "صفحة 1 من 2" in first
    assert "page=2" in first
    second = ask(press, "مطر", "&sort=newest&page=2")
    assert second.count('class="entry') == 5
    assert "غزير 24<" in second.replace("</mark>", "").replace("<mark>", "")


def test_when_all_words_find_nothing_some_are_tried_and_it_says_so(press: Visitor) -> None:
    main = ask(press, "قطار الوداد")
    assert "لا مقال يجمع هذه الكلمات كلها" in main
    assert "3 مقالات" in main


def test_nothing_found_says_what_to_do(press: Visitor) -> None:
    main = ask(press, "زلزال")
    assert "لم نجد شيئا" in main
    assert "/latest?lang=all" in main


def test_a_query_that_cannot_be_read_is_marked_where(press: Visitor) -> None:
    response = press.get(f"/search?q={quote('مطر date:2026-99')}")
    assert response.status_code == 400
    assert "<mark>2026-99</mark>" in response.content.decode()


@pytest.mark.parametrize("more", ["sort=best", "page=0", "page=51", "page=x"])
def test_parameters_that_make_no_sense(press: Visitor, more: str) -> None:
    assert press.get(f"/search?q=a&{more}").status_code == 400


def test_without_an_index_it_says_so(db: None, tmp_path: Path) -> None:
    make_outlet()
    visitor = Visitor(options=replace(OPTIONS, data=tmp_path))
    response = visitor.get(f"/search?q={quote('مطر')}")
    assert response.status_code == 503
    assert "البحث قيد الإعداد" in response.content.decode()


def test_related_articles_come_from_other_outlets(press: Visitor) -> None:
    article = models.Article.objects.get(title__startswith="قطار سريع")
    aside = press.text(f"/goud/{article.pk}").split("<aside")[1].split("</section>")[0]
    assert "انطلاق قطار سريع نحو وجدة" in aside
    assert "مطر" not in aside


def test_a_headline_without_words_has_nothing_related() -> None:
    day = NOW.date()
    assert searching.related_query("؟ !", "", day, day) is None
