"""Where outlets' numbers for the same thing agree and where they differ.

Figures are of one thing when they are of one kind and unit and count the same (or the same became of those counted:
`مقتل 12 شخصا` and `12 قتيلا`). A share, a sum or a measure is compared only where the text names what it is of.
Which texts tell of one event is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from warraq.understand.numbers import Figure
from warraq.understand.numbers_tables import Kind

LARGE_CENTIMES = 1_000_000
CLOSE = 0.1
"""An approximate figure agrees with another one that is within this share of it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one outlet says of a thing."""

    outlet: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that at least two outlets count."""

    kind: Kind
    unit: str | None
    counted: str
    """The fullest wording, in normal form; empty where only a role is told."""
    role: str | None
    sides: tuple[tuple[Statement, ...], ...]
    """Statements that agree with one another, the side of most outlets first."""

    @property
    def is_agreed(self) -> bool:
        """Whether all outlets say the same."""
        return len(self.sides) == 1


def compare(figures: Mapping[str, Sequence[Figure]]) -> list[Comparison]:
    """Group figures by what they count. `figures`: outlet -> those of its texts, in the order of the texts.

    Things told by one outlet alone are left out. The things that most outlets tell stand first, then those that come
    first in the texts. The same figures in any order of outlets give the same sides.
    """
    groups: list[list[Statement]] = []
    for outlet in sorted(figures):
        for figure in dict.fromkeys(without_place(figure) for figure in figures[outlet]):
            statement = Statement(outlet, figure)
            fitting = [group for group in groups if all(_is_same_thing(figure, s.figure) for s in group)]
            if fitting:
                fitting[0].append(statement)
            else:
                groups.append([statement])
    told = [_comparison(group) for group in groups if len({s.outlet for s in group}) >= 2]
    return sorted(told, key=lambda c: -len({s.outlet for side in c.sides for s in side}))


def agree(first: Figure, second: Figure) -> bool:
    """Whether two figures of one thing can both be true: equal, one's bounds hold the other, or about equal."""
    if first.kind is Kind.SCORE:
        return sorted((first.low or 0, first.high or 0)) == sorted((second.low or 0, second.high or 0))
    (a_low, a_high), (b_low, b_high) = _interval(first), _interval(second)
    return a_low <= b_high and b_low <= a_high


def without_place(figure: Figure) -> Figure:
    """A figure as it is compared: where it stands in its text does not count, and large sums in centimes are dirhams.

    Morocco's press says sums in either: three milliards of centimes are thirty million dirhams. Small ones stay: they
    may be a euro's.
    """
    values = (figure.value, figure.low, figure.high)
    largest = max((value for value in values if value is not None), default=0.0)
    if figure.unit != "centime" or largest < LARGE_CENTIMES:
        return replace(figure, span=(0, 0))
    value, low, high = (None if value is None else value / 100 for value in values)
    return replace(figure, span=(0, 0), value=value, low=low, high=high, unit="MAD")


def _is_same_thing(first: Figure, second: Figure) -> bool:
    if (first.kind, first.unit) != (second.kind, second.unit):
        return False
    if first.kind is Kind.SCORE:
        return True
    if first.role is not None or second.role is not None:
        return first.role == second.role and _are_alike_people(first.counted, second.counted)
    if not first.counted or not second.counted:
        return False
    return _is_wording_of(first.counted, second.counted)


def _are_alike_people(first: str, second: str) -> bool:
    """Twelve dead and twelve people killed are one thing; three children killed are another."""
    general = {"قتيل", "جريح", "موقوف", "مفقود", "نازح", "ناج", "ضحيه", "شخص", "فرد", "اخر"}
    plain = [not (set(words) - general) for words in (first.split(), second.split())]
    return all(plain) or (not any(plain) and _is_wording_of(first, second))


def _is_wording_of(first: str, second: str) -> bool:
    """Whether both name one thing, one of them perhaps with more words: `خلية` and `خلية إرهابية`."""
    a, b = first.split(), second.split()
    return a[0] == b[0] and (set(a) <= set(b) or set(b) <= set(a))


def _interval(figure: Figure) -> tuple[float, float]:
    low, high = figure.low, figure.high
    if figure.value is None:
        return low or 0.0, float("inf") if high is None else high
    if low is not None:
        return low, low * (1 + 2 * CLOSE)  # more than 20 is near 20, not 2,000
    if high is not None:
        return high * (1 - 2 * CLOSE), high
    near = CLOSE * figure.value if figure.is_approximate else 0.0
    return figure.value - near, figure.value + near


def _comparison(group: list[Statement]) -> Comparison:
    sides: list[list[Statement]] = []
    for statement in sorted(group, key=_exactness):
        fitting = [side for side in sides if all(agree(statement.figure, s.figure) for s in side)]
        if fitting:
            fitting[0].append(statement)
        else:
            sides.append([statement])
    first = group[0].figure
    sides.sort(key=lambda side: (-len({s.outlet for s in side}), _exactness(side[0])))
    return Comparison(
        first.kind,
        first.unit,
        max((s.figure.counted for s in group), key=len),
        first.role,
        tuple(tuple(sorted(side, key=lambda s: s.outlet)) for side in sides),
    )


def _exactness(statement: Statement) -> tuple[bool, bool, float, str]:
    figure = statement.figure
    return (figure.value is None, figure.is_approximate, next(_numbers(figure), 0.0), statement.outlet)


def _numbers(figure: Figure) -> Iterator[float]:
    yield from (number for number in (figure.value, figure.low, figure.high) if number is not None)
