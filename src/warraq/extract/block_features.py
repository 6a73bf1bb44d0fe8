"""What is known of each text block of a page, as numbers: its words, its place, its container, its neighbours.

The order of `NAMES` is the order the shipped model was trained with: a change here asks for `make train`. Must
depend on nothing but the page, and cost about as much as walking it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from warraq.extract.block_places import (
    AROUND_NAMES,
    CONTAINER_NAMES,
    PLACE_NAMES,
    TAG_KINDS,
    features_of_containers,
    features_of_neighbours,
    features_of_places,
)
from warraq.extract.block_words import NAMES as WORDS
from warraq.extract.block_words import Hints, Numbers, features_of_words
from warraq.extract.blocks import GROUPS, TAG_BITS, TextBlock

_SEED_WORDS = 10
_REACH = 5
"""Blocks on either side of a block of running text that are looked at; menus far from any text are not."""
_NEAREST = 3
"""Elements around a block whose class groups are told apart from those further off."""
_BITS = tuple(TAG_BITS)

NAMES: tuple[str, ...] = (
    *WORDS,
    *(f"tag_{tag}" for tag in TAG_KINDS),
    *(f"in_{tag}" for tag in _BITS),
    *(f"near_{name}" for name, _ in GROUPS),
    *(f"all_{name}" for name, _ in GROUPS),
    *CONTAINER_NAMES,
    *PLACE_NAMES,
    *AROUND_NAMES,
)


def choose_candidates(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks worth judging: running text and what stands near it, in order, pictures apart."""
    texts = [block for block in blocks if block.picture is None]
    keep = bytearray(len(texts))
    for at, block in enumerate(texts):
        size = len(block.text)
        if block.linked < 0.5 * size and size > 40 and len(block.text.split()) >= _SEED_WORDS:
            first = max(0, at - _REACH)
            keep[first : at + _REACH + 1] = b"\1" * (min(len(texts), at + _REACH + 1) - first)
    return [block for at, block in enumerate(texts) if keep[at]]


def features_of(blocks: Sequence[TextBlock], hints: Hints) -> Numbers:
    """One row for each block, one column for each of `NAMES`. `blocks`: of `choose_candidates`, all of one page."""
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    base = features_of_words(blocks, hints)
    sizes = base[:, 0]
    good = base[:, WORDS.index("is_good")]
    container, best = features_of_containers(blocks, sizes, good, base[:, 3])
    place = features_of_places(blocks, base)
    around = features_of_neighbours(blocks, base, best)
    tags = np.array([[block.at.tag == tag for tag in TAG_KINDS] for block in blocks], np.float32)
    bits = np.array([block.at.tags for block in blocks], np.int64)
    near = np.array([_near_groups(block) for block in blocks], np.int64)
    whole = np.array([block.at.all_groups for block in blocks], np.int64)
    return np.hstack(
        [
            base,
            tags,
            _unpack(bits, len(_BITS)),
            _unpack(near, len(GROUPS)),
            _unpack(whole, len(GROUPS)),
            container,
            place,
            around,
        ]
    ).astype(np.float32)


def _unpack(bits: NDArray[np.int64], width: int) -> Numbers:
    return ((bits[:, None] >> np.arange(width)) & 1).astype(np.float32)


def _near_groups(block: TextBlock) -> int:
    groups, at = block.inline_groups, block.at
    for _ in range(_NEAREST):
        groups |= at.groups
        if at.up is None:
            break
        at = at.up
    return groups
