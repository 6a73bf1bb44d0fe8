"""What a first judgement of all blocks says of each: a page is then seen by its own measure.

`SECOND_NAMES` are the columns: those of the first stage and these.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warraq.extract.block_features import NAMES
from warraq.extract.block_words import Numbers
from warraq.extract.blocks import TextBlock

_SECOND = (
    "p", "p_mean", "p_top", "p_over_top", "p_parent", "p_grand", "p_third", "p_sign", "p_sign2", "p_section",
    "p_next_section", "mass_before", "mass_after", "p_head", "p_window", "since_sure", "until_sure",
    "words_since_sure", "words_until_sure",
)  # fmt: skip
_SECOND_SHIFTS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
SECOND_NAMES: tuple[str, ...] = (*NAMES, *_SECOND, *(f"p{shift:+d}" for shift in _SECOND_SHIFTS))
_SURE = 0.6
_SURE_WORDS = 8


def features_of_judged(blocks: Sequence[TextBlock], first: Numbers, judged: Numbers) -> Numbers:
    """The columns of `SECOND_NAMES`: those of `features_of`, and how a first judgement (0 to 1) went around each block.

    A page whose text is judged low throughout is seen by its own measure, and a list far behind the text as such.
    """
    count = len(blocks)
    if not count:
        return np.zeros((0, len(SECOND_NAMES)), np.float32)
    words = first[:, 0]
    mass = words * judged
    top = float(np.sort(judged)[-max(1, min(5, count // 4)) :].mean())
    level = first[:, NAMES.index("level")]
    section = np.cumsum(level > 0)
    total = float(mass.sum()) or 1.0
    before = np.cumsum(mass) - mass
    ups = [block.at.up or block.at for block in blocks]
    thirds = [up.up or up for up in ups]
    by_section = _mean_by(section.tolist(), words, mass)
    of_section = dict(zip(section.tolist(), by_section.tolist(), strict=True))
    heads = np.maximum.accumulate(np.where(level > 0, np.arange(count), 0))
    sure = (judged >= _SURE * top) & (words >= _SURE_WORDS)
    columns = [
        judged,
        np.full(count, total / (float(words.sum()) or 1.0)),
        np.full(count, top),
        judged / (top or 1.0),
        _mean_by([block.at.order for block in blocks], words, mass),
        _mean_by([up.order for up in ups], words, mass),
        _mean_by([third.order for third in thirds], words, mass),
        _mean_by([block.at.signature for block in blocks], words, mass),
        _mean_by(
            [(up.signature, block.at.signature) for up, block in zip(ups, blocks, strict=True)], words, mass
        ),
        by_section,
        np.array([of_section.get(number + 1, -1.0) for number in section.tolist()]),
        before / total,
        1 - (before + mass) / total,
        judged[heads],
        _window(judged, 8),
        *_since(sure, words),
    ]
    order = np.arange(count)
    for shift in _SECOND_SHIFTS:
        at = order + shift
        columns.append(np.where((at < 0) | (at >= count), -1.0, judged[np.clip(at, 0, count - 1)]))
    return np.hstack([first, np.column_stack(columns)]).astype(np.float32)


def _mean_by(keys: Sequence[object], words: Numbers, mass: Numbers) -> Numbers:
    """The mean judgement, by words, of all blocks that share a key."""
    sums: dict[object, tuple[float, float]] = {}
    for each, size, judged in zip(keys, words.tolist(), mass.tolist(), strict=True):
        had = sums.get(each, (0.0, 0.0))
        sums[each] = (had[0] + size, had[1] + judged)
    return np.array([sums[each][1] / (sums[each][0] or 1.0) for each in keys], np.float32)


def _window(values: Numbers, reach: int) -> Numbers:
    """The mean of each value and those `reach` around it."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(values))
    return np.asarray((sums[high] - sums[low]) / (high - low), np.float32)


def _since(sure: NDArray[np.bool_], words: Numbers) -> list[Numbers]:
    """Blocks and words since the last block that is surely text, and until the next; 99 and 999 where there is none."""
    count = len(sure)
    at = np.arange(count)
    sums = np.concatenate([[0.0], np.cumsum(words)])
    last = np.maximum.accumulate(np.where(sure, at, -1))
    following = np.minimum.accumulate(np.where(sure, at, count)[::-1])[::-1]
    no_last, no_next = last < 0, following >= count
    return [
        np.where(no_last, 99, at - last).astype(np.float32),
        np.where(no_next, 99, following - at).astype(np.float32),
        np.where(no_last, 999, sums[at] - sums[np.minimum(np.maximum(last, 0) + 1, at)]).astype(np.float32),
        np.where(
            no_next,
            999,
            sums[np.clip(following, 0, count - 1)]
            - sums[np.minimum(at + 1, np.clip(following, 0, count - 1))],
        ).astype(np.float32),
    ]
