"""The index on tantivy: one writer, any number of reading processes and threads, whole after a kill -9.

Texts arrive analysed by our own analysis, as stems parted by spaces, so that tantivy decides nothing about language.
Nothing but the article's number comes back. Measured against its peers in DESIGN.md, "Choices".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from warraq.errors import IndexFault, IndexLocked
from warraq.search.analysis import ANALYSIS_VERSION, analyse
from warraq.search.index import Answer, Document, Hit, Sort
from warraq.search.query import Query
from warraq.search.tantivy_query import compile_query

SCHEMA_VERSION = 1
"""A new number with every change of the fields below."""

VERSION_FILE = "warraq.json"
HEAP_BYTES = 64_000_000
"""What the writer may hold before it writes a segment."""
NUMBER_BITS = 29
"""Newest first goes by second, then by number: both in one integer of 64 bits (until the year 2514)."""
REBUILD = "Run `warraq index rebuild`."


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    # A signed one: tantivy-py 0.27 deletes nothing, silently, by the term of an unsigned field.
    builder.add_integer_field("number", indexed=True, fast=True)
    for name in ("edition", "outlet", "section", "lang"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "lead", "body", "authors"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("first_day", "last_day", "newest"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


SCHEMA = _schema()


class TantivyIndex:
    """`search.index.Index` on a folder of its own. Make one with `create`, `open_writer` or `open_reader`."""

    def __init__(self, path: Path, index: Any, writer: Any | None) -> None:
        self._path = path
        self._index: Any | None = index
        self._writer = writer
        self._seen = b""
        self._reloading = Lock()

    @classmethod
    def create(cls, path: Path) -> TantivyIndex:
        """A new, empty index in the folder `path`, which must be missing or empty; open for writing."""
        with _faults(path):
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise IndexFault("the folder is not empty", subject=str(path))
            index = tantivy.Index(SCHEMA, str(path), reuse=False)
            (path / VERSION_FILE).write_text(json.dumps(_version()), encoding="ascii")
            return cls(path, index, _writer(index))

    @classmethod
    def open_writer(cls, path: Path) -> TantivyIndex:
        """The index at `path` for its one writer. Raises IndexLocked while another process writes it."""
        with _faults(path):
            index = _open(path)
            return cls(path, index, _writer(index))

    @classmethod
    def open_reader(cls, path: Path) -> TantivyIndex:
        """The index at `path` for searching only. Every search sees all that was committed before it."""
        with _faults(path):
            return cls(path, _open(path), None)

    def search(
        self,
        query: Query,
        *,
        edition: str | None = None,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
        any_word: bool = False,
    ) -> Answer:
        """See `Index.search`."""
        with _faults(self._path):
            searcher = self._searcher()
            compiled = compile_query(query, SCHEMA, edition=edition, any_word=any_word)
            order = {"order_by_field": "newest"} if sort == "newest" else {}
            offset = min(offset, searcher.num_docs)  # tantivy makes room for all that is skipped
            found = searcher.search(compiled, limit=max(limit, 1), offset=offset, **order)
            hits = found.hits[:limit]
            numbers = searcher.fast_field_values("number", [place for _, place in hits]) if hits else []
            scores = (0.0 if order else float(key) for key, _ in hits)
            return Answer(
                found.count, tuple(Hit(int(n), score) for n, score in zip(numbers, scores, strict=True))
            )

    def add(self, documents: Iterable[Document]) -> None:
        """See `Index.add`."""
        for document in documents:
            prepared = _prepare(document)
            with _faults(self._path):
                writer = self._writing()
                writer.delete_documents_by_term("number", document.number)
                writer.add_document(prepared)

    def remove(self, numbers: Iterable[int]) -> None:
        """See `Index.remove`."""
        with _faults(self._path):
            for number in numbers:
                self._writing().delete_documents_by_term("number", number)

    def commit(self) -> None:
        """See `Index.commit`."""
        with _faults(self._path):
            self._writing().commit()

    def count(self) -> int:
        """See `Index.count`."""
        with _faults(self._path):
            return int(self._searcher().num_docs)

    def close(self) -> None:
        """See `Index.close`."""
        with _faults(self._path):
            writer, self._writer, self._index = self._writer, None, None
            if writer is not None:
                writer.rollback()
                writer.wait_merging_threads()

    def _searcher(self) -> Any:
        """Of the last commit. Read from the file that a commit replaces, so it needs no thread of its own."""
        index = self._index
        if index is None:
            raise IndexFault("the index is closed", subject=str(self._path))
        committed = (self._path / "meta.json").read_bytes()
        if committed != self._seen:
            with self._reloading:
                index.reload()
                self._seen = committed
        return index.searcher()

    def _writing(self) -> Any:
        if self._writer is None:
            raise IndexFault("the index is not open for writing", subject=str(self._path))
        return self._writer


def _version() -> dict[str, int]:
    return {"schema": SCHEMA_VERSION, "analysis": ANALYSIS_VERSION}


def _open(path: Path) -> Any:
    try:
        version = json.loads((path / VERSION_FILE).read_bytes())
    except FileNotFoundError as error:
        raise IndexFault("there is no index", subject=str(path), advice=REBUILD) from error
    if version != _version():
        raise IndexFault(
            f"the index is of another version ({version}, not {_version()})",
            subject=str(path),
            advice=REBUILD,
        )
    index = tantivy.Index.open(str(path))
    index.config_reader("manual")
    return index


def _writer(index: Any) -> Any:
    try:
        return index.writer(HEAP_BYTES, 1)
    except ValueError as error:
        if "LockBusy" in str(error):
            raise IndexLocked(
                "another process writes the index",
                subject="search index",
                advice="Stop the other keeper first.",
            ) from error
        raise


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """What tantivy raises, as IndexFault; a panic of its Rust side is a BaseException without a public name."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFault(f"the index cannot be used ({error})", subject=str(path), advice=REBUILD) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFault(f"the index is damaged ({error})", subject=str(path), advice=REBUILD) from error


def _prepare(document: Document) -> Any:
    row = tantivy.Document()
    row.add_integer("number", document.number)
    row.add_text("edition", document.edition)
    row.add_text("outlet", document.outlet)
    if document.section:
        row.add_text("section", document.section)
    if document.language:
        row.add_text("lang", document.language)
    row.add_text("title", " ".join(analyse(document.title)))
    row.add_text("lead", " ".join(analyse(document.lead)))
    row.add_text("body", " ".join(analyse(document.body)))
    for author in document.authors:
        row.add_text("authors", " ".join(analyse(author)))
    if document.days:
        row.add_integer("first_day", document.days[0].toordinal())
        row.add_integer("last_day", document.days[1].toordinal())
    row.add_integer("newest", _newest_key(document.sort_at, document.number))
    return row


def _newest_key(sort_at: datetime, number: int) -> int:
    return (int(sort_at.timestamp()) << NUMBER_BITS) | (number & ((1 << NUMBER_BITS) - 1))
