"""Train the model that keeps Moroccan Darija and Standard Arabic apart, and write it into the package.

Run: WARRAQ_SHARED_DATA=… python quality/train_darija.py (`make train-darija`); about two minutes. Writes
src/warraq/understand/darija.npz. What it learns from stands in darija_texts.py; docs/models/darija.md is its card,
and quality/language.py measures it. Prints what held-out texts and outlets not learnt from are taken for; by half of
the latter the limits are chosen, the other half is reported.

A logistic regression by L-BFGS; both classes weigh the same. The names of Moroccan places are masked: they teach
nothing. A second stage of four numbers weighs a headline's whole against its two strongest words.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from darija_texts import Sample, goud, measured_only, sample_press, standard
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from warraq.options import read_options
from warraq.understand.arabic import normalise
from warraq.understand.darija import (
    BUCKETS,
    FEWEST_WORDS,
    MODEL_FILE,
    Limits,
    Model,
    Second,
    buckets_of,
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
TITLE = BODY = Limits(darija=0.5, standard=0.5)
"""Until they are chosen."""

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


def learn(samples: Sequence[Sample], masked: frozenset[str]) -> Model:
    """The model of these texts."""
    rows = Rows(samples, masked)
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
    return Model(np.rint(weights / scale).astype(np.int8), scale, bias, Second(1, 0, 0, 0), TITLE, BODY)


def learn_second(samples: Sequence[Sample], masked: frozenset[str]) -> Second:
    """How to weigh a headline's whole and its two strongest words, learnt on headlines the first stage never saw."""
    halves = [[s for s in samples if crc32(s.text.encode()) % 2 == half] for half in (0, 1)]
    features: list[list[float]] = []
    signs: list[float] = []
    for learnt, asked in (halves, halves[::-1]):
        model = learn(learnt, masked)
        for sample in asked:
            words = [weigh(word, model) for word in words_of(sample.text)]
            if sample.is_title and sample.outlet != "sample" and len(words) >= FEWEST_WORDS:
                strong = sorted(
                    (model.scale * added / math.sqrt(count) for added, count in words), reverse=True
                )
                features.append([margins(words, model, is_title=False), strong[0], strong[1], 1.0])
                signs.append(1.0 if sample.is_darija else -1.0)
    table, sides = np.array(features), np.array(signs)
    shares = np.where(sides > 0, 0.5 / (sides > 0).sum(), 0.5 / (sides < 0).sum())

    def loss(numbers: Floats) -> tuple[float, Floats]:
        found = sides * (table @ numbers)
        errors = -sides * shares / (1 + np.exp(np.minimum(found, 500)))
        return float((shares * np.logaddexp(0, -found)).sum()), np.asarray(table.T @ errors, np.float64)

    whole, first, second, shift = minimize(loss, np.zeros(4), jac=True, method="L-BFGS-B").x
    return Second(float(whole), float(first), float(second), float(shift))


def choose_limits(model: Model, samples: Sequence[Sample]) -> tuple[Limits, Limits]:
    """The limits from which so few standard texts of outlets not learnt from are called Darija, or unsure."""
    chosen = []
    for is_title, shares in ((True, (0.0195, 0.05)), (False, (0.003, 0.015))):
        likely = np.sort(likelihoods([s for s in samples if s.is_title is is_title], model))[::-1]
        darija, standard = (float(likely[int(len(likely) * share)]) for share in shares)
        chosen.append(Limits(darija, standard))
    return chosen[0], chosen[1]


def _shares(samples: Sequence[Sample]) -> Floats:
    """Each class weighs the same: within it, texts by their weight."""
    total = {
        is_darija: sum(s.weight for s in samples if s.is_darija is is_darija) for is_darija in (True, False)
    }
    return np.array([sample.weight / total[sample.is_darija] / 2 for sample in samples])


def masked_words(data: Path) -> frozenset[str]:
    """The names of Moroccan places, folded: Goud writes of them whatever its language."""
    with (data / "places" / "morocco_admin.csv").open(encoding="utf-8", newline="") as file:
        names = [part for row in csv.DictReader(file) for part in row["name_ar"].split() if len(part) > 3]
    return frozenset(normalise(name) for name in names)


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
    masked = masked_words(data)
    second = learn_second(learnt, masked)
    model = replace(learn(learnt, masked), second=second)
    choosing = [sample for sample in others if crc32(sample.text.encode()) % 2]
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
