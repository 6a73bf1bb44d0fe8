"""What the search page says of an answer: facets, chart, passages, other spellings, other names; nothing in logs."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serve.indexed import Indexed, indexed
from tests.serve.press import NOW, make_article, make_outlet, sign
from warraq.records import Block, BlockKind
from warraq.search.analysis.marking import highlight, passage, wanted_by
from warraq.search.query import parse_query
from warraq.serve.render import environment
from warraq.serve.web import search as search_page
from warraq.store import models
from warraq.store.blocks import write_blocks

LONG = "كلام طويل " * 60 + "ثم وصل القطار إلى المحطة " + "وكلام آخر " * 60


@pytest.fixture
def press(db: None, tmp_path: Path) -> Iterator[Indexed]:
    goud, other = make_outlet(), make_outlet("other", names={"ar": "الأخرى", "fr": "Autre"})
    first = make_article(goud, "خبر أول", at=NOW - timedelta(days=1))
    models.Body.objects.filter(article=first).update(blocks=write_blocks([Block(BlockKind.PARAGRAPH, LONG)]))
    sign(first, "سعيد بنيس")
    for n in range(4):
        article = make_article(other, f"قطار طنجة {n}", section="sports", at=NOW - timedelta(days=40 * n))
        models.ArticlePlace.objects.create(
            article=article, place="tanger", is_main=True, sort_at=article.sort_at
        )
    make_article(other, "Le train de Tanger", language="fr", at=NOW - timedelta(days=2))
    with indexed(tmp_path) as made:
        made.catch_up()
        yield made


def main(press: Indexed, address: str) -> str:
    return press.visitor.text(address).split("</main>")[0]


def test_the_best_passage_of_the_text_is_shown_with_its_marks(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('محطة')}")
    found = re.search(r'<p class="excerpt"[^>]*>(.*?)</p>', page)
    assert found is not None
    assert "<mark>المحطة</mark>" in found[1]
    assert found[1].startswith("…")
    assert len(re.sub("<[^>]+>", "", found[1])) <= 222


def test_a_text_that_may_not_be_shown_gives_no_passage(press: Indexed) -> None:
    models.Article.objects.filter(title="خبر أول").update(wishes="nosnippet", changed_at=NOW)
    page = main(press, f"/search?q={quote('محطة')}")
    assert "خبر أول" in page
    assert "المحطة" not in page


def test_of_articles_alike_the_newer_comes_first(press: Indexed) -> None:
    other = models.Outlet.objects.get(slug="other")
    make_article(other, "قطار طنجة 9", section="sports", at=NOW - timedelta(days=60))
    press.catch_up()
    page = main(press, f"/search?q={quote('قطار')}").replace("<mark>", "").replace("</mark>", "")
    assert re.findall(r">قطار طنجة (\d)<", page) == ["0", "1", "9", "2", "3"]


def test_facets_narrow_and_can_be_taken_back(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('قطار')}")
    assert "الأخرى</bdi>" in page
    narrowed = main(press, f"/search?q={quote('قطار outlet:other')}")
    aside = narrowed.split("<aside")[1]
    assert 'aria-current="true" aria-label="أزل: الأخرى"' in aside
    assert '<ul class="parts"' in narrowed
    assert narrowed.count(f'href="/search?q={quote("قطار")}"') == 2, (
        "from the facet and from the list of filters"
    )


def test_a_facet_by_author_asks_for_just_that_name(press: Indexed) -> None:
    page = unescape(main(press, "/search?q=*"))
    assert quote('author:"سعيد بنيس"', safe="*").replace("%20", "+") in page


def test_the_chart_leads_to_its_days_and_can_be_coarser(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('قطار')}")
    assert 'class="chart wide"' in page
    assert "date%3A2026-11" in page
    assert f"/search?q={quote('قطار')}&amp;by=year" in page
    yearly = main(press, f"/search?q={quote('قطار')}&by=year")
    assert '<th scope="row">2026' in yearly


def test_the_same_name_in_french_is_one_click_away(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('طنجة')}")
    assert 'href="/search?q=Tanger"><bdi>Tanger</bdi></a> <span class="quiet">(مقال واحد)' in page


def test_another_spelling_is_offered_where_nothing_is_found(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('المخطة طنجه')}")
    assert "لا مقال يجمع" in page or "هل تقصد" in page


def test_an_order_by_arrival_is_offered(press: Indexed) -> None:
    page = main(press, f"/search?q={quote('قطار')}&sort=arrived")
    assert '<a href="/search?q=%D9%82%D8%B7%D8%A7%D8%B1&amp;sort=arrived" aria-current="true">' in page


def test_pages_of_a_list_are_of_one_snapshot(press: Indexed) -> None:
    for n in range(30):
        make_article(models.Outlet.objects.get(slug="goud"), f"مطر {n}", at=NOW - timedelta(minutes=n))
    press.catch_up()
    first = main(press, f"/search?q={quote('مطر')}&sort=newest")
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    assert "upto=" in following
    make_article(models.Outlet.objects.get(slug="goud"), "مطر جديد", at=NOW)
    press.catch_up()
    second = main(press, following)
    assert "30 مقالا" in second
    assert second.count('<li class="entry') == 10


def test_completions_begin_as_typed_and_keep_what_stands_before(press: Indexed) -> None:
    answer = json.loads(press.visitor.text(f"/search/complete?q={quote('outlet:other قط')}"))
    assert answer == {
        "completions": [
            {"text": "outlet:other قطار", "count": 4},
            {"text": "outlet:other قطار طنجة", "count": 4},
        ]
    }
    response = press.visitor.get(f"/search/complete?q={quote('قط')}")
    assert response["Cache-Control"] == "private, max-age=300"
    assert response["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "typed", ["", " ", "outlet:", '"قط', "-", "%FF%00"[:3], "((((", "a" * 500, "date:2026"]
)
def test_completion_of_anything_is_an_answer(press: Indexed, typed: str) -> None:
    assert "completions" in json.loads(press.visitor.text(f"/search/complete?q={quote(typed, safe='%')}"))


@pytest.mark.parametrize("prefix", ["", "/fr", "/en"])
def test_the_help_explains_every_operator_with_one_that_works(press: Indexed, prefix: str) -> None:
    page = main(press, f"{prefix}/search/help")
    examples = [unescape(href) for href in re.findall(r'<th scope="row"><a href="([^"]+)"', page)]
    assert len(examples) == 17
    for address in examples:
        if not re.search(r"%3A(goud|sport|%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9)", address):
            assert press.visitor.get(address).status_code == 200, address


def test_more_like_an_article(press: Indexed) -> None:
    article = models.Article.objects.get(title="قطار طنجة 0")
    assert f'href="/other/{article.pk}/like"' in press.visitor.text(f"/other/{article.pk}")
    page = main(press, f"/other/{article.pk}/like")
    assert "قطار طنجة 1" in page
    assert "قطار طنجة 0" not in page.split("<ol")[1], "it is not among those like it"
    assert press.visitor.get("/other/999999/like").status_code == 404


@pytest.mark.parametrize(
    "path", ["/search", "/research", "/search/complete", "/search/articles.csv", "/search/rss"]
)
def test_no_search_is_ever_logged(
    press: Indexed, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ValueError("cannot read سر لايقال")

    for module in ("web.search", "web.research", "web.completion", "web.search_export", "lists"):
        monkeypatch.setattr(f"warraq.serve.{module}.index_of", broken)
    with caplog.at_level(logging.DEBUG):
        response = press.visitor.get(f"{path}?q={quote('سر لايقال')}")
    assert response.status_code == 500
    assert caplog.records
    assert "سر" not in caplog.text
    assert quote("سر") not in caplog.text


texts = st.text(st.characters(codec="utf-8") | st.sampled_from("قطار المدرسة<>&\"' "), max_size=300)


@given(
    text=texts,
    query=st.sampled_from(("قطار", "مدرسة طنجة", "قط*", '"قطار المدرسة"', "<script>", "a")),
    width=st.integers(10, 120),
)
def test_marks_break_neither_text_nor_page(text: str, query: str, width: int) -> None:
    wanted = wanted_by(parse_query(query))
    assert "".join(piece for piece, _ in highlight(text, wanted)) == text
    best = passage(text, wanted, width)
    assert len(best) <= width + 2
    pieces = highlight(best, wanted)
    template = environment().from_string(
        "{% for text, is_marked in pieces %}{% if is_marked %}<mark>{{ text }}</mark>"
        "{% else %}{{ text }}{% endif %}{% endfor %}"
    )
    drawn = template.render(pieces=pieces)
    assert unescape(re.sub("</?mark>", "", drawn)) == best or "&" in best or "\r" in best
    assert set(re.findall(r"<[^>]*>?", drawn)) <= {"<mark>", "</mark>"}


def test_a_page_says_one_thing_of_many_results() -> None:
    assert search_page.LAST_PAGE * search_page.LENGTH == 1_000
