"""Sitemaps: every open article in the map of its day, the news of two days, and robots.txt that leads there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from lxml import etree

from tests.serve.feed_rules import RFC_3339, W3CDTF, is_web_address
from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet
from warraq.serve import sitemaps
from warraq.store import models

ROOT = "https://warraq.example"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read_map(visitor: Visitor, address: str) -> list[etree._Element]:
    """The entries of a map, which keeps the protocol's rules."""
    response = visitor.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = etree.fromstring(response.content)
    assert root.tag in (MAP + "urlset", MAP + "sitemapindex")
    assert 0 < len(root) <= 50_000
    assert len(response.content) < 50_000_000
    kind = "url" if root.tag == MAP + "urlset" else "sitemap"
    for entry in root:
        assert entry.tag == MAP + kind
        address = entry.findtext(MAP + "loc") or ""
        assert is_web_address(address)
        assert address.startswith(ROOT + "/")
        assert len(address) < 2_048
        changed = entry.findtext(MAP + "lastmod")
        assert changed is None or W3CDTF.fullmatch(changed)
    return list(root)


def addresses(visitor: Visitor, address: str) -> list[str]:
    return [entry.findtext(MAP + "loc") or "" for entry in read_map(visitor, address)]


def articles(visitor: Visitor, address: str) -> list[str]:
    """The articles of a day's map, which begins with the page of the whole day."""
    whole, *listed = addresses(visitor, address)
    assert whole.startswith((f"{ROOT}/day/", f"{ROOT}/calendar"))
    return listed


def test_robots_txt_leads_to_the_maps(visitor: Visitor) -> None:
    lines = visitor.text("/robots.txt").splitlines()
    assert f"Sitemap: {ROOT}/sitemap.xml" in lines
    assert f"Sitemap: {ROOT}/sitemap-news.xml" in lines
    assert "Disallow: /desk/" in lines


def test_the_index_leads_to_every_day_and_says_when_it_changed(visitor: Visitor) -> None:
    outlet = make_outlet()
    edited = NOW + timedelta(minutes=5)
    first = make_article(outlet, at=NOW - timedelta(days=400), changed_at=edited)
    second = make_article(outlet)
    index = read_map(visitor, "/sitemap.xml")
    found = {entry.findtext(MAP + "loc"): entry.findtext(MAP + "lastmod") for entry in index}
    assert list(found) == [
        f"{ROOT}/sitemaps/lists.xml",
        f"{ROOT}/sitemaps/stories.xml",
        f"{ROOT}/sitemaps/2026-11-24.xml",
        f"{ROOT}/sitemaps/2025-10-20.xml",
    ]
    assert found[f"{ROOT}/sitemaps/2025-10-20.xml"] == "2026-11-24T12:05:00Z"
    assert articles(visitor, "/sitemaps/2025-10-20.xml") == [f"{ROOT}/goud/{first.pk}"]
    assert articles(visitor, "/sitemaps/2026-11-24.xml") == [f"{ROOT}/goud/{second.pk}"]
    assert f"{ROOT}/section/politics" in addresses(visitor, "/sitemaps/lists.xml")
    assert visitor.get("/sitemaps/2026-11-23.xml").status_code == 404


def test_stories_of_several_outlets_stand_in_a_map_the_highest_first(visitor: Visitor) -> None:
    fields = {"edition": "ma", "first_at": NOW, "last_at": NOW, "article_count": 3, "changed_at": NOW}
    kept = models.Story.objects.create(id=1, language="ar", outlet_count=2, rank=1, **fields)
    models.Story.objects.create(id=2, language="fr", outlet_count=3, rank=2, **fields)
    models.Story.objects.create(id=3, language="ar", outlet_count=1, rank=9, **fields)
    models.Story.objects.create(id=4, language="ar", outlet_count=2, rank=8, merged_into=kept, **fields)
    models.Story.objects.create(id=5, language="ar", outlet_count=2, rank=7, **fields)
    entries = read_map(visitor, "/sitemaps/stories.xml")
    assert [entry.findtext(MAP + "loc") for entry in entries] == [
        f"{ROOT}/topics",
        f"{ROOT}/story/5",
        f"{ROOT}/story/1",
        f"{ROOT}/story/2",
    ]
    assert entries[1].findtext(MAP + "lastmod") == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_a_large_day_is_parted(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "PAGE", 2)
    outlet = make_outlet()
    numbers = [make_article(outlet, f"خبر {n}").pk for n in range(5)]
    days = [address for address in addresses(visitor, "/sitemap.xml") if "2026" in address]
    assert [day.rpartition("/")[2] for day in days] == [
        "2026-11-24.xml",
        "2026-11-24-2.xml",
        "2026-11-24-3.xml",
    ]
    listed = [a for day in days for a in articles(visitor, day.removeprefix(ROOT))]
    assert listed == [f"{ROOT}/goud/{number}" for number in numbers]
    assert visitor.get("/sitemaps/2026-11-24-4.xml").status_code == 404


