"""Cities and regions: their pages, their feeds, the list of them, the box on the front page and the map."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.serve.press import EDITION, NOW, Visitor, make_article, make_outlet
from warraq.editions import Place
from warraq.serve.atlas import Atlas, atlas_of
from warraq.serve.by_city import choose_cities
from warraq.store import models

pytestmark = pytest.mark.django_db


def place(slug: str, arabic: str, kind: str = "province", *, region: str = "", parent: str = "") -> Place:
    point = {"oriental": (34.3, -2.5), "north": (35.4, -5.4)}.get(slug)
    names = {"ar": arabic, "fr": slug.title()}
    return Place(slug, kind, region, parent or region, names, (), point)


PLACES = (
    place("oriental", "جهة الشرق", "region"),
    place("north", "طنجة تطوان", "region"),
    place("nador", "الناظور", region="oriental"),
    place("oujda", "وجدة", region="oriental"),
    place("berkane", "بركان", region="oriental"),
    place("tanger", "طنجة", region="north"),
    place("selouane", "سلوان", "commune", region="oriental", parent="nador"),
)
MOROCCO = replace(EDITION, places=PLACES)


@pytest.fixture
def reader(db: None) -> Visitor:
    """Who asks for pages of an edition with places."""
    return Visitor(edition=MOROCCO)


def place_in(article: models.Article, main: str, *others: str) -> models.Article:
    for slug in (main, *others):
        if slug:
            models.ArticlePlace.objects.create(
                article=article, place=slug, is_main=slug == main, sort_at=article.sort_at
            )
    return article


def placed(title: str, main: str, *others: str, **fields: Any) -> models.Article:
    outlet = models.Outlet.objects.first() or make_outlet()
    return place_in(make_article(outlet, title, **fields), main, *others)


def test_a_city_shows_what_is_about_it_and_what_lies_in_it(reader: Visitor) -> None:
    placed("عن الناظور", "nador")
    placed("عن سلوان", "selouane")
    placed("عن وجدة يذكر الناظور", "oujda", "nador")
    text = reader.text("/city/nador")
    assert "أخبار الناظور" in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert "عن الناظور" in main
    assert "عن سلوان" in main
    assert "عن وجدة" not in main
    everything = reader.text("/city/nador/named").partition("<main")[2].partition("</main>")[0]
    assert "عن وجدة" in everything


def test_a_region_gathers_its_cities_newest_first(reader: Visitor) -> None:
    placed("قديم", "oujda", at=NOW - timedelta(hours=5))
    placed("جديد", "selouane", at=NOW - timedelta(hours=1))
    placed("عن الجهة", "oriental", at=NOW - timedelta(hours=3))
    placed("بعيد", "tanger")
    main = reader.text("/region/oriental").partition("<main")[2].partition("</main>")[0]
    assert [main.index(title) for title in ("جديد", "عن الجهة", "قديم")] == sorted(
        main.index(title) for title in ("جديد", "عن الجهة", "قديم")
    )
    assert "بعيد" not in main


def test_the_number_said_is_the_number_listed(reader: Visitor) -> None:
    placed("أول", "nador")
    placed("ثان", "selouane", language="fr")
    placed("قديم", "nador", at=NOW - timedelta(days=8))
    assert "مقالان هذا الأسبوع" in reader.text("/city/nador")
    listed = reader.text("/city/nador?lang=all").partition("<main")[2].partition("</main>")[0]
    assert sum(title in listed for title in ("أول", "ثان")) == 2


def test_a_list_goes_on(reader: Visitor) -> None:
    for n in range(35):
        placed(f"خبر رقم {n:02}", "nador", at=NOW - timedelta(minutes=n))
    first = reader.text("/city/nador").partition("<main")[2]
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = reader.text(older[1].replace("&amp;", "&")).partition("<main")[2].partition("</main>")[0]
    seen = set(re.findall(r"خبر رقم \d\d", first.partition("</main>")[0])) | set(
        re.findall(r"خبر رقم \d\d", second)
    )
    assert len(seen) == 35


def test_each_place_has_one_address(reader: Visitor) -> None:
    assert reader.get("/city/oriental").status_code == 301
    assert reader.get("/city/oriental")["Location"] == "/region/oriental"
    assert reader.get("/fr/region/nador/named")["Location"] == "/fr/city/nador/named"
    assert reader.get("/city/nowhere").status_code == 404
    assert "لا يُعرف هنا مكان بهذا الاسم" in reader.get("/city/nowhere").content.decode()


def test_what_was_withdrawn_or_is_of_another_edition_is_not_listed(reader: Visitor) -> None:
    placed("سُحب", "nador", withdrawn_at=NOW)
    foreign = make_outlet("elsewhere", edition="tn")
    place_in(make_article(foreign, "من بلد آخر"), "nador")
    main = reader.text("/city/nador").partition("<main")[2]
    assert "سُحب" not in main
    assert "من بلد آخر" not in main
    assert "لا شيء هنا بهذه اللغة" in main


def test_feeds_of_places(reader: Visitor) -> None:
    placed("عن سلوان", "selouane")
    for path in ("/city/nador/rss", "/region/oriental/rss"):
        response = reader.get(path)
        assert response.status_code == 200
        assert "عن سلوان" in response.content.decode()
    assert reader.get("/city/oriental/rss").status_code == 404


def test_the_list_of_cities_and_its_map(reader: Visitor) -> None:
    placed("عن الناظور", "nador")
    placed("عن سلوان", "selouane")
    text = reader.text("/cities")
    assert 'aria-label="جهة الشرق: مقالان"' in text
    assert 'href="/city/selouane"' in text
    assert 'href="/city/berkane" class="quiet"' in text
    assert 'aria-label="Oriental\u00a0: 2 articles"' in reader.text("/fr/cities")


def test_the_front_page_has_a_box_of_cities(reader: Visitor) -> None:
    for n in range(40):
        placed(f"أعم {n}", "", at=NOW - timedelta(minutes=n))
    placed("عن الناظور", "nador", at=NOW - timedelta(hours=8))
    placed("عن طنجة", "tanger", at=NOW - timedelta(hours=9))
    box = reader.text("/").partition('id="by-city"')[2].partition("</section>")[0]
    assert 'href="/city/nador"' in box
    assert "عن طنجة" in box
    assert '<svg class="regions"' in box


def test_an_edition_without_places_has_neither_pages_nor_box(visitor: Visitor) -> None:
    make_article(make_outlet())
    assert "/cities" not in visitor.text("/")
    assert visitor.get("/cities").status_code == 404


def test_an_article_leads_to_its_places(reader: Visitor) -> None:
    article = placed("خبر", "nador", "oujda", "gone-from-the-table")
    text = reader.text(f"/goud/{article.pk}")
    assert '<a href="/city/nador">الناظور</a>، <a href="/city/oujda">وجدة</a>' in text


def test_the_box_is_spread_over_regions() -> None:
    atlas = Atlas(PLACES)
    counts = {"nador": 9, "oujda": 8, "berkane": 7, "tanger": 1}
    assert choose_cities(counts, atlas, 3) == ["nador", "oujda", "tanger"]
    assert choose_cities(counts, atlas, 4)[-1] == "berkane"


def test_an_atlas_is_made_once_for_a_table() -> None:
    assert atlas_of(MOROCCO) is atlas_of(MOROCCO)
    assert atlas_of(MOROCCO).city_of(PLACES[-1]).slug == "nador"
