"""A schematic map of the edition's regions: one mark for each, where its coordinates put it, and a name beside it.

No borders, by design: which borders a country has is nothing for a reader of its press to say. Geography is never
mirrored: the map is the same in a page that reads from right to left, its texts anchored as in one that reads
from left to right. Pure: numbers come in, places on the drawing go out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import cos, radians, sqrt
from typing import NamedTuple

WIDTH = 400.0
MARGIN = 26.0
TALLER = 1.2
"""Degrees of latitude are drawn so much longer than true: names are wide and low, and need the room."""
LETTERS = 14.0
"""Size of the names: 11 px on the narrowest phone, where the drawing is 328 px wide."""
ARABIC_WIDTH, LATIN_WIDTH = 0.46, 0.56
"""Of a letter's size, in a wide font: they decide which side of its mark a name goes to, never where it begins."""
LINE = 1.25
BREAKS = re.compile(r"(?<=\S)[ -](?=\S)")
EMPTY, SMALLEST, LARGEST = 4.0, 10.0, 16.0
"""Radius of a mark without news, of the smallest that has some, and of the largest."""
GAP = 4.0
PARTED = 20.0
"""What a name on two lines costs, as an area covered: one line is read more easily, where there is room for it."""
SIDES = [side for side in product((1, -1, 0), (0, -1, 1)) if any(side)]
"""Of a mark, first across (right, left, its middle), then down (its height, above, below)."""
PASSES = 4
"""Rounds in which each name looks for a better place beside its mark: the Moroccan map rests after two."""

Lines = tuple[str, ...]
Side = tuple[int, int]


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
    """Its first base line."""
    anchor: str
    """What of the name stands at `name_x`: start (its left end), middle or end."""
    lines: Lines
    """The name, on one line or two."""


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
    lines: Lines = ()
    """What stands in it."""

    def shared(self, other: _Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


def draw(spots: Sequence[Spot]) -> Drawing | None:
    """The drawing; None for fewer than two spots, which make no map."""
    if len(spots) < 2:
        return None
    points = tuple(spot.point for spot in spots)
    dots, height = _projected(points)
    most = max(spot.amount for spot in spots)
    ways = _ways(tuple(spot.name for spot in spots), points)
    marks = []
    for spot, (x, y), (lines, side) in zip(spots, dots, ways, strict=True):
        radius = _radius(spot.amount, most)
        box = _beside(x, y, radius, lines, side)
        marks.append(Mark(round(x, 1), round(y, 1), round(radius, 1), *_anchored(box, x), lines))
    return Drawing(round(WIDTH), round(height), marks)


def _anchored(box: _Box, x: float) -> tuple[float, float, str]:
    """Where the name is anchored: at the end that is nearer to its mark, else at its middle."""
    base = round(box.top + LETTERS * (LINE - 0.32), 1)
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
    dots = [
        (left + (lon - west) * narrowing * unit, MARGIN + (north - lat) * unit * TALLER)
        for lat, lon in points
    ]
    return dots, (north - south) * unit * TALLER + 2 * MARGIN


def _radius(amount: int, most: int) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(amount / most) if amount else EMPTY


@lru_cache(maxsize=64)
def _ways(names: tuple[str, ...], points: tuple[tuple[float, float], ...]) -> list[tuple[Lines, Side]]:
    """For each name its lines, and the side of its mark where it covers least of anything else.

    All marks are taken as the largest, so that a name stays where it is, whatever the day's news.
    """
    dots, height = _projected(points)
    circles = [_Box(x - LARGEST, y - LARGEST, x + LARGEST, y + LARGEST) for x, y in dots]
    ways = [list(product(_set(name), SIDES)) for name in names]
    choices = [
        [_beside(x, y, LARGEST, lines, side) for lines, side in own]
        for own, (x, y) in zip(ways, dots, strict=True)
    ]
    frame = _Box(0, 0, WIDTH, height)
    chosen = [0] * len(choices)
    for _ in range(PASSES):
        for n, own in enumerate(choices):
            others = [*circles, *(choices[m][k] for m, k in enumerate(chosen) if m != n)]
            costs = [_cost(box, others, frame) for box in own]
            chosen[n] = costs.index(min(costs))
    return [own[n] for own, n in zip(ways, chosen, strict=True)]


def _cost(box: _Box, others: Sequence[_Box], frame: _Box) -> float:
    area = (box.right - box.left) * (box.bottom - box.top)
    parted = PARTED * (len(box.lines) - 1)
    return sum(box.shared(other) for other in others) + 3 * (area - box.shared(frame)) + parted


def _set(name: str) -> list[Lines]:
    """The name on one line and, where it has several words, on the two that are most alike."""
    ways: list[Lines] = [(name,)]
    breaks = [place.end() for place in BREAKS.finditer(name)]
    if breaks:
        place = min(breaks, key=lambda place: abs(2 * place - len(name)))
        ways.append((name[:place].rstrip(), name[place:]))
    return ways


def _length(lines: Lines) -> float:
    letters = max(map(len, lines))
    return letters * LETTERS * (LATIN_WIDTH if lines[0][:1] < "\u0370" else ARABIC_WIDTH)


def _beside(x: float, y: float, radius: float, lines: Lines, side: Side) -> _Box:
    """The box of a name to the right, the left, or the middle of a mark; on its height, above or below."""
    high, wide = LETTERS * LINE * len(lines), _length(lines)
    across, down = side
    reach = radius + GAP if not down else radius * 0.7 + GAP / 2
    left = x - wide / 2 if not across else x + reach if across > 0 else x - reach - wide
    middle = y + down * ((radius + GAP / 2 + high / 2) if not across else radius * 0.8 + high * 0.35)
    return _Box(left, middle - high / 2, left + wide, middle + high / 2, lines)
