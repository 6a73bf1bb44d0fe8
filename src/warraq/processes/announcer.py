"""Tells the site's hub which of our feeds have changed (WebSub), beside the keeper: nobody waits for it.

A hub is a stranger's host: it is asked one thing at a time, many feeds in one request, never on a private network, and
seldom when it fails. What it has been told is kept in the data folder, so a restart tells it only what it missed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import close_old_connections, connections

from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.websub import publish_form
from warraq.editions import Edition
from warraq.errors import WarraqError
from warraq.options import Options
from warraq.store.read_outlets import counter

log = logging.getLogger("warraq.keeper")

LOOK_SECONDS = 30.0
"""Between two looks: a feed that changes all the time is announced so often."""
BATCH = 40
"""Feeds named in one request."""
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
PAUSE_SECONDS = 1.0
"""Between two requests."""
FILE = "announced.json"

Topics = Callable[[datetime], Iterable[tuple[str, Sequence[str]]]]
"""Every list at a time: a mark of what it says, and its feeds' addresses (serve/topics.py)."""


def utc_now() -> datetime:
    """The announcer's clock."""
    return datetime.now(UTC)


class Announcer:
    """Announces one edition's feeds. `run` until told to stop; `look` and `send` are one round each."""

    def __init__(
        self,
        options: Options,
        edition: Edition,
        topics: Topics,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._options = options
        self._edition = edition
        self._topics = topics
        self._clock = clock
        self._file = options.data / FILE
        self._told = read_told(self._file, options.hub)
        self._waiting: dict[str, str] = {}
        self._generation = -1
        self._failures = 0
        self._next_at = clock()

    @property
    def is_wanted(self) -> bool:
        """Whether there is a hub, an address that others reach, and a contact for who is asked."""
        has_contact = bool(self._options.contact) or not self._edition.is_public
        return bool(self._options.hub and self._options.url and has_contact)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`, whatever happens to the database or the network meanwhile."""
        while self.is_wanted and not stop.is_set():
            close_old_connections()
            try:
                self.look()
                while self.send() and not stop.wait(PAUSE_SECONDS):
                    pass
            except Exception:  # it goes on: what it could not do now it does at the next round
                log.exception("the announcer stumbled; it looks again later")
            stop.wait(LOOK_SECONDS)
        connections.close_all()

    def look(self) -> int:
        """Note which feeds say something new; returns how many wait. A new hub is told nothing of the past."""
        if (
            not self.is_wanted
            or (generation := counter(f"generation:{self._edition.slug}")) == self._generation
        ):
            return len(self._waiting)
        is_first = not self._told
        for mark, addresses in self._topics(self._clock()):
            for address in addresses:
                if is_first:
                    self._told[address] = mark
                elif self._told.get(address) != mark:
                    self._waiting[address] = mark
        if is_first:
            self._write()
        self._generation = generation
        return len(self._waiting)

    def send(self) -> int:
        """Name the next feeds to the hub, if its time has come; returns how many it was told of."""
        if not self._waiting or self._clock() < self._next_at:
            return 0
        batch = dict(list(self._waiting.items())[:BATCH])
        try:
            asyncio.run(self._post(list(batch)))
        except WarraqError as fault:
            self._next_at = self._clock() + retry_after(self._failures)
            self._failures += 1
            log.warning("the hub was not told of %d feeds: %s", len(self._waiting), fault)
            return 0
        self._failures = 0
        self._told |= batch
        self._waiting = {
            address: mark for address, mark in self._waiting.items() if batch.get(address) != mark
        }
        self._write()
        return len(batch)

    async def _post(self, addresses: Sequence[str]) -> None:
        rules = FetchRules(
            contact=self._options.contact, allowed_sockets=self._edition.allowed_sockets, total_seconds=20.0
        )
        async with Fetcher(rules) as fetcher:
            await fetcher.post(self._options.hub, publish_form(addresses))

    def _write(self) -> None:
        """Whole or not at all."""
        fresh = self._file.with_suffix(".new")
        text = json.dumps({"hub": self._options.hub, "feeds": self._told}, ensure_ascii=False)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self._file)


def read_told(file: Path, hub: str) -> dict[str, str]:
    """Feed -> the mark that `hub` was last told of; empty for another hub, and where the file is none of ours."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        feeds = told["feeds"] if told["hub"] == hub else {}
        return {str(address): str(mark) for address, mark in feeds.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def retry_after(failures: int) -> timedelta:
    """How long a hub is left alone that failed after `failures` other times in a row."""
    return min(FIRST_RETRY * (1 << min(failures, 16)), LONGEST_RETRY)
