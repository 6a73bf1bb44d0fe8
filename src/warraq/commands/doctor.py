"""`warraq doctor`: what is wrong here, and what to do about it."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from warraq.commands.starting import migrate, open_edition, prepare_data, set_up_django
from warraq.editions import Edition
from warraq.errors import WarraqError
from warraq.options import Options, read_options

NAME = "doctor"
HELP = "What is wrong here and what to do: data folder, database, index, disk, outlets."
EXAMPLE = "warraq doctor --json"

LOW_DISK_BYTES = 1_000_000_000
WAITING_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    is_well: bool
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--json", action="store_true", help="one JSON object a finding")


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; exit 1 where something is wrong."""
    code = 0
    for finding in examine():
        code = code if finding.is_well else 1
        if arguments.json:
            print(json.dumps(asdict(finding), ensure_ascii=False))
        else:
            print(f"{'well ' if finding.is_well else 'WRONG'}  {finding.about}: {finding.text}")
    return code


def examine() -> Iterator[Finding]:
    """Each part in turn; what a broken part stands on is not looked at again."""
    try:
        options = read_options()
        prepare_data(options.data)
    except WarraqError as fault:
        yield Finding("data folder", False, str(fault))
        return
    free = shutil.disk_usage(options.data).free
    is_enough = free > LOW_DISK_BYTES
    advice = "" if is_enough else ": make room, Warraq stops taking articles when the disk is full"
    yield Finding("disk", is_enough, f"{free / 1e9:.1f} GB free for {options.data}{advice}")
    try:
        set_up_django(options)
        migrate(options)
        yield Finding("database", True, options.database.rpartition("@")[2] or "SQLite in the data folder")
        edition = open_edition(options)
    except WarraqError as fault:
        yield Finding("database and edition", False, str(fault))
        return
    yield _contact(options, edition)
    yield from _rows(edition)
    yield _index(options)


def _contact(options: Options, edition: Edition) -> Finding:
    if options.contact or not edition.is_public:
        return Finding("contact", True, options.contact or "not needed: nothing public is fetched")
    return Finding("contact", False, "nothing is fetched before WARRAQ_CONTACT says who asks")


def _rows(edition: Edition) -> Iterator[Finding]:
    from warraq.store.progress import read_progress

    now = read_progress(edition.slug)
    text = f"{now.articles} articles of {now.outlets} outlets; {now.waiting} leads wait"
    is_well = now.waiting < WAITING_MANY
    yield Finding(
        "articles", is_well, text if is_well else f"{text}: is a collector running? (`warraq collect`)"
    )
    yield channels_finding(now.channels, now.channels_with_fault)


def channels_finding(channels: int, faulty: int) -> Finding:
    """Some channel of a press is always blocked or down, which is no illness of this installation; half of them are."""
    if not faulty:
        return Finding("channels", True, f"{channels}, none with a fault")
    text = f"{faulty} of {channels} have a fault: `warraq outlet check` names them"
    is_well = faulty * 2 < channels or faulty == 1
    return Finding("channels", is_well, text if is_well else f"{text}; is this machine's network well?")


def _index(options: Options) -> Finding:
    from warraq.processes.indexing import index_folder
    from warraq.search.generations import current_path
    from warraq.search.tantivy_index import TantivyIndex
    from warraq.store.outbox import article_count
    from warraq.store.write import outbox_size

    rows, waiting = article_count(), outbox_size()
    try:
        index = TantivyIndex.open_reader(current_path(index_folder(options.data)))
        held = index.count()
        index.close()
    except WarraqError as fault:
        return Finding("index", rows == 0, str(fault) if rows else "empty, as there are no articles yet")
    if held + waiting < rows:
        return Finding("index", False, f"it holds {held} of {rows} articles: run `warraq index rebuild`")
    behind = f", {waiting} changes wait for the keeper" if waiting else ""
    return Finding("index", waiting < WAITING_MANY, f"it holds {held} of {rows} articles{behind}")
