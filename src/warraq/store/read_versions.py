"""What the page of an article's versions asks: the texts that stood before. Who may read them says showing.py."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from warraq.records import Block
from warraq.store import models
from warraq.store.blocks import read_blocks


class VersionRow(NamedTuple):
    """An earlier version of an article."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    replaced_at: datetime


def versions(number: int, start: int, end: int) -> list[VersionRow]:
    """The earlier versions [start, end) of the article, counted from 0, the oldest first."""
    rows = models.Revision.objects.filter(article_id=number).order_by("pk")[start:end]
    fields = ("title", "subtitle", "blocks", "replaced_at")
    return [
        VersionRow(title, subtitle, read_blocks(blocks or "[]"), replaced_at)
        for title, subtitle, blocks, replaced_at in rows.values_list(*fields)
    ]


def whereabouts(number: int) -> tuple[str, str] | None:
    """The edition and the outlet's slug of an article, whatever edition the site shows."""
    row = models.Article.objects.filter(pk=number).values_list("edition", "outlet__slug").first()
    return (str(row[0]), str(row[1])) if row else None
