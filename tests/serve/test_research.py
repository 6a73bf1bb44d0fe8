"""The research desk: five searches at most, in a chart and in tables that lead to their articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.indexed import Indexed, fetch, indexed
from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet
from warraq.store import models


@pytest.fixture
def press(db: None, tmp_path: Path) -> Iterator[Indexed]:
    goud, other = make_outlet(), make_outlet("other", names={"ar": "الأخرى", "fr": "Autre"})
    for n in range(12):
        title = "قطار طنجة السريع يتأخر" if n % 2 else "مطر غزير"
        article = make_article(goud if n % 3 else other, f"{title} {n}", at=NOW - timedelta(days=n))
        if n % 2:
            models.ArticlePlace.objects.create(
                article=article, place="tanger", is_main=True, sort_at=article.sort_at
            )
    with indexed(tmp_path) as made:
        made.catch_up()
        yield made


def main(press: Indexed, address: str) -> str:
    return press.visitor.text(address).split("</main>")[0]


def test_two_searches_stand_in_one_chart_with_their_names(press: Indexed) -> None:
    page = main(press, f"/research?q={quote('قطار')}&q2={quote('مطر')}")
    assert page.count('class="line line-1"') == page.count('class="line line-2"') == 2, "wide and narrow"
    assert page.count(">قطار</text>") == 2
    assert "6 مقالات" in page
    assert "style=" not in page


def test_every_number_leads_to_its_articles(press: Indexed) -> None:
    page = main(press, f"/research?q={quote('قطار')}&by=month")
    assert f"/search?q={quote('قطار')}+date%3A2026-11&amp;sort=newest" in page
    assert f"/search?q={quote('قطار')}+outlet%3Agoud" in page
    assert f"/search?q={quote('قطار')}+city%3Atanger" in page


def test_places_and_newspapers_are_named_in_the_readers_language(press: Indexed) -> None:
    assert "طنجة</bdi>" in main(press, f"/research?q={quote('قطار')}")
    french = main(press, f"/fr/research?q={quote('قطار')}")
    assert "Tanger</bdi>" in french
    assert "Autre</bdi>" in french


def test_shares_are_shown_as_shares(press: Indexed) -> None:
    page = main(press, f"/fr/research?q={quote('قطار')}&show=share&by=month")
    assert "Part de tous les articles au fil du temps" in page
    assert ">50\xa0%</a>" in page


def test_a_window_narrows_everything(press: Indexed) -> None:
    day = NOW.date() - timedelta(days=3)
    page = main(press, f"/research?q={quote('قطار')}&from={day}&to={day}")
    assert "مقال واحد" in page
    assert f"date%3A{day}" in page


def test_what_headlines_say_leaves_out_what_was_asked_for(press: Indexed) -> None:
    outlets = list(models.Outlet.objects.all())
    for n in range(60):
        make_article(outlets[n % 2], "مطر غزير في الشمال", at=NOW - timedelta(hours=n))
    press.catch_up()
    said = main(press, f"/research?q={quote('قطار')}").split('class="telling"')[1].split("</section>")[0]
    assert "السريع" in said
    assert "<bdi>قطار</bdi></a>" not in said


def test_the_form_keeps_what_was_asked(press: Indexed) -> None:
    page = main(press, f"/research?q={quote('قطار')}&q5=%22%3E%3Cscript%3E&from=2026&by=week&show=share")
    assert 'value="قطار"' in page
    assert '"><script>' not in page
    assert 'value="2026"' in page
    assert '<option value="week" selected>' in page


def test_a_mistake_is_told_at_its_field(press: Indexed) -> None:
    response = press.visitor.get(f"/research?q={quote('قطار')}&q3=date:x")
    page = response.content.decode()
    assert response.status_code == 400
    assert 'aria-describedby="mistake-q3"' in page
    assert "<mark>x</mark>" in page


@pytest.mark.parametrize("more", ["from=x", "to=2026-13", "from=2026&to=2025"])
def test_days_that_are_none_are_told(press: Indexed, more: str) -> None:
    response = press.visitor.get(f"/research?q=a&{more}")
    assert response.status_code == 400
    assert "لا يمكن قراءة هذين التاريخين" in response.content.decode()


@pytest.mark.parametrize("more", ["by=hour", "show=pie", "upto=-1"])
def test_parameters_that_make_no_sense(press: Indexed, more: str) -> None:
    assert press.visitor.get(f"/research?q=a&{more}").status_code == 400


def test_the_counts_are_rows_of_periods(press: Indexed) -> None:
    body = fetch(press, "/research/counts.jsonl", q="قطار", by="day")
    rows = [json.loads(line) for line in body.splitlines()]
    assert [row["articles"] for row in rows] == [1, 0] * 5 + [1, 0]
    assert rows[0]["first_day"] == rows[0]["last_day"] == str(NOW.date() - timedelta(days=11))
    assert {row["unit"] for row in rows} == {"day"}
    assert rows[0]["share"] == 1.0


def test_a_file_has_days_where_a_chart_is_coarser(press: Indexed) -> None:
    make_article(models.Outlet.objects.get(slug="goud"), "قطار قديم", at=NOW - timedelta(days=900))
    press.catch_up()
    page = main(press, f"/research?q={quote('قطار')}&by=day")
    assert "by=day" not in page.split('class="choices units"')[1].split("</ul>")[0]
    body = fetch(press, "/research/counts.jsonl", q="قطار", by="day")
    rows = [json.loads(line) for line in body.splitlines()]
    assert {row["unit"] for row in rows} == {"day"}
    assert len(rows) == 901
    assert rows[5]["articles"] is None, "nothing was collected then"


def test_without_a_search_it_offers_some(press: Indexed) -> None:
    page = main(press, "/research")
    assert page.count("/research?q=") >= 3
    assert "لا تُخزَّن عمليات البحث" in page


@pytest.mark.parametrize("prefix", ["", "/fr", "/en"])
def test_the_method_is_explained(press: Indexed, prefix: str) -> None:
    page = main(press, f"{prefix}/research/method")
    assert "Africa/Casablanca" in page
    assert page.count("<h2>") >= 10


def test_without_an_index_it_says_so(db: None, tmp_path: Path) -> None:
    response = Visitor(options=replace(OPTIONS, data=tmp_path)).get("/research?q=a")
    assert response.status_code == 503


def test_an_open_period_is_told(press: Indexed) -> None:
    assert NOW.date() < date(2026, 11, 30)
    assert "آخر مدة لم تنته بعد" in main(press, f"/research?q={quote('قطار')}&by=month")
