"""How outlets and their channels do, as the program prints it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from warraq.store import models


@dataclass(frozen=True, slots=True)
class OutletState:
    """An outlet in a line."""

    slug: str
    name: str
    language: str
    state: str
    articles: int
    newest_at: datetime | None

    def shown(self) -> dict[str, object]:
        """As JSON shows it."""
        return asdict(self) | {"newest_at": self.newest_at.isoformat() if self.newest_at else None}


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel in a line."""

    outlet: str
    kind: str
    address: str
    fault: str
    failures: int
    is_blocked: bool
    answered_at: datetime | None
    next_at: datetime

    def shown(self) -> dict[str, object]:
        """As JSON shows it."""
        answered = self.answered_at.isoformat() if self.answered_at else None
        return asdict(self) | {"answered_at": answered, "next_at": self.next_at.isoformat()}


def outlet_states(edition: str) -> Iterator[OutletState]:
    """All outlets of the edition, by slug."""
    for row in models.Outlet.objects.filter(edition=edition).order_by("slug"):
        articles = models.Article.objects.filter(outlet=row)
        newest = articles.order_by("-sort_at").values_list("sort_at", flat=True).first()
        name = row.names.get(row.language) or next(iter(row.names.values()), row.slug)
        yield OutletState(row.slug, name, row.language, row.state, articles.count(), newest)


def channel_states(edition: str, outlet_id: int | None = None) -> Iterator[ChannelState]:
    """All channels of active outlets, or of one outlet."""
    rows = models.Channel.objects.filter(outlet__edition=edition, outlet__state=models.Outlet.State.ACTIVE)
    if outlet_id is not None:
        rows = models.Channel.objects.filter(outlet_id=outlet_id)
    for row in rows.select_related("outlet").order_by("outlet__slug", "pk"):
        yield ChannelState(
            outlet=row.outlet.slug,
            kind=row.kind,
            address=row.address,
            fault=row.fault,
            failures=row.failures,
            is_blocked=row.is_blocked,
            answered_at=row.answered_at,
            next_at=row.next_at,
        )
