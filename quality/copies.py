"""How surely copies are found among real articles, with floors, beside MinHash (datasketch) where that is installed.

Variants are made of articles of shared/data/news/saudi, as its README says: headlines of others glued in front, the
lead alone, a tenth of the words changed, blocks shuffled, the text between two others; each must lead to its original
among all. Precision: every pair found among the real articles is compared by its exact shingles of four words, written
here anew. Run with WARRAQ_SHARED_DATA set:

    python quality/copies.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit. No floor for speed:
machines differ; what is printed is per CPU-second of one core, and the ratio to the peer.
"""

from __future__ import annotations

import gzip
import importlib
import json
import random
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warraq.options import read_options
from warraq.understand.arabic import normalise
from warraq.understand.copies import CopyIndex

FLOORS = {
    "headlines glued before": 0.98,
    "lead alone": 0.98,
    "tenth edited": 0.98,
    "blocks shuffled": 0.98,
    "between two others": 0.98,
    "precision": 0.98,
    "recall of real copies": 0.98,
}
"""Shares; what was measured lies above .99."""

SEED = 2023
ARTICLES = 6_000
VARIANTS = 400
"""Of each kind."""
PEER_ARTICLES = 600
FEWEST_WORDS = 60
NOW = datetime(2023, 11, 1, tzinfo=UTC)

_WORD = re.compile(r"\w+")


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    roll = random.Random(SEED)
    rows = roll.sample([row for row in read_rows(data) if len(row["body"].split()) >= FEWEST_WORDS], ARTICLES)
    texts = [row["body"] for row in rows]
    index, pairs = CopyIndex(window=None), []
    start = time.process_time()
    for n, text in enumerate(texts):
        pairs += [(n, int(match.other)) for match in index.add(str(n), text, NOW)]
    seconds = time.process_time() - start
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(
        f"{len(texts)} articles: {len(texts) / seconds:.0f} articles and {size / seconds:.1f} MB per CPU-second"
    )
    measured = recalls(index, texts, [row["title"] for row in rows], roll)
    measured |= against_truth(texts, pairs)
    show_peer(texts, len(texts) / seconds)
    is_missed = False
    for name, floor in FLOORS.items():
        print(f"{name:24}{measured[name]:7.3f}")
        if measured[name] < floor:
            print(f"{name}: {measured[name]:.3f} is under its floor of {floor}", file=sys.stderr)
            is_missed = True
    return 1 if is_missed else 0


def read_rows(data: Path) -> list[dict[str, Any]]:
    """The articles, in the file's order."""
    with gzip.open(data / "news/saudi.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def recalls(index: CopyIndex, texts: list[str], titles: list[str], roll: random.Random) -> dict[str, float]:
    """The share of variants of each kind that lead to their original."""
    words = sorted({word for text in texts[:500] for word in text.split()})

    def others(n: int) -> str:
        return "\n".join(roll.choice(titles) for _ in range(n))

    def edited(text: str) -> str:
        return " ".join(roll.choice(words) if roll.random() < 0.1 else word for word in text.split())

    def shuffled(text: str) -> str:
        parts = text.split()
        blocks = [parts[start : start + 40] for start in range(0, len(parts), 40)]
        roll.shuffle(blocks)
        return "\n".join(" ".join(block) for block in blocks)

    kinds: dict[str, Callable[[str], str]] = {
        "headlines glued before": lambda text: f"{others(60)}\n{text}",
        "lead alone": lambda text: " ".join(text.split()[: max(len(text.split()) // 3, 20)]),
        "tenth edited": edited,
        "blocks shuffled": shuffled,
        "between two others": lambda text: "\n".join((roll.choice(texts), text, roll.choice(texts))),
    }
    shares = {}
    for name, vary in kinds.items():
        drawn = roll.sample(range(len(texts)), VARIANTS)
        found = 0
        for n in drawn:
            found += any(match.other == str(n) for match in index.add("variant", vary(texts[n]), NOW))
            index.forget("variant")
        shares[name] = found / VARIANTS
    return shares


def shingles(text: str) -> set[tuple[str, ...]]:
    """Four words in a row, as they stand."""
    words = _WORD.findall(normalise(text).casefold())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def against_truth(texts: list[str], pairs: list[tuple[int, int]]) -> dict[str, float]:
    """Pairs found against those that truly share half of the shorter text, among all that share a rare shingle."""
    sets = [shingles(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = {}
    for n, own in enumerate(sets):
        for shingle in own:
            holders.setdefault(shingle, []).append(n)
    near = {
        (later, earlier)
        for held in holders.values()
        if 2 <= len(held) <= 50
        for place, later in enumerate(held)
        for earlier in held[:place]
    }

    def is_copy(pair: tuple[int, int]) -> bool:
        one, other = sets[pair[0]], sets[pair[1]]
        return 2 * len(one & other) >= min(len(one), len(other))

    truth = {pair for pair in near if is_copy(pair)}
    right = sum(map(is_copy, pairs))
    print(f"{len(truth)} real pairs, {len(pairs)} found")
    return {"precision": right / len(pairs), "recall of real copies": len(truth & set(pairs)) / len(truth)}


def show_peer(texts: list[str], speed: float) -> None:
    """datasketch on the same texts: MinHash of 128 permutations, LSH at .5."""
    try:
        peer = importlib.import_module("datasketch")
    except ImportError:
        print("skipped: datasketch, the peer, is not installed")
        return
    texts = texts[:PEER_ARTICLES]
    start = time.process_time()
    lsh = peer.MinHashLSH(threshold=0.5, num_perm=128)
    for n, text in enumerate(texts):
        sketch = peer.MinHash(num_perm=128)
        words = text.split()
        sketch.update_batch([" ".join(words[at : at + 4]).encode() for at in range(len(words) - 3)])
        lsh.query(sketch)
        lsh.insert(str(n), sketch)
    theirs = len(texts) / (time.process_time() - start)
    print(f"datasketch: {theirs:.0f} articles per CPU-second; ours are {speed / theirs:.1f} times as many")


if __name__ == "__main__":
    sys.exit(main())
