"""Which places articles name, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from warraq.records import Intent, Publish, Revise
from warraq.store import models


def note_places(intents: Sequence[Intent], numbers: Sequence[int | None]) -> None:
    """The places of new and of revised articles; an edit that drops a place takes it away."""
    named = {
        number: intent.findings
        for intent, number in zip(intents, numbers, strict=True)
        if isinstance(intent, Publish | Revise) and number is not None and intent.findings.places
    }
    times = dict(models.Article.objects.filter(pk__in=named).values_list("pk", "sort_at")) if named else {}
    rows = [
        models.ArticlePlace(
            article_id=number, place=place, is_main=place == findings.main_place, sort_at=times[number]
        )
        for number, findings in named.items()
        for place in findings.places
    ]
    if revised := [intent.number for intent in intents if isinstance(intent, Revise)]:
        models.ArticlePlace.objects.filter(article_id__in=revised).delete()
    if rows:
        models.ArticlePlace.objects.bulk_create(rows, ignore_conflicts=True)
