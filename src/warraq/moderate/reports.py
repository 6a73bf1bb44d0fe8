"""A reader's report of a picture: who counts as one person, when a picture hides itself, and the desk's decision.

No address is ever stored: a person is a keyed hash whose key is deleted after a month, and the hashes with it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from warraq.errors import BadInput
from warraq.store import models
from warraq.store.counters import count

KEY_LIFE = timedelta(days=30)
REASON_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What came of a report."""

    is_new: bool
    """False where this person had reported this picture already."""
    people: int
    """How many distinct people have reported it since the desk last decided."""
    is_hidden: bool


def person_of(visitor: str, key: bytes) -> str:
    """A visitor's network address as a keyed hash. An IPv6 network of 64 bits is one household, so one person."""
    address = ipaddress.ip_address(visitor)
    if isinstance(address, ipaddress.IPv6Address):
        household = ipaddress.ip_network((address, 64), strict=False).network_address
        address = address.ipv4_mapped or household
    return hmac.new(key, address.packed, hashlib.sha256).hexdigest()


def hides_itself(people: int, threshold: int, *, is_pinned: bool) -> bool:
    """Whether a picture that `people` have reported is hidden; one that the desk restored stays."""
    return people >= threshold and not is_pinned


def record_report(
    *, sha256: str, number: int | None, visitor: str, reason: str, now: datetime, threshold: int, edition: str
) -> ReportOutcome:
    """Count the visitor (a network address, used and forgotten) among those who reported the picture.

    Raises BadInput where there is no such picture. `number` is the article it was seen on.
    """
    with transaction.atomic():
        person = person_of(visitor, _key(now))
        picture = models.Picture.objects.select_for_update().filter(sha256=sha256).first()
        if picture is None:
            raise BadInput("no such picture", subject=sha256[:64])
        article = models.Article.objects.filter(pk=number).only("pk").first() if number else None
        _, is_new = models.Report.objects.get_or_create(
            picture=picture,
            person=person,
            defaults={"article": article, "reason": reason[:REASON_CHARACTERS], "reported_at": now},
        )
        people = models.Report.objects.filter(picture=picture, is_settled=False).count()
        if not picture.is_hidden and hides_itself(people, threshold, is_pinned=picture.is_pinned):
            picture.is_hidden = True
            picture.save(update_fields=["is_hidden"])
            count(f"generation:{edition}", 1)
    return ReportOutcome(is_new, people, picture.is_hidden)


def settle(picture: models.Picture, *, is_hidden: bool) -> None:
    """The desk's decision: hidden, or restored (then reports no longer hide it)."""
    with transaction.atomic():
        models.Picture.objects.filter(pk=picture.pk).update(is_hidden=is_hidden, is_pinned=not is_hidden)
        models.Report.objects.filter(picture=picture).update(is_settled=True)
        editions = models.Article.objects.filter(picture_source__picture=picture).values_list(
            "edition", flat=True
        )
        for edition in set(editions):
            count(f"generation:{edition}", 1)


def forget_people(now: datetime) -> int:
    """Delete keys that have expired and the hashes made with them; returns how many hashes were erased."""
    with transaction.atomic():
        expired, _ = models.ReportKey.objects.filter(expires_at__lte=now).delete()
        if not expired:
            return 0
        oldest = models.ReportKey.objects.order_by("expires_at").first()
        made_before = oldest.expires_at - KEY_LIFE if oldest else now
        stale = models.Report.objects.filter(person__isnull=False, reported_at__lt=made_before)
        return stale.update(person=None)


def _key(now: datetime) -> bytes:
    """The key in use; a new one, known to nobody, when the last has expired."""
    forget_people(now)
    row = models.ReportKey.objects.filter(expires_at__gt=now).order_by("expires_at").last()
    if row is None:
        row = models.ReportKey.objects.create(key=secrets.token_bytes(32), expires_at=now + KEY_LIFE)
        models.Report.objects.filter(person__isnull=False).update(person=None)
    return bytes(row.key)
