"""What gathers stories reads: articles that changed, with their texts, and those that already stand in stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from warraq.extract.dates import read_date
from warraq.records import Moment, Precision
from warraq.store import models
from warraq.store.blocks import plain_text

BATCH = 500
REPEATED = 0.5
"""Share of an article's own text from which its story is its origin's: a press review holds many texts and tells of
none of them."""


@dataclass(frozen=True, slots=True)
class GatherText:
    """An article as stories and copies need it. The texts of a withdrawn one are empty but its title."""

    number: int
    edition: str
    outlet: str
    """Slug."""
    is_agency: bool
    language: str
    title: str
    subtitle: str
    text: str
    authors: tuple[str, ...]
    sort_at: datetime
    seen_at: datetime
    printed: Moment | None
    """The outlet's own clock."""
    is_imported: bool
    main_place: str
    """Slug, or empty."""
    story: int | None
    repeats: tuple[str, ...]
    """The article whose text it was found to repeat, where there is one."""
    content_key: str
    is_withdrawn: bool


_FIELDS = (
    "pk", "edition", "outlet__slug", "outlet__is_agency", "language", "title", "subtitle", "body__blocks", "sort_at",
    "seen_at", "published_text", "published_precision", "imported_id", "story_id", "content_key", "withdrawn_at",
    "copy__other_id", "copy__share",
)  # fmt: skip


def texts_of(numbers: Iterable[int]) -> dict[int, GatherText]:
    """These articles by number; those that are no more are left out."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, GatherText] = {}
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        found |= {text.number: text for text in _texts(models.Article.objects.filter(pk__in=part))}
    return found


def standing_count(edition: str, first: datetime, last: datetime) -> int:
    """How many articles of a time (both ends counted) stand in stories."""
    return _standing(edition, first, last).count()


def standing_between(edition: str, first: datetime, last: datetime) -> Iterator[GatherText]:
    """The articles of a time that stand in stories, in the order of their places in lists, a batch at a time."""
    rows = _standing(edition, first, last).order_by("sort_at", "pk")
    numbers = list(rows.values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        part = texts_of(numbers[start : start + BATCH])
        yield from (part[number] for number in numbers[start : start + BATCH] if number in part)


def newest_standing(edition: str) -> datetime | None:
    """The place in lists of the newest article that stands in a story."""
    found: datetime | None = (
        models.Article.objects.filter(edition=edition, story__isnull=False)
        .order_by("-sort_at")
        .values_list("sort_at", flat=True)
        .first()
    )
    return found


def editions_with_stories() -> list[str]:
    """Editions of which any article stands in a story."""
    rows = models.Story.objects.order_by().values_list("edition", flat=True).distinct()
    return sorted(rows)


def highest_story() -> int:
    """The highest number a story ever had; 0 where there is none."""
    return models.Story.objects.aggregate(last=Max("pk"))["last"] or 0


def outlet_names(edition: str) -> dict[str, str]:
    """Every name of the edition's outlets -> its slug."""
    rows = models.Outlet.objects.filter(edition=edition).order_by("slug").values_list("slug", "names")
    return {name: slug for slug, names in rows for name in names.values()}


def late_numbers(limit: int) -> list[tuple[int, int]]:
    """Articles that came long after their time and wait to be placed, in the order of their time: (row, number)."""
    waiting = models.Outbox.objects.filter(consumer=models.Outbox.Consumer.PAST)
    rows = dict(waiting.values_list("number", "id"))
    ordered = models.Article.objects.filter(pk__in=waiting.values("number")).order_by(
        "edition", "sort_at", "pk"
    )
    return [(rows[number], number) for number in ordered.values_list("pk", flat=True)[:limit]]


def _standing(edition: str, first: datetime, last: datetime) -> QuerySet[models.Article]:
    return models.Article.objects.filter(
        edition=edition, sort_at__gte=first, sort_at__lte=last, story__isnull=False
    )


def _texts(rows: QuerySet[models.Article]) -> Iterator[GatherText]:
    values = list(rows.values_list(*_FIELDS))
    numbers = [row[0] for row in values]
    authors: dict[int, list[str]] = {}
    signed = models.Byline.objects.filter(article_id__in=numbers).order_by("article_id", "place")
    for number, name in signed.values_list("article_id", "author__name"):
        authors.setdefault(number, []).append(name)
    places = dict(
        models.ArticlePlace.objects.filter(article_id__in=numbers, is_main=True).values_list(
            "article_id", "place"
        )
    )
    for row in values:
        yield _text(row, tuple(authors.get(row[0], ())), places.get(row[0], ""))


def _text(row: Sequence[Any], authors: tuple[str, ...], place: str) -> GatherText:
    (number, edition, outlet, is_agency, language, title, subtitle, blocks, sort_at, seen_at, printed, precision,
     imported_id, story, content_key, withdrawn_at, other, share) = row  # fmt: skip
    is_withdrawn = withdrawn_at is not None
    return GatherText(
        number=number,
        edition=edition,
        outlet=outlet,
        is_agency=is_agency,
        language=language,
        title=title,
        subtitle="" if is_withdrawn else subtitle,
        text="" if is_withdrawn or blocks is None else plain_text(blocks),
        authors=authors,
        sort_at=sort_at,
        seen_at=seen_at,
        printed=moment_of(printed, precision),
        is_imported=imported_id is not None,
        main_place=place,
        story=story,
        repeats=() if other is None or share < REPEATED else (str(other),),
        content_key=content_key,
        is_withdrawn=is_withdrawn,
    )


def moment_of(printed: str, precision: str) -> Moment | None:
    """A moment from the columns that keep it (`Moment.printed`); None where nothing was printed."""
    moment = read_date(printed) if printed and precision else None
    return None if moment is None else replace(moment, precision=Precision(precision))
