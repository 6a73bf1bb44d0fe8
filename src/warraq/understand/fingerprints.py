"""The words of a text as numbers, its shingles of four words, and the sample of them that an index holds.

Numbers are the same in every process and on every machine: rows may keep them. Two texts share a shingle where four
words follow one another in both, as analysis folds words: case, hamza seats, vowel marks and punctuation do not count.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable
from itertools import pairwise

from warraq.understand.arabic import normalise

SHINGLE_WORDS = 4
SAMPLED = 5
"""One shingle in so many is a fingerprint: those whose number divides by it. Of leads alone 8 finds .988, 5 .998, at
the same speed (quality/copies.py)."""

REMEMBERED_TOKENS = 300_000
"""Tokens whose numbers are kept at hand, at about 200 bytes each; then all are forgotten at once."""

_WORD = re.compile(r"[^\W_]+")
_LOW = 0xFFFFFFFF
_PAIR = 0x9E3779B1
_QUAD = 0x85EBCA6B
"""Odd multipliers that spread bits (Knuth's golden ratio; MurmurHash3)."""


class _Numbers(dict[str, tuple[int, ...]]):
    """A token, between white space -> the numbers of its words (`2020-2021،` has two, `–` none)."""

    def __missing__(self, token: str) -> tuple[int, ...]:
        if len(self) >= REMEMBERED_TOKENS:
            self.clear()
        plain = normalise(unicodedata.normalize("NFKC", token)).casefold()
        numbers = tuple(_number(word) for word in _WORD.findall(plain))
        self[token] = numbers
        return numbers


def _number(word: str) -> int:
    mixed = (
        zlib.crc32(word.encode("utf-8", "replace")) * _QUAD & _LOW
    )  # crc32 alone is linear: its xors collide
    return mixed ^ mixed >> 15


_NUMBERS = _Numbers()


def words_of(text: str) -> list[int]:
    """One number a word, in order."""
    numbers: list[int] = []
    for token in text.split():
        numbers += _NUMBERS[token]
    return numbers


def shingles_of(text: str) -> frozenset[int]:
    """Every run of four words as a number of 32 bits; empty for a text of fewer words."""
    words = words_of(text)
    pairs = [first * _PAIR + second & _LOW for first, second in pairwise(words)]
    return frozenset([(one * _QUAD ^ other) & _LOW for one, other in zip(pairs, pairs[2:], strict=False)])


def fingerprints_of(shingles: Iterable[int]) -> list[int]:
    """The sampled shingles, in ascending order."""
    return sorted(number for number in shingles if not number % SAMPLED)


def packed(shingles: Iterable[int]) -> array[int]:
    """Shingles as they are kept: 4 bytes each."""
    return array("I", shingles)