def test_only_what_robots_may_take_stands_in_a_map(visitor: Visitor) -> None:
    outlet = make_outlet()
    stays = make_article(outlet, "خبر", wishes="noarchive")
    make_article(outlet, "ممنوع", wishes="noindex")
    make_article(outlet, "محذوف", withdrawn_at=NOW)
    make_article(make_outlet("silent", show="headline"))
    assert articles(visitor, "/sitemaps/2026-11-24.xml") == [f"{ROOT}/goud/{stays.pk}"]
    assert len(read_map(visitor, "/sitemap-news.xml")) == 1


def test_a_site_of_headlines_alone_maps_its_lists(db: None) -> None:
    make_article(make_outlet())
    visitor = Visitor(options=replace(OPTIONS, show="headline"))
    assert articles(visitor, "/sitemaps/2026-11-24.xml") == []
    assert len(etree.fromstring(visitor.get("/sitemap-news.xml").content)) == 0


def test_an_article_of_which_only_the_month_is_known_has_its_map(visitor: Visitor) -> None:
    make_article(make_outlet(), published_text="2023-11", published_precision="month", day_on=None)
    assert addresses(visitor, "/sitemap.xml")[-1] == f"{ROOT}/sitemaps/undated.xml"
    assert len(articles(visitor, "/sitemaps/undated.xml")) == 1


def news_of(visitor: Visitor) -> dict[str, tuple[str, str, str]]:
    """Title -> publication, language, date."""
    found = {}
    for entry in read_map(visitor, "/sitemap-news.xml"):
        (news,) = entry.findall(NEWS + "news")
        (publication,) = news.findall(NEWS + "publication")
        said = tuple(
            node.findtext(NEWS + name) or ""
            for node, name in ((publication, "name"), (publication, "language"), (news, "publication_date"))
        )
        assert all(said)
        found[news.findtext(NEWS + "title") or ""] = (said[0], said[1], said[2])
    return found


def test_the_news_of_two_days(visitor: Visitor) -> None:
    outlet = make_outlet()
    make_article(outlet, "جديد", published_text="2026-11-24T12:00+01:00")
    make_article(outlet, "Nouvelle", language="fr")
    make_article(outlet, "بيوم", published_text="2026-11-23", published_precision="day")
    make_article(outlet, "قديم", at=NOW - timedelta(hours=49))
    make_article(outlet, "بلا تاريخ", published_text="", published_precision="", published_at=None)
    make_article(outlet, "شهر", published_text="2026-11", published_precision="month", published_at=None)
    news = news_of(visitor)
    assert set(news) == {"جديد", "Nouvelle", "بيوم"}
    assert news["جديد"] == ("كود", "ar", "2026-11-24T12:00:00+01:00")
    assert news["Nouvelle"][1] == "fr"
    assert news["بيوم"][2] == "2026-11-23"
    for _, _, published in news.values():
        assert RFC_3339.fullmatch(published) or date.fromisoformat(published)


def test_there_are_never_more_than_a_thousand(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    outlet = make_outlet()
    for n in range(5):
        make_article(outlet, f"خبر {n}", at=NOW - timedelta(hours=n + 1))
    assert list(news_of(visitor)) == ["خبر 0", "خبر 1", "خبر 2"]


def test_the_index_is_answered_by_an_index_of_the_database(visitor: Visitor) -> None:
    make_article(make_outlet())
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL plans by size")
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT day_on, COUNT(*), MAX(changed_at) FROM store_article "
            "WHERE edition = 'ma' AND withdrawn_at IS NULL GROUP BY day_on"
        )
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert re.search(r"COVERING INDEX article_mapped", plan)
    assert "TEMP B-TREE" not in plan


def test_without_news_the_map_of_news_is_empty_and_all_others_stand(visitor: Visitor) -> None:
    response = visitor.get("/sitemap-news.xml")
    assert response.status_code == 200
    assert len(etree.fromstring(response.content)) == 0
    assert addresses(visitor, "/sitemap.xml") == [
        f"{ROOT}/sitemaps/lists.xml",
        f"{ROOT}/sitemaps/stories.xml",
    ]
