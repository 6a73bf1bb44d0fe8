"""Every version of every format of feeds, and what each says of an entry beside its title and link."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.test_feeds import RSS, read
from warraq.errors import NotAFeed

OLD = "http://my.netscape.com/rdf/simple/0.9/"
RSS10 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_ITEM = (
    "<item rdf:about='https://goud.example/1'><title>خبر</title><link>https://goud.example/1</link>{}</item>"
)
CHANNEL = "<channel><title>كود</title><link>https://goud.example/</link>"
RSS_ITEM = "<item><title>خبر</title><link>https://goud.example/1</link>{}</item>"
PUBDATE = "<pubDate>Wed, 01 Nov 2023 14:05:00 +0100</pubDate>"
DTD = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
CDF = """<CHANNEL HREF="https://goud.example/"><TITLE>كود</TITLE><ITEM HREF="https://goud.example/1"
LASTMOD="2023-11-01T14:05:00+01:00"><TITLE>خبر</TITLE></ITEM></CHANNEL>"""
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>كود</title><link rel="alternate"
type="text/html" href="https://goud.example/"/><entry><title>خبر</title><link rel="alternate" type="text/html"
href="https://goud.example/1"/><id>urn:1</id><issued>2023-11-01T14:05:00+01:00</issued><modified>2023-11-02T14:05:00+01:00</modified></entry></feed>"""
ATOM10 = """<feed xmlns="http://www.w3.org/2005/Atom"><title>كود</title><link href="https://goud.example/"/><entry>
<title>خبر</title><link href="https://goud.example/1"/><id>urn:1</id><published>2023-11-01T14:05:00+01:00</published>
<updated>2023-11-02T14:05:00+01:00</updated></entry></feed>"""
JSON = """{{"version": "https://jsonfeed.org/version/{version}", "title": "كود", "home_page_url": "https://goud.example/",
{feed} "items": [{{"id": "urn:1", "url": "https://goud.example/1", "title": "خبر",
"date_published": "2023-11-01T14:05:00+01:00" {item}}}]}}"""

FORMATS = {
    "RSS 0.90": f"<rdf:RDF xmlns:rdf='{RDF}' xmlns='{OLD}'>{CHANNEL}</channel>{RDF_ITEM}</rdf:RDF>",
    "RSS 0.91": f"{DTD}<rss version='0.91'>{CHANNEL}{RSS_ITEM}</channel></rss>",
    "RSS 0.92": f"<rss version='0.92'>{CHANNEL}{RSS_ITEM}</channel></rss>",
    "RSS 1.0": f"<rdf:RDF xmlns:rdf='{RDF}' xmlns='{RSS10}'>{CHANNEL}</channel>{RDF_ITEM}</rdf:RDF>",
    "RSS 1.0, prefixed": f"<r:RDF xmlns:r='{RDF}' xmlns:x='{RSS10}'><x:channel><x:title>كود</x:title>"
    "<x:link>https://goud.example/</x:link></x:channel><x:item><x:title>خبر</x:title>"
    "<x:link>https://goud.example/1</x:link></x:item></r:RDF>",
    "RSS 2.0": f"<rss version='2.0'>{CHANNEL}{RSS_ITEM.format(PUBDATE)}</channel></rss>",
    "RSS 2.0 in a namespace": f"<rss version='2.0' xmlns='http://backend.userland.com/rss2'>{CHANNEL}{RSS_ITEM}</channel></rss>",
    "RSS in capitals": f"<RSS version='2.0'>{CHANNEL}{RSS_ITEM}</channel></RSS>",
    "Atom 0.3": ATOM03,
    "Atom 1.0": ATOM10,
    "CDF": CDF,
    "JSON Feed 1.0": JSON.format(version="1", feed="", item=""),
    "JSON Feed 1.1": JSON.format(version="1.1", feed="", item=""),
}
DATED = ("RSS 2.0", "Atom 0.3", "Atom 1.0", "JSON Feed 1.0", "JSON Feed 1.1", "CDF")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read(name: str) -> None:
    feed = read(FORMATS[name].replace("{}", ""))
    assert (feed.title, feed.homepage) == ("كود", "https://goud.example/")
    (lead,) = feed.entries
    assert (lead.title, lead.address) == ("خبر", "https://goud.example/1")
    printed = lead.published.printed() if lead.published else None
    assert printed == ("2023-11-01T14:05:00+01:00" if name in DATED else None)


