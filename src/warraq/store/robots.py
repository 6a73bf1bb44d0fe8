"""Robots files as rows: a restart does not ask every host again. (The record itself belongs to `collect`.)"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from warraq.store.models import Host


class RobotsRow(NamedTuple):
    """What is remembered of a host's robots file."""

    host: str
    state: str
    body: str
    fetched_at: datetime
    unreachable_since: datetime | None


def read_robots(host: str) -> RobotsRow | None:
    """The row of `host` (with port), or None."""
    fields = ("host", "robots_state", "robots_body", "robots_at", "unreachable_since")
    row = Host.objects.filter(host=host).exclude(robots_state="").values_list(*fields).first()
    return RobotsRow(*row) if row else None


def write_robots(row: RobotsRow) -> None:
    """Remember it in place of what was known."""
    Host.objects.update_or_create(
        host=row.host,
        defaults={
            "robots_state": row.state,
            "robots_body": row.body.replace("\x00", ""),
            "robots_at": row.fetched_at,
            "unreachable_since": row.unreachable_since,
        },
    )
