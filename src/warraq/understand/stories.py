"""Stories: the articles of one language on one event, gathered as they arrive.

A story is the sum of its articles' vectors, the later ones heavier; an article joins the story it resembles most, or
begins one. Twice a day the last articles are placed again and stories that grew alike are joined (`story_repair`).
Time decays everything: a bulletin of the same name or the same teams' next match is a new story. A copy weighs nothing:
it stands where its origin stands. The recipe and its figures are in FINDINGS, "Stories"; quality/stories.py measures.

What an article costs does not depend on how many stories are active: it looks at a bounded number of postings. How
much likeness joins does: among more stories, more are alike by chance (quality/stories_bodies.py). Nothing depends on
clocks or chance: the same articles in the same order give the same stories, also after `story_state` saved and loaded
them in between. A story's id never dies: an event says which story it went into.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field

from warraq.understand.bulletins import APART, LEAST_WORDS
from warraq.understand.story_postings import Postings
from warraq.understand.story_vectors import UNIT, Frequencies, Vector, dot

DAY = 86_400.0
DECAY = 2 * DAY
"""Seconds in which an article's pull falls to 1/e."""
REMEMBERED = 3 * DAY
"""A story that nothing joined for so long is over."""
JOIN = 0.235
"""Score from which an article joins."""
WORTH_A_LOOK = 0.08
"""Score by words alone under which letters are not looked at: they would have to bring twice as much again. Stricter
with the thresholds."""
LONG_WORDS = 25
"""Stems from which a vector is a text's and no longer a headline's."""
LONG_FACTOR = 4 / 3
"""Texts resemble each other more than headlines do: their thresholds are higher by this (F1 on one seed of the sample
press .94 without, .96 with it)."""
USUAL = 80
"""Active stories at which the thresholds stand as written."""
CROWDED = 0.3
"""How much stricter they grow as that number grows e-fold. Chosen on the tuning languages, which have 20 to 110 active
stories, and on two days of 14 Arabic newspapers, which have 1,400: F1 there .77 without, .89 with it."""
STRICTEST = 1.6
CANDIDATES = 3
"""Stories compared by letters too, the best by words: six say nothing more (macro F1 of the tuning languages .757) and
cost a quarter of the time."""
ELSEWHERE = 0.3
"""What a resemblance is worth where both sides name places and share none: two towns open a factory in one week."""
REPAIR_EVERY = DAY / 2
LATE = DAY / 4
"""An article that comes so long after its time is compared with stories as they stand around it, not as they decayed
since."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article as stories see it."""

    id: str
    title: str
    at: float
    """When it appeared, in seconds since 1970 UTC: its place in lists, not when it reached us. Times may go back by up
    to REMEMBERED; what is older belongs into a keeper of its own time."""
    language: str = ""
    """Stories never join two languages."""
    copy_of: str | None = None
    """The id of the article whose text it repeats."""
    lead: str = ""
    """The beginning of its text, where it is known: it says what a headline only hints at."""
    places: frozenset[str] = frozenset()
    """Where it happens, as far as the caller knows: articles that share no place are hardly one event."""
    outlet: str = ""
    """Who says it; empty where unknown. What one outlet heads the same on a later day recurs."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article stands in a story: newly arrived, or moved out of another one."""

    article: str
    story: int
    moved_from: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """A story went into another; its address leads there from now on."""

    story: int
    into: int


Event = Placed | Merged


@dataclass(slots=True, eq=False)
class Member:
    """An article with weight."""

    number: int
    """In the order of arrival."""
    id: str
    at: float
    vector: Vector
    places: frozenset[str] = frozenset()
    outlet: str = ""
    heading: tuple[str, ...] = ()
    """Its headline without dates (`bulletins.headline_key`)."""
    is_bulletin: bool = False


@dataclass(slots=True, eq=False)
class Story:
    """The sums over its members. They are exact: what was added and taken away again leaves no trace."""

    id: int
    base: float
    """The time from which the weights of its late vector are counted."""
    last: float
    members: dict[int, Member] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    grams: dict[str, int] = field(default_factory=dict)
    late_words: dict[str, int] = field(default_factory=dict)
    late_grams: dict[str, int] = field(default_factory=dict)
    """Both weighted by e^((time - base) / DECAY)."""
    square: int = 0
    """Squared length of words and grams."""
    times: float = 0.0
    """Sum of the members' times since base, whole seconds: exact."""
    places: set[str] = field(default_factory=set)
    """Places that any member names."""
    weightless: dict[str, float] = field(default_factory=dict)
    """Copies: id -> time."""
    slot: int = -1
    """Where the press keeps it while it goes on."""

    @property
    def mean(self) -> float:
        """The mean time of its members."""
        return self.base + self.times / len(self.members)

    @property
    def length(self) -> float:
        """Length of its vector, in UNITs."""
        return math.sqrt(self.square) / UNIT


