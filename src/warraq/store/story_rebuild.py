"""Makes anew from articles what can be: the keeper's state, what lists show of each story, figures, and a place for
every article that has none. No article leaves its story and no number changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from warraq.store import models
from warraq.store.counters import count
from warraq.store.story_steps import forget_state
from warraq.store.write_stories import write_summaries

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What there is."""

    stories: int
    """Those that were merged among them."""
    waiting: int
    """Articles that the keeper has yet to gather."""


def rebuild_stories(tell: Callable[[int], None] = lambda done: None) -> Rebuilt:
    """Do it, a batch of stories at a time; a running keeper goes on meanwhile and notices. `tell` hears how many are
    done."""
    with transaction.atomic():
        forget_state()
        _queue_missing(datetime.now(UTC))
    done, last = 0, 0
    while numbers := list(
        models.Story.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        now = datetime.now(UTC)
        with transaction.atomic():
            for edition in write_summaries(numbers, now):
                count(f"generation:{edition}", 1)
            models.Outbox.objects.bulk_create(
                models.Outbox(number=number, written_at=now, consumer=models.Outbox.Consumer.FIGURES)
                for number in numbers
            )
        done, last = done + len(numbers), numbers[-1]
        tell(done)
    waits = models.Outbox.objects.filter(
        consumer__in=(models.Outbox.Consumer.STORIES, models.Outbox.Consumer.PAST)
    )
    return Rebuilt(done, waits.values("number").distinct().count())


def _queue_missing(now: datetime) -> None:
    """Articles without a story that nobody is about to place."""
    waits = models.Outbox.objects.filter(
        consumer__in=(models.Outbox.Consumer.STORIES, models.Outbox.Consumer.PAST)
    )
    missing = models.Article.objects.filter(story__isnull=True).exclude(pk__in=waits.values("number"))
    models.Outbox.objects.bulk_create(
        (
            models.Outbox(number=number, written_at=now, consumer=models.Outbox.Consumer.STORIES)
            for number in missing.order_by("pk").values_list("pk", flat=True)
        ),
        batch_size=1_000,
    )
