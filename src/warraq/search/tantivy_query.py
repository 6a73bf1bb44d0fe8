"""Our query tree as tantivy's query: what each item means, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import tantivy

from warraq.search.analysis import analyse, beginning_of, exact_words, grams_of
from warraq.search.query import (
    All,
    Atom,
    Author,
    Dates,
    Filter,
    Item,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    atoms_of,
    is_filter,
    loosened,
)
from warraq.search.tantivy_schema import SCHEMA, author_key

STEM_WEIGHTS = {"title": 3.0, "lead": 0.3}
"""How much more a word counts there: the title says what the article is about."""
GRAM_WEIGHT = 0.5
"""Of each 4-gram beside a stem. From .25 to 1 changes nDCG@10 by .003 (quality/search.py --tune)."""
TELLING_SHARE = 0.15
"""Of all articles, that may have a gram at most: what more have weighs next to nothing, and costs the most."""
FEW = 1_000
"""Articles that may have a gram however few there are."""
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
    for item in (loosened(query) if any_word else query).items:
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


def is_telling(searcher: Any, gram: str) -> bool:
    """Whether few enough articles have a gram."""
    return bool(searcher.doc_freq("grams", gram) <= max(FEW, TELLING_SHARE * searcher.num_docs))


def ranked_query(query: Query, scope: list[Any], *, any_word: bool, has_weight: Callable[[str], bool]) -> Any:
    """What `compile_query` finds, ranked also by the words of title and lead and by those grams that have weight.

    Not by the grams of a phrase: whatever has it has all of them.
    """
    found = compile_query(query, scope, any_word=any_word)
    items = (loosened(query) if any_word else query).items
    atoms = [atom for item in items for atom in atoms_of(item) if isinstance(atom, Word | Phrase)]
    texts = {atom.text: isinstance(atom, Word) for atom in atoms if not atom.in_title}
    stems = [stem for text in texts for stem in analyse(text)]
    words = [text for text, is_word in texts.items() if is_word]
    more = [_boosted(field, stem, weight) for stem in stems for field, weight in STEM_WEIGHTS.items()]
    grams = [gram for word in words for gram in grams_of(word) if has_weight(gram)]
    more += [_boosted("grams", gram, GRAM_WEIGHT) for gram in grams]
    if not more:
        return found
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, found), *((tantivy.Occur.Should, part) for part in more)]
    )


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
    if isinstance(item, Word):
        return _word(item)
    return _atom(item)


def _atom(atom: Atom) -> Any | None:
    if isinstance(atom, Phrase):
        return _phrase(exact_words(atom.text), "title_exact" if atom.in_title else "exact")
    if isinstance(atom, Prefix):
        return _prefix(beginning_of(atom.text), "title" if atom.in_title else "text")
    if isinstance(atom, Author):
        if atom.is_whole:
            return exact("author", author_key(atom.text))
        stems = analyse(atom.text)
        return all_of([_boosted("authors", stem) for stem in stems]) if stems else None
    if isinstance(atom, Dates):
        return _days(atom)
    return _filter(atom) if isinstance(atom, Filter) else unscored(tantivy.Query.all_query())


def _filter(atom: Filter) -> Any:
    if atom.name == "story":
        return exact("story", int(atom.value))
    if atom.name in ("is", "has"):
        return exact("marks", atom.value)
    return exact(FILTER_FIELDS[atom.name], atom.value)


def _word(word: Word) -> Any | None:
    """A word by its stem; one of several parts (G20, porte-parole) as it is written."""
    stems = analyse(word.text)
    if len(stems) > 1:
        return _phrase(exact_words(word.text), "title_exact" if word.in_title else "exact")
    if not stems:
        return None
    return _boosted("title" if word.in_title else "text", stems[0])


def _boosted(field: str, term: str, weight: float = 1.0) -> Any:
    query = tantivy.Query.term_query(SCHEMA, field, term, index_option="freq")
    return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _phrase(words: list[str], field: str) -> Any | None:
    """Words one after the other, as they are written."""
    if len(words) < 2:
        return tantivy.Query.term_query(SCHEMA, field, words[0]) if words else None
    phrase: list[str | tuple[int, str]] = [*words]
    return tantivy.Query.phrase_query(SCHEMA, field, phrase)


def _prefix(beginning: str, field: str) -> Any | None:
    """Words that share a beginning are many: how rare each is says nothing of the article."""
    if not beginning:
        return None
    pattern = re.escape(beginning) + ".*"
    return tantivy.Query.const_score_query(tantivy.Query.regex_query(SCHEMA, field, pattern), 1.0)


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


def above(field: str, key: int) -> Any:
    """Articles whose integer field is higher than `key`."""
    return unscored(_between(field, key + 1, None))
