"""What an article costs on its way in: articles per CPU-second through decision, store and index, beside raw
`executemany` of the same articles into one bare SQLite table.

    python bench/ingest.py                      20,000 articles, about a minute

The articles are made from a small vocabulary: 300 words each, distinct; pages are not read and languages not told
here (bench/extract and quality/language show those).
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = (
    "افتتح الوزير المدرسة الجديدة بمدينة طنجة وحضر الحفل عدد من التلاميذ والأساتذة وقال المسؤول "
    "إن المشروع يندرج في إطار برنامج وطني لتوسيع العرض التربوي وأضاف أن الحكومة رصدت ميزانية "
    "مهمة لبناء مؤسسات أخرى بالجهة خلال السنة المقبلة "
).split()
BATCH = 500


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="warraq-bench-") as folder:
        os.environ["WARRAQ_DATA"] = folder
        os.environ["WARRAQ_LOG"] = "error"
        raw = bare(Path(folder), count)
        hashed = through_hash(count)
        stored = through_store(count)
        indexed = through_index(Path(folder), count)
    together = 1 / (1 / stored + 1 / indexed)
    print(f"{count} articles of 300 words; articles per CPU-second")
    print(f"raw executemany          {raw:>10,.0f}")
    print(f"hash of edits            {hashed:>10,.0f}   of 1 hash in {1000 / hashed:.2f} ms")
    print(f"decide and store         {stored:>10,.0f}   {stored / raw:.3f} of raw")
    print(f"index                    {indexed:>10,.0f}   {indexed / raw:.3f} of raw")
    print(f"store and index together {together:>10,.0f}   {together / raw:.3f} of raw")
    return 0


def texts(count: int) -> Iterator[tuple[str, str, list[str]]]:
    """Address, title and six paragraphs of each article."""
    draw = random.Random(1)
    for number in range(count):
        paragraphs = [" ".join(draw.choices(WORDS, k=50)) for _ in range(6)]
        yield (
            f"https://outlet{number % 20}.example/{number}",
            f"{number} {' '.join(draw.choices(WORDS, k=9))}",
            paragraphs,
        )


def bare(folder: Path, count: int) -> float:
    """The floor: one table, one statement, batches in transactions."""
    database = sqlite3.connect(folder / "bare.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(
        "CREATE TABLE article (id INTEGER PRIMARY KEY, address TEXT UNIQUE, title TEXT, body TEXT)"
    )
    rows = [(address, title, "\n".join(body)) for address, title, body in texts(count)]
    start = time.process_time()
    for first in range(0, count, BATCH):
        with database:
            database.executemany(
                "INSERT INTO article (address, title, body) VALUES (?, ?, ?)", rows[first : first + BATCH]
            )
    spent = time.process_time() - start
    database.close()
    return count / spent


def through_hash(count: int) -> float:
    """The words of each article compared with nothing yet: what says later whether it was edited."""
    from warraq.pipeline import key_of_version
    from warraq.records import Block, BlockKind

    articles = [
        (title, [Block(BlockKind.PARAGRAPH, text) for text in body]) for _, title, body in texts(count)
    ]
    began = time.process_time()
    for title, blocks in articles:
        key_of_version(title, "", blocks)
    return count / (time.process_time() - began)


def through_store(count: int) -> float:
    """Batches of arrivals through the pipeline's decision into all rows and the outbox."""
    from warraq.commands.starting import start

    _, edition = start("ma")
    from warraq.records import Article, ArticleKind, Block, BlockKind, Findings, Moment, OutletSeed, Precision
    from warraq.store.outlets import make_outlet
    from warraq.store.write import Arrival, write_arrivals

    now = datetime(2023, 11, 1, 12, tzinfo=UTC)
    outlets = [
        make_outlet("ma", OutletSeed(f"bench{n}", f"https://outlet{n}.example/"), now).pk for n in range(20)
    ]
    arrivals = [
        Arrival(
            outlets[number % 20],
            Article(
                ArticleKind.ARTICLE,
                address,
                title,
                tuple(Block(BlockKind.PARAGRAPH, text) for text in body),
                authors=(f"كاتب {number % 200}",),
                published=Moment(datetime(2023, 10, 1) + timedelta(minutes=number), Precision.MINUTE),
                picture=f"{address}.jpg",
            ),
            Findings("ar", None, "politics"),
            now,
        )
        for number, (address, title, body) in enumerate(texts(count))
    ]
    began = time.process_time()
    for first in range(0, count, BATCH):
        write_arrivals(arrivals[first : first + BATCH], edition)
    return count / (time.process_time() - began)


def through_index(folder: Path, count: int) -> float:
    """The keeper drains the outbox into a new index."""
    from warraq.processes.keeper import Keeper
    from warraq.search.generations import new_generation, switch
    from warraq.search.tantivy_index import TantivyIndex

    (folder / "index").mkdir()
    generation = new_generation(folder / "index")
    TantivyIndex.create(generation).close()
    switch(folder / "index", generation)
    keeper = Keeper(folder)
    began = time.process_time()
    done = 0
    while step := keeper.step():
        done += step
    spent = time.process_time() - began
    keeper.close()
    assert done == count, f"{done} of {count} articles were indexed"
    return count / spent


if __name__ == "__main__":
    sys.exit(main())
