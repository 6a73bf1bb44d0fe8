"""Queries at the terminal: read as the site reads them, and asked of the index in use."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warraq.editions import Edition
    from warraq.options import Options
    from warraq.search.index import Found
    from warraq.search.query import Names, Query

_names: dict[str, Names] = {}
"""By edition: a command asks once, or a file of times."""


def add_query(parser: argparse.ArgumentParser) -> None:
    """What every question can say."""
    parser.add_argument(
        "query", help="as on the site: words, \"a phrase\", -not, OR, outlet:, date:, …; '*' is everything"
    )
    parser.add_argument("--edition", help="the edition that is asked (WARRAQ_EDITION)")
    parser.add_argument(
        "--upto", type=int, metavar="NUMBER", help="the snapshot: the highest article number that counts"
    )
    parser.add_argument("--any", action="store_true", help="one of the words is enough")


def read_query(edition: Edition, text: str) -> Query:
    """A query as the site reads it: outlets, sections and places by name too. Raises BadQuery."""
    from warraq.search.query import names_of, parse_query
    from warraq.store.read_outlets import outlets

    names = _names.get(edition.slug)
    if names is None:
        names = names_of(edition, [(row.slug, row.names) for row in outlets(edition.slug)])
        _names[edition.slug] = names
    return parse_query(text, names)


def ask(options: Options, edition: Edition, arguments: argparse.Namespace) -> tuple[Query, Found]:
    """The query and what it finds. Raises BadQuery, IndexFault."""
    from warraq.processes.indexing import index_folder
    from warraq.search.generations import current_path
    from warraq.search.tantivy_index import TantivyIndex

    query = read_query(edition, arguments.query)
    index = TantivyIndex.open_reader(current_path(index_folder(options.data)))
    return query, index.find(query, edition=edition.slug, upto=arguments.upto, any_word=arguments.any)
