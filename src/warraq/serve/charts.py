"""Charts drawn here: ink on paper, zero-based, lines named where they end, broken where nothing was collected.

A chart is an SVG of attributes and classes only (the page allows no style and no script), and time runs as the page
reads: from right to left in Arabic. Each is drawn twice, wide and narrow, and the style sheet shows the one that fits,
so that its letters are as large on a phone as anywhere. A table beside it says the same to those who do not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import bidirectional

from markupsafe import Markup

from warraq.serve.chart_scale import every, spread, ticks
from warraq.serve.escaping import piece

LINES = 5
"""As many lines as the style sheet has inks for."""


class Size(NamedTuple):
    """A drawing's measures in its own units, which are pixels where it is shown in full."""

    name: str
    width: int
    height: int
    before: int
    """Room for the scale."""
    after: int
    """Room for the lines' names."""
    letters: int
    """Most letters of a line's name."""


LARGE = (Size("wide", 860, 340, 54, 150, 18), Size("narrow", 340, 280, 40, 88, 10))
SMALL = (Size("wide", 860, 150, 54, 12, 0), Size("narrow", 340, 130, 40, 8, 0))
LETTER = 8.0
"""Of the axis, at most."""
ABOVE, BELOW = 14, 30
NAME_GAP = 18
DOTS = 62
"""Most points of a line that are marked each."""


class Line(NamedTuple):
    """One line: a value for each period, None where nothing was collected."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. All texts are plain, in the page's language."""

    key: str
    """Of letters: ids on the page begin with it."""
    title: str
    description: str
    periods: tuple[str, ...]
    """The name of each."""
    marks: tuple[str, ...]
    """The short name of each, for the axis."""
    lines: tuple[Line, ...]
    said: Callable[[float], str]
    """A value as the page writes it."""
    direction: str
    """rtl or ltr."""
    is_whole: bool = True
    """Whether values are counts."""
    partly: frozenset[int] = frozenset()
    """Periods that are not over, or were collected in part: drawn hollow."""
    addresses: tuple[str, ...] = field(default=())
    """Of bars: where each leads; the same links stand in the table."""


def line_chart(chart: Chart) -> Markup:
    """Up to `LINES` lines over time."""
    return Markup("").join(_Drawing(chart, size).with_lines() for size in LARGE)


def bar_chart(chart: Chart) -> Markup:
    """The first line as bars: how many, when."""
    return Markup("").join(_Drawing(chart, size).with_bars() for size in SMALL)


def share_bar(share: float, ink: int = 0) -> Markup:
    """A bar in a table's cell: `share` of the longest, from 0 to 1, in the ink of line `ink` of the chart beside it. It
    grows as the page reads (the style sheet turns it)."""
    width = max(1, round(100 * min(1.0, share))) if share > 0 else 0
    drawn = (
        f'<svg class="share-bar ink-{ink}" viewBox="0 0 100 8" width="100" height="8" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="M0 0h{width}v8h-{width}z"/></svg>'
    )
    return Markup(drawn)  # noqa: S704  # made of a number


