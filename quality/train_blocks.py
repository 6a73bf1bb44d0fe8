"""Train the model that tells an article's text blocks from the rest of its page, and write it into the package.

Run: WARRAQ_SHARED_DATA=… python quality/train_blocks.py (`make train`); about ten minutes. Writes
src/warraq/extract/blocks.npz, which ships, and quality/block_folds.npz: five models that each know nothing of a
fifth of the sites, by which `quality/extract.py` reads every page with a model that never saw its site. The second
stage of each is trained on what first stages said of pages they were not trained on. Prints F1 and the share of
pages exactly right, before any rule, site left out.
"""

from __future__ import annotations

import html
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from block_labels import UNKNOWN, label_blocks
from block_pages import FOLDS, Labelled, fold_of, labelled_pages
from extract_scores import f1, shingles, words
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.block_features import NAMES, choose_candidates, features_of
from warraq.extract.block_model import (
    MODEL_FILE,
    MOST_LEAVES,
    BlockModel,
    Trees,
    choose_blocks,
    write_model,
)
from warraq.extract.block_second import features_of_judged
from warraq.extract.block_words import Hints, Numbers
from warraq.extract.blocks import HEADINGS, Element, TextBlock, read_blocks
from warraq.extract.charset import decode_document
from warraq.extract.metadata import read_metadata
from warraq.options import read_options

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "warraq" / "extract" / MODEL_FILE
FOLD_MODELS = ROOT / "quality" / "block_folds.npz"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROCESSES = 2
TREES = 160
SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.09, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.3,
    "bagging_fraction": 0.6, "bagging_freq": 1, "lambda_l2": 5, "max_bin": 63, "num_threads": 1, "seed": 1,
    "deterministic": True, "force_col_wise": True, "verbose": -1,
}  # fmt: skip
PLAIN_SHARE = 0.35
"""So many pages are learnt from a second time as a plain site would write them: `div` for `p`, no telling names, no
words of English."""
OLD_SHARE = 0.15
"""So many a second time as an old portal would: everything in two cells of a table, lines parted by `br`."""
WEIGHTS = {"wcxb": 1.0, "fundus": 1.0, "sample": 0.25, "agreed": 0.5}
COPY_WEIGHT = 0.5
LEAST_ALIGNED = {"wcxb": 0.6, "fundus": 0.8, "sample": 0.9, "agreed": 0.0}
"""F-like share of the truth that the page's blocks can give; pages below teach nothing and are only scored."""


@dataclass(slots=True)
class Example:
    """A page as the trees see it."""

    page: Labelled
    fold: int
    blocks: list[TextBlock]
    texts: list[str]
    rows: Numbers
    labels: NDArray[np.float64]
    judged: Numbers
    second_rows: Numbers
    is_copy: bool = False
    """Whether it is a page once more, written otherwise."""

    @property
    def weights(self) -> NDArray[np.float64]:
        """Root of its words for each block, pages of any length near each other."""
        sizes = np.sqrt(self.rows[:, 0]).clip(1, 12).astype(np.float64)
        scaled = 10 * sizes / np.sqrt(sizes.sum()) * WEIGHTS[self.page.source]
        scaled *= COPY_WEIGHT if self.is_copy else 1.0
        return np.where(self.labels > UNKNOWN, scaled, 0.0)

    def is_teachable(self) -> bool:
        """Whether the truth can be found in the page's blocks."""
        if not self.texts:
            return False
        best = "\n".join(text for text, label in zip(self.texts, self.labels, strict=True) if label >= 0.5)
        return shingles(self.page.body, best)[0] >= LEAST_ALIGNED[self.page.source]


def read_examples(page: Labelled) -> list[Example]:
    """A page, and its copies as a plain site or an old portal would write it, drawn by its address."""
    tree = LexborHTMLParser(decode_document(page.raw, content_type="text/html"))
    said = read_metadata(tree, address=page.address, now=NOW, zone=UTC)
    hints = Hints(said.title or "", said.subtitle or "", said.authors)
    every = read_blocks(tree)
    examples = [example_of(page, every, hints)]
    draw = np.random.default_rng(zlib.crc32(page.address.encode()))
    if draw.random() < PLAIN_SHARE:
        rows = plain(examples[0].rows, draw)
        examples.append(replace(examples[0], rows=rows, second_rows=rows, is_copy=True))
    if draw.random() < OLD_SHARE:
        old = read_blocks(LexborHTMLParser(old_portal(every, draw)))
        examples.append(replace(example_of(page, old, hints), is_copy=True))
    return examples


