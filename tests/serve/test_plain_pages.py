"""The pages around the news: about, contact, health, robots.txt, and our own files."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet
from warraq.serve.web.contact import link_of
from warraq.serve.web.health import STATES
from warraq.serve.words import words_of
from warraq.store import models


def channel(outlet: models.Outlet, **fields: Any) -> models.Channel:
    """A channel that answered five minutes ago."""
    fields = {"address": f"https://{outlet.slug}.example/feed", "asked_at": NOW, "answered_at": NOW, **fields}
    return models.Channel.objects.create(
        outlet=outlet, kind="feed", next_at=NOW + timedelta(hours=1), **fields
    )


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


def test_health_tells_in_words_how_each_outlet_does(visitor: Visitor) -> None:
    channel(make_outlet("well"))
    channel(make_outlet("blocked"), fault="the host answered 403", is_blocked=True)
    channel(make_outlet("silent"), fault="no such name", answered_at=None)
    partly = make_outlet("partly")
    channel(partly)
    channel(partly, address="https://partly.example/2", fault="<b>broken</b>")
    channel(make_outlet("new"), asked_at=None, answered_at=None)
    make_outlet("paused", state="paused")
    make_outlet("gone", state="removed")
    page = visitor.text("/fr/health")
    for state in ("well", "blocked", "silent", "partly", "new", "paused"):
        assert str(words_of("fr")(STATES[state])) in page
    assert "the host answered 403" in page
    assert "&lt;b&gt;broken" in page
    assert "/fr/gone" not in page


def test_health_knows_the_last_article(visitor: Visitor) -> None:
    outlet = make_outlet()
    channel(outlet)
    make_article(outlet, at=NOW - timedelta(days=40))
    assert "15 octobre 2026" in visitor.text("/fr/health")


def test_robots_are_kept_from_forms_and_endless_pages(visitor: Visitor) -> None:
    text = visitor.text("/robots.txt")
    assert "Disallow: /fr/report/" in text
    assert "Disallow: /\n" not in text


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
    assert "never more than once in 2 minutes" in text
    assert "Notre robot" in visitor.text("/fr/bot")
