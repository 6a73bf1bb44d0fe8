"""The small world: what happens, where, to whom, and how many. It knows no language and no outlet.

An event is drawn from the seed and its number alone; its number is the second, counted from EPOCH, at which
its slot of time begins. Nothing is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from warraq.sample.dice import dice, pick

EPOCH = datetime(1995, 1, 1, tzinfo=UTC)
"""The first second of the world; far enough back for a million and a half articles of history."""

ITEMS = 8
"""Every kind of event names its subject from a list of this many, the same things in every language."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: its name is also its heading in the files of words."""

    name: str
    section: str
    a: tuple[int, int, int]
    """Lowest, highest, step: what is counted is said by the words."""
    b: tuple[int, int, int]
    c: tuple[int, int, int] = (3, 9, 1)
    weight: int = 4


KINDS = (
    Kind("council", "politics", (18, 44, 1), (3, 12, 1), (12, 95, 1), 6),
    Kind("bill", "politics", (41, 180, 1), (11, 60, 1)),
    Kind("party", "politics", (300, 1900, 50), (30, 120, 1)),
    Kind("factory", "economy", (120, 900, 10), (4, 40, 1), (45, 950, 5), 5),
    Kind("prices", "economy", (3, 28, 1), (15, 95, 1), (3, 9, 1), 5),
    Kind("accident", "society", (3, 19, 1), (11, 60, 1), (3, 9, 1), 6),
    Kind("weather", "society", (18, 95, 1), (11, 210, 1), (3, 24, 1)),
    Kind("protest", "society", (60, 900, 10), (3, 11, 1)),
    Kind("match", "sports", (2, 5, 1), (0, 1, 1), (3000, 45000, 100), 7),
    Kind("race", "sports", (250, 5200, 50), (10, 42, 1), (3, 18, 1), 3),
    Kind("festival", "culture", (12, 90, 1), (3, 9, 1), (5000, 60000, 500)),
    Kind("book", "culture", (120, 480, 1), (3, 15, 1), (3, 9, 1), 3),
    Kind("summit", "international", (11, 60, 1), (3, 9, 1)),
    Kind("disaster", "international", (11, 240, 1), (300, 9000, 100)),
    Kind("mosque", "religion", (300, 2500, 50), (400, 3200, 20), (3, 25, 1), 3),
    Kind("contest", "religion", (40, 320, 1), (3, 9, 1), (3, 9, 1), 3),
    Kind("caravan", "health", (250, 3100, 10), (11, 60, 1)),
    Kind("hospital", "health", (45, 380, 5), (30, 260, 5), (35, 420, 5)),
    Kind("trial", "justice", (3, 17, 1), (3, 12, 1), (11, 90, 1), 5),
    Kind("exam", "education", (900, 42000, 50), (11, 140, 1)),
)
SECTIONS = tuple(dict.fromkeys(kind.section for kind in KINDS))
_URN = tuple(kind for kind in KINDS for _ in range(kind.weight))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: numbers that the languages turn into words."""

    number: int
    kind: Kind
    town: int
    other_town: int
    foreign: int
    speaker: tuple[int, int, bool]
    """First name, family name, whether a woman: she or he who speaks in the articles."""
    witness: tuple[int, int]
    """Another person, always a man, so that sentences need no second gender."""
    role: int
    organisation: int
    items: tuple[int, int]
    a: int
    b: int
    c: int
    is_live: bool


def event_of(seed: int, number: int, *, is_live: bool) -> Event:
    """The event of this number in the seed's world; `is_live` says that it happens before readers' eyes."""
    roll = dice(seed, 1, number)
    big = roll.getrandbits
    kind = pick(roll, _URN)
    first = big(3)
    town = big(16)
    return Event(
        number=number,
        kind=kind,
        town=town,
        other_town=town + 1 + big(4),
        foreign=big(16),
        speaker=(big(16), big(16), roll.random() < 0.4),
        witness=(big(16), big(16)),
        role=big(8),
        organisation=big(8),
        items=(first, (first + 1 + int(roll.random() * (ITEMS - 1))) % ITEMS),
        a=_count(roll.random(), kind.a),
        b=_count(roll.random(), kind.b),
        c=_count(roll.random(), kind.c),
        is_live=is_live,
    )


def _count(chance: float, bounds: tuple[int, int, int]) -> int:
    low, high, step = bounds
    return low + step * int(chance * ((high - low) // step + 1))
