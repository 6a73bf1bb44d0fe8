"""The phrases that rise in headlines, as the keeper writes them; pages read them by read_rises.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from warraq.store import models

MOST_HEADLINES = 20_000
"""Of the last two days: three times the whole Moroccan press."""


class Headline(NamedTuple):
    """A headline and its outlet's slug."""

    outlet: str
    title: str


Headlines = Sequence[Headline]


class RiseRow(NamedTuple):
    """A phrase that rises."""

    phrase: str
    titles: int
    """Headlines of today and yesterday that hold it."""
    outlets: int
    """Newspapers that printed it."""
    usual: float
    """Headlines that would have held it, had these days been like the four weeks before."""


def headlines_of(edition: str, language: str, first: date) -> Headlines:
    """The headlines of a language that are filed under `first` or a later day, the newest first."""
    rows = models.Article.objects.filter(
        edition=edition, language=language, day_on__gte=first, withdrawn_at=None
    ).order_by("-sort_at")
    return [Headline(*row) for row in rows.values_list("outlet__slug", "title")[:MOST_HEADLINES] if row[1]]


def write_rises(edition: str, language: str, rows: Sequence[RiseRow], at: datetime) -> None:
    """Put these in the place of what rose before; the first rises most."""
    with transaction.atomic():
        models.Rise.objects.filter(edition=edition, language=language).delete()
        models.Rise.objects.bulk_create(
            models.Rise(edition=edition, language=language, place=place, counted_at=at, **row._asdict())
            for place, row in enumerate(rows)
        )
