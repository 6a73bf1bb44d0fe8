"""Which text blocks of a page its true body holds: the two are aligned, so that a word in a menu is no text.

Used by `quality/train_blocks.py`. Long blocks that stand in the truth word for word are laid out as the heaviest
chain that keeps the truth's order; short ones must lie between their neighbours in it; the rest is judged by its
share of 4-word shingles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from extract_scores import words
from numpy.typing import NDArray

UNKNOWN = -1.0
"""The label of a block that is not to be learnt from."""

_LONG_WORDS, _LONG_SIGNS = 4, 18
_SHORT_WORDS = 8
_MOST_PLACES = 4
_LOOK_BACK = 250
_WIDEST_GAP = 60
"""Words of the truth in which a short block may be looked for."""
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class _Place:
    block: int
    first: int
    end: int


def label_blocks(texts: Sequence[str], body: str, *, unknown: Sequence[str] = ()) -> NDArray[np.float64]:
    """The share of each block that the true `body` holds, 0 to 1; `UNKNOWN` for those within `unknown` texts."""
    truth = words(body)
    tokens = [words(text) for text in texts]
    placed = {place.block: place for place in _chain(_places(tokens, truth))}
    order = sorted(placed)
    labels = np.zeros(len(texts))
    spared = _joined(words(" ".join(unknown)))
    end = 0
    for at, mine in enumerate(tokens):
        if at in placed:
            labels[at], end = 1.0, placed[at].end
            continue
        later = bisect_right(order, at)
        limit = placed[order[later]].first if later < len(order) else len(truth)
        if not mine:
            labels[at] = UNKNOWN
        elif len(mine) < _SHORT_WORDS:
            found = (
                _joined(truth[end:limit]).find(_joined(mine))
                if limit - end <= _WIDEST_GAP + len(mine)
                else -1
            )
            if found >= 0:
                labels[at] = 1.0
                end += len(_joined(truth[end:limit])[:found].split()) + len(mine)
        else:
            near = set(_shingles(truth[end:limit]))
            own = list(_shingles(mine))
            labels[at] = sum(shingle in near for shingle in own) / len(own)
        if labels[at] < 0.5 and len(mine) >= _LONG_WORDS and _joined(mine) in spared:
            labels[at] = UNKNOWN
    return labels


def _joined(tokens: Sequence[str]) -> str:
    return f" {' '.join(tokens)} "


def _shingles(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(tokens[at : at + _SHINGLE]) for at in range(max(1, len(tokens) - _SHINGLE + 1)))


def _places(tokens: Sequence[Sequence[str]], truth: Sequence[str]) -> list[_Place]:
    """Where in the truth each long block stands word for word."""
    whole = _joined(truth)
    starts = [1]
    for word in truth:
        starts.append(starts[-1] + len(word) + 1)
    places = []
    for block, mine in enumerate(tokens):
        if len(mine) < _LONG_WORDS and sum(map(len, mine)) < _LONG_SIGNS:
            continue
        found = whole.find(_joined(mine))
        for _ in range(_MOST_PLACES):
            if found < 0:
                break
            first = bisect_left(starts, found + 1)
            places.append(_Place(block, first, first + len(mine)))
            found = whole.find(_joined(mine), found + 1)
    return places


def _chain(places: Sequence[_Place]) -> list[_Place]:
    """The heaviest run of places in which blocks and truth both go forward."""
    if not places:
        return []
    weight = [place.end - place.first for place in places]
    before = [-1] * len(places)
    for at, place in enumerate(places):
        own = weight[at]
        for earlier in range(max(0, at - _LOOK_BACK), at):
            other = places[earlier]
            if other.block < place.block and other.end <= place.first and weight[earlier] + own > weight[at]:
                weight[at], before[at] = weight[earlier] + own, earlier
    found, at = [], max(range(len(places)), key=weight.__getitem__)
    while at >= 0:
        found.append(places[at])
        at = before[at]
    return found[::-1]
