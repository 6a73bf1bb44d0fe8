"""`warraq date`: what the date reader makes of a string."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import datetime

from warraq.commands.inputs import lines
from warraq.editions import load_edition
from warraq.errors import WrongUse
from warraq.extract.dates import read_date
from warraq.options import read_options

NAME = "date"
HELP = "say what the date reader makes of a text"
EXAMPLE = 'warraq date "الثلاثاء 11 أبريل 2023 - 18:30"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("text", metavar="TEXT", help="a date as an outlet prints it; - reads one a line")
    parser.add_argument(
        "--language", metavar="CODE", help="the language of the page around it: ar, fr, en, zgh, tzm"
    )
    parser.add_argument(
        "--now",
        metavar="ISO",
        help="the outlet's local time, for relative dates and missing years; else this moment in the edition's zone",
    )
    parser.add_argument("--json", action="store_true", help="JSON, which is also what is printed without it")


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object a text: date (ISO as far as it is known, or null), precision (or null), is_approximate
    where the day may be one off (Islamic dates), and for a clock its zone: the offset that the text states, or the
    edition's zone, which is then marked as assumed. Raises WrongUse on a bad --now."""
    now = _now(arguments.now)
    options = read_options()
    zone = str(load_edition(options.edition, options).zone)
    for text in _texts(arguments.text):
        moment = read_date(text, language=arguments.language, now=now)
        row: dict[str, object] = {
            "date": moment.printed() if moment else None,
            "precision": moment.precision.value if moment else None,
        }
        if moment and moment.is_approximate:
            row["is_approximate"] = True
        if moment and moment.precision.has_clock:
            is_assumed = moment.offset is None
            row["zone"] = zone if is_assumed else moment.printed()[-len("+00:00") :]
            row |= {"is_zone_assumed": True} if is_assumed else {}
        print(json.dumps(row, ensure_ascii=False))
    return 0


def _texts(text: str) -> Iterator[str]:
    if text != "-":
        yield text
        return
    for _, line in lines("-"):
        yield line


def _now(stated: str | None) -> datetime:
    if stated is None:
        options = read_options()
        return datetime.now(load_edition(options.edition, options).zone)
    try:
        return datetime.fromisoformat(stated)
    except ValueError as fault:
        raise WrongUse(
            f"{stated!r} is no ISO time", subject="--now", advice="Like 2023-11-01T15:00."
        ) from fault
