"""Stories, copies and first publishers against what is true of the sample press, on seeds that nobody looked at.

Eight days of each seed arrive as they would: in the order in which they appeared, each seen up to ten minutes later,
and go the keeper's way (copies, links, stories) without rows. Written and tuned on other seeds (11, 201 to 206, 301).

    python quality/stories_sample.py

Needs no real data. Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from stories import bcubed

from warraq.editions import load_edition
from warraq.options import read_options
from warraq.records import Moment
from warraq.sample import OUTLETS, Press, Truth
from warraq.understand.attributions import Attributions
from warraq.understand.copies import CopyIndex
from warraq.understand.copy_links import Link, fold, link_copies
from warraq.understand.firsts import first_publisher, sight_of
from warraq.understand.origins import Witness
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import find_places
from warraq.understand.stories import Event, Item, Placed
from warraq.understand.story_keeper import StoryKeeper

FLOORS = {
    "stories F1": 0.93,
    "copies under their origin": 0.98,
    "folded ones that are copies": 0.98,
    "first publisher": 0.95,
    "first, where one is named": 0.95,
    "headlines alone, ar": 0.785,
    "headlines alone, fr": 0.85,
}
"""A little under what was measured. Headlines alone, as `warraq stories` reads them where no bodies are given, are hard
here: the press writes them by a few patterns, «لماذا ارتفعت أسعار …؟», which real ones share far less."""
SEEDS = range(1001, 1021)
DAYS = 8
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LOOK = timedelta(minutes=10)
"""How often a channel is asked: an article is seen at the next look."""
APART = timedelta(minutes=15)
"""Who was first can be known where the second outlet came so long after."""
EDITION = load_edition("sample", read_options())
GAZETTEER = Gazetteer(EDITION.places, EDITION.place_traps)


@dataclass(slots=True)
class Stream:
    """A seed's articles, and what was made of them."""

    truths: dict[str, Truth]
    homes: dict[str, int] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    sums: dict[str, list[float]] = defaultdict(list)
    for seed in SEEDS:
        stream = gather(seed)
        measured = {"stories F1": f1(stream), **copies(stream), **firsts(stream), **headlines_alone(stream)}
        for name, value in measured.items():
            sums[name].append(value)
        print(f"seed {seed}: " + ", ".join(f"{name} {value:.3f}" for name, value in measured.items()))
    is_missed = False
    for name, floor in FLOORS.items():
        value = sum(sums[name]) / len(sums[name])
        print(f"{name:30}{value:7.3f}   worst seed {min(sums[name]):.3f}")
        if value < floor:
            print(f"{name}: {value:.3f} is under its floor of {floor}", file=sys.stderr)
            is_missed = True
    return 1 if is_missed else 0


def gather(seed: int) -> Stream:
    """Let a seed's articles arrive."""
    press = Press(seed=seed, opened_at=OPENED, clock=lambda: OPENED)
    found = press.articles(since=OPENED - timedelta(days=DAYS))
    stream = Stream(
        {one.address: one for one in sorted(found, key=lambda one: (one.first_visible_at, one.address))}
    )
    names = {name: outlet.slug for outlet in OUTLETS for name in outlet.names.values()}
    attributions, index, keeper = Attributions(names), CopyIndex(), StoryKeeper()
    for one in stream.truths.values():
        witness = stream.witnesses[one.address] = witness_of(one, attributions)
        matches = index.add(one.address, one.body, one.first_visible_at)
        pairs = [(match, stream.witnesses[match.other]) for match in matches]
        for link in link_copies(witness, pairs, stream.links, EDITION.zone):
            stream.links[link.id] = link
        repeated = sorted((match for match in matches if match.share >= 0.5), key=lambda match: -match.share)
        _note(keeper.place(item_of(one, repeated[0].other if repeated else None)), stream)
    _note(keeper.repair(), stream)
    return stream


def witness_of(one: Truth, attributions: Attributions) -> Witness:
    """What an article's page and our first sight of it say."""
    published = None
    if one.precision is not None:
        offset = one.published_at.utcoffset() if one.precision.has_clock else None
        published = Moment(one.published_at.replace(tzinfo=None, second=0), one.precision, offset)
    since = (one.first_visible_at - OPENED) % LOOK
    seen_at = one.first_visible_at.astimezone(UTC) + (LOOK - since)
    return Witness(
        one.address,
        one.outlet,
        sight_of(published, seen_at, EDITION.zone, is_imported=False),
        published,
        attributions.read(one.body, " ".join(one.authors)),
        next(outlet.is_agency for outlet in OUTLETS if outlet.slug == one.outlet),
    )


