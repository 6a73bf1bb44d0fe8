"""What an edit does to a story: the article stays where it is, with its new words, unless it clearly left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from warraq.understand.bulletins import headline_key, is_bulletin
from warraq.understand.stories import JOIN, Event, Item, Placed, Press, Story
from warraq.understand.story_repair import SPLIT, likeness_to_rest
from warraq.understand.story_vectors import terms_of


def revise(press: Press, story: Story, item: Item, lead: int, new_ids: Iterator[int]) -> list[Event]:
    """Give an article of `story` its new words; what happened. `lead` is how many characters of a lead count."""
    old = next((member for member in story.members.values() if member.id == item.id), None)
    if old is None:  # a copy: it goes where its origin stands, whatever its headline
        return []
    words, grams = terms_of(item.title, item.lead[:lead])
    if words.keys() == old.vector.words.keys() and grams.keys() == old.vector.grams.keys():
        return []
    vector = press.frequencies.vector(item.title, item.lead[:lead])
    member = replace(
        old,
        vector=vector,
        places=item.places,
        heading=headline_key(item.title),
        is_bulletin=is_bulletin(item.title),
    )
    copies = dict(story.weightless)
    press.remove(story, old)
    rest = press.stories.get(story.id)
    if rest is None:  # it was alone: the story keeps its number
        press.add(Story(story.id, member.at, member.at, weightless=copies), member)
        press.home |= dict.fromkeys(copies, story.id)
        return []
    press.add(rest, member)
    if likeness_to_rest(rest, member) >= SPLIT:
        return []
    press.remove(rest, member)
    score, found = press.best_of_its_time(member)
    if found is None or score < JOIN * press.strictness(vector):
        found = Story(next(new_ids), member.at, member.at)
    press.add(found, member)
    return [Placed(member.id, found.id, story.id)]
