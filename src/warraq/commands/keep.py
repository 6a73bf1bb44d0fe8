"""`warraq keep`: the keeper alone."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Iterator
from datetime import datetime

from warraq.commands.starting import start
from warraq.processes.orphans import end_with_parent

NAME = "keep"
HELP = (
    "The keeper alone: hands what was collected to the search index, gathers stories, watches how outlets do, and "
    "tells a hub which feeds changed."
)
EXAMPLE = "warraq keep --edition ma"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition (WARRAQ_EDITION)")
    parser.add_argument("--once", action="store_true", help="end when nothing is waiting any more")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Work until ended, or until nothing waits."""
    if arguments.supervised:
        end_with_parent()
    options, edition = start(arguments.edition)
    from warraq.processes.announcer import Announcer
    from warraq.processes.health import Watch
    from warraq.processes.keeper import Keeper
    from warraq.processes.locks import only_one
    from warraq.processes.rises import Rising
    from warraq.processes.story_work import StoryWork, towns, zones

    def topics(now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
        from warraq.serve.topics import topics_of  # the site's code: only where there is a hub

        return topics_of(options, edition, now)

    announcer, stories = Announcer(options, edition, topics), StoryWork(zones(options), towns(options))
    rising = Rising(options, edition)
    keeper = Keeper(options.data, Watch(options, edition).run, stories.run, announcer.run, rising.run)
    if arguments.once:
        with only_one(options.data, "keeper"):
            keeper.prepare()
            while keeper.step():
                pass
            stories.finish()
            while keeper.step():  # the index knows articles' stories
                pass
            keeper.close()
        return 0
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    keeper.run(stop)
    return 0
