"""How pages put a question to the database: straight to its driver, in SQL that both SQLite and PostgreSQL read.

Django's cursor takes longer than SQLite itself for a small question, and a front page asks five. What Django does for
robustness stays: it opens connections, and drops one that has failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows that a query finds. `sql` marks parameters as Django does (`%s`). Raises Django's database errors."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        sql = _with_question_marks(sql)
    with connection.wrap_database_errors:
        rows: list[Row] = connection.connection.execute(sql, parameters).fetchall()
    return rows


def fetch_one(sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    """The first row that a query finds; None where it finds none."""
    rows = fetch(sql, parameters)
    return rows[0] if rows else None


@lru_cache(maxsize=512)
def _with_question_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")
