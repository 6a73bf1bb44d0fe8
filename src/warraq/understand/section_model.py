"""A small linear model that tells the section of an Arabic article whose outlet gave it no label we know.

Words, word pairs and the words of the title are hashed into a table of weights, `sections.npz`; `make train-sections`
trains it, docs/models/sections.md is its card. It must stay silent when it is unsure, and where an outlet's own label
leads to a section it is not asked.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from warraq.understand.arabic import is_arabic
from warraq.understand.place_names import fold_word
from warraq.understand.sections import fold_label

MODEL_FILE = "sections.npz"
BUCKETS = 1 << 16
BODY_WORDS = 250
"""Words of the body that are read: more changed nothing on the held-out part and cost time."""
FEWEST_WORDS = 4
SURE = 0.7
"""Likelihood from which the model speaks: measured in quality/sections.py."""
AT_HOME = "§home"
"""Stands for the names of the edition's own country and towns, so that what was learnt from one country's press holds
in another's, where the first is abroad."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_ARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال")
_ENDINGS = ("ها", "ات", "ون", "ين", "ان", "يه", "ه", "ي")
_STEM = 3
"""Letters a stem keeps. The stem is part of the trained model: changing it means training anew."""


@dataclass(frozen=True, slots=True)
class SectionModel:
    """Weights by bucket and label."""

    labels: tuple[str, ...]
    """As the training outlet named its sections; the edition's table leads from them to its own."""
    weights: NDArray[np.int8]
    """Buckets x labels."""
    scales: NDArray[np.float32]
    """What one step of a weight is worth, by label."""
    bias: NDArray[np.float32]

    def likelihoods(self, title: str, body: str, home: frozenset[str] = frozenset()) -> dict[str, float]:
        """How likely each label is, 0 to 1; they sum to 1. `home`: stems of the edition's own names."""
        buckets, values = features_of(title, body, home)
        scores = values @ self.weights[buckets] * self.scales + self.bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self.labels, (powers / powers.sum()).tolist(), strict=True))


@cache
def read_model() -> SectionModel:
    """The shipped model."""
    return load_model(files(__package__).joinpath(MODEL_FILE).read_bytes())


def load_model(raw: bytes) -> SectionModel:
    """A model from its file (`section_training.pack`). Raises ValueError where it is none, or of another version."""
    try:
        with np.load(BytesIO(raw), allow_pickle=False) as packed:
            labels = tuple(str(label) for label in packed["labels"])
            model = SectionModel(labels, packed["weights"], packed["scales"], packed["bias"])
    except (ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error) as fault:
        raise ValueError(f"no model of sections ({fault})") from fault
    shapes = model.weights.shape, model.scales.shape, model.bias.shape
    if not labels or shapes != ((BUCKETS, len(labels)), (len(labels),), (len(labels),)):
        raise ValueError("a model of sections of another shape")
    return model


def home_stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of an edition's own names (its country, its people, its towns), as `guess_section` wants them."""
    return frozenset(stem_of(word) for text in words for word in _WORD.findall(text))


def guess_section(
    title: str | None, body: str, table: Mapping[str, str], home: frozenset[str] = frozenset()
) -> str | None:
    """The edition's section of an article without a usable label; None when unsure, or where it is not in Arabic.

    `table`: folded label -> section (`sections.fold_labels`); labels that lead to one section speak together.
    """
    text = f"{title or ''} {body[:400]}"
    if not is_arabic(text) or len(_WORD.findall(text)) < FEWEST_WORDS:
        return None
    chances: dict[str, float] = {}
    for label, likelihood in read_model().likelihoods(title or "", body, home).items():
        if section := table.get(fold_label(label)):
            chances[section] = chances.get(section, 0.0) + likelihood
    best = max(chances, key=chances.__getitem__, default=None)
    return best if best is not None and chances[best] >= SURE else None


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """A folded word without article and the commonest endings."""
    form = fold_word(word)
    for article in _ARTICLES:
        if form.startswith(article) and len(form) >= len(article) + _STEM:
            form = form[len(article) :]
            break
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) >= len(ending) + _STEM:
            return form[: -len(ending)]
    return form


def features_of(title: str, body: str, home: frozenset[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and their values; the values' squares sum to 1 where there is any word."""
    first = _stems(title, home, BODY_WORDS)
    rest = _stems(body, home, BODY_WORDS)
    counts = Counter(first)
    counts.update(rest)
    counts.update(f"{one}_{other}" for one, other in pairwise(rest))
    counts.update(f"title:{stem}" for stem in first)
    counts.update(f"title:{one}_{other}" for one, other in pairwise(first))
    values: NDArray[np.float32] = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)))
    length = np.float32(np.linalg.norm(values))
    buckets = np.fromiter((_bucket(name) for name in counts), np.int64, len(counts))
    return buckets, values / length if length else values


def _stems(text: str, home: frozenset[str], most: int) -> list[str]:
    stems = []
    for match in _WORD.finditer(text):
        stem = stem_of(match[0])
        stems.append(
            AT_HOME if stem in home or stem[1:] in home else stem
        )  # also with و, ب, ل written onto it
        if len(stems) == most:
            break
    return stems


@lru_cache(maxsize=262_144)
def _bucket(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS
