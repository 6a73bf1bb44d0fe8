"""What search engines and previews read of a page, and what a publisher's wishes and withdrawn articles do to it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.serve.press import EDITION, NOW, OPTIONS, Visitor, make_article, make_outlet, make_picture, sign
from tests.serve.test_headers import KINDS
from tests.serve.test_story_pages import make_story, told

ROOT = "https://warraq.example"
LISTS = ("/", "/latest", "/section/politics", "/goud", "/goud/2026-11-24", "/goud/section/politics")


def metas(page: str) -> dict[str, str]:
    """Name or property -> content, as they stand in the page."""
    head = page.partition("</head>")[0]
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head))


def facts(page: str) -> dict[str, Any]:
    """The page's one block of JSON-LD."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told: dict[str, Any] = json.loads(text)
    return told


def canonical(page: str) -> str:
    (address,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    return str(address)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_names_itself_its_articles_and_its_other_languages(visitor: Visitor, path: str) -> None:
    article = make_article(make_outlet())
    page = visitor.text(path)
    assert canonical(page) == ROOT + path
    hreflangs = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    bare = "" if path == "/" else path
    assert hreflangs["fr"] == f"{ROOT}/fr{bare}"
    assert hreflangs["ar"] == hreflangs["x-default"] == ROOT + path
    assert metas(page)["og:type"] == "website"
    assert metas(page)["og:title"]
    listed = facts(page)
    assert listed["@type"] == "ItemList"
    assert listed["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": f"{ROOT}/goud/{article.pk}"}
    ]
    assert canonical(visitor.text(f"/fr{bare}")) == f"{ROOT}/fr{bare}"


@pytest.mark.parametrize("address", [*KINDS, "/story/7"], indirect=True)
def test_every_page_says_each_thing_once(visitor: Visitor, address: str) -> None:
    told(make_story(7), "alyaoum", "خبر من قصة", 5)
    response = visitor.get(address)
    assert response.status_code == 200
    if not response["Content-Type"].startswith("text/html") or address.endswith("/box"):
        return
    head = response.content.decode().partition("</head>")[0]
    assert head.count('rel="canonical"') == 1
    for name in ("og:title", "og:type", "og:url", "og:image", "twitter:card"):
        assert head.count(f'"{name}"') <= 1, name
    assert head.count('name="description"') <= 1
    for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL):
        assert json.loads(text)["@context"] == "https://schema.org"


def test_a_story_lists_what_tells_it(visitor: Visitor) -> None:
    article = told(make_story(7), "alyaoum", "خبر من قصة", 5)
    page = visitor.text("/story/7")
    assert canonical(page) == f"{ROOT}/story/7"
    (listed,) = facts(page)["itemListElement"]
    assert listed["url"] == f"{ROOT}/alyaoum/{article.pk}"


def test_what_is_no_page_has_no_other_languages(visitor: Visitor) -> None:
    page = visitor.get("/nothing-here").content.decode()
    assert "hreflang=" not in page.partition("</head>")[0]
    assert "canonical" not in page


def test_an_article_points_to_its_original_and_says_what_it_is(visitor: Visitor) -> None:
    article = make_article(make_outlet(), "خبر", picture=make_picture())
    sign(article, "سعاد")
    page = visitor.text(f"/goud/{article.pk}")
    assert canonical(page) == article.address
    said = facts(page)
    assert said["@type"] == "NewsArticle"
    assert said["isBasedOn"] == article.address
    assert said["url"] == f"{ROOT}/goud/{article.pk}"
    assert said["datePublished"] == "2026-11-24T11:00+00:00"
    assert said["publisher"]["name"] == "كود"
    assert said["author"] == [{"@type": "Person", "name": "سعاد"}]
    assert said["image"]["width"] == 800
    said = metas(page)
    assert said["og:type"] == "article"
    assert said["og:title"] == "خبر"
    assert said["og:image"].startswith(f"{ROOT}/picture/")
    assert said["twitter:card"] == "summary_large_image"
    assert said["article:published_time"] == "2026-11-24T11:00:00Z"
    assert "robots" not in said


def test_an_edition_may_have_articles_found_at_its_own_address(db: None) -> None:
    article = make_article(make_outlet())
    visitor = Visitor(edition=replace(EDITION, canonical="own"))
    for prefix in ("", "/fr"):
        assert canonical(visitor.text(f"{prefix}/goud/{article.pk}")) == f"{ROOT}/goud/{article.pk}"


def test_a_date_without_an_hour_is_told_to_previews_as_what_it_is(visitor: Visitor) -> None:
    article = make_article(make_outlet(), published_text="2026-11-24", published_precision="day")
    page = visitor.text(f"/goud/{article.pk}")
    assert facts(page)["datePublished"] == "2026-11-24"
    assert "article:published_time" not in page


@pytest.mark.parametrize(
    ("wishes", "robots"),
    [
        ("noindex", "noindex"),
        ("noarchive", "noarchive"),
        ("nosnippet", "nosnippet, noindex"),
        ("noimage", "noimageindex"),
        ("noarchive noimage", "noarchive, noimageindex"),
    ],
)
def test_a_publishers_wishes_are_handed_on(visitor: Visitor, wishes: str, robots: str) -> None:
    article = make_article(make_outlet(), wishes=wishes, picture=make_picture())
    for _ in range(2):  # made, then kept
        response = visitor.get(f"/goud/{article.pk}")
        assert response["X-Robots-Tag"] == robots
        assert metas(response.content.decode())["robots"] == robots


def test_reserved_mining_is_said_again(visitor: Visitor) -> None:
    article = make_article(make_outlet(), wishes="no_tdm")
    response = visitor.get(f"/goud/{article.pk}")
    assert response["TDM-Reservation"] == "1"
    assert metas(response.content.decode())["tdm-reservation"] == "1"


def test_what_was_withdrawn_is_kept_out_of_indexes(visitor: Visitor) -> None:
    article = make_article(make_outlet(), withdrawn_at=NOW, picture=make_picture())
    response = visitor.get(f"/goud/{article.pk}")
    page = response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert {"og:image", "description", "og:description"}.isdisjoint(metas(page))
    assert {"image", "description", "author"}.isdisjoint(facts(page))


def test_a_page_of_a_headline_alone_is_kept_out_of_indexes(db: None) -> None:
    article = make_article(make_outlet())
    visitor = Visitor(options=replace(OPTIONS, show="headline"))
    response = visitor.get(f"/goud/{article.pk}")
    assert response["X-Robots-Tag"] == "noindex"
    assert "description" not in metas(response.content.decode())


@pytest.mark.parametrize("path", ["/thanks", "/search?q=x", "/goud/{number}/versions"])
def test_forms_and_endless_pages_are_kept_out_of_indexes(visitor: Visitor, path: str) -> None:
    article = make_article(make_outlet(), revision_count=1)
    assert visitor.get(path.format(number=article.pk))["X-Robots-Tag"] == "noindex"


def test_hostile_titles_stay_texts(visitor: Visitor) -> None:
    article = make_article(make_outlet(), '"><script>alert(1)</script>', excerpt='x" onload="y')
    page = visitor.text(f"/goud/{article.pk}")
    assert "<script>alert" not in page
    assert 'x" onload' not in page
    assert metas(page)["description"] == "x&#34; onload=&#34;y"
