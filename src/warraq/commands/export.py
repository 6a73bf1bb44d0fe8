"""`warraq export`: every article that answers a query, as CSV, JSON Lines or Parquet."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from warraq.commands.asking import add_query, ask
from warraq.commands.starting import start
from warraq.errors import BadInput, WrongUse

if TYPE_CHECKING:
    from warraq.archive.export import Provenance, Row

NAME = "export"
HELP = "Write every article that answers a query to a file: CSV, JSON Lines or Parquet."
EXAMPLE = 'warraq export "outlet:goud date:2026" --format parquet --output goud.parquet'

PROGRESS = 1_000
"""Rows between two words on a terminal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    add_query(parser)
    parser.add_argument(
        "--format", choices=("csv", "jsonl", "parquet"), default="jsonl", help="(default jsonl)"
    )
    parser.add_argument(
        "--output", "-o", metavar="FILE", default="-", help="the file; - is standard output (default)"
    )
    parser.add_argument(
        "--text", action="store_true", help="subtitle and body too, but of texts whose mining is reserved"
    )
    parser.add_argument("--bom", action="store_true", help="begin a CSV file with the mark that Excel needs")
    parser.add_argument(
        "--about", metavar="FILE", help="write query, snapshot, number of rows and time there, as JSON"
    )
    parser.add_argument("--json", action="store_true", help="say the result as JSON on standard error")


def run(arguments: argparse.Namespace) -> int:
    """Export; the number of rows is the number that `warraq count` and the site say. Raises BadInput, WrongUse."""
    if arguments.format == "parquet" and arguments.output == "-" and sys.stdout.isatty():
        raise WrongUse(
            "Parquet is no text for a terminal", subject="--format", advice="Name a file with --output."
        )
    options, edition = start(arguments.edition)
    from warraq.archive.export import Provenance, rows
    from warraq.search.query import print_query
    from warraq.serve.site import root_of
    from warraq.store.read_exports import stored_articles

    query, found = ask(options, edition, arguments)
    told = Provenance(
        query=print_query(query),
        edition=edition.slug,
        snapshot=found.upto,
        count=found.total,
        made_at=datetime.now(UTC),
    )
    articles = stored_articles(edition.slug, found.numbers(), with_text=arguments.text)
    made = _told(rows(articles, root_of(options), with_text=arguments.text), found.total)
    try:
        with ExitStack() as opened:
            file = _open(arguments.output, opened)
            _write(arguments, made, told, file)
        if arguments.about:
            Path(arguments.about).write_text(
                json.dumps(told.facts(), ensure_ascii=False) + "\n", encoding="utf-8"
            )
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise BadInput(
            f"cannot be written ({fault.strerror or fault})", subject=str(fault.filename or arguments.output)
        ) from fault
    if arguments.json:
        print(json.dumps(told.facts(), ensure_ascii=False), file=sys.stderr)
    else:
        print(f"{found.total} articles, snapshot {found.upto}: {told.query}", file=sys.stderr)
    return 0


def _open(name: str, opened: ExitStack) -> IO[bytes]:
    return sys.stdout.buffer if name == "-" else opened.enter_context(Path(name).open("wb"))


def _write(arguments: argparse.Namespace, made: Iterable[Row], told: Provenance, file: IO[bytes]) -> None:
    from warraq.archive.export import columns
    from warraq.archive.formats import csv_text, jsonl_text, write_parquet

    chosen = columns(with_text=arguments.text)
    if arguments.format == "parquet":
        write_parquet(chosen, made, file, told.facts())
        return
    texts = (
        csv_text(chosen, made, has_bom=arguments.bom)
        if arguments.format == "csv"
        else jsonl_text(chosen, made)
    )
    for text in texts:
        file.write(text.encode("utf-8"))
    file.flush()


def _told(made: Iterable[Any], total: int) -> Iterator[Any]:
    """The rows, and on a terminal how far it is."""
    if not sys.stderr.isatty():
        yield from made
        return
    for done, row in enumerate(made, 1):
        if done % PROGRESS == 0 or done == total:
            print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
        yield row
