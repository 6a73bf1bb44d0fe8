"""`warraq language`: the language of each article of a file, without keeping anything."""

from __future__ import annotations

import argparse
import json
import sys

from warraq.commands.inputs import lines
from warraq.errors import BadInput
from warraq.understand.darija import is_darija
from warraq.understand.language import language_of

NAME = "language"
HELP = "say in which language each line's title and body are, and whether in Darija"
EXAMPLE = "warraq language articles.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="one JSON object a line with title and body, and language where the page declared one; - reads "
        "standard input, .gz is unpacked",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each line again with language (ar, fr, en, zgh, tzm or null) and is_darija (null where unsure).

    Lines of standard input are answered as they come.

    A bad line is named on stderr and left out; the exit code is then 1.
    """
    bad = 0
    for number, line in lines(arguments.file):
        try:
            text = json.dumps(_with_language(line), ensure_ascii=False)
            printable = text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be printed
            print(printable, flush=arguments.file == "-")
        except BadInput as fault:
            print(f"warraq language: {arguments.file}, line {number}: {fault}", file=sys.stderr)
            bad += 1
    return 1 if bad else 0


def _with_language(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"no JSON ({error})", advice="Give one object a line.") from error
    if not isinstance(row, dict):
        raise BadInput("no JSON object", advice="Give one object a line.")
    title, body, declared = (_text(row, name) for name in ("title", "body", "language"))
    language = language_of(title, body, declared)
    return {**row, "language": language, "is_darija": is_darija(title, body, language)}


def _text(row: dict[str, object], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"{name} is no text", advice="Give a string or null.")
    return value
