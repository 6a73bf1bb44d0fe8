"""What the collector has to do, handed out as leases: channels to ask, leads and pictures to fetch.

A lease is a row's `leased_until`: work that was cut off is handed out again when its lease runs out, so nothing
is lost by a kill. Every function takes `now` (aware UTC).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OrderBy, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from warraq.addresses import first_page
from warraq.records import ChannelKind, Lead, Moment, Precision
from warraq.store import models
from warraq.store.counters import count
from warraq.store.keys import address_key, text_key

NEWEST_FIRST = (F("seen_at").desc(), F("pk").asc())
"""News before what waits from earlier: a first visit brings hundreds of leads, and readers want the latest."""

LEASE = timedelta(minutes=5)
"""Longer than any fetch with its retries may take; how long a killed collector's work waits."""


@dataclass(frozen=True, slots=True)
class ChannelJob:
    """A channel whose time has come."""

    id: int
    outlet_id: int
    outlet: str
    kind: ChannelKind
    address: str
    language: str
    etag: str
    last_modified: str
    body_hash: str
    interval_seconds: float
    failures: int
    homepage: str
    is_new: bool
    """Never answered before."""
    has_logo: bool
    cursor: str = ""
    """How far a walked channel was read."""
    rhythm: object = None
    """What was learnt of its hours, as JSON: whatever stands in the row."""
    asked_fully_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeadJob:
    """A lead to fetch, with what its channel said."""

    id: int
    outlet_id: int
    outlet: str
    outlet_names: tuple[str, ...]
    language: str
    lead: Lead
    attempts: int
    visits: int
    seen_at: datetime
    is_by_wrapper: bool | None = None
    """How its article was read first; None where it never was."""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """A picture to fetch."""

    id: int
    outlet_id: int
    outlet: str
    address: str
    is_logo: bool
    attempts: int


