"""`warraq outlet wrapper`: see, correct, learn and forget the wrappers that an outlet's pages are read with.

What an operator corrects stays corrected when wrappers are learned again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warraq.collect.workers import Workers
from warraq.commands.inputs import open_bytes
from warraq.editions import Edition
from warraq.errors import BadInput, WrongUse
from warraq.extract.wrapper import SOURCES, Wrapper, corrected_by, read_wrapper, write_wrapper
from warraq.extract.wrapper_learn import Sample
from warraq.processes.reading import learn_from

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from warraq.store.models import Outlet
    from warraq.store.models import Wrapper as WrapperRow

_ADVICE = "Change what `warraq outlet wrapper NAME --json` prints."
_SHOWN = ("body", *SOURCES)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("name", help="slug, host or homepage")
    parser.add_argument("--json", action="store_true", help="the wrappers in use, as --edit takes them")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--learn", action="store_true", help="learn now, from the pages that are kept")
    choice.add_argument(
        "--edit", metavar="FILE", help="take wrappers that were corrected; `-` is standard input"
    )
    choice.add_argument("--forget", action="store_true", help="delete them all; they are learned anew")


def wrapper(edition: Edition, arguments: argparse.Namespace) -> int:
    """Do what was asked; 1 where nothing could be learned."""
    from warraq.store.outlets import find_outlet
    from warraq.store.wrappers import forget_wrappers

    outlet = find_outlet(edition.slug, arguments.name)
    if arguments.forget:
        count = forget_wrappers(outlet.pk)
        print(f"{outlet.slug}: {count} wrappers forgotten; its next pages are learned from")
        return 0
    if arguments.edit:
        count = _edit(outlet, arguments.edit)
        print(f"{outlet.slug}: {count} wrappers corrected")
        return 0
    if arguments.learn:
        return _learn(edition, outlet)
    return _show(edition, outlet, as_json=arguments.json)


def _show(edition: Edition, outlet: Outlet, *, as_json: bool) -> int:
    from warraq.store.wrappers import reading_ways, wrapper_rows

    rows = wrapper_rows(outlet.pk)
    if as_json:
        used = [row.record for row in rows if row.retired_at is None]
        print(json.dumps(used, ensure_ascii=False, indent=1))
        return 0
    ways = reading_ways(edition.slug).get(outlet.pk)
    if ways is None or ways.by_wrapper is None:
        print(f"{outlet.slug}: none of its articles has been read yet")
    else:
        note = f"; {ways.note}" if ways.note else ""
        print(f"{outlet.slug}: {ways.by_wrapper:.0%} of its latest articles read by wrapper{note}")
    for row in rows:
        _tell(row)
    if not rows:
        print("  no wrapper learned; every page is read by the generic reader")
    return 0


def _tell(row: WrapperRow) -> None:
    until = f" until {row.retired_at:%Y-%m-%d}" if row.retired_at else ""
    print(
        f"  {row.template}: since {row.learnt_at:%Y-%m-%d}{until}, {row.pages} pages read, {row.failures} failed"
    )
    try:
        known = read_wrapper(row.record)
    except BadInput as fault:
        print(f"    cannot be used: {fault}")
        return
    for name in _SHOWN:
        value = getattr(known, name)
        if value is not None:
            mark = " (corrected)" if name in known.corrected else ""
            print(f"    {name:<9} {_where(value)}{mark}")
    if known.drop:
        print(f"    {'drop':<9} {', '.join(known.drop)}{' (corrected)' if 'drop' in known.corrected else ''}")


def _where(value: object) -> str:
    if isinstance(value, str):
        return value
    path, attribute, part = (getattr(value, name) for name in ("path", "attribute", "part"))
    return f"{path}{f' @{attribute}' if attribute else ''}{f', part {part}' if part else ''}"


def _edit(outlet: Outlet, file: str) -> int:
    """Take corrected wrappers. All are read before any is kept."""
    from warraq.store.wrappers import put_wrappers, wrapper_rows

    before = {row.template: row.record for row in wrapper_rows(outlet.pk) if row.retired_at is None}
    try:
        given = json.loads(open_bytes(file).decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"not JSON ({str(fault)[:100]})", subject=file, advice=_ADVICE) from fault
    corrected: list[Wrapper] = []
    for number, row in enumerate(given if isinstance(given, list) else [given], 1):
        try:
            after = read_wrapper(row)
        except BadInput as fault:
            told = f"{fault.subject}: {fault.what}" if fault.subject else fault.what
            raise BadInput(told, subject=f"{file}, wrapper {number}", advice=fault.advice) from fault
        record = before.get(after.template)
        corrected.append(corrected_by(read_wrapper(record), after) if record else _all_corrected(after))
    if not corrected:
        raise WrongUse("no wrapper in it", subject=file, advice=_ADVICE)
    put_wrappers(outlet.pk, corrected, datetime.now(UTC))
    return len(corrected)


def _all_corrected(wrapper: Wrapper) -> Wrapper:
    """An operator's own wrapper: everything that it says is his."""
    said = [
        name for name in write_wrapper(wrapper) if name in (*_SHOWN, "marks", "drop", "openings", "sites")
    ]
    return read_wrapper(write_wrapper(wrapper) | {"corrected": said})


def _learn(edition: Edition, outlet: Outlet) -> int:
    from warraq.store.wrappers import samples_of, save_learned

    samples, old = samples_of(outlet.pk)
    learned = asyncio.run(_in_worker(samples, edition.zone.key, outlet.language, old))
    count = save_learned(outlet.pk, learned, datetime.now(UTC))
    print(f"{outlet.slug}: {len(samples)} pages kept, {len(learned)} templates found, {count} of them new")
    return 0 if learned else 1


async def _in_worker(
    samples: Sequence[Sample], zone: str, language: str, old: Sequence[Wrapper]
) -> tuple[Wrapper, ...]:
    """Learn where hostile pages can harm nobody."""
    async with Workers(1) as workers:
        return await workers.run(learn_from, samples, zone, language, old)
