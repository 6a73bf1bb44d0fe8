"""The sample press grown for load: any number of outlets beside the thirteen, each publishing at a steady pace.

Which articles of an added outlet exist follows from the moment by arithmetic alone: nothing published is remembered,
and a listing of a thousand outlets costs what the outlet costs that is asked. An added outlet speaks and is built
like one of the thirteen; its articles are neither copied, edited nor deleted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from warraq.sample.coverage import Coverage, Fate
from warraq.sample.dice import dice, mixed
from warraq.sample.names import TOWNS
from warraq.sample.outlets import OUTLETS, Outlet
from warraq.sample.press import Found, Press
from warraq.sample.world import event_of

PAST = 3
"""Articles that each added outlet has published before the press opens: a start brings no flood."""
FURTHEST = 2_000
"""Articles looked back over for a listing: while the press is closed, some never appear."""
PICTURES = 0.2
"""Share of the added outlets' articles that have a picture: drawing one costs more than all its words."""
QUICKEST = 8.0
"""Seconds between two articles of one outlet, at least."""
NONE = Fate((), None)
LIVELY = tuple(outlet for outlet in OUTLETS if not outlet.is_agency and outlet.language in ("ar", "fr"))
"""Whom the added outlets resemble, by turns."""


def outlets_of(count: int) -> tuple[Outlet, ...]:
    """`count` outlets: the thirteen, and as many more as are missing. ValueError: fewer than the thirteen."""
    if count < len(OUTLETS):
        raise ValueError(f"the sample press has at least {len(OUTLETS)} outlets")
    return OUTLETS + tuple(_added(number) for number in range(count - len(OUTLETS)))


def _added(number: int) -> Outlet:
    like = LIVELY[number % len(LIVELY)]
    arabic, french, _ = TOWNS[number % len(TOWNS)]
    edition = f" {number // len(TOWNS) + 1}" if number >= len(TOWNS) else ""
    return replace(
        like,
        index=len(OUTLETS) + number,
        slug=f"load{number + 1}",
        names={"ar": f"أصداء {arabic}{edition}", "fr": f"Échos de {french}{edition}"},
        town=number % len(TOWNS),
        dateline="",
        clock_skew_seconds=0,
        pictures=PICTURES,
    )


class LoadPress(Press):
    """A press of `outlets` outlets that publish `rate` articles a second together, each its share.

    `closings`: slug -> from when until when that outlet answers 429 and names the end in Retry-After.
    ValueError: the outlets are too few for the rate, or fewer than the thirteen.
    """

    def __init__(
        self,
        seed: int = 1,
        *,
        outlets: int,
        rate: float,
        closings: Mapping[str, tuple[datetime, datetime]] | None = None,
        **settings: object,
    ) -> None:
        every = outlets_of(outlets)
        if not 0 < rate <= outlets / QUICKEST:
            raise ValueError(f"{outlets} outlets publish at most {outlets / QUICKEST:g} articles a second")
        super().__init__(seed, rate_seconds=outlets / (rate * len(OUTLETS)), **settings)  # type: ignore[arg-type]
        self.outlets = every
        self.period = outlets / rate
        """Seconds between two articles of one added outlet."""
        self.closings = dict(closings or {})

    def latest(self, outlet: Outlet, count: int, *, since: int | None = None) -> list[Found]:
        """As `Press.latest`."""
        if outlet.index < len(OUTLETS):
            return super().latest(outlet, count, since=since)
        found: list[Found] = []
        newest = self._number_before(outlet, self.now())
        for number in range(newest, max(-PAST, newest - FURTHEST) - 1, -1):
            second = self._second(outlet, number)
            if len(found) == count or (since is not None and second < since):
                break
            if self.hours.was_open(second):
                found.append(Found(self._covering(outlet, second), NONE, 0))
        return found

    def coverage_of(self, outlet: Outlet, key: int) -> Coverage | None:
        """As `Press.coverage_of`."""
        if outlet.index < len(OUTLETS):
            return super().coverage_of(outlet, key)
        number = self._number_before(outlet, key)
        is_out = number >= -PAST and self._second(outlet, number) == key and key <= self.now()
        return self._covering(outlet, key) if is_out and self.hours.was_open(key) else None

    def fate(self, coverage: Coverage) -> Fate:
        """As `Press.fate`."""
        return super().fate(coverage) if coverage.outlet.index < len(OUTLETS) else NONE

    def closed_seconds(self, outlet: Outlet) -> float:
        """As `Press.closed_seconds`."""
        start, end = self.closings.get(outlet.slug, (None, None))
        now = self.clock()
        return (end - now).total_seconds() if start and end and start <= now < end else 0.0

    def _phase(self, outlet: Outlet) -> float:
        return dice(self.seed, 21, outlet.index).random()

    def _second(self, outlet: Outlet, number: int) -> int:
        """When the outlet's article of this number appears; those below 0 are from before the press opened."""
        return self.opened_at + math.floor((number + self._phase(outlet)) * self.period)

    def _number_before(self, outlet: Outlet, second: int) -> int:
        """The number of the outlet's newest article at that second."""
        number = math.floor((second - self.opened_at) / self.period - self._phase(outlet)) + 1
        while self._second(outlet, number) > second:
            number -= 1
        return number

    def _covering(self, outlet: Outlet, second: int) -> Coverage:
        event = event_of(mixed(self.seed, outlet.index), second, is_live=True)
        rank = outlet.index // len(LIVELY) % 3
        return Coverage(event, outlet, 0, rank, outlet.index, None, second, second)
