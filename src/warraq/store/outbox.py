"""What the keeper reads: changes waiting in the outbox, and every article for building an index anew.

A row of the outbox is deleted only after the index has committed what it names, so a kill in between hands the
same change over twice: the index replaces by number, so that does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from warraq.records import Article, ArticleKind, Precision
from warraq.store import models
from warraq.store.blocks import read_blocks


@dataclass(frozen=True, slots=True)
class StoredText:
    """An article as a consumer of the outbox needs it. Texts of a withdrawn article are empty but its title."""

    number: int
    edition: str
    outlet: str
    section: str
    language: str
    title: str
    subtitle: str
    text: str
    authors: tuple[str, ...]
    day_on: date | None
    precision: Precision | None
    sort_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """A batch of the outbox: the rows to delete once done, the articles, and the numbers that are no more."""

    rows: tuple[int, ...]
    texts: tuple[StoredText, ...]
    removed: tuple[int, ...]


def read_changes(limit: int) -> Changes:
    """The oldest changes. The same article named twice is read once, as it stands now."""
    waiting = list(models.Outbox.objects.order_by("id").values_list("id", "number")[:limit])
    numbers = {number for _, number in waiting}
    texts = _texts(sorted(numbers))
    return Changes(
        rows=tuple(row for row, _ in waiting),
        texts=tuple(texts),
        removed=tuple(sorted(numbers - {text.number for text in texts})),
    )


def waiting_changes() -> list[int]:
    """The rows of the outbox as they are now. An index built from all articles after this holds what they name."""
    return list(models.Outbox.objects.values_list("id", flat=True))


def forget_changes(rows: Sequence[int]) -> None:
    """The index has committed these."""
    for start in range(0, len(rows), 500):
        models.Outbox.objects.filter(id__in=rows[start : start + 500]).delete()


def every_text(batch: int = 500) -> Iterator[StoredText]:
    """All articles in the order of their numbers, read in batches so that memory stays flat."""
    last = 0
    while numbers := list(
        models.Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]
    ):
        yield from _texts(numbers)
        last = numbers[-1]


def texts_changed_since(instant: datetime) -> Iterator[StoredText]:
    """Articles whose rows changed at or after `instant` (aware UTC)."""
    numbers = list(models.Article.objects.filter(changed_at__gte=instant).values_list("pk", flat=True))
    for start in range(0, len(numbers), 500):
        yield from _texts(numbers[start : start + 500])


def article_count() -> int:
    """How many articles there are, counted."""
    return models.Article.objects.count()


def _texts(numbers: Sequence[int]) -> list[StoredText]:
    authors: dict[int, list[str]] = {}
    signed = models.Byline.objects.filter(article_id__in=numbers).order_by("article_id", "place")
    for number, name in signed.values_list("article_id", "author__name"):
        authors.setdefault(number, []).append(name)
    rows = models.Article.objects.filter(pk__in=numbers).order_by("pk")
    fields = (
        "pk", "edition", "outlet__slug", "section", "language", "title", "subtitle", "withdrawn_at",
        "day_on", "published_precision", "sort_at", "body__blocks",
    )  # fmt: skip
    return [_text(row, tuple(authors.get(row[0], ()))) for row in rows.values_list(*fields)]


def _text(row: tuple[Any, ...], authors: tuple[str, ...]) -> StoredText:
    (
        number,
        edition,
        outlet,
        section,
        language,
        title,
        subtitle,
        withdrawn_at,
        day_on,
        precision,
        sort_at,
        blocks,
    ) = row
    is_withdrawn = withdrawn_at is not None
    return StoredText(
        number=number,
        edition=edition,
        outlet=outlet,
        section=section,
        language=language,
        title=title,
        subtitle="" if is_withdrawn else subtitle,
        text="" if is_withdrawn or blocks is None else _plain(blocks),
        authors=authors,
        day_on=day_on,
        precision=Precision(precision) if precision else None,
        sort_at=sort_at,
    )


def _plain(blocks: str) -> str:
    return Article(ArticleKind.ARTICLE, "", None, read_blocks(blocks)).text()
