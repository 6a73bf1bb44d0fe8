"""Train the model that keeps Moroccan Darija and Standard Arabic apart, and write it into the package.

Run: WARRAQ_SHARED_DATA=… python quality/train_darija.py (`make train-darija`); about two minutes. Writes
src/warraq/understand/darija.npz. What it learns from stands in darija_texts.py; docs/models/darija.md is its card,
and quality/language.py measures it. Prints what held-out texts and outlets not learnt from are taken for, once more
with each standard outlet left out.

A logistic regression by full gradients (Adam), each text of weight 1 over its class and kind. Names are masked: a
place, and a word that Goud's headlines and its standard sentences have equally often, teach nothing.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from darija_texts import Sample, goud, measured_only, sample_press, standard
from numpy.typing import NDArray

from warraq.options import read_options
from warraq.understand.arabic import normalise
from warraq.understand.darija import (
    BUCKETS,
    MODEL_FILE,
    Limits,
    Model,
    buckets_of,
    read_model,
    words_of,
    write_model,
)

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "warraq" / "understand" / MODEL_FILE
STEPS = 80
RATE = 0.3
SHRINK = 2e-5
"""Of the weights' squares, added to the mean loss."""
FEWEST_TEXTS = 8
"""What fewer texts hold teaches nothing: a rare piece is a name sooner than a language."""
TITLE = Limits(darija=0.6, standard=0.4)
BODY = Limits(darija=0.6, standard=0.4)
"""A text between the two is not called either."""

Floats = NDArray[np.float64]


class Rows:
    """Texts as sparse rows: the buckets of all pieces, one after the other, each of weight 1/sqrt(pieces)."""

    def __init__(self, samples: Sequence[Sample], masked: frozenset[str]) -> None:
        columns: list[int] = []
        owners: list[int] = []
        values: list[float] = []
        for number, sample in enumerate(samples):
            found = [b for word in words_of(sample.text) if word not in masked for b in buckets_of(word)]
            for bucket, times in Counter(found).items():
                columns.append(bucket)
                owners.append(number)
                values.append(times / math.sqrt(len(found)))
        self.columns = np.array(columns, np.int32)
        self.owners = np.array(owners, np.int32)
        self.values = np.array(values, np.float64)
        self.count = len(samples)

    def sums(self, weights: Floats) -> Floats:
        """Each text's sum."""
        return np.asarray(
            np.bincount(self.owners, self.values * weights[self.columns], minlength=self.count), np.float64
        )

    def back(self, errors: Floats) -> Floats:
        """Each bucket's gradient."""
        summed = np.bincount(self.columns, self.values * errors[self.owners], minlength=BUCKETS)
        return np.asarray(summed, np.float64)


def learn(samples: Sequence[Sample], masked: frozenset[str]) -> Model:
    """The model of these texts."""
    rows = Rows(samples, masked)
    truth = np.array([sample.is_darija for sample in samples], np.float64)
    shares = _shares(samples)
    weights, bias = np.zeros(BUCKETS), 0.0
    kept = np.bincount(rows.columns, minlength=BUCKETS) >= FEWEST_TEXTS
    mean, square = np.zeros(BUCKETS + 1), np.zeros(BUCKETS + 1)
    for step in range(1, STEPS + 1):
        likely = 1 / (1 + np.exp(-(rows.sums(weights) + bias)))
        errors = (likely - truth) * shares
        gradient = np.append((rows.back(errors) + SHRINK * weights) * kept, errors.sum())
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        change = RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-7)
        weights -= change[:-1] * (1 - step / (STEPS + 1))
        bias -= float(change[-1]) * (1 - step / (STEPS + 1))
    scale = float(np.abs(weights).max()) / 127
    return Model(np.rint(weights / scale).astype(np.int8), scale, bias, TITLE, BODY)


def _shares(samples: Sequence[Sample]) -> Floats:
    """Each class weighs the same: within it, texts by their weight."""
    total = {
        is_darija: sum(s.weight for s in samples if s.is_darija is is_darija) for is_darija in (True, False)
    }
    return np.array([sample.weight / total[sample.is_darija] / 2 for sample in samples])


def masked_words(data: Path, samples: Iterable[Sample]) -> frozenset[str]:
    """Places, and words that are as frequent in Goud's standard sentences as in its headlines."""
    with (data / "places" / "morocco_admin.csv").open(encoding="utf-8", newline="") as file:
        masked = {
            normalise(part)
            for row in csv.DictReader(file)
            for name in row["name_ar"].split("|")
            for part in name.split()
            if len(part) > 3
        }
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for sample in samples:
        if sample.outlet == "goud" and sample.is_title is sample.is_darija:
            counts[sample.is_darija].update(set(words_of(sample.text)))
    totals = {key: max(1, counter.total()) for key, counter in counts.items()}
    for word, times in counts[True].items():
        ratio = (times / totals[True]) / max(counts[False][word], 0.5) * totals[False]
        if counts[False][word] >= 3 and 0.5 <= ratio <= 2:
            masked.add(word)
    return frozenset(masked)


def likelihoods(model: Model, samples: Sequence[Sample]) -> Floats:
    """What the model makes of texts, as `darija.likelihood` does."""
    rows = Rows(samples, frozenset())
    weights = model.weights.astype(np.float64) * model.scale
    return np.asarray(1 / (1 + np.exp(-(rows.sums(weights) + model.bias))))


def report(model: Model, samples: Sequence[Sample], heading: str) -> None:
    """Print, for each outlet, kind and class, how many are called Darija, and how many neither."""
    print(heading)
    likely = likelihoods(model, samples)
    keys = [(s.outlet, s.is_title, s.is_darija) for s in samples]
    for key in dict.fromkeys(keys):
        values = likely[[k == key for k in keys]]
        outlet, is_title, is_darija = key
        limits = model.title if is_title else model.body
        print(
            f"  {outlet:12}{'title' if is_title else 'body':6}{'Darija' if is_darija else 'standard':9}"
            f"{len(values):6}  called Darija {np.mean(values >= limits.darija):.3f}"
            f"  unsure {np.mean((values < limits.darija) & (values >= limits.standard)):.3f}"
        )


def main() -> int:
    """Train, measure, write."""
    data = read_options().shared_data
    if data is None:
        print("WARRAQ_SHARED_DATA does not name the folder of real data", file=sys.stderr)
        return 1
    samples = [*goud(data), *standard(data), *sample_press()]
    learnt = [sample for sample in samples if not sample.is_held_out]
    held_out = [sample for sample in samples if sample.is_held_out]
    others = list(measured_only(data))
    masked = masked_words(data, learnt)
    for left_out in ("ant", "almayadeen"):
        model = learn([s for s in learnt if s.outlet != left_out], masked)
        report(model, [s for s in learnt if s.outlet == left_out], f"{left_out} left out:")
    model = learn(learnt, masked)
    report(model, held_out, "held out:")
    report(model, others, "never learnt from:")
    SHIPPED.write_bytes(write_model(model))
    print(f"{SHIPPED.relative_to(ROOT)}: {SHIPPED.stat().st_size / 1e3:.0f} kB, {len(learnt)} texts")
    assert read_model(SHIPPED.read_bytes()).bias == model.bias
    return 0


if __name__ == "__main__":
    sys.exit(main())
