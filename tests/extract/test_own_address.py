"""Which address a page is believed to be, and what else it is called."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.metadata import read_metas
from warraq.extract.own_address import LINKS, read_links, read_other_names, read_own_address

SITE = "https://www.goud.example"
ANSWERED = f"{SITE}/news/12345-titre?utm_source=rss"
PLAIN = f"{SITE}/news/12345-titre"


def own(head: str, address: str = ANSWERED) -> str:
    tree = LexborHTMLParser(f"<html><head>{head}</head><body><p>x</p></body></html>")
    return read_own_address(read_links(tree.css(LINKS), address), read_metas(tree), address)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", PLAIN),
        (f'<link rel="canonical" href="{SITE}/actualite/12345">', f"{SITE}/actualite/12345"),
        ('<link rel="canonical" href="/actualite/12345?fbclid=1">', f"{SITE}/actualite/12345"),
        (f'<meta property="og:url" content="{SITE}/actualite/12345">', f"{SITE}/actualite/12345"),
        # rel=canonical counts before og:url, unless it is not to be believed
        (
            f'<link rel="canonical" href="{SITE}/a/12345"><meta property="og:url" content="{SITE}/b/12345">',
            f"{SITE}/a/12345",
        ),
        (
            f'<link rel="canonical" href="{SITE}/"><meta property="og:url" content="{SITE}/b/12345">',
            f"{SITE}/b/12345",
        ),
        # two that differ say nothing; the same one twice says it
        (f'<link rel="canonical" href="{SITE}/a/1"><link rel="canonical" href="{SITE}/b/2">', PLAIN),
        (
            f'<link rel="canonical" href="{SITE}/a/1234"><link rel="canonical" href="http://goud.example/a/1234/">',
            "http://goud.example/a/1234/",
        ),
        ('<link rel="canonical" href="https://other.example/news/12345">', PLAIN),
        ('<link rel="canonical" href="/news">', PLAIN),
        ('<link rel="canonical" href="">', PLAIN),
        ('<link rel="canonical" href="javascript:1">', PLAIN),
    ],
)
def test_a_page_is_believed_about_itself_on_its_own_site_only(head: str, expected: str) -> None:
    assert own(head) == expected


def test_a_copy_in_googles_cache_names_the_outlets_page() -> None:
    cached = "https://www-goud-example.cdn.ampproject.org/c/s/www.goud.example/news/12345-titre/amp"
    assert own("", cached) == PLAIN
    assert own(f'<link rel="canonical" href="{SITE}/a/12345">', cached) == f"{SITE}/a/12345"


def test_relative_addresses_are_read_against_the_base_the_page_names() -> None:
    assert own('<base href="/x/"><link rel="canonical" href="12345-b">') == f"{SITE}/x/12345-b"


def test_short_links_and_twins_are_other_names() -> None:
    tree = LexborHTMLParser(
        f'<link rel="shortlink" href="{SITE}/?p=77"><link rel="amphtml" href="{PLAIN}/amp">'
        f'<link rel="alternate" media="handheld" href="https://m.goud.example/mob/12345">'
        f'<link rel="alternate" type="application/rss+xml" href="{SITE}/feed/12345">'
        '<link rel="shortlink" href="https://short.example/x"><link rel="shortlink" href="/">'
    )
    assert read_other_names(read_links(tree.css(LINKS), ANSWERED), ANSWERED, PLAIN) == (
        f"{SITE}/?p=77",
        "https://m.goud.example/mob/12345",
    )
