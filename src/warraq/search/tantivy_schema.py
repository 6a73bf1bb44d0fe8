"""The fields of the tantivy index, and an article as a row of them.

Texts arrive analysed by our own analysis, as words parted by spaces, so that tantivy decides nothing about language.
`text` holds the stems of all that an article says and decides alone what is found; the others rank (`title`, `lead`,
`grams`) or hold phrases (`exact`). Why these, docs/design/0004-arabic-search.md tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any

import tantivy

from warraq.search.analysis import ANALYSIS_VERSION, SEPARATOR, analyse, said, texts_of
from warraq.search.index import Document, fingerprint
from warraq.search.query.operators import fold

SCHEMA_VERSION = 7
"""A new number with every change of the fields below."""

VALUES = ("edition", "outlet", "section", "language", "place")
"""Fields of one value each word for word, which answers are counted by; also by `person`, an author at an outlet: a
number, as there are far more of them, and counting by words looks up the word of each."""
DAYS = ("first_day", "last_day", "day", "month", "year")
"""Days are ordinals (1 is 1 January of the year 1), months are counted from the year 0. `day` is there where the day is
known, `month` and `year` where the month is."""
KEYS = {"newest": "newest", "arrived": "arrived"}
"""Order -> the field that gives it."""
NUMBER_BITS = 29
"""Newest first goes by second, then by number: both in one integer of 64 bits (until the year 2514)."""
LARGEST_NUMBER = (1 << NUMBER_BITS) - 1
"""Of an article that such a key tells whole."""
MONTHS = 12
LEAD_WORDS = 25
"""Words of subtitle and text that count as the lead, where a press says what it is about. Worth .005 nDCG@10."""
GRAMMED_WORDS = 250
"""Words of a body that have grams: those of all of it are a tenth of the text more, and rank no better (0004)."""
GRAM_TIMES = 3
"""A gram that stands there more often counts no more: the same ranking from fewer bits."""
GAP = " \N{PILCROW SIGN} "
"""Between title, lead, body and names: no phrase goes across."""


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # Signed ones: tantivy-py 0.27 deletes nothing, silently, by the term of an unsigned field.
    builder.add_integer_field("number", indexed=True, fast=True)
    builder.add_integer_field("story", indexed=True)
    for name in VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("marks", "said", "author", "author_shown"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("text", "title", "lead", "grams", "authors"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("exact", "title_exact"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*DAYS, *KEYS.values(), "person", "fingerprint"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


SCHEMA = _schema()


def version() -> dict[str, int]:
    """What an index must have been made by to be read by this code."""
    return {"schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}


def author_key(name: str) -> str:
    """An author's name as it is compared."""
    return fold(name)


def person_number(outlet: str, name: str) -> int:
    """An author as one outlet's person: 63 bits."""
    text = f"{outlet}{SEPARATOR}{author_key(name)}"
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def row_of(document: Document) -> Any:
    """An article as tantivy takes it."""
    row = tantivy.Document()
    row.add_integer("number", document.number)
    row.add_integer("fingerprint", fingerprint(document))
    if document.story is not None:
        row.add_integer("story", document.story)
    _add_values(row, document)
    _add_texts(row, document)
    for author in document.authors:
        row.add_text("authors", " ".join(analyse(author)))
        row.add_text("author", author_key(author))
        person = person_number(document.outlet, author)
        row.add_integer("person", person)
        row.add_text("author_shown", SEPARATOR.join((str(person), document.outlet, author)))
    _add_days(row, document)
    row.add_integer("newest", _time_key(document.sort_at, document.number))
    row.add_integer("arrived", _time_key(document.seen_at, document.number))
    return row


def _add_texts(row: Any, document: Document) -> None:
    title, lead, body, *names = map(
        partial(texts_of, grammed=GRAMMED_WORDS),
        (document.title, document.lead, document.body, *document.authors),
    )
    parts = [part for part in (title, lead, body, *names) if part.stems]
    row.add_text("text", " ".join([part.stems for part in parts]))
    row.add_text("exact", GAP.join([part.exact for part in parts]))
    row.add_text("grams", _few_of_each(" ".join([title.grams, lead.grams, body.grams])))
    row.add_text("title", title.stems)
    row.add_text("title_exact", title.exact)
    row.add_text("lead", " ".join(f"{lead.stems} {body.stems}".split(None, LEAD_WORDS)[:LEAD_WORDS]))
    for term in said(document.title):
        row.add_text("said", term)


def _few_of_each(grams: str) -> str:
    counts = Counter(grams.split())
    kept = often = list(counts)
    for times in range(1, GRAM_TIMES):
        often = [gram for gram in often if counts[gram] > times]
        kept = kept + often
    return " ".join(kept)


def _add_values(row: Any, document: Document) -> None:
    row.add_text("edition", document.edition)
    row.add_text("outlet", document.outlet)
    if document.section:
        row.add_text("section", document.section)
    if document.language:
        row.add_text("language", document.language)
    for place in document.places:
        row.add_text("place", place)
    for mark in _marks(document):
        row.add_text("marks", mark)


def _marks(document: Document) -> Iterable[str]:
    if document.is_darija:
        yield "darija"
    if document.has_picture:
        yield "picture"
    yield document.kind


def _add_days(row: Any, document: Document) -> None:
    if document.days is None:
        return
    first, last = document.days
    row.add_integer("first_day", first.toordinal())
    row.add_integer("last_day", last.toordinal())
    row.add_integer("year", first.year)
    row.add_integer("month", first.year * MONTHS + first.month - 1)
    if first == last:
        row.add_integer("day", first.toordinal())


def _time_key(instant: datetime, number: int) -> int:
    return (int(instant.timestamp()) << NUMBER_BITS) | (number & LARGEST_NUMBER)
