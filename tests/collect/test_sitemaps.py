"""Sitemaps as they are found: indexes, news, pictures, wrong namespaces, sick XML, odd dates."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.test_feeds import rss
from warraq.collect.sitemaps import Sitemap, read_sitemap
from warraq.errors import NotAFeed

AT = "https://goud.example/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
URL = "<url><loc>https://goud.example/1</loc>{}</url>"
ENTRY = """<news:news><news:publication><news:name>كود</news:name><news:language>AR</news:language></news:publication>
<news:publication_date>2023-11-01T10:00:00+01:00</news:publication_date><news:title>عنوان &amp; خبر</news:title>
<news:keywords>طنجة، أكادير, Rabat ; Fès</news:keywords></news:news>"""


def read(text: str | bytes) -> Sitemap:
    return read_sitemap(text.encode() if isinstance(text, str) else text, address=AT)


def urlset(entries: str, spaces: str = SPACE) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{entries}</urlset>'


@pytest.mark.parametrize(
    "spaces",
    [
        f"{SPACE} {NEWS}",
        NEWS,
        f'{SPACE} xmlns:news="https://www.google.com/schemas/sitemap-news/0.9/"',
        f'{SPACE} xmlns:news="http://example.com/wrong"',
        SPACE,
        "",
        f'xmlns="http://www.google.com/schemas/sitemap/0.84" {NEWS}',
    ],
    ids=["right", "none of its own", "https", "wrong", "undeclared", "none at all", "old"],
)
def test_news_is_read_whatever_its_namespace(spaces: str) -> None:
    sitemap = read(urlset(URL.format(ENTRY), spaces))
    (lead,) = sitemap.entries
    assert (sitemap.is_news, sitemap.language) == (True, "ar")
    assert (lead.address, lead.title) == ("https://goud.example/1", "عنوان & خبر")
    assert lead.tags == ("طنجة", "أكادير", "Rabat", "Fès")
    assert lead.published is not None
    assert lead.published.printed() == "2023-11-01T10:00:00+01:00"


@pytest.mark.parametrize(
    ("said", "picture"),
    [
        ("<image:image><image:loc>https://goud.example/a.jpg</image:loc></image:image>", "https://goud.example/a.jpg"),
        ("<image:image><image:title>x</image:title><image:loc>/a.jpg</image:loc></image:image>", "https://goud.example/a.jpg"),
        ("<video:video><video:thumbnail_loc>//cdn.example/v.jpg</video:thumbnail_loc></video:video>", "https://cdn.example/v.jpg"),
        ("<image:image><image:loc></image:loc></image:image>", None),
        ("<image:image/>", None),
    ],
)  # fmt: skip
def test_pictures_of_entries(said: str, picture: str | None) -> None:
    (lead,) = read(urlset(URL.format(said))).entries
    assert (lead.address, lead.picture) == ("https://goud.example/1", picture)


@pytest.mark.parametrize(
    ("loc", "address"),
    [
        ("https://goud.example/?a=1&amp;b=2", "https://goud.example/?a=1&b=2"),
        ("https://goud.example/?a=1&b=2", "https://goud.example/?a=1&b=2"),
        ("https://goud.example/?a=1&amp;amp;b=2", "https://goud.example/?a=1&b=2"),
        ("<![CDATA[https://goud.example/?a=1&b=2]]>", "https://goud.example/?a=1&b=2"),
        ("<![CDATA[https://goud.example/?a=1&#038;b=2]]>", "https://goud.example/?a=1&b=2"),
        ("\n\thttps://goud.example/1\n", "https://goud.example/1"),
        ("https://goud.example/سياسة", "https://goud.example/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9"),
        ("//goud.example/1", "https://goud.example/1"),
        ("/1", "https://goud.example/1"),
        ("1.html", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_addresses_come_through(loc: str, address: str | None) -> None:
    entries = read(urlset(URL.replace("https://goud.example/1", loc).format(""))).entries
    assert [lead.address for lead in entries] == ([address] if address else [])


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("2023-11-01", "2023-11-01"),
        ("2023-11", "2023-11"),
        ("2023-11-01T14:05Z", "2023-11-01T14:05+00:00"),
        ("2023-11-01T14:05:00+01:00", "2023-11-01T14:05:00+01:00"),
        ("2023-11-01T14:05:00.123Z", "2023-11-01T14:05:00+00:00"),
        ("2023-11-01T14:05:00+0100", "2023-11-01T14:05:00+01:00"),
        ("2023-11-01 14:05:00", "2023-11-01T14:05:00"),
        ("2023-11-01 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        ("Wed, 01 Nov 2023 14:05:00 GMT", "2023-11-01T14:05:00+00:00"),
        ("01/11/2023", "2023-11-01"),
        ("1 نونبر 2023", "2023-11-01"),
        ("2023", None),
        ("0000-00-00", None),
        ("1970-01-01T00:00:00+00:00", None),
        ("-0001-11-30T00:00:00+00:00", None),
        ("hier", None),
    ],
)
def test_dates_in_odd_forms(date: str, printed: str | None) -> None:
    (lead,) = read(urlset(URL.format(f"<lastmod>{date}</lastmod>"))).entries
    assert (lead.updated.printed() if lead.updated else None) == printed
    assert lead.published is None


def test_an_index_names_its_children_and_when_they_changed() -> None:
    text = f"""<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="//goud.example/main.xsl"?>
    <!-- made by a plugin --><sitemapindex {SPACE}><sitemap><loc>https://goud.example/a.xml</loc>
    <lastmod>2023-11-01T10:00:00+01:00</lastmod></sitemap><sitemap><loc>/b.xml</loc></sitemap>
    <sitemap><lastmod>2023-11-01</lastmod></sitemap></sitemapindex>"""
    sitemap = read(text)
    children = [(one.address, one.modified.printed() if one.modified else None) for one in sitemap.children]
    assert children == [
        ("https://goud.example/a.xml", "2023-11-01T10:00:00+01:00"),
        ("https://goud.example/b.xml", None),
    ]
    assert sitemap.entries == ()


def test_a_list_that_names_pages_and_sitemaps_gives_both() -> None:
    sitemap = read(urlset(URL.format("") + "<sitemap><loc>https://goud.example/a.xml</loc></sitemap>"))
    assert [child.address for child in sitemap.children] == ["https://goud.example/a.xml"]
    assert [lead.address for lead in sitemap.entries] == ["https://goud.example/1"]


@pytest.mark.parametrize(
    "text",
    [
        urlset("<url><loc>https://goud.example/1</loc><url><loc>https://goud.example/2</loc></url>"),
        urlset(URL.format("") + "<url><loc>https://goud.example/2</loc><title>a < b</title></url>"),
        urlset(URL.format("") + "<url><loc>https://goud.example/2</loc><x:y>1</x:y></url>"),
        urlset(URL.format("") + "<url><loc>https://goud.example/2</loc></url><url><loc>https://goud.exa")[:-9],
        urlset(URL.format("&nbsp;\x0b") + "<url><loc>https://goud.example/2</loc></url>") + "<!-- 0.2 s --><script>",
        "\n" + urlset(URL.format("") + "<url><loc>https://goud.example/2</loc></url>"),
        "<!-- " + "x" * 6_000 + " -->" + urlset(URL.format("") + "<url><loc>https://goud.example/2</loc></url>").partition("?>")[2],
        "\ufeffhttps://goud.example/1\r\nno address\r\nhttps://goud.example/2",
    ],
)  # fmt: skip
def test_sick_sitemaps_give_what_they_hold(text: str) -> None:
    addresses = {lead.address for lead in read(text).entries}
    assert addresses == {"https://goud.example/1", "https://goud.example/2"}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1256"])
def test_sitemaps_in_whatever_charset(codec: str) -> None:
    text = urlset(URL.format(ENTRY), f"{SPACE} {NEWS}")
    assert read(text.encode(codec)).entries[0].title == "عنوان & خبر"


def test_a_sitemap_compressed_once_or_twice() -> None:
    once = gzip.compress(urlset(URL.format("")).encode())
    assert read(once).entries == read(gzip.compress(once)).entries != ()


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.collect.sitemaps.MAX_BYTES", 1_000_000)
    with pytest.raises(NotAFeed, match="larger"):
        read(gzip.compress(b"<urlset>" + b" " * 2_000_000))


def test_a_feed_serves_as_a_sitemap() -> None:
    (lead,) = read(rss()).entries
    assert (lead.address, lead.title) == ("https://goud.example/1", "خبر")


@pytest.mark.parametrize("text", ["<!DOCTYPE html><html><head>", "<rss/>", "{}", "not found", "<feed/>"])
def test_what_is_no_sitemap_is_named(text: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(text)
    assert caught.value.subject == AT


PIECES = st.sampled_from(
    [
        "<url>", "</url>", "<loc>", "</loc>", "<sitemap>", "https://goud.example/1", "<news:news>", "</news:news>",
        "<news:title>", "&", "<![CDATA[", "]]>", "<!--", "<lastmod>", "2023-11-01", "<x:url xmlns:x='u'>", "\ud800",
        "</urlset>", "<image:image>", "<image:loc>//", "&#xD800;", "<?", "\0", "<urlset>",
    ]
)  # fmt: skip


@given(st.sampled_from(["<urlset>", "<sitemapindex>", ""]), st.lists(PIECES, max_size=30))
def test_any_heap_of_pieces_is_a_sitemap_or_a_named_error(root: str, pieces: list[str]) -> None:
    with suppress(NotAFeed):
        read((root + "".join(pieces)).encode("utf-8", "surrogatepass"))
