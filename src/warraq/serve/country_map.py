"""A schematic map of the edition's regions: one mark for each, where its coordinates put it, and a name beside it.

No borders, by design: which borders a country has is nothing for a reader of its press to say. Geography is never
mirrored: the map is the same in a page that reads from right to left, its texts anchored as in one that reads
from left to right. Pure: numbers come in, places on the drawing go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import cos, radians, sqrt
from typing import NamedTuple

WIDTH = 400.0
MARGIN = 26.0
LETTERS = 14.0
"""Size of the names: 11 px on the narrowest phone, where the drawing is 328 px wide."""
ARABIC_WIDTH, LATIN_WIDTH = 0.46, 0.56
"""Of a letter's size, in a wide font: they decide which side of its mark a name goes to, never where it begins."""
LINE = 1.25
EMPTY, SMALLEST, LARGEST = 4.0, 10.0, 19.0
"""Radius of a mark without news, of the smallest that has some, and of the largest."""
GAP = 4.0
PASSES = 4
"""Rounds in which each name looks for a better place beside its mark: the Moroccan map rests after two."""


class Spot(NamedTuple):
    """What is to be drawn: a name, degrees of latitude and longitude, and how much news there is."""

    name: str
    point: tuple[float, float]
    amount: int


class Mark(NamedTuple):
    """Where it stands, in units of the drawing."""

    x: float
    y: float
    radius: float
    name_x: float
    name_y: float
    """Its base line."""
    anchor: str
    """What of the name stands at `name_x`: start (its left end), middle or end."""


class Drawing(NamedTuple):
    """The marks, in the order of the spots."""

    width: int
    height: int
    marks: list[Mark]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: _Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


def draw(spots: Sequence[Spot]) -> Drawing | None:
    """The drawing; None for fewer than two spots, which make no map."""
    if len(spots) < 2:
        return None
    dots, height = _projected([spot.point for spot in spots])
    most = max(spot.amount for spot in spots)
    radii = [_radius(spot.amount, most) for spot in spots]
    circles = [_Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(dots, radii, strict=True)]
    boxes = _named(spots, dots, radii, circles, height)
    marks = [
        Mark(round(x, 1), round(y, 1), round(radius, 1), *_anchored(box, x))
        for (x, y), radius, box in zip(dots, radii, boxes, strict=True)
    ]
    return Drawing(round(WIDTH), round(height), marks)


def _anchored(box: _Box, x: float) -> tuple[float, float, str]:
    """Where the name is anchored: at the end that is nearer to its mark, else at its middle."""
    base = round(box.bottom - LETTERS * 0.32, 1)
    if box.left >= x:
        return round(box.left, 1), base, "start"
    if box.right <= x:
        return round(box.right, 1), base, "end"
    return round(x, 1), base, "middle"


def _projected(points: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], float]:
    """Degrees as units of the drawing (equal steps in both directions at its middle), and its height."""
    north, south = max(lat for lat, _ in points), min(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    narrowing = cos(radians((north + south) / 2))
    inner = WIDTH - 2 * MARGIN
    # A country much taller than wide, or of one meridian, is kept within a square.
    unit = inner / max((east - west) * narrowing, north - south, 0.01)
    left = MARGIN + (inner - (east - west) * narrowing * unit) / 2
    dots = [(left + (lon - west) * narrowing * unit, MARGIN + (north - lat) * unit) for lat, lon in points]
    return dots, (north - south) * unit + 2 * MARGIN


def _radius(amount: int, most: int) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(amount / most) if amount else EMPTY


def _named(
    spots: Sequence[Spot],
    dots: Sequence[tuple[float, float]],
    radii: Sequence[float],
    circles: Sequence[_Box],
    height: float,
) -> list[_Box]:
    """For each name the place beside its mark where it covers least of anything else."""
    choices = [
        [
            _beside(x, y, radius, _length(spot.name), side)
            for side in product((1, -1, 0), (0, -1, 1))
            if any(side)
        ]
        for spot, (x, y), radius in zip(spots, dots, radii, strict=True)
    ]
    chosen = [own[0] for own in choices]
    frame = _Box(0, 0, WIDTH, height)
    for _ in range(PASSES):
        for n, own in enumerate(choices):
            others = [*circles, *(box for m, box in enumerate(chosen) if m != n)]
            chosen[n] = min(own, key=lambda box: _cost(box, others, frame))
    return chosen


def _cost(box: _Box, others: Sequence[_Box], frame: _Box) -> float:
    area = (box.right - box.left) * (box.bottom - box.top)
    return sum(box.shared(other) for other in others) + 3 * (area - box.shared(frame))


def _length(name: str) -> float:
    return len(name) * LETTERS * (LATIN_WIDTH if name[:1] < "\u0370" else ARABIC_WIDTH)


def _beside(x: float, y: float, radius: float, wide: float, side: tuple[int, int]) -> _Box:
    """The box of a name to the right, the left, or the middle of a mark; on its height, above or below."""
    high = LETTERS * LINE
    across, down = side
    reach = radius + GAP if not down else radius * 0.7 + GAP / 2
    left = x - wide / 2 if not across else x + reach if across > 0 else x - reach - wide
    middle = y + down * ((radius + GAP / 2 + high / 2) if not across else radius * 0.8 + high * 0.35)
    return _Box(left, middle - high / 2, left + wide, middle + high / 2)
