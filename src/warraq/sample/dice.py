"""Chance that repeats: numbers mixed into a seed, so that any piece of the world can be drawn again alone.

Never touches the interpreter's own generator, hashes or clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


def mixed(*numbers: int) -> int:
    """64 bits that depend on every number and their order (the finaliser of splitmix64)."""
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = ((state ^ (number & _MASK)) * 0xBF58476D1CE4E5B9 + 0x94D049BB133111EB) & _MASK
        state ^= state >> 29
    return state


def dice(*numbers: int) -> Random:
    """A generator that always rolls the same for the same numbers."""
    return Random(mixed(*numbers))


def pick(roll: Random, things: Sequence[T]) -> T:
    """One of the things; several times as fast as Random.choice."""
    return things[int(roll.random() * len(things))]
