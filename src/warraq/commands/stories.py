"""`warraq stories`: which articles of a file tell of one event, without keeping anything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from warraq.commands.article_lines import ArticleLine, ArticleLines
from warraq.editions import load_edition, towns_of
from warraq.options import read_options
from warraq.understand.arabic import scripts
from warraq.understand.copies import CopyIndex
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import find_places
from warraq.understand.stories import Event, Item, Placed
from warraq.understand.story_keeper import StoryKeeper

NAME = "stories"
HELP = "say which lines of a file tell of one event"
EXAMPLE = "warraq stories articles.jsonl.gz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="one JSON object a line with title and published_at, and id, body, language where they are known; - reads "
        "standard input, .gz is unpacked",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each line again, in the file's order, with story: a number that lines of one event share.

    Lines are placed in the order of their times, as if they arrived then, and printed when all have settled. Bodies
    help where there are any, and the edition's places. Lines of two languages are never in one story; those without
    language are told apart by script. A bad line is named on stderr and left out; the exit code is then 1.
    """
    articles = ArticleLines(arguments.file, NAME)
    kept = list(articles)
    stories: dict[str, int] = {}
    keeper, copies = StoryKeeper(), CopyIndex()
    edition = load_edition((options := read_options()).edition, options)
    gazetteer, towns = Gazetteer(edition.places, edition.place_traps), towns_of(edition.places)
    for place in sorted(range(len(kept)), key=lambda place: kept[place].time):
        article = kept[place]
        matches = copies.add(str(place), article.body, article.time)
        origin = min((int(match.other) for match in matches), key=lambda n: (kept[n].time, n), default=None)
        item = Item(
            id=str(place),
            title=article.title,
            at=article.time.timestamp(),
            language=_language(article),
            copy_of=None if origin is None else str(origin),
            lead=article.body,
            places=_places(article, gazetteer, towns),
            outlet=article.outlet,
        )
        _note(keeper.place(item), stories)
    _note(keeper.repair(), stories)
    for place, article in enumerate(kept):
        line = json.dumps({**article.row, "story": stories[str(place)]}, ensure_ascii=False)
        print(line.encode("utf-8", "replace").decode())
    return 1 if articles.bad else 0


def _places(article: ArticleLine, gazetteer: Gazetteer, towns: Mapping[str, str]) -> frozenset[str]:
    main = find_places(article.title, article.body.split("\n"), gazetteer).main
    return frozenset() if main is None else frozenset([towns.get(main, main)])


def _note(events: list[Event], stories: dict[str, int]) -> None:
    for event in events:
        if isinstance(event, Placed):
            stories[event.article] = event.story


def _language(article: ArticleLine) -> str:
    return article.language or f"{scripts(article.title).main or 'other'} script"
