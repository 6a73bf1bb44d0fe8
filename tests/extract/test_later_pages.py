"""Articles on several pages: their next page is found, other articles are not, and the text is joined once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from warraq.extract.later_pages import join_pages, next_page
from warraq.records import Article, ArticleKind, Block, BlockKind, Page

NOW = datetime(2026, 3, 10, tzinfo=UTC)
FIRST = "https://presse.example/2026/03/une-longue-enquete-sur-la-mer-84210"


def page(links: str, address: str = FIRST) -> Page:
    body = f"<html><body><article><p>Texte</p></article>{links}</body></html>".encode()
    return Page(address, address, 200, {"content-type": "text/html; charset=utf-8"}, body, NOW)


@pytest.mark.parametrize(
    ("links", "address"),
    [
        ('<link rel="next" href="?page=2">', f"{FIRST}?page=2"),
        (f'<a href="{FIRST}?page=2">الصفحة التالية</a>', f"{FIRST}?page=2"),
        (f'<a href="{FIRST}/2/">2</a>', f"{FIRST}/2/"),
        (f'<a href="{FIRST}/page/2/">Page suivante</a>', f"{FIRST}/page/2/"),
        (f'<a rel="next" href="{FIRST}-2.html">»</a>', f"{FIRST}-2.html"),
        ('<a href="?page=3">3</a><a href="?page=2">2</a>', f"{FIRST}?page=2"),
        ('<link rel="next" href="/2026/03/un-tout-autre-article-de-presse-84211">', None),
        ('<a href="/2026/03/une-longue-enquete-sur-la-mer-84211">Suivant</a>', None),
        ('<a href="?page=2">deux commentaires</a>', None),
        ('<a href="https://autre.example/x?page=2">Page suivante</a>', None),
        ("<p>rien</p>", None),
    ],
)
def test_the_next_page_of_an_article(links: str, address: str | None) -> None:
    assert next_page(page(links), FIRST, 1) == address


def test_pages_are_counted_on() -> None:
    second = page('<a href="?page=1">1</a><a href="?page=3">3</a>', f"{FIRST}?page=2")
    assert next_page(second, FIRST, 2) == f"{FIRST}?page=3"
    assert next_page(second, FIRST, 3) is None


def test_neighbours_with_small_numbers_are_no_pages() -> None:
    here = "https://presse.example/news/12"
    assert next_page(page('<a rel="next" href="/news/13">next</a>', here), here, 1) is None
    assert next_page(page('<a rel="next" href="/news/2">next</a>', here), here, 1) is None


def article(*lines: str) -> Article:
    body = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Article(ArticleKind.ARTICLE, FIRST, "Enquête", body)


def test_later_pages_are_joined_without_what_they_repeat() -> None:
    joined = join_pages(
        article("Chapeau.", "Un."), [article("Chapeau.", "Deux."), article("Chapeau.", "Trois.")]
    )
    assert joined.text() == "Chapeau.\nUn.\nDeux.\nTrois."


def test_a_picture_stands_once() -> None:
    figure = Block(BlockKind.FIGURE, "La mer", address="https://presse.example/mer.jpg")
    first = Article(ArticleKind.ARTICLE, FIRST, "Enquête", (figure,))
    assert join_pages(first, [first]).body == (figure,)
