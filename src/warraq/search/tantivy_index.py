"""The index on tantivy: one writer, any number of reading processes and threads, whole after a kill -9.

Texts arrive analysed by our own analysis, as stems parted by spaces, so that tantivy decides nothing about language.
Nothing but the article's number comes back. Measured against its peers in DESIGN.md, "Choices".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from warraq.errors import IndexFault, IndexLocked
from warraq.search.index import Answer, Completion, Document, Histogram, Hit, Sort, Step, Suggestion
from warraq.search.query import Query
from warraq.search.tantivy_found import BATCH, OverTime, TantivyFound, hits_of
from warraq.search.tantivy_query import above, exact, scope_of, unscored
from warraq.search.tantivy_schema import SCHEMA, VALUES, row_of, version
from warraq.search.tantivy_words import complete, like_query, mended

VERSION_FILE = "warraq.json"
HEAP_BYTES = 64_000_000
"""What the writer may hold before it writes a segment."""
KEPT_SCOPES = 16
"""Editions and snapshots whose articles over time are kept at once."""
REBUILD = "Run `warraq index rebuild`."


@dataclass(frozen=True, slots=True)
class _State:
    """One commit of the index, as all who ask between two commits see it."""

    committed: tuple[int, int, int]
    """Of the file that a commit replaces: its place on the disk, when it was written, its size."""
    searcher: Any
    upto: int
    """The highest article number in it."""
    everything: dict[tuple[str | None, int], dict[Step, tuple[OverTime, Histogram]]] = field(
        default_factory=dict
    )
    """By edition and highest number: all articles over time, as far as it was asked for."""


class TantivyIndex:
    """`search.index.Index` on a folder of its own. Make one with `create`, `open_writer` or `open_reader`."""

    def __init__(self, path: Path, index: Any, writer: Any | None) -> None:
        self._path = path
        self._meta = path / "meta.json"
        self._index: Any | None = index
        self._writer = writer
        self._state: _State | None = None
        self._reloading = Lock()

    @classmethod
    def create(cls, path: Path) -> TantivyIndex:
        """A new, empty index in the folder `path`, which must be missing or empty; open for writing."""
        with _faults(path):
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise IndexFault("the folder is not empty", subject=str(path))
            index = tantivy.Index(SCHEMA, str(path), reuse=False)
            (path / VERSION_FILE).write_text(json.dumps(version()), encoding="ascii")
            return cls(path, index, _writer(index))

    @classmethod
    def open_writer(cls, path: Path) -> TantivyIndex:
        """The index at `path` for its one writer. Raises IndexLocked while another process writes it."""
        with _faults(path):
            index = _open(path)
            return cls(path, index, _writer(index))

    @classmethod
    def open_reader(cls, path: Path) -> TantivyIndex:
        """The index at `path` for searching only. Every question sees all that was committed before it."""
        with _faults(path):
            return cls(path, _open(path), None)

    def find(
        self,
        query: Query,
        *,
        edition: str | None = None,
        upto: int | None = None,
        any_word: bool | None = False,
    ) -> TantivyFound:
        """See `Searcher.find`."""
        with self._guard():
            state = self._now()
            bound = state.upto if upto is None else min(upto, state.upto)
            scope = scope_of(edition, upto if bound < state.upto else None)
            if len(state.everything) >= KEPT_SCOPES:
                state.everything.clear()
            everything = state.everything.setdefault((edition, bound), {})

            def found(*, is_any: bool) -> TantivyFound:
                return TantivyFound(
                    state.searcher,
                    query,
                    scope,
                    upto=bound,
                    is_any_word=is_any,
                    guard=self._guard,
                    everything=everything,
                )

            answer = found(is_any=any_word is True)
            if any_word is None and not answer.total:
                answer = _better(answer, found(is_any=True))
            return answer

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
        """See `Searcher.search`."""
        found = self.find(query, edition=edition, any_word=any_word)
        return Answer(found.total, found.page(limit=limit, offset=offset, sort=sort))

    def suggest(self, query: Query, *, edition: str | None = None) -> Suggestion | None:
        """See `Searcher.suggest`."""
        with self._guard():
            candidates = list(mended(self._now().searcher, query))
        for candidate in candidates:
            if total := self.find(candidate, edition=edition).total:
                return Suggestion(candidate, total)
        return None

    def complete(self, typed: str, *, edition: str | None = None, limit: int = 8) -> tuple[Completion, ...]:
        """See `Searcher.complete`."""
        with self._guard():
            within = None if edition is None else exact("edition", edition)
            return complete(self._now().searcher, typed, within, limit)

    def like(
        self,
        title: str,
        text: str,
        *,
        edition: str | None = None,
        without: int | None = None,
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """See `Searcher.like`."""
        with self._guard():
            searcher = self._now().searcher
            query = like_query(searcher, title, text)
            if query is None or limit < 1:
                return ()
            clauses = [(tantivy.Occur.Must, query)]
            if edition is not None:
                clauses.append((tantivy.Occur.Must, unscored(exact("edition", edition))))
            if without is not None:
                clauses.append((tantivy.Occur.MustNot, exact("number", without)))
            found = searcher.search(tantivy.Query.boolean_query(clauses), limit=limit, count=False)
            return hits_of(searcher, found.hits, is_scored=True)

    def add(self, documents: Iterable[Document]) -> None:
        """See `Index.add`."""
        for document in documents:
            prepared = row_of(document)
            with self._guard():
                writer = self._writing()
                writer.delete_documents_by_term("number", document.number)
                writer.add_document(prepared)

    def remove(self, numbers: Iterable[int]) -> None:
        """See `Index.remove`."""
        with self._guard():
            for number in numbers:
                self._writing().delete_documents_by_term("number", number)

    def commit(self) -> None:
        """See `Index.commit`."""
        with self._guard():
            self._writing().commit()

    def check(self) -> None:
        """Read something of each kind of file. Raises IndexFault where one is damaged."""
        with self._guard():
            searcher = self._now().searcher
            everything = tantivy.Query.all_query()
            searcher.aggregate(
                everything, {field: {"terms": {"field": field, "size": 1}} for field in VALUES}
            )
            searcher.search(everything, limit=1, order_by_field="newest")
            for field in ("text", "exact", "grams"):
                searcher.doc_freq(field, "")

    def fingerprints(self) -> Iterator[tuple[int, int]]:
        """See `Index.fingerprints`."""
        with self._guard():
            searcher = self._now().searcher
        last = -1
        while True:
            with self._guard():
                places = _following(searcher, last)
                numbers = searcher.fast_field_values("number", places) if places else []
                prints = searcher.fast_field_values("fingerprint", places) if places else []
            if not places:
                return
            yield from ((int(number), int(found or 0)) for number, found in zip(numbers, prints, strict=True))
            last = int(numbers[-1])

    def count(self) -> int:
        """See `Index.count`."""
        with self._guard():
            return int(self._now().searcher.num_docs)

    def close(self) -> None:
        """See `Index.close`."""
        with self._guard():
            writer, self._writer, self._index = self._writer, None, None
            if writer is not None:
                writer.rollback()
                writer.wait_merging_threads()

    def _guard(self) -> AbstractContextManager[None]:
        return _faults(self._path)

    def _now(self) -> _State:
        """The last commit. Known by the file that a commit replaces, so it needs no thread of its own."""
        index = self._index
        if index is None:
            raise IndexFault("the index is closed", subject=str(self._path))
        file = self._meta.stat()
        committed = file.st_ino, file.st_mtime_ns, file.st_size
        state = self._state
        if state is not None and committed == state.committed:
            return state
        with self._reloading:
            index.reload()
            searcher = index.searcher()
            self._state = state = _State(committed, searcher, _highest(searcher))
            return state

    def _writing(self) -> Any:
        if self._writer is None:
            raise IndexFault("the index is not open for writing", subject=str(self._path))
        return self._writer


def _highest(searcher: Any) -> int:
    """The highest article number; 0 of an empty index."""
    everything = tantivy.Query.all_query()
    found = searcher.search(everything, limit=1, count=False, order_by_field="number")
    return int(found.hits[0][0]) if found.hits else 0


def _following(searcher: Any, number: int) -> list[Any]:
    """Where the articles after `number` lie, by number, a batch of them."""
    query = above("number", number)
    order = tantivy.Order.Asc
    found = searcher.search(query, limit=BATCH, count=False, order_by_field="number", order=order)
    return [place for _, place in found.hits]


def _better(strict: TantivyFound, loose: TantivyFound) -> TantivyFound:
    """Any word, where that finds something."""
    return loose if loose.total else strict


def _open(path: Path) -> Any:
    try:
        made_by = json.loads((path / VERSION_FILE).read_bytes())
    except FileNotFoundError as error:
        raise IndexFault("there is no index", subject=str(path), advice=REBUILD) from error
    if made_by != version():
        raise IndexFault(
            f"the index is of another version ({made_by}, not {version()})",
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
