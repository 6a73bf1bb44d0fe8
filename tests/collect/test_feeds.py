"""Feeds, healthy and sick: nothing lost, nothing glued, nothing cut."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.feed_text import read_text
from warraq.collect.feeds import Feed, plain, read_feed
from warraq.collect.sitemaps import read_sitemap
from warraq.errors import NotAFeed

AT = "https://goud.example/feed"
ITEM = """<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{guid}</guid>
<pubDate>Wed, 01 Nov 2023 14:05:00 +0100</pubDate><dc:creator>سعاد</dc:creator><category>سياسة</category>
<description>{summary}</description></item>"""
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>كود</title><language>ar</language><ttl>30</ttl>{items}</channel></rss>"""


def rss(title: str = "خبر", link: str = "https://goud.example/1", summary: str = "", guid: str = "g1") -> str:
    return RSS.format(items=ITEM.format(title=title, link=link, summary=summary, guid=guid))


def read(text: str | bytes, content_type: str = "") -> Feed:
    body = text.encode() if isinstance(text, str) else text
    return read_feed(body, address=AT, content_type=content_type)


def test_an_entry_says_everything_it_has() -> None:
    feed = read(rss(summary="&lt;p&gt;ملخص &lt;b&gt;الخبر&lt;/b&gt;&lt;/p&gt;&lt;img src='/p.jpg'&gt;"))
    (lead,) = feed.entries
    assert (feed.title, feed.language, feed.ttl_seconds) == ("كود", "ar", 1800.0)
    assert (lead.title, lead.address, lead.entry_id, lead.authors) == (
        "خبر",
        "https://goud.example/1",
        "g1",
        ("سعاد",),
    )
    assert lead.published is not None
    assert lead.published.printed() == "2023-11-01T14:05:00+01:00"
    assert (lead.section, lead.tags, lead.summary) == ("سياسة", ("سياسة",), "ملخص الخبر")
    assert lead.picture == "https://goud.example/p.jpg"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("L&eacute;galit&eacute;", "Légalité"),
        ("L&amp;eacute;galit&amp;eacute;", "Légalité"),
        ("Tom & Jerry", "Tom & Jerry"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("<![CDATA[Tom & Jerry]]>", "Tom & Jerry"),
        ("<![CDATA[Tom &amp; Jerry]]>", "Tom & Jerry"),
        ("a&nbsp;b", "a b"),
        ("<![CDATA[5 < 6 و 7 > 2]]>", "5 < 6 و 7 > 2"),
        ("<![CDATA[<b>عاجل</b>: خبر]]>", "عاجل: خبر"),
        ("«&#1593;&#1575;&#1580;&#1604;»", "«عاجل»"),
        ("&#x2019;l’homme", "’l’homme"),
        ("&unknown; x", "&unknown; x"),
        ("AT&T", "AT&T"),
    ],
)
def test_titles_are_never_damaged(title: str, expected: str) -> None:
    assert read(rss(title=title)).entries[0].title == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://goud.example/?x=1&amp;y=2", "https://goud.example/?x=1&y=2"),
        ("https://goud.example/?x=1&y=2", "https://goud.example/?x=1&y=2"),
        ("<![CDATA[https://goud.example/?x=1&y=2]]>", "https://goud.example/?x=1&y=2"),
        ("/politics/1", "https://goud.example/politics/1"),
        ("\n  https://goud.example/1\n", "https://goud.example/1"),
        ("https://goud.example/?a=1&copy=2&reg=3", "https://goud.example/?a=1&copy=2&reg=3"),
    ],
)
def test_links_are_never_damaged(link: str, expected: str) -> None:
    assert read(rss(link=link)).entries[0].address == expected


ARABIC = "افتتاح المدرسة الجديدة بمدينة طنجة"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(ARABIC).encode(), ""),
        (b"\xef\xbb\xbf" + rss(ARABIC).encode(), ""),
        (rss(ARABIC).encode("utf-16"), ""),
        (rss(ARABIC).replace("utf-8", "windows-1256").encode("windows-1256"), ""),
        (rss(ARABIC).replace(' encoding="utf-8"', "").encode("windows-1256"), ""),
        (rss(ARABIC).encode("windows-1256"), ""),
        (rss(ARABIC).replace("utf-8", "iso-8859-6").encode("windows-1256"), ""),
        (rss(ARABIC).replace("utf-8", "iso-8859-1").encode(), ""),
        (
            rss(ARABIC).replace(' encoding="utf-8"', "").encode("windows-1256"),
            "text/xml; charset=windows-1256",
        ),
        (rss(ARABIC).encode(), "text/xml; charset=iso-8859-1"),
        (rss(ARABIC).replace("utf-8", "no-such-charset").encode(), ""),
    ],
)
def test_arabic_is_read_in_whatever_charset_it_comes(body: bytes, content_type: str) -> None:
    assert read(body, content_type).entries[0].title == ARABIC


def test_one_bad_byte_spoils_one_letter() -> None:
    body = rss(ARABIC + " @", summary=ARABIC * 20).encode().replace(b" @", b" \xe9")
    feed = read(body)
    assert feed.entries[0].title == f"{ARABIC} \ufffd"
    assert feed.entries[0].summary == ARABIC * 20


