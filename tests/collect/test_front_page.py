"""A front page learns from what an outlet's pages proved to be which of its links are articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.front_page import front_page_leads, learn, shapes
from warraq.records import Page

HOME = "https://goud.example/"
HEADLINE = "عنوان طويل بما يكفي ليكون عنوان خبر"


def front(*links: tuple[str, str]) -> Page:
    body = "".join(f'<a href="{address}">{text}</a>' for address, text in links)
    return Page(HOME, HOME, 200, {}, body.encode(), datetime(2026, 3, 10, tzinfo=UTC))


def addresses(page: Page, outcomes: list[tuple[str, bool]]) -> list[str]:
    return [lead.address.removeprefix(HOME) for lead in front_page_leads(page, outcomes)]


@pytest.mark.parametrize(
    ("address", "narrow", "wide"),
    [
        ("politics/123456.html", "/politics/9.html", "/w/9.html"),
        ("2026/03/10/a-b-c-d/", "/Y/n/n/s", "/Y/n/n/s"),
        ("%D8%A3-%D8%A8-%D8%AA-%D8%AB-123456.html", "/s9.html", "/s9.html"),
        ("فن-ومشاهير/خبر", "/فن-ومشاهير/w", "/w-w/w"),
        ("news.php?id=77&action=show", "/w.php?action=w&id=9", "/w.php?action=w&id=9"),
        ("?p=12", "/?p=9", "/?p=9"),
        ("video/x24", "/video/wn", "/w/wn"),
    ],
)
def test_what_differs_from_article_to_article_is_folded(address: str, narrow: str, wide: str) -> None:
    assert shapes(HOME + address) == (narrow, wide)


def test_links_of_a_shape_that_proved_to_be_articles_are_taken_without_a_headline() -> None:
    page = front(("a/short", "صورة"), ("b/word", "سياسة"), ("a/other", ""))
    assert addresses(page, []) == []
    articles = [(f"{HOME}a/x{'y' * n}", True) for n in range(1, 6)]
    others = [(f"{HOME}b/x{'y' * n}", False) for n in range(1, 6)]
    assert addresses(page, articles + others) == ["a/short", "a/other"]


def test_links_of_a_shape_that_proved_to_be_none_are_left_whatever_their_text() -> None:
    page = front(("dossier/a-b-c-d", HEADLINE), ("actu/e-f-g-h", HEADLINE))
    outcomes = [(f"{HOME}dossier/a-b-c-{n}xy", False) for n in "abcdef"]
    outcomes += [(f"{HOME}actu/a-b-c-{n}xy", True) for n in "abcdef"]
    assert addresses(page, outcomes) == ["actu/e-f-g-h"]
    assert addresses(page, []) == ["dossier/a-b-c-d", "actu/e-f-g-h"]


def test_an_unknown_section_follows_what_is_known_of_all() -> None:
    outcomes = [(f"{HOME}{section}/{n}.html", True) for section in ("a", "b", "c") for n in range(100, 103)]
    assert learn(outcomes).verdict(f"{HOME}new/104.html") is True
    assert learn(outcomes[:5]).verdict(f"{HOME}new/104.html") is None


def test_what_is_half_and_half_decides_nothing() -> None:
    outcomes = [(f"{HOME}a/{n}.html", n % 3 == 0) for n in range(100, 120)]
    assert learn(outcomes).verdict(f"{HOME}a/500.html") is None


def test_a_headline_counts_without_what_stands_beside_it_in_its_link() -> None:
    page = front(("news/12345", f"<span>قبل دقيقتين</span><h3>{HEADLINE}</h3>"))
    assert [lead.title for lead in front_page_leads(page)] == [HEADLINE]


def test_pictures_other_sites_and_the_home_itself_are_never_articles() -> None:
    outcomes = [(f"{HOME}{n}.jpg", True) for n in range(100, 110)]
    page = front(("/", HEADLINE), ("500.jpg", HEADLINE), ("https://other.example/news/12345", HEADLINE))
    assert addresses(page, outcomes) == []


@given(st.lists(st.tuples(st.text(max_size=40), st.booleans()), max_size=20), st.binary(max_size=200))
def test_nothing_raises(rows: list[tuple[str, bool]], body: bytes) -> None:
    outcomes = [(HOME + tail, is_article) for tail, is_article in rows] + rows
    page = Page(
        HOME, HOME, 200, {}, b'<a href="/1234/' + body + b'">x</a>' + body, datetime(2026, 3, 10, tzinfo=UTC)
    )
    for lead in front_page_leads(page, outcomes):
        assert lead.address.startswith(HOME)
