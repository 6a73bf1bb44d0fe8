"""Outlets and their channels as rows: made from an edition's table or an operator's word, never doubled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from warraq.addresses import host_of
from warraq.editions import RESERVED_SLUGS
from warraq.errors import BadInput
from warraq.records import ChannelKind, OutletSeed
from warraq.store import models
from warraq.store.keys import text_key

FIRST_ROUND = timedelta(seconds=30)
"""New channels are asked one after the other over this time, not all at once."""


@dataclass(frozen=True, slots=True)
class ChannelSeed:
    """A channel to ask."""

    kind: ChannelKind
    address: str


def sync_outlets(edition: str, seeds: Iterable[OutletSeed], now: datetime) -> int:
    """Make rows for the edition's outlets that have none; what the operator changed stays. Returns how many."""
    made = 0
    known = {row.slug: row for row in models.Outlet.objects.filter(edition=edition)}
    with transaction.atomic():
        for place, seed in enumerate(seeds):
            row = known.get(seed.slug)
            made += row is None
            row = row or make_outlet(edition, seed, now)
            add_channels(row, channels_of(seed), now + FIRST_ROUND * (place % 50) / 50)
    return made


def channels_of(seed: OutletSeed) -> list[ChannelSeed]:
    """The channels a seed names; its front page where it names no other."""
    channels = [ChannelSeed(ChannelKind.FEED, address) for address in seed.feeds]
    channels += [ChannelSeed(ChannelKind.NEWS_SITEMAP, address) for address in seed.sitemaps]
    if seed.has_front_page or not channels:
        channels.append(ChannelSeed(ChannelKind.FRONT_PAGE, seed.homepage))
    return channels


def make_outlet(edition: str, seed: OutletSeed, now: datetime) -> models.Outlet:
    """A new outlet. Raises BadInput where its slug is taken or is a page's name."""
    if seed.slug in RESERVED_SLUGS or seed.slug.isdigit():
        raise BadInput(
            "a page of the site has this name", subject=seed.slug, advice="Give another with --slug."
        )
    if models.Outlet.objects.filter(slug=seed.slug).exists():
        raise BadInput("another outlet has this name", subject=seed.slug, advice="Give another with --slug.")
    return models.Outlet.objects.create(
        edition=edition,
        slug=seed.slug,
        homepage=seed.homepage,
        names=dict(seed.names),
        is_name_verified=seed.is_name_verified,
        language=seed.language,
        is_agency=seed.is_agency,
        note=seed.note,
        added_at=now,
    )


def add_channels(outlet: models.Outlet, channels: Iterable[ChannelSeed], first_at: datetime) -> int:
    """Channels the outlet does not have yet; returns how many."""
    known = set(models.Channel.objects.filter(outlet=outlet).values_list("address", flat=True))
    new = {canonical_channel(c.address): c for c in channels}
    rows = [
        models.Channel(outlet=outlet, kind=c.kind.value, address=address, next_at=first_at)
        for address, c in new.items()
        if address not in known
    ]
    models.Channel.objects.bulk_create(rows)
    return len(rows)


def canonical_channel(address: str) -> str:
    """A channel's address as it is asked: only the fragment is no part of it."""
    return address.partition("#")[0]


def find_outlet(edition: str, name: str) -> models.Outlet:
    """The outlet by slug, homepage or host. Raises BadInput naming what was not found."""
    rows = list(models.Outlet.objects.filter(edition=edition).exclude(state=models.Outlet.State.REMOVED))
    wanted = name.strip().casefold().rstrip("/")
    for row in rows:
        host = host_of(row.homepage) if row.homepage else ""
        if wanted in (row.slug, row.homepage.rstrip("/"), host, host.removeprefix("www.")):
            return row
    raise BadInput("no such outlet", subject=name, advice="`warraq outlet list` shows the outlets there are.")


def outlet_by_host(edition: str, address: str) -> models.Outlet | None:
    """The outlet whose homepage lies on the address's host."""
    host = host_of(address).removeprefix("www.")
    for row in models.Outlet.objects.filter(edition=edition):
        if row.homepage and host_of(row.homepage).removeprefix("www.") == host:
            return row
    return None


def slug_for(address: str) -> str:
    """A slug from a host: https://www.goud.ma/ -> goud. Never a page's name, never one that is taken."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    labels = host.split(".")
    stem = labels[0] if len(labels) <= 2 else "-".join(labels[:-1])
    return free_slug(stem if not host.replace(".", "").isdigit() else f"outlet-{host}")


def free_slug(name: str) -> str:
    """`name` as a slug that no page and no outlet has; an Arabic name gives a short hash."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:48] or f"outlet-{text_key(name)[:8]}"
    if slug.isdigit():
        slug = f"outlet-{slug}"
    candidate, turn = slug, 1
    while candidate in RESERVED_SLUGS or models.Outlet.objects.filter(slug=candidate).exists():
        turn += 1
        candidate = f"{slug}-{turn}"
    return candidate


def want_logo(outlet_id: int, address: str, now: datetime) -> None:
    """Note the outlet's logo to be fetched, once."""
    models.PictureSource.objects.get_or_create(
        key=text_key(address),
        defaults={"outlet_id": outlet_id, "address": address, "is_logo": True, "next_at": now},
    )
