"""The door: languages, one writing of every address, strict headers, errors in words, pages kept and checked."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.press import NOW, Visitor, bump, make_article, make_outlet
from warraq.serve import cache
from warraq.serve.cache import Body, PageCache, best_encoding, is_known
from warraq.store import models

PAGES = ("/", "/about", "/contact", "/health", "/latest", "/outlets", "/section/politics", "/thanks")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("prefix", "opening"),
    [("", 'lang="ar" dir="rtl"'), ("/fr", 'lang="fr" dir="ltr"'), ("/en", 'lang="en" dir="ltr"')],
)
def test_pages_stand_in_all_three_languages(visitor: Visitor, path: str, prefix: str, opening: str) -> None:
    make_article(make_outlet())
    address = prefix if prefix and path == "/" else prefix + path
    assert opening in visitor.text(address)


@pytest.mark.parametrize(
    "path", ["/", "/fr", "/en", "/about", "/nothing", "/rss", "/robots.txt", "/static/warraq.css"]
)
def test_every_answer_is_strict_and_sets_no_cookie(visitor: Visitor, path: str) -> None:
    response = visitor.get(path)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "origin"
    assert not response.cookies
    assert "Set-Cookie" not in response


def test_the_desk_is_passed_on(visitor: Visitor) -> None:
    assert visitor.get("/desk/").content == b"desk"


@pytest.mark.parametrize(
    ("path", "straight"),
    [
        ("/fr/", "/fr"),
        ("/EN/Latest", "/en/latest"),
        ("/about/", "/about"),
        ("/desk", "/desk/"),
        ("/About", "/about"),
        ("/fr/LATEST//", "/fr/latest"),
        ("/goud/", "/goud"),
        ("/\\evil.example/", "/%5Cevil.example"),
    ],
)
def test_every_page_has_one_address(visitor: Visitor, path: str, straight: str) -> None:
    response = visitor.get(path)
    assert (response.status_code, response["Location"]) == (301, straight)


def test_a_redirect_keeps_the_query(visitor: Visitor) -> None:
    assert visitor.get("/search/?utm_source=x&q=%D9%85")["Location"] == "/search?q=%D9%85"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/a/b/c/d/"])
def test_a_redirect_never_leads_away(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_an_unknown_outlet_is_named_and_leads_on(visitor: Visitor) -> None:
    response = visitor.get("/no-such<b>")
    page = response.content.decode()
    assert response.status_code == 404
    assert "no-such&lt;b&gt;" in page
    assert 'href="/outlets"' in page


def test_an_unknown_section_of_an_outlet_leads_to_the_outlet(visitor: Visitor) -> None:
    make_outlet()
    response = visitor.get("/fr/goud/section/cooking")
    assert response.status_code == 404
    assert 'href="/fr/goud"' in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/goud/2023-02-30",
        "/goud/calendar/2023-13",
        "/goud/99999999999999999999",
        "/goud/0",
        "/goud/01",
        "/goud/9223372036854775808",
        "/goud/-1",
        "/goud/author/9223372036854775807",
        "/goud/9223372036854775807",
        "/picture/xyz/large.webp",
        "/report/xyz",
        "/report/" + "0" * 64,
        "/static/../settings.py",
        "/static/nothing.css",
    ],
)
def test_what_is_not_there_is_404(visitor: Visitor, path: str) -> None:
    make_outlet()
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/%00", ""),
        ("/goud%0d%0aSet-Cookie:x", ""),
        ("/" + "a" * 5_000, ""),
        ("/search", "q=" + "a" * 9_000),
        ("/search", "q=%00"),
        ("/search", "&".join(["q=1"] * 100)),
    ],
)
def test_what_makes_no_sense_is_400_in_words(visitor: Visitor, path: str, query: str) -> None:
    response = visitor.ask(unquote_to_bytes(path), query)
    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_pages_are_only_read(visitor: Visitor, method: str) -> None:
    response = visitor.ask("/about", method=method)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_body(visitor: Visitor) -> None:
    whole, head = visitor.get("/about"), visitor.ask("/about", method="HEAD")
    assert head.content == b""
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]


def test_a_fault_is_told_in_words_and_logged_without_a_trace(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*arguments: object, **named: object) -> None:
        raise RuntimeError("the secret of the store")

    monkeypatch.setattr("warraq.serve.web.about.counter", fails)
    with caplog.at_level(logging.ERROR, "warraq.serve"):
        response = visitor.get("/about?q=private+words")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    (record,) = caplog.records
    said = json.loads(record.message)
    assert said["fault"] == "RuntimeError"
    assert said["page"] == "/about"
    assert "private" not in record.message
    assert "\n" not in record.message


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.binary(max_size=60), query=st.text(max_size=60), method=st.sampled_from(["GET", "HEAD", "POST"])
)
def test_no_bytes_break_the_door(visitor: Visitor, path: bytes, query: str, method: str) -> None:
    response = visitor.ask(b"/" + path, query.encode().decode("latin-1"), method=method)
    assert response.status_code < 500


WORDS = """goud fr section politics rss author calendar 2026-11 2026-11-24 0001-01-01 9999-12-31 9999-12 0001-01 1 -1 99
report picture large.webp search latest .. % هسبريس ١ health static day""".split()
PIECES = st.sampled_from([*WORDS, "", "0" * 64])
FIELDS = st.sampled_from(["q", "before", "lang", "sort", "page", "article", "x"])
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["1-1", "-1-1", "999999999999999999-1", "all", "-1", "0", "1e9", "٣"]),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=5), fields=st.dictionaries(FIELDS, VALUES, max_size=3))
def test_no_address_made_of_our_own_words_breaks_the_door(
    visitor: Visitor, pieces: list[str], fields: dict[str, str]
) -> None:
    if not models.Outlet.objects.exists():
        make_article(make_outlet())
    response = visitor.ask("/" + "/".join(pieces), urlencode(fields, errors="replace"))
    assert response.status_code < 500 or response.status_code == 503  # no index in this test


def test_a_page_is_kept_until_readers_would_see_something_new(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "WATCHED_SECONDS", 0.0)
    outlet = make_outlet()
    make_article(outlet, "الخبر الأول")
    assert "الخبر الأول" in visitor.text("/latest")
    make_article(outlet, "الخبر الثاني")
    assert "الخبر الثاني" not in visitor.text("/latest")
    assert "الخبر الثاني" in visitor.text("/fr/latest?lang=all")
    bump()
    assert "الخبر الثاني" in visitor.text("/latest")


def test_what_pages_do_not_know_makes_no_other_page(visitor: Visitor) -> None:
    first = visitor.get("/about")
    assert visitor.get("/about?utm_source=mail&fbclid=1")["ETag"] == first["ETag"]
    assert len(visitor.door.cache) == 1


def test_a_known_page_is_not_sent_again(visitor: Visitor) -> None:
    first = visitor.get("/about")
    again = visitor.get("/about", HTTP_IF_NONE_MATCH=f'"x", W/{first["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Type" not in again
    assert visitor.get("/about", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    assert visitor.get("/about", HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_the_same_contents_keep_their_date(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "WATCHED_SECONDS", 0.0)
    moments = iter([NOW + timedelta(minutes=n) for n in range(10)])
    visitor = Visitor(clock=lambda: next(moments))
    first = visitor.get("/about")
    bump()
    again = visitor.get("/about")
    assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", "")],
)
def test_pages_are_compressed_as_the_visitor_likes(visitor: Visitor, accepted: str, encoding: str) -> None:
    plain = visitor.get("/about").content
    response = visitor.get("/about", HTTP_ACCEPT_ENCODING=accepted)
    undo: dict[str, Any] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    assert response.get("Content-Encoding", "") == encoding
    assert undo[encoding](response.content) == plain
    assert response["Vary"] == "Accept-Encoding"


def test_small_bodies_are_left_alone() -> None:
    assert best_encoding("gzip, br", 100) == ""
    assert best_encoding("identity", 10_000) == ""


def test_a_star_knows_everything() -> None:
    form = Body(b"a").form("")
    assert is_known(form.etags, "", "*", None)
    assert not is_known(form.etags, "", "", None)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_page_in_demand_is_made_smaller_and_known_to_who_holds_it(encoding: str) -> None:
    body = Body("".join(f"<li>{n} {n % 7} خبر</li>" for n in range(3_000)).encode())
    forms = [body.form(encoding) for _ in range(cache.IN_DEMAND + 2)]
    first, last = forms[0], forms[-1]
    assert len(last.content) < len(first.content)
    assert last.etag != first.etag
    assert is_known(last.etags, "", first.etag, None)
    assert is_known(last.etags, "", last.etag, None)
    assert {len(form.content) for form in forms} == {len(first.content), len(last.content)}


def test_the_cache_is_bounded_and_the_least_used_goes_first() -> None:
    kept = PageCache(lambda: 1, max_bytes=100_000)
    for name in "abcdefghij":
        kept.put(name, Body(name.encode() * 7_000), (), modified="", generation=1)
    assert kept.get("a") is None
    assert kept.get("b") is not None
    kept.put("k", Body(b"k" * 7_000), (), modified="", generation=1)
    assert kept.get("b") is not None
    assert kept.get("c") is None
    kept.put("huge", Body(b"x" * 90_000), (), modified="", generation=1)
    assert kept.get("huge") is None
    assert kept.get("k") is not None


def test_a_page_of_an_earlier_generation_is_made_again() -> None:
    now = [1]
    kept = PageCache(lambda: now[0])
    kept.put("a", Body(b"a"), (), modified="", generation=0)
    assert kept.get("a") is None
