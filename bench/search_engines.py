"""The engines of bench/search.py, all asked the same: Warraq, SQLite FTS5, PostgreSQL, Xapian.

FTS5 stands there twice: as it comes, where a word finds its own form alone, and on our stems, where it finds as much as
we do.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import psycopg

from warraq.search.analysis import analyse
from warraq.search.index import Document
from warraq.search.query import Item, Phrase, Query, Word
from warraq.search.tantivy_index import TantivyIndex

KINDS = ("words", "phrase", "newest", "facets")
"""One to three words by relevance; two as a phrase; words, newest first: each a page and the total, which every answer
shows. And words counted by outlet, section, author, place, language, year and month."""
PAGE = 20
COUNTED = ("outlet", "section", "outlet || author", "place", "language", "day / 365", "day / 30")
"""What the peers of SQL count by: an author is one outlet's."""


class Row(NamedTuple):
    """An article; the day is an ordinal."""

    number: int
    title: str
    body: str
    outlet: str
    section: str
    author: str
    place: str
    language: str
    day: int


FIRST_VALUE = Row._fields.index("outlet")
DAY_SLOT = 0


class Engine(Protocol):
    """Takes rows, then answers."""

    def add(self, rows: Sequence[Row]) -> None: ...

    def finish(self) -> None: ...

    def size(self) -> int:
        """Bytes of the index alone."""
        ...

    def ask(self, kind: str, words: list[str]) -> object: ...


class Warraq:
    """Ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "index"
        self._is_writing = not self._folder.exists()
        self._index = (TantivyIndex.create if self._is_writing else TantivyIndex.open_reader)(self._folder)

    def add(self, rows: Sequence[Row]) -> None:
        if not self._is_writing:
            self._index = TantivyIndex.open_writer(self._folder)
            self._is_writing = True
        self._index.add(map(_document, rows))
        self._index.commit()

    def finish(self) -> None:
        self._index.close()
        self._index = TantivyIndex.open_reader(self._folder)
        self._is_writing = False

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def ask(self, kind: str, words: list[str]) -> object:
        items: tuple[Item, ...] = tuple(map(Word, words))
        found = self._index.find(
            Query((Phrase(" ".join(words)),) if kind == "phrase" else items), edition="ma"
        )
        if kind == "facets":
            return found.facets(), found.histogram("month")
        page = found.page(limit=PAGE, sort="newest" if kind == "newest" else "relevance")
        return found.total, page


def _document(row: Row) -> Document:
    day = date.fromordinal(row.day)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Document(
        row.number, "ma", row.outlet, row.section, row.language, row.title, "", row.body, (row.author,), (day, day),
        at, at, places=(row.place,),
    )  # fmt: skip


class Fts5:
    """SQLite FTS5, its default tokenizer; rows of their own for outlet, section and day."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.sqlite3"
        self._database = sqlite3.connect(self._file)
        self._database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(title, body, content='')")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS articles "
            "(id INTEGER PRIMARY KEY, outlet, section, author, place, language, day)"
        )

    def add(self, rows: Sequence[Row]) -> None:
        with self._database as database:
            texts = ((row.number, self.text_of(row.title), self.text_of(row.body)) for row in rows)
            database.executemany("INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", texts)
            others = ((row.number, *row[FIRST_VALUE:]) for row in rows)
            database.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", others)

    def finish(self) -> None:
        self._database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self._database.commit()

    def size(self) -> int:
        return self._file.stat().st_size

    def ask(self, kind: str, words: list[str]) -> object:
        words = [self.text_of(word) for word in words]
        asked = f'"{" ".join(words)}"' if kind == "phrase" else " ".join(f'"{word}"' for word in words)
        found = "FROM texts JOIN articles ON articles.id = texts.rowid WHERE texts MATCH ?"
        if kind == "facets":
            return [self._all(f"SELECT {by}, count(*) {found} GROUP BY 1", asked) for by in COUNTED]
        order = "day DESC" if kind == "newest" else "rank"
        total = self._all("SELECT count(*) FROM texts WHERE texts MATCH ?", asked)
        return total, self._all(f"SELECT texts.rowid {found} ORDER BY {order} LIMIT {PAGE}", asked)

    def text_of(self, text: str) -> str:
        """A text as it is indexed and asked."""
        return text

    def _all(self, statement: str, asked: str) -> object:
        return self._database.execute(statement, (asked,)).fetchall()


