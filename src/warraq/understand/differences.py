"""What an edit changed: two versions of a text, paragraph by paragraph and, inside changed paragraphs, word by word.

Paragraphs and words that stand once on either side are paired first (patience), what is left between them by Myers'
shortest script within a budget of steps: the cost grows with the length of the text and not with its square. Where
the budget ends, less is told apart and nothing is told wrong. What typography alone changed is no difference, see
`wording`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, groupby, pairwise

from warraq.understand.wording import Token, letters, tokens

MOST_EDITS = 400
"""Words that may differ between two anchors and still be told apart: beyond, the one text replaces the other."""
STEPS = 500_000
"""Myers' steps for two whole texts: about a quarter of a second of one core, reached by no article."""
DEEPEST = 12
"""How often what stands once is looked for between what stood once."""
LONGEST_COINCIDENCE = 3
"""Words: so few in common amid longer changes are chance, and reading around them is harder than without."""
FEWEST_KEPT = 0.3
"""Share of the shorter paragraph's words below which the two are told as one that went and one that came."""

Pair = tuple[int, int]


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate. A kept piece may be set differently on either side; a removed one has no `new`, an
    added one no `old`."""

    change: Change
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph with its changes, in reading order."""

    pieces: tuple[Piece, ...]
    old: int | None
    """Which paragraph of the old text it comes from, counted from 0; None for a new one."""
    new: int | None
    """Which paragraph of the new text it became; None for one that went."""

    @property
    def is_changed(self) -> bool:
        """Whether a reader would see any difference in it."""
        return any(piece.change is not Change.KEPT for piece in self.pieces)


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """How `old` became `new`, one paragraph a line in both: the `old` of all pieces, joined, is the old text, the
    `new` of all is the new one. A piece never goes on behind the end of a line.

    Nothing but kept pieces where the two read the same (`wording.letters`), wherever paragraphs are parted.
    """
    before, after = tokens(old), tokens(new)
    if not before or not after:
        return _of_one_side(before, after, old, new)
    script = _Script([token.key for token in before], [token.key for token in after])
    pairs = script.pairs(_starts(before), _starts(after))
    pairs = _without_coincidences(pairs, script.whole, before, after)
    pairs = _without_rewritten(pairs, before, after)
    pieces = tuple(_pieces(pairs, before, after))
    if any(piece.change is not Change.KEPT for piece in pieces) and _reads_the_same(before, after):
        return (Piece(Change.KEPT, old, new),)  # words parted so differently that no piece alone shows it
    return pieces


def apply(pieces: Iterable[Piece], old: str) -> str:
    """The new text. Raises ValueError where the pieces are not a difference from `old`."""
    pieces = tuple(pieces)
    if "".join(piece.old for piece in pieces) != old:
        raise ValueError("these changes were made to another text")
    return "".join(piece.new for piece in pieces)


def passages(pieces: Iterable[Piece]) -> tuple[Passage, ...]:
    """The changes in paragraphs, in the order of the new text; a removed paragraph stands where it stood.

    Words taken out of a paragraph that is still there stand in it.
    """
    placed = list(_placed(pieces))
    home = {old: new for piece, old, new in reversed(placed) if piece.change is Change.KEPT}
    found: dict[tuple[float, int], list[tuple[Piece, int, int]]] = {}
    reached = -1.0
    for piece, old, new in placed:
        if piece.change is not Change.REMOVED:
            reached = float(new)
            where = (reached, 0)
        elif old in home:
            where = (float(home[old]), 0) if home[old] >= reached else (reached, 0)
        else:
            where = (reached + 0.5, old)
        found.setdefault(where, []).append((piece, old, new))
    return tuple(_passage(found[where], where) for where in sorted(found))


def _placed(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, int, int]]:
    """Each piece with the numbers of the old and the new paragraph that it begins in."""
    old = new = 0
    for piece in pieces:
        yield piece, old, new
        old += piece.old.count("\n")
        new += piece.new.count("\n")


def _passage(placed: Sequence[tuple[Piece, int, int]], where: tuple[float, int]) -> Passage:
    merged = []
    for change, run in groupby((piece for piece, _, _ in placed), key=lambda piece: piece.change):
        some = list(run)
        merged.append(Piece(change, "".join(p.old for p in some), "".join(p.new for p in some)))
    olds = [old for piece, old, _ in placed if piece.change is not Change.ADDED]
    return Passage(tuple(merged), olds[0] if olds else None, int(where[0]) if where[0].is_integer() else None)


