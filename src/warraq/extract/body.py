"""The chosen text blocks of a page as an article's body: paragraphs, headings, lists, quotes, tables, figures.

Must never let a page's markup through: blocks hold plain text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from warraq.addresses import parse_address
from warraq.extract.blocks import Element, TextBlock, level_of
from warraq.extract.lead_picture import caption_of, is_large_enough, is_no_picture, picture_address
from warraq.extract.titles import key
from warraq.records import Block, BlockKind

_ENDS_SENTENCE = re.compile(r"[.!?؟!…:»\"”)]\s*$")
_WORDS_AN_ITEM = 50
"""On average; lists of longer items are articles laid out as lists."""
_WORDS_A_CELL = 60
"""A table with a longer cell is a layout, not data."""
_WORDS_A_DATUM = 20
_MOST_CELLS = 400
_WORDS_A_LINE = 8
"""A shorter line that `br` ends, a headline or a byline above a text, is one of its own."""
_MOST_FIGURES = 40
_LISTS = frozenset(("ul", "ol", "menu"))
_CELLS = frozenset(("td", "th"))


def write_body(blocks: Sequence[TextBlock], chosen: Sequence[TextBlock], base: str) -> tuple[Block, ...]:
    """The chosen blocks as a body, in order, with the pictures that stand between the first and the last of them.

    `blocks`: all of the page; `base`: the address that relative ones are read against.
    """
    kept = _with_whole_tables(blocks, {id(block) for block in chosen})
    if not kept:
        return ()
    at = [n for n, block in enumerate(blocks) if id(block) in kept]
    shown = [b for b in blocks[at[0] : at[-1] + 1] if id(b) in kept or b.picture is not None]
    body: list[Block] = []
    seen: set[str] = set()
    for (_, holder), group in groupby(shown, _holder_of):
        run = list(group)
        if run[0].picture is not None:
            body += [figure for block in run for figure in _figure(block, base, seen)]
        elif holder is not None and holder.tag in _LISTS:
            body += _list(holder, run)
        elif holder is not None and holder.tag == "table":
            body += _table(holder, run)
        elif holder is not None:
            body.append(Block(BlockKind.QUOTE, " ".join(block.text for block in run)))
        else:
            body += _lines(run)
    return _without_captions(body)


def _with_whole_tables(blocks: Sequence[TextBlock], kept: set[int]) -> set[int]:
    """What is kept, with tables of data whole where most of them is: a row without its label says what nobody wrote,
    and loses another cell when the page is read again beside other headlines."""
    tables: dict[int, list[TextBlock]] = {}
    for block in blocks:
        kind, holder = _holder_of(block)
        if kind == "table" and holder is not None:
            tables.setdefault(holder.order, []).append(block)
    for cells in tables.values():
        chosen = [block for block in cells if id(block) in kept]
        is_data = len(cells) <= _MOST_CELLS and all(len(b.text.split()) <= _WORDS_A_DATUM for b in cells)
        if is_data and len(cells) <= 2 * len(chosen) < 2 * len(cells):
            kept = kept | {id(block) for block in cells}
    return kept


def _holder_of(block: TextBlock) -> tuple[str, Element | None]:
    """What groups blocks: the list, table or quote they stand in (the outermost list, the innermost table)."""
    if block.picture is not None:
        return "picture", None
    holder: Element | None = None
    at: Element | None = block.at
    while at is not None:
        if at.tag in _LISTS:
            holder = at
        elif at.tag in ("table", "blockquote") and holder is None and not level_of(block):
            return at.tag, at
        elif at.tag in ("article", "main", "section"):
            break
        at = at.up
    if holder is not None and not level_of(block):
        return "list", holder
    return "text", None


def _lines(run: Sequence[TextBlock]) -> list[Block]:
    """Paragraphs and headings. A line broken off by `br` inside a sentence is joined to the one before."""
    found: list[Block] = []
    above: TextBlock | None = None
    for block in run:
        if level := level_of(block):
            found.append(Block(BlockKind.HEADING, block.text, level=level))
        elif (
            above is not None
            and block.breaks == 1
            and block.at is above.at
            and found[-1].kind is BlockKind.PARAGRAPH
            and len(found[-1].text.split()) >= _WORDS_A_LINE
            and not _ENDS_SENTENCE.search(found[-1].text)
        ):
            found[-1] = Block(BlockKind.PARAGRAPH, f"{found[-1].text} {block.text}")
        else:
            found.append(Block(BlockKind.PARAGRAPH, block.text))
        above = block
    return found


def _list(holder: Element, run: Sequence[TextBlock]) -> list[Block]:
    """A list, each item's blocks as one text; or paragraphs, where its items are whole passages."""
    items = [" ".join(block.text for block in group) for _, group in groupby(run, _item_of)]
    if sum(len(item.split()) for item in items) > _WORDS_AN_ITEM * len(items):
        return _lines(run)
    return [Block(BlockKind.LIST, items=tuple(items), level=1 if holder.tag == "ol" else 0)]


def _item_of(block: TextBlock) -> int:
    at: Element | None = block.at
    while at is not None and at.tag not in _LISTS:
        if at.tag == "li":
            return at.order
        at = at.up
    return block.at.order


def _table(holder: Element, run: Sequence[TextBlock]) -> list[Block]:
    """A table of data; or paragraphs, where the table is a layout: one column, or cells that hold whole texts."""
    rows: dict[int, dict[int, str]] = {}
    for block in run:
        cell = _up_to(block.at, _CELLS)
        row = _up_to(cell.up, frozenset(("tr",))) if cell is not None and cell.up is not None else None
        if cell is None or row is None:
            return _lines(run)
        line = rows.setdefault(row.order, {})
        at = _column_of(row, cell)
        line[at] = f"{line[at]} {block.text}" if at in line else block.text
    columns = sorted({at for line in rows.values() for at in line})
    is_layout = any(len(cell.split()) > _WORDS_A_CELL for line in rows.values() for cell in line.values())
    if len(columns) < 2 or is_layout:
        return _lines(run)
    cells = tuple(tuple(line.get(at, "") for at in columns) for line in rows.values())
    return [Block(BlockKind.TABLE, rows=cells)]


def _up_to(element: Element, tags: frozenset[str]) -> Element | None:
    at: Element | None = element
    while at is not None and at.tag not in tags:
        at = at.up
    return at


def _column_of(row: Element, cell: Element) -> int:
    """The place of a cell in its row, empty cells counted."""
    column = 0
    for node in row.node.iter():
        if node.mem_id == cell.node.mem_id:
            return column
        column += node.tag in _CELLS
    return column


def _figure(block: TextBlock, base: str, seen: set[str]) -> Iterator[Block]:
    assert block.picture is not None
    address = parse_address(picture_address(block.picture) or "", base)
    if address is None or address in seen or len(seen) == _MOST_FIGURES:
        return
    if is_no_picture(address) or not is_large_enough(block.picture):
        return
    seen.add(address)
    yield Block(BlockKind.FIGURE, caption_of(block.picture) or "", address=address)


def _without_captions(body: Sequence[Block]) -> tuple[Block, ...]:
    """The body without paragraphs that only repeat a figure's caption."""
    captions = {key(block.text) for block in body if block.kind is BlockKind.FIGURE and block.text}
    return tuple(
        block for block in body if block.kind is not BlockKind.PARAGRAPH or key(block.text) not in captions
    )
