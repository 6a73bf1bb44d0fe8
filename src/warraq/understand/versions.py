"""Whether two texts of one outlet are versions of one article: asked only where something else hints at it.

An edit keeps most of the text or most of the headline; two articles of one series (the weather, a cartoon) share a
headline and no text. In doubt they are two: an article shown twice is a nuisance, one lost in another is a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from warraq.understand.arabic import normalise

SHINGLE_WORDS = 3
FEWEST_SHINGLES = 20
"""A shorter text is a flash: it proves nothing against a headline."""
KEPT_TEXT = 0.5
"""Share of the shorter text's shingles that stand in the other: a version with half its text new still passes."""
OTHER_TEXT = 0.2
"""Below, two texts of some length are two texts, whatever their headlines say."""
KEPT_TITLE = 0.5
"""Words in common of all words of two headlines."""
FEWEST_TITLE_WORDS = 3
DAYS_APART = timedelta(days=2)
"""Between two versions whose headline is all that agrees; series repeat headlines later."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Version:
    """What is compared. `day` is the day printed, where one is."""

    title: str
    text: str
    day: date | None = None


def are_versions(one: Version, other: Version) -> bool:
    """Whether text or headline agrees closely."""
    shingles, others = _shingles(one.text), _shingles(other.text)
    fewest = min(len(shingles), len(others))
    kept = len(shingles & others) / fewest if fewest else 0.0
    if fewest >= FEWEST_SHINGLES and (kept >= KEPT_TEXT or kept < OTHER_TEXT):
        return kept >= KEPT_TEXT
    if one.day and other.day and abs(one.day - other.day) > DAYS_APART:
        return False
    return _title_agreement(one.title, other.title) >= KEPT_TITLE


def _title_agreement(one: str, other: str) -> float:
    words, others = set(_words(one)), set(_words(other))
    if min(len(words), len(others)) < FEWEST_TITLE_WORDS:
        return 0.0
    return len(words & others) / len(words | others)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text).casefold())