def _of_one_side(before: Sequence[Token], after: Sequence[Token], old: str, new: str) -> tuple[Piece, ...]:
    """Where one text, or both, has no words."""
    if not before and not after:
        return (Piece(Change.KEPT, old, new),) if old or new else ()
    if before:
        rest = (Piece(Change.KEPT, "", new),) if new else ()
        return (*_lines(Change.REMOVED, before), *rest)
    rest = (Piece(Change.KEPT, old, ""),) if old else ()
    return (*rest, *_lines(Change.ADDED, after))


def _reads_the_same(before: Iterable[Token], after: Iterable[Token]) -> bool:
    return letters(token.key for token in before) == letters(token.key for token in after)


def _starts(some: Sequence[Token]) -> list[int]:
    """Where paragraphs begin: places of tokens."""
    return [0, *(n + 1 for n, token in enumerate(some[:-1]) if "\n" in token.text)]


class _Script:
    """Which words of two texts are paired; spends its budget once."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = old
        self.new = new
        self.steps = STEPS
        self.whole: set[int] = set()
        """Places of old words whose whole paragraph stands in the new text too: no coincidence."""

    def pairs(self, old_starts: Sequence[int], new_starts: Sequence[int]) -> list[Pair]:
        """Pairs of places, both rising: first whole paragraphs, then words between them."""
        a = [tuple(self.old[i:j]) for i, j in pairwise((*old_starts, len(self.old)))]
        b = [tuple(self.new[i:j]) for i, j in pairwise((*new_starts, len(self.new)))]
        found: list[Pair] = []
        i = j = 0
        for m, n in [*_patience(a, b), (len(a), len(b))]:
            if m == len(a):
                return found + self._between(i, len(self.old), j, len(self.new), DEEPEST)
            here, there, length = old_starts[m], new_starts[n], len(a[m])
            found += self._between(i, here, j, there, DEEPEST)
            found += [(here + k, there + k) for k in range(length)]
            self.whole |= set(range(here, here + length))
            i, j = here + length, there + length
        return found

    def _between(self, i: int, to_i: int, j: int, to_j: int, depth: int) -> list[Pair]:
        """Pairs among old[i:to_i] and new[j:to_j]."""
        found: list[Pair] = []
        while i < to_i and j < to_j and self.old[i] == self.new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        tail: list[Pair] = []
        while i < to_i and j < to_j and self.old[to_i - 1] == self.new[to_j - 1]:
            to_i, to_j = to_i - 1, to_j - 1
            tail.append((to_i, to_j))
        if i < to_i and j < to_j:
            anchors = _patience(self.old[i:to_i], self.new[j:to_j]) if depth else []
            if anchors:
                here, there = i, j
                for m, n in anchors:
                    found += self._between(here, i + m, there, j + n, depth - 1)
                    found.append((i + m, j + n))
                    here, there = i + m + 1, j + n + 1
                found += self._between(here, to_i, there, to_j, depth - 1)
            else:
                found += self._myers(i, to_i, j, to_j)
        return found + tail[::-1]

    def _myers(self, i: int, to_i: int, j: int, to_j: int) -> list[Pair]:
        """Myers' O(ND) script (Algorithmica 1, 1986); none where it would take more edits or steps than allowed."""
        old, new = self.old, self.new
        length, width = to_i - i, to_j - j
        furthest = {1: 0}
        trace: list[dict[int, int]] = []
        for edits in range(min(length + width, MOST_EDITS) + 1):
            self.steps -= edits + 1
            if self.steps < 0:
                return []
            trace.append(dict(furthest))
            for k in range(-edits, edits + 1, 2):
                is_down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
                x = furthest[k + 1] if is_down else furthest[k - 1] + 1
                while x < length and x - k < width and old[i + x] == new[j + x - k]:
                    x += 1
                    self.steps -= 1
                furthest[k] = x
                if x >= length and x - k >= width:
                    return [(i + m, j + n) for m, n in _walk_back(trace, length, width)]
        return []


def _walk_back(trace: Sequence[dict[int, int]], x: int, y: int) -> list[Pair]:
    """The pairs of the script whose furthest points `trace` holds, from its end (x, y)."""
    found: list[Pair] = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        is_down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        before_k = k + 1 if is_down else k - 1
        before_x = furthest[before_k]
        before_y = before_x - before_k
        while x > max(before_x, 0) and y > max(before_y, 0):
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = before_x, before_y
    return found[::-1]


