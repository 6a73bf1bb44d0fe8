"""Whether an Arabic text is Moroccan Darija or Standard Arabic: a linear model over pieces of words.

No library keeps the two apart. `quality/train_darija.py` trains the model and writes it (`make train-darija`);
docs/models/darija.md is its card. It judges words one by one, so that a word costs a look into a table the second
time, and it must give the same answer for the same text on every machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from warraq.understand.arabic import normalise

MODEL_FILE = "darija.npz"
WORDS_FILE = "darija_words.txt"
BUCKETS = 1 << 17
"""Pieces are hashed into so many weights of one byte."""
SHORTEST, LONGEST = 2, 5
"""Characters of a piece, the marks of a word's two ends counted in."""
LOOKED_AT = 1_500
"""Characters of a text that are read: a body tells its language long before."""
FEWEST_WORDS = 2
"""Arabic words under which a text is not judged."""

STRONGEST = 3
"""Words of a headline that are judged by themselves too: few words of one may be Darija."""

_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3]+")
_HOME = re.compile("[وفبلك]?(?:ال|ل)?(?:مغرب|مغارب)")
"""The country's own names: the one outlet that writes Darija writes of Morocco in every second headline."""
_AND = re.compile("[وف](?=.{3})")
_CLITIC = re.compile("[وفبل](?=.{3})")
_SIGNS = {
    "§present": re.compile("كا?[يتن].."),
    "§future": re.compile("(?:غا?د?ي?|غ)[يتن].."),
    "§not": re.compile("ما?..+ش$"),
}
"""Patterns of Darija's verbs that no short piece shows: كيدير, غايدير, مادارش."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The likelihoods from which, and under which, a text is called Darija, and Standard Arabic."""

    darija: float
    standard: float


@dataclass(frozen=True, slots=True)
class Second:
    """How a headline is judged by its whole, its most telling words, and how many words it has."""

    whole: float
    strongest: tuple[float, ...]
    """For the STRONGEST, the most telling first."""
    words: float
    """For the logarithm of their number."""
    shift: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt."""

    weights: NDArray[np.int8]
    """One a bucket; times `scale` it is what a piece adds."""
    scale: float
    bias: float
    second: Second
    title: Limits
    body: Limits


def words_of(text: str) -> list[str]:
    """The words that are judged: Arabic ones, folded. Digits, Latin letters, quotation marks, signs and the country's
    name say nothing of a language and much of an outlet."""
    return [word for word in _WORD.findall(normalise(text[:LOOKED_AT])) if not _HOME.match(word)]


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
    answers = (
        _answer(likelihood(title or "", is_title=True), model.title),
        _answer(likelihood(body, is_title=False), model.body),
    )
    if True in answers:
        return True
    if "unsure" in answers or answers == (None, None):
        return None
    return False


def likelihood(text: str, *, is_title: bool) -> float | None:
    """How likely a headline, or another text, is Darija, 0 to 1; None where it has too few Arabic words."""
    words = words_of(text)
    if len(words) < FEWEST_WORDS:
        return None
    margin = margins([_weigh(word) for word in words], _model(), is_title=is_title)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, margin))))


def margins(words: Sequence[tuple[int, int]], model: Model, *, is_title: bool) -> float:
    """The log odds of a text whose words weigh so much: of each the sum of its pieces' bytes, and their number."""
    pieces = sum(count for _, count in words)
    whole = model.bias + model.scale * sum(added for added, _ in words) / math.sqrt(pieces)
    if not is_title:
        return whole
    return sum(
        weight * value
        for weight, value in zip(
            (model.second.whole, *model.second.strongest, model.second.words, model.second.shift),
            headline_features(words, model, whole),
            strict=True,
        )
    )


def headline_features(words: Sequence[tuple[int, int]], model: Model, whole: float) -> list[float]:
    """What the second stage weighs; the order is that of `Second`."""
    found = sorted((model.scale * added / math.sqrt(count) for added, count in words), reverse=True)
    strongest = [*found, *[0.0] * STRONGEST][:STRONGEST]
    return [whole, *strongest, math.log(len(words)), 1.0]


def write_model(model: Model) -> bytes:
    """The model as it is shipped."""
    buffer = BytesIO()
    second, title, body = model.second, model.title, model.body
    numbers = [model.scale, model.bias, second.whole, *second.strongest, second.words, second.shift]
    numbers += [title.darija, title.standard, body.darija, body.standard]
    np.savez_compressed(buffer, weights=model.weights, numbers=np.array(numbers, np.float64))
    return buffer.getvalue()


def read_model(raw: bytes) -> Model:
    """What `write_model` wrote."""
    with np.load(BytesIO(raw), allow_pickle=False) as stored:
        scale, bias, whole, *rest = map(float, stored["numbers"])
        words, shift, *limits = rest[STRONGEST:]
        second = Second(whole, tuple(rest[:STRONGEST]), words, shift)
        return Model(stored["weights"], scale, bias, second, Limits(*limits[:2]), Limits(*limits[2:]))


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
    stem = _AND.sub("", word, count=1) if _AND.match(word) else word
    yield from (sign for sign, pattern in _SIGNS.items() if pattern.match(stem))
    if word in _known_words() or (_CLITIC.match(word) and word[1:] in _known_words()):
        yield from (
            "§known0",
            "§known1",
            "§known2",
        )  # three, so that a short word's own pieces do not drown it


@cache
def _known_words() -> frozenset[str]:
    text = files("warraq.understand").joinpath(WORDS_FILE).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1 << 16)
def _weigh(word: str) -> tuple[int, int]:
    return weigh(word, _model())


def weigh(word: str, model: Model) -> tuple[int, int]:
    """The sum of the bytes of a folded word's pieces, and how many pieces it has."""
    buckets = buckets_of(word)
    return sum(int(model.weights[bucket]) for bucket in buckets), len(buckets)


@cache
def _model() -> Model:
    return read_model(files("warraq.understand").joinpath(MODEL_FILE).read_bytes())
