"""Where a text block stands: what its containers hold, how far it is from headline and text, what lies around it.

One row a block; `CONTAINER_NAMES`, `PLACE_NAMES` and `AROUND_NAMES` are the columns of the three functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from warraq.extract.block_words import NAMES as WORDS
from warraq.extract.block_words import Numbers
from warraq.extract.blocks import GROUPS, Element, TextBlock

TAG_KINDS = tuple("p div li h1 h2 h3 h4 td blockquote figcaption pre dd button section".split(" "))
CONTAINER_NAMES = (
    "parent_good", "parent_good_share", "parent_linked", "parent_blocks", "grand_good_share", "grand_linked",
    "third_good_share", "third_linked", "sign_good_share", "sign_linked", "sign_count", "sign2_good_share",
    "steps_to_best", "is_in_best", "best_depth", "parent_siblings", "sign_words", "own_rank",
)  # fmt: skip
PLACE_NAMES = (
    "place", "words_before", "after_title", "after_h1", "has_title", "after_first_good", "before_last_good",
    "good_before", "good_after", "page_words", "page_blocks", "page_good", "figure_near", "figure_around",
    "since_heading", "heading_end", "heading_level", "heading_words", "section_linked", "section_words",
    "next_heading", "section_blocks",
)  # fmt: skip
_AROUND = (
    "words",
    "link_density",
    "is_good",
    "level",
    "furniture",
    "ends_stop",
    "same_parent",
    "same_sign",
    "in_best",
    "tag",
)
_SHIFTS = (-3, -2, -1, 1, 2, 3)

AROUND_NAMES = tuple(f"{name}{shift:+d}" for shift in _SHIFTS for name in _AROUND)


@dataclass(slots=True)
class _Sum:
    """What lies in an element, or in all of one signature."""

    words: float = 0.0
    linked: float = 0.0
    good: float = 0.0
    blocks: int = 0

    def add(self, words: float, linked: float, good: float) -> None:
        self.words += words
        self.linked += linked
        self.good += good
        self.blocks += 1


def features_of_containers(
    blocks: Sequence[TextBlock], sizes: Numbers, good: Numbers, linked: Numbers
) -> tuple[Numbers, Element | None]:
    """How good the elements around each block are, and the element that holds the article best."""
    sums: dict[Element, _Sum] = {}
    signs: dict[str, _Sum] = {}
    signs2: dict[str, _Sum] = {}
    children: dict[Element, set[int]] = {}
    scores: dict[Element, float] = {}
    total = float((sizes * good).sum()) or 1.0
    pairs = []
    for block, words, link, is_good in zip(
        blocks, sizes.tolist(), linked.tolist(), good.tolist(), strict=True
    ):
        good_words = words * is_good
        at: Element | None = block.at
        weight = 1.0
        below: Element | None = None
        while at is not None:
            found = sums.get(at)
            if found is None:
                found = sums[at] = _Sum()
                children[at] = set()
            found.add(words, words * link, good_words)
            if below is not None:
                children[at].add(below.order)
            if good_words and below is not None and weight > 0.05:
                weight *= 0.5
                scores[at] = scores.get(at, 0.0) + good_words * weight
            elif good_words and below is None:
                scores[at] = scores.get(at, 0.0) + good_words * 0.3
            below, at = at, at.up
        up = block.at.up
        sign = block.at.signature
        sign2 = f"{up.signature}>{sign}" if up is not None else sign
        pairs.append((sign, sign2))
        signs.setdefault(sign, _Sum()).add(words, words * link, good_words)
        signs2.setdefault(sign2, _Sum()).add(words, words * link, good_words)
    best = max(scores, key=lambda element: scores[element], default=None)
    path: dict[Element, int] = {}
    at = best
    while at is not None:
        path[at] = len(path)
        at = at.up
    rows = []
    best_score = scores[best] if best is not None else 1.0
    for block, (sign, sign2) in zip(blocks, pairs, strict=True):
        first = block.at
        second = first.up or first
        third = second.up or second
        one, two, three = sums[first], sums[second], sums[third]
        steps, at = 0, first
        while at is not None and at not in path:
            steps += 1
            at = at.up
        mine, mine2 = signs[sign], signs2[sign2]
        rows.append(
            (
                two.good,
                two.good / total,
                two.linked / (two.words or 1),
                two.blocks,
                three.good / total,
                three.linked / (three.words or 1),
                one.good / total,
                one.linked / (one.words or 1),
                mine.good / total,
                mine.linked / (mine.words or 1),
                mine.blocks,
                mine2.good / total,
                steps,
                path[at] if at is not None and best is not None else 9,
                best.depth if best is not None else 0,
                len(children[second]),
                mine.words / mine.blocks,
                scores.get(second, 0.0) / best_score,
            )
        )
    return np.array(rows, np.float32), best


def features_of_places(blocks: Sequence[TextBlock], base: Numbers) -> Numbers:
    count = len(blocks)
    sizes = base[:, 0]
    good = base[:, WORDS.index("is_good")] > 0
    level = base[:, WORDS.index("level")]
    order = np.arange(count, dtype=np.float32)
    words = np.cumsum(sizes) - sizes
    good_words = np.cumsum(sizes * good)
    firsts = np.flatnonzero(good)
    first, last = (firsts[0], firsts[-1]) if len(firsts) else (0, count - 1)
    titles = np.flatnonzero(base[:, WORDS.index("is_title")])
    title = titles[titles <= first][-1] if (titles <= first).any() else titles[0] if len(titles) else -1
    h1s = np.flatnonzero(level == 1)
    h1 = h1s[0] if len(h1s) else -1
    heads = _sections(blocks, base)
    return np.column_stack(
        [
            order / count,
            words / (sizes.sum() or 1),
            (order - title) if title >= 0 else np.full(count, -99.0),
            (order - h1) if h1 >= 0 else np.full(count, -99.0),
            np.full(count, title >= 0),
            order - first,
            last - order,
            (good_words - sizes * good) / (good_words[-1] or 1),
            1 - good_words / (good_words[-1] or 1),
            np.full(count, sizes.sum()),
            np.full(count, count),
            np.full(count, good_words[-1]),
            _has_figure(blocks, 2),
            _has_figure(blocks, 4),
            heads,
        ]
    ).astype(np.float32)


def _has_figure(blocks: Sequence[TextBlock], reach: int) -> Numbers:
    """Whether one of so many elements around a block is a figure or named like one."""
    found = []
    for block in blocks:
        at: Element | None = block.at
        has = False
        for _ in range(reach):
            if at is None:
                break
            has = has or at.tag == "figure" or bool(at.groups & _MEDIA)
            at = at.up
        found.append(has)
    return np.array(found, np.float32)


_MEDIA = 1 << [name for name, _ in GROUPS].index("media")


def _sections(blocks: Sequence[TextBlock], base: Numbers) -> Numbers:
    """What is known of the section a block stands in: from its heading to the next."""
    level = base[:, WORDS.index("level")]
    heads = np.flatnonzero(level > 0)
    count = len(blocks)
    starts = np.zeros(count, np.int64) - 1
    ends = np.full(count, count)
    for n, head in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else count
        starts[head:stop] = head
        ends[head:stop] = stop
    if len(heads):
        ends[: heads[0]] = heads[0]
    begin = np.maximum(starts, 0)
    sizes = np.concatenate([[0], np.cumsum(base[:, 0])])
    linked = np.concatenate([[0], np.cumsum(base[:, 0] * base[:, 3])])
    section = sizes[ends] - sizes[begin]
    end_said = base[:, WORDS.index("says_section_end")]
    order = np.arange(count)
    return np.column_stack(
        [
            np.where(starts >= 0, order - starts, -1),
            np.where(starts >= 0, end_said[begin], 0),
            np.where(starts >= 0, level[begin], 0),
            np.where(starts >= 0, base[begin, 0], 0),
            (linked[ends] - linked[begin]) / np.maximum(section, 1),
            section,
            ends - order,
            ends - begin,
        ]
    )


def features_of_neighbours(blocks: Sequence[TextBlock], base: Numbers, best: Element | None) -> Numbers:
    tags = {tag: at + 1 for at, tag in enumerate(TAG_KINDS)}
    second = [block.at.up or block.at for block in blocks]
    parents = np.array([element.order for element in second], np.int64)
    signs = np.array([hash(block.at.signature) for block in blocks], np.int64)
    inside = np.array([_is_within(block.at, best) for block in blocks], np.float32)
    tag = np.array([tags.get(block.at.tag, 0) for block in blocks], np.float32)
    columns = [
        base[:, WORDS.index(name)]
        for name in ("words", "link_density", "is_good", "level", "furniture", "ends_stop")
    ]
    count = len(blocks)
    found: list[Numbers] = []
    for shift in _SHIFTS:
        at = np.arange(count) + shift
        is_out = (at < 0) | (at >= count)
        at = np.clip(at, 0, count - 1)
        found += [np.where(is_out, -1, column[at]) for column in columns]
        found.append(np.where(is_out, -1, parents[at] == parents))
        found.append(np.where(is_out, -1, signs[at] == signs))
        found.append(np.where(is_out, -1, inside[at]))
        found.append(np.where(is_out, -1, tag[at]))
    return np.column_stack(found).astype(np.float32)


def _is_within(element: Element, outer: Element | None) -> bool:
    at: Element | None = element
    while at is not None:
        if at is outer:
            return True
        at = at.up
    return False