def _patience(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of what stands once on either side, the most that can be paired in order."""
    if not old or not new:
        return []
    old_counts, new_counts = Counter(old), Counter(new)
    places = {item: n for n, item in enumerate(new) if new_counts[item] == 1}
    candidates = [(m, places[item]) for m, item in enumerate(old) if old_counts[item] == 1 and item in places]
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(candidates):
        pile = bisect_left(ends, place)
        before.append(chain[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        chain[pile : pile + 1] = [at]
    found: list[Pair] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        found.append(candidates[at])
        at = before[at]
    return found[::-1]


def _without_coincidences(
    pairs: Sequence[Pair], whole: Set[int], before: Sequence[Token], after: Sequence[Token]
) -> list[Pair]:
    """Without short runs of pairs between longer changes: `in the` kept between two rewritten clauses."""
    runs: list[list[Pair]] = []
    for pair in pairs:
        if runs and runs[-1][-1] == (pair[0] - 1, pair[1] - 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    kept: list[list[Pair]] = []
    for n, run in enumerate(runs):
        words = sum(before[m].is_word for m, _ in run)
        start = (kept[-1][-1][0] + 1, kept[-1][-1][1] + 1) if kept else (0, 0)
        end = runs[n + 1][0] if n + 1 < len(runs) else (len(before), len(after))
        left = _weight(before[start[0] : run[0][0]], after[start[1] : run[0][1]])
        right = _weight(before[run[-1][0] + 1 : end[0]], after[run[-1][1] + 1 : end[1]])
        if words > LONGEST_COINCIDENCE or words >= min(left, right) or run[0][0] in whole:
            kept.append(run)
    return [pair for run in kept for pair in run]


def _without_rewritten(pairs: Sequence[Pair], before: Sequence[Token], after: Sequence[Token]) -> list[Pair]:
    """Without the pairs of two paragraphs that have next to nothing in common: one replaced the other."""
    old, new = _paragraphs(before), _paragraphs(after)
    old_words = Counter(place for place, token in zip(old, before, strict=True) if token.is_word)
    new_words = Counter(place for place, token in zip(new, after, strict=True) if token.is_word)
    kept = Counter((old[m], new[n]) for m, n in pairs if before[m].is_word)
    return [
        (m, n)
        for m, n in pairs
        if kept[old[m], new[n]] >= FEWEST_KEPT * min(old_words[old[m]], new_words[new[n]])
    ]


def _paragraphs(some: Sequence[Token]) -> list[int]:
    """The paragraph of each token, counted from 0."""
    ends = ("\n" in token.text for token in some)
    return list(accumulate(ends, initial=0))[:-1]


def _weight(removed: Sequence[Token], added: Sequence[Token]) -> int:
    """Words of a change: of its longer side."""
    return max(sum(token.is_word for token in removed), sum(token.is_word for token in added))


def _pieces(pairs: Iterable[Pair], before: Sequence[Token], after: Sequence[Token]) -> Iterator[Piece]:
    """The pieces between and of the pairs."""
    i = j = 0
    old = new = ""
    for m, n in [*pairs, (len(before), len(after))]:
        if m > i or n > j:
            yield from _kept(old, new)
            old = new = ""
            yield from _changed(before[i:m], after[j:n])
        if m < len(before) and n < len(after):
            old, new = old + before[m].text, new + after[n].text
            if "\n" in before[m].text or "\n" in after[n].text:
                yield from _kept(old, new)
                old = new = ""
        i, j = m + 1, n + 1
    yield from _kept(old, new)


def _kept(old: str, new: str) -> Iterator[Piece]:
    if old or new:
        yield Piece(Change.KEPT, old, new)


def _changed(removed: Sequence[Token], added: Sequence[Token]) -> Iterator[Piece]:
    """A change; where both sides read the same, words were only parted differently, and nothing changed."""
    if _reads_the_same(removed, added):
        yield Piece(Change.KEPT, "".join(t.text for t in removed), "".join(t.text for t in added))
        return
    yield from _lines(Change.REMOVED, removed)
    yield from _lines(Change.ADDED, added)


def _lines(change: Change, some: Sequence[Token]) -> Iterator[Piece]:
    """Pieces that end where lines end."""
    text = ""
    for n, token in enumerate(some):
        text += token.text
        if "\n" in token.text or n + 1 == len(some):
            yield Piece(change, *((text, "") if change is Change.REMOVED else ("", text)))
            text = ""
