"""What the index knows of words: completing what is typed, mending what was mistyped, and articles alike."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import tantivy

from warraq.search.analysis import SEPARATOR, analyse, key_of, keys_in
from warraq.search.index import Completion
from warraq.search.query import All, Item, Or, Query, Word
from warraq.search.spelling import distance, near_words
from warraq.search.tantivy_query import any_of
from warraq.search.tantivy_schema import SCHEMA

LIKE_TERMS = 20
"""Stems of an article that others are sought by."""
TITLE_TIMES = 3
"""A stem of the title counts as this many of the text."""
LIKE_CHARACTERS = 4_000
COMPLETED_WORDS = 2
NEAR_BEGINNING = 2
"""Letters that a word two mistakes away must share with what was typed: fewer would compare all words."""
CANDIDATES = 4_000
FAR_MORE = 20
"""A near word must stand in this many times as many headlines as a word that is known."""


def complete(searcher: Any, typed: str, filters: Any | None, limit: int) -> tuple[Completion, ...]:
    """See `Searcher.complete`."""
    words = typed.split()
    keys = [key_of(word) for word in words]
    if not keys or not keys[-1] or limit < 1:
        return ()
    is_open = typed[-1:].isspace()
    kept = words[:-COMPLETED_WORDS]
    prefix = " ".join(keys[-COMPLETED_WORDS:]) + (" " if is_open else "")
    found = _with_prefix(searcher, prefix, filters, limit)
    if not found and len(keys) == 1 and not prefix.startswith("ال"):
        found = _with_prefix(searcher, f"ال{prefix}", filters, limit)
    return tuple(Completion(" ".join([*kept, text]), count) for text, count in found)


def _with_prefix(searcher: Any, prefix: str, filters: Any | None, limit: int) -> list[tuple[str, int]]:
    """Words as shown, one way to write each, commonest first."""
    counts: Counter[str] = Counter()
    for term, count in searcher.terms_with_prefix("said", prefix, filters, limit * 4):
        counts[term.partition(SEPARATOR)[0]] += count
    return [
        (" ".join([_shown(searcher, word) for word in key.split()]), count)
        for key, count in counts.most_common(limit)
    ]


def mended(searcher: Any, query: Query) -> Iterator[Query]:
    """The query with its unknown words replaced by near ones: the likeliest first; none where all are known."""
    options = {word: _near(searcher, word) for word in _words(query.items)}
    changed = {word: near for word, near in options.items() if near}
    for place in range(max(map(len, changed.values()), default=0)):
        chosen = {word: near[min(place, len(near) - 1)] for word, near in changed.items()}
        yield Query(tuple(_replaced(item, chosen) for item in query.items))


def _words(items: Iterable[Item]) -> Iterator[Word]:
    for item in items:
        if isinstance(item, Word):
            yield item
        elif isinstance(item, Or | All):
            yield from _words(item.items)


def _replaced(item: Item, chosen: dict[Word, str]) -> Item:
    if isinstance(item, Word) and item in chosen:
        return Word(chosen[item], item.in_title)
    if isinstance(item, Or | All):
        return type(item)(tuple(_replaced(part, chosen) for part in item.items))
    return item


def _near(searcher: Any, word: Word) -> list[str]:
    """Words of headlines near to one that is unknown, or hardly known; best first, as printed. At most three."""
    keys = keys_in(word.text)
    if len(keys) != 1 or len(keys[0]) < 3:
        return []
    key = keys[0]
    known = max((searcher.doc_freq("text", stem) for stem in analyse(word.text)), default=0)
    candidates = {
        near: count for near in near_words(key) if (count := searcher.doc_freq("title_exact", near))
    }
    if len(key) >= 5 and not known:
        for near, count in searcher.terms_with_prefix("title_exact", key[:NEAR_BEGINNING], None, CANDIDATES):
            if near not in candidates and abs(len(near) - len(key)) <= 2 and distance(key, near) <= 2:
                candidates[near] = count
    good = {
        near: count for near, count in candidates.items() if count >= max(1, known * FAR_MORE) and near != key
    }
    ranked = sorted(good, key=lambda near: (distance(key, near), -good[near], near))
    return [_shown(searcher, near) for near in ranked[:3]]


def _shown(searcher: Any, key: str) -> str:
    """A word as most headlines print it."""
    found = searcher.terms_with_prefix("said", key + SEPARATOR, None, 1)
    return str(found[0][0]).partition(SEPARATOR)[2] if found else key


def like_query(searcher: Any, title: str, text: str) -> Any | None:
    """Any of the stems that tell most of an article; None where it has no words."""
    counts = Counter(analyse(text[:LIKE_CHARACTERS]))
    for stem in analyse(title):
        counts[stem] += TITLE_TIMES
    articles = max(searcher.num_docs, 1)
    weights: dict[str, float] = {}
    for stem, count in counts.items():
        frequency = searcher.doc_freq("text", stem)
        if len(stem) > 1 and frequency:
            weights[stem] = (1 + math.log(count)) * math.log(1 + articles / frequency)
    best = sorted(weights, key=lambda stem: (-weights[stem], stem))[:LIKE_TERMS]
    if not best:
        return None
    return any_of(
        [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(SCHEMA, field, stem, index_option="freq"),
                boost * (1 + math.log(counts[stem])),
            )
            for stem in best
            for field, boost in (("title", 2.0), ("text", 1.0))
        ]
    )
