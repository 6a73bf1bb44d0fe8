"""`warraq index`: the search index, built from the rows."""

from __future__ import annotations

import argparse
import json
import sys

from warraq.commands.starting import start

NAME = "index"
HELP = "The search index: build it anew from the rows, while everything goes on."
EXAMPLE = "warraq index rebuild"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    rebuild = actions.add_parser("rebuild", help="build a new index beside the one in use, then switch to it")
    rebuild.add_argument("--json", action="store_true", help="say the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Rebuild."""
    options, _ = start()
    from warraq.processes.indexing import rebuild_index
    from warraq.store.outbox import article_count

    total = article_count()

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {total} articles", end="", file=sys.stderr, flush=True)

    count = rebuild_index(options.data, tell)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(json.dumps({"articles": count}) if arguments.json else f"The index holds {count} articles.")
    return 0
