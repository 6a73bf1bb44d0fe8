"""The page of copies: whose text it is, why, and what differs where both texts may be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.serve.press import EDITION, NOW, OPTIONS, Visitor, make_article, make_outlet
from tests.serve.test_story_pages import copied, main_of
from warraq.records import Block, BlockKind
from warraq.store import models
from warraq.store.blocks import write_blocks

pytestmark = pytest.mark.django_db

OPEN = replace(OPTIONS, show="full")
FIRST = "افتتح الوزير المدرسة الجديدة صباح اليوم بحضور الجميع"
SECOND = "افتتح الوزير المدرسة الجديدة مساء اليوم بحضور الجميع"


def set_text(article: models.Article, text: str) -> None:
    blocks = write_blocks((Block(BlockKind.PARAGRAPH, text),))
    models.Body.objects.filter(article=article).update(blocks=blocks)


@pytest.fixture
def pair(db: None) -> tuple[models.Article, models.Article]:
    """An agency's article, and a newspaper's that has its text."""
    agency = make_outlet("map", names={"ar": "و م ع"}, is_agency=True)
    origin = make_article(agency, "الأصل", at=NOW - timedelta(hours=3))
    copy = make_article(make_outlet(), "النسخة", at=NOW - timedelta(hours=2))
    set_text(origin, FIRST)
    set_text(copy, SECOND)
    copied(copy, origin, share=0.946, reasons="named published")
    return origin, copy


def test_it_says_in_words_whose_text_it_is_and_why(pair: tuple[models.Article, models.Article]) -> None:
    origin, copy = pair
    main = main_of(Visitor().text(f"/goud/{copy.pk}/copies"))
    assert "كان النص عند و م ع أولا" in main
    assert "94 في المائة من هذا النص" in main
    assert "النص نفسه يسمّي و م ع مصدرا له" in main
    assert "الساعة التي طبعتها و م ع أسبق" in main
    assert f'href="/map/{origin.pk}"' in main
    assert main.count("<time") > 0


def test_what_differs_is_shown_word_by_word_where_both_may_be_read(
    pair: tuple[models.Article, models.Article],
) -> None:
    _, copy = pair
    main = main_of(Visitor(options=OPEN).text(f"/goud/{copy.pk}/copies"))
    assert "</span>صباح<span" in main.partition("<del>")[2]
    assert "</span>مساء<span" in main


def test_the_texts_stay_closed_where_one_may_not_be_read_in_full(
    pair: tuple[models.Article, models.Article],
) -> None:
    origin, copy = pair
    models.Outlet.objects.filter(pk=origin.outlet_id).update(show="excerpt")
    main = main_of(Visitor(options=OPEN, edition=EDITION).text(f"/goud/{copy.pk}/copies"))
    assert "<del>" not in main
    assert "صباح" not in main.partition('id="differs"')[2]
    assert "لا يُقارن النصّان" in main
    assert "كان النص عند و م ع أولا" in main


def test_an_origin_lists_who_has_its_text(pair: tuple[models.Article, models.Article]) -> None:
    origin, copy = pair
    main = main_of(Visitor().text(f"/map/{origin.pk}/copies"))
    assert "من نقل هذا النص" in main
    assert f'href="/goud/{copy.pk}/copies"' in main
    assert "94 في المائة من نصّها" in main


def test_an_unknown_order_is_said_to_be_unknown(pair: tuple[models.Article, models.Article]) -> None:
    origin, copy = pair
    models.Copy.objects.filter(article=copy).update(is_origin=False, is_sure=False, reasons="", outside="AFP")
    main = main_of(Visitor().text(f"/goud/{copy.pk}/copies"))
    assert "لا يُعرف أيهما نشره أولا" in main
    assert "النص نفسه يسمّي مصدره: AFP" in main
    assert "لا يُعرف الأسبق" in main_of(Visitor().text(f"/map/{origin.pk}/copies"))


def test_the_same_words_are_said_to_be_the_same(pair: tuple[models.Article, models.Article]) -> None:
    _, copy = pair
    set_text(copy, FIRST)
    copy.title = "الأصل"
    copy.save()
    assert "النصّان واحد كلمة بكلمة" in main_of(Visitor(options=OPEN).text(f"/goud/{copy.pk}/copies"))


def test_an_article_without_copies_says_so(visitor: Visitor) -> None:
    article = make_article(make_outlet())
    assert "لا يوجد هذا النص هنا في صحيفة أخرى" in visitor.text(f"/goud/{article.pk}/copies")
    assert visitor.get("/goud/999/copies").status_code == 404
