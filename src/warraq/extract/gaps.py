"""What the reader of the text leaves out between its lines, put back where the page shows it.

Pictures, because it knows words alone; subheadings and lists, because it drops them often: a lost heading spoils
a quarter of the pages that are not exactly right (FINDINGS). Nothing before the first or after the last line of the
text is ever added, but the list that a last line announces: there stand the page's furniture and other articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import parse_address
from warraq.extract.boilerplate import is_boilerplate
from warraq.extract.lead_picture import caption_of, is_large_enough, is_no_picture, picture_address
from warraq.extract.nodes import Line, page_lines
from warraq.extract.titles import key
from warraq.records import Block, BlockKind, block_lines

_BEGINNING = 40
"""Characters by which a line of the page is known again in the body."""
_MOST_FIGURES = 40
_LONGEST_GAP = 15
"""Lines; a longer gap is a part of the page that is not the text."""
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(slots=True)
class _Gap:
    """What lies between two lines of the text."""

    lines: list[Line] = field(default_factory=list)

    def blocks(self, base: str, seen: set[str]) -> list[Block]:
        """What of it belongs to the text: pictures always, words only where all are headings or list items."""
        texts = [line for line in self.lines if line.picture is None]
        kinds = [_kind_of(line) for line in texts]
        has_words = bool(texts) and len(texts) <= _LONGEST_GAP and None not in kinds
        blocks: list[Block] = []
        for line in self.lines:
            if line.picture is not None:
                blocks += _figure(line, base, seen)
            elif has_words:
                _append(blocks, line)
        return blocks


def fill_gaps(body: Sequence[Block], tree: LexborHTMLParser, base: str) -> tuple[Block, ...]:
    """The body with the figures, subheadings and lists that stand between its lines on the page."""
    if tree.body is None:
        return tuple(body)
    block_of = {_beginning(line): at for at, block in enumerate(body) for line in block_lines(block)}
    added: dict[int, list[Block]] = {}
    seen: set[str] = set()
    gap, at = _Gap(), None
    for line in page_lines(tree.body, with_pictures=True):
        found = block_of.get(_beginning(line.text)) if line.text else None
        if found is None:
            gap.lines.append(line)
            continue
        if at is not None and found >= at and gap.lines:
            added.setdefault(at, []).extend(gap.blocks(base, seen))
        gap, at = _Gap(), found
    if at == len(body) - 1 and (lines := block_lines(body[at])) and lines[-1].endswith(":"):
        added.setdefault(at, []).extend(_list_after(gap.lines))
    return tuple(each for n, block in enumerate(body) for each in (block, *added.get(n, ())))


def _list_after(lines: Sequence[Line]) -> list[Block]:
    """The list that a last line announces with its colon."""
    blocks: list[Block] = []
    for line in lines:
        if _kind_of(line) != "li":
            break
        _append(blocks, line)
    return blocks


def _beginning(text: str) -> str:
    return key(text)[:_BEGINNING]


def _kind_of(line: Line) -> str | None:
    """The tag of the heading or list item that the whole line is; None for anything else, or a link, or furniture."""
    if is_boilerplate(line.text):
        return None
    kinds = set()
    for text, node in line.pieces:
        if not text.strip():
            continue
        at = node
        for _ in range(4):
            if at.tag == "a":
                return None
            if at.tag in _HEADINGS or at.tag == "li" or at.parent is None:
                break
            at = at.parent
        kinds.add(at.tag)
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if kind in _HEADINGS or kind == "li" else None


def _append(blocks: list[Block], line: Line) -> None:
    kind = _kind_of(line)
    if kind in _HEADINGS:
        blocks.append(Block(BlockKind.HEADING, line.text, level=_HEADINGS[kind]))
    elif blocks and blocks[-1].kind is BlockKind.LIST:
        blocks[-1] = Block(BlockKind.LIST, items=(*blocks[-1].items, line.text))
    else:
        blocks.append(Block(BlockKind.LIST, items=(line.text,)))


def _figure(line: Line, base: str, seen: set[str]) -> list[Block]:
    assert line.picture is not None
    address = parse_address(picture_address(line.picture) or "", base)
    if address is None or address in seen or len(seen) == _MOST_FIGURES:
        return []
    if is_no_picture(address) or not is_large_enough(line.picture):
        return []
    seen.add(address)
    return [Block(BlockKind.FIGURE, caption_of(line.picture) or "", address=address)]
