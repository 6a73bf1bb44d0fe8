"""What pages ask about the phrases that rise in headlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from warraq.store.asking import fetch
from warraq.store.read_rows import sure_instant
from warraq.store.rises import RiseRow


class Risen(NamedTuple):
    """A phrase that rises, and when that was counted."""

    row: RiseRow
    counted_at: datetime


def read_rises(edition: str, languages: Sequence[str], limit: int = 40) -> list[Risen]:
    """What rises in these languages, most first."""
    marks = ", ".join(["%s"] * len(languages))
    sql = (
        "SELECT phrase, titles, outlets, usual, counted_at FROM store_rise "
        f"WHERE edition = %s AND language IN ({marks}) ORDER BY place, language LIMIT %s"
    )
    return [
        Risen(RiseRow(*row[:4]), sure_instant(row[4])) for row in fetch(sql, (edition, *languages, limit))
    ]