def item_of(one: Truth, copy_of: str | None) -> Item:
    """An article as the keeper hands it to stories."""
    main = find_places(one.title, one.body.split("\n"), GAZETTEER).main
    return Item(
        id=one.address,
        title=one.title,
        at=one.first_visible_at.timestamp(),
        language=one.language,
        copy_of=copy_of,
        lead=f"{one.subtitle or ''}\n{one.body}".strip(),
        places=frozenset() if main is None else frozenset([main]),
        outlet=one.outlet,
    )


def _note(events: Sequence[Event], stream: Stream) -> None:
    stream.homes.update({event.article: event.story for event in events if isinstance(event, Placed)})


def f1(stream: Stream) -> float:
    """BCubed F1 over all languages: a story is an event in one language."""
    truth = [f"{one.language} {one.event}" for one in stream.truths.values()]
    return bcubed([stream.homes[address] for address in stream.truths], truth).f1


def headlines_alone(stream: Stream) -> dict[str, float]:
    """BCubed F1 of each language where neither texts nor copies are known."""
    measured = {}
    for language in ("ar", "fr"):
        truths = [one for one in stream.truths.values() if one.language == language]
        keeper, alone = StoryKeeper(), Stream({})
        for one in truths:
            item = item_of(replace(one, body="", subtitle=None), None)
            _note(keeper.place(item), alone)
        _note(keeper.repair(), alone)
        found = [alone.homes[one.address] for one in truths]
        measured[f"headlines alone, {language}"] = bcubed(found, [str(one.event) for one in truths]).f1
    return measured


def copies(stream: Stream) -> dict[str, float]:
    """The share of copies that are folded under the article they were copied from, and of folded ones that are copies.

    Texts of the agency's French wire, which lies on no site, are copies of one another without an origin.
    """
    roots = fold((link.id, link.other) for link in stream.links.values() if link.is_origin)
    true = {one.address: one.copy_of for one in stream.truths.values() if one.copy_of in stream.truths}
    right = sum(roots.get(address) == root_of(address, true) for address in true)
    folded = [link.id for link in stream.links.values() if link.is_origin]
    wired = {one.address for one in stream.truths.values() if one.agency and one.language == "fr"}
    sure = sum(id_ in true or id_ in wired for id_ in folded)
    return {"copies under their origin": right / len(true), "folded ones that are copies": sure / len(folded)}


def root_of(address: str, true: Mapping[str, str | None]) -> str:
    """Where following what is true leads."""
    while (further := true.get(address)) is not None:
        address = further
    return address


def firsts(stream: Stream) -> dict[str, float]:
    """How often the outlet called first was, where that can be known: several outlets, the first prints the hour, the
    second came a while later; and how often it was wherever one is called first by more than being alone."""
    asked = right = named = named_right = 0
    for true, members in events(stream):
        ordered = sorted(true, key=lambda one: one.first_visible_at)
        first = ordered[0]
        second = next((one for one in ordered if one.outlet != first.outlet), None)
        if second is None:
            continue
        links = [link for address in members if (link := stream.links.get(address)) and link.is_origin]
        found = first_publisher(
            [stream.witnesses[address] for address in members],
            {link.id: link.other for link in links if link.other},
            EDITION.zone,
            likely={link.id for link in links if not link.is_sure},
        )
        is_right = found is not None and stream.truths[found.id].outlet == first.outlet
        if found is not None:
            named, named_right = named + 1, named_right + is_right
        has_hour = first.precision is not None and first.precision.has_clock
        if has_hour and second.first_visible_at - first.first_visible_at >= APART:
            asked, right = asked + 1, right + is_right
    return {"first publisher": right / asked, "first, where one is named": named_right / named}


def events(stream: Stream) -> Iterator[tuple[list[Truth], list[str]]]:
    """Each event in one language, and the articles of the story that its first article stands in."""
    true: dict[tuple[str, int], list[Truth]] = defaultdict(list)
    stories: dict[int, list[str]] = defaultdict(list)
    for address, one in stream.truths.items():
        true[one.language, one.event].append(one)
        stories[stream.homes[address]].append(address)
    for articles in true.values():
        yield articles, stories[stream.homes[articles[0].address]]


if __name__ == "__main__":
    sys.exit(main())
