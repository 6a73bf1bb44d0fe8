"""`warraq outlet check`: how each outlet does, with the numbers that say so.

It asks nothing of the network; with `--now` it has the running collector ask, so that no host is asked faster than
its manners allow.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warraq.condition import TROUBLED, Condition
from warraq.editions import Edition
from warraq.errors import AlreadyRunning, WrongUse
from warraq.options import Options
from warraq.processes.locks import only_one

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from warraq.store.health import OutletHealth

WAIT_SECONDS = 120.0
"""How long `--now` waits for the collector: a gap of a few seconds for each channel of a host."""
UNTOLD = frozenset({Condition.WELL, Condition.PAUSED, Condition.GIVEN_UP})
"""What the list leaves out where no outlet is named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("name", nargs="?", help="one outlet: slug, host or homepage; all where left out")
    parser.add_argument("--json", action="store_true", help="one JSON object an outlet")
    parser.add_argument(
        "--now",
        action="store_true",
        help="have the collector ask its channels first, and wait for the answers",
    )


def check(options: Options, edition: Edition, arguments: argparse.Namespace) -> int:
    """Print how outlets do; 1 where one is in trouble."""
    from warraq.store.health import read_health
    from warraq.store.notices import unsent_notices
    from warraq.store.outlets import find_outlet

    outlet = find_outlet(edition.slug, arguments.name) if arguments.name else None
    if arguments.now:
        if outlet is None:
            raise WrongUse("which outlet?", subject="--now", advice="Example: warraq outlet check goud --now")
        _ask(options, outlet.pk)
    rows = read_health(edition.slug, edition.zone, datetime.now(UTC))
    if outlet is not None:
        rows = [row for row in rows if row.id == outlet.pk]
    for row in rows:
        if arguments.json:
            print(json.dumps(shown(row), ensure_ascii=False))
        elif outlet is not None or row.condition not in UNTOLD:
            print(line(row))
    if outlet is not None and not arguments.json:
        _tell_channels(rows[0])
    if outlet is None and not arguments.json:
        print(summary(rows))
        unsent, fault = unsent_notices(edition.slug)
        if unsent:
            print(f"{unsent} notices could not be sent: {fault}")
    return 1 if any(row.condition in TROUBLED for row in rows) else 0


def shown(row: OutletHealth) -> dict[str, object]:
    """An outlet as JSON shows it. `days`: articles of the last 28 days, oldest first; null: not collected."""
    told = row.judgement
    return {
        "outlet": row.slug,
        "name": row.name,
        "condition": row.condition.value,
        "is_troubled": row.condition in TROUBLED,
        "since": row.since.isoformat() if row.since else None,
        "usual_a_day": _rounded(told.usual),
        "lately_a_day": _rounded(told.lately),
        "days": [day.articles for day in row.days[:-1]],
        "today": row.days[-1].articles,
        "newest_at": row.newest_at.isoformat() if row.newest_at else None,
        "read_share": _rounded(told.read_share),
        "fault": row.fault,
        "reason": row.reason,
        "channels": [channel.shown() for channel in row.channels],
    }


def line(row: OutletHealth) -> str:
    """An outlet in a line."""
    told = row.judgement
    usual = f"{told.usual:.1f}" if told.usual is not None else "?"
    lately = f"{told.lately:.1f}" if told.lately is not None else "?"
    newest = f"{row.newest_at:%Y-%m-%d %H:%M}" if row.newest_at else "no article yet"
    read = f"{told.read_share:.0%} read" if told.read_share is not None else ""
    since = f"since {row.since:%Y-%m-%d}" if row.since else ""
    numbers = f"{lately:>6} a day (usually {usual})  newest {newest:<16}  {read:<9}"
    return (
        f"{row.slug:<24} {row.condition.value:<11} {since:<16} {numbers} {row.reason or row.fault}".rstrip()
    )


def summary(rows: list[OutletHealth]) -> str:
    """How many outlets are in each condition."""
    counts = {condition: sum(row.condition is condition for row in rows) for condition in Condition}
    told = ", ".join(f"{n} {condition.value}" for condition, n in counts.items() if n)
    return f"{len(rows)} outlets: {told}" if rows else "No outlet has been added yet."


def _tell_channels(row: OutletHealth) -> None:
    for channel in row.channels:
        answered = f"{channel.answered_at:%Y-%m-%d %H:%M}" if channel.answered_at else "never"
        print(f"  {channel.kind:<13} answered {answered:<16}  {channel.address}")
        if channel.fault:
            print(f"    {channel.fault}")


def _ask(options: Options, outlet_id: int) -> None:
    """Have the collector ask the outlet's channels, and wait until it did. Raises WrongUse where none runs here."""
    from warraq.store.health import ask_now, unasked
    from warraq.store.work import is_shared_database

    if not is_shared_database():
        try:
            with only_one(options.data, "collector"):
                raise WrongUse(
                    "no collector runs here, so nobody can ask",
                    subject="--now",
                    advice="Start `warraq run`, or `warraq collect --once`.",
                )
        except AlreadyRunning:
            pass  # as it should be: it asks, with the manners that it has
    begun = datetime.now(UTC)
    channels = ask_now([outlet_id], begun)
    if not channels:
        print(
            "No channel may be asked now: all refused us within a day, or are being asked.", file=sys.stderr
        )
    until = time.monotonic() + WAIT_SECONDS
    while left := unasked(channels, begun):
        if time.monotonic() > until:
            print(
                f"{left} channels were not asked in {WAIT_SECONDS:.0f} s: the host's turn has yet to come.",
                file=sys.stderr,
            )
            return
        time.sleep(0.2)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
