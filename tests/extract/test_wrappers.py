"""Wrappers on pages of the sample press: what is learned, what it reads, and when it says that it should not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.extract.sample_pages import LANGUAGES, NOW, ZONE, learned_from, pages, samples
from warraq.extract.article import read_article
from warraq.extract.charset import decode_document
from warraq.extract.dates import read_date
from warraq.extract.wrapper import Source, Wrapper, with_corrections
from warraq.extract.wrapper_learn import learn_wrappers
from warraq.extract.wrapper_read import Reading, read_with_wrappers
from warraq.extract.wrapper_values import open_page, read_moment
from warraq.records import Article, BlockKind, Lead, NotArticle, Page
from warraq.sample import Truth

SLUG = "nafida24"
ENGINES = (
    "taghia",
    "albaydar",
    "alqindil",
    "annawras",
    "almirsat",
    "nafida24",
    "almihbara",
    "lacigogne",
    "tighremt",
)
"""One outlet of each engine of the sample press."""


def read(page: Page, wrappers: tuple[Wrapper, ...], title: str | None = None, slug: str = SLUG) -> Reading:
    lead = Lead(page.address, title=title)
    return read_with_wrappers(page, wrappers, now=NOW, zone=ZONE, language=LANGUAGES[slug], lead=lead)


def changed(page: Page, before: str, after: str) -> Page:
    text = page.body.decode()
    assert before in text
    return replace(page, body=text.replace(before, after).encode())


def fresh(slug: str = SLUG) -> tuple[Page, Truth]:
    """A page that was not learned from."""
    *_, last = pages(slug, 12)
    return last


@pytest.mark.slow
@pytest.mark.parametrize("slug", ENGINES)
def test_a_learned_wrapper_reads_other_pages_of_the_outlet_exactly(slug: str) -> None:
    wrappers = learned_from(slug)
    assert len(wrappers) == 1
    for page, truth in list(pages(slug, 14))[8:]:
        reading = read(page, wrappers, truth.title, slug)
        article = reading.arrived
        assert reading.template, reading.failed
        assert isinstance(article, Article)
        assert article.title == truth.title
        assert article.text() == truth.body
        assert article.picture == truth.picture
        generic = read_article(page, now=NOW, zone=ZONE, language=LANGUAGES[slug])
        assert isinstance(generic, Article)
        assert (article.kind, article.address, article.also) == (generic.kind, generic.address, generic.also)
        if article.published and truth.precision:
            assert article.published.day() == truth.published_at.date()


def test_paths_are_readable() -> None:
    (wrapper,) = learned_from(SLUG)
    assert wrapper.body == "div.news-body"
    assert wrapper.title == Source("h1")
    assert wrapper.authors == Source("p.meta", part=1)
    assert "div.ad-slot" in wrapper.drop
    assert "نافذة 24" in wrapper.sites


def test_too_few_pages_teach_nothing() -> None:
    few = samples(SLUG, 3)
    assert learn_wrappers(few, zone=ZONE, language="ar") == ()
    assert learn_wrappers((), zone=ZONE) == ()


def test_two_templates_of_one_outlet_are_two_wrappers() -> None:
    both = (*samples(SLUG, 5), *samples(SLUG, 5, theme="newsmap"))
    wrappers = learn_wrappers(both, zone=ZONE, language="ar")
    assert len({wrapper.body for wrapper in wrappers}) == 2
    assert len({wrapper.template for wrapper in wrappers}) == 2
    for theme in (None, "newsmap"):
        page, truth = list(pages(SLUG, 8, theme=theme))[-1]
        article = read(page, wrappers, truth.title).arrived
        assert isinstance(article, Article)
        assert article.text() == truth.body


def test_another_layout_is_read_by_the_generic_reader() -> None:
    page, truth = list(pages(SLUG, 3, theme="newsmap"))[-1]
    reading = read(page, learned_from(SLUG), truth.title)
    assert reading.template == ""
    assert reading.failed == ("template-1: not this template",)
    assert isinstance(reading.arrived, Article)


def test_without_wrappers_nothing_has_failed() -> None:
    page, _ = fresh()
    reading = read(page, ())
    assert (reading.template, reading.failed) == ("", ())


def test_a_title_that_the_feed_does_not_know_is_doubted() -> None:
    page, truth = fresh()
    page = changed(page, f'<meta property="og:title" content="{truth.title}">', "")
    reading = read(page, learned_from(SLUG), "عنوان لا علاقة له بهذه الصفحة إطلاقا")
    assert reading.template == ""
    assert any("another title" in failed for failed in reading.failed)


def test_a_headline_that_was_changed_since_the_feed_told_it_is_believed() -> None:
    page, truth = fresh()
    assert read(page, learned_from(SLUG), "عنوان أول قبل التعديل").template, "the page's metadata agrees"
    assert read(page, learned_from(SLUG), truth.title + " (محدث)").template


def test_a_text_that_is_gone_is_doubted() -> None:
    page, truth = fresh()
    text = page.body.decode()
    begun = text.index('<div class="news-body">')
    end = text.index("</div>\n<div class=", begun + 200)
    empty = replace(page, body=(text[:begun] + '<div class="news-body"><p>قريبا</p>' + text[end:]).encode())
    reading = read(empty, learned_from(SLUG), truth.title)
    assert reading.template == ""
    assert any("too short" in failed for failed in reading.failed)


def test_a_text_made_of_links_is_doubted() -> None:
    page, truth = fresh()
    links = "".join(
        f'<p><a href="/news/{n}">خبر آخر من أخبار اليوم رقم {n} في المدينة</a></p>' for n in range(40)
    )
    page = changed(page, '<div class="news-body">', f'<div class="news-body">{links}')
    reading = read(page, learned_from(SLUG), truth.title)
    assert reading.template == ""
    assert any("links" in failed for failed in reading.failed)


def test_a_text_that_stands_on_other_pages_is_doubted() -> None:
    page, truth = fresh()
    (wrapper,) = learned_from(SLUG)
    lines = tuple(line[:120] for line in truth.body.split("\n"))
    reading = read(page, (replace(wrapper, repeated=lines),), truth.title)
    assert reading.template == ""
    assert any("other pages" in failed for failed in reading.failed)


def test_a_text_cut_at_its_end_is_doubted() -> None:
    page, truth = fresh()
    (wrapper,) = learned_from(SLUG)
    text = page.body.decode()
    begun = text.index('<div class="news-body">')
    end = text.index("</div>\n<div class=", begun + 200)
    teaser = (
        "<p>" + "أعلنت الجهة المنظمة اليوم عن تأجيل اللقاء إلى موعد لاحق سيحدد قريبا حسب بلاغ ثم أضافت...</p>"
    )
    cut = replace(page, body=(text[:begun] + f'<div class="news-body">{teaser}' + text[end:]).encode())
    reading = read(cut, (replace(wrapper, least_words=10),), truth.title)
    assert any("cut at its end" in failed for failed in reading.failed)


def test_boxes_inside_the_text_are_left_out() -> None:
    page, truth = fresh()
    box = '<p class="read-also"><strong>اقرأ أيضا:</strong> <a href="/news/1">خبر آخر لا علاقة له بما هنا</a></p>'
    page = changed(page, '<div class="news-body">\n', f'<div class="news-body">\n{box}\n')
    article = read(page, learned_from(SLUG), truth.title).arrived
    assert isinstance(article, Article)
    assert article.text() == truth.body


def test_what_is_no_article_stays_none() -> None:
    page, _ = fresh()
    for body, status in ((b"", 200), (b"%PDF-1.4", 200), (page.body, 404)):
        reading = read(replace(page, body=body, status=status), learned_from(SLUG))
        assert isinstance(reading.arrived, NotArticle)


def test_structure_is_kept() -> None:
    kinds = set()
    for slug in ("albaydar", "lacigogne", "almihbara"):
        for page, truth in list(pages(slug, 20))[8:]:
            article = read(page, learned_from(slug), truth.title, slug).arrived
            assert isinstance(article, Article)
            kinds |= {block.kind for block in article.body}
            ours = [
                b.kind for b in article.body if b.kind in (BlockKind.LIST, BlockKind.TABLE, BlockKind.HEADING)
            ]
            theirs = [
                b.kind for b in truth.blocks if b.kind in (BlockKind.LIST, BlockKind.TABLE, BlockKind.HEADING)
            ]
            assert ours == theirs
    assert {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE} <= kinds


def test_learning_again_keeps_the_template_and_what_was_corrected() -> None:
    (wrapper,) = learned_from(SLUG)
    corrected = replace(wrapper, section=Source("span.section"), corrected=("section",))
    (again,) = learn_wrappers(samples(SLUG, 6, seed=4), zone=ZONE, language="ar", old=(corrected,))
    assert again.template == corrected.template
    assert again.section == Source("span.section")
    assert again.corrected == ("section",)


def test_a_correction_that_reads_nothing_any_more_does_not_stop_learning() -> None:
    (wrapper,) = learned_from(SLUG)
    other = samples(SLUG, 6, theme="newsmap")
    corrected = replace(wrapper, body="div.news-body", corrected=("body",))
    (again,) = learn_wrappers(other, zone=ZONE, language="ar", old=(corrected,))
    assert again.template != corrected.template
    assert with_corrections(again, wrapper) == again


@pytest.mark.parametrize(
    "text",
    ["2026-03-10T09:02:35+00:00", "2026-03-10T09:02+01:00", "2026-13-10T09:02:35+00:00", "1800-03-10T09:02+01:00",
     "2026-03-10T25:02:35+00:00", "10 مارس 2026 - 09:02", "2026-03-10"],
)  # fmt: skip
def test_the_quick_reading_of_dates_is_the_date_readers(text: str) -> None:
    assert read_moment(text, language="ar", now=NOW) == read_date(text, language="ar", now=NOW)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<meta charset=utf-8><p>نص</p>".encode(), ""),
        ("<p>نص</p>".encode(), "text/html; charset=UTF-8"),
        ("<meta charset=utf-8><p>نص عربي قديم من بوابة قديمة</p>".encode("cp1256"), ""),
        ("\ufeff<meta charset=utf-8><p>é</p>".encode(), "text/html"),
        ("<p>نص</p>".encode("utf-16"), "text/html; charset=utf-8"),
    ],
)
def test_the_quick_decoding_is_the_charset_readers(body: bytes, content_type: str) -> None:
    page = Page("https://a.example/1", "https://a.example/1", 200, {"content-type": content_type}, body, NOW)
    opened = open_page(page)
    assert opened is not None
    assert opened.tree.html == LexborHTMLParser(decode_document(body, content_type=content_type)).html