class _Drawing:
    """One size of a chart."""

    def __init__(self, chart: Chart, size: Size) -> None:
        self.chart, self.size = chart, size
        values = [value for line in chart.lines for value in line.values if value is not None]
        self.ticks = ticks(max(values, default=0.0), whole=chart.is_whole)
        self.room = size.width - size.before - size.after
        self.ground = size.height - BELOW
        self.is_rtl = chart.direction == "rtl"

    def with_lines(self) -> Markup:
        drawn = [self._line(n, line) for n, line in enumerate(self.chart.lines[:LINES], 1)]
        return self._whole([*drawn, self._names()])

    def with_bars(self) -> Markup:
        width = max(1.0, self.room / max(1, len(self.chart.periods)) * 0.78)
        return self._whole([self._bar(n, value, width) for n, value in enumerate(self.chart.lines[0].values)])

    def _whole(self, drawn: Sequence[str]) -> Markup:
        chart, size = self.chart, self.size
        key = f"{chart.key}-{size.name}"
        # Bars that lead on may not stand inside an image; to those who hear the page the table's links say the same.
        role, hidden = ("group", ' aria-hidden="true"') if chart.addresses else ("img", "")
        parts = [
            f'<svg class="chart {size.name}" viewBox="0 0 {size.width} {size.height}" width="{size.width}" '
            f'height="{size.height}" direction="{chart.direction}" role="{role}" aria-labelledby="{key}-t {key}-d">',
            f'<title id="{key}-t">{piece(chart.title)}</title><desc id="{key}-d">{piece(chart.description)}</desc>',
            f"<g{hidden}>", self._gaps(), self._scale(), self._ground(), *drawn, self._marks(), "</g></svg>\n",
        ]  # fmt: skip
        return Markup("".join(parts))  # noqa: S704  # every text was escaped

    def _x(self, place: float) -> float:
        """Where a place among the periods (0: the beginning of the first) lies."""
        along = self.size.before + place / max(1, len(self.chart.periods)) * self.room
        return round(self.size.width - along if self.is_rtl else along, 1)

    def _y(self, value: float) -> float:
        return round(self.ground - value / self.ticks[-1] * (self.ground - ABOVE), 1)

    def _scale(self) -> str:
        start, end = self._x(0), self._x(len(self.chart.periods))
        behind = start + (8 if self.is_rtl else -8)
        return "".join(
            (f'<path class="grid" d="M{start} {self._y(tick)}H{end}"/>' if tick else "")
            + f'<text class="tick" x="{behind}" y="{self._y(tick) + 4}" text-anchor="end">'
            f"{piece(self.chart.said(tick))}</text>"
            for tick in self.ticks
        )

    def _missing(self) -> list[bool]:
        lines = self.chart.lines
        return [all(line.values[n] is None for line in lines) for n in range(len(self.chart.periods))]

    def _gaps(self) -> str:
        """Shade behind the runs of periods in which nothing was collected."""
        return "".join(
            f'<rect class="gap" x="{min(self._x(first), self._x(last))}" y="{ABOVE}" '
            f'width="{abs(self._x(last) - self._x(first)):.1f}" height="{self.ground - ABOVE}"/>'
            for first, last in _runs(self._missing(), wanted=True)
        )

    def _ground(self) -> str:
        """The line of zero, broken where nothing was collected."""
        path = "".join(
            f"M{self._x(first)} {self.ground}H{self._x(last)}"
            for first, last in _runs(self._missing(), wanted=False)
        )
        return f'<path class="ground" d="{path}"/>'

    def _line(self, number: int, line: Line) -> str:
        known = [value is not None for value in line.values]
        path, dots = [], []
        for first, last in _runs(known, wanted=True):
            points = [(self._x(n + 0.5), self._y(line.values[n] or 0)) for n in range(first, last)]
            # A lone period has no line: a short stroke shows it.
            path.append(f"M{'L'.join(f'{x} {y}' for x, y in points)}{'h.01' if len(points) == 1 else ''}")
            dots += [(x, y, n) for n, (x, y) in zip(range(first, last), points, strict=True)]
        if len(dots) > DOTS:
            dots = [dot for dot in dots if dot[2] in self.chart.partly]
        marked = "".join(
            f'<circle cx="{x}" cy="{y}" r="3"{self._hollow(n)}><title>{piece(self._told(line, n))}</title></circle>'
            for x, y, n in dots
        )
        return f'<g class="line line-{number}"><path d="{"".join(path)}"/>{marked}</g>'

    def _hollow(self, place: int) -> str:
        return ' class="partly"' if place in self.chart.partly else ""

    def _told(self, line: Line, place: int) -> str:
        told = f"{self.chart.periods[place]}: {self.chart.said(line.values[place] or 0)}"
        return f"{line.name} · {told}" if line.name else told

    def _names(self) -> str:
        """Each line's name where it ends, moved apart where lines end together."""
        ends = [
            (n, line, last)
            for n, line in enumerate(self.chart.lines[:LINES], 1)
            if (last := max((k for k, value in enumerate(line.values) if value is not None), default=None))
            is not None
        ]
        wanted = [self._y(line.values[last] or 0) for _, line, last in ends]
        heights = spread(wanted, NAME_GAP, ABOVE, self.ground)
        x = self._x(len(self.chart.periods)) + (-8 if self.is_rtl else 8)
        names = []
        for (n, line, _), height in zip(ends, heights, strict=True):
            direction = _direction(line.name) or self.chart.direction
            anchor = "start" if direction == self.chart.direction else "end"
            names.append(
                f'<text class="name name-{n}" x="{x}" y="{height + 4:.1f}" direction="{direction}" '
                f'text-anchor="{anchor}">{piece(_short(line.name, self.size.letters))}</text>'
            )
        return "".join(names)

    def _bar(self, place: int, value: float | None, width: float) -> str:
        if not value:
            return ""
        x, top = self._x(place + 0.5) - width / 2, self._y(value)
        height = max(1.0, self.ground - top)
        hollow = " partly" if place in self.chart.partly else ""
        bar = (
            f'<rect class="bar{hollow}" x="{x:.1f}" y="{self.ground - height:.1f}" '
            f'width="{width:.1f}" height="{height:.1f}">'
            f"<title>{piece(self._told(Line('', self.chart.lines[0].values), place))}</title></rect>"
        )
        if place >= len(self.chart.addresses):
            return bar
        return f'<a href="{piece(self.chart.addresses[place])}" tabindex="-1">{bar}</a>'

    def _marks(self) -> str:
        longest = max(map(len, self.chart.marks), default=1)
        places = every(len(self.chart.marks), max(2, int(self.room / (longest * LETTER + 12))))
        y = self.ground + 20
        return "".join(
            f'<path class="tooth" d="M{self._x(n + 0.5)} {self.ground}v5"/>'
            f'<text class="mark-of-time" x="{self._x(n + 0.5)}" y="{y}" text-anchor="middle">'
            f"{piece(self.chart.marks[n])}</text>"
            for n in places
        )


def _runs(flags: Sequence[bool], *, wanted: bool) -> list[tuple[int, int]]:
    """The runs of `wanted` flags: (first, one after the last)."""
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for place, flag in enumerate([*flags, not wanted]):
        if flag is wanted and begin is None:
            begin = place
        elif flag is not wanted and begin is not None:
            runs.append((begin, place))
            begin = None
    return runs


def _direction(name: str) -> str:
    """Which way a name is read: by its first letter; empty where it has none."""
    for sign in name:
        kind = bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return ""


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"
