"""What is an article and what is none; hostile pages; furniture that leaves the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.test_pages import NOW, ZONE, read
from warraq.extract.article import LARGEST_PAGE, read_article
from warraq.extract.boilerplate import is_boilerplate, is_read_also
from warraq.records import Article, BlockKind, NotArticle, Page

SENTENCE = "صادق المجلس الجماعي في دورته العادية على اتفاقية لإحداث ملاعب القرب بالأحياء الجنوبية للمدينة. "
TEXT = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p>"
ADDRESS = "https://outlet.example/news/12"


def page(inner: str, *, head: str = "") -> bytes:
    return f'<html lang="ar"><head><meta charset="utf-8">{head}</head><body>{inner}</body></html>'.encode()


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty"),
        (b" \n\x00 ", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "", "picture"),
        (b"\xff\xd8\xff\xe0", "text/html", "picture"),
        (b'{"title": "x"}', "text/html", "JSON"),
        (b'{"title": "x"}', "application/json", "application/json"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/html", "feed"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<urlset></urlset>", "application/xml", "sitemap"),
        (b"just words", "text/plain", "without markup"),
        (page("<h1>x</h1>"), "text/html", "text"),
        (page("<p>كلمات قليلة لا تكفي</p>"), "text/html", "too little text"),
        (b"<html>" + b"<div>" * 6000 + b"x", "text/html", "nested too deep"),
    ],
)
def test_what_is_no_article_says_why(body: bytes, content_type: str, reason: str) -> None:
    found = read(body, ADDRESS, content_type=content_type)
    assert isinstance(found, NotArticle)
    assert reason in found.reason


def test_status_and_size_are_reasons() -> None:
    for status, body, reason in (
        (404, page(TEXT), "404"),
        (200, b"<p>" + b"x" * LARGEST_PAGE, "larger than 10 MB"),
    ):
        found = read_article(Page(ADDRESS, ADDRESS, status, {}, body, NOW), now=NOW, zone=ZONE)
        assert isinstance(found, NotArticle)
        assert reason in found.reason


def test_ticker_before_the_text_stays_out() -> None:
    headlines = [f"عنوان خبر آخر رقم {number} من مدينة بعيدة" for number in range(20)]
    ticker = " | ".join(f'<a href="/news/{n}">{headline}</a>' for n, headline in enumerate(headlines))
    for before in (f"<div>{ticker}</div>", f"<marquee>{ticker}</marquee>", ticker):
        found = read(page(f"<h1>العنوان الصحيح للخبر</h1><div>{before} {TEXT}</div>"), ADDRESS)
        assert isinstance(found, Article)
        assert not any(headline in found.text() for headline in headlines)
        assert SENTENCE.strip() in found.text()


def test_links_inside_sentences_stay() -> None:
    links = "، و".join(f'<a href="/t/{n}">جماعة من جماعات الإقليم {n}</a>' for n in range(3))
    found = read(
        page(f"<h1>عنوان</h1>{TEXT}<p>وتهم الاتفاقية {links} كما جاء في البلاغ الصادر اليوم.</p>"),
        ADDRESS,
    )
    assert isinstance(found, Article)
    assert "جماعة من جماعات الإقليم 2" in found.text()


def test_dialog_and_share_bar_stay_out() -> None:
    inner = f"""<h1>عنوان الخبر</h1><div class="share-bar">شارك على واتساب</div><article>{TEXT}</article>
    <div role="dialog"><p>أبلغ عن صورة غير لائقة: هل تريد الإبلاغ عن هذه الصورة؟</p></div>"""
    found = read(page(inner), ADDRESS)
    assert isinstance(found, Article)
    assert "الصورة" not in found.text()
    assert "واتساب" not in found.text()


def test_line_breaks_do_not_glue_words() -> None:
    inner = f"<h1>عنوان</h1><article><p>{SENTENCE}<br>كلمة أولى<br/>كلمة ثانية</p>{TEXT}</article>"
    found = read(page(inner), ADDRESS)
    assert isinstance(found, Article)
    assert "أولى كلمة ثانية" in found.text().replace("\n", " ")


def test_text_known_only_to_structured_data_is_used() -> None:
    thing = f'{{"@type":"NewsArticle","headline":"عنوان","articleBody":"{SENTENCE * 4}"}}'
    head = f'<script type="application/ld+json">{thing}</script>'
    found = read(page("<h1>عنوان</h1><div id=app></div>", head=head), ADDRESS)
    assert isinstance(found, Article)
    assert SENTENCE.strip() in found.text()


def test_blocks_keep_their_kinds() -> None:
    inner = f"""<h1>عنوان</h1><article>{TEXT}<h2>فقرة ثانية</h2><p>{SENTENCE}</p>
    <ul><li>بند أول</li><li>بند ثان</li></ul>
    <table><tr><th>الجماعة</th><th>الملاعب</th></tr><tr><td>تارودانت</td><td>3</td></tr></table>
    <blockquote>{SENTENCE}</blockquote><p>{SENTENCE}</p></article>"""
    found = read(page(inner), ADDRESS)
    assert isinstance(found, Article)
    kinds = {block.kind for block in found.body}
    assert {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE, BlockKind.QUOTE} <= kinds


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا: الدار البيضاء تستعد لاحتضان المعرض",
        "إقرأ المزيد",
        "Lire aussi : Le port de Tanger bat un record",
        "À lire aussi",
        "Read more: a long title of another story",
        "© 2023 Le Relais. Tous droits réservés.",
        "جميع الحقوق محفوظة لجريدة الواحة",
        "فيسبوك تويتر واتساب",
        "الوسوم: تيزنيت، أسواق",
        "تابعوا آخر الأخبار عبر قناتنا على واتساب",
        "Publié le 7 mai 2024 à 10h12",
        "أبلغ عن صورة غير لائقة",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "شارك آلاف المواطنين في المسيرة التي نظمتها النقابات يوم الأحد بالرباط.",
        "نشر البنك المركزي تقريره السنوي يوم 3 ماي 2023 متضمنا توقعات النمو.",
        "Read the room, the minister said.",
        "Lire aussi attentivement les petites lignes du contrat est un conseil que peu de clients suivent vraiment.",
        "Facebook a annoncé un nouveau service.",
        "إعلان الدار البيضاء وثيقة وقعها عشرون بلدا.",
    ],
)
def test_text_is_not_taken_for_furniture(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_read_also(line)


FRAGMENTS = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "<br>", "<a href='/x'>", "</a>", "<h1>", "<script>",
        "<!--", "-->", "<li>", "<img src=x>", "<figure>", "<iframe src='//youtube.com/embed/abcdefgh'>", "\x00", "&#0;",
        "&nbsp;", "<time datetime='", SENTENCE, "2023-11-01", "<meta property='og:title' content='", "'>",
        "<base href='javascript:'>", "<svg>", "<template>",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=12), max_size=40))
def test_any_markup_is_survived(fragments: list[str]) -> None:
    read("".join(fragments).encode("utf-8", "replace"), ADDRESS)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(body: bytes) -> None:
    read(b"<html><body>" + body, ADDRESS)