@pytest.mark.parametrize("name", ["Atom 0.3", "Atom 1.0"])
def test_atom_says_when_an_entry_changed(name: str) -> None:
    updated = read(FORMATS[name]).entries[0].updated
    assert updated is not None
    assert updated.printed() == "2023-11-02T14:05:00+01:00"


@pytest.mark.parametrize(
    ("element", "printed"),
    [
        ("<pubDate>Wed, 01 Nov 2023 14:05:00 +0100</pubDate>", "2023-11-01T14:05:00+01:00"),
        ("<dc:date>2023-11-01T14:05:00+01:00</dc:date>", "2023-11-01T14:05:00+01:00"),
        ("<dc:date>2023-11-01</dc:date>", "2023-11-01"),
        ("<t:issued>2023-11-01T14:05:00Z</t:issued>", "2023-11-01T14:05:00+00:00"),
        ("<t:created>2023-11-01T14:05:00Z</t:created>", "2023-11-01T14:05:00+00:00"),
        ("<t:modified>2023-11-01T14:05:00Z</t:modified>", "2023-11-01T14:05:00+00:00"),
        ("<a:updated>2023-11-01T14:05:00Z</a:updated>", "2023-11-01T14:05:00+00:00"),
        ("<dc:date>2023-11-05</dc:date><pubDate>Wed, 01 Nov 2023 14:05:00 GMT</pubDate>", "2023-11-01T14:05:00+00:00"),
        ("<pubDate></pubDate>", None),
        ("<pubDate>0000-00-00 00:00:00</pubDate>", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>", None),
    ],
)  # fmt: skip
def test_dates_of_other_vocabularies(element: str, printed: str | None) -> None:
    text = f"<item><title>x</title><link>/1</link>{element}</item>"
    spaces = '<rss xmlns:t="http://purl.org/dc/terms/" xmlns:a="http://www.w3.org/2005/Atom"'
    (lead,) = read(RSS.format(items=text).replace("<rss", spaces)).entries
    assert (lead.published.printed() if lead.published else None) == printed


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        (FORMATS["RSS 2.0"].replace(PUBDATE, "<author>desk@goud.example (كريم)</author>"), ("كريم",)),
        (FORMATS["RSS 2.0"].replace(PUBDATE, "<author>كريم</author>"), ("كريم",)),
        (ATOM10.replace("<id>", "<author><name>كريم</name><email>k@goud.example</email></author><id>"), ("كريم",)),
        (
            ATOM10.replace("<id>", "<author><name>كريم</name></author><author><name>سعاد</name></author><id>"),
            ("كريم", "سعاد"),
        ),
        (ATOM10.replace("<entry>", "<author><name>كود</name></author><entry>"), ("كود",)),
        (ATOM03.replace("<id>", "<author><name>كريم</name></author><id>"), ("كريم",)),
        (JSON.format(version="1", feed="", item=', "author": {"name": "كريم"}'), ("كريم",)),
        (JSON.format(version="1.1", feed="", item=', "authors": [{"name": "كريم"}, {"url": "x"}, 7]'), ("كريم",)),
        (JSON.format(version="1.1", feed='"authors": [{"name": "كود"}],', item=""), ("كود",)),
        (JSON.format(version="1.1", feed='"author": "كود",', item=', "authors": null'), ()),
    ],
)  # fmt: skip
def test_authors_in_every_form(text: str, authors: tuple[str, ...]) -> None:
    assert read(text).entries[0].authors == authors


def test_several_creators_are_several_authors() -> None:
    item = (
        "<item><title>x</title><dc:creator>كريم</dc:creator><dc:creator><![CDATA[سعاد]]></dc:creator></item>"
    )
    assert read(RSS.format(items=item)).entries[0].authors == ("كريم", "سعاد")


