"""What leaves in an export: one table of columns, and each article as a row of it.

Facts always may leave; texts only where whoever exports may have bulk texts at all, and never those whose publisher
reserves text and data mining (`showing.may_export_text`). The columns are named as `warraq extract` and `warraq import`
name them, so that what one installation exports another can load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from warraq.showing import may_export_text
from warraq.store.read_exports import StoredArticle

Value = str | int | float | bool | tuple[str, ...] | None
Row = dict[str, Value]


class Column(NamedTuple):
    """A column: its kind is text, integer, number, boolean or texts (several)."""

    name: str
    kind: str
    sentence: str


COLUMNS = (
    Column("number", "integer", "the article's number here; it never changes"),
    Column("id", "text", "the id it was imported with; empty where it was collected"),
    Column("url", "text", "the original"),
    Column("page", "text", "its page here"),
    Column("outlet", "text", "the outlet's name in addresses"),
    Column("outlet_name", "text", "the outlet's name in its own language"),
    Column("kind", "text", "article, video or gallery"),
    Column("title", "text", "as published"),
    Column("authors", "texts", "as signed; none of an article that was withdrawn"),
    Column(
        "published_at", "text", "as the outlet printed it, ISO 8601, on its own clock; empty where unknown"
    ),
    Column("date_precision", "text", "how precise that is: second, minute, hour, day or month"),
    Column("day", "text", "the day it is counted under, in the edition's time zone; empty where unknown"),
    Column("seen_at", "text", "when it was first seen here, UTC"),
    Column("edited_at", "text", "when an edit was last seen, UTC"),
    Column("edits", "integer", "how many edits were seen"),
    Column("withdrawn_at", "text", "when its outlet was seen to have deleted it, UTC"),
    Column("language", "text", "ar, fr, en, zgh or tzm; empty where unknown"),
    Column("is_darija", "boolean", "whether it is in Moroccan Arabic; empty where unknown"),
    Column("section", "text", "the edition's section"),
    Column("section_label", "text", "the outlet's own word for it"),
    Column("tags", "texts", "the outlet's own"),
    Column("places", "texts", "places of the edition that it names, the one it is about first"),
    Column(
        "is_removed", "boolean", "found by the search, but taken down since: nothing but its number is left"
    ),
)
TEXT_COLUMNS = (
    Column("subtitle", "text", "as published"),
    Column("body", "text", "paragraphs, one a line"),
    Column(
        "has_text",
        "boolean",
        "whether the text may leave in an export; where not, subtitle and body are empty",
    ),
)
"""Those that only whoever may have bulk texts is given."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an export was made of: named beside or inside every one, so that it can be made and checked again."""

    query: str
    """As `print_query` writes it."""
    edition: str
    snapshot: int
    """The highest article number that was counted: what came later is not in it."""
    count: int
    """Rows."""
    made_at: datetime
    """Aware UTC."""
    address: str = ""
    """The search on the site; empty where there is none."""

    def facts(self) -> dict[str, str]:
        """For headers and metadata."""
        return {
            "query": self.query,
            "edition": self.edition,
            "snapshot": str(self.snapshot),
            "count": str(self.count),
            "made_at": utc(self.made_at) or "",
            "address": self.address,
        }


def columns(*, with_text: bool) -> tuple[Column, ...]:
    """The columns of an export, in order."""
    return (*COLUMNS, *TEXT_COLUMNS) if with_text else COLUMNS


def rows(articles: Iterable[StoredArticle | int], root: str, *, with_text: bool) -> Iterator[Row]:
    """Each article as a row; `root` is the site's public address without a final slash. `with_text` is only for
    articles that were read with their texts, and for whoever may have bulk texts."""
    names = [column.name for column in columns(with_text=with_text)]
    for article in articles:
        if isinstance(article, int):
            yield dict.fromkeys(names) | {
                "number": article,
                "authors": (),
                "tags": (),
                "places": (),
                "is_removed": True,
            }
            continue
        yield _facts(article, root) | (_texts(article) if with_text else {})


def _facts(article: StoredArticle, root: str) -> Row:
    outlet = article.outlet
    is_withdrawn = article.withdrawn_at is not None
    return {
        "number": article.number,
        "id": article.imported_id,
        "url": article.address,
        "page": f"{root}{outlet.path}/{article.number}",
        "outlet": outlet.slug,
        "outlet_name": outlet.name(outlet.language),
        "kind": article.kind,
        "title": article.title,
        "authors": () if is_withdrawn else article.authors,
        "published_at": article.published_text or None,
        "date_precision": article.published_precision or None,
        "day": article.day_on or None,
        "seen_at": utc(article.seen_at),
        "edited_at": utc(article.edited_at),
        "edits": article.revision_count,
        "withdrawn_at": utc(article.withdrawn_at),
        "language": article.language or None,
        "is_darija": article.is_darija,
        "section": article.section or None,
        "section_label": article.section_label or None,
        "tags": () if is_withdrawn else article.tags,
        "places": article.places,
        "is_removed": False,
    }


def _texts(article: StoredArticle) -> Row:
    may_leave = may_export_text(wishes=article.wishes, is_withdrawn=article.withdrawn_at is not None)
    return {
        "subtitle": article.subtitle if may_leave else None,
        "body": article.text if may_leave else None,
        "has_text": may_leave,
    }


def utc(at: datetime | None) -> str | None:
    """An aware UTC instant in the one way exports write it: 2026-11-24T12:00:00Z."""
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"
