"""Train the model that keeps Moroccan Darija and Standard Arabic apart, and write it into the package.

Run: WARRAQ_SHARED_DATA=… python quality/train_darija.py (`make train-darija`); about two minutes. Writes
src/warraq/understand/darija.npz. What it learns from stands in darija_texts.py; docs/models/darija.md is its card,
and quality/language.py measures it. Prints what held-out texts and outlets not learnt from are taken for; by half of
the latter the limits are chosen, the other half is reported. Settings were chosen by thrice crossed training on what is
learnt from: `--crossed` prints its recall, on the same false positives.

A logistic regression by L-BFGS; both classes weigh the same. A second stage of six numbers weighs a headline's whole,
its three strongest words and its length.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from darija_texts import MOROCCAN, Sample, goud, measured_only, sample_press, standard
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from warraq.options import read_options
from warraq.understand.darija import (
    BUCKETS,
    FEWEST_WORDS,
    MODEL_FILE,
    STRONGEST,
    Limits,
    Model,
    Second,
    buckets_of,
    headline_features,
    margins,
    read_model,
    weigh,
    words_of,
    write_model,
)

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "warraq" / "understand" / MODEL_FILE
STEPS = 40
SHRINK = 3e-6
"""Of the weights' squares, added to the mean loss: .00001 and .000001 find a hundredth fewer."""
FOLDS = 3
NO_SECOND = Second(1, (0.0,) * STRONGEST, 0, 0)
TITLE = BODY = Limits(darija=0.5, standard=0.5)
"""Until they are chosen."""

Floats = NDArray[np.float64]


class Rows:
    """Texts as sparse rows: the buckets of all pieces, one after the other, each of weight 1/sqrt(pieces)."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        columns: list[int] = []
        owners: list[int] = []
        values: list[float] = []
        for number, sample in enumerate(samples):
            found = [b for word in words_of(sample.text) for b in buckets_of(word)]
            for bucket, times in Counter(found).items():
                columns.append(bucket)
                owners.append(number)
                values.append(times / math.sqrt(len(found)))
        self.columns = np.array(columns, np.int32)
        self.owners = np.array(owners, np.int32)
        self.values = np.array(values, np.float64)
        self.count = len(samples)


def learn(samples: Sequence[Sample]) -> Model:
    """The model of these texts."""
    rows = Rows(samples)
    table = csr_array((rows.values, (rows.owners, rows.columns)), shape=(rows.count, BUCKETS))
    turned = table.T.tocsr()
    signs = np.array([1.0 if sample.is_darija else -1.0 for sample in samples])
    shares = _shares(samples)

    def loss(numbers: Floats) -> tuple[float, Floats]:
        weights, bias = numbers[:-1], numbers[-1]
        margins = signs * (table @ weights + bias)
        errors = -signs * shares / (1 + np.exp(np.minimum(margins, 500)))
        total = float((shares * np.logaddexp(0, -margins)).sum() + SHRINK / 2 * (weights**2).sum())
        return total, np.append(turned @ errors + SHRINK * weights, errors.sum())

    found = minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    weights, bias = found[:-1], float(found[-1])
    scale = float(np.abs(weights).max()) / 127
    return Model(np.rint(weights / scale).astype(np.int8), scale, bias, NO_SECOND, TITLE, BODY)


def learn_second(samples: Sequence[Sample]) -> Second:
    """How to weigh a headline's whole, strongest words and length, learnt on headlines the first stage never saw."""
    halves = [[s for s in samples if crc32(s.text.encode()) % 2 == half] for half in (0, 1)]
    features: list[list[float]] = []
    signs: list[float] = []
    for learnt, asked in (halves, halves[::-1]):
        model = learn(learnt)
        for sample in asked:
            words = [weigh(word, model) for word in words_of(sample.text)]
            if sample.is_title and sample.outlet != "sample" and len(words) >= FEWEST_WORDS:
                features.append(headline_features(words, model, margins(words, model, is_title=False)))
                signs.append(1.0 if sample.is_darija else -1.0)
    table, sides = np.array(features), np.array(signs)
    shares = np.where(sides > 0, 0.5 / (sides > 0).sum(), 0.5 / (sides < 0).sum())

    def loss(numbers: Floats) -> tuple[float, Floats]:
        found = sides * (table @ numbers)
        errors = -sides * shares / (1 + np.exp(np.minimum(found, 500)))
        return float((shares * np.logaddexp(0, -found)).sum()), np.asarray(table.T @ errors, np.float64)

    whole, *rest = map(float, minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x)
    return Second(whole, tuple(rest[:STRONGEST]), rest[STRONGEST], rest[STRONGEST + 1])


