"""On which days anything was collected: on any other, that there is no article says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from time import monotonic

from warraq.store.asking import fetch
from warraq.store.read_rows import day

KEPT_SECONDS = 60.0
"""How long a process goes on with the days it knows: only today can be added to them."""
KEPT = 64
_kept: dict[tuple[str, tuple[str, ...]], tuple[float, frozenset[date]]] = {}


def collected_days(edition: str, outlets: Sequence[str] = ()) -> frozenset[date]:
    """The days on which a channel of the edition's outlets (or of these, by slug) answered."""
    key = edition, tuple(sorted(outlets))
    kept = _kept.get(key)
    if kept is None or kept[0] < monotonic():
        if len(_kept) >= KEPT:
            _kept.clear()
        kept = _kept[key] = monotonic() + KEPT_SECONDS, _read(*key)
    return kept[1]


def forget_collected() -> None:
    """Ask the database again next time."""
    _kept.clear()


def _read(edition: str, outlets: tuple[str, ...]) -> frozenset[date]:
    among = f" AND o.slug IN ({', '.join(['%s'] * len(outlets))})" if outlets else ""
    sql = (
        "SELECT DISTINCT c.day_on FROM store_collectedday c JOIN store_outlet o ON o.id = c.outlet_id "
        f"WHERE o.edition = %s{among}"
    )
    return frozenset(found for row in fetch(sql, (edition, *outlets)) if (found := day(row[0])) is not None)
