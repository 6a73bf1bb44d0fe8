"""How outlets and their channels do: the rows that condition.py judges, as the health page and the program show them.

Counts come from indexes alone, so that 130 outlets of a million articles are judged while a page is being asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery

from warraq.condition import WINDOW_DAYS, ChannelSigns, Condition, Day, Judgement, Signs, judge, tides
from warraq.store import models

TEXT_DAYS = 8
"""Days, today among them, whose unread pages are counted."""
LOST_ATTEMPTS = 3
"""Failed fetches in a row after which a page counts as lost: hours after the first."""
LOST = (
    Q(state=models.Lead.State.REFUSED, attempts__gt=0)
    | Q(state=models.Lead.State.DUE, attempts__gte=LOST_ATTEMPTS)
    | Q(fault__contains="Ask the publisher")
    | Q(fault__startswith="no text was found")
    | Q(fault__startswith="too little text")
    | Q(fault__startswith="a check for robots")
)
"""Leads that name an article whose text we do not have. A page that is no article (a rubric) is not lost."""


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
    asked_at: datetime | None
    answered_at: datetime | None
    next_at: datetime

    def shown(self) -> dict[str, object]:
        """As JSON shows it."""
        times = ("asked_at", "answered_at", "next_at")
        return asdict(self) | {
            name: value.isoformat() if (value := getattr(self, name)) else None for name in times
        }


@dataclass(frozen=True, slots=True)
class OutletHealth:
    """How an outlet does, with everything that says so."""

    id: int
    slug: str
    name: str
    """In its own language, else any, else its slug."""
    reason: str
    """Why the operator paused it or gave it up; empty where nobody said."""
    judgement: Judgement
    since: datetime | None
    """Since when it is so, as last noted by the keeper; None where the keeper has yet to see it."""
    days: tuple[Day, ...]
    """The last full days, oldest first, and today."""
    newest_at: datetime | None
    channels: tuple[ChannelState, ...]
    fault: str
    """The last error, of a channel or a page; empty where there is none."""

    @property
    def condition(self) -> Condition:
        """How it does."""
        return self.judgement.condition


def outlet_states(edition: str) -> Iterator[OutletState]:
    """All outlets of the edition, by slug."""
    for row in models.Outlet.objects.filter(edition=edition).order_by("slug"):
        articles = models.Article.objects.filter(outlet=row)
        newest = articles.order_by("-sort_at").values_list("sort_at", flat=True).first()
        yield OutletState(row.slug, _name(row), row.language, row.state, articles.count(), newest)


def read_health(edition: str, zone: ZoneInfo, now: datetime) -> list[OutletHealth]:
    """Every outlet of the edition, judged at `now` (aware) in the edition's `zone`, by slug."""
    today = now.astimezone(zone).date()
    window = [today - timedelta(days=n) for n in range(WINDOW_DAYS, -1, -1)]
    newest = models.Article.objects.filter(outlet=OuterRef("pk")).order_by("-sort_at").values("sort_at")[:1]
    rows = list(
        models.Outlet.objects.filter(edition=edition).annotate(newest_at=Subquery(newest)).order_by("slug")
    )
    ids = [row.pk for row in rows]
    channels = _channels(ids)
    lost, page_faults = _lost(ids, zone, window[-TEXT_DAYS], today)
    counts = _counts(Q(), ids, window)
    textless = _counts(Q(excerpt="", kind="article"), ids, window)
    collected = _collected(ids, window[0])
    days = {
        pk: tuple(
            Day(
                on,
                counts[pk, on] if is_known else None,
                textless[pk, on],
                lost[pk, on],
            )
            for on, is_known in zip(window, _known(pk, window, counts, collected), strict=True)
        )
        for pk in ids
    }
    tide = tides(list(days.values()))
    found = []
    for row in rows:
        seen = tuple(day._replace(tide=share) for day, share in zip(days[row.pk], tide, strict=True))
        own = channels.get(row.pk, ())
        signs = _signs(row, seen, own, zone, now)
        fault = _last_fault(own) or page_faults.get(row.pk, "")
        found.append(
            OutletHealth(
                id=row.pk,
                slug=row.slug,
                name=_name(row),
                reason=row.state_reason,
                judgement=judge(signs),
                since=row.condition_since if row.condition else None,
                days=seen,
                newest_at=signs.newest_at,
                channels=own,
                fault=fault,
            )
        )
    return [_since(one, row.condition) for one, row in zip(found, rows, strict=True)]


def _since(health: OutletHealth, noted: str) -> OutletHealth:
    """What the keeper noted says nothing of a condition that it has not seen yet."""
    return health if health.condition == noted else replace(health, since=None)


def _signs(
    row: models.Outlet, days: tuple[Day, ...], channels: Sequence[ChannelState], zone: ZoneInfo, now: datetime
) -> Signs:
    return Signs(
        state=row.state,
        now=now,
        zone=zone,
        added_at=row.added_at,
        days=days,
        newest_at=row.newest_at,  # type: ignore[attr-defined]  # annotated by read_health
        channels=tuple(
            ChannelSigns(c.asked_at is not None, bool(c.fault), c.is_blocked, c.failures, c.answered_at)
            for c in channels
        ),
        before=Condition(row.condition) if row.condition in set(Condition) else None,
        before_since=row.condition_since,
    )


def _name(row: models.Outlet) -> str:
    return row.names.get(row.language) or next(iter(row.names.values()), row.slug)