def test_rdf_atom_and_json_are_feeds_too() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title></channel>
    <item rdf:about="https://goud.example/2"><title>ن</title><link>https://goud.example/2</link>
    <dc:date>2023-11-01T10:00:00Z</dc:date></item></rdf:RDF>"""
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>A</title><entry><title type="html">
    L&amp;eacute;</title><link rel="alternate" href="/3"/><id>tag:3</id><updated>2023-11-01T10:00:00Z</updated>
    <author><name>Karim</name></author><content type="xhtml"><div>x <b>y</b></div></content></entry></feed>"""
    json = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "4", "url": "/4",
    "title": "a < b", "date_published": "2023-11-01T10:00:00+01:00", "authors": [{"name": "Karim"}]}]}"""
    assert [lead.address for text in (rdf, atom, json) for lead in read(text).entries] == [
        "https://goud.example/2",
        "https://goud.example/3",
        "https://goud.example/4",
    ]
    assert read(atom).entries[0].title == "Lé"
    assert read(json).entries[0].title == "a < b"
    assert read(json).entries[0].authors == ("Karim",)


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("Mer, 01 Nov 2023 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        ("الأربعاء 1 نونبر 2023 - 14:05", "2023-11-01T14:05"),
        ("2023-11-01", "2023-11-01"),
        ("soon", None),
    ],
)
def test_dates_that_no_library_reads(date: str, printed: str | None) -> None:
    (lead,) = read(rss().replace("Wed, 01 Nov 2023 14:05:00 +0100", date)).entries
    assert (lead.published.printed() if lead.published else None) == printed


@pytest.mark.parametrize(
    "body", ["", "  \n", "<!DOCTYPE html><html><body>404</body></html>", "{}", "[1", "hello", "\0\0"]
)
def test_what_is_no_feed_is_named(body: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(body)
    assert caught.value.subject == AT


def test_an_entry_without_an_address_is_read_and_never_fetched() -> None:
    feed = read(RSS.format(items="<item><title>خبر</title></item>"))
    assert [entry.title for entry in feed.entries] == ["خبر"]
    assert feed.leads == ()


def test_a_feed_with_a_page_s_doctype_is_a_feed() -> None:
    assert read("<!DOCTYPE html>" + rss().partition("?>")[2]).entries[0].title == "خبر"


def test_an_html_page_says_so() -> None:
    with pytest.raises(NotAFeed, match="HTML page"):
        read("<html><head></head></html>")


def test_entities_of_a_feed_reach_no_file() -> None:
    hostile = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(title="&x;").partition("?>")[2]
    assert "root:" not in str(read(hostile))


STARTS = (
    b"",
    b"<rss><channel><item>",
    b'{"items": [',
    b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>",
)


@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_bytes_are_a_feed_or_a_named_error(start: bytes, body: bytes) -> None:
    with suppress(NotAFeed):
        read(start + body)


@given(
    st.text(max_size=300),
    st.sampled_from(["", "text/xml; charset=x", "text/xml; charset=utf-16", "charset="]),
)
def test_any_text_is_read(text: str, content_type: str) -> None:
    assert isinstance(read_text(text.encode("utf-8", "surrogatepass"), content_type), str)
    assert "\n" not in plain(text)


def test_a_news_sitemap_and_an_index() -> None:
    news = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://goud.example/1</loc><news:news>
    <news:publication_date>2023-11-01T10:00:00+01:00</news:publication_date><news:title>عنوان</news:title></news:news></url>
    <url><loc>javascript:1</loc></url></urlset>"""
    sitemap = read_sitemap(news.encode(), address=AT)
    assert sitemap.is_news
    assert [(lead.address, lead.title) for lead in sitemap.entries] == [("https://goud.example/1", "عنوان")]
    index = "<sitemapindex><sitemap><loc>https://goud.example/s.xml</loc><lastmod>2023-11-01</lastmod></sitemap></sitemapindex>"
    assert read_sitemap(index.encode(), address=AT).children[0].address == "https://goud.example/s.xml"
    assert len(read_sitemap(b"https://goud.example/1\nhttps://goud.example/2\n", address=AT).entries) == 2
    for body in (b"", b"<html>", b"<rss/>", b"\x1f\x8bxx"):
        with pytest.raises(NotAFeed):
            read_sitemap(body, address=AT)


ATOM_HEAD = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://goud.example/"><title>A</title>
<link rel="self" href="feed"/><link rel="hub" href="https://hub.example/"/><link href="/"/>{}</feed>"""
RSS_HEAD = """<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><title>A</title><link>https://goud.example/</link>
<a:link rel="self" href="https://goud.example/feed"/><a:link rel="hub" href="https://hub.example/"/>{}</channel></rss>"""
JSON_HEAD = """{"version": "https://jsonfeed.org/version/1", "title": "A", "home_page_url": "https://goud.example/",
"feed_url": "https://goud.example/feed", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "items": []}"""


@pytest.mark.parametrize(
    "text",
    [ATOM_HEAD, RSS_HEAD, JSON_HEAD, RSS_HEAD.format("<item><title>a <b>b</b></title></item>")],
    ids=["atom", "rss", "json", "sick"],
)
def test_a_feed_names_its_hub_itself_and_its_home(text: str) -> None:
    feed = read(text.replace("{}", ""))
    assert feed.hub == "https://hub.example/"
    assert feed.self_address == "https://goud.example/feed"
    assert feed.homepage == "https://goud.example/"


def test_a_feed_without_a_hub_has_none() -> None:
    feed = read(rss())
    assert (feed.hub, feed.self_address, feed.homepage) == (None, None, None)
    assert read(RSS_HEAD.replace("https://hub.example/", "mailto:hub@goud.example")).hub is None
