"""A text's blocks as the plain HTML that readers' programs take. Foreign pictures are left out, so that no reader's
program calls at a third party."""

from __future__ import annotations

from html import escape

from warraq.records import Block, BlockKind


def html_of(block: Block) -> str:
    """One block; empty where it has nothing to say."""
    text = escape(block.text)
    match block.kind:
        case BlockKind.HEADING:
            return f"<h3>{text}</h3>"
        case BlockKind.QUOTE:
            return f"<blockquote><p>{text}</p></blockquote>"
        case BlockKind.LIST:
            tag = "ol" if block.level else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(entry)}</li>' for entry in block.items)}</{tag}>"
        case BlockKind.TABLE:
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows
            )
            return f"<table>{rows}</table>"
        case BlockKind.FIGURE:
            return f"<p><small>{text}</small></p>" if text else ""
        case BlockKind.EMBED if block.address and block.address.startswith(("http://", "https://")):
            return f'<p><a href="{escape(block.address)}">{text or escape(block.address)}</a></p>'
    return f"<p>{text}</p>"
