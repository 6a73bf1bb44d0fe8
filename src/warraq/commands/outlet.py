"""`warraq outlet`: add, import, list, check, pause, resume, remove outlets, correct their wrappers, and say what may
be shown of one."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from warraq.commands import outlet_add, outlet_check, outlet_wrapper
from warraq.commands.outlet_import import import_outlets
from warraq.commands.starting import start
from warraq.editions import Edition
from warraq.errors import WrongUse

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from warraq.store.models import Outlet

NAME = "outlet"
HELP = (
    "Outlets: add one by its address, import many, list, check, pause, resume, remove, choose what is shown."
)
EXAMPLE = "warraq outlet add https://www.goud.ma/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition (WARRAQ_EDITION)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    outlet_add.add_arguments(actions)
    load = actions.add_parser(
        "import",
        help="outlets from OPML, CSV with the columns of editions/*/outlets.csv, or a list of addresses",
    )
    load.add_argument("file", metavar="FILE", help="the file; `-` is standard input")
    listing = actions.add_parser("list", help="all outlets with their state and newest article")
    listing.add_argument("--json", action="store_true", help="one JSON object an outlet")
    outlet_check.add_arguments(
        actions.add_parser("check", help="how outlets do; exit 1 where one is in trouble")
    )
    for action, what in (
        ("pause", "stop collecting it"),
        ("resume", "collect it again"),
        ("remove", "give it up"),
    ):
        one = actions.add_parser(action, help=f"{what}; its articles stay")
        one.add_argument("name", help="slug, host or homepage")
        if action != "resume":
            one.add_argument(
                "--reason", default="", metavar="TEXT", help="why, for everyone to read at /health"
            )
    outlet_wrapper.add_arguments(
        actions.add_parser(
            "wrapper", help="see and correct where its pages keep title, text, date and the rest"
        )
    )
    show = actions.add_parser("show", help="choose what visitors may read of an outlet's articles")
    show.add_argument("name", help="slug, host or homepage")
    show.add_argument(
        "choice", choices=("full", "excerpt", "headline", "default"), help="what visitors may read"
    )
    show.add_argument("--permission", default="", help="for full: who allowed it, and when")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    options, edition = start(arguments.edition)
    match arguments.action:
        case "add":
            return outlet_add.add_outlet(options, edition, arguments)
        case "import":
            return import_outlets(edition, arguments.file)
        case "list":
            return _list(edition, as_json=arguments.json)
        case "check":
            return outlet_check.check(options, edition, arguments)
        case "wrapper":
            return outlet_wrapper.wrapper(edition, arguments)
        case "show":
            return _show(edition, arguments)
    return _set_state(edition, arguments.name, arguments.action, getattr(arguments, "reason", ""))


def _list(edition: Edition, *, as_json: bool) -> int:
    from warraq.store.health import outlet_states

    for row in outlet_states(edition.slug):
        if as_json:
            print(json.dumps(row.shown(), ensure_ascii=False))
        else:
            newest = f"{row.newest_at:%Y-%m-%d %H:%M}" if row.newest_at else "no article yet"
            print(
                f"{row.slug:<24} {row.state:<8} {row.language:<4} {row.articles:>7}  {newest:<17} {row.name}"
            )
    return 0


def _show(edition: Edition, arguments: argparse.Namespace) -> int:
    outlet = _find(edition, arguments.name)
    if arguments.choice == "full" and not arguments.permission:
        raise WrongUse("who allowed the full text, and when?", subject="--permission", advice="It is noted.")
    from warraq.store.counters import count

    outlet.show = "" if arguments.choice == "default" else arguments.choice
    outlet.permission_note = arguments.permission
    outlet.save(update_fields=["show", "permission_note"])
    count(f"generation:{edition.slug}", 1)
    print(f"{outlet.slug}: {arguments.choice}")
    return 0


def _set_state(edition: Edition, name: str, action: str, reason: str) -> int:
    from warraq.store.models import Outlet

    outlet = _find(edition, name)
    states = {"pause": Outlet.State.PAUSED, "resume": Outlet.State.ACTIVE, "remove": Outlet.State.REMOVED}
    outlet.state, outlet.state_reason = states[action], reason.strip()
    outlet.save(update_fields=["state", "state_reason"])
    print(f"{outlet.slug}: {outlet.state}; its articles stay")
    return 0


def _find(edition: Edition, name: str) -> Outlet:
    from warraq.store.outlets import find_outlet

    return find_outlet(edition.slug, name)
