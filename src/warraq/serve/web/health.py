"""How each outlet answers: an everyday page, since outlets break and refuse every day, and readers may know."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve.dates import dates_of
from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.store.read_outlets import health as health_rows
from warraq.store.read_rows import ChannelRow, HealthRow

STATES = {
    "removed": "Removed",
    "paused": "Paused by the operator",
    "new": "Not asked yet",
    "blocked": "Blocked: ask the publisher",
    "silent": "Does not answer",
    "partly": "Answers in part",
    "well": "Answers",
}
"""State -> message, worst first as readers should see them."""


class Report(NamedTuple):
    """An outlet as the page shows it."""

    path: str
    name: str
    state: str
    said: str
    channels: tuple[ChannelRow, ...]
    answered: str
    last_article: str


def health(request: HttpRequest, site: Site) -> HttpResponse:
    """`/health`."""
    rows = health_rows(site.edition.slug)
    reports = [_report(site, row) for row in rows if row.outlet.state != "removed"]
    counts = {state: sum(report.state == state for report in reports) for state in STATES}
    return page(
        site,
        "health.html",
        reports=reports,
        counts={state: n for state, n in counts.items() if n},
        states=STATES,
    )


def state_of(row: HealthRow) -> str:
    """One of `STATES`, from what the outlet's channels answered last."""
    if row.outlet.state != "active":
        return row.outlet.state
    asked = [channel for channel in row.channels if channel.asked_at is not None]
    if not asked:
        return "new"
    well = [channel for channel in asked if not channel.fault]
    if well:
        return "well" if len(well) == len(asked) else "partly"
    return "blocked" if any(channel.is_blocked for channel in asked) else "silent"


def _report(site: Site, row: HealthRow) -> Report:
    state = state_of(row)
    answered = max((c.answered_at for c in row.channels if c.answered_at), default=None)
    return Report(
        site.to(row.outlet.path),
        row.outlet.name(site.language),
        state,
        STATES[state],
        row.channels,
        _when(site, answered),
        _when(site, row.last_article_at),
    )


def _when(site: Site, moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = site.edition.zone
    return dates_of(site.language, zone, site.now.astimezone(zone).date()).instant(moment)
