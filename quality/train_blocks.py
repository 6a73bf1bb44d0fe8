"""Train the model that tells an article's text blocks from the rest of its page, and write it into the package.

Run: WARRAQ_SHARED_DATA=… python quality/train_blocks.py (`make train`); about ten minutes. Writes
src/warraq/extract/blocks.npz, which ships, and quality/block_folds.npz: five models that each know nothing of a
fifth of the sites, by which `quality/extract.py` reads every page with a model that never saw its site. The second
stage of each is trained on what first stages said of pages they were not trained on. Prints F1 and the share of
pages exactly right, before any rule, site left out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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

from warraq.extract.block_features import (
    NAMES,
    Hints,
    Numbers,
    choose_candidates,
    features_of,
    features_of_judged,
)
from warraq.extract.block_model import KEPT, MODEL_FILE, MOST_LEAVES, BlockModel, Trees, write_model
from warraq.extract.blocks import TextBlock, read_blocks
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
"""So many pages are learnt from a second time as a plain site would write them: `div` for `p`, no telling names."""
WEIGHTS = {"wcxb": 1.0, "fundus": 1.0, "sample": 0.25}
LEAST_ALIGNED = {"wcxb": 0.6, "fundus": 0.8, "sample": 0.9}
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

    @property
    def weights(self) -> NDArray[np.float64]:
        """Root of its words for each block, pages of any length near each other."""
        sizes = np.sqrt(self.rows[:, 0]).clip(1, 12).astype(np.float64)
        scaled = 10 * sizes / np.sqrt(sizes.sum()) * WEIGHTS[self.page.source]
        return np.where(self.labels > UNKNOWN, scaled, 0.0)

    def is_teachable(self) -> bool:
        """Whether the truth can be found in the page's blocks."""
        if not self.texts:
            return False
        best = "\n".join(text for text, label in zip(self.texts, self.labels, strict=True) if label >= KEPT)
        return shingles(self.page.body, best)[0] >= LEAST_ALIGNED[self.page.source]


def read_example(page: Labelled) -> Example:
    """Blocks, features and labels of a page. Elements' nodes are dropped: they cannot leave the process."""
    tree = LexborHTMLParser(decode_document(page.raw, content_type="text/html"))
    said = read_metadata(tree, address=page.address, now=NOW, zone=UTC)
    blocks = choose_candidates(read_blocks(tree))
    hints = Hints(said.title or "", said.subtitle or "", said.authors)
    rows = features_of(blocks, hints)
    for block in blocks:
        at = block.at
        while at.up is not None and at.node is not None:
            at.node = None  # type: ignore[assignment]
            at = at.up
        at.node = None  # type: ignore[assignment]
    texts = [block.text for block in blocks]
    labels = label_blocks(texts, page.body, unknown=page.spared)
    empty = np.zeros(0, np.float32)
    return Example(page, fold_of(page.address), blocks, texts, rows, labels, empty, rows)


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
    return rows


def train(rows: Numbers, labels: NDArray[np.bool_], weights: NDArray[np.float64]) -> Trees:
    """One ensemble."""
    data = lightgbm.Dataset(rows, labels.astype(np.int8), weight=weights)
    return trees_of(lightgbm.train(SETTINGS, data, TREES).dump_model())


def trees_of(dumped: dict[str, Any]) -> Trees:
    """LightGBM's trees in our own form: for each inner node the leaves that remain when the value goes right."""
    columns: list[int] = []
    limits: list[float] = []
    masks: list[int] = []
    starts: list[int] = []
    leaves = np.zeros((len(dumped["tree_info"]), MOST_LEAVES), np.float32)
    for number, tree in enumerate(dumped["tree_info"]):
        starts.append(len(columns))
        count = 0

        def walk(node: dict[str, Any], number: int = number) -> int:
            """Number the leaves left to right; gives the bits of those below a node."""
            nonlocal count
            if "leaf_value" in node:
                leaves[number, count] = node["leaf_value"]
                count += 1
                return 1 << (count - 1)
            at = len(columns)
            columns.append(node["split_feature"])
            limit = np.float32(node["threshold"])
            # Rounded down: a value just above the exact limit must not come to lie at it.
            limits.append(
                float(np.nextafter(limit, np.float32(-np.inf)) if limit > node["threshold"] else limit)
            )
            masks.append(0)
            left = walk(node["left_child"])
            masks[at] = 0xFFFFFFFF & ~left
            return left | walk(node["right_child"])

        walk(tree["tree_structure"])
        if len(columns) == starts[-1]:  # a tree that never splits: a node that always goes left
            columns.append(0)
            limits.append(float("inf"))
            masks.append(0xFFFFFFFF)
    return Trees(
        np.array(columns, np.int16),
        np.array(limits, np.float32),
        np.array(masks, np.uint32),
        np.array(starts, np.int32),
        leaves,
    )


EXAMPLES: list[Example] = []
"""Filled before the processes are forked, so that they share it."""


def train_first(left_out: int) -> Trees:
    """The first stage on all folds but one (-1: on all)."""
    draw = np.random.default_rng(7)
    rows, labels, weights = [], [], []
    for example in EXAMPLES:
        if example.fold == left_out or not example.is_teachable():
            continue
        rows.append(example.rows)
        labels.append(example.labels >= KEPT)
        weights.append(example.weights)
        if draw.random() < PLAIN_SHARE:
            rows.append(plain(example.rows, draw))
            labels.append(labels[-1])
            weights.append(example.weights * 0.5)
    return train(np.vstack(rows), np.concatenate(labels), np.concatenate(weights))


def train_second(left_out: int) -> Trees:
    """The second stage on all folds but one (-1: on all)."""
    taught = [each for each in EXAMPLES if each.fold != left_out and each.is_teachable()]
    return train(
        np.vstack([each.second_rows for each in taught]),
        np.concatenate([each.labels >= KEPT for each in taught]),
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
            if example.page.source == source:
                judged = models[example.fold].second.judge(example.second_rows)
                text = "\n".join(t for t, p in zip(example.texts, judged, strict=True) if p >= KEPT)
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
        EXAMPLES.extend(pool.map(read_example, labelled_pages(data), chunksize=8))
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
