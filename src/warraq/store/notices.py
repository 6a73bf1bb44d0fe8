"""What the operator is told: conditions as the keeper last saw them, and notices that wait to be sent.

A notice is a row before it is sent, so that a kill loses none; who sends it takes it for a while first, so that two
keepers on one database do not both send it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from warraq.condition import DEAD, Condition, Word, word_for
from warraq.store import models
from warraq.store.health import OutletHealth

TAKEN = timedelta(minutes=5)
"""How long who took notices may take to send them."""
MOST_TAKEN = 500


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something to be told of an outlet."""

    id: int
    outlet: str
    name: str
    word: Word
    condition: Condition
    told: str
    """The fault of what died; else empty."""
    made_at: datetime
    ways: tuple[str, ...]
    attempts: int


def note_conditions(found: Sequence[OutletHealth], ways: Sequence[str], now: datetime) -> int:
    """Keep how outlets do now, and make a notice of each that died or returned, to be sent by `ways` (none: the row
    is kept, and shown nowhere but in the program). Returns how many notices were made."""
    by_id = {health.id: health for health in found}
    last = models.Notice.objects.filter(outlet=OuterRef("pk")).order_by("-pk").values("condition")[:1]
    made = 0
    with transaction.atomic():
        locked = models.Outlet.objects.select_for_update().filter(pk__in=by_id).order_by("pk")
        told = dict(
            models.Outlet.objects.filter(pk__in=by_id).annotate(told=Subquery(last)).values_list("pk", "told")
        )
        for row in locked:
            health = by_id[row.pk]
            before = row.condition
            if before != health.condition or row.condition_since is None:
                row.condition, row.condition_since = health.condition.value, now
                row.save(update_fields=["condition", "condition_since"])
            heard = Condition(told[row.pk]) if told[row.pk] else None
            word = word_for(heard, health.condition, row.condition_since, now)
            if word is None:
                continue
            models.Notice.objects.create(
                outlet=row,
                condition=health.condition.value,
                before=heard or "",
                told=health.fault if word is Word.DIED else "",
                made_at=now,
                next_at=now if ways else None,
                ways=" ".join(ways),
            )
            made += 1
    return made


def take_notices(edition: str, now: datetime) -> list[NoticeRow]:
    """Notices whose time has come, for the caller alone; oldest first."""
    with transaction.atomic():
        rows = list(
            models.Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(outlet__edition=edition, next_at__lte=now)
            .select_related("outlet")
            .order_by("pk")[:MOST_TAKEN]
        )
        models.Notice.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=now + TAKEN)
    return [_row(row) for row in rows]


def notice_sent(ids: Sequence[int], way: str) -> None:
    """The notices went out this way; a notice that has gone every way is done."""
    with transaction.atomic():
        for row in models.Notice.objects.select_for_update().filter(pk__in=ids):
            left = [one for one in row.ways.split() if one != way]
            row.ways = " ".join(left)
            if not left:
                row.next_at, row.fault = None, ""
            row.save(update_fields=["ways", "next_at", "fault"])


def notice_failed(ids: Sequence[int], fault: str, next_at: datetime | None) -> None:
    """The notices could not be sent: again at `next_at`; None: given up."""
    for row in models.Notice.objects.filter(pk__in=ids):
        row.attempts, row.fault, row.next_at = row.attempts + 1, fault, next_at
        row.save(update_fields=["attempts", "fault", "next_at"])


def collected_outlets(edition: str) -> int:
    """How many outlets the edition collects."""
    return models.Outlet.objects.filter(edition=edition, state=models.Outlet.State.ACTIVE).count()


def unsent_notices(edition: str) -> tuple[int, str]:
    """How many notices wait after a failure or were given up, and the last fault."""
    rows = models.Notice.objects.filter(outlet__edition=edition).exclude(fault="")
    last = rows.order_by("-pk").values_list("fault", flat=True).first()
    return rows.count(), last or ""


def _row(row: models.Notice) -> NoticeRow:
    names = row.outlet.names
    condition = Condition(row.condition)
    return NoticeRow(
        id=row.pk,
        outlet=row.outlet.slug,
        name=names.get(row.outlet.language) or next(iter(names.values()), row.outlet.slug),
        word=Word.DIED if condition in DEAD else Word.RETURNED,
        condition=condition,
        told=row.told,
        made_at=row.made_at,
        ways=tuple(row.ways.split()),
        attempts=row.attempts,
    )
