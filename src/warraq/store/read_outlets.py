"""What pages ask about outlets: who they are; and the few numbers kept by the writer.

Outlets are few and asked for with every headline, so each process keeps an edition's for a few seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from warraq.store.asking import fetch, fetch_one
from warraq.store.read_rows import OutletRow, PictureRow, loaded

OUTLETS_KEPT_SECONDS = 5.0
"""How long a process may go on with the outlets it knows: a changed name or permission is seen after this."""

_OUTLETS = (
    "SELECT o.id, o.slug, o.homepage, o.names, o.is_name_verified, o.language, o.is_agency, o.show, o.state, o.note, "
    "p.sha256, p.width, p.height FROM store_outlet o LEFT JOIN store_picture p ON p.id = o.logo_id AND NOT p.is_hidden "
    "WHERE o.edition = %s ORDER BY o.slug"
)
_kept: dict[str, tuple[float, dict[int, OutletRow], dict[str, OutletRow]]] = {}


def outlets(edition: str) -> list[OutletRow]:
    """The edition's outlets by slug, also those paused or removed: their articles stay."""
    return list(outlets_by_id(edition).values())


def outlet(edition: str, slug: str) -> OutletRow | None:
    """An outlet by its slug."""
    return _outlets(edition)[1].get(slug)


def outlets_by_id(edition: str, *, is_fresh: bool = False) -> Mapping[int, OutletRow]:
    """The edition's outlets by id; `is_fresh` asks the database even if it was asked just now."""
    return _outlets(edition, is_fresh=is_fresh)[0]


def forget_outlets() -> None:
    """Ask the database again next time (tests, and a process that has just changed an outlet)."""
    _kept.clear()


def counter(name: str) -> int:
    """A number kept by the writer (`articles:<edition>`, `generation:<edition>`); 0 before it was first written."""
    row = fetch_one("SELECT value FROM store_counter WHERE name = %s", (name,))
    return 0 if row is None else int(row[0])


def _outlets(edition: str, *, is_fresh: bool = False) -> tuple[dict[int, OutletRow], dict[str, OutletRow]]:
    kept = _kept.get(edition)
    if kept and not is_fresh and kept[0] > monotonic():
        return kept[1], kept[2]
    rows = [_outlet_of(row) for row in fetch(_OUTLETS, (edition,))]
    until = monotonic() + OUTLETS_KEPT_SECONDS
    if kept and rows == list(kept[1].values()):  # the same objects: what was made with them still stands
        _kept[edition] = (until, kept[1], kept[2])
        return kept[1], kept[2]
    by_id, by_slug = {row.id: row for row in rows}, {row.slug: row for row in rows}
    _kept[edition] = (until, by_id, by_slug)
    return by_id, by_slug


def _outlet_of(row: tuple[Any, ...]) -> OutletRow:
    logo = None if row[10] is None else PictureRow(row[10], row[11], row[12])
    return OutletRow(
        row[0],
        row[1],
        row[2],
        loaded(row[3]),
        bool(row[4]),
        row[5],
        bool(row[6]),
        row[7],
        row[8],
        row[9],
        logo,
    )
