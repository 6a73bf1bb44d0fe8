"""What stands where on the front page: a pure choice among stories by rank and variety, and among lines by time.

One event stands once. A press too small or too quiet for stories of several outlets is ranked by time alone, because a
lone article is a story of one. Nothing here asks the store or the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from warraq.serve.events import Candidate, once
from warraq.serve.lines import Line
from warraq.understand.prominence import NO_EXCERPT, NO_PICTURE, Variety

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
    """The front page. Every part may be empty, and is then not drawn; no event stands in two of them."""

    lead: Candidate | None
    seconds: list[Candidate]
    """With pictures, under the lead."""
    thirds: list[Candidate]
    """Headlines beside the lead."""
    river: list[Line]
    """The newest, whatever they are."""
    columns: list[Column]

    def leads(self) -> list[Candidate]:
        """All that were chosen by rank."""
        return [*([self.lead] if self.lead else []), *self.seconds, *self.thirds]

    def lines(self) -> list[Line]:
        """All articles on it."""
        listed = [line for column in self.columns for line in column.lines]
        return [*(one.line for one in self.leads()), *self.river, *listed]


class _Choice:
    """Takes candidates one by one, each time the one of highest rank after what variety takes from it."""

    def __init__(self, pool: Sequence[Candidate]) -> None:
        self.pool = list(pool)
        self.variety = Variety()
        self.titles: set[str] = set()

    def take(self, number: int, *, needs_picture: bool = False) -> list[Candidate]:
        """At most `number` of the pool, which then no longer holds them."""
        taken: list[Candidate] = []
        while len(taken) < number and (best := self._best(self._sameness, needs_picture)) is not None:
            taken.append(self._show(best))
        return taken

    def lead(self) -> Candidate | None:
        """The first: what has a picture and an excerpt to show stands before what has none."""
        best = self._best(_bareness)
        return None if best is None else self._show(best)

    def put_back(self, candidates: Sequence[Candidate]) -> None:
        """They stand nowhere after all."""
        if not candidates:
            return
        for one in candidates:
            self.variety.take_back(one.traits)
            self.titles.discard(one.line.title)
        self.pool = sorted([*candidates, *self.pool], key=lambda one: -one.rank)

    def _sameness(self, one: Candidate) -> float:
        return self.variety.loss(one.traits)

    def _show(self, place: int) -> Candidate:
        """Take the one that stands at this place of the pool."""
        one = self.pool.pop(place)
        self.variety.show(one.traits)
        self.titles.add(one.line.title)
        return one

    def _best(self, loss: Callable[[Candidate], float], needs_picture: bool = False) -> int | None:
        """The place in the pool of the highest rank after its loss.

        The pool goes from the highest rank down: once one lies below the best so far, none can win.
        """
        best, highest = None, 0.0
        for place, one in enumerate(self.pool):
            if best is not None and one.rank <= highest:
                break
            if one.line.title in self.titles or (needs_picture and one.picture is None):
                continue
            worth = one.rank - loss(one)
            if best is None or worth > highest:
                best, highest = place, worth
        return best


def plan_front(
    ranked: Sequence[Candidate], newest: Sequence[Line], sections: Mapping[str, Sequence[Line]]
) -> FrontPlan:
    """Choose. `ranked` go from the highest rank down, each event once; `newest` from newest to oldest; `sections` keep
    the order in which columns should stand. A copy under the very same headline never stands beside its twin."""
    choice = _Choice(ranked)
    lead = choice.lead()
    seconds = choice.take(SECONDS, needs_picture=True)
    # A row with a hole in it looks broken: what fills no whole row goes back to be a plain headline.
    whole = len(seconds) // ROW * ROW
    choice.put_back(seconds[whole:])
    seconds = seconds[:whole]
    thirds = choice.take(THIRDS)
    shown = {one.line.event for one in [*([lead] if lead else []), *seconds, *thirds]}
    river = once(newest, shown, RIVER)
    columns = []
    for section, lines in sections.items():
        if fresh := once(lines, shown, COLUMN):
            columns.append(Column(section, fresh))
    return FrontPlan(lead, seconds, thirds, river, columns)


def _bareness(one: Candidate) -> float:
    return (0.0 if one.picture else NO_PICTURE) + (0.0 if one.line.excerpt else NO_EXCERPT)
