"""Subscriptions to hubs and what hubs pushed, as rows: the site writes them down, the collector reads them.

A push waits as bytes until the collector reads it in a worker that can be killed: the site never parses it.
Every function takes `now` (aware UTC).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from warraq.records import Lead
from warraq.store import models
from warraq.store.work import LEASE, write_leads

WAITING_PUSHES = 20
"""Pushes of one channel that may wait; more only make its feed due at once."""
BELIEVED_FOR = timedelta(days=14)
"""How long a hub's last push speaks for it: one that went silent is trusted no more."""
RUNG_AGAIN_AFTER = timedelta(seconds=15)
"""How soon after the last request a push may make us ask again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subscription to ask its hub for."""

    channel_id: int
    hub: str
    topic: str
    token: str
    secret: str


@dataclass(frozen=True, slots=True)
class PushJob:
    """What a hub pushed, to be read."""

    id: int
    channel_id: int
    outlet_id: int
    address: str
    body: bytes
    content_type: str


def note_hub(channel_id: int, hub: str, topic: str) -> None:
    """A channel names its hub: subscribe there. Another hub or topic than before makes a new subscription."""
    row = models.Subscription.objects.filter(channel_id=channel_id).first()
    if row is not None and (row.hub, row.topic) == (hub, topic):
        return
    models.Subscription.objects.update_or_create(
        channel_id=channel_id,
        defaults={
            "hub": hub,
            "topic": topic,
            "token": secrets.token_hex(24),
            "secret": secrets.token_hex(32),
            "asked_at": None,
            "expires_at": None,
            "pushed_at": None,
            "fault": "",
        },
    )


def claim_subscriptions(
    edition: str, now: datetime, limit: int, *, renewed_before: timedelta, asked_again_after: timedelta
) -> list[Waiting]:
    """Subscriptions that are to be asked for (again); they count as asked from now on."""
    ending = Q(expires_at__isnull=True) | Q(expires_at__lt=now + renewed_before)
    rested = Q(asked_at__isnull=True) | Q(asked_at__lt=now - asked_again_after)
    with transaction.atomic():
        rows = list(
            models.Subscription.objects.filter(
                ending,
                rested,
                channel__outlet__edition=edition,
                channel__outlet__state=models.Outlet.State.ACTIVE,
            )
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("pk")[:limit]
        )
        models.Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(asked_at=now)
    return [Waiting(row.pk, row.hub, row.topic, row.token, row.secret) for row in rows]


def fail_subscription(channel_id: int, fault: str) -> None:
    """The hub refused, or could not be reached: it is asked again later."""
    models.Subscription.objects.filter(pk=channel_id).update(fault=fault)


def find_subscription(token: str) -> models.Subscription | None:
    """The subscription that a callback's address names."""
    return models.Subscription.objects.filter(token=token).first()


def confirm_subscription(channel_id: int, ends_at: datetime) -> None:
    """The hub verified it: it runs until `ends_at`."""
    models.Subscription.objects.filter(pk=channel_id).update(expires_at=ends_at, fault="")


def deny_subscription(channel_id: int, reason: str) -> None:
    """The hub denied or ended it."""
    models.Subscription.objects.filter(pk=channel_id).update(
        expires_at=None, fault=f"the hub refused: {reason.replace(chr(0), '')[:200] or 'no reason given'}"
    )


def receive_push(channel_id: int, body: bytes, content_type: str, now: datetime) -> None:
    """Keep a genuine push until the collector reads it. Where too many wait already, its feed is due instead."""
    with transaction.atomic():
        models.Subscription.objects.filter(pk=channel_id).update(pushed_at=now)
        if models.Push.objects.filter(channel_id=channel_id).count() < WAITING_PUSHES:
            models.Push.objects.create(
                channel_id=channel_id, body=body, content_type=content_type[:200], received_at=now
            )
            return
        due_at = now
        channel = models.Channel.objects.get(pk=channel_id)
        if channel.asked_at is not None:
            due_at = max(now, channel.asked_at + RUNG_AGAIN_AFTER)
        models.Channel.objects.filter(pk=channel_id, next_at__gt=due_at).update(next_at=due_at)


def claim_pushes(edition: str, now: datetime, limit: int) -> list[PushJob]:
    """Lease up to `limit` pushes, the oldest first."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        rows = list(
            models.Push.objects.filter(free, channel__outlet__edition=edition)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("channel")
            .order_by("pk")[:limit]
        )
        models.Push.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + LEASE)
    return [
        PushJob(
            row.pk,
            row.channel_id,
            row.channel.outlet_id,
            row.channel.address,
            bytes(row.body),
            row.content_type,
        )
        for row in rows
    ]


def finish_push(job: PushJob, leads: tuple[Lead, ...], now: datetime) -> int:
    """Note what a push listed, and forget it, in one transaction; returns how many leads are to be fetched."""
    with transaction.atomic():
        models.Push.objects.filter(pk=job.id).delete()
        models.Channel.objects.filter(pk=job.channel_id).update(answered_at=now)
        return write_leads(job.outlet_id, leads, now)


def is_pushed(channel_id: int, now: datetime) -> bool:
    """Whether a hub tells of this channel's news: it confirmed, and has pushed lately."""
    return models.Subscription.objects.filter(
        pk=channel_id, expires_at__gt=now, pushed_at__gt=now - BELIEVED_FOR
    ).exists()
