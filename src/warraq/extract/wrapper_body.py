"""The text of a known container as blocks: one walk over its elements, nothing is guessed about what is text.

Must never let a page's markup through, nor go deeper than the page's nesting may harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from warraq.addresses import parse_address
from warraq.extract.boilerplate import is_boilerplate
from warraq.extract.hygiene import clean_text
from warraq.extract.lead_picture import caption_of, is_large_enough, is_no_picture, picture_address
from warraq.records import Block, BlockKind

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp small span "
    "strike strong sub sup time tt u var wbr".split(" ")
)
SILENT = frozenset(
    "script style noscript template form button select textarea input svg canvas nav iframe object embed video audio "
    "head title meta link amp-ad ins-ad".split(" ")
)
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ENDS_SENTENCE = re.compile(r"[.!?؟…:»\"”)]\s*$")
_WORDS_AN_ITEM = 50
"""On average; lists of longer items are articles laid out as lists."""
_LONGEST_CELL = 60
"""Words; a table with a longer cell is a layout, and its cells are read as text."""
_LINKED = 0.4
"""Share of a line's characters in links from which it is asked whether it is part of the text."""
_DEEPEST = 60
_MOST_FIGURES = 40


@dataclass(slots=True)
class Text:
    """What was read of a container."""

    blocks: list[Block] = field(default_factory=list)
    linked: int = 0
    """Characters that stand in links."""
    base: str = ""
    _pieces: list[str] = field(default_factory=list)
    _figures: set[str] = field(default_factory=set)
    _linked_before: int = 0

    def close(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        """End the line that is open."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        if "\n" in text:
            lines = _lines(text)
            if kind is not BlockKind.PARAGRAPH:
                lines = [" ".join(lines)] if lines else []
        else:
            line = clean_text(text)
            lines = [line] if line else []
        for line in lines:
            # A line of links may be one that only sends on to other articles, whatever box it stands in.
            if not (self.linked - self._linked_before > _LINKED * len(line) and is_boilerplate(line)):
                self.blocks.append(Block(kind, line, level))
        self._linked_before = self.linked

    def walk(self, node: LexborNode, depth: int = 0) -> None:
        """Read what an element holds."""
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                text = child.text_content or ""
                self._pieces.append(text.replace("\n", " ") if "\n" in text else text)
            elif tag == "p":
                self.close()
                self._paragraph(child, depth)
                self.close()
            elif tag == "br":
                self._pieces.append("\n")
            elif tag == "img":
                self._figure(child)
            elif tag in SILENT or tag == "-comment" or depth > _DEEPEST:
                continue
            elif tag in INLINE:
                if tag == "a":
                    self.linked += len(child.text() or "")
                self.walk(child, depth + 1)
            else:
                self.close()
                self._block(child, tag or "", depth)
                self.close()

    def _paragraph(self, node: LexborNode, depth: int) -> None:
        first = node.first_child
        if (
            first is not None and first.is_text_node and first.next is None
        ):  # most are plain: a third of the time
            self._pieces.append((first.text_content or "").replace("\n", " "))
        else:
            self.walk(node, depth + 1)

    def _block(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag in _HEADINGS:
            self.walk(node, depth + 1)
            self.close(BlockKind.HEADING, _HEADINGS[tag])
        elif tag in ("ul", "ol"):
            self._list(node, tag, depth)
        elif tag == "blockquote":
            self._quote(node, depth)
        elif tag == "table":
            self._table(node, depth)
        elif tag == "figcaption":
            return  # told with its picture
        elif tag == "amp-img":
            self._figure(node)
        else:
            self.walk(node, depth + 1)

    def _inside(self, node: LexborNode, depth: int) -> list[Block]:
        """The blocks within an element, read apart."""
        inner = Text(base=self.base, _figures=self._figures)
        inner.walk(node, depth + 1)
        inner.close()
        self.linked += inner.linked
        return inner.blocks

    def _list(self, node: LexborNode, tag: str, depth: int) -> None:
        found = [self._inside(item, depth) for item in node.iter() if item.tag not in SILENT]
        items = [item for blocks in found for item in _items(blocks)]
        if not items:
            self.blocks += [block for blocks in found for block in blocks]
        elif sum(len(item.split()) for item in items) <= _WORDS_AN_ITEM * len(items):
            self.blocks.append(Block(BlockKind.LIST, items=tuple(items), level=1 if tag == "ol" else 0))
        else:
            self.blocks += [block for blocks in found for block in blocks]

    def _quote(self, node: LexborNode, depth: int) -> None:
        inside = self._inside(node, depth)
        if any(block.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTE) for block in inside):
            self.blocks += inside
        elif inside:
            self.blocks.append(Block(BlockKind.QUOTE, " ".join(block.text for block in inside)))

    def _table(self, node: LexborNode, depth: int) -> None:
        rows = [
            [self._inside(cell, depth) for cell in row.iter() if cell.tag in ("td", "th")]
            for row in node.css("tr")[:2000]
        ]
        cells = [[" ".join(b.text or " ".join(b.items) for b in cell) for cell in row] for row in rows]
        if any(len(cell.split()) > _LONGEST_CELL for row in cells for cell in row):
            self.blocks += [block for row in rows for cell in row for block in cell]
            return
        filled = tuple(tuple(row) for row in cells if any(row))
        if filled:
            self.blocks.append(Block(BlockKind.TABLE, rows=filled))

    def _figure(self, node: LexborNode) -> None:
        if not is_large_enough(node) or len(self._figures) >= _MOST_FIGURES:
            return
        address = parse_address(picture_address(node) or "", self.base)
        if address and address not in self._figures and not is_no_picture(address):
            self._figures.add(address)
            self.close()
            self.blocks.append(Block(BlockKind.FIGURE, caption_of(node) or "", address=address))


def read_container(node: LexborNode, base: str) -> Text:
    """The text of an element; addresses in it are read against `base`."""
    text = Text(base=base)
    text.walk(node)
    text.close()
    return text


def _lines(text: str) -> list[str]:
    """A text parted where the page breaks the line: at an empty line, or after a sentence's end. A break inside a
    sentence is only a space."""
    lines: list[str] = []
    is_open = False
    for part in text.split("\n"):
        line = clean_text(part)
        if not line:
            is_open = False
        elif is_open and not _ENDS_SENTENCE.search(lines[-1]):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
            is_open = True
    return lines


def _items(blocks: list[Block]) -> list[str]:
    """An item's text, and after it those of the lists inside it."""
    own = " ".join(block.text for block in blocks if block.text and block.kind is not BlockKind.FIGURE)
    nested = [item for block in blocks if block.kind is BlockKind.LIST for item in block.items]
    return [*([own] if own else []), *nested]
