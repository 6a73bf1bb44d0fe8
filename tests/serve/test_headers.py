"""Anonymous answers of every kind may be kept by anyone: tag, date, freshness, and no variety but the encoding's."""

from __future__ import annotations

import pytest
from django.urls import URLPattern

from tests.serve.press import Visitor, make_outlet
from warraq.serve.addresses import PAGES, POSTED, UNKEPT
from warraq.serve.headers import FRESH, SLOW, SLOWER, freshness_of

LISTS = ("/", "/latest", "/section/politics", "/goud", "/goud/section/politics", "/goud/author/{author}")
KINDS = (
    *LISTS, "/fr", "/en", "/goud/{number}", "/goud/2026-11-24", "/goud/calendar/2026-11", "/day/2026-11-24",
    "/calendar", "/outlets", "/about", "/contact", "/bot", "/health", "/thanks", "/search", "/rss", "/atom",
    "/feed.json", "/goud/rss", "/section/politics/atom", "/goud/author/{author}/feed.json", "/sitemap.xml",
    "/sitemap-news.xml", "/sitemaps/2026-11-24.xml", "/sitemaps/lists.xml", "/robots.txt", "/box", "/box/make",
)  # fmt: skip


@pytest.mark.parametrize("address", KINDS, indirect=True)
def test_every_kind_of_page_may_be_kept_and_asked_for_again(visitor: Visitor, address: str) -> None:
    first = visitor.get(address)
    assert first.status_code == 200
    assert first["ETag"].startswith('"')
    assert first["Last-Modified"].endswith(" GMT")
    assert first["Cache-Control"] in (FRESH, SLOWER, SLOW)
    assert "stale-while-revalidate=" in first["Cache-Control"]
    assert first["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in first
    assert visitor.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert visitor.get(address, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304


@pytest.mark.parametrize("address", ["/", "/goud/{number}", "/rss", "/box"], indirect=True)
def test_nothing_a_browser_says_of_its_reader_changes_a_page(visitor: Visitor, address: str) -> None:
    plain = visitor.get(address)
    other = Visitor().get(
        address,
        HTTP_ACCEPT_LANGUAGE="fr",
        HTTP_COOKIE="lang=fr; sessionid=1",
        HTTP_USER_AGENT="Phone",
        HTTP_DNT="1",
        HTTP_HOST="other.example",
        REMOTE_ADDR="198.51.100.7",
    )
    assert (other.content, other["ETag"]) == (plain.content, plain["ETag"])


def test_what_is_read_by_programs_may_be_kept_longer() -> None:
    routes = [str(pattern.pattern) for pattern in PAGES.url_patterns if isinstance(pattern, URLPattern)]
    slower = {route for route in routes if freshness_of(route) != FRESH}
    assert {"<feed:form>", "search/<feed:form>", "box", "sitemap.xml", "robots.txt"} <= slower
    assert "<str:outlet>/<number:number>" not in slower
    assert set(routes) >= POSTED
    assert set(routes) >= UNKEPT


def test_a_drawn_logo_is_known_by_its_tag(visitor: Visitor) -> None:
    make_outlet()
    first = visitor.get("/logo/goud.webp")
    assert visitor.get("/logo/goud.webp", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
