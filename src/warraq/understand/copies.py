"""Which texts are copies: sampled fingerprints find candidates, their shared share of the shorter text decides.

An article's candidates are those of the last days that share two fingerprints with it; a copy shares at least half of
the shorter text's shingles. That finds a lead alone, a text between two others and a text with headlines glued before
it, which comparing whole texts does not (FINDINGS, "Copies"). Rewriting belongs to stories. Who copied whom is asked
of `origins`.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from warraq.understand.fingerprints import SAMPLED, fingerprints_of, packed, shingles_of

WINDOW = timedelta(days=7)
"""How long an article is remembered: agencies' texts are reprinted within days."""

MOST_KEPT = 400_000
"""Articles remembered at most, whatever the window: a flood cannot fill the memory."""

FEWEST_SHARED = 2
"""Fingerprints in common that make a candidate."""
CONTAINED = 0.5
"""Share of the shorter text's shingles from which it is a copy."""
FEWEST_SHINGLES = 12
"""A shorter text is a flash or a formula (`to be continued`): being contained proves nothing. 15 words."""

LONGEST_WALK = 192
"""Articles looked at for one fingerprint, the newest first: what more than these print is boilerplate."""
MOST_CANDIDATES = 48
"""Candidates compared exactly: those that share most fingerprints."""

_NONE = 0xFFFFFFFF
_SMALLEST_TABLE = 1 << 12


@dataclass(frozen=True, slots=True)
class Match:
    """An article added and an earlier one that shares its text."""

    id: str
    """The article that was added."""
    other: str
    """The one that was there."""
    containment: float
    """Share of the shorter text's shingles that stand in the longer, 0.5 to 1."""
    share: float
    """Share of the shingles of `id` that stand in `other`."""
    other_share: float
    """Share of the shingles of `other` that stand in `id`."""


@dataclass(slots=True)
class _Kept:
    id: str
    seen_at: datetime
    shingles: array[int]
    fingerprints: int
    """How many it has."""
    is_forgotten: bool = False


def containment(one: str, other: str) -> float:
    """Share of the shorter text's shingles that stand in the longer; 0 where it has none."""
    shingles, others = shingles_of(one), shingles_of(other)
    fewest = min(len(shingles), len(others))
    return len(shingles & others) / fewest if fewest else 0.0


class CopyIndex:
    """The texts of the last days, each findable by its fingerprints.

    Articles are added in the order in which they were seen. Memory: 4 bytes a word and 12 a fingerprint, for the days
    of the window; what is older, or more than `most`, is let go in passing. No window: as many as `most` allows.
    """

    def __init__(self, window: timedelta | None = WINDOW, most: int = MOST_KEPT) -> None:
        self.window = window
        self.most = most
        self._kept: deque[_Kept] = deque()
        self._first = 0
        """Ordinal of the oldest article kept; ordinals only grow."""
        self._by_id: dict[str, int] = {}
        self._chains = _Chains()

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._by_id

    def add(self, id: str, text: str, seen_at: datetime) -> list[Match]:  # noqa: A002
        """Remember an article's text and say which articles of the window share it, best first.

        An id added again stands for its new text. `seen_at` is aware and should not go back; where it does, the
        article is merely let go a little late. Ties come oldest first, so the same articles give the same list.
        """
        self.forget(id)
        self._let_go(seen_at)
        shingles = shingles_of(text)
        if len(shingles) < FEWEST_SHINGLES:
            return []
        fingerprints = fingerprints_of(shingles)
        matches = [
            match
            for ordinal in self._candidates(fingerprints)
            if (match := _compare(id, shingles, self._kept[ordinal - self._first]))
        ]
        matches.sort(key=lambda match: -match.containment)
        ordinal = self._first + len(self._kept)
        self._kept.append(_Kept(id, seen_at, packed(shingles), len(fingerprints)))
        self._by_id[id] = ordinal
        self._chains.add(fingerprints, ordinal, self._first)
        return matches

    def forget(self, id: str) -> None:  # noqa: A002
        """Let an article go: withdrawn, or to be added with another text. One that is not known is no error."""
        ordinal = self._by_id.pop(id, None)
        if ordinal is not None:
            kept = self._kept[ordinal - self._first]
            kept.is_forgotten, kept.shingles = True, array("I")

    def _let_go(self, now: datetime) -> None:
        oldest = None if self.window is None else now - self.window
        while self._kept and (
            len(self._kept) >= self.most or (oldest is not None and self._kept[0].seen_at < oldest)
        ):
            gone = self._kept.popleft()
            self._first += 1
            if not gone.is_forgotten:
                del self._by_id[gone.id]

    def _candidates(self, fingerprints: list[int]) -> list[int]:
        """Ordinals that share enough, those that share most first, then ascending."""
        shared: dict[int, int] = {}
        for fingerprint in fingerprints:
            for ordinal in self._chains.walk(fingerprint, self._first):
                shared[ordinal] = shared.get(ordinal, 0) + 1
        kept, first = self._kept, self._first
        found = []
        for ordinal, count in shared.items():
            other = kept[ordinal - first]
            # Of 12 shingles one or two are fingerprints: where a text has no more, one must do.
            is_short = min(len(fingerprints), other.fingerprints) <= FEWEST_SHARED
            if (count >= FEWEST_SHARED or is_short) and not other.is_forgotten:
                found.append((-count, ordinal))
        found.sort()
        return [ordinal for _, ordinal in found[:MOST_CANDIDATES]]


