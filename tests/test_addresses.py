"""One article, one address: what is dropped, what is kept, what counts as the same."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.addresses import canonical, host_of, identity_key, parse_address, same_site, site_of
from warraq.options import read_options

BASE = "https://www.goud.example/politics/page.html?x=1#top"


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("https://goud.example", None, "https://goud.example/"),
        ("HTTPS://GOUD.example:443/A", None, "https://goud.example/A"),
        ("http://goud.example:80/", None, "http://goud.example/"),
        ("http://goud.example:8080/", None, "http://goud.example:8080/"),
        ("  https://goud.example/a b\n", None, "https://goud.example/a%20b"),
        ("https://goud.example/a\n/b", None, "https://goud.example/a/b"),
        ("https://goud.example/../a/./b", None, "https://goud.example/a/b"),
        ("https://goud.example/خبر", None, "https://goud.example/%D8%AE%D8%A8%D8%B1"),
        ("https://هسبريس.example/", None, "https://xn--ngbsec0hva.example/"),
        ("http://2130706433/", None, "http://127.0.0.1/"),
        ("http://0x7f.1/", None, "http://127.0.0.1/"),
        ("/a", BASE, "https://www.goud.example/a"),
        ("a.html", BASE, "https://www.goud.example/politics/a.html"),
        ("../a.html", BASE, "https://www.goud.example/a.html"),
        ("../../../a.html", BASE, "https://www.goud.example/a.html"),
        ("?p=2", BASE, "https://www.goud.example/politics/page.html?p=2"),
        ("", BASE, "https://www.goud.example/politics/page.html?x=1"),
        ("#x", BASE, "https://www.goud.example/politics/page.html?x=1#x"),
        ("//cdn.example/p.jpg", BASE, "https://cdn.example/p.jpg"),
        ("///cdn.example/p.jpg", BASE, "https://cdn.example/p.jpg"),
        ("\\a\\b", BASE, "https://www.goud.example/a/b"),
        ("https:a.html", BASE, "https://www.goud.example/politics/a.html"),
        ("http://other.example/", BASE, "http://other.example/"),
        ("a?u=http://x.example/", BASE, "https://www.goud.example/politics/a?u=http://x.example/"),
        ("/a", None, None),
        ("", None, None),
        ("goud.example", None, None),
        ("/a", "not an address", None),
        ("javascript:void(0)", BASE, None),
        ("mailto:desk@goud.example", BASE, None),
        ("data:image/png;base64,AA", BASE, None),
        ("file:///etc/passwd", BASE, None),
        ("ftp://goud.example/", BASE, None),
        ("https://", None, None),
        ("https:///", None, None),
        ("https://goud.example:99999/", None, None),
        ("https://a b.example/", None, None),
        ("http://[::1", None, None),
        ("http://999.1.1.1/", None, None),
        ("\ud800", None, None),
    ],
)
def test_addresses_are_read_as_browsers_read_them(text: str, base: str | None, expected: str | None) -> None:
    assert parse_address(text, base) == expected


SITE = "https://goud.example"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        # what tells only where the reader came from goes
        ("/a?utm_source=x&utm_medium=y&utm_campaign=z", "/a"),
        ("/a?UTM_Source=x", "/a"),
        ("/a?fbclid=1&id=5", "/a?id=5"),
        ("/a?id=5&gclid=1", "/a?id=5"),
        ("/a?id=5&amp;utm_source=x", "/a?id=5"),
        ("/a?xtor=RSS-1", "/a"),
        ("/a?igshid=1&mc_cid=2&mc_eid=3&_ga=4&yclid=5", "/a"),
        ("/a?share=facebook", "/a"),
        ("/a?share=12", "/a?share=12"),
        ("/a?replytocom=12#respond", "/a"),
        ("/a?srsltid=x&at_medium=rss&at_campaign=y", "/a"),
        ("/a#comments", "/a"),
        ("/a?", "/a"),
        ("/a?&", "/a"),
        ("/a?&id=1&", "/a?id=1"),
        # what chooses the article stays, as it is and in its order
        ("/?p=123", "/?p=123"),
        ("/?p=123&preview=true", "/?p=123&preview=true"),
        ("/index.php?option=com_content&view=article&id=5:slug&catid=2", None),
        ("/index.php?article=12&page=2", None),
        ("/news.php?123456", "/news.php?123456"),
        ("/news.php?id=", "/news.php?id="),
        ("/news.php?b=2&a=1", "/news.php?b=2&a=1"),
        ("/search?q=a+b", "/search?q=a+b"),
        ("/search?q=a%2Bb", "/search?q=a%2Bb"),
        ("/search?q=a%26b", "/search?q=a%26b"),
        ("/n?title=%C7%E1%E3%DB%D1%C8", "/n?title=%C7%E1%E3%DB%D1%C8"),  # windows-1256
        ("/n?source=1&ref=2&from=3&lang=ar&v=4", "/n?source=1&ref=2&from=3&lang=ar&v=4"),
        ("/n;jsessionid=1?id=2", "/n?id=2"),
        # one spelling
        ("/%d8%ae%d8%a8%d8%b1", "/%D8%AE%D8%A8%D8%B1"),
        ("/خبر", "/%D8%AE%D8%A8%D8%B1"),
        ("/%61%2Db%5f%7e", "/a-b_~"),
        ("/a%2Fb", "/a%2Fb"),
        ("/a%2fb", "/a%2Fb"),
        ("/a%2520b", "/a%2520b"),
        ("/a%3Fb", "/a%3Fb"),
        ("/100%", "/100%"),
        ("/a,123,b.html", "/a,123,b.html"),
        ("/n?t[]=1", "/n?t%5B%5D=1"),
        ("/n?t%5b%5d=1", "/n?t%5B%5D=1"),
        ("/a//b", "/a//b"),
        ("/a/", "/a/"),
        # twins
        ("/a/amp", "/a"),
        ("/a/amp/", "/a/"),
        ("/a/AMP/?id=1", "/a/?id=1"),
        ("/a?amp=1", "/a"),
        ("/a?amp", "/a"),
        ("/a?outputType=amp&id=2", "/a?id=2"),
        ("/a?amp=230", "/a?amp=230"),
        ("/amp/", "/amp/"),
        ("/amp", "/amp"),
        ("/champ", "/champ"),
        ("/lamp/", "/lamp/"),
        ("/a/amplitude/", "/a/amplitude/"),
        ("", "/"),
    ],
)
def test_canonical_addresses(address: str, expected: str | None) -> None:
    assert canonical(SITE + address) == SITE + (address if expected is None else expected)


def test_a_user_in_an_address_and_a_default_port_are_no_part_of_it() -> None:
    assert canonical("HTTP://user:word@Goud.example:80/a") == "http://goud.example/a"
    assert canonical("no address") == "no address"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://goud.example/a", "https://goud.example/a"),
        ("https://www.goud.example/a", "https://goud.example/a/"),
        ("https://m.goud.example/a", "https://www.goud.example/a"),
        ("https://amp.goud.example/a/amp/", "https://goud.example/a?fbclid=1"),
        ("https://goud.example/n?b=2&a=1", "https://goud.example/n?a=1&b=2"),
        ("https://goud.example/%d8%ae", "https://goud.example/خ"),
        ("https://goud.example./a", "https://goud.example/a"),
        ("https://goud.example", "http://www.goud.example/?utm_source=x"),
    ],
)
def test_one_article_has_one_identity(one: str, other: str) -> None:
    assert identity_key(one) == identity_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://goud.example/a", "https://goud.example/b"),
        ("https://goud.example/?p=1", "https://goud.example/?p=2"),
        ("https://goud.example/?p=1", "https://goud.example/?page=1"),
        ("https://fr.goud.example/a", "https://goud.example/a"),
        ("https://goud.example/A", "https://goud.example/a"),
        ("https://goud.example:8080/a", "https://goud.example/a"),
        ("http://127.0.1.1:8400/a", "http://127.0.1.2:8400/a"),
        ("https://goud.example/a%2Fb", "https://goud.example/a/b"),
        ("https://goud.example/n?q=%C7", "https://goud.example/n?q=%C8"),
        ("https://m.ma/a", "https://ma/a"),
    ],
)
def test_different_articles_have_different_identities(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.goud.ma/x", "goud.ma"),
        ("https://m.fr.goud.ma/x", "goud.ma"),
        ("https://www.alyaoum.press.ma/", "alyaoum.press.ma"),
        ("https://www.maroc.gov.ma/", "maroc.gov.ma"),
        ("https://www.ahram.org.eg/", "ahram.org.eg"),
        ("https://goud.blogspot.com/", "goud.blogspot.com"),
        ("https://other.over-blog.com/", "other.over-blog.com"),
        ("http://127.0.1.1:8400/a", "127.0.1.1:8400"),
        ("http://[2001:db8::1]/a", "[2001:db8::1]"),
        ("http://localhost:8400/a", "localhost"),
        ("nonsense", ""),
        ("http://[", ""),
    ],
)
def test_sites(address: str, site: str) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://goud.ma/", "http://www.goud.ma/a", True),
        ("https://m.goud.ma/", "https://amp.goud.ma/", True),
        ("https://goud.ma/", "https://goud.ma.evil.example/", False),
        ("https://notgoud.ma/", "https://goud.ma/", False),
        ("http://127.0.1.1:8400/", "http://127.0.1.2:8400/", False),
        ("https://a.press.ma/", "https://b.press.ma/", False),
        ("https://a.blogspot.com/", "https://b.blogspot.com/", False),
        ("nonsense", "nonsense", False),
    ],
)
def test_same_site(one: str, other: str, is_same: bool) -> None:
    assert same_site(one, other) is is_same


def test_a_host_is_what_is_dialled() -> None:
    assert host_of("http://User:Word@Goud.example:8080/a") == "goud.example:8080"
    assert host_of("http://127.0.1.1:8400/") == "127.0.1.1:8400"


PIECES = st.sampled_from(
    "http:// https:// // / \\ ? # & = % %41 %d8 %2f %25 amp /amp/ utm_source= fbclid=1 id=5 goud.example www. m. خبر "
    ": @ [ ] . .. ; + a 1 ' | ^ { \t é xn-- 127.0.0.1 :80 share=x".split(" ")
)
ADDRESSES = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60)


@given(ADDRESSES, st.none() | ADDRESSES)
def test_whatever_comes_is_an_address_or_none(text: str, base: str | None) -> None:
    address = parse_address(text, base)
    if address is None:
        return
    assert address.startswith(("http://", "https://"))
    assert parse_address(address) == address
    assert urlsplit(address).hostname


@given(ADDRESSES.map("https://goud.example/".__add__) | ADDRESSES)
def test_canonical_is_idempotent_and_keeps_the_identity(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert identity_key(once) == identity_key(text)
    assert host_of(once) == host_of(canonical(once))
    if parse_address(text):
        assert parse_address(once) == once
        assert same_site(once, text)


@pytest.mark.shared
def test_the_web_platform_s_own_cases() -> None:
    shared = read_options().shared_data
    if shared is None:
        pytest.skip("WARRAQ_SHARED_DATA is not set")
    cases = json.loads((shared / "urls" / "urltestdata.json").read_text("utf-8"))
    right = count = 0
    for case in (c for c in cases if isinstance(c, dict)):
        base = case.get("base")
        expected = case.get("href", "")
        expected = expected if expected.startswith(("http://", "https://")) else None
        got = parse_address(case["input"], None if base == "about:blank" else base)
        assert expected is not None or got is None, f"accepted {case['input']!r}"
        right += got == expected
        count += 1
    assert count == 891
    assert right / count >= 0.98
