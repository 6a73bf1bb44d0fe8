"""Putting right what arrival got wrong: articles of the last hours move, stories that grew alike are joined.

Together they gain .021 macro BCubed F1 on the tuning languages of FINDINGS, "Stories"; neither alone does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from warraq.understand.stories import (
    CANDIDATES,
    REMEMBERED,
    REPAIR_EVERY,
    Event,
    Member,
    Merged,
    Placed,
    Press,
    Story,
    likeness,
    near,
    nearness,
    recurs,
)
from warraq.understand.story_vectors import UNIT, dot

MOVE = 0.165
"""Score from which an article moves to another story …"""
BETTER = 0.02
"""… that beats its own by so much."""
SETTLED = 0.5
"""From this on nothing better is looked for: it is hardly ever found, and costs as much as an arrival."""
SPLIT = 0.075
"""Under this an article stands for itself."""
ALIKE = 0.25
"""Decayed cosine over which two stories are one (sensitive: .20 costs .022)."""
ROUNDS = 4
MOST_LOOKED_AT = 12
"""Articles of the smaller story looked at for what recurs in the larger."""
HEAVIEST = 40
"""Words by which a story looks for those alike."""


def repair(press: Press, now: float, new_ids: Iterator[int]) -> list[Event]:
    """Let stories that are over go, move the last articles, join stories; what happened, in order."""
    drop_over(press, now)
    press.refer_to(now)
    changed = set(press.changed)
    events = _move_members(press, now, new_ids)
    events += _merge_stories(press, changed | press.changed)
    press.changed.clear()
    return events


def drop_over(press: Press, now: float) -> None:
    """Let the stories go that nothing joined for long."""
    for story in [story for story in press.stories.values() if now - story.last > REMEMBERED]:
        press.drop(story)


def _move_members(press: Press, now: float, new_ids: Iterator[int]) -> list[Event]:
    recent = [
        (number, story.id)
        for story in press.stories.values()
        if now - story.last <= REPAIR_EVERY
        for number, member in story.members.items()
        if now - member.at <= REPAIR_EVERY
    ]
    events: list[Event] = []
    for number, home in sorted(recent):
        story = press.stories[home]
        member = story.members[number]
        target = _better_place(press, story, member)
        if target is story:
            continue
        is_last = len(story.members) == 1
        copies = dict(story.weightless) if is_last else {}
        press.remove(story, member)
        if target is None:
            target = Story(next(new_ids), member.at, member.at)
        press.add(target, member)
        events.append(Placed(member.id, target.id, home))
        if is_last:
            _adopt(press, target, copies, home, events)
            events.append(Merged(home, target.id))
    return events


def _better_place(press: Press, own: Story, member: Member) -> Story | None:
    """Where it belongs: another story, its own, or None for a story of its own."""
    vector = member.vector
    own_score = likeness_to_rest(own, member) if len(own.members) > 1 else 0.0
    if own_score >= SETTLED:
        return own
    best, target = max(MOVE * press.strictness(vector), own_score + BETTER), own
    for _, story in press.nearest(vector.words, member.at, CANDIDATES + 1):
        if story is not own:
            score = likeness(story, member)
            if score >= best and not recurs(story, member):
                best, target = score, story
    if target is own and len(own.members) > 1 and own_score < SPLIT:
        return None
    return target


def likeness_to_rest(story: Story, member: Member) -> float:
    """How much a member resembles the rest of its story."""
    vector = member.vector
    product = dot(vector.words, story.words) + dot(vector.grams, story.grams) - vector.square
    square = story.square - 2 * product - vector.square
    rest = len(story.members) - 1
    mean = story.base + (story.times - (member.at - story.base)) / rest
    return product / (UNIT * math.sqrt(square)) * near(mean, member.at) if square > 0 else 0.0


def _merge_stories(press: Press, changed: set[int]) -> list[Event]:
    events: list[Event] = []
    for _ in range(ROUNDS):
        pairs = _alike(press, changed)
        taken: set[int] = set()
        for _, one, other in pairs:
            if one not in taken and other not in taken:
                taken |= {one, other}
                events += _merge(press, press.stories[one], press.stories[other])
        if not taken:
            break
        changed = {id_ for id_ in taken if id_ in press.stories}
    return events


def _alike(press: Press, changed: set[int]) -> list[tuple[float, int, int]]:
    """Pairs of stories that are one, the most alike first."""
    pairs: dict[tuple[int, int], float] = {}
    for id_ in sorted(changed):
        story = press.stories.get(id_)
        if story is None or len(story.members) == 1:  # a lone article was just offered to every story
            continue
        words = story.words
        heaviest = sorted(sorted(words), key=words.__getitem__, reverse=True)[:HEAVIEST]
        for _, other in press.nearest({word: words[word] for word in heaviest}, story.last, CANDIDATES + 1):
            pair = min(id_, other.id), max(id_, other.id)
            if other is not story and pair not in pairs:
                pairs[pair] = 0.0 if _recur(story, other) else _cosine(press, story, other)
    return sorted((-score, *pair) for pair, score in pairs.items() if score > ALIKE)


def _recur(one: Story, other: Story) -> bool:
    fewer, more = sorted((one, other), key=lambda story: len(story.members))
    return any(recurs(more, member) for member in islice(fewer.members.values(), MOST_LOOKED_AT))


def _cosine(press: Press, one: Story, other: Story) -> float:
    product = dot(one.words, other.words) + dot(one.grams, other.grams)
    alike = product / (UNIT * UNIT * one.length * other.length)
    strict = min(press.strictness(next(iter(story.members.values())).vector) for story in (one, other))
    return alike / strict * near(one.mean, other.mean) * nearness(one.places, other.places)


def _merge(press: Press, one: Story, other: Story) -> list[Event]:
    """Join two stories; the larger keeps its id, of two alike the older."""
    kept, lost = sorted((one, other), key=lambda story: (-len(story.members), story.id))
    members, copies = list(lost.members.values()), dict(lost.weightless)
    press.drop(lost)
    events: list[Event] = []
    for member in members:
        press.add(kept, member)
        events.append(Placed(member.id, kept.id, lost.id))
    _adopt(press, kept, copies, lost.id, events)
    events.append(Merged(lost.id, kept.id))
    return events


def _adopt(press: Press, story: Story, copies: dict[str, float], home: int, events: list[Event]) -> None:
    """Copies follow their story."""
    for id_, at in copies.items():
        story.weightless[id_] = at
        press.home[id_] = story.id
        events.append(Placed(id_, story.id, home))
