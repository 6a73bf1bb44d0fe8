"""`warraq outlet`: add, import, list, check, pause, resume, remove outlets, and say what may be shown of one."""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from warraq.addresses import host_of, parse_address
from warraq.commands import outlet_check
from warraq.commands.inputs import open_bytes
from warraq.commands.outlet_look import Look, look_at
from warraq.commands.starting import check_contact, start
from warraq.editions import Edition
from warraq.errors import BadInput, WrongUse
from warraq.options import Options
from warraq.records import LANGUAGES, OutletSeed

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from warraq.store.models import Outlet

NAME = "outlet"
HELP = (
    "Outlets: add one by its address, import many, list, check, pause, resume, remove, choose what is shown."
)
EXAMPLE = "warraq outlet add https://www.goud.ma/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition (WARRAQ_EDITION)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="find an outlet's channels and start collecting it")
    add.add_argument("address", help="its homepage, or the address of a feed")
    add.add_argument("--name", help="its name, where the channel's own title is not it")
    add.add_argument("--slug", help="its address on this site, where its host is not to be it")
    add.add_argument("--language", default="ar", choices=LANGUAGES, help="its language (default ar)")
    add.add_argument("--json", action="store_true", help="say the result as JSON")
    load = actions.add_parser(
        "import", help="outlets from OPML, or CSV with the columns of editions/*/outlets.csv"
    )
    load.add_argument("file", metavar="FILE", help="the file; `-` is standard input")
    listing = actions.add_parser("list", help="all outlets with their state and newest article")
    listing.add_argument("--json", action="store_true", help="one JSON object an outlet")
    outlet_check.add_arguments(
        actions.add_parser("check", help="how outlets do; exit 1 where one is in trouble")
    )
    for action, what in (
        ("pause", "stop collecting it"),
        ("resume", "collect it again"),
        ("remove", "give it up"),
    ):
        one = actions.add_parser(action, help=f"{what}; its articles stay")
        one.add_argument("name", help="slug, host or homepage")
        if action != "resume":
            one.add_argument(
                "--reason", default="", metavar="TEXT", help="why, for everyone to read at /health"
            )
    show = actions.add_parser("show", help="choose what visitors may read of an outlet's articles")
    show.add_argument("name", help="slug, host or homepage")
    show.add_argument(
        "choice", choices=("full", "excerpt", "headline", "default"), help="what visitors may read"
    )
    show.add_argument("--permission", default="", help="for full: who allowed it, and when")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    options, edition = start(arguments.edition)
    match arguments.action:
        case "add":
            return _add(options, edition, arguments)
        case "import":
            return _import(edition, arguments.file)
        case "list":
            return _list(edition, as_json=arguments.json)
        case "check":
            return outlet_check.check(options, edition, arguments)
        case "show":
            return _show(edition, arguments)
    return _set_state(edition, arguments.name, arguments.action, getattr(arguments, "reason", ""))


def _add(options: Options, edition: Edition, arguments: argparse.Namespace) -> int:
    from warraq.store.outlets import ChannelSeed, add_channels, make_outlet, outlet_by_host, slug_for

    text = arguments.address if "://" in arguments.address else f"https://{arguments.address}"
    address = parse_address(text)
    if address is None:
        raise WrongUse("this is no web address", subject=arguments.address, advice=f"Example: {EXAMPLE}")
    check_contact(options, edition)
    look = asyncio.run(look_at(address, options, edition))
    if not look.channels:
        raise BadInput("no feed, no news sitemap and no article links were found", subject=address)
    row = outlet_by_host(edition.slug, address)
    is_new = row is None
    now = datetime.now(UTC)
    if row is None:
        name = arguments.name or look.channels[0].title or host_of(address)
        seed = OutletSeed(
            slug=arguments.slug or slug_for(address),
            homepage="/".join(address.split("/")[:3]) + "/",
            names={"ar" if arguments.language == "ar" else "fr": name},
            language=arguments.language,
            is_name_verified=bool(arguments.name),
        )
        row = make_outlet(edition.slug, seed, now)
    added = add_channels(row, [ChannelSeed(channel.kind, channel.address) for channel in look.channels], now)
    _tell(row.slug, look, added, is_new=is_new, as_json=arguments.json)
    return 0


