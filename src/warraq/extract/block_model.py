"""Which text blocks of a page are its article: two small ensembles of trees, evaluated with numpy.

The first judges each block by itself and its place, the second again, knowing what the first made of all others.
`quality/train_blocks.py` trains and writes them (`make train`); docs/models/blocks.md is their card. Must give the
same answer for the same page on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from warraq.extract.block_features import NAMES, features_of
from warraq.extract.block_second import SECOND_NAMES, features_of_judged
from warraq.extract.block_words import Hints, Numbers
from warraq.extract.blocks import GROUPS, Element, TextBlock, level_of

MODEL_FILE = "blocks.npz"
KEPT = 0.45
"""A block judged so much or more is text: the best of .4, .45 and .5 in cross-validation with the rule on islands."""
_GAP = 3
"""More blocks in a row that are no text part one run of text from the next."""
_OF_MAIN = 0.8
"""A run apart from the heaviest is text where it is judged so well beside it. With both: F1 on WCXB +.0006, on Arabic
pages, whose rules for comments look like text, +.045, site left out."""
MOST_LEAVES = 32
"""Of one tree: they are the bits of one number (Lucchese et al., QuickScorer, SIGIR 2015)."""


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble: of each tree all inner nodes, those of a smaller tree filled up with nodes that always go left."""

    columns: NDArray[np.int16]
    """Nodes x trees: the feature a node asks for."""
    limits: Numbers
    """Nodes x trees: the largest value that goes left."""
    masks: NDArray[np.uint32]
    """Nodes x trees: the leaves that remain possible when the value goes right."""
    leaves: Numbers
    """Trees x `MOST_LEAVES`: what each leaf adds."""

    def judge(self, rows: Numbers) -> Numbers:
        """The likelihood, 0 to 1, of each row of features."""
        if not len(rows):
            return np.zeros(0, np.float32)
        asked = np.ascontiguousarray(rows.T)
        possible = np.full((self.columns.shape[1], len(rows)), 0xFFFFFFFF, np.uint32)
        for columns, limits, masks in zip(self.columns, self.limits, self.masks, strict=True):
            goes_right = asked[columns] > limits[:, None]
            possible &= np.where(goes_right, masks[:, None], np.uint32(0xFFFFFFFF))
        lowest = possible & (~possible + np.uint32(1))
        leaf = np.frexp(lowest.astype(np.float64))[1] - 1
        sums = self.leaves[np.arange(len(leaf))[:, None], leaf].sum(axis=0, dtype=np.float64)
        likely: Numbers = (1 / (1 + np.exp(-sums))).astype(np.float32)
        return likely


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Both ensembles."""

    first: Trees
    second: Trees

    def judge(self, blocks: Sequence[TextBlock], hints: Hints) -> Numbers:
        """How likely each block is text of the article, 0 to 1. `blocks`: of `choose_candidates`, all of one page."""
        rows = features_of(blocks, hints)
        return self.second.judge(features_of_judged(blocks, rows, self.first.judge(rows)))


_ROW_OF_LINKS = 5
"""So many links with hardly a word between them are a ticker or a menu, whatever surrounds them."""


_SURE_END = 0.8
"""The text ends with a block judged so well beside the best: notes, calls and thanks follow. Exact pages of Fundus .45
-> .50, of WCXB as before, F1 -.001, site left out."""
_LAST_WORDS = 0.35
_SET_APART = 0.8
"""Share of a paragraph's characters."""
_HEADING_BETWEEN, _LINE_BETWEEN = 0.3, 0.2
_ENDS_SENTENCE = re.compile(r"[.!?؟…]\W{0,3}$")
_NEWSLETTER = 1 << [name for name, _ in GROUPS].index("letter")
_NEWSLETTER_DEEP = 4
_NEWSLETTER_SHARE = 0.2
"""Of the text: what a site names a newsletter and holds more is a text about one."""


def choose_blocks(blocks: Sequence[TextBlock], judged: Numbers) -> list[TextBlock]:
    """The blocks that are text: judged so, in the heaviest run of such or in one judged nearly as well, up to the last
    that is surely one."""
    is_row = np.array(
        [block.links >= _ROW_OF_LINKS and block.linked >= 0.8 * len(block.text) for block in blocks]
    )
    kept = np.flatnonzero((judged >= KEPT) & ~is_row) if len(blocks) else judged
    if not len(kept):
        return []
    sizes = np.array([len(block.text.split()) for block in blocks], np.float32)
    runs = np.split(kept, np.flatnonzero(np.diff(kept) > _GAP + 1) + 1)
    means = [float(np.average(judged[run], weights=sizes[run])) for run in runs]
    main = max(range(len(runs)), key=lambda n: float((judged[runs[n]] * sizes[runs[n]]).sum()))
    near = np.concatenate(
        [run for n, run in enumerate(runs) if n == main or means[n] >= _OF_MAIN * means[main]]
    )
    last = np.flatnonzero(judged[near] >= _SURE_END * judged[near].max())[-1]
    chosen = near[: last + 1].tolist()
    chosen = [*_with_between(blocks, judged, chosen), *_after(blocks, judged, chosen[-1])]
    return _without_newsletters([blocks[at] for at in chosen if not is_row[at]])


def _with_between(blocks: Sequence[TextBlock], judged: Numbers, chosen: list[int]) -> list[int]:
    """What was chosen, with the headings right above it and the lines between two like ones, if they are not judged
    badly: the text around them speaks for them."""
    known = set(chosen)
    added = [
        at
        for at in range(chosen[0] + 1, chosen[-1])
        if at not in known
        and at + 1 in known
        and (
            (level_of(blocks[at]) and judged[at] >= _HEADING_BETWEEN)
            or (at - 1 in known and judged[at] >= _LINE_BETWEEN and _are_alike(blocks[at - 1 : at + 2]))
        )
    ]
    return sorted(chosen + added)


def _after(blocks: Sequence[TextBlock], judged: Numbers, last: int) -> list[int]:
    """The paragraphs right behind the text that are its last words: sentences beside its last paragraph, not set apart
    by slanted or bold type as notes of the editors are."""
    found = []
    for at in range(last + 1, len(blocks)):
        block = blocks[at]
        is_set_apart = max(block.slanted, block.bold) >= _SET_APART * len(block.text)
        if judged[at] < _LAST_WORDS or block.at.tag != "p" or not _are_alike([blocks[last], block]):
            break
        if is_set_apart or not _ENDS_SENTENCE.search(block.text):
            break
        found.append(at)
    return found


def _are_alike(blocks: Sequence[TextBlock]) -> bool:
    """Whether they are elements of one kind in one box, and no headings."""
    first = blocks[0].at
    return all(block.at.up is first.up and block.at.tag == first.tag for block in blocks) and not any(
        map(level_of, blocks)
    )


def _without_newsletters(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks but for those in small boxes that the site names newsletters."""
    held: dict[Element, int] = {}
    for block in blocks:
        at: Element | None = block.at
        for _ in range(_NEWSLETTER_DEEP):
            if at is None or at.tag in ("body", "article", "main"):
                break
            if at.groups & _NEWSLETTER:
                held[at] = held.get(at, 0) + len(block.text)
            at = at.up
    most = _NEWSLETTER_SHARE * sum(len(block.text) for block in blocks)
    small = {box for box, size in held.items() if size < most}
    return [block for block in blocks if not small or not _is_in(block.at, small)]


def _is_in(element: Element, boxes: set[Element]) -> bool:
    at: Element | None = element
    for _ in range(_NEWSLETTER_DEEP):
        if at is None:
            return False
        if at in boxes:
            return True
        at = at.up
    return False


@cache
def shipped_model() -> BlockModel:
    """The model inside the package, read once."""
    data = (files("warraq.extract") / MODEL_FILE).read_bytes()
    return read_model(data)


def read_model(data: bytes) -> BlockModel:
    """A model from the bytes of its file; ValueError where it was trained for other features than today's."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        told = {name: arrays[name] for name in arrays.files}
    if told["names"].tolist() != list(NAMES) or told["second_names"].tolist() != list(SECOND_NAMES):
        raise ValueError(f"{MODEL_FILE} was trained for other features: run `make train`")
    return BlockModel(*(_trees(told, stage) for stage in ("first", "second")))


def write_model(model: BlockModel) -> bytes:
    """The bytes of a model's file."""
    arrays: dict[str, NDArray[np.generic]] = {
        "names": np.array(NAMES),
        "second_names": np.array(SECOND_NAMES),
    }
    for stage, trees in (("first", model.first), ("second", model.second)):
        for name in ("columns", "limits", "masks", "leaves"):
            arrays[f"{stage}_{name}"] = getattr(trees, name)
    out = BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def _trees(arrays: dict[str, NDArray[np.generic]], stage: str) -> Trees:
    return Trees(
        columns=arrays[f"{stage}_columns"].astype(np.int16),
        limits=arrays[f"{stage}_limits"].astype(np.float32),
        masks=arrays[f"{stage}_masks"].astype(np.uint32),
        leaves=arrays[f"{stage}_leaves"].astype(np.float32),
    )
