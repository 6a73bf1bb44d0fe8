"""`warraq outlet add`: the ways into an outlet found, shown with one of its articles, and collected from then on."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warraq.addresses import host_of, parse_address
from warraq.collect.discover import Tried, WaysIn
from warraq.collect.same_channels import FoundChannel
from warraq.commands.outlet_look import Look, language_of_outlet, look_at
from warraq.commands.starting import check_contact
from warraq.editions import Edition
from warraq.errors import BadInput, FetchError, HostUnreachable, Postponed, RobotsUnreadable, WrongUse
from warraq.options import Options
from warraq.records import LANGUAGES, OutletSeed

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from warraq.store.models import Outlet

EXAMPLE = "warraq outlet add https://www.goud.ma/"
COLUMNS = ("channel", "kind", "entries", "newest", "language")
SAMPLE_LINES = 3
SAMPLE_CHARACTERS = 300


def add_arguments(actions: argparse._SubParsersAction[Any]) -> None:
    """What can be said."""
    add = actions.add_parser("add", help="find an outlet's channels and start collecting it")
    add.add_argument("address", help="its homepage, or the address of a feed or sitemap")
    add.add_argument("--name", help="its name, where the channel's own title is not it")
    add.add_argument("--slug", help="its address on this site, where its host is not to be it")
    add.add_argument("--language", choices=LANGUAGES, help="its language (default: that of its titles)")
    add.add_argument("--json", action="store_true", help="say the result as JSON")


def add_outlet(options: Options, edition: Edition, arguments: argparse.Namespace) -> int:
    """Look, show, and note what is new. Adding an outlet twice changes nothing."""
    has_scheme = "://" in arguments.address
    address = parse_address(arguments.address if has_scheme else f"https://{arguments.address}")
    if address is None:
        raise WrongUse("this is no web address", subject=arguments.address, advice=f"Example: {EXAMPLE}")
    check_contact(options, edition)
    _check_open(address)
    look = _look(address, options, edition, has_scheme=has_scheme)
    if not look.ways.channels:
        _tell_nothing(look.ways, as_json=arguments.json)
        raise BadInput(
            "no feed, no sitemap, no WordPress API and no article links were found",
            subject=address,
            advice="Give the address of a feed or a section's page, if you know one.",
        )
    outlet, verb, new = _note(edition, look.ways, arguments)
    if arguments.json:
        print(json.dumps(_shown(outlet, verb, new, look), ensure_ascii=False))
    else:
        _tell(outlet, verb, new, look)
    return 0


def _look(address: str, options: Options, edition: Edition, *, has_scheme: bool) -> Look:
    """Look around; where nobody said how and encryption does not lead in, without it: some still lack it."""
    try:
        return asyncio.run(look_at(address, options, edition, _progress))
    except (HostUnreachable, RobotsUnreadable):
        if not has_scheme:
            plain = address.replace("https://", "http://", 1)
            with suppress(FetchError):
                return asyncio.run(look_at(plain, options, edition, _progress))
        raise


def _check_open(address: str) -> None:
    """A host that wants to be left alone is left alone by commands too. Raises Postponed."""
    from warraq.store.hosts import read_host

    host, now = host_of(address), datetime.now(UTC)
    closed_until = read_host(host).closed_until
    if closed_until is not None and closed_until > now:
        raise Postponed(
            f"the host asked us to come back after {closed_until:%Y-%m-%d %H:%M} UTC",
            subject=host,
            advice="Try again then.",
            retry_after_seconds=(closed_until - now).total_seconds(),
        )


def _note(edition: Edition, ways: WaysIn, arguments: argparse.Namespace) -> tuple[Outlet, str, set[str]]:
    """The outlet's row, what became of it, and the addresses of its new channels."""
    from warraq.store.models import Channel
    from warraq.store.outlets import (
        ChannelSeed,
        add_channels,
        canonical_channel,
        make_outlet,
        outlet_by_host,
        slug_for,
    )

    now = datetime.now(UTC)
    homepage = _homepage(ways)
    row, verb = outlet_by_host(edition.slug, homepage), "known already"
    if row is None:
        language = arguments.language or language_of_outlet(ways)
        seed = OutletSeed(
            slug=arguments.slug or slug_for(homepage),
            homepage=homepage,
            names={"ar" if language == "ar" else "fr": arguments.name or _name(ways, homepage)},
            language=language,
            is_name_verified=bool(arguments.name),
        )
        row, verb = make_outlet(edition.slug, seed, now), "added"
    elif row.state == row.State.REMOVED:
        row.state, row.state_reason, verb = row.State.ACTIVE, "", "taken up again"
        row.save(update_fields=["state", "state_reason"])
    elif row.state == row.State.PAUSED:
        verb = "known already, and paused"
    known = set(Channel.objects.filter(outlet=row).values_list("address", flat=True))
    add_channels(row, [ChannelSeed(channel.kind, channel.address) for channel in ways.channels], now)
    return row, verb, {canonical_channel(channel.address) for channel in ways.channels} - known


