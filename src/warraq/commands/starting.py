"""What commands that need rows do first: the data folder, Django, the database, the edition."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from dataclasses import replace
from pathlib import Path

from warraq.editions import Edition, load_edition, with_sample_press
from warraq.errors import DatabaseError, DataFolderError, WrongUse
from warraq.options import Options, read_options

SAMPLE_EDITION = "sample"


def prepare_data(data: Path) -> None:
    """Make the data folder and its key. Raises DataFolderError where it cannot be written."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / "pictures").mkdir(exist_ok=True)
        probe = data / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
        key = data / "secret.key"
        if not key.exists():
            descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # another process of ours was quicker
    except OSError as fault:
        raise DataFolderError(
            f"the data folder cannot be written ({fault.strerror or fault})",
            subject=str(data),
            advice="Give one that can with WARRAQ_DATA, or mend its permissions.",
        ) from fault


def start(edition: str | None = None) -> tuple[Options, Edition]:
    """Data folder, Django, an up-to-date database. `edition` wins over the setting."""
    options = read_options()
    if edition:
        options = replace(options, edition=edition)
    prepare_data(options.data)
    set_up_django(options)
    migrate(options)
    return options, open_edition(options)


def set_up_django(options: Options) -> None:
    """Configure Django once; `options` say how much is logged."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warraq.settings")
    import django

    set_up_logs(options)
    django.setup()


def set_up_logs(options: Options) -> None:
    """One structured line an event on stderr: time, level, where, what. Never a reader's address or search."""
    logging.basicConfig(
        stream=sys.stderr,
        level=getattr(logging, options.log.upper()),
        format='at=%(asctime)s level=%(levelname)s from=%(name)s event="%(message)s"',
        datefmt="%Y-%m-%dT%H:%M:%S%z",
        force=True,
    )
    for name in ("aiohttp", "asyncio", "trafilatura", "htmldate", "PIL", "django.db.backends", "urllib3"):
        logging.getLogger(name).setLevel(logging.ERROR)


def migrate(options: Options) -> None:
    """Bring the database to this version. Raises DatabaseError where it does not answer."""
    from django.core.management import call_command
    from django.db import DatabaseError as DjangoDatabaseError
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except DjangoDatabaseError as fault:
        where = options.database.rpartition("@")[2] or str(options.data / "warraq.sqlite3")
        raise DatabaseError(
            f"the database does not work ({' '.join(str(fault).split())})",
            subject=where,
            advice="Is it running, may this user write to it, is the disk full?",
        ) from fault


def open_edition(options: Options) -> Edition:
    """The edition of the settings; the sample edition gets the sample press's outlets and sockets."""
    edition = load_edition(options.edition, options)
    if options.edition != SAMPLE_EDITION:
        return edition
    from warraq import sample

    outlets = sample.outlets_of(options.sample_outlets)
    seeds = sample.seeds(options.sample_port, outlets)
    sockets = frozenset((outlet.ip, options.sample_port) for outlet in outlets)
    return with_sample_press(edition, seeds, sockets | sample.fault_sockets(options.sample_port))


def check_contact(options: Options, edition: Edition) -> None:
    """Nothing public is fetched before the operator has said who asks."""
    if edition.is_public and not options.contact:
        raise WrongUse(
            "who asks the press for its pages?",
            subject="WARRAQ_CONTACT",
            advice="Set it to a page or mail address at which publishers reach you; it goes into the User-Agent.",
        )