class Press:
    """The active stories of one language."""

    def __init__(self, reference: float = 0.0) -> None:
        self.frequencies = Frequencies()
        self.stories: dict[int, Story] = {}
        self.postings = Postings()
        """The late words of all stories."""
        self.slots: list[Story | None] = []
        self.free: list[int] = []
        """Slots are used again, and nothing depends on which one a story has."""
        self.home: dict[str, int] = {}
        """Article -> story, of active stories."""
        self.reference = reference
        """The time from which pulls are counted: the last repair, or the first article's."""
        self.pulls = array("d")
        """By slot, a story's late weights' common factor at the reference, by its length: ranks stories at one look."""
        self.changed: set[int] = set()
        """Stories that gained or lost a member since the last repair."""

    def best(self, member: Member) -> tuple[float, Story | None]:
        """The story that an article resembles most, and how much."""
        best: tuple[float, Story | None] = (0.0, None)
        vector, at = member.vector, member.at
        for by_words, story in self.nearest(vector.words, at):
            score = by_words + _late(story, at) * dot(vector.grams, story.late_grams) / (
                UNIT * UNIT * story.length
            )
            score *= nearness(member.places, story.places)
            if score > best[0] and not recurs(story, member):
                best = (score, story)
        return best

    def best_of_its_time(self, member: Member) -> tuple[float, Story | None]:
        """As `best`, for an article that came late: stories may hold articles of before and after its time."""
        best: tuple[float, Story | None] = (0.0, None)
        for _, story in self.nearest(member.vector.words, member.at):
            score = likeness(story, member)
            if score > best[0] and not recurs(story, member):
                best = (score, story)
        return best

    def nearest(self, words: dict[str, int], at: float, most: int = CANDIDATES) -> list[tuple[float, Story]]:
        """The active stories nearest by words (the heaviest first), with their scores; ties go to the older story."""
        pulls = self.pulls
        products, left_out = self.postings.products(words)
        ranks = {slot: product * pulls[slot] for slot, product in products.items()}
        least = min(sorted(ranks.values(), reverse=True)[: 2 * most], default=0.0)
        ranked = [
            (rank, -story.id, story)
            for slot, rank in ranks.items()
            if rank >= least and (story := self.slots[slot]) is not None
        ]
        exact = []
        for _, minus_id, story in sorted(ranked, reverse=True)[: 2 * most]:
            if at - story.last <= REMEMBERED:
                held, product = story.late_words, products[story.slot]
                for word in left_out:
                    if word in held:
                        product += words[word] * held[word]
                exact.append((product * _late(story, at) / (UNIT * UNIT * story.length), minus_id, story))
        best, least = sorted(exact, reverse=True)[:most], WORTH_A_LOOK * self.crowd()
        return [(score, story) for score, _, story in best if score >= least]

    def strictness(self, vector: Vector) -> float:
        """By what the thresholds of an article are multiplied."""
        return max(self.crowd(), LONG_FACTOR if len(vector.words) > LONG_WORDS else 1.0)

    def crowd(self) -> float:
        """How much stricter to be for the number of stories: among more of them, more resemble an article by chance."""
        return min(1 + CROWDED * math.log(max(len(self.stories), USUAL) / USUAL), STRICTEST)

    def add(self, story: Story, member: Member) -> None:
        """Put a member into a story, which may be new."""
        vector = member.vector
        if not story.members:
            self._begin(story, member)
        else:
            if len(story.members) == 1:  # until now it shared its only member's
                story.words, story.grams = dict(story.words), dict(story.grams)
                story.late_words, story.late_grams = dict(story.late_words), dict(story.late_grams)
            common = dot(vector.words, story.words) + dot(vector.grams, story.grams)
            story.square += 2 * common + vector.square
            late = weight_at(member.at, story.base)
            _add(story.words, vector.words)
            _add(story.grams, vector.grams)
            _add_late(story.late_words, vector.words, late)
            _add_late(story.late_grams, vector.grams, late)
            self.postings.put(story.slot, vector.words, story.late_words)
        story.members[member.number] = member
        story.last = max(story.last, member.at)
        story.times += member.at - story.base
        story.places |= member.places
        self._rank(story)
        self.home[member.id] = story.id
        self.changed.add(story.id)

    def refer_to(self, at: float) -> None:
        """Count pulls from a later time, before their numbers grow out of range."""
        self.reference = at
        for story in self.stories.values():
            self._rank(story)

    def _rank(self, story: Story) -> None:
        pull = math.exp((story.base - self.reference) / DECAY)
        self.pulls[story.slot] = pull / story.length if story.square else 0.0

    def _begin(self, story: Story, member: Member) -> None:
        vector = member.vector
        story.base = member.at
        story.words, story.grams = vector.words, vector.grams
        story.late_words, story.late_grams = vector.words, vector.grams
        story.square = vector.square
        if not self.free:
            self.free.append(len(self.slots))
            self.slots.append(None)
            self.pulls.append(0.0)
        story.slot = self.free.pop()
        self.slots[story.slot] = self.stories[story.id] = story
        self.postings.put(story.slot, vector.words, vector.words)

    def remove(self, story: Story, member: Member) -> None:
        """Take a member out of a story; without any other the story is gone."""
        rest = [other for other in story.members.values() if other is not member]
        if len(rest) > 1 and rest[0].at == story.base:
            self._subtract(story, member, rest)
            return
        copies = story.weightless
        self.drop(story)
        if rest:  # its weights are counted from its first member's time: it begins anew
            fresh = Story(story.id, 0.0, 0.0, weightless=copies)
            for other in rest:
                self.add(fresh, other)
            self.home |= dict.fromkeys(copies, story.id)

    def _subtract(self, story: Story, member: Member, rest: list[Member]) -> None:
        vector, late = member.vector, weight_at(member.at, story.base)
        common = dot(vector.words, story.words) + dot(vector.grams, story.grams)
        story.square += vector.square - 2 * common
        _add_late(story.late_words, vector.words, -late)
        _add_late(story.late_grams, vector.grams, -late)
        gone = _take(story.words, vector.words)
        for word in gone:
            del story.late_words[word]
        for gram in _take(story.grams, vector.grams):
            del story.late_grams[gram]
        self.postings.remove(story.slot, gone)
        self.postings.put(story.slot, vector.words.keys() & story.words.keys(), story.late_words)
        del story.members[member.number]
        del self.home[member.id]
        story.last = max(other.at for other in rest)
        story.times -= member.at - story.base
        story.places = set().union(*(other.places for other in rest))
        self._rank(story)
        self.changed.add(story.id)

    def drop(self, story: Story) -> None:
        """Forget an active story: it is over, or its articles went elsewhere."""
        self.postings.remove(story.slot, story.words)
        for id_ in (*(member.id for member in story.members.values()), *story.weightless):
            if self.home.get(id_) == story.id:
                del self.home[id_]
        del self.stories[story.id]
        self.slots[story.slot] = None
        self.free.append(story.slot)
        self.changed.discard(story.id)


