"""What stands where on the front page: a pure choice among lines, spread over outlets and sections.

There are no stories yet, so the leads are fresh articles with a picture. Nothing here asks the store or the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from warraq.serve.lines import Line

SECONDS = 6
"""Two rows of three; with fewer pictures one row."""
ROW = 3
THIRDS = 4
RIVER = 7
COLUMN = 5


class Column(NamedTuple):
    """A section's column: its slug and its newest lines, the first of them shown larger."""

    section: str
    lines: list[Line]


class FrontPlan(NamedTuple):
    """The front page. Every part may be empty, and is then not drawn; no article stands in two of them."""

    lead: Line | None
    seconds: list[Line]
    """With pictures, under the lead."""
    thirds: list[Line]
    """Headlines beside the lead."""
    river: list[Line]
    """The newest, whatever they are."""
    columns: list[Column]

    def leads(self) -> list[Line]:
        """The lines that are shown with who wrote them."""
        return ([self.lead] if self.lead else []) + self.seconds

    def numbers(self) -> set[int]:
        """Of all articles on it."""
        columns = (line for column in self.columns for line in column.lines)
        return {line.number for line in (*self.leads(), *self.thirds, *self.river, *columns)}


class _Choice:
    """Takes lines one by one, each time the newest of those whose outlet and section were taken least."""

    def __init__(self, pool: Sequence[Line]) -> None:
        self.order = {line.number: place for place, line in enumerate(pool)}
        self.pool = list(pool)
        self.titles: set[str] = set()
        self.outlets: dict[str, int] = {}
        self.sections: dict[str, int] = {}

    def take(self, fit: Sequence[Line], number: int) -> list[Line]:
        """At most `number` of `fit`, which are lines of the pool in its order."""
        taken: list[Line] = []
        outlets, sections, titles = self.outlets, self.sections, self.titles
        while len(taken) < number:
            best, least = None, 0
            for line in fit:
                often = outlets.get(line.outlet, 0) * 2 + sections.get(line.section, 0)
                if (best is None or often < least) and line.title not in titles:
                    best, least = line, often
                    if not often:
                        break
            if best is None:
                break
            titles.add(best.title)
            outlets[best.outlet] = outlets.get(best.outlet, 0) + 1
            sections[best.section] = sections.get(best.section, 0) + 1
            taken.append(best)
        gone = {line.number for line in taken}
        self.pool = [line for line in self.pool if line.number not in gone]
        return taken

    def put_back(self, lines: Sequence[Line]) -> None:
        if lines:
            self.pool = sorted([*self.pool, *lines], key=lambda line: self.order[line.number])
        self.titles -= {line.title for line in lines}


def plan_front(newest: Sequence[Line], sections: Mapping[str, Sequence[Line]]) -> FrontPlan:
    """Choose. `newest` go from newest to oldest; `sections` keep the order in which columns should stand.

    The lead is the newest line with a picture and an excerpt; where none has both, the newest with an excerpt, else the
    newest. A copy under the very same headline never stands beside its twin among the leads.
    """
    choice = _Choice(newest)
    lead = None
    for fit in (
        [line for line in choice.pool if line.picture and line.excerpt],
        [line for line in choice.pool if line.excerpt],
        choice.pool,
    ):
        if fit:
            (lead,) = choice.take(fit, 1)
            break
    seconds = choice.take([line for line in choice.pool if line.picture], SECONDS)
    # A row with a hole in it looks broken: what fills no whole row goes back to be a plain headline.
    choice.put_back(seconds[len(seconds) // ROW * ROW :])
    seconds = seconds[: len(seconds) // ROW * ROW]
    thirds = choice.take(choice.pool, THIRDS)
    river = choice.pool[:RIVER]
    shown = {line.number for line in ([lead] if lead else []) + seconds + thirds + river}
    columns = [
        Column(section, fresh[:COLUMN])
        for section, lines in sections.items()
        if (fresh := [line for line in lines if line.number not in shown])
    ]
    return FrontPlan(lead, seconds, thirds, river, columns)
