"""`warraq index`: the search index and what lists show of stories, built from the rows."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from warraq.commands.starting import start

NAME = "index"
HELP = "The search index: build it anew from the rows while everything goes on, or prove that it says what they say."
EXAMPLE = "warraq index verify"

SHOWN = 10
"""Numbers of articles named at most."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    rebuild = actions.add_parser("rebuild", help="build a new index beside the one in use, then switch to it")
    verify = actions.add_parser(
        "verify", help="compare every article of the index with its row; 1 where they differ"
    )
    rebuild.add_argument(
        "--stories",
        action="store_true",
        help="instead, put the keeper's knowledge of stories together anew: every article stays in its story",
    )
    for action in (rebuild, verify):
        action.add_argument("--json", action="store_true", help="say the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Rebuild or verify."""
    options, _ = start()
    if arguments.action == "rebuild" and arguments.stories:
        return _rebuild_stories(is_json=arguments.json)
    from warraq.store.outbox import article_count

    total = article_count()

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {total} articles", end="", file=sys.stderr, flush=True)

    action = _rebuild if arguments.action == "rebuild" else _verify
    return action(options.data, tell, is_json=arguments.json)


def _rebuild(data: Path, tell: Callable[[int], None], *, is_json: bool) -> int:
    from warraq.processes.indexing import rebuild_index

    count = rebuild_index(data, tell)
    _end_line()
    print(json.dumps({"articles": count}) if is_json else f"The index holds {count} articles.")
    return 0


def _verify(data: Path, tell: Callable[[int], None], *, is_json: bool) -> int:
    """1 where index and rows differ."""
    from warraq.processes.indexing import verify_index

    found = verify_index(data, tell)
    _end_line()
    if is_json:
        print(json.dumps({"is_equal": found.is_equal, **asdict(found)}))
        return 0 if found.is_equal else 1
    behind = f"; {found.waiting} changes wait for the keeper" if found.waiting else ""
    print(f"{found.articles} articles compared{behind}.")
    for what in ("missing", "extra", "different"):
        if numbers := getattr(found, what):
            print(
                f"{what}: {len(numbers)} ({', '.join(map(str, numbers[:SHOWN]))}{', …' * (len(numbers) > SHOWN)})"
            )
    print("The index says what the rows say." if found.is_equal else "Run `warraq index rebuild`.")
    return 0 if found.is_equal else 1


def _end_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _rebuild_stories(*, is_json: bool) -> int:
    from warraq.store.story_rebuild import rebuild_stories

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} stories", end="", file=sys.stderr, flush=True)

    made = rebuild_stories(tell)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if is_json:
        print(json.dumps({"stories": made.stories, "waiting": made.waiting}))
    else:
        waits = f"; {made.waiting} articles wait for the keeper" if made.waiting else ""
        print(f"{made.stories} stories are counted anew{waits}.")
    return 0
