"""The pages around the news: about, contact, health, robots.txt, and our own files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from protego import Protego

from tests.serve.press import OPTIONS, Visitor, make_outlet
from warraq.serve.web.contact import link_of
from warraq.store import models


def test_about_says_how_many_articles_there_are(visitor: Visitor) -> None:
    make_outlet()
    models.Counter.objects.create(name="articles:ma", value=1_234_567)
    assert "1 234 567" in visitor.text("/fr/about").replace("\u202f", " ").replace("\xa0", " ")
    assert "من صحيفة واحدة" in visitor.text("/about")


def test_contact_names_the_operator(db: None) -> None:
    assert 'href="mailto:desk@warraq.example"' in Visitor().text("/contact")
    assert "mailto" not in Visitor(options=replace(OPTIONS, contact="")).text("/contact")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("https://x.example/c", "https://x.example/c"),
        ("a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", ""),
        ("room 3", ""),
    ],
)
def test_only_pages_and_mail_addresses_are_links(contact: str, link: str) -> None:
    assert link_of(contact) == link


@pytest.mark.parametrize("prefix", ["", "/fr", "/en"])
def test_robots_are_kept_from_forms_and_endless_pages_alone(visitor: Visitor, prefix: str) -> None:
    rules = Protego.parse(visitor.text("/robots.txt"))
    for closed in ("/report/abc?article=1", "/search?q=x", "/search/rss?q=x", "/search/complete", "/thanks"):
        assert not rules.can_fetch(f"https://warraq.example{prefix}{closed}", "Robot")
    for opened in ("/search", "/search/help", "/research", "/topics", "/goud/1"):
        assert rules.can_fetch(f"https://warraq.example{prefix}{opened}", "Robot")


def test_the_page_that_asks_for_a_search_may_be_found_and_its_answers_may_not(visitor: Visitor) -> None:
    assert '<meta name="robots"' not in visitor.text("/search")
    assert '<meta name="description"' in visitor.text("/search")
    assert '<meta name="robots" content="noindex">' in visitor.get("/search?q=x").content.decode()


def test_our_own_files_may_be_kept_for_ever(visitor: Visitor) -> None:
    response = visitor.get("/static/warraq.css?abc", HTTP_ACCEPT_ENCODING="gzip")
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Encoding"] == "gzip"
    again = visitor.get(
        "/static/warraq.css", HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=response["ETag"]
    )
    assert again.status_code == 304


def test_a_publisher_learns_in_three_languages_who_asks_and_how_to_stop_it(visitor: Visitor) -> None:
    text = visitor.text("/bot")
    assert "Warraq/" in text
    assert "mailto:desk@warraq.example" in text
    assert text.count("User-agent: Warraq\nDisallow: /") == 3
    assert 'lang="fr" dir="ltr"' in text
    assert "never more than once in 120 seconds" in text
    assert "Notre robot" in visitor.text("/fr/bot")