def _due(
    rows: QuerySet[Any],
    now: datetime,
    limit: int,
    per_outlet: int,
    *,
    order: Sequence[OrderBy],
    busy: Collection[int] = (),
) -> list[Any]:
    """Due rows of active outlets that nobody works on, in this order, at most `per_outlet` each so that none
    starves others; `busy` outlets get nothing."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    ranked = (
        rows.filter(free, next_at__lte=now, outlet__state=models.Outlet.State.ACTIVE)
        .exclude(outlet_id__in=busy)
        .annotate(turn=Window(RowNumber(), partition_by=F("outlet_id"), order_by=list(order)))
        .filter(turn__lte=per_outlet)
        .order_by(*order)
        .values_list("pk", flat=True)[:limit]
    )
    chosen = list(ranked)
    # Another machine's collector may have taken some in the meantime: lock what is still free (PostgreSQL).
    locked = rows.filter(free, pk__in=chosen).select_for_update(skip_locked=True, of=("self",))
    taken = sorted(locked.select_related("outlet"), key=lambda row: chosen.index(row.pk))
    rows.filter(pk__in=[row.pk for row in taken]).update(leased_until=now + LEASE)
    return taken


def claim_channels(edition: str, now: datetime, limit: int, busy: Collection[int] = ()) -> list[ChannelJob]:
    """Lease up to `limit` channels whose time has come, none of the `busy` outlets."""
    with transaction.atomic():
        due = models.Channel.objects.filter(outlet__edition=edition)
        rows = _due(due, now, limit, 2, order=[F("next_at").asc()], busy=busy)
    return [
        ChannelJob(
            id=row.pk,
            outlet_id=row.outlet_id,
            outlet=row.outlet.slug,
            kind=ChannelKind(row.kind),
            address=row.address,
            language=row.outlet.language,
            etag=row.etag,
            last_modified=row.last_modified,
            body_hash=row.body_hash,
            interval_seconds=row.interval_seconds,
            failures=row.failures,
            homepage=row.outlet.homepage,
            is_new=row.answered_at is None,
            has_logo=row.outlet.logo_id is not None,
            cursor=row.cursor,
            rhythm=row.rhythm,
            asked_fully_at=row.asked_fully_at,
        )
        for row in rows
    ]


def claim_leads(
    edition: str, now: datetime, limit: int, per_outlet: int, busy: Collection[int] = ()
) -> list[LeadJob]:
    """Lease up to `limit` leads, at most `per_outlet` of each outlet, none of the `busy` ones."""
    with transaction.atomic():
        due = models.Lead.objects.filter(outlet__edition=edition)
        rows = _due(due, now, limit, per_outlet, order=NEWEST_FIRST, busy=busy)
    return [
        LeadJob(
            id=row.pk,
            outlet_id=row.outlet_id,
            outlet=row.outlet.slug,
            outlet_names=tuple(row.outlet.names.values()),
            language=row.outlet.language,
            lead=_read_lead(row.address, row.said),
            attempts=row.attempts,
            visits=row.visits,
            seen_at=row.seen_at,
            is_by_wrapper=row.is_by_wrapper,
        )
        for row in rows
    ]


def claim_pictures(
    edition: str, now: datetime, limit: int, per_outlet: int, busy: Collection[int] = ()
) -> list[PictureJob]:
    """Lease up to `limit` pictures, at most `per_outlet` of each outlet, none of the `busy` ones."""
    with transaction.atomic():
        due = models.PictureSource.objects.filter(outlet__edition=edition)
        rows = _due(due, now, limit, per_outlet, order=[F("pk").desc()], busy=busy)
    return [
        PictureJob(row.pk, row.outlet_id, row.outlet.slug, row.address, row.is_logo, row.attempts)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ChannelOutcome:
    """What a visit to a channel brought. Empty `fault` means it answered."""

    next_at: datetime
    interval_seconds: float
    fault: str = ""
    is_blocked: bool = False
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    cursor: str | None = None
    rhythm: dict[str, Any] | None = None
    asked_fully_at: datetime | None = None
    is_etag_lying: bool | None = None
    edits: tuple[Lead, ...] = ()
    """What the channel says of older articles: of no concern where we do not have them."""


KEPT = ("etag", "last_modified", "body_hash", "cursor", "rhythm", "asked_fully_at", "is_etag_lying")
"""Columns of a channel that keep their value where a visit says nothing of it."""


def new_addresses(leads: Sequence[Lead]) -> frozenset[str]:
    """Which of these addresses no channel ever named."""
    keys = {address_key(lead.address): lead.address for lead in leads}
    known = models.Lead.objects.filter(key__in=keys).values_list("key", flat=True)
    return frozenset(keys.values()) - {keys[key] for key in known}


def finish_channel(job: ChannelJob, outcome: ChannelOutcome, leads: Sequence[Lead], now: datetime) -> int:
    """Write the outcome and the leads in one transaction; returns how many leads are new or changed."""
    fields: dict[str, object] = {
        "next_at": outcome.next_at,
        "interval_seconds": outcome.interval_seconds,
        "leased_until": None,
        "asked_at": now,
        "fault": outcome.fault,
        "is_blocked": outcome.is_blocked,
        "failures": job.failures + 1 if outcome.fault else 0,
    }
    if not outcome.fault:
        fields["answered_at"] = now
    for name in KEPT:
        if (value := getattr(outcome, name)) is not None:
            fields[name] = value
    with transaction.atomic():
        models.Channel.objects.filter(pk=job.id).update(**fields)
        return write_leads(job.outlet_id, leads, now, channel_id=job.id, edits=outcome.edits)


def write_leads(
    outlet_id: int, leads: Sequence[Lead], now: datetime, *, channel_id: int = 0, edits: Sequence[Lead] = ()
) -> int:
    """Note addresses worth fetching: new ones at once, known ones again where their channel says otherwise.

    Each channel is compared with what it said itself: two that print one article's time differently would else have
    it fetched for ever. An address that another outlet brought first stays that outlet's; of `edits`, only those
    that are known count. Returns how many are to be fetched.
    """
    said = {address_key(lead.address): lead for lead in reversed([*leads, *edits])}
    known = {row.key: row for row in models.Lead.objects.filter(key__in=said)}
    new: dict[str, models.Lead] = {}
    for lead in leads:
        if (key := address_key(lead.address)) not in known and key not in new:
            new[key] = _new_lead(key, outlet_id, lead, str(channel_id), now)
    models.Lead.objects.bulk_create(new.values(), ignore_conflicts=True)
    heard, changed = [], 0
    for key, row in known.items():
        before, after = row.said_hashes.get(str(channel_id)), said_hash(said[key])
        if row.outlet_id != outlet_id or before == after:
            continue
        row.said_hashes[str(channel_id)] = after
        heard.append(row)
        if before is not None or _is_later(said[key].updated, row.seen_at):
            row.said |= _write_lead(said[key])
            row.next_at, row.attempts = now, 0
            changed += 1
    models.Lead.objects.bulk_update(heard, ("said", "said_hashes", "next_at", "attempts"), batch_size=100)
    return len(new) + changed


def _new_lead(key: str, outlet_id: int, lead: Lead, channel: str, now: datetime) -> models.Lead:
    return models.Lead(
        key=key,
        outlet_id=outlet_id,
        address=first_page(lead.address),
        said=_write_lead(lead),
        said_hashes={channel: said_hash(lead)},
        next_at=now,
        seen_at=now,
    )


def _is_later(updated: Moment | None, seen_at: datetime) -> bool:
    """Whether a channel that names a known address for the first time knows of an edit since; only where it
    states the offset, or every sitemap in local time would."""
    return (
        updated is not None
        and updated.offset is not None
        and updated.precision.has_clock
        and updated.instant(UTC) > seen_at
    )


def fail_lead(job: LeadJob, fault: str, next_at: datetime | None) -> None:
    """A fetch failed: try again at `next_at`, or (None) give it up until its channel names it anew."""
    state = {} if next_at else {"state": models.Lead.State.REFUSED}
    models.Lead.objects.filter(pk=job.id).update(
        fault=fault, next_at=next_at, leased_until=None, attempts=job.attempts + 1, **state
    )


def postpone(job: ChannelJob | LeadJob | PictureJob, next_at: datetime | None) -> None:
    """It is not the host's time yet, which is nobody's failure: do it at `next_at`, or (None) as soon as another
    collector takes it."""
    fields: dict[str, object] = {"leased_until": None} | ({"next_at": next_at} if next_at else {})
    rows: dict[type, QuerySet[Any]] = {
        ChannelJob: models.Channel.objects.all(),
        LeadJob: models.Lead.objects.all(),
        PictureJob: models.PictureSource.objects.all(),
    }
    rows[type(job)].filter(pk=job.id).update(**fields)


def finish_picture(
    job: PictureJob, sha256: str, width: int, height: int, edition: str, now: datetime
) -> None:
    """The picture's file is in place: show it on every article that names its address."""
    with transaction.atomic():
        picture, _ = models.Picture.objects.get_or_create(
            sha256=sha256, defaults={"width": width, "height": height, "added_at": now}
        )
        models.PictureSource.objects.filter(pk=job.id).update(
            picture=picture, next_at=None, leased_until=None, fault=""
        )
        if job.is_logo:
            models.Outlet.objects.filter(pk=job.outlet_id).update(logo=picture)
        count(f"generation:{edition}", 1)


