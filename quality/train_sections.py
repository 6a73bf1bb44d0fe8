"""Train the model of sections and write src/warraq/understand/sections.npz.

From the categories of ANT (Tunisian radio news, Apache-2.0) and two desks of Almayadeen (README badge MIT), both of
which let what is learnt be shipped (shared/data/README.md); no text is. Logistic regression on hashed stems by Adagrad,
in numpy. Of ANT, every fifth article, by the hash of its title, is held out for quality/sections.py. Run with
WARRAQ_SHARED_DATA set, about a minute:

    python quality/train_sections.py
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from warraq.options import read_options
from warraq.understand import section_model
from warraq.understand.section_model import BUCKETS, features_of, home_stems

TUNISIA = """تونس تونسي تونسية تونسيون تونسيين سوسة صفاقس القيروان القصرين قفصة قابس نابل بنزرت باجة جندوبة الكاف سليانة
زغوان منوبة أريانة عروس المنستير المهدية بوزيد توزر قبلي مدنين تطاوين جربة الحمامات جرجيس رادس قرطاج المرسى الوردية"""
"""Where the training outlet is at home; «الدولية» and the like stay words."""

DESKS = {"economic": "economy", "politics": "internationalNews"}
"""Almayadeen's desks -> ANT's labels."""
DESK_MOST = 650
EPOCHS, RATE, DECAY, SEED = 6, 0.5, 1e-6, 0

Features = tuple[NDArray[np.int64], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its outlet's own section."""

    title: str
    body: str
    label: str

    @property
    def is_held_out(self) -> bool:
        """By the hash of the title, so that it is the same in every run."""
        return zlib.crc32(self.title.encode()) % 5 == 0


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def read_ant(data: Path) -> list[Labelled]:
    """ANT's articles, one of each title."""
    found = {
        row["title"].strip(): Labelled(row["title"].strip(), row["body"], row["category"])
        for row in read_lines(data / "news" / "ant.jsonl.gz")
        if row["category"]
    }
    return list(found.values())


def read_almayadeen(data: Path) -> list[Labelled]:
    """As many of each desk as the smaller one has, evenly over the file."""
    desks: dict[str, list[Labelled]] = {label: [] for label in DESKS.values()}
    for row in read_lines(data / "news" / "almayadeen.jsonl.gz"):
        parts = row["url"].split("/")
        if parts[3] == "news" and parts[4] in DESKS:
            label = DESKS[parts[4]]
            desks[label].append(Labelled(row["title"] or "", row["full_text"] or "", label))
    return [
        article
        for articles in desks.values()
        for article in articles[:: max(1, round(len(articles) / DESK_MOST))][:DESK_MOST]
    ]


def train(
    rows: list[Features], told: NDArray[np.int64], labels: int
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


def pack(labels: list[str], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> bytes:
    """The model's file: weights as whole numbers of one byte, a scale a label."""
    scales = np.abs(weights).max(axis=0) / 127
    packed = BytesIO()
    np.savez_compressed(
        packed,
        labels=np.array(labels),
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=bias,
    )
    return packed.getvalue()


def main() -> int:
    """Train and write."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    ant = [article for article in read_ant(data) if not article.is_held_out]
    articles = ant + read_almayadeen(data)
    labels = sorted({article.label for article in ant})
    home = home_stems([TUNISIA])
    rows = [features_of(article.title, article.body, home) for article in articles]
    told = np.array([labels.index(article.label) for article in articles])
    weights, bias = train(rows, told, len(labels))
    packed = pack(labels, weights, bias)
    target = Path(section_model.__file__).with_name(section_model.MODEL_FILE)
    target.write_bytes(packed)
    print(
        f"{len(articles)} articles, {len(labels)} labels, {len(packed) / 1e3:.0f} kB: now quality/sections.py"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
