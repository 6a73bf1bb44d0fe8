"""What an article's page asks: the article itself, its neighbours in its outlet, and pictures. Texts of earlier
versions are for the desk and are not read here.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from warraq.store.asking import fetch, fetch_one
from warraq.store.blocks import read_blocks
from warraq.store.read import headlines_by_sql, key_columns
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import (
    HEADLINE_COLUMNS,
    HEADLINE_WIDTH,
    PICTURE_JOIN,
    ArticleRow,
    AuthorRow,
    HeadlineRow,
    OutletRow,
    PictureRow,
    headline_of,
    instant,
    loaded,
    sure_instant,
)


def article(edition: str, outlet: OutletRow, number: int) -> ArticleRow | None:
    """The outlet's article of that number, whole; what of it may be shown says showing.py."""
    sql = (
        f"SELECT {HEADLINE_COLUMNS}, a.subtitle, a.section_label, a.tags, a.picture_caption, a.changed_at, t.blocks "
        f"FROM store_article a {PICTURE_JOIN} LEFT JOIN store_body t ON t.article_id = a.id "
        "WHERE a.id = %s AND a.outlet_id = %s AND a.edition = %s"
    )
    row = fetch_one(sql, (number, outlet.id, edition))
    if row is None:
        return None
    headline = headline_of(row, {outlet.id: outlet})
    subtitle, section_label, tags, picture_caption, changed_at, blocks = row[HEADLINE_WIDTH:]
    return ArticleRow(
        headline=headline,
        subtitle=subtitle,
        section_label=section_label,
        tags=tuple(str(tag) for tag in loaded(tags)),
        picture_caption=picture_caption,
        authors=_authors(number),
        blocks=read_blocks(blocks) if blocks else (),
        replaced_at=_replaced_at(number) if headline.revision_count else (),
        changed_at=sure_instant(changed_at),
        withdrawn_at=instant(row[17]),
    )


def neighbours(edition: str, headline: HeadlineRow) -> tuple[HeadlineRow | None, HeadlineRow | None]:
    """The outlet's articles just before and just after this one in its list: (older, newer)."""
    moment = connection.ops.adapt_datetimefield_value(headline.sort_at)
    here = (headline.outlet.id, moment, headline.number)
    part = (
        "SELECT id FROM store_article WHERE outlet_id = %s AND (sort_at, id) {} (%s, %s) "
        "ORDER BY sort_at {}, id {} LIMIT 1"
    )
    older, newer = part.format("<", "DESC", "DESC"), part.format(">", "ASC", "ASC")
    sql = (
        f"SELECT {key_columns()} FROM (SELECT id FROM ({older}) o UNION ALL SELECT id FROM ({newer}) n) t "
        f"JOIN store_article a ON a.id = t.id {PICTURE_JOIN}"
    )
    rows = headlines_by_sql(edition, sql, (*here, *here))
    before = next((row for row in rows if row.position < headline.position), None)
    return before, next((row for row in rows if row.position > headline.position), None)


def bylines(numbers: list[int]) -> dict[int, tuple[AuthorRow, ...]]:
    """Who signed each of these articles, in the order printed."""
    if not numbers:
        return {}
    marks = ", ".join(["%s"] * len(numbers))
    sql = (
        "SELECT b.article_id, u.id, u.name FROM store_byline b JOIN store_author u ON u.id = b.author_id "
        f"WHERE b.article_id IN ({marks}) ORDER BY b.article_id, b.place, b.id"
    )
    rows = fetch(sql, numbers)
    signed: dict[int, tuple[AuthorRow, ...]] = {}
    for number, author, name in rows:
        signed[number] = (*signed.get(number, ()), AuthorRow(author, name))
    return signed


def picture_row(sha256: str) -> PictureRow | None:
    """A picture that may be shown; None where it is unknown or hidden."""
    row = _picture(sha256)
    return PictureRow(sha256, row[0], row[1]) if row and not row[2] else None


def is_hidden(sha256: str) -> bool:
    """Whether there was such a picture and reports or a moderator have hidden it."""
    row = _picture(sha256)
    return bool(row and row[2])


def blocks_of(numbers: list[int]) -> dict[int, str]:
    """The bodies of these articles as stored, for feeds of full texts."""
    if not numbers:
        return {}
    marks = ", ".join(["%s"] * len(numbers))
    return dict(fetch(f"SELECT article_id, blocks FROM store_body WHERE article_id IN ({marks})", numbers))


def shows_picture(edition: str, number: int, sha256: str) -> HeadlineRow | None:
    """The article of that number if it stands with that picture."""
    sql = (
        f"SELECT {HEADLINE_COLUMNS} FROM store_article a {PICTURE_JOIN} "
        "WHERE a.id = %s AND a.edition = %s AND p.sha256 = %s"
    )
    row = fetch_one(sql, (number, edition, sha256))
    return None if row is None else headline_of(row, outlets_by_id(edition))


def _picture(sha256: str) -> Any:
    return fetch_one("SELECT width, height, is_hidden FROM store_picture WHERE sha256 = %s", (sha256,))


def _authors(number: int) -> tuple[AuthorRow, ...]:
    return bylines([number]).get(number, ())


def _replaced_at(number: int) -> tuple[Any, ...]:
    return tuple(
        sure_instant(row[0])
        for row in fetch(
            "SELECT replaced_at FROM store_revision WHERE article_id = %s ORDER BY id DESC", (number,)
        )
    )
