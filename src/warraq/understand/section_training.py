"""Trains a model of sections from labelled articles: the shipped one, and an installation's own from its own press.

Logistic regression on hashed stems by Adagrad, in numpy. The same rows in the same order give the same model, byte by
byte on one machine; time and memory are bounded by `MOST_ROWS`. Reads nothing and writes nothing.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from warraq.understand.arabic import normalise
from warraq.understand.section_model import BUCKETS, SURE, SectionModel, features_of

EPOCHS, RATE, DECAY, SEED = 6, 0.5, 1e-6, 0
MOST_ROWS = 20_000
"""About a minute of a processor and 100 MB."""
MOST_OF_SECTION = 3_000
FEWEST_OF_SECTION = 40
"""Articles under which a section is not learnt."""
FEWEST_HELD_OUT = 50
"""Articles to judge by under which nothing is kept."""
HELD_OUT = 5
"""One article in so many is never learnt from, by the hash of its title: copies of it stand on the same side."""

Features = tuple[NDArray[np.int64], NDArray[np.float32]]
Guess = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article whose section its outlet named."""

    title: str
    body: str
    label: str
    address: str = ""

    @property
    def is_held_out(self) -> bool:
        """The same in every run."""
        return zlib.crc32(normalise(self.title).strip().encode("utf-8", "surrogatepass")) % HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Score:
    """How a model did on articles it never saw."""

    asked: int
    said: int
    """How often it was sure."""
    right: int

    @property
    def worth(self) -> float:
        """Right answers less wrong ones, of all asked: a wrong section costs what a right one brings."""
        return (2 * self.right - self.said) / self.asked if self.asked else 0.0


def choose_rows(rows: Iterable[Labelled]) -> list[Labelled]:
    """What is learnt from and judged by: rows as they come, so many of a section, of sections that have enough."""
    kept: list[Labelled] = []
    counts: Counter[str] = Counter()
    for row in rows:
        if counts[row.label] < MOST_OF_SECTION:
            counts[row.label] += 1
            kept.append(row)
        if len(kept) == MOST_ROWS:
            break
    return [row for row in kept if counts[row.label] >= FEWEST_OF_SECTION]


def train_model(rows: Sequence[Labelled], home: frozenset[str] = frozenset()) -> bytes:
    """The model of these rows as a file; at least two labels. `home`: see `section_model.home_stems`."""
    labels = sorted({row.label for row in rows})
    told = np.array([labels.index(row.label) for row in rows])
    weights, bias = train([features_of(row.title, row.body, home) for row in rows], told, len(labels))
    return pack(labels, weights, bias)


def score(guess: Guess, rows: Sequence[Labelled]) -> Score:
    """How often a guesser of sections speaks on these rows, and is right."""
    answers = [(guess(row.title, row.body), row.label) for row in rows]
    said = [answer == label for answer, label in answers if answer is not None]
    return Score(len(rows), len(said), sum(said))


def guesser(model: SectionModel) -> Guess:
    """What an own model says, whose labels are sections."""

    def guess(title: str, body: str) -> str | None:
        chances: Mapping[str, float] = model.likelihoods(title, body)
        best = max(chances, key=chances.__getitem__)
        return best if chances[best] >= SURE else None

    return guess


def train(
    rows: Sequence[Features], told: NDArray[np.int64], labels: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (buckets x labels), the mean over the epochs, and bias by Adagrad on the logistic loss."""
    weights = np.zeros((BUCKETS, labels), np.float32)
    squares = np.full((BUCKETS, labels), 1e-2, np.float32)
    bias: NDArray[np.float32] = np.zeros(labels, np.float32)
    total = np.zeros_like(weights)
    draw = np.random.default_rng(SEED)
    for _ in range(EPOCHS):
        for at in draw.permutation(len(rows)):
            buckets, values = rows[at]
            scores = values @ weights[buckets] + bias
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            chances[told[at]] -= 1
            slope = values[:, None] * chances[None, :] + DECAY * weights[buckets]
            squares[buckets] += slope * slope
            weights[buckets] -= RATE * slope / np.sqrt(squares[buckets])
            bias -= 0.02 * chances
        total += weights
    return total / np.float32(EPOCHS), bias


def pack(labels: Sequence[str], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> bytes:
    """The model's file: weights as whole numbers of one byte, a scale a label."""
    scales = np.maximum(np.abs(weights).max(axis=0), np.float32(1e-6)) / 127
    packed = BytesIO()
    np.savez_compressed(
        packed,
        labels=np.array(labels),
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=bias,
    )
    return packed.getvalue()
