"""What makes the site an application on a device: its manifest, its worker, its page without a line."""

from __future__ import annotations

import json
import re

import pytest

from tests.serve.press import Visitor, make_article, make_outlet


@pytest.mark.parametrize(("prefix", "language"), [("", "ar"), ("/fr", "fr"), ("/en", "en")])
def test_it_opens_in_the_language_it_was_installed_from(visitor: Visitor, prefix: str, language: str) -> None:
    told = json.loads(visitor.text(f"{prefix}/manifest.webmanifest"))
    assert (told["lang"], told["start_url"], told["id"]) == (language, prefix or "/", "/")
    for icon in told["icons"]:
        assert visitor.get(icon["src"].partition("?")[0])["Content-Type"] == "image/png"
    assert f'href="{prefix}/manifest.webmanifest"' in visitor.text(f"{prefix}/about")


def test_the_worker_keeps_files_that_are_there(visitor: Visitor) -> None:
    response = visitor.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    for address in re.findall(r'"(/[^"]+)"', response.content.decode().split("const SHELL_NAME")[0]):
        assert visitor.get(address.partition("?")[0]).status_code == 200, address


def test_the_page_without_a_line_shows_no_headlines_of_another_day(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر اليوم")
    assert "خبر اليوم" not in visitor.text("/offline")


def test_the_ticker_can_be_asked_for_alone(visitor: Visitor) -> None:
    assert visitor.text("/ticker") == ""
    make_article(make_outlet(), "خبر اليوم")
    lines = visitor.text("/fr/ticker?x")
    assert lines.startswith('<li class="now">')
    assert 'href="/fr/goud/' in lines


def test_choices_know_every_outlet_and_section_and_send_nothing(visitor: Visitor) -> None:
    make_outlet()
    text = visitor.text("/settings")
    assert 'name="muted" value="/goud"' in text
    assert 'name="muted" value="/section/politics"' in text
    assert "<form" not in text.split("<main")[1]
