"""`warraq run`: database, site, collector and keeper together, on embedded parts."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warraq.commands.site import check_port, check_public, take_address
from warraq.commands.starting import check_contact, start
from warraq.editions import Edition
from warraq.errors import DataFolderError
from warraq.options import CONTACT_FILE, Options, read_options
from warraq.processes.supervisor import Child, Supervisor

NAME = "run"
HELP = "Everything at once: database, site, collector, keeper, on the edition's real press."
EXAMPLE = "WARRAQ_CONTACT=mailto:desk@example.org warraq run --edition ma"

TELL_SECONDS = 5.0
"""How often the terminal hears of new articles."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition to collect and show (WARRAQ_EDITION, default ma)")
    parser.add_argument("--bind", help="the network address the site listens on (WARRAQ_BIND)")
    parser.add_argument("--port", type=int, help="the port the site listens on (WARRAQ_PORT)")


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C."""
    take_address(arguments)
    options = read_options()
    if not options.contact and sys.stdin.isatty():
        ask_contact(options.data)
    options, edition = start(arguments.edition)
    check_contact(options, edition)
    return run_everything(options, edition, [])


def ask_contact(data: Path) -> None:
    """Ask the operator who they are, and remember it in the data folder."""
    print("Publishers must be able to reach whoever reads their sites automatically.")
    contact = input("Your contact (a page or mail address, goes into the User-Agent): ").strip()
    if contact:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            (data / CONTACT_FILE).write_text(contact + "\n", encoding="utf-8")
        except OSError as fault:
            raise DataFolderError("the contact cannot be remembered", subject=str(data)) from fault


def run_everything(options: Options, edition: Edition, more: Sequence[Child]) -> int:
    """Start and watch all processes; `more` come first. Says at the terminal where to look and what happens."""
    check_public(options, edition.permission)
    check_port(options)
    from warraq.store.outlets import sync_outlets

    made = sync_outlets(edition.slug, edition.outlets, datetime.now(UTC))
    address = options.url or f"http://{options.bind}:{options.port}"
    tell(f"Warraq · {edition.names.get('fr', edition.slug)} · {len(edition.outlets)} outlets ({made} new)")
    tell(f"Site:   {address}/   (French: {address}/fr)")
    tell(f"Health: {address}/health   Data: {options.data}")
    tell("Ctrl-C ends it. Nothing is lost, whenever and however it ends.")
    children = [*more, Child("collector", ("collect",)), Child("keeper", ("keep",)), Child("site", ("site",))]
    environment = {**os.environ, "WARRAQ_EDITION": edition.slug, "WARRAQ_DATA": str(options.data)}
    progress = Progress(edition.slug)
    code = Supervisor(children, environment, tell).run(progress)
    tell("Ended.")
    return code


@dataclass(slots=True)
class Progress:
    """Tells, every few seconds, what has come in since."""

    edition: str
    say: Callable[[str], None] = field(default=lambda text: tell(text))
    _articles: int = -1
    _next: float = 0.0

    def __call__(self) -> None:
        """Called each second."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + TELL_SECONDS
        from warraq.store.progress import read_progress

        now = read_progress(self.edition)
        if self._articles in (-1, now.articles):
            self._articles = now.articles
            return
        more = now.articles - self._articles
        waiting = f" · {now.waiting} leads waiting" if now.waiting else ""
        faults = (
            f" · {now.channels_with_fault} channels in trouble (see /health)"
            if now.channels_with_fault
            else ""
        )
        newest = f" · newest: {now.newest_outlet}: {now.newest_title[:60]}" if now.newest_title else ""
        self.say(f"{now.articles} articles (+{more}) of {now.outlets} outlets{waiting}{faults}{newest}")
        self._articles = now.articles


def tell(text: str) -> None:
    """One line at the terminal, with the time."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)