def _tell(slug: str, look: Look, added: int, *, is_new: bool, as_json: bool) -> None:
    rows = []
    for channel in look.channels:
        moments = [lead.published or lead.updated for lead in channel.entries]
        newest = max((moment.printed() for moment in moments if moment), default=None)
        rows.append(
            {
                "kind": channel.kind.value,
                "address": channel.address,
                "entries": len(channel.entries),
                "newest": newest,
                "language": channel.language,
            }
        )
    sample = look.sample
    if as_json:
        title = sample.title if sample else None
        print(
            json.dumps(
                {"outlet": slug, "is_new": is_new, "channels": rows, "sample": title}, ensure_ascii=False
            )
        )
        return
    print(f"{slug}: {'added' if is_new else 'known already'}, {added} new channels")
    for row in rows:
        print(
            f"  {row['kind']:<13} {row['entries']:>4} entries  newest {row['newest'] or 'unknown':<25} {row['address']}"
        )
    if sample is None:
        print("  No sample article could be read; /health will say why once it is collected.")
        return
    published = sample.published.printed() if sample.published else "date unknown"
    print(f"\n  {sample.title}\n  {', '.join(sample.authors) or 'unsigned'} · {published}\n")
    for line in sample.text().split("\n")[:3]:
        print(f"  {line[:300]}")


def _import(edition: Edition, name: str) -> int:
    from warraq.store.models import Outlet
    from warraq.store.outlets import sync_outlets

    data = open_bytes(name)
    seeds = list(_opml(data, name) if data.lstrip()[:1] == b"<" else _csv(data, name))
    taken = set(Outlet.objects.exclude(edition=edition.slug).values_list("slug", flat=True))
    good = [seed for seed in seeds if seed.slug not in taken]
    made = sync_outlets(edition.slug, good, datetime.now(UTC))
    print(f"{len(seeds)} outlets read, {made} new")
    for seed in seeds:
        if seed.slug in taken:
            print(f"warraq outlet: {seed.slug}: another edition has an outlet of this name", file=sys.stderr)
    return 1 if len(good) < len(seeds) else 0


def _opml(data: bytes, name: str) -> Iterator[OutletSeed]:
    from warraq.store.outlets import free_slug, slug_for

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise BadInput("this is neither OPML nor CSV", subject=name)
    used: set[str] = set()
    for outline in root.iter("outline"):
        feed = parse_address(str(outline.get("xmlUrl") or ""))
        if feed is None:
            continue
        homepage = parse_address(str(outline.get("htmlUrl") or "")) or "/".join(feed.split("/")[:3]) + "/"
        title = str(outline.get("title") or outline.get("text") or host_of(feed))
        slug = slug_for(homepage)
        while slug in used:
            slug = free_slug(f"{slug}-{len(used)}")
        used.add(slug)
        yield OutletSeed(slug, homepage, {"ar": title, "fr": title}, feeds=(feed,), is_name_verified=False)


def _csv(data: bytes, name: str) -> Iterator[OutletSeed]:
    from warraq.editions import outlet_of

    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        for number, row in enumerate(rows, 2):
            try:
                yield outlet_of(row)
            except (KeyError, ValueError, AttributeError) as fault:
                what = f"the column {fault} is missing" if isinstance(fault, KeyError) else str(fault)
                raise BadInput(what, subject=f"{name}:{number}", advice="Nothing was imported.") from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise BadInput(f"this is no CSV in UTF-8 ({fault})", subject=name) from fault


def _list(edition: Edition, *, as_json: bool) -> int:
    from warraq.store.health import outlet_states

    for row in outlet_states(edition.slug):
        if as_json:
            print(json.dumps(row.shown(), ensure_ascii=False))
        else:
            newest = f"{row.newest_at:%Y-%m-%d %H:%M}" if row.newest_at else "no article yet"
            print(
                f"{row.slug:<24} {row.state:<8} {row.language:<4} {row.articles:>7}  {newest:<17} {row.name}"
            )
    return 0


def _show(edition: Edition, arguments: argparse.Namespace) -> int:
    outlet = _find(edition, arguments.name)
    if arguments.choice == "full" and not arguments.permission:
        raise WrongUse("who allowed the full text, and when?", subject="--permission", advice="It is noted.")
    from warraq.store.counters import count

    outlet.show = "" if arguments.choice == "default" else arguments.choice
    outlet.permission_note = arguments.permission
    outlet.save(update_fields=["show", "permission_note"])
    count(f"generation:{edition.slug}", 1)
    print(f"{outlet.slug}: {arguments.choice}")
    return 0


def _set_state(edition: Edition, name: str, action: str, reason: str) -> int:
    from warraq.store.models import Outlet

    outlet = _find(edition, name)
    states = {"pause": Outlet.State.PAUSED, "resume": Outlet.State.ACTIVE, "remove": Outlet.State.REMOVED}
    outlet.state, outlet.state_reason = states[action], reason.strip()
    outlet.save(update_fields=["state", "state_reason"])
    print(f"{outlet.slug}: {outlet.state}; its articles stay")
    return 0


def _find(edition: Edition, name: str) -> Outlet:
    from warraq.store.outlets import find_outlet

    return find_outlet(edition.slug, name)
