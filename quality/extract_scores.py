"""How two texts are compared: the Zyte article benchmark's F1 over 4-word shingles, and the same words in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

Shares = tuple[float, float, float]
"""Of one page's shingles: found, added, missed, as shares of their sum."""
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text, as the benchmark counts them."""
    return _WORD.findall(text)


def shingles(true: str, read: str, size: int = 4) -> Shares:
    """True positives, false positives, false negatives as shares of their sum (Zyte's evaluation)."""
    counts = []
    for text in (true, read):
        tokens = words(text)
        counts.append(Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1))))
    hit = sum((counts[0] & counts[1]).values())
    missed = sum((counts[0] - counts[1]).values())
    extra = sum((counts[1] - counts[0]).values())
    total = hit + missed + extra or 1
    return hit / total, extra / total, missed / total


def f1(rows: Iterable[Shares | None]) -> float:
    """F1 of the pages' mean shares, each page weighing the same."""
    given = [row for row in rows if row]
    hit, extra, missed = (sum(row[at] for row in given) for at in range(3))
    precision, recall = hit / ((hit + extra) or 1), hit / ((hit + missed) or 1)
    return 2 * precision * recall / ((precision + recall) or 1)
