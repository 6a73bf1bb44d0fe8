"""A body as JSON text and back: only what a block has is written, so that rows stay small."""

from __future__ import annotations

import json
from collections.abc import Iterable

from warraq.records import Article, ArticleKind, Block, BlockKind


def write_blocks(blocks: Iterable[Block]) -> str:
    """One JSON list, compact, Arabic unescaped."""
    rows = []
    for block in blocks:
        row: dict[str, object] = {"kind": block.kind.value}
        for name in ("text", "level", "items", "rows", "address"):
            if value := getattr(block, name):
                row[name] = value
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks that `write_blocks` wrote."""
    return tuple(
        Block(
            kind=BlockKind(row["kind"]),
            text=row.get("text", ""),
            level=row.get("level", 0),
            items=tuple(row.get("items", ())),
            rows=tuple(tuple(cells) for cells in row.get("rows", ())),
            address=row.get("address"),
        )
        for row in json.loads(text)
    )


def plain_text(text: str) -> str:
    """The plain text of the blocks that `write_blocks` wrote: see `Article.text`."""
    return Article(ArticleKind.ARTICLE, "", None, read_blocks(text)).text()