def _compare(id: str, shingles: frozenset[int], other: _Kept) -> Match | None:  # noqa: A002
    common = len(shingles.intersection(other.shingles))
    fewest = min(len(shingles), len(other.shingles))
    if common < CONTAINED * fewest:
        return None
    return Match(id, other.id, common / fewest, common / len(shingles), common / len(other.shingles))


class _Chains:
    """Fingerprint -> ordinals, the newest first: a hash table of arrays, 12 bytes an entry and 4 to 8 a slot.

    A dictionary of lists takes 250 bytes a fingerprint; a week of 50,000 articles has two million.
    """

    def __init__(self) -> None:
        self._heads = array("I", [_NONE]) * _SMALLEST_TABLE
        self._fingerprints = array("I")
        self._ordinals = array("I")
        self._before = array("I")

    def add(self, fingerprints: list[int], ordinal: int, first: int) -> None:
        """File `ordinal` under each of its fingerprints; those under `first` may be dropped meanwhile."""
        if len(self._ordinals) + len(fingerprints) > len(self._heads):
            self._make_room(len(fingerprints), first)
        heads, mask = self._heads, len(self._heads) - 1
        for fingerprint in fingerprints:
            slot = fingerprint // SAMPLED & mask
            self._before.append(heads[slot])
            heads[slot] = len(self._ordinals)
            self._ordinals.append(ordinal)
            self._fingerprints.append(fingerprint)

    def walk(self, fingerprint: int, first: int) -> Iterator[int]:
        """Ordinals from `first` on that have the fingerprint, the newest first."""
        entry = self._heads[fingerprint // SAMPLED & len(self._heads) - 1]
        ordinals, fingerprints, before = self._ordinals, self._fingerprints, self._before
        steps = 0
        while entry != _NONE and steps < LONGEST_WALK:
            ordinal = ordinals[entry]
            if ordinal < first:
                return
            if fingerprints[entry] == fingerprint:
                yield ordinal
                steps += 1
            entry = before[entry]

    def _make_room(self, more: int, first: int) -> None:
        """Drop the entries under `first`, and double the table where that does not free half of it."""
        start = next((n for n, ordinal in enumerate(self._ordinals) if ordinal >= first), len(self._ordinals))
        fingerprints, ordinals = self._fingerprints[start:], self._ordinals[start:]
        size = len(self._heads)
        while len(ordinals) + more > size // 2:
            size *= 2
        self._heads = array("I", [_NONE]) * size
        self._fingerprints, self._ordinals, self._before = fingerprints, ordinals, array("I")
        for entry, fingerprint in enumerate(fingerprints):
            slot = fingerprint // SAMPLED & size - 1
            self._before.append(self._heads[slot])
            self._heads[slot] = entry
