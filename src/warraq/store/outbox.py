"""What the keeper reads: changes waiting in the outbox, and every article for building an index anew.

Each consumer (the index, the stories) has rows of its own, so none waits for another one's failures. A row is deleted
only after its consumer has committed what it names, so a kill in between hands the same change over twice: the index
replaces by number, so that does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from warraq.records import Precision
from warraq.store import models
from warraq.store.blocks import plain_text


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
    """The day it is filed under; the first of its month where only that is known."""
    precision: Precision | None
    sort_at: datetime
    seen_at: datetime
    kind: str
    places: tuple[str, ...]
    """Slugs."""
    is_darija: bool
    has_picture: bool
    story: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """A batch of the outbox: the rows to delete once done, the articles, and the numbers that are no more."""

    rows: tuple[int, ...]
    texts: tuple[StoredText, ...]
    removed: tuple[int, ...]


def read_changes(limit: int) -> Changes:
    """The oldest changes. The same article named twice is read once, as it stands now."""
    waiting = waiting_rows(models.Outbox.Consumer.INDEX, limit)
    numbers = {number for _, number in waiting}
    texts = _texts(sorted(numbers))
    return Changes(
        rows=tuple(row for row, _ in waiting),
        texts=tuple(texts),
        removed=tuple(sorted(numbers - {text.number for text in texts})),
    )


def waiting_rows(consumer: str, limit: int) -> list[tuple[int, int]]:
    """The oldest changes that wait for a consumer: (row, article)."""
    rows = models.Outbox.objects.filter(consumer=consumer).order_by("id").values_list("id", "number")
    return list(rows[:limit])


def waiting_changes() -> list[int]:
    """The rows that wait for the index now. An index built from all articles after this holds what they name."""
    return list(
        models.Outbox.objects.filter(consumer=models.Outbox.Consumer.INDEX).values_list("id", flat=True)
    )


def announce(changed: Mapping[int, datetime]) -> None:
    """Tell every consumer that these articles changed. `changed`: number -> when (aware UTC).

    In the transaction that changed them.
    """
    models.Outbox.objects.bulk_create(
        models.Outbox(number=number, written_at=at, consumer=consumer)
        for consumer in (models.Outbox.Consumer.INDEX, models.Outbox.Consumer.STORIES)
        for number, at in changed.items()
    )


def waiting_numbers() -> set[int]:
    """The articles that the outbox names to the index now."""
    waiting = models.Outbox.objects.filter(consumer=models.Outbox.Consumer.INDEX)
    return set(waiting.values_list("number", flat=True))


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
    yield from texts_of_numbers(numbers)


def texts_of_numbers(numbers: Sequence[int]) -> Iterator[StoredText]:
    """The articles of these numbers; those that are no more are left out."""
    for start in range(0, len(numbers), 500):
        yield from _texts(numbers[start : start + 500])


def article_count() -> int:
    """How many articles there are, counted."""
    return models.Article.objects.count()


def _texts(numbers: Sequence[int]) -> list[StoredText]:
    authors = _lists(models.Byline.objects.order_by("article_id", "place"), numbers, "author__name")
    places = _lists(models.ArticlePlace.objects.order_by("article_id", "place"), numbers, "place")
    rows = models.Article.objects.filter(pk__in=numbers).order_by("pk")
    return [_text(row, authors, places) for row in rows.values(*FIELDS)]


def _lists(rows: QuerySet[Any], numbers: Sequence[int], field: str) -> dict[int, tuple[str, ...]]:
    """What several rows say of each article, in the order of the rows."""
    lists: dict[int, list[str]] = {}
    for number, value in rows.filter(article_id__in=numbers).values_list("article_id", field):
        lists.setdefault(number, []).append(value)
    return {number: tuple(values) for number, values in lists.items()}


FIELDS = (
    "pk", "edition", "outlet__slug", "section", "language", "title", "subtitle", "withdrawn_at", "day_on",
    "published_text", "published_precision", "sort_at", "seen_at", "kind", "is_darija", "picture_source_id",
    "body__blocks", "story_id",
)  # fmt: skip


def _text(
    row: dict[str, Any], authors: dict[int, tuple[str, ...]], places: dict[int, tuple[str, ...]]
) -> StoredText:
    is_withdrawn = row["withdrawn_at"] is not None
    blocks, precision = row["body__blocks"], row["published_precision"]
    return StoredText(
        number=row["pk"],
        edition=row["edition"],
        outlet=row["outlet__slug"],
        section=row["section"],
        language=row["language"],
        title=row["title"],
        subtitle="" if is_withdrawn else row["subtitle"],
        text="" if is_withdrawn or blocks is None else plain_text(blocks),
        authors=authors.get(row["pk"], ()),
        day_on=_day_of(row),
        precision=Precision(precision) if precision else None,
        sort_at=row["sort_at"],
        seen_at=row["seen_at"],
        kind=row["kind"],
        places=places.get(row["pk"], ()),
        is_darija=bool(row["is_darija"]),
        has_picture=row["picture_source_id"] is not None and not is_withdrawn,
        story=row["story_id"],
    )


def _day_of(row: dict[str, Any]) -> date | None:
    if row["published_precision"] == Precision.MONTH:
        return date.fromisoformat(f"{row['published_text']}-01")
    day: date | None = row["day_on"]
    return day
