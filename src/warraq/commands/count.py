"""`warraq count`: how many articles answer a query, in all or by time, outlet and the rest."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from warraq.commands.asking import add_query, ask
from warraq.commands.starting import start

if TYPE_CHECKING:
    from warraq.search.index import Found, Step

NAME = "count"
HELP = "Count the articles that answer a query: the same numbers as the site."
EXAMPLE = 'warraq count "انتخابات date:2026" --by month'

STEPS: dict[str, Step] = {"day": "day", "week": "week", "month": "month", "year": "year"}
FIELDS = ("outlet", "section", "author", "place", "language")
EVERY_VALUE = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    add_query(parser)
    parser.add_argument("--by", choices=(*STEPS, *FIELDS), help="apart for each of these")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, the total first")


def run(arguments: argparse.Namespace) -> int:
    """Count."""
    options, edition = start(arguments.edition)
    _, found = ask(options, edition, arguments)
    total: dict[str, object] = {"total": found.total, "snapshot": found.upto}
    if arguments.json:
        print(json.dumps(total))
    else:
        print(f"{found.total} articles (snapshot {found.upto})")
    for row in _rows(found, arguments.by):
        if arguments.json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print("\t".join(map(str, row.values())))
    return 0


def _rows(found: Found, by: str | None) -> Iterator[dict[str, object]]:
    """By time in its order, with all articles of each period; by anything else the most articles first."""
    if by is None:
        return
    if by not in STEPS:
        for value in found.facets((by,), limit=EVERY_VALUE)[by].values:
            whose = {"outlet": value.outlet} if value.outlet else {}
            yield {by: value.label, **whose, "articles": value.count}
        return
    histogram = found.histogram(STEPS[by])
    for bar in histogram.bars:
        name = bar.first.isoformat()
        yield {
            by: name[:4] if by == "year" else name[:7] if by == "month" else name,
            "articles": bar.count,
            "all_articles": bar.all,
        }
    for note, count in (("month_only", histogram.month_only), ("undated", histogram.undated)):
        if count:
            yield {by: note, "articles": count}