@pytest.mark.parametrize(
    ("item", "picture"),
    [
        (', "image": "/a.jpg"', "https://goud.example/a.jpg"),
        (', "banner_image": "/b.jpg"', "https://goud.example/b.jpg"),
        (', "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg"}]', None),
        (
            ', "attachments": [7, {"url": "/a.webp", "mime_type": "image/webp"}]',
            "https://goud.example/a.webp",
        ),
        (""", "content_html": "<p><img src='/c.jpg'></p>" """, "https://goud.example/c.jpg"),
        (""", "content_text": "write <img src='/c.jpg'>" """, None),
    ],
)
def test_pictures_of_json_feeds(item: str, picture: str | None) -> None:
    assert read(JSON.format(version="1.1", feed="", item=item)).entries[0].picture == picture


def test_plain_text_of_json_feeds_stays_text() -> None:
    item = ', "summary": "5 < 6 <b>", "content_text": "a <b> & c"'
    (lead,) = read(JSON.format(version="1.1", feed="", item=item)).entries
    assert (lead.summary, lead.content) == ("5 < 6 <b>", "a &lt;b&gt; &amp; c")


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ("<link>https://goud.example/1</link><guid>https://goud.example/2</guid>", "https://goud.example/1"),
        ("<guid>https://goud.example/2</guid>", "https://goud.example/2"),
        ('<guid isPermaLink="true">https://goud.example/2</guid>', "https://goud.example/2"),
        ('<guid isPermaLink="false">https://goud.example/2</guid>', ""),
        ("<link/><atom:link href='https://goud.example/3'/>", "https://goud.example/3"),
        ("<link/><atom:link rel='replies' href='https://goud.example/3'/>", ""),
    ],
)
def test_where_an_entry_of_rss_lies(element: str, address: str) -> None:
    text = f"<rss xmlns:atom='http://www.w3.org/2005/Atom'>{CHANNEL}<item><title>x</title>{element}</item></channel></rss>"
    assert read(text).entries[0].address == address


def test_the_page_of_an_atom_entry_is_its_html_alternate() -> None:
    links = """<link rel="self" href="/self"/><link rel="alternate" type="application/json" href="/json"/>
    <link rel="alternate" type="text/html" href="/page"/><link rel="replies" href="/replies"/><id>"""
    assert read(ATOM10.replace('<link href="https://goud.example/1"/><id>', links)).entries[0].address == (
        "https://goud.example/page"
    )


def test_names_that_a_doctype_declares_are_read() -> None:
    text = '<!DOCTYPE rss [<!ENTITY site "goud.example"> <!ENTITY nbsp "&#160;"> <!ENTITY evil SYSTEM "file:///etc/passwd">]>'
    text += f"<rss>{CHANNEL}<item><title>a&nbsp;b &evil;</title><link>https://&site;/1</link></item></channel></rss>"
    (lead,) = read(text).entries
    assert (lead.title, lead.address) == ("a b &evil;", "https://goud.example/1")


def test_what_nobody_gets_through_is_read_as_far_as_possible() -> None:
    """An element of an image without a number makes feedparser fall over."""
    image = "<image><x:y/><width/></image>"
    feed = read(f"<rss version='2.0'>{CHANNEL}{image}{RSS_ITEM}</channel></rss>".replace("{}", ""))
    assert [lead.address for lead in feed.leads] == ["https://goud.example/1"]


def test_an_entry_that_is_cut_is_no_entry() -> None:
    text = FORMATS["RSS 2.0"].partition("</channel>")[0] + "<item><title>عنوان لم يك"
    assert [lead.title for lead in read(text).entries] == ["خبر"]


@pytest.mark.parametrize(
    ("cut", "title", "address"),
    [
        ("<title>ثان</title><link>https://goud.example/2</link><description><![CDATA[<p>نص <a hr", "ثان", "https://goud.example/2"),
        ("<title>ثان</title><link>https://goud.example/2</link><pubDate>Wed, 01 No", "ثان", "https://goud.example/2"),
        ("<link>https://goud.example/2</link><title>ثان</title><media:group><media:content", "ثان", "https://goud.example/2"),
        ("<title>ثان</title><link>https://goud.exa", None, None),
        ("<link>https://goud.example/2</link><title>ثا", None, None),
    ],
)  # fmt: skip
def test_an_entry_that_is_cut_after_its_title_and_link_counts(
    cut: str, title: str | None, address: str | None
) -> None:
    text = FORMATS["RSS 2.0"].partition("</channel>")[0] + "<item>" + cut
    entries = [(lead.title, lead.address) for lead in read(text).entries]
    assert entries[1:] == ([(title, address)] if title else [])