def example_of(page: Labelled, every: list[TextBlock], hints: Hints) -> Example:
    """Features and labels of a page's blocks. Elements' nodes are dropped: they cannot leave the process."""
    blocks = choose_candidates(every)
    rows = features_of(blocks, hints)
    for block in every:
        block.picture = None
        at: Element | None = block.at
        while at is not None:
            at.node = None  # type: ignore[assignment]
            at = at.up
    texts = [block.text for block in blocks]
    labels = label_blocks(texts, page.body, unknown=page.spared)
    if page.votes:
        shares = np.array([label_blocks(texts, vote) for vote in page.votes]).reshape(len(page.votes), -1)
        labels = np.where(
            (shares >= 0.5).all(axis=0), 1.0, np.where((shares < 0.5).all(axis=0), 0.0, UNKNOWN)
        )
    return Example(page, fold_of(page.address), blocks, texts, rows, labels, np.zeros(0, np.float32), rows)


def old_portal(blocks: Sequence[TextBlock], draw: np.random.Generator) -> str:
    """The page as an old portal would write it: a cell of menus, a cell of everything else, lines parted by `br`."""
    texts = [block for block in blocks if block.text]
    good = [at for at, block in enumerate(texts) if block.linked == 0 and len(block.text.split()) >= 10]
    begin = max(0, good[0] - 6) if good else 0
    gap = "<br>" if draw.random() < 0.5 else "<br><br>"

    def line(block: TextBlock) -> str:
        text = html.escape(block.text)
        if block.linked > 0.5 * len(block.text):
            return f'<a href="/other.html">{text}</a>'
        return f"<b>{text}</b>" if block.at.tag in HEADINGS else text

    menu = "<br>".join(map(line, texts[:begin]))
    rest = gap.join(map(line, texts[begin:]))
    return f"<html><body><table><tr><td>{menu}</td><td>{rest}</td></tr></table></body></html>"


def plain(rows: Numbers, draw: np.random.Generator) -> Numbers:
    """The rows of a page as a plain site would write it."""
    rows = rows.copy()
    if draw.random() < 0.7:
        p, div = NAMES.index("tag_p"), NAMES.index("tag_div")
        rows[:, div] = np.maximum(rows[:, div], rows[:, p])
        rows[:, [p, NAMES.index("in_p")]] = 0
        around = [at for at, name in enumerate(NAMES) if name.startswith(("tag+", "tag-"))]
        rows[:, around] = np.where(rows[:, around] == 1, 2, rows[:, around])
    if draw.random() < 0.7:
        rows[:, [at for at, name in enumerate(NAMES) if name.startswith(("near_", "all_"))]] = 0
    if draw.random() < 0.4:
        english = ("says_", "persons", "capital_share", "upper_share", "starts_lower")
        rows[:, [at for at, name in enumerate(NAMES) if name.startswith(english)]] = 0
    return rows