def likeness(story: Story, member: Member) -> float:
    """How much an article resembles a story, and how near its time is to the mean of the story's."""
    vector = member.vector
    product = dot(vector.words, story.words) + dot(vector.grams, story.grams)
    score = product / (UNIT * UNIT * story.length) * near(story.mean, member.at) if story.square else 0.0
    return score * nearness(member.places, story.places)


def recurs(story: Story, member: Member) -> bool:
    """Whether an article repeats on another day what the story told: a bulletin, or its outlet's very same headline."""
    for other in story.members.values():
        if abs(other.at - member.at) < APART:
            continue
        if member.is_bulletin and other.is_bulletin:
            return True
        is_same = member.outlet and member.outlet == other.outlet and member.heading == other.heading
        if is_same and len(member.heading) >= LEAST_WORDS:
            return True
    return False


def near(mean: float, at: float) -> float:
    """What is left of a resemblance over the time between: 1, and 1/e after DECAY."""
    return math.exp(-abs(at - mean) / DECAY)


def nearness(places: frozenset[str] | set[str], others: frozenset[str] | set[str]) -> float:
    """1, or ELSEWHERE where both name places and share none."""
    return ELSEWHERE if places and others and places.isdisjoint(others) else 1.0


def _late(story: Story, at: float) -> float:
    return math.exp((story.base - at) / DECAY)


def weight_at(at: float, base: float) -> float:
    """What an article of a time weighs in a late vector."""
    return math.exp((at - base) / DECAY)


def _add(total: dict[str, int], part: dict[str, int]) -> None:
    get = total.get
    for term, weight in part.items():
        total[term] = get(term, 0) + weight


def _take(total: dict[str, int], part: dict[str, int]) -> list[str]:
    """Take a part away again; the terms of which nothing is left."""
    gone = []
    for term, weight in part.items():
        left = total[term] - weight
        if left:
            total[term] = left
        else:
            del total[term]
            gone.append(term)
    return gone


def _add_late(total: dict[str, int], part: dict[str, int], late: float) -> None:
    get = total.get
    for term, weight in part.items():
        total[term] = get(term, 0) + round(weight * late)
