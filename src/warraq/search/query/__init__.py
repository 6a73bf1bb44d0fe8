"""The query language: what a reader types becomes a tree that every door (site, feeds, commands) means alike.

    query = item { item }                     all are wanted
    item  = unit { "OR" unit }                OR joins its two neighbours, before anything else (also OU, أو)
    unit  = "-" unit | "(" query ")" | atom
    atom  = word | beginning"*" | '"' phrase '"' | "*"
          | title:word | title:"phrase" | author:word | author:"whole name"
          | outlet:X | section:X | city:X | lang:CODE | story:NUMBER | is:darija | has:picture | date:DAYS
    DAYS  = DAY | DAY ".." DAY | DAY ".." | ".." DAY      DAY = YYYY | YYYY-MM | YYYY-MM-DD

Filters have Arabic and French names too (`operators.py`). `print_query` writes a tree back so that parsing it gives
the same tree.
"""

from __future__ import annotations

from warraq.search.query.names import Names, names_of
from warraq.search.query.reading import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_PREFIXES,
    MAX_TERMS,
    parse_query,
    plain_query,
)
from warraq.search.query.translating import Told, in_other_names, places_told, with_other_names
from warraq.search.query.tree import (
    EVERYTHING,
    All,
    Atom,
    Author,
    Dates,
    Everything,
    Filter,
    Item,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    atoms_of,
    either,
    every,
    is_filter,
    loosened,
    prefixes_of,
    query_of,
    without,
    words_of,
)
from warraq.search.query.writing import print_query

__all__ = [
    "EVERYTHING", "MAX_DEPTH", "MAX_LENGTH", "MAX_PREFIXES", "MAX_TERMS", "All", "Atom", "Author", "Dates",
    "Everything", "Filter", "Item", "Names", "Not", "Or", "Phrase", "Prefix", "Query", "Told", "Word",
    "atoms_of", "either", "every", "in_other_names", "is_filter", "loosened", "names_of", "parse_query",
    "places_told", "plain_query", "prefixes_of", "print_query", "query_of", "with_other_names", "without",
    "words_of",
]  # fmt: skip