PIECES = st.sampled_from(
    [
        "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<link>", "<link href='", "'/>", "</link>",
        "<guid>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&#xD800;", "&#0;", "&nbsp;", "<b>", "<image>", "<width/>",
        "<x:y>", "\0", "\ud800", "<pubDate>", "Wed, 01 Nov 2023 14:05:00 +0100", "<media:content url='//[' ",
        "http://[", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "]>", "xml:base='\\\\'", "<psc:chapter/>", "<georss:point>",
        "خبر", "</channel>", "<?xml",
    ]
)  # fmt: skip
CHARSETS = st.sampled_from(
    [
        "",
        "text/xml; charset=undefined",
        "charset=utf-7",
        "charset=unicode_escape",
        "charset=rot13",
        "charset=utf-16",
    ]
)


@given(st.sampled_from(list(FORMATS.values())), st.lists(PIECES, max_size=20), st.floats(0, 1), CHARSETS)
def test_any_heap_of_pieces_is_a_feed_or_a_named_error(
    text: str, pieces: list[str], where: float, content_type: str
) -> None:
    at = int(where * len(text))
    body = (text[:at] + "".join(pieces) + text[at:]).encode("utf-8", "surrogatepass")
    with suppress(NotAFeed):
        for lead in read(body, content_type).entries:
            repr(lead).encode()


@pytest.mark.parametrize(
    "entry_id",
    ["abc", "/2023/1", "1.html", "HTTP://Goud.example/~a/%7ea", "tag:goud.example,2023:1", "urn:uuid:1", "https://goud.example/?p=1"],
)  # fmt: skip
def test_ids_stay_as_they_are_whoever_reads_them(entry_id: str) -> None:
    """A feed that falls sick for a day must not have other ids on that day: its entries would come twice."""
    item = f"<item><title>x</title><link>/1</link><guid isPermaLink='false'>{entry_id}</guid>"
    entry = f"<entry><title>x</title><link href='/1'/><id>{entry_id}</id>"
    sick = "<x:y>1</x:y>"
    for part in ("", sick):
        rss = f"<rss version='2.0'>{CHANNEL}{item}{part}</item></channel></rss>"
        atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{entry}{part}</entry></feed>'
        for text in (rss, rss.replace(" isPermaLink='false'", ""), atom):
            assert read(text).entries[0].entry_id == entry_id


@pytest.mark.parametrize("sick", ["", "<x:y>1</x:y>"])
def test_bases_count_whoever_reads_them(sick: str) -> None:
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/news/"><title>x</title>{sick}
    <entry xml:base="fr/"><title>b</title><link href="2.html"/></entry>
    <entry><title>c</title><link href="/3.html"/></entry></feed>"""
    assert [lead.address for lead in read(text).entries] == [
        "https://other.example/news/fr/2.html",
        "https://other.example/3.html",
    ]


@pytest.mark.parametrize("sick", ["", "<x:y>1</x:y>"])
def test_whoever_reads_says_the_same_of_an_entry(sick: str) -> None:
    item = f"""<item>{sick}<title>خبر</title><link>/1</link><guid isPermaLink="false">g</guid>{PUBDATE}
    <dc:creator>سعاد</dc:creator><category>سياسة</category><category><![CDATA[طنجة & أكادير]]></category>
    <description>&lt;p&gt;ملخص&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p>نص <a href="/x">هنا</a></p>]]></content:encoded>
    <media:content url="/l.jpg" medium="image" width="900"/><media:thumbnail url="/t.jpg"/>
    <enclosure url="/a.mp3" type="audio/mpeg" length="1"/></item>"""
    (lead,) = read(RSS.format(items=item)).entries
    assert (lead.entry_id, lead.authors, lead.tags) == ("g", ("سعاد",), ("سياسة", "طنجة & أكادير"))
    assert (lead.summary, lead.picture) == ("ملخص", "https://goud.example/l.jpg")
    assert lead.content is not None
    assert "نص" in lead.content
    assert lead.published is not None
    assert lead.published.printed() == "2023-11-01T14:05:00+01:00"
