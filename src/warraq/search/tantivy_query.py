"""Our query tree as tantivy's query: what each item means, field by field."""

from __future__ import annotations

from typing import Any

import tantivy

from warraq.search.analysis import analyse
from warraq.search.query import Atom, Dates, Filter, Item, Not, Or, Phrase, Query, Word

FIELD_WEIGHTS = {"title": 3.0, "lead": 1.5, "body": 1.0, "authors": 1.0}
"""How much a word counts where it stands. An article's title says what it is about."""


def compile_query(query: Query, schema: Any, *, edition: str | None, any_word: bool) -> Any:
    """The tree as a query on `schema`; nothing asked (or only signs that no index holds) finds nothing."""
    wanted: list[Any] = []
    filters: list[Any] = []
    unwanted: list[Any] = []
    for item in query.items:
        compiled = _item(item, schema)
        if compiled is None:
            continue
        if isinstance(item, Not):
            unwanted.append(compiled)
        elif _is_filter(item):
            filters.append(tantivy.Query.const_score_query(compiled, 0.0))
        else:
            wanted.append(compiled)
    if not (wanted or filters or unwanted):
        return tantivy.Query.empty_query()
    if wanted and any_word:
        wanted = [_either(wanted)]
    if edition is not None:
        filters.append(tantivy.Query.const_score_query(_exact("edition", edition, schema), 0.0))
    if not (wanted or filters):
        filters.append(tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0))
    clauses = [(tantivy.Occur.Must, clause) for clause in (*wanted, *filters)]
    return tantivy.Query.boolean_query(clauses + [(tantivy.Occur.MustNot, clause) for clause in unwanted])


def _is_filter(item: Item) -> bool:
    """Whether the item narrows the answer without anything to rank by."""
    if isinstance(item, Or):
        return all(isinstance(atom, Filter | Dates) for atom in item.atoms)
    return isinstance(item, Filter | Dates)


def _item(item: Item, schema: Any) -> Any | None:
    if isinstance(item, Not):
        return _atom(item.atom, schema)
    if isinstance(item, Or):
        alternatives = [compiled for atom in item.atoms if (compiled := _atom(atom, schema)) is not None]
        return _either(alternatives) if alternatives else None
    return _atom(item, schema)


def _atom(atom: Atom, schema: Any) -> Any | None:
    if isinstance(atom, Word) and atom.in_title:
        return _words(analyse(atom.text), schema, {"title": 1.0})
    if isinstance(atom, Word | Phrase):
        return _words(analyse(atom.text), schema, FIELD_WEIGHTS)
    if isinstance(atom, Filter):
        return _exact(atom.name, atom.value, schema)
    return _days(atom, schema)


def _words(stems: list[str], schema: Any, weights: dict[str, float]) -> Any | None:
    """The stems one after the other, in one field. A word of several parts (G20, و.م.ع) is a phrase too."""
    if not stems:
        return None
    phrase: list[str | tuple[int, str]] = [*stems]
    return _either(
        [
            tantivy.Query.boost_query(
                tantivy.Query.phrase_query(schema, field, phrase)
                if len(phrase) > 1
                else tantivy.Query.term_query(schema, field, stems[0]),
                weight,
            )
            for field, weight in weights.items()
        ]
    )


def _exact(field: str, value: str, schema: Any) -> Any:
    return tantivy.Query.term_query(schema, field, value, index_option="basic")


def _days(dates: Dates, schema: Any) -> Any:
    """Articles certainly of these days: one whose month alone is known is of no single day."""
    kind = tantivy.FieldType.Integer
    bounds = []
    if dates.first:
        bounds.append(
            tantivy.Query.range_query(schema, "first_day", kind, lower_bound=dates.first.toordinal())
        )
    if dates.last:
        bounds.append(tantivy.Query.range_query(schema, "last_day", kind, upper_bound=dates.last.toordinal()))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, bound) for bound in bounds])


def _either(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
