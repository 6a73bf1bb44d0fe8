"""The keeper of stories as bytes, and back: after a kill it goes on from its last state as if nothing had happened.

Only what cannot be counted again is kept: the members with their vectors and the frequencies of terms. Sums are made
anew on loading; they are exact, so they are the same. Articles that arrived after the state was saved are placed again
in their order, which gives the same stories and the same ids.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from warraq.errors import BadInput
from warraq.understand.stories import Item, Member, Press, Story
from warraq.understand.story_keeper import StoryKeeper
from warraq.understand.story_vectors import Frequencies, Vector

VERSION = 4
"""Of the bytes, the vectors and the choice: a state of another version is not read, but made anew from rows
(`rebuild`)."""


def save(keeper: StoryKeeper) -> bytes:
    """Everything the keeper knows."""
    state = {
        "version": VERSION,
        "now": keeper.now if keeper.repaired_at is not None else None,
        "repaired_at": keeper.repaired_at,
        "next_story": keeper.next_story,
        "next_number": keeper.next_number,
        "presses": {language: _press_state(press) for language, press in keeper.presses.items()},
    }
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def load(saved: bytes) -> StoryKeeper:
    """The keeper as it was saved. Raises BadInput where the bytes are no state of this version."""
    try:
        state = json.loads(zlib.decompress(saved).decode("utf-8", "surrogatepass"))
        if state["version"] != VERSION:
            raise ValueError(f"version {state['version']}")
        keeper = StoryKeeper(state["next_story"])
        keeper.next_number = state["next_number"]
        if state["repaired_at"] is not None:
            keeper.now, keeper.repaired_at = state["now"], state["repaired_at"]
        keeper.presses = {language: _press(press) for language, press in state["presses"].items()}
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as fault:
        raise BadInput(
            f"no saved state of stories ({fault})", advice="Rebuild the stories from the articles."
        ) from fault
    return keeper


def rebuild(keeper: StoryKeeper, standing: Iterable[tuple[Item, int]]) -> None:
    """Put articles back into the stories that rows say they stand in, in the order in which they were seen.

    For a new keeper whose saved state is lost: give it the articles of the last days (REMEMBERED and more) and the
    stories of all of them are as the rows say. Nothing is decided, so no story changes.
    """
    for item, story in standing:
        keeper.put(item, story)


def _press_state(press: Press) -> dict[str, Any]:
    return {
        "documents": press.frequencies.documents,
        "words": press.frequencies.words,
        "grams": press.frequencies.grams,
        "reference": press.reference,
        "changed": sorted(press.changed),
        "stories": [_story_state(story) for story in press.stories.values()],
    }


def _story_state(story: Story) -> dict[str, Any]:
    members = [
        [
            member.number,
            member.id,
            member.at,
            member.vector.words,
            member.vector.grams,
            sorted(member.places),
            member.outlet,
            member.heading,
            member.is_bulletin,
        ]
        for member in story.members.values()
    ]
    return {
        "id": story.id, "base": story.base, "last": story.last, "members": members, "copies": story.weightless,
    }  # fmt: skip


def _press(state: dict[str, Any]) -> Press:
    press = Press(state["reference"])
    press.frequencies = Frequencies(state["documents"], Counter(state["words"]), Counter(state["grams"]))
    for kept in state["stories"]:
        story = Story(kept["id"], kept["base"], kept["last"], weightless=kept["copies"])
        for number, id_, at, words, grams, places, outlet, heading, is_bulletin in kept["members"]:
            square = sum(weight * weight for part in (words, grams) for weight in part.values())
            vector = Vector(words, grams, square)
            member = Member(number, id_, at, vector, frozenset(places), outlet, tuple(heading), is_bulletin)
            press.add(story, member)
        story.last = kept["last"]
        press.home |= dict.fromkeys(story.weightless, story.id)
    press.changed = set(state["changed"])
    return press