def fail_picture(job: PictureJob, fault: str, next_at: datetime | None) -> None:
    """A picture could not be had: try again at `next_at`, or (None) never."""
    models.PictureSource.objects.filter(pk=job.id).update(
        fault=fault, next_at=next_at, leased_until=None, attempts=job.attempts + 1
    )


def give_back(now: datetime, edition: str) -> None:
    """A collector starts on a database that no other collector uses: leases of a killed one end at once."""
    for model in (models.Channel, models.Lead, models.PictureSource):
        model.objects.filter(outlet__edition=edition, leased_until__gt=now).update(leased_until=None)
    models.Push.objects.filter(channel__outlet__edition=edition, leased_until__gt=now).update(
        leased_until=None
    )


def next_due(edition: str) -> datetime | None:
    """The earliest instant at which anything is to be done, leased work left out."""
    times = [
        model.objects.filter(
            outlet__edition=edition, outlet__state="active", leased_until__isnull=True, next_at__isnull=False
        )
        .order_by("next_at")
        .values_list("next_at", flat=True)
        .first()
        for model in (models.Channel, models.Lead, models.PictureSource)
    ]
    return min((time for time in times if time), default=None)


def is_shared_database() -> bool:
    """Whether several collectors may work on this database (PostgreSQL)."""
    return bool(connection.vendor != "sqlite")


def said_hash(lead: Lead) -> str:
    """Changes when the channel says something that hints at an edit: another title or another time."""
    times = (moment.printed() if moment else "" for moment in (lead.published, lead.updated))
    return text_key("\x1f".join((lead.title or "", *times)))[:12]


def _write_lead(lead: Lead) -> dict[str, object]:
    """What a channel said, as JSON; the feed's own content is left out: the page is read."""
    said = {
        name: value for name, value in asdict(lead).items() if value and name not in ("address", "content")
    }
    for name in ("published", "updated"):
        if moment := getattr(lead, name):
            said[name] = _write_moment(moment)
    return said


def _read_lead(address: str, said: dict[str, Any]) -> Lead:
    fields = dict(said)
    for name in ("published", "updated"):
        if name in said:
            fields[name] = _read_moment(said[name])
    for name in ("authors", "tags"):
        if name in said:
            fields[name] = tuple(said[name])
    return Lead(address=address, **fields)


def _write_moment(moment: Moment) -> dict[str, object]:
    offset = moment.offset.total_seconds() if moment.offset is not None else None
    row: dict[str, object] = {
        "local": moment.local.isoformat(),
        "precision": moment.precision.value,
        "offset": offset,
    }
    return row | ({"is_approximate": True} if moment.is_approximate else {})


def _read_moment(row: dict[str, Any]) -> Moment:
    return Moment(
        local=datetime.fromisoformat(row["local"]),
        precision=Precision(row["precision"]),
        offset=None if row["offset"] is None else timedelta(seconds=row["offset"]),
        is_approximate=row.get("is_approximate", False),
    )
