"""Articles that lie on several pages: which address the next page has, and the pages' texts as one.

Must never take the next article for the next page: what counts is that both addresses name one article, whatever a
link says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import first_page, parse_address, same_site
from warraq.extract.charset import undecoded
from warraq.extract.nodes import node_text
from warraq.extract.titles import key
from warraq.extract.verdicts import is_nested_too_deep, refusal_of_bytes
from warraq.records import Article, Block, BlockKind, Page, block_lines

MOST_LATER_PAGES = 10
"""Fetched for one article, as part of the visit to it."""
_LARGEST = 10_000_000
_SIGNS = re.compile(
    rb"""rel\s*=\s*["']?[^"'>]*\bnext|[?&/](?:page|pg|paged|pagenum)[=/]\d|/\d{1,2}/?["'\s>]|-\d{1,2}\.html"""
)
"""Bytes without which no page needs to be looked at: four of five pages of articles."""
_NEXT_WORDS = frozenset(
    map(
        key,
        (
            "الصفحة التالية", "التالي", "التالية", "الصفحة الموالية", "page suivante", "suivant", "suite",
            "lire la suite", "next page", "next", "next »", "→",
        ),
    )
) - {""}  # fmt: skip
_NUMBERED = re.compile(r"[/_-](\d{1,2})(?=(?:\.\w{2,5})?/?$)")
_QUERY_PAGE = re.compile(r"(?:^|&)(?:page|pg|paged|pagenum)=(\d{1,2})(?=&|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_MOST_LINKS = 3000


def next_page(page: Page, first: str, number: int) -> str | None:
    """The absolute address of the page after `page`, which is page `number` of the article that begins at `first`; None
    where it is the last, or the only one. Never raises."""
    if refusal_of_bytes(page, _LARGEST) or not _SIGNS.search(page.body):
        return None
    markup = undecoded(page.body, content_type=page.headers.get("content-type", ""))
    if is_nested_too_deep(markup):
        return None
    for node in LexborHTMLParser(markup).css("link[rel][href], a[href]")[:_MOST_LINKS]:
        attributes = node.attributes
        address = parse_address(attributes.get("href") or "", page.final_address)
        if address is None or _number(address) != number + 1 or not _is_page_of(first, address):
            continue
        is_said_next = "next" in (attributes.get("rel") or "").lower().split()
        if is_said_next or (node.tag == "a" and _says_next(node_text(node), number + 1)):
            return address
    return None


def join_pages(first: Article, later: Iterable[Article]) -> Article:
    """The first page's article with the text of the later ones; what a later page repeats is left out."""
    body: list[Block] = list(first.body)
    seen = {key(line) for block in body for line in block_lines(block)}
    pictures = {block.address for block in body} | {first.picture}
    for article in later:
        body += _new_blocks(article.body, seen, pictures)
        seen |= {key(line) for block in article.body for line in block_lines(block)}
    return replace(first, body=tuple(body))


def _new_blocks(blocks: Sequence[Block], seen: set[str], pictures: set[str | None]) -> list[Block]:
    new = []
    for block in blocks:
        if block.kind is BlockKind.FIGURE:
            if block.address not in pictures:
                new.append(block)
        elif any(key(line) not in seen for line in block_lines(block)):
            new.append(block)
    return new


def _number(address: str) -> int | None:
    """The number of a page, where its address ends in one that may be."""
    parts = urlsplit(address)
    found = _QUERY_PAGE.search(parts.query) or _NUMBERED.search(parts.path)
    return int(found[1]) if found else None


def _is_page_of(first: str, address: str) -> bool:
    """Whether an address is that of an article's first page and a number more."""
    if not same_site(first, address):
        return False
    if first_page(first) == first_page(address):
        return True
    begun, here = urlsplit(first), urlsplit(address)
    if _QUERY_PAGE.search(here.query):
        return begun.path == here.path and begun.query == _QUERY_PAGE.sub("", here.query).strip("&")
    stem = _EXTENSION.sub("", _NUMBERED.sub("", here.path)).rstrip("/").removesuffix("/page")
    return begun.query == here.query and stem == _EXTENSION.sub("", begun.path).rstrip("/") != ""


def _says_next(text: str, number: int) -> bool:
    said = key(text)
    return said in _NEXT_WORDS or said == str(number) or text.strip() in ("»", "›", "→", "←", ">", ">>")
