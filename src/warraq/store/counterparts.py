"""Which story of the other language tells of the same event: what is compared, and what came of it.

Only the stories of the last days are looked at. What an older one was given it keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery

from warraq.store.models import Article, ArticlePlace, Counterpart

MOST_TOLD = 4
"""Articles of a story that are compared, the earliest: they say what it is about."""
CHUNK = 400


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as the other language is compared with it."""

    number: int
    language: str
    at: datetime
    """The middle of the articles compared."""
    texts: tuple[str, ...]
    """Headlines, and the first words of the texts under them."""
    places: tuple[str, ...]


class Telling(NamedTuple):
    """An article of a story."""

    language: str
    at: datetime
    title: str
    excerpt: str
    place: str | None


def told_stories(edition: str, languages: Iterable[str], since: datetime) -> list[ToldStory]:
    """The edition's stories in these languages that have an article since then (aware), by number."""
    main_place = ArticlePlace.objects.filter(article=OuterRef("pk"), is_main=True).values("place")[:1]
    rows = (
        Article.objects.filter(
            edition=edition,
            sort_at__gte=since,
            language__in=tuple(languages),
            story__isnull=False,
            withdrawn_at__isnull=True,
        )
        .order_by("sort_at", "pk")
        .values_list("story_id", "language", "sort_at", "title", "excerpt", Subquery(main_place))
    )
    told: dict[int, list[Telling]] = {}
    for story, *telling in rows.iterator():
        found = told.setdefault(story, [])
        if len(found) < MOST_TOLD:
            found.append(Telling(*telling))
    return [_told(number, told[number]) for number in sorted(told)]


def save_counterparts(compared: Iterable[int], pairs: Mapping[tuple[int, int], float]) -> int:
    """Write the pairs among the stories that were compared; returns how many rows changed.

    A story keeps what it has where the other one was not compared and nothing better was found.
    """
    looked_at = set(compared)
    wanted = {one: (other, likeness) for (a, b), likeness in pairs.items() for one, other in ((a, b), (b, a))}
    with transaction.atomic():
        standing = _standing(looked_at)
        gone = [
            story
            for story, other in standing.items()
            if any(one in wanted and wanted[one][0] != two for one, two in ((story, other), (other, story)))
            or (story not in wanted and {story, other} <= looked_at)
        ]
        new = [
            Counterpart(story_id=story, other_id=other, likeness=likeness)
            for story, (other, likeness) in wanted.items()
            if standing.get(story) != other
        ]
        for start in range(0, len(gone), CHUNK):
            Counterpart.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
        Counterpart.objects.bulk_create(new, batch_size=CHUNK)
    return len(set(gone) | {row.story_id for row in new})


def _standing(stories: set[int]) -> dict[int, int]:
    """Story -> its counterpart, of these and of those that name one of these."""
    found: dict[int, int] = {}
    numbers = sorted(stories)
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        for column in ("story_id__in", "other_id__in"):
            found |= dict(Counterpart.objects.filter(**{column: part}).values_list("story_id", "other_id"))
    return found


def _told(number: int, tellings: list[Telling]) -> ToldStory:
    first, last = tellings[0].at, tellings[-1].at
    texts = (text for telling in tellings for text in (telling.title, telling.excerpt) if text)
    places = {telling.place for telling in tellings if telling.place}
    return ToldStory(
        number, tellings[0].language, first + (last - first) / 2, tuple(texts), tuple(sorted(places))
    )
