"""How far an installation has come, for the terminal and the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from warraq.store import models


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A few counts, and the newest article."""

    outlets: int
    """Outlets of which there is at least one article."""
    articles: int
    waiting: int
    """Leads and pictures whose time has come."""
    unindexed: int
    channels: int
    channels_with_fault: int
    newest_outlet: str
    newest_title: str


def read_progress(edition: str) -> ProgressRow:
    """Count now."""
    now = datetime.now(UTC)
    counter = (
        models.Counter.objects.filter(name=f"articles:{edition}").values_list("value", flat=True).first()
    )
    newest = (
        models.Article.objects.filter(edition=edition)
        .order_by("-pk")
        .values_list("outlet__slug", "title")
        .first()
    )
    outlets = models.Outlet.objects.filter(edition=edition)
    channels = models.Channel.objects.filter(
        outlet__edition=edition, outlet__state=models.Outlet.State.ACTIVE
    )
    return ProgressRow(
        outlets=sum(
            1
            for pk in outlets.values_list("pk", flat=True)
            if models.Article.objects.filter(outlet_id=pk).exists()
        ),
        articles=counter or 0,
        waiting=models.Lead.objects.filter(outlet__edition=edition, next_at__lte=now).count(),
        unindexed=models.Outbox.objects.filter(consumer=models.Outbox.Consumer.INDEX).count(),
        channels=channels.count(),
        channels_with_fault=channels.exclude(fault="").count(),
        newest_outlet=newest[0] if newest else "",
        newest_title=newest[1] if newest else "",
    )