def choose_limits(model: Model, samples: Sequence[Sample]) -> tuple[Limits, Limits]:
    """The limits from which so few standard texts of outlets not learnt from are called Darija, or unsure: of the Saudi
    ones and of the Moroccan one, whichever is the stricter."""
    chosen = []
    for is_title, shares in ((True, (0.0175, 0.045)), (False, (0.003, 0.015))):
        limits = [0.0, 0.0]
        for is_home in (False, True):
            group = [s for s in samples if s.is_title is is_title and (s.outlet == MOROCCAN) is is_home]
            likely = np.sort(likelihoods(group, model))[::-1]
            limits = [
                max(limit, float(likely[int(len(likely) * share)]))
                for limit, share in zip(limits, shares, strict=True)
            ]
        chosen.append(Limits(*limits))
    return chosen[0], chosen[1]


def crossed_recall(learnt: Sequence[Sample], choosing: Sequence[Sample]) -> float:
    """Headlines found of those that teach, each third by what the other two taught."""
    found = []
    for third in range(FOLDS):
        rest = [s for s in learnt if crc32(b"f" + s.text.encode()) % FOLDS != third]
        asked = [
            s
            for s in learnt
            if crc32(b"f" + s.text.encode()) % FOLDS == third and s.is_title and s.outlet == "goud"
        ]
        model = replace(learn(rest), second=learn_second(rest))
        limit = choose_limits(model, choosing)[0].darija
        found.append(float(np.mean(likelihoods(asked, model) >= limit)))
    return sum(found) / FOLDS


def _shares(samples: Sequence[Sample]) -> Floats:
    """Each class weighs the same: within it, texts by their weight."""
    total = {
        is_darija: sum(s.weight for s in samples if s.is_darija is is_darija) for is_darija in (True, False)
    }
    return np.array([sample.weight / total[sample.is_darija] / 2 for sample in samples])


def likelihoods(samples: Sequence[Sample], model: Model) -> Floats:
    """What a model makes of texts, as `darija.likelihood` does of the shipped one; 0 where it says nothing."""
    found = []
    for sample in samples:
        words = [weigh(word, model) for word in words_of(sample.text)]
        is_enough = len(words) >= FEWEST_WORDS
        found.append(margins(words, model, is_title=sample.is_title) if is_enough else -50.0)
    return np.asarray(1 / (1 + np.exp(-np.clip(found, -50, 50))), np.float64)


def report(model: Model, samples: Sequence[Sample], heading: str) -> None:
    """Print, for each outlet, kind and class, how many are called Darija, and how many neither."""
    print(heading)
    likely = likelihoods(samples, model)
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
    choosing = [sample for sample in others if crc32(sample.text.encode()) % 2]
    if "--crossed" in sys.argv:
        print(f"recall, thrice crossed: {crossed_recall(learnt, choosing):.4f}")
        return 0
    second = learn_second(learnt)
    model = replace(learn(learnt), second=second)
    title, body = choose_limits(model, choosing)
    model = replace(model, title=title, body=body)
    print(second, title, body)
    report(model, held_out, "held out:")
    report(model, [s for s in others if crc32(s.text.encode()) % 2 == 0], "never learnt from, nor chosen by:")
    SHIPPED.write_bytes(write_model(model))
    print(f"{SHIPPED.relative_to(ROOT)}: {SHIPPED.stat().st_size / 1e3:.0f} kB, {len(learnt)} texts")
    assert read_model(SHIPPED.read_bytes()).bias == model.bias
    return 0


if __name__ == "__main__":
    sys.exit(main())
