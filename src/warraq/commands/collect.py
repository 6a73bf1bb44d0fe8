"""`warraq collect`: the collector alone."""

from __future__ import annotations

import argparse
import asyncio
import signal
from contextlib import ExitStack
from datetime import UTC, datetime

import uvloop

from warraq.commands.starting import check_contact, start
from warraq.editions import Edition
from warraq.options import Options
from warraq.processes.locks import only_one
from warraq.processes.orphans import end_with_parent

NAME = "collect"
HELP = "The collector alone: asks channels, fetches and reads pages, writes articles."
EXAMPLE = "WARRAQ_CONTACT=mailto:desk@example.org warraq collect --edition ma"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition to collect (WARRAQ_EDITION)")
    parser.add_argument("--once", action="store_true", help="end when nothing is due any more")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Collect until ended, or until nothing is due."""
    if arguments.supervised:
        end_with_parent()
    options, edition = start(arguments.edition)
    check_contact(options, edition)
    from warraq.store.outlets import sync_outlets
    from warraq.store.work import is_shared_database

    sync_outlets(edition.slug, edition.outlets, datetime.now(UTC))
    with ExitStack() as held:
        if not is_shared_database():
            held.enter_context(only_one(options.data, "collector"))
        uvloop.run(_collect(options, edition, once=arguments.once))
    return 0


async def _collect(options: Options, edition: Edition, *, once: bool) -> None:
    from warraq.processes.collector import Collector

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await Collector(options, edition).run(stop, once=once)
