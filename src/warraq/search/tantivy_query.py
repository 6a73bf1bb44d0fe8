"""Our query tree as tantivy's query: what each item means, field by field."""

from __future__ import annotations

import re
from typing import Any

import tantivy

from warraq.search.analysis import analyse, beginning_of
from warraq.search.query import (
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
    is_filter,
)
from warraq.search.tantivy_schema import SCHEMA, author_key

FIELD_WEIGHTS = {"title": 3.0, "lead": 1.5, "body": 1.0, "authors": 1.0}
"""How much a word counts where it stands. An article's title says what it is about."""
IN_TITLE = {"title": 1.0}
FILTER_FIELDS = {"outlet": "outlet", "section": "section", "lang": "language", "city": "place"}
PREFIX_SCORE = 1.0
"""Words that share a beginning are many: how rare each is says nothing of the article."""


def scope_of(edition: str | None, upto: int | None) -> list[Any]:
    """The filters that hold whatever is asked: one edition, articles numbered `upto` or lower."""
    filters = [] if edition is None else [exact("edition", edition)]
    return filters if upto is None else [*filters, _between("number", None, upto)]


def compile_query(query: Query, scope: list[Any], *, any_word: bool) -> Any:
    """The tree as a query within `scope`; nothing asked (or only signs that no index holds) finds nothing."""
    wanted: list[Any] = []
    filters: list[Any] = []
    unwanted: list[Any] = []
    for item in query.items:
        compiled = _item(item.item if isinstance(item, Not) else item)
        if compiled is None:
            continue
        if isinstance(item, Not):
            unwanted.append(compiled)
        elif is_filter(item):
            filters.append(unscored(compiled))
        else:
            wanted.append(compiled)
    if not (wanted or filters or unwanted):
        return tantivy.Query.empty_query()
    if wanted and any_word:
        wanted = [any_of(wanted)]
    return _all_but([*wanted, *filters, *map(unscored, scope)], unwanted)


def exact(field: str, value: str | int) -> Any:
    """Articles that have just this value in a field that is not analysed."""
    return tantivy.Query.term_query(SCHEMA, field, value, index_option="basic")


def unscored(query: Any) -> Any:
    """A query that narrows and gives no score."""
    return tantivy.Query.const_score_query(query, 0.0)


def all_of(queries: list[Any]) -> Any:
    """Articles that match all of these."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def any_of(queries: list[Any]) -> Any:
    """Articles that match one of these; each that matches adds its score."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all_but(wanted: list[Any], unwanted: list[Any]) -> Any:
    """A query of exclusions alone excludes from everything."""
    clauses = [(tantivy.Occur.Must, query) for query in wanted or [unscored(tantivy.Query.all_query())]]
    return tantivy.Query.boolean_query(clauses + [(tantivy.Occur.MustNot, query) for query in unwanted])


def _item(item: Item) -> Any | None:
    if isinstance(item, Not):
        inner = _item(item.item)
        return None if inner is None else _all_but([], [inner])
    if isinstance(item, Or | All):
        parts = [compiled for part in item.items if (compiled := _item(part)) is not None]
        if not parts:
            return None
        return any_of(parts) if isinstance(item, Or) else all_of(parts)
    return _atom(item)


def _atom(atom: Atom) -> Any | None:
    if isinstance(atom, Word | Phrase):
        return _words(analyse(atom.text), IN_TITLE if atom.in_title else FIELD_WEIGHTS)
    if isinstance(atom, Prefix):
        return _prefix(beginning_of(atom.text), IN_TITLE if atom.in_title else FIELD_WEIGHTS)
    if isinstance(atom, Author):
        if atom.is_whole:
            return exact("author", author_key(atom.text))
        return _words(analyse(atom.text), {"authors": 1.0})
    if isinstance(atom, Everything):
        return unscored(tantivy.Query.all_query())
    return _days(atom) if isinstance(atom, Dates) else _filter(atom)


def _filter(atom: Filter) -> Any:
    if atom.name == "story":
        return exact("story", int(atom.value))
    if atom.name in ("is", "has"):
        return exact("marks", atom.value)
    return exact(FILTER_FIELDS[atom.name], atom.value)


def _words(stems: list[str], weights: dict[str, float]) -> Any | None:
    """The stems one after the other, in one field. A word of several parts (G20, و.م.ع) is a phrase too."""
    if not stems:
        return None
    phrase: list[str | tuple[int, str]] = [*stems]
    return any_of(
        [
            tantivy.Query.boost_query(
                tantivy.Query.phrase_query(SCHEMA, field, phrase)
                if len(phrase) > 1
                else tantivy.Query.term_query(SCHEMA, field, stems[0]),
                weight,
            )
            for field, weight in weights.items()
        ]
    )


def _prefix(beginning: str, weights: dict[str, float]) -> Any | None:
    if not beginning:
        return None
    pattern = re.escape(beginning) + ".*"
    return tantivy.Query.const_score_query(
        any_of([tantivy.Query.regex_query(SCHEMA, field, pattern) for field in weights]), PREFIX_SCORE
    )


def _days(dates: Dates) -> Any:
    """Articles certainly of these days: one whose month alone is known is of no single day."""
    bounds = []
    if dates.first:
        bounds.append(_between("first_day", dates.first.toordinal(), None))
    if dates.last:
        bounds.append(_between("last_day", None, dates.last.toordinal()))
    return all_of(bounds)


def _between(field: str, lowest: int | None, highest: int | None) -> Any:
    return tantivy.Query.range_query(
        SCHEMA, field, tantivy.FieldType.Integer, lower_bound=lowest, upper_bound=highest
    )


def below(field: str, key: int) -> Any:
    """Articles whose integer field is lower than `key`."""
    return unscored(_between(field, None, key - 1))
