"""The configurations for nginx and Caddy keep what the site says: headers, compression, who the visitor is."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlencode

import brotli
import pytest

from tests.proxy.conftest import PICTURE, PICTURES, Door, Upstream, until

pytestmark = [pytest.mark.slow]
ARTICLE = "/goud/1"
KEPT = (
    "content-security-policy",
    "referrer-policy",
    "x-content-type-options",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cache-control",
    "vary",
    "content-type",
    "last-modified",
    "etag",
)


@pytest.mark.parametrize(
    "path", ["/", "/fr", ARTICLE, "/rss", "/atom", "/feed.json", "/sitemap.xml", "/box", "/search?q=x"]
)
def test_pages_come_through_with_their_headers(proxy: Door, site: Door, path: str) -> None:
    through, straight = proxy.ask(path), site.ask(path)
    assert through.status == straight.status
    if straight.status == 200:
        assert through.body == straight.body
    for name in KEPT:
        assert through.headers.get(name) == straight.headers.get(name), name
    assert through.headers["strict-transport-security"] == "max-age=31536000"
    assert "set-cookie" not in through.headers


@pytest.mark.parametrize(
    "accepted", ["br", "gzip", "gzip, deflate, br, zstd", "br;q=0, gzip", "identity", ""]
)
def test_pages_come_compressed_as_the_site_compresses_them(proxy: Door, site: Door, accepted: str) -> None:
    headers = {"Accept_Encoding": accepted} if accepted else {"Accept_Encoding": "identity"}
    plain = site.ask("/about", Accept_Encoding="identity").body
    for _ in range(2):  # made, then perhaps from a cache
        answer = proxy.ask("/about", **headers)
        encoding = answer.headers.get("content-encoding", "")
        assert encoding == site.ask("/about", **headers).headers.get("content-encoding", "")
        assert {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](answer.body) == plain


def test_a_known_page_is_not_sent_again(proxy: Door) -> None:
    first = proxy.ask("/about", Accept_Encoding="gzip")
    again = proxy.ask("/about", Accept_Encoding="gzip", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.fixture
def picture(proxy: Door) -> str:
    """One that only this proxy's readers report."""
    return PICTURES[proxy.is_tls]


def mark_of(page: bytes) -> str:
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', page.decode())
    return str(mark)


def test_the_form_of_a_report_is_never_kept(proxy: Door) -> None:
    forms = [proxy.ask(f"/report/{PICTURE}") for _ in range(2)]
    assert [form.headers["cache-control"] for form in forms] == ["no-store"] * 2
    assert {form.cached for form in forms} <= {"", "MISS", "BYPASS"}
    assert mark_of(forms[0].body)


def test_each_visitor_is_who_dialled_whatever_they_claim(proxy: Door, site: Door, picture: str) -> None:
    """Three reports hide a picture: of three people, not of one who claims to be three."""
    form = {"mark": mark_of(proxy.ask(f"/report/{picture}").body), "reason": "indecent"}

    def report(source: str, claimed: str) -> int:
        kind = "application/x-www-form-urlencoded"
        answer = proxy.ask(
            f"/report/{picture}",
            method="POST",
            body=urlencode(form),
            source=source,
            Content_Type=kind,
            X_Forwarded_For=claimed,
        )
        return answer.status

    def is_hidden() -> bool:
        return b'name="mark"' not in site.ask(f"/report/{picture}").body

    for claimed in ("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"):
        assert report("127.0.0.9", claimed) == 303
    assert not is_hidden()
    for source in ("127.0.0.10", "127.0.0.11"):
        assert report(source, "203.0.113.9") == 303
    assert is_hidden()


def test_posts_are_limited_for_each_visitor(proxy: Door) -> None:
    def post() -> int:
        return proxy.ask(
            f"/report/{PICTURE}",
            method="POST",
            body="mark=x",
            source="127.0.0.77",
            Content_Type="application/x-www-form-urlencoded",
        ).status

    statuses = [post() for _ in range(12)]
    assert statuses[0] == 403
    assert proxy.ask("/about", source="127.0.0.77").status == 200
    if proxy.is_tls:  # nginx; with Caddy the site's own limit counts, of reports that are in order
        assert 429 in statuses


def test_the_desk_is_not_kept(proxy: Door) -> None:
    answers = [proxy.ask("/desk/login/") for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert {answer.cached for answer in answers} == {""}


def test_nginx_keeps_one_copy_for_each_encoding(nginx: Door, upstream: Upstream) -> None:
    upstream.freshness = "public, max-age=600"
    accepted = ("br", "br, gzip", "gzip", "gzip, deflate", "identity", "zstd")
    bodies = [nginx.ask("/", Accept_Encoding=one).body for one in accepted for _ in range(2)]
    assert upstream.asked == 3
    assert set(bodies[:4]) == {b"1"}
    assert nginx.ask("/", Accept_Encoding="br").cached == "HIT"


def test_nginx_shows_what_it_has_while_it_asks_again(nginx: Door, upstream: Upstream) -> None:
    upstream.freshness = "public, max-age=1, stale-while-revalidate=600"
    assert nginx.ask("/").body == b"1"
    seen = []

    def is_new() -> bool:
        answer = nginx.ask("/")
        seen.append((answer.cached, answer.body))
        return answer.body == b"2"

    until(is_new)
    assert ("STALE", b"1") in seen
    assert not {cached for cached, _ in seen} & {"EXPIRED", "MISS"}


def test_nginx_asks_first_where_nothing_stale_may_be_shown(nginx: Door, upstream: Upstream) -> None:
    upstream.freshness = "public, max-age=1"
    seen = []

    def is_new() -> bool:
        answer = nginx.ask("/")
        seen.append(answer.cached)
        return answer.body != b"1"

    until(is_new)
    assert "STALE" not in seen
    assert seen[-1] == "EXPIRED"


@pytest.mark.parametrize("is_gone", [False, True])
def test_nginx_shows_what_it_has_while_the_site_fails(nginx: Door, upstream: Upstream, is_gone: bool) -> None:
    upstream.freshness = "public, max-age=1, stale-if-error=600"
    assert nginx.ask("/").body == b"1"
    upstream.status = 503
    if is_gone:
        upstream.shutdown()
        upstream.server_close()
    until(lambda: nginx.ask("/").cached == "STALE")
    answer = nginx.ask("/")
    assert (answer.status, answer.body) == (200, b"1")
    assert nginx.ask("/never-asked-before").status == (502 if is_gone else 503)


def test_nginx_sends_the_plain_address_to_https(nginx: Door) -> None:
    answer = Door(nginx.plain_port).ask("/goud/1?x=%D9%85")
    assert answer.status == 301
    assert answer.headers["location"] == "https://press.example.org/goud/1?x=%D9%85"