class Fts5OnStems(Fts5):
    """SQLite FTS5 over our stems: it finds what we find (but for phrases, which are looser)."""

    def text_of(self, text: str) -> str:
        """Its stems."""
        return " ".join(analyse(text))


class Postgres:
    """PostgreSQL's `arabic`, a GIN index, ts_rank."""

    def __init__(self, folder: Path) -> None:
        self._database = psycopg.connect(os.environ["WARRAQ_DATABASE"], autocommit=True)
        self._database.execute(
            "CREATE TABLE articles (id integer PRIMARY KEY, outlet text, section text, author text, place text, "
            "language text, day integer, words tsvector)"
        )

    def add(self, rows: Sequence[Row]) -> None:
        statement = "INSERT INTO articles VALUES (%s, %s, %s, %s, %s, %s, %s, to_tsvector('arabic', %s))"
        values = ((row.number, *row[FIRST_VALUE:], f"{row.title}\n{row.body}") for row in rows)
        with self._database.transaction(), self._database.cursor() as cursor:
            cursor.executemany(statement, values)

    def finish(self) -> None:
        self._database.execute("CREATE INDEX IF NOT EXISTS by_words ON articles USING gin (words)")
        self._database.execute("CREATE INDEX IF NOT EXISTS by_day ON articles (day)")
        self._database.execute("ANALYZE articles")

    def size(self) -> int:
        row = self._database.execute("SELECT pg_total_relation_size('articles')").fetchone()
        assert row is not None
        return int(row[0])

    def ask(self, kind: str, words: list[str]) -> object:
        maker = "phraseto_tsquery" if kind == "phrase" else "plainto_tsquery"
        found = f"FROM articles, {maker}('arabic', %s) AS asked WHERE words @@ asked"
        if kind == "facets":
            return [self._all(f"SELECT {by}, count(*) {found} GROUP BY 1", words) for by in COUNTED]
        order = "day DESC" if kind == "newest" else "ts_rank(words, asked) DESC"
        total = self._all(f"SELECT count(*) {found}", words)
        return total, self._all(f"SELECT id {found} ORDER BY {order} LIMIT {PAGE}", words)

    def _all(self, statement: str, words: list[str]) -> object:
        return self._database.execute(statement, (" ".join(words),)).fetchall()


class Xapian:
    """Xapian with its Arabic stemmer; what is counted by as values."""

    def __init__(self, folder: Path) -> None:
        import xapian

        self._xapian: Any = xapian
        self._folder = folder / "xapian"
        self._database: Any = xapian.WritableDatabase(str(self._folder), xapian.DB_CREATE_OR_OPEN)
        self._stem: Any = xapian.Stem("arabic")

    def add(self, rows: Sequence[Row]) -> None:
        maker = self._xapian.TermGenerator()
        maker.set_stemmer(self._stem)
        for row in rows:
            document = self._xapian.Document()
            maker.set_document(document)
            maker.index_text(row.title, 3)
            maker.index_text(row.body)
            document.add_value(DAY_SLOT, self._xapian.sortable_serialise(row.day))
            author = f"{row.outlet} {row.author}"
            values = (row.outlet, row.section, author, row.place, row.language, row.day // 365, row.day // 30)
            for slot, value in enumerate(values, DAY_SLOT + 1):
                document.add_value(slot, str(value))
            self._database.add_document(document)
        self._database.commit()

    def finish(self) -> None:
        self._database.commit()

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def ask(self, kind: str, words: list[str]) -> object:
        xapian = self._xapian
        parser = xapian.QueryParser()
        parser.set_stemmer(self._stem)
        parser.set_default_op(xapian.Query.OP_AND)
        text = f'"{" ".join(words)}"' if kind == "phrase" else re.sub(r"\W+", " ", " ".join(words))
        asking = xapian.Enquire(self._database)
        asking.set_query(parser.parse_query(text))
        if kind == "newest":
            asking.set_sort_by_value(DAY_SLOT, True)
        if kind != "facets":
            found = asking.get_mset(0, PAGE, self._database.get_doccount())
            return found.get_matches_estimated(), [match.docid for match in found]
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(DAY_SLOT + 1, DAY_SLOT + 1 + len(COUNTED))]
        for spy in spies:
            asking.add_matchspy(spy)
        asking.get_mset(0, 0, self._database.get_doccount())
        return [[(value.term, value.termfreq) for value in spy.values()] for spy in spies]


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "Warraq": Warraq,
    "FTS5": Fts5,
    "FTS5 on our stems": Fts5OnStems,
    "Xapian": Xapian,
    "PostgreSQL": Postgres,
}
