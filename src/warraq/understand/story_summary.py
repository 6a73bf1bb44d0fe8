"""What lists show of a story, made of its articles: whose title names it, how many tell it, where it belongs.

Pure, and a function of the articles alone: made again from the same articles it is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from warraq.understand.copy_links import fold
from warraq.understand.prominence import rank_of
from warraq.understand.story_vectors import terms_of

MOST_TITLES = 40
"""Titles compared for the one that names the story: the earliest ones."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article of a story, as far as its summary needs it."""

    number: int
    outlet: str
    at: datetime
    title: str
    copy_of: int | None = None
    """The article it is folded under."""
    section: str = ""
    main_place: str = ""
    has_picture: bool = False
    is_darija: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A story in short."""

    lead: int | None
    picture: int | None
    first_at: datetime
    last_at: datetime
    articles: int
    """Without the withdrawn ones."""
    outlets: int
    """Independent ones: copies weigh once, with their origin."""
    rank: float
    section: str
    main_place: str


def summarise(articles: Sequence[Told]) -> Summary | None:
    """The summary of a story; None where it has no article at all. Their order does not matter."""
    if not articles:
        return None
    told = sorted(articles, key=lambda one: (one.at, one.number))
    standing = [one for one in told if not one.is_withdrawn] or told
    own = independent(standing)
    firsts: dict[str, datetime] = {}
    for one in own:
        firsts.setdefault(one.outlet, one.at)
    is_gone = all(one.is_withdrawn for one in told)
    lead = _most_telling(own)
    return Summary(
        lead=lead.number,
        picture=next((one.number for one in (lead, *own, *standing) if one.has_picture), None),
        first_at=told[0].at,
        last_at=standing[-1].at,
        articles=0 if is_gone else len(standing),
        outlets=0 if is_gone else len(firsts),
        rank=0.0 if is_gone else rank_of(list(firsts.values()), own[-1].at),
        section=_commonest(one.section for one in own),
        main_place=_commonest(one.main_place for one in own),
    )


def independent(told: Sequence[Told]) -> list[Told]:
    """The articles that stand for themselves: of each group that shares a text its origin, or else its first one.

    `told` in the order of time.
    """
    roots = fold((str(one.number), None if one.copy_of is None else str(one.copy_of)) for one in told)
    present = {str(one.number) for one in told}
    taken: set[str] = set()
    found = []
    for one in told:
        root = roots.get(str(one.number), str(one.number))
        # An origin in another story, or withdrawn: the first copy stands for it.
        if root not in taken and (root == str(one.number) or root not in present):
            taken.add(root)
            found.append(one)
    return found


def _most_telling(own: Sequence[Told]) -> Told:
    """The article whose title says most of what the others' say; of two the earlier one, so that it seldom changes.

    Titles in Darija name a story only where there is no other.
    """
    titled = [one for one in own if one.title][:MOST_TITLES] or list(own[:1])
    plain = [one for one in titled if not one.is_darija] or titled
    stems = {one.number: set(terms_of(one.title)[0]) for one in titled}
    count = Counter(stem for found in stems.values() for stem in found)

    def worth(one: Told) -> float:
        words = stems[one.number]
        return sum(count[stem] - 1 for stem in words) / (len(words) + 3) if words else -1.0

    return max(plain, key=worth)  # max takes the first of equals: the earliest


def _commonest(values: Iterable[str]) -> str:
    """The value said most often, of two the one said first; empty where nobody says any."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: counts[value]) if counts else ""
