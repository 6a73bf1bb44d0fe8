"""Whether an Arabic text is Moroccan Darija or Standard Arabic: a linear model over pieces of words.

No library keeps the two apart. `quality/train_darija.py` trains the model and writes it (`make train-darija`);
docs/models/darija.md is its card. It judges words one by one, so that a word costs a look into a table the second
time, and it must give the same answer for the same text on every machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from warraq.understand.arabic import normalise

MODEL_FILE = "darija.npz"
BUCKETS = 1 << 17
"""Pieces are hashed into so many weights of one byte."""
SHORTEST, LONGEST = 2, 5
"""Characters of a piece, the marks of a word's two ends counted in."""
LOOKED_AT = 1_500
"""Characters of a text that are read: a body tells its language long before."""
FEWEST_WORDS = 2
"""Arabic words under which a text is not judged."""

_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """The likelihoods from which, and under which, a text is called Darija, and Standard Arabic."""

    darija: float
    standard: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt."""

    weights: NDArray[np.int8]
    """One a bucket; times `scale` it is what a piece adds."""
    scale: float
    bias: float
    title: Limits
    body: Limits


def words_of(text: str) -> list[str]:
    """The words that are judged: Arabic ones, folded. Digits, Latin letters, quotation marks and signs say nothing
    of a language and much of an outlet."""
    return _WORD.findall(normalise(text[:LOOKED_AT]))


@lru_cache(maxsize=1 << 15)
def buckets_of(word: str) -> tuple[int, ...]:
    """The buckets of a folded word's pieces."""
    return tuple(crc32(piece.encode()) % BUCKETS for piece in _pieces(word))


def is_darija(title: str | None, body: str, language: str | None) -> bool | None:
    """Whether a title or a body is Darija; None where neither is surely so and one of them may be.

    `language` is the article's (`language.language_of`): a text in another one than Arabic is not Darija, and of a
    text whose language is unknown nothing is said. A body is called Darija where most of it is: an article in
    Standard Arabic that quotes a speaker stays one.
    """
    if language != "ar":
        return None if language is None else False
    model = _model()
    answers = (_answer(likelihood(title or ""), model.title), _answer(likelihood(body), model.body))
    if True in answers:
        return True
    if "unsure" in answers or answers == (None, None):
        return None
    return False


def likelihood(text: str) -> float | None:
    """How likely a text is Darija, 0 to 1; None where it has too few Arabic words."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return None
    model = _model()
    total, pieces = 0, 0
    for word in words:
        added, count = _weigh(word)
        total += added
        pieces += count
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, model.bias + model.scale * total / math.sqrt(pieces)))))


def write_model(model: Model) -> bytes:
    """The model as it is shipped."""
    buffer = BytesIO()
    limits = [model.title.darija, model.title.standard, model.body.darija, model.body.standard]
    np.savez_compressed(
        buffer, weights=model.weights, numbers=np.array([model.scale, model.bias, *limits], np.float64)
    )
    return buffer.getvalue()


def read_model(raw: bytes) -> Model:
    """What `write_model` wrote."""
    with np.load(BytesIO(raw), allow_pickle=False) as stored:
        scale, bias, *limits = map(float, stored["numbers"])
        return Model(stored["weights"], scale, bias, Limits(*limits[:2]), Limits(*limits[2:]))


def _answer(likely: float | None, limits: Limits) -> bool | str | None:
    if likely is None:
        return None
    if likely >= limits.darija:
        return True
    return False if likely < limits.standard else "unsure"


def _pieces(word: str) -> Iterator[str]:
    marked = f"<{word}>"
    for size in range(SHORTEST, LONGEST + 1):
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]
    if len(marked) > LONGEST:
        yield marked


@lru_cache(maxsize=1 << 16)
def _weigh(word: str) -> tuple[int, int]:
    weights = _model().weights
    buckets = buckets_of(word)
    return sum(int(weights[bucket]) for bucket in buckets), len(buckets)


@cache
def _model() -> Model:
    return read_model(files("warraq.understand").joinpath(MODEL_FILE).read_bytes())