def train(rows: Numbers, labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> Trees:
    """One ensemble."""
    data = lightgbm.Dataset(rows, labels.astype(np.int8), weight=weights)
    return trees_of(lightgbm.train(SETTINGS, data, TREES).dump_model())


def trees_of(dumped: dict[str, Any]) -> Trees:
    """LightGBM's trees in our own form: for each inner node the leaves that remain when the value goes right."""
    count = len(dumped["tree_info"])
    columns = np.zeros((MOST_LEAVES - 1, count), np.int16)
    limits = np.full((MOST_LEAVES - 1, count), np.inf, np.float32)
    masks = np.full((MOST_LEAVES - 1, count), 0xFFFFFFFF, np.uint32)
    leaves = np.zeros((count, MOST_LEAVES), np.float32)
    for number, tree in enumerate(dumped["tree_info"]):
        nodes, places = iter(range(MOST_LEAVES - 1)), iter(range(MOST_LEAVES))
        lay_out(
            tree["tree_structure"],
            (columns[:, number], limits[:, number], masks[:, number], leaves[number]),
            nodes,
            places,
        )
    used = max(1, int((limits < np.inf).any(axis=1).sum()))
    return Trees(columns[:used], limits[:used], masks[:used], leaves)


def lay_out(
    node: dict[str, Any], tree: tuple[NDArray[Any], ...], nodes: Iterator[int], places: Iterator[int]
) -> int:
    """Write a node and those below into the arrays of its tree, leaves numbered left to right; gives their bits."""
    columns, limits, masks, leaves = tree
    if "leaf_value" in node:
        place = next(places)
        leaves[place] = node["leaf_value"]
        return 1 << place
    at = next(nodes)
    columns[at] = node["split_feature"]
    limit = np.float32(node["threshold"])
    # Rounded down: a value just above the exact limit must not come to lie at it.
    limits[at] = np.nextafter(limit, np.float32(-np.inf)) if limit > node["threshold"] else limit
    left = lay_out(node["left_child"], tree, nodes, places)
    masks[at] = 0xFFFFFFFF & ~left
    return left | lay_out(node["right_child"], tree, nodes, places)


EXAMPLES: list[Example] = []
"""Filled before the processes are forked, so that they share it."""


def train_first(left_out: int) -> Trees:
    """The first stage on all folds but one (-1: on all)."""
    taught = [each for each in EXAMPLES if each.fold != left_out and each.is_teachable()]
    return train(
        np.vstack([each.rows for each in taught]),
        np.concatenate([each.labels >= 0.5 for each in taught]),
        np.concatenate([each.weights for each in taught]),
    )


def train_second(left_out: int) -> Trees:
    """The second stage on all folds but one (-1: on all)."""
    taught = [each for each in EXAMPLES if each.fold != left_out and each.is_teachable()]
    return train(
        np.vstack([each.second_rows for each in taught]),
        np.concatenate([each.labels >= 0.5 for each in taught]),
        np.concatenate([each.weights for each in taught]),
    )


def train_all() -> tuple[BlockModel, list[BlockModel]]:
    """The model of all pages, and those that leave out one fold each."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        *firsts, first = pool.map(train_first, [*range(FOLDS), -1])
    for example in EXAMPLES:
        example.judged = firsts[example.fold].judge(example.rows)
        example.second_rows = features_of_judged(example.blocks, example.rows, example.judged)
    with ProcessPoolExecutor(PROCESSES) as pool:
        *seconds, second = pool.map(train_second, [*range(FOLDS), -1])
    return BlockModel(first, second), [BlockModel(*pair) for pair in zip(firsts, seconds, strict=True)]


def report(models: Sequence[BlockModel]) -> None:
    """How well blocks are told apart on sites left out."""
    for source in WEIGHTS:
        rows, exact = [], 0
        for example in EXAMPLES:
            if example.page.source == source and not example.is_copy:
                judged = models[example.fold].second.judge(example.second_rows)
                text = "\n".join(block.text for block in choose_blocks(example.blocks, judged))
                rows.append(shingles(example.page.body, text))
                exact += words(text) == words(example.page.body)
        print(f"{source}: {len(rows)} pages, F1 {f1(rows):.4f}, exact {exact / len(rows):.3f}")


def write_folds(models: Sequence[BlockModel]) -> bytes:
    """The bytes of `FOLD_MODELS`: an array of bytes for each fold."""
    out = BytesIO()
    np.savez(
        out,
        allow_pickle=False,
        **{str(n): np.frombuffer(write_model(m), np.uint8) for n, m in enumerate(models)},
    )
    return out.getvalue()


def main() -> int:
    """Train, report, write."""
    data = read_options().shared_data
    if data is None or not (data / "pages").is_dir():
        print("skipped: WARRAQ_SHARED_DATA names no folder with pages/")
        return 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        EXAMPLES.extend(
            each for found in pool.map(read_examples, labelled_pages(data), chunksize=8) for each in found
        )
    shipped, models = train_all()
    report(models)
    SHIPPED.write_bytes(write_model(shipped))
    FOLD_MODELS.write_bytes(write_folds(models))
    print(
        f"{SHIPPED.name}: {SHIPPED.stat().st_size:,} bytes; {FOLD_MODELS.name}: {FOLD_MODELS.stat().st_size:,} bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
