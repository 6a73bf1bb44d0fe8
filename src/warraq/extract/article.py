"""The generic reader: one page's bytes to its article, or to the reason why it is none.

Must never fetch, read the clock, or raise on any page, however hostile: work without bound is ended by the
collector, which runs this in a process that can be killed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import canonical, parse_address
from warraq.extract.block_features import choose_candidates
from warraq.extract.block_model import BlockModel, choose_blocks, shipped_model
from warraq.extract.block_words import Hints
from warraq.extract.blocks import read_blocks
from warraq.extract.body import write_body
from warraq.extract.boilerplate import tidy
from warraq.extract.charset import as_text, undecoded
from warraq.extract.density import densest, read_by_density, split_lines
from warraq.extract.embeds import read_embeds
from warraq.extract.lead_picture import caption_of, picture_address
from warraq.extract.metadata import Metadata, read_metadata
from warraq.extract.nodes import node_text
from warraq.extract.pruning import prune
from warraq.extract.stock_body import read_body
from warraq.extract.titles import key
from warraq.extract.verdicts import is_nested_too_deep, refusal_of_bytes, refusal_of_text, words_of
from warraq.extract.wishes import wishes_of
from warraq.records import Article, ArticleKind, Block, BlockKind, NotArticle, Page

_CUT = re.compile(r"\W*(?:\.\.\.|…|\(\.\.\.\)|\[…\])\W*$")
LARGEST_PAGE = 10_000_000
"""Bytes. The heaviest page of the sets we measure on is under 3 MB."""
_ENOUGH_WORDS = 40
"""As many as a short article has: below, the first reading is doubted and the others are asked."""
_LONGEST_CELL = 60
"""Words; a cell of data is shorter."""


def read_article(
    page: Page,
    *,
    now: datetime,
    zone: tzinfo,
    language: str | None = None,
    model: BlockModel | None = None,
) -> Article | NotArticle:
    """Read a page. `now`: aware; `zone`: the outlet's, for relative dates and clocks without an offset; `language`:
    the outlet's, if known; `model`: what judges the text blocks, the shipped one by default."""
    if reason := refusal_of_bytes(page, LARGEST_PAGE):
        return NotArticle(canonical(page.final_address), reason)
    markup = undecoded(page.body, content_type=page.headers.get("content-type", ""))
    if is_nested_too_deep(markup):
        return NotArticle(canonical(page.final_address), "its elements are nested too deep")
    tree = LexborHTMLParser(markup)
    wishes = wishes_of(tree, page.headers)
    container = tree.css_first("[itemprop=articleBody], article, main") or densest(tree)
    said = read_metadata(
        tree, address=page.final_address, now=now, zone=zone, language=language, container=container
    )
    body, captions = _read_body(tree, markup, said, page.final_address, model or shipped_model())
    if reason := refusal_of_text(tree, said, body, page.final_address):
        return NotArticle(said.address, reason)
    return replace(_article(said, body, captions), wishes=wishes)


def _read_body(
    tree: LexborHTMLParser, markup: bytes | str, said: Metadata, address: str, model: BlockModel
) -> tuple[tuple[Block, ...], dict[str, str]]:
    """The body, and picture address -> caption."""
    captions = _captions(tree, address)
    embeds = read_embeds(tree.css("iframe"), address)
    links = _texts_of_links(tree)
    blocks = read_blocks(tree)
    asked = choose_candidates(blocks)
    judged = model.judge(asked, Hints(said.title or "", said.subtitle or "", said.authors))
    body = _tidy(write_body(blocks, choose_blocks(asked, judged), address), said, links, captions)
    if words_of(body) < _ENOUGH_WORDS:
        prune(tree)
        body = _best_of_others(body, tree, markup, said, links, captions)
    return (*embeds, *body) if said.kind is ArticleKind.VIDEO else (*body, *embeds), captions


def _best_of_others(
    body: tuple[Block, ...],
    tree: LexborHTMLParser,
    markup: bytes | str,
    said: Metadata,
    links: list[str],
    captions: dict[str, str],
) -> tuple[Block, ...]:
    """A much longer reading of a page whose text came out short.

    In turn: the page before anything was cut from it; its densest element; what it declares as its body.
    """
    others = (read_body(as_text(markup)), read_by_density(tree), split_lines(said.declared_body or ""))
    for other in (_tidy(each, said, links, captions) for each in others):
        if not _is_layout(other) and words_of(other) > 2 * words_of(body):
            body = other
    return body


def _texts_of_links(tree: LexborHTMLParser) -> list[str]:
    """What the links that lead elsewhere say; those within the page head its parts."""
    links = [node for node in tree.css("a[href]")[:3000] if "#" not in (node.attributes.get("href") or "")]
    return [text for link in links if (text := node_text(link))]


def _is_layout(body: tuple[Block, ...]) -> bool:
    """Whether what was read as tables is an old portal's layout: cells that hold whole texts."""
    return any(len(cell.split()) > _LONGEST_CELL for block in body for row in block.rows for cell in row)


def _tidy(
    blocks: tuple[Block, ...], said: Metadata, links: list[str], captions: dict[str, str]
) -> tuple[Block, ...]:
    def without(lines: tuple[str, ...]) -> tuple[Block, ...]:
        return tidy(
            blocks,
            title=said.title,
            authors=said.authors,
            links=links,
            captions=captions.values(),
            around_headline=lines,
        )

    body = without(said.around_headline)
    # A line by the headline that is nearly all there is, is the text.
    return body if words_of(body) >= _ENOUGH_WORDS else without(())


def _captions(tree: LexborHTMLParser, address: str) -> dict[str, str]:
    captions = {}
    for node in tree.css("figure img, .wp-caption img")[:200]:
        shown = parse_address(picture_address(node) or "", address)
        if shown and (caption := caption_of(node)):
            captions[shown] = caption
    return captions


def _opens(body: tuple[Block, ...], summary: str) -> bool:
    """Whether a summary is only the first words of the text again."""
    words = key(_CUT.sub("", summary))[:80]
    return any(key(block.text).startswith(words) for block in body[:4])


def _article(said: Metadata, body: tuple[Block, ...], captions: dict[str, str]) -> Article:
    subtitle = None if said.subtitle and _opens(body, said.subtitle) else said.subtitle
    picture = said.picture or next((block.address for block in body if block.kind is BlockKind.FIGURE), None)
    kept = tuple(block for block in body if not (block.kind is BlockKind.FIGURE and block.address == picture))
    return Article(
        kind=said.kind,
        address=said.address,
        title=said.title,
        body=kept,
        subtitle=subtitle,
        authors=said.authors,
        published=said.published,
        picture=picture,
        picture_caption=captions.get(picture or ""),
        section=said.section,
        tags=said.tags,
        declared_language=said.language,
        also=said.also,
    )