def _channels(outlet_ids: Sequence[int]) -> dict[int, tuple[ChannelState, ...]]:
    found: dict[int, tuple[ChannelState, ...]] = {}
    rows = models.Channel.objects.filter(outlet_id__in=outlet_ids).select_related("outlet").order_by("pk")
    for row in rows:
        state = ChannelState(
            outlet=row.outlet.slug,
            kind=row.kind,
            address=row.address,
            fault=row.fault,
            failures=row.failures,
            is_blocked=row.is_blocked,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            next_at=row.next_at,
        )
        found[row.outlet_id] = (*found.get(row.outlet_id, ()), state)
    return found


def _last_fault(channels: Sequence[ChannelState]) -> str:
    faulty = [channel for channel in channels if channel.fault and channel.asked_at]
    return max(faulty, key=lambda channel: (channel.asked_at, channel.address)).fault if faulty else ""


def _counts(which: Q, outlet_ids: Sequence[int], window: Sequence[date]) -> Counter[tuple[int, date]]:
    rows = (
        models.Article.objects.filter(
            which, outlet_id__in=outlet_ids, day_on__gte=window[0], day_on__lte=window[-1]
        )
        .order_by()
        .values_list("outlet_id", "day_on")
        .annotate(Count("pk"))
    )
    return Counter({(outlet, on): count for outlet, on, count in rows})


def _lost(
    outlet_ids: Sequence[int], zone: ZoneInfo, first: date, today: date
) -> tuple[Counter[tuple[int, date]], dict[int, str]]:
    """Lost pages by outlet and day, and the last of their faults by outlet."""
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    states = (models.Lead.State.REFUSED, models.Lead.State.DUE)
    rows = (
        models.Lead.objects.filter(LOST, outlet_id__in=outlet_ids, state__in=states, seen_at__gte=begin)
        .order_by("seen_at")
        .values_list("outlet_id", "seen_at", "fault", "article_id")
    )
    lost: Counter[tuple[int, date]] = Counter()
    faults: dict[int, str] = {}
    for outlet, seen_at, fault, article in rows:
        if article:  # asked here: the database would walk all leads of all years that have none
            continue
        lost[outlet, min(seen_at.astimezone(zone).date(), today)] += 1
        faults[outlet] = fault
    return lost, faults


def _collected(outlet_ids: Sequence[int], first: date) -> Mapping[int, tuple[date, set[date]]]:
    """For outlets that the keeper has ever seen answering: the first such day, and those since `first`."""
    began = models.CollectedDay.objects.filter(outlet_id__in=outlet_ids).values("outlet_id")
    found = {row["outlet_id"]: (row["first"], set[date]()) for row in began.annotate(first=Min("day_on"))}
    days = models.CollectedDay.objects.filter(outlet_id__in=outlet_ids, day_on__gte=first)
    for outlet, on in days.values_list("outlet_id", "day_on"):
        found[outlet][1].add(on)
    return found


def _known(
    outlet: int,
    window: Sequence[date],
    counts: Counter[tuple[int, date]],
    collected: Mapping[int, tuple[date, set[date]]],
) -> list[bool]:
    """Whether each day's count says something. Before we began, an import or a feed's older entries may tell of whole
    days, all but the oldest."""
    began, days = collected.get(outlet, (date.max, set()))
    oldest = next((on for on in window if counts[outlet, on]), date.max)
    return [on in days if on >= began else on > oldest for on in window]


def note_collected(edition: str, zone: ZoneInfo) -> None:
    """Note the days on which the edition's outlets last answered."""
    rows = (
        models.Outlet.objects.filter(edition=edition, state=models.Outlet.State.ACTIVE)
        .annotate(answered_at=Max("channels__answered_at"))
        .filter(answered_at__isnull=False)
        .values_list("pk", "answered_at")
    )
    models.CollectedDay.objects.bulk_create(
        (
            models.CollectedDay(outlet_id=pk, day_on=answered_at.astimezone(zone).date())
            for pk, answered_at in rows
        ),
        ignore_conflicts=True,
    )


def channel_states(edition: str, outlet_id: int | None = None) -> Iterator[ChannelState]:
    """All channels of active outlets, or of one outlet."""
    outlets = models.Outlet.objects.filter(edition=edition, state=models.Outlet.State.ACTIVE).order_by("slug")
    if outlet_id is not None:
        outlets = models.Outlet.objects.filter(pk=outlet_id)
    ids = list(outlets.values_list("pk", flat=True))
    found = _channels(ids)
    for pk in ids:
        yield from found.get(pk, ())


def ask_now(outlet_ids: Sequence[int], now: datetime) -> list[int]:
    """Make the outlets' channels due, for the collector to ask with all its manners; returns those channels. Who
    refused us within a day is not asked again."""
    refused = Q(is_blocked=True, asked_at__gt=now - timedelta(days=1))
    busy = Q(leased_until__gt=now)
    rows = models.Channel.objects.filter(
        outlet_id__in=outlet_ids, outlet__state=models.Outlet.State.ACTIVE
    ).exclude(refused | busy)
    found = list(rows.values_list("pk", flat=True))
    models.Channel.objects.filter(pk__in=found, next_at__gt=now).update(next_at=now)
    return found


def unasked(channel_ids: Sequence[int], since: datetime) -> int:
    """How many of these channels have not been asked since."""
    asked = models.Channel.objects.filter(pk__in=channel_ids, asked_at__gte=since).count()
    return len(channel_ids) - asked
