"""What pages say of themselves: titles, people, pictures, addresses, broken JSON-LD."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.bylines import read_authors
from warraq.extract.lead_picture import is_no_picture, picture_address
from warraq.extract.metadata import Metadata, read_metadata
from warraq.extract.nodes import node_text
from warraq.extract.structured_data import read_things
from warraq.extract.titles import choose_title, without_site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = ["هسبريس", "hespress.example", "hespress"]


def read(html: str, address: str = "https://www.outlet.example/news/1") -> Metadata:
    return read_metadata(LexborHTMLParser(html), address=address, now=NOW, zone=UTC)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("خبر مهم - هسبريس", "خبر مهم"),
        ("خبر مهم | سياسة | هسبريس - Hespress", "خبر مهم | سياسة"),
        ("Hespress » Un titre : avec deux points", "Un titre : avec deux points"),
        ("هسبريس", "هسبريس"),
        ("Casablanca - Rabat : la ligne rouverte", "Casablanca - Rabat : la ligne rouverte"),
    ],
)
def test_site_name_leaves_the_title(title: str, expected: str) -> None:
    assert without_site(title, SITE) == expected


def test_heading_that_the_claims_confirm_is_the_title() -> None:
    title = choose_title(
        headings=["هسبريس", "خبر طويل عن المدينة وأهلها"],
        claims=["خبر طويل عن المدينة وأه..."],
        document_title="خبر طويل عن المدينة وأهلها - هسبريس",
        sites=SITE,
    )
    assert title == "خبر طويل عن المدينة وأهلها"


def test_heading_that_is_another_thing_is_not_the_title() -> None:
    title = choose_title(
        headings=["Newsletter", "Menu"], claims=["Une grève au port"], document_title=None, sites=SITE
    )
    assert title == "Une grève au port"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("بقلم: فاطمة الزهراء أيت", ("فاطمة الزهراء أيت",)),
        ("Par Salma Benjelloun et Omar Idrissi", ("Salma Benjelloun", "Omar Idrissi")),
        ("By John Smith, Jane O'Neil", ("John Smith", "Jane O'Neil")),
        ("كتب أحمد المنصوري", ("أحمد المنصوري",)),
        ("admin", ()),
        ("La rédaction", ()),
        ("و م ع", ()),
        ("Agence France Presse AFP", ()),
        ("هيئة التحرير", ()),
        ("redaction@outlet.example", ()),
        ("https://www.facebook.com/someone", ()),
        ("هسبريس", ()),
        ("هسبريس - الرباط", ()),
        ("Sputnik https; I; Logo Png", ()),
        ("2023", ()),
        ("", ()),
    ],
)
def test_authors_are_people(claim: str, expected: tuple[str, ...]) -> None:
    assert read_authors([claim], sites=SITE) == expected


def test_pen_name_needs_a_sure_source() -> None:
    assert read_authors(["Kaoutar"], sites=SITE) == ()
    assert read_authors(["Kaoutar"], sites=SITE, is_sure=True) == ("Kaoutar",)


def test_broken_structured_data_gives_what_it_can() -> None:
    html = """<script type="application/ld+json">{"@type":"NewsArticle","headline":"Un titre
    coupé","datePublished":"2023-11-01T10:00:00+01:00","author":{"name":"Salma Benjelloun",}}</script>
    <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-11-01", oops</script>
    <script type="application/ld+json"></script>"""
    things = read_things(LexborHTMLParser(html))
    assert [thing["datePublished"] for thing in things] == ["2023-11-01T10:00:00+01:00", "2023-11-01"]


def test_other_articles_of_a_page_are_not_its_article() -> None:
    said = read(
        """<title>Ce titre-ci</title><h1>Ce titre-ci</h1><script type="application/ld+json">[
        {"@type":"NewsArticle","headline":"Un autre article","datePublished":"2020-01-01"},
        {"@type":"NewsArticle","headline":"Encore un autre","datePublished":"2020-01-02"}]</script>"""
    )
    assert said.published is None
    assert said.title == "Ce titre-ci"


def test_modification_is_not_publication() -> None:
    said = read('<meta property="article:modified_time" content="2023-11-05T10:00:00Z"><h1>Titre</h1>')
    assert said.published is None


def test_future_is_not_publication() -> None:
    assert read('<meta property="article:published_time" content="2031-01-01T10:00:00Z">').published is None


def test_day_of_the_outlet_is_not_moved_by_utc() -> None:
    html = '<meta property="article:published_time" content="2023-11-02T02:40:00Z"><h1>Titre</h1><p>1 novembre 2023</p>'
    published = read(html).published
    assert published is not None
    assert published.printed() == "2023-11-01"


def test_day_in_the_address_is_believed_where_the_page_has_none() -> None:
    published = read("<h1>Titre</h1>", "https://outlet.example/2023/11/01/titre").published
    assert published is not None
    assert published.printed() == "2023-11-01"
    assert read("<h1>Titre</h1>", "https://outlet.example/archive/2025/12/week_2.html").published is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://outlet.example/news/1", "https://outlet.example/news/1"),
        ("https://elsewhere.example/news/1", "https://www.outlet.example/news/1"),
        ("/", "https://www.outlet.example/news/1"),
        ("javascript:alert(1)", "https://www.outlet.example/news/1"),
        ("http://[broken", "https://www.outlet.example/news/1"),
    ],
)
def test_canonical_address_stays_on_the_site(link: str, expected: str) -> None:
    assert read(f'<link rel="canonical" href="{link}">').address == expected


def test_picture_is_a_picture() -> None:
    html = """<meta property="og:image" content="/img/logo-site.png">
    <article><img src="/pixel.gif" width="1" height="1"><img src="data:image/gif;base64,x"
    data-srcset="/a-300.jpg 300w, /a-1200.jpg 1200w"></article>"""
    tree = LexborHTMLParser(html)
    said = read_metadata(
        tree,
        address="https://outlet.example/n/1",
        now=NOW,
        zone=UTC,
        container=tree.css_first("article"),
    )
    assert said.picture == "https://outlet.example/a-1200.jpg"


def test_lazy_picture_wins_over_its_placeholder() -> None:
    node = LexborHTMLParser('<img src="/blank.gif" data-src="/real.jpg">').css_first("img")
    assert node is not None
    assert picture_address(node) == "/real.jpg"
    assert is_no_picture("https://outlet.example/theme/default-thumb.png")


def test_words_are_neither_glued_nor_split() -> None:
    node = LexborHTMLParser("<h1>Une gr<b>è</b>ve<br>au <i>port</i></h1>").css_first("h1")
    assert node is not None
    assert node_text(node) == "Une grève au port"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_structured_data_is_survived(text: str) -> None:
    read(f'<title>{text}</title><script type="application/ld+json">{text}</script><h1>{text}</h1>')


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_byline_is_survived(text: str) -> None:
    for name in read_authors([text], sites=SITE, is_sure=True):
        assert "@" not in name