def _homepage(ways: WaysIn) -> str:
    """The root of the site that answered, or that a feed says it belongs to."""
    named = None if ways.is_homepage else next((c.homepage for c in ways.channels if c.homepage), None)
    return "/".join((named or ways.home).split("/")[:3]) + "/"


def _name(ways: WaysIn, homepage: str) -> str:
    return (
        next((channel.title for channel in ways.channels if channel.title), None)
        or ways.title
        or host_of(homepage)
    )


def _progress(address: str) -> None:
    """On a terminal, what is asked: a polite look takes a while."""
    if sys.stderr.isatty():
        print(f"  asking {address}", file=sys.stderr)


def _tell_nothing(ways: WaysIn, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"outlet": None, "channels": [], "tried": _tried(ways.tried)}, ensure_ascii=False))
        return
    print("Tried:", file=sys.stderr)
    for one in ways.tried:
        print(f"  {one.address}: {one.outcome}", file=sys.stderr)


def _tried(tried: tuple[Tried, ...]) -> list[dict[str, str]]:
    return [{"address": one.address, "outcome": one.outcome} for one in tried]


def _row(channel: FoundChannel) -> dict[str, Any]:
    newest = channel.newest()
    moment = (newest.published or newest.updated) if newest else None
    return {
        "channel": channel.address,
        "kind": channel.kind.value,
        "entries": channel.count,
        "newest": moment.printed() if moment else None,
        "language": channel.language,
    }


def _shown(outlet: Outlet, verb: str, new: set[str], look: Look) -> dict[str, Any]:
    """Everything, for programs."""
    article, sample = look.article, None
    findings = look.sample.findings if look.sample else None
    if article is not None:
        sample = {
            "url": article.address,
            "title": article.title,
            "authors": list(article.authors),
            "published_at": article.published.printed() if article.published else None,
            "language": findings.language if findings else None,
            "section": article.section,
            "image": article.picture,
            "body": article.text(),
        }
    return {
        "outlet": outlet.slug,
        "homepage": outlet.homepage,
        "is_new": verb == "added",
        "state": outlet.state,
        "new_channels": len(new),
        "channels": [{**_row(c), "is_new": c.address.partition("#")[0] in new} for c in look.ways.channels],
        "tried": _tried(look.ways.tried),
        "sample": sample,
    }


def _tell(outlet: Outlet, verb: str, new: set[str], look: Look) -> None:
    news = f"{len(new)} new channel{'' if len(new) == 1 else 's'}" if new else "nothing is new"
    print(f"{outlet.slug}: {verb}, {news}\n")
    rows = [tuple(str(value or "-") for value in _row(channel).values()) for channel in look.ways.channels]
    widths = [max(len(row[place]) for row in (COLUMNS, *rows)) for place in range(len(COLUMNS))]
    for row in (COLUMNS, *rows):
        cells = (
            cell.rjust(width) if name == "entries" else cell.ljust(width)
            for name, cell, width in zip(COLUMNS, row, widths, strict=True)
        )
        print(f"  {'  '.join(cells)}".rstrip())
    article = look.article
    if article is None:
        print("\n  No sample article could be read; /health will say why once it is collected.")
        return
    published = article.published.printed() if article.published else "date unknown"
    print(
        f"\n  {article.title}\n  {', '.join(article.authors) or 'unsigned'} · {published}\n  {article.address}\n"
    )
    for line in article.text().split("\n")[:SAMPLE_LINES]:
        print(f"  {line[:SAMPLE_CHARACTERS]}")
