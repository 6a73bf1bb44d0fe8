"""A plain second reader for pages whose text the first one misses: the densest element, cut into lines.

For old portals that write an article as bare text and `br` in a table's cell. Must never be the first choice.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.hygiene import clean_text
from warraq.extract.nodes import page_lines
from warraq.records import Block, BlockKind

_HOLDERS = "article, section, main, div, td, [itemprop=articleBody]"
_SILENT = frozenset(
    "script style noscript nav footer aside header form iframe svg head title figcaption".split(" ")
)
_MOST_HOLDERS = 3000


def read_by_density(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The lines of the densest element."""
    best = densest(tree)
    return _paragraphs(_lines(best)) if best is not None else ()


def densest(tree: LexborHTMLParser) -> LexborNode | None:
    """The element with the most text of its own that is not links."""
    best, most = None, 0.0
    for node in tree.css(_HOLDERS)[:_MOST_HOLDERS]:
        own = _own_text(node)
        if own > most:
            best, most = node, own
    return best


def split_lines(text: str) -> tuple[Block, ...]:
    """A declared text (JSON-LD articleBody), paragraph by paragraph; markup in it is taken out."""
    if "<" in text:
        body = LexborHTMLParser(text).body
        return _paragraphs(_lines(body)) if body is not None else ()
    return _paragraphs(text.splitlines())


def _own_text(node: LexborNode) -> float:
    """Characters of text that stand directly in an element or in its inline children and paragraphs, unlinked."""
    total = 0.0
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            total += len((child.text() or "").strip())
        elif child.tag in ("p", "span", "b", "strong", "font", "em", "i", "blockquote"):
            linked = sum(len(link.text(deep=True) or "") for link in child.css("a"))
            total += max(0, len((child.text(deep=True) or "").strip()) - 2 * linked)
    return total


def _lines(root: LexborNode) -> list[str]:
    return [
        line.text for line in page_lines(root) if not line.pieces or not _is_silent(line.pieces[0][1], root)
    ]


def _is_silent(node: LexborNode, root: LexborNode) -> bool:
    at: LexborNode | None = node
    for _ in range(30):
        if at is None or at.mem_id == root.mem_id:
            return False
        if at.tag in _SILENT:
            return True
        at = at.parent
    return True


def _paragraphs(lines: list[str]) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for line in lines if (text := clean_text(line)))
