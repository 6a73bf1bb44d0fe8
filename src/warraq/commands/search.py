"""`warraq search`: the site's search at the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from warraq.commands.asking import read_query
from warraq.commands.inputs import lines
from warraq.commands.starting import start
from warraq.editions import Edition
from warraq.errors import BadInput, WrongUse

NAME = "search"
HELP = "Search what was collected: the same engine and the same numbers as the site."
EXAMPLE = 'warraq search "انتخابات outlet:goud" --limit 5'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument(
        "query", nargs="?", help='words, "a phrase", -not, OR, outlet:, section:, lang:, date:'
    )
    parser.add_argument("--edition", help="the edition to search (WARRAQ_EDITION)")
    parser.add_argument(
        "--any", action="store_true", help="rank by any of the words: for questions and long titles"
    )
    parser.add_argument("--newest", action="store_true", help="newest first instead of best first")
    parser.add_argument("--limit", type=int, default=10, help="how many to show (default 10)")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object an article, after one with the total"
    )
    parser.add_argument(
        "--batch", metavar="FILE.jsonl", help="answer {id, query} lines with {id, ranking} lines"
    )


def run(arguments: argparse.Namespace) -> int:
    """Search once, or answer a file of queries."""
    if (arguments.query is None) == (arguments.batch is None):
        raise WrongUse("a query or --batch FILE is needed", subject="search", advice=f"Example: {EXAMPLE}")
    if not 1 <= arguments.limit <= 10_000:
        raise WrongUse(f"{arguments.limit} is not between 1 and 10000", subject="--limit")
    options, edition = start(arguments.edition)
    from warraq.processes.indexing import index_folder
    from warraq.search.generations import current_path
    from warraq.search.tantivy_index import TantivyIndex

    index = TantivyIndex.open_reader(current_path(index_folder(options.data)))
    if arguments.batch:
        return _answer_file(index, edition, arguments)
    return _answer(index, edition, arguments)


def _ask(index: Any, edition: Edition, text: str, arguments: argparse.Namespace) -> Any:
    from warraq.search.query import plain_query

    # Lines of a file are questions and headlines: whatever signs they hold, all of it is words.
    query = plain_query(text) if arguments.any and arguments.batch else read_query(edition, text)
    sort = "newest" if arguments.newest else "relevance"
    return index.search(query, edition=edition.slug, limit=arguments.limit, sort=sort, any_word=arguments.any)


def _answer(index: Any, edition: Edition, arguments: argparse.Namespace) -> int:
    from warraq.store.found import read_found

    answer = _ask(index, edition, arguments.query, arguments)
    rows = read_found([hit.number for hit in answer.hits])
    if arguments.json:
        print(json.dumps({"total": answer.total}))
    else:
        print(f"{answer.total} found")
    for row in rows:
        if arguments.json:
            print(json.dumps(row.shown(), ensure_ascii=False))
        else:
            print(
                f"\n{row.title or '(no title)'}\n  {row.outlet} · {row.published or 'date unknown'} · {row.url}"
            )
    return 0


def _answer_file(index: Any, edition: Edition, arguments: argparse.Namespace) -> int:
    """Ranking holds the ids the articles were imported with, and our numbers for those that were collected."""
    from warraq.store.found import read_imported_ids

    code = 0
    for number, line in lines(arguments.batch):
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("query"), str):
                raise BadInput("no {id, query} object")
            answer = _ask(index, edition, row["query"], arguments)
            ranking = read_imported_ids([hit.number for hit in answer.hits])
            print(json.dumps({"id": row.get("id"), "ranking": ranking}, ensure_ascii=False))
        except (json.JSONDecodeError, BadInput) as fault:
            print(f"warraq search: {arguments.batch}:{number}: {fault}", file=sys.stderr)
            code = 1
    return code
