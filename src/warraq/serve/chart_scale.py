"""The arithmetic of a chart: round steps from zero, which periods get a name, labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(highest: float, about: int = 4, *, whole: bool = True) -> list[float]:
    """Values from zero to at least `highest` in round steps, some `about` of them; whole numbers where the values are
    counts. Nothing at all to show is a scale from 0 to 1."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / about
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in STEPS if power * factor >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, float(ceil(step)) if step < 1 else step)
        if step != int(step):  # 2.5 of a count
            step = 5.0 if step < 5 else float(ceil(step))
    count = max(1, ceil(highest / step - 1e-9))
    return [float(f"{step * n:.12g}") for n in range(count + 1)]


def every(count: int, most: int) -> list[int]:
    """Which of `count` periods get a name so that at most `most` do: evenly, and never the last ones crowded."""
    stride = max(1, ceil(count / most))
    return list(range(0, count, stride))


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places moved as little as it takes for neighbours to stand `gap` apart, in their order, within the bounds
    (as far as there is room)."""
    order = sorted(range(len(places)), key=lambda n: (places[n], n))
    moved = [0.0] * len(places)
    floor_ = low
    for n in order:
        moved[n] = max(places[n], floor_)
        floor_ = moved[n] + gap
    ceiling = high
    for n in reversed(order):
        moved[n] = min(moved[n], ceiling)
        ceiling = moved[n] - gap
    return moved
