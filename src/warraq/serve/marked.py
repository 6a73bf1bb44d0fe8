"""What changed from one text to another, as pages set it: paragraphs of marked words, the unchanged ones apart.

Pure: two texts come in. Which texts a visitor may see is for the page that asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from warraq.extract.moving import LEFT_OUT
from warraq.pipeline import Line, standing_lines
from warraq.records import Block, BlockKind
from warraq.understand.differences import Change, Passage, Piece, difference, passages
from warraq.understand.wording import keys

LONGEST = 300_000
"""Characters of a text that is still compared: a book of 50,000 words."""


class Mark(NamedTuple):
    """A run of words: kept, removed or added, and the white space behind it."""

    change: str
    text: str
    gap: str


class Paragraph(NamedTuple):
    """A paragraph as the page sets it: its block's kind, and its words."""

    kind: str
    marks: tuple[Mark, ...]


class Stretch(NamedTuple):
    """Paragraphs that follow one another, all changed or all unchanged."""

    is_changed: bool
    paragraphs: tuple[Paragraph, ...]


class Told(NamedTuple):
    """What changed."""

    title: tuple[Mark, ...]
    """Empty where the headline stayed."""
    stretches: tuple[Stretch, ...]
    is_too_long: bool

    @property
    def has_changed_text(self) -> bool:
        """Whether subtitle or body changed."""
        return any(stretch.is_changed for stretch in self.stretches)


class Version(NamedTuple):
    """What is compared."""

    title: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """A paragraph a line."""
        return "\n".join(line.text for line in self.lines)


def version_of(title: str, subtitle: str, blocks: Sequence[Block]) -> Version:
    """A text as it is compared: the words that count, as for edits."""
    lines = (line for line in standing_lines(subtitle, blocks) if keys(line.text))
    return Version(" ".join(title.split()), tuple(lines))


def tell(old: Version, new: Version) -> Told:
    """What changed from `old` to `new`."""
    headline = passages(difference(old.title, new.title))
    title = [mark for passage in headline for mark in _marks(passage.pieces)]
    has_title = any(passage.is_changed for passage in headline)
    is_too_long = max(len(old.text), len(new.text)) > LONGEST
    told = () if is_too_long else passages(difference(old.text, new.text))
    stretches = tuple(
        Stretch(is_changed, tuple(_paragraph(passage, old, new) for passage in run))
        for is_changed, run in groupby(told, key=lambda passage: passage.is_changed)
    )
    return Told(tuple(title) if has_title else (), stretches, is_too_long)


def _paragraph(passage: Passage, old: Version, new: Version) -> Paragraph:
    line = new.lines[passage.new] if passage.new is not None else old.lines[passage.old or 0]
    kind = line.kind if line.kind is not BlockKind.TABLE else BlockKind.PARAGRAPH
    return Paragraph(kind.value, _marks(passage.pieces))


def _marks(pieces: Sequence[Piece]) -> tuple[Mark, ...]:
    texts = [piece.old if piece.change is Change.REMOVED else piece.new for piece in pieces]
    marks = []
    for piece, text, after in zip_longest(pieces, texts, texts[1:], fillvalue=""):
        assert isinstance(piece, Piece)
        # Arabic letters would join across the border of what went and what came.
        is_glued = text[-1:].isalnum() and after[:1].isalnum()
        gap = " " if text[-1:].isspace() or is_glued else ""
        marks.append(Mark(piece.change.value, text.strip().replace(LEFT_OUT, "…"), gap))
    return tuple(marks)
