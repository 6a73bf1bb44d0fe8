"""Text of lexbor nodes as readers see it: inline elements join, line breaks and blocks part."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from warraq.extract.hygiene import clean_text

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code em font i ins kbd mark nobr q s small span strong sub sup time tt u var wbr".split(
        " "
    )
)
_SILENT = frozenset("script style noscript template option textarea svg title".split(" "))


@dataclass(slots=True)
class Line:
    """One line of a page as it is shown, and the pieces of text it is made of with the elements they stand in."""

    text: str
    pieces: list[tuple[str, LexborNode]] = field(default_factory=list)
    picture: LexborNode | None = None
    """The image, for a line that is one."""


def node_text(node: LexborNode) -> str:
    """One clean line; words are neither glued across `br` and blocks nor split across `<span>`s."""
    return " ".join(line.text for line in page_lines(node))


def page_lines(root: LexborNode, *, with_pictures: bool = False) -> list[Line]:
    """The lines that are not blank of an element, in order; images too where asked. One walk, whatever the depth."""
    lines: list[Line] = []
    pieces: list[tuple[str, LexborNode]] = []
    last_block = 0

    def close() -> None:
        if text := clean_text("".join(text for text, _ in pieces)):
            lines.append(Line(text, list(pieces)))
        pieces.clear()

    for node in root.traverse(include_text=True):
        if node.tag == "-text":
            parent = node.parent
            if parent is None or parent.tag in _SILENT:
                continue
            block = _block_of(parent)
            if block != last_block:
                close()
                last_block = block
            pieces.append((node.text() or "", parent))
        elif node.tag == "img":
            if with_pictures:
                close()
                lines.append(Line("", picture=node))
        elif node.tag not in _INLINE and node.tag != "-comment":
            close()
    close()
    return lines


def _block_of(node: LexborNode) -> int:
    """Identity of the element whose line a text stands in: past the inline elements around it."""
    at = node
    for _ in range(20):
        parent = at.parent
        if at.tag not in _INLINE or parent is None:
            break
        at = parent
    return at.mem_id
