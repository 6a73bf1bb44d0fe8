"""`warraq sections`: the installation's own model of sections."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from warraq.commands.starting import start
from warraq.understand.section_training import Score

if TYPE_CHECKING:
    from warraq.processes.section_learning import Learnt

NAME = "sections"
HELP = "Learn which section an article without a label belongs to, from those that this archive's outlets labelled."
EXAMPLE = "warraq sections learn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    learn = actions.add_parser(
        "learn", help="learn anew, and keep what does better than the model that comes along"
    )
    learn.add_argument("--edition", help="the edition (WARRAQ_EDITION)")
    learn.add_argument("--json", action="store_true", help="say the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Learn, and say how each language did on articles that were held back."""
    options, edition = start(arguments.edition)
    from warraq.processes.section_learning import learn_addresses, learn_sections

    addresses = learn_addresses(edition, options.data)
    found = learn_sections(edition, options.data)
    if arguments.json:
        languages = [asdict(learnt) for learnt in found]
        print(json.dumps({"languages": languages, "addresses": asdict(addresses)}))
        return 0
    for learnt in found:
        print(_said(learnt))
    print(f"By their addresses, of {addresses.asked} articles held back: {_told(addresses)}.")
    if addresses.said or any(learnt.is_kept for learnt in found):
        print("A collector that runs takes it up when it starts again.")
    return 0


def _said(learnt: Learnt) -> str:
    if learnt.own is None or learnt.shipped is None:
        return f"{learnt.language}: {learnt.articles} labelled articles are too few to learn from."
    verdict = "kept" if learnt.is_kept else "not kept: it does no better"
    return (
        f"{learnt.language}: {learnt.articles} articles of {learnt.sections} sections. Of {learnt.own.asked} held back "
        f"the own model tells {_told(learnt.own)}, the one that comes along {_told(learnt.shipped)}: {verdict}."
    )


def _told(found: Score) -> str:
    return f"{found.said} and {found.right} rightly"
