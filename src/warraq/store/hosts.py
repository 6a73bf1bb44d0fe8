"""What manners remember of a host beyond a restart and over several collectors: its robots file, until when it wants
to be left alone, and which collector asks it.

The records of these belong to `collect`; here they are rows. Every function takes `now` (aware UTC) where it
compares times.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from warraq.store.models import Host

HELD = timedelta(seconds=90)
"""How long a host stays with the collector that asked it last."""
DOUBT = timedelta(seconds=10)
"""How far the clocks of two collectors' machines may differ: a hold counts for so long beyond its end."""


class RobotsRow(NamedTuple):
    """What is remembered of a host's robots file."""

    host: str
    state: str
    body: str
    fetched_at: datetime
    unreachable_since: datetime | None


class HostRow(NamedTuple):
    """What is remembered of a host."""

    robots: RobotsRow | None
    closed_until: datetime | None


class ReservedRow(NamedTuple):
    """What a host reserves (collect.reservations), and how long that is trusted."""

    patterns: str
    until: datetime


class Hold(NamedTuple):
    """What came of asking for a host: until when another holds it (None: it is ours), and until when it is closed,
    as another collector may have been told."""

    elsewhere_until: datetime | None
    closed_until: datetime | None


def read_host(host: str) -> HostRow:
    """What is known of `host` (with port)."""
    fields = ("robots_state", "robots_body", "robots_at", "unreachable_since", "closed_until")
    for state, body, fetched_at, since, closed_until in Host.objects.filter(host=host).values_list(*fields):
        return HostRow(RobotsRow(host, state, body, fetched_at, since) if state else None, closed_until)
    return HostRow(None, None)


def write_robots(row: RobotsRow) -> None:
    """Remember a robots file in place of what was known."""
    fields = {
        "robots_state": row.state,
        "robots_body": row.body.replace("\x00", ""),
        "robots_at": row.fetched_at,
        "unreachable_since": row.unreachable_since,
    }
    Host.objects.bulk_create(
        [Host(host=row.host, **fields)],
        update_conflicts=True,
        update_fields=list(fields),
        unique_fields=["host"],
    )


def read_reserved(host: str) -> ReservedRow | None:
    """What `host` was last heard to reserve; None where it was never asked."""
    row = Host.objects.filter(host=host).first()
    return (
        None if row is None or row.reserved_until is None else ReservedRow(row.reserved, row.reserved_until)
    )


def write_reserved(host: str, patterns: str, until: datetime) -> None:
    """Remember what a host reserves."""
    Host.objects.bulk_create(
        [Host(host=host, reserved=patterns, reserved_until=until)],
        update_conflicts=True,
        update_fields=["reserved", "reserved_until"],
        unique_fields=["host"],
    )


def close_host(host: str, until: datetime) -> None:
    """The host asked to be left alone until then; an earlier word of it that reaches further stays."""
    Host.objects.bulk_create([Host(host=host)], ignore_conflicts=True)
    sooner = Q(closed_until__isnull=True) | Q(closed_until__lt=until)
    Host.objects.filter(sooner, host=host).update(closed_until=until)


def hold_host(host: str, holder: str, now: datetime) -> Hold:
    """Take `host` for `holder`, or keep it where it is held already, for HELD from `now`.

    One conditional statement decides, so that of several collectors one gets it.
    """
    free = Q(held_by__in=("", holder)) | Q(held_until__isnull=True) | Q(held_until__lt=now - DOUBT)
    rows = Host.objects.filter(host=host)
    for _ in range(2):
        if rows.filter(free).update(held_by=holder, held_until=now + HELD):
            closed_until = rows.values_list("closed_until", flat=True).get()
            return Hold(None, closed_until)
        Host.objects.bulk_create([Host(host=host)], ignore_conflicts=True)
    until = rows.values_list("held_until", flat=True).get()
    return Hold((until or now) + DOUBT, None)


def release_hosts(holder: str) -> None:
    """The collector ends: others may take its hosts at once, and wait their gap."""
    Host.objects.filter(held_by=holder).update(held_by="", held_until=None)
