"""Ranks with PostgreSQL's `arabic` configuration, for quality/search.py, which starts it under tools/postgres.

    tools/postgres python quality/search_postgres.py DOCUMENTS QUESTIONS DEPTH

Both files one text a line. Prints, for each question, the places of the documents found, best first.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import psycopg


def main() -> int:
    """Load, ask, print."""
    documents, questions = (Path(name).read_text(encoding="utf-8").split("\n")[:-1] for name in sys.argv[1:3])
    depth = int(sys.argv[3])
    with psycopg.connect(os.environ["WARRAQ_DATABASE"], autocommit=True) as database:
        database.execute("CREATE TABLE texts (place integer, words tsvector)")
        with database.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO texts VALUES (%s, to_tsvector('arabic', %s))", list(enumerate(documents))
            )
        database.execute("CREATE INDEX ON texts USING gin (words)")
        for question in questions:
            words = " OR ".join(re.findall(r"\w+", question))
            rows = database.execute(
                "SELECT place FROM texts, websearch_to_tsquery('arabic', %s) AS asked WHERE words @@ asked "
                "ORDER BY ts_rank(words, asked, 1) DESC, place LIMIT %s",
                (words, depth),
            )
            print(*(row[0] for row in rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
