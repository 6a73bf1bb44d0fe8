"""Who covers an event, when, and from whom: the plan of one event's articles, drawn from the seed and the event.

It knows times and outlets, no words. All times are whole seconds since world.EPOCH.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from warraq.sample.dice import dice
from warraq.sample.outlets import AGENCY, BY_LANGUAGE, Outlet
from warraq.sample.world import Event, event_of

WIRE = -1
"""The voice of the agency's French wire, which lies on no site."""

ARTICLES_PER_EVENT = 3.4
"""Measured over 20,000 events; the length of a live slot follows from it."""

HISTORY_SLOT_SECONDS = 1_560
NIGHT_HOURS = 6
NIGHT_SHARE = 0.35
"""In history, events between midnight and six are this much rarer: about 47 events, 160 articles a day."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast things go: history takes hours, the live press minutes."""

    slot_seconds: int
    delay_seconds: int
    """Mean delay of a second outlet behind the first."""
    longest_seconds: int
    """No article of an event appears later than this after its slot begins."""
    edit_seconds: tuple[int, int]
    deletion_seconds: tuple[int, int]


HISTORY = Tempo(HISTORY_SLOT_SECONDS, 4_200, 21_600, (600, 10_800), (3_600, 86_400))


def live_tempo(rate_seconds: float) -> Tempo:
    """The tempo at which an article appears every `rate_seconds` over all outlets."""
    slot = max(2, round(rate_seconds * ARTICLES_PER_EVENT))
    return Tempo(slot, 30, 150 + slot, (25, 150), (45, 165))


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """One article: which outlet tells of which event, with whose words. Compared by identity: it is a key of caches."""

    event: Event
    outlet: Outlet
    part: int
    """0: its first article on the event; 1: a follow-up."""
    rank: int
    """Which of the ways of saying things; independent articles of one event take different ones."""
    voice: int
    """Whose words: an outlet's index, or WIRE."""
    origin: Coverage | None
    """The article it copies, where that lies on a site of ours."""
    seen_at: int
    """When it appears."""
    claimed_at: int
    """When it says it was published."""

    @property
    def key(self) -> int:
        """The number in its address: the event's, plus one for a follow-up (slots are longer than a second)."""
        return self.event.number + self.part

    @property
    def is_copy(self) -> bool:
        """Whether the words are another's."""
        return self.voice != self.outlet.index


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an article."""

    edited_at: tuple[int, ...]
    deleted_at: int | None


def has_event(number: int, seed: int, tempo: Tempo) -> bool:
    """Whether something happens in the slot that begins at `number`."""
    if tempo is not HISTORY or (number // 3600) % 24 >= NIGHT_HOURS:
        return True
    return dice(seed, 4, number).random() < NIGHT_SHARE


def covered(seed: int, number: int, tempo: Tempo) -> tuple[Coverage, ...]:
    """All articles of the event whose slot begins at `number`, the origin first."""
    if not has_event(number, seed, tempo):
        return ()
    event = event_of(seed, number, is_live=tempo is not HISTORY)
    return _Plan(event, dice(seed, 2, number), tempo).articles()


def fate_of(seed: int, coverage: Coverage, tempo: Tempo) -> Fate:
    """One in eight articles is edited, one in forty deleted."""
    roll = dice(seed, 3, coverage.key, coverage.outlet.index)
    chance = roll.random()
    if chance < 0.025:
        return Fate((), coverage.seen_at + _between(roll, tempo.deletion_seconds))
    if chance > 0.145:
        return Fate((), None)
    first = coverage.seen_at + _between(roll, tempo.edit_seconds)
    if roll.random() < 0.15:
        return Fate((first, first + _between(roll, tempo.edit_seconds)), None)
    return Fate((first,), None)


def _between(roll: Random, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return low + int(roll.random() * (high - low))


class _Plan:
    """The articles of one event while they are drawn."""

    def __init__(self, event: Event, roll: Random, tempo: Tempo) -> None:
        self.event, self.roll, self.tempo = event, roll, tempo
        self.done: list[Coverage] = []
        self.ranks: dict[str, int] = {}

    def articles(self) -> tuple[Coverage, ...]:
        chance = self.roll.random
        has_wire = chance() < 0.4
        arabic = self._draw("ar", 1 + (chance() < 0.6) + (chance() < 0.4) + (chance() < 0.2), has_wire)
        french = self._draw("fr", int(chance() < 0.55) + (chance() < 0.25), False)
        first = self._own(AGENCY) if has_wire else self._own(arabic.pop(0))
        for outlet in arabic:
            if chance() < (0.65 if has_wire else 0.22):
                self._copy(outlet, first)
            else:
                self._own(outlet)
        self._french(french, has_wire)
        if chance() < 0.22:
            self._own(BY_LANGUAGE["zgh"][0])
        if chance() < 0.08:
            self._own(first.outlet, part=1)
        return tuple(self.done)

    def _french(self, outlets: list[Outlet], has_wire: bool) -> None:
        own: Coverage | None = None
        for outlet in outlets:
            if has_wire and self.roll.random() < 0.55:
                self._add(outlet, 0, WIRE, None, self._later(None))
            elif own and self.roll.random() < 0.2:
                self._copy(outlet, own)
            else:
                own = self._own(outlet)

    def _draw(self, code: str, count: int, has_wire: bool) -> list[Outlet]:
        """Distinct outlets of a language; the agency only where it opens."""
        pool = [outlet for outlet in BY_LANGUAGE[code] if not (has_wire and outlet.is_agency)]
        pool.sort(key=lambda outlet: self.roll.random() / outlet.appetite)
        return pool[:count]

    def _own(self, outlet: Outlet, part: int = 0) -> Coverage:
        if not self.done:
            seen = self.event.number + int(self.roll.random() * self.tempo.slot_seconds)
        else:
            seen = self._later(self.done[0] if part else None)
        return self._add(outlet, part, outlet.index, None, seen)

    def _copy(self, outlet: Outlet, origin: Coverage) -> Coverage:
        return self._add(outlet, 0, origin.voice, origin, self._later(origin))

    def _later(self, origin: Coverage | None) -> int:
        """After the event and, for a copy or a follow-up, after its origin."""
        start = origin.seen_at + 2 if origin else self.event.number
        delay = int(self.roll.expovariate(1 / self.tempo.delay_seconds))
        latest = self.event.number + self.tempo.longest_seconds
        return min(start + delay, latest)

    def _add(self, outlet: Outlet, part: int, voice: int, origin: Coverage | None, seen: int) -> Coverage:
        code = outlet.language
        rank = origin.rank if origin else self.ranks.get(code, 0)
        if voice == WIRE:
            rank = 2  # the ways that the first two independent outlets leave
        elif not origin:
            self.ranks[code] = rank + 1
        claimed = seen + outlet.clock_skew_seconds
        if origin and self.roll.random() < 0.12:
            claimed = origin.claimed_at - _between(self.roll, (60, 600))
        made = Coverage(self.event, outlet, part, rank, voice, origin, seen, claimed)
        self.done.append(made)
        return made
