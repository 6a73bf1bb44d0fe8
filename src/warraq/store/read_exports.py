"""Articles as exports need them: everything that is known of each, in batches, so that memory stays flat however long
an export is. What of a row may leave says showing.py; this module only reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from warraq.records import Wish, read_wishes
from warraq.store.asking import fetch
from warraq.store.blocks import plain_text
from warraq.store.read_article import blocks_of, bylines
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import MAX_NUMBER, OutletRow, instant, loaded, sure_instant

BATCH = 500
"""Rows read at once: about 3 MB with their texts."""

_COLUMNS = (
    "a.id, a.imported_id, a.outlet_id, a.address, a.kind, a.title, a.subtitle, a.language, a.is_darija, a.section, "
    "a.section_label, a.tags, a.published_text, a.published_precision, a.day_on, a.seen_at, a.edited_at, "
    "a.revision_count, a.withdrawn_at, a.wishes"
)


class StoredArticle(NamedTuple):
    """An article as it stands in its rows, whoever may see it."""

    number: int
    imported_id: str | None
    outlet: OutletRow
    address: str
    kind: str
    title: str
    subtitle: str
    language: str
    is_darija: bool | None
    section: str
    section_label: str
    tags: tuple[str, ...]
    published_text: str
    """As the outlet printed it, ISO; empty where it printed nothing that could be read."""
    published_precision: str
    day_on: str
    """YYYY-MM-DD in the edition's time zone; empty where unknown."""
    seen_at: datetime
    edited_at: datetime | None
    revision_count: int
    withdrawn_at: datetime | None
    wishes: frozenset[Wish]
    authors: tuple[str, ...]
    places: tuple[str, ...]
    """Slugs, the main one first."""
    text: str | None
    """The body as plain text; None where it was not asked for."""


def stored_articles(
    edition: str, numbers: Iterable[int], *, with_text: bool = False
) -> Iterator[StoredArticle | int]:
    """The articles of these numbers, in this order; a number that is no more comes as itself, so that as many come out
    as went in."""
    walk = iter(numbers)
    while batch := list(islice(walk, BATCH)):
        found = _read(edition, [number for number in batch if 0 < number <= MAX_NUMBER], with_text=with_text)
        for number in batch:
            yield found.get(number, number)


def _read(edition: str, numbers: list[int], *, with_text: bool) -> dict[int, StoredArticle]:
    if not numbers:
        return {}
    marks = ", ".join(["%s"] * len(numbers))
    sql = f"SELECT {_COLUMNS} FROM store_article a WHERE a.id IN ({marks}) AND a.edition = %s"
    rows = fetch(sql, (*numbers, edition))
    signed, placed = bylines(numbers), _places(numbers)
    bodies = blocks_of(numbers) if with_text else {}
    outlets: Mapping[int, OutletRow] = outlets_by_id(edition)
    if any(row[2] not in outlets for row in rows):
        outlets = outlets_by_id(edition, is_fresh=True)  # added within the last seconds
    return {
        row[0]: _stored(
            row,
            outlets[row[2]],
            tuple(author.name for author in signed.get(row[0], ())),
            tuple(placed.get(row[0], ())),
            plain_text(bodies.get(row[0], "[]")) if with_text else None,
        )
        for row in rows
    }


def _stored(
    row: Sequence[Any], outlet: OutletRow, authors: tuple[str, ...], places: tuple[str, ...], text: str | None
) -> StoredArticle:
    return StoredArticle(
        number=row[0],
        imported_id=row[1],
        outlet=outlet,
        address=row[3],
        kind=row[4],
        title=row[5],
        subtitle=row[6],
        language=row[7],
        is_darija=None if row[8] is None else bool(row[8]),
        section=row[9],
        section_label=row[10],
        tags=tuple(str(tag) for tag in loaded(row[11])),
        published_text=row[12],
        published_precision=row[13],
        day_on=str(row[14] or ""),
        seen_at=sure_instant(row[15]),
        edited_at=instant(row[16]),
        revision_count=row[17],
        withdrawn_at=instant(row[18]),
        wishes=read_wishes(row[19]),
        authors=authors,
        places=places,
        text=text,
    )


def _places(numbers: Sequence[int]) -> dict[int, list[str]]:
    marks = ", ".join(["%s"] * len(numbers))
    sql = (
        f"SELECT article_id, place FROM store_articleplace WHERE article_id IN ({marks}) "
        "ORDER BY article_id, is_main DESC, id"
    )
    rows = fetch(sql, numbers)
    placed: dict[int, list[str]] = {}
    for number, place in rows:
        placed.setdefault(number, []).append(place)
    return placed
