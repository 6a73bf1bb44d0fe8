"""Watches how outlets do, beside the keeper: judges them, keeps their conditions, tells the operator who died.

It asks nothing of the network but the operator's own mail server and webhook, and a fault here ends nothing else.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import close_old_connections, connections

from warraq.editions import Edition
from warraq.errors import WarraqError
from warraq.options import Options
from warraq.processes.notices import Message, compose, post, send_mail
from warraq.store.health import note_collected, read_health
from warraq.store.notices import (
    NoticeRow,
    collected_outlets,
    note_conditions,
    notice_failed,
    notice_sent,
    take_notices,
)

log = logging.getLogger("warraq.health")

LOOK_SECONDS = 600.0
"""Between two looks at all outlets: conditions change over hours."""
SEND_SECONDS = 30.0
"""Between two looks at the notices that wait: they are tried again at their own times."""
FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=6)
MOST_ATTEMPTS = 20
"""About four days: by then the notice is no news."""

Send = Callable[[Message], None]
"""Raises a WarraqError where the message did not go out."""


def utc_now() -> datetime:
    """The watch's clock."""
    return datetime.now(UTC)


class Watch:
    """Watches one edition. `run` until told to stop; `look` and `send` are one round each."""

    def __init__(
        self,
        options: Options,
        edition: Edition,
        *,
        clock: Callable[[], datetime] = utc_now,
        ways: Mapping[str, Send] | None = None,
    ) -> None:
        self._options = options
        self._edition = edition
        self._clock = clock
        self._ways = ways_of(options) if ways is None else ways

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`, whatever happens to the database or the network meanwhile."""
        look_in = 0.0
        while not stop.is_set():
            close_old_connections()
            try:
                if look_in <= 0:
                    look_in = LOOK_SECONDS
                    self.look()
                self.send()
            except Exception:  # the watch goes on: what it could not do now it does at the next round
                log.exception("the watch stumbled; it looks again later")
            stop.wait(SEND_SECONDS)
            look_in -= SEND_SECONDS
        connections.close_all()

    def look(self) -> int:
        """Judge all outlets and keep what was found; returns how many notices came of it."""
        now = self._clock()
        note_collected(self._edition.slug, self._edition.zone)
        found = read_health(self._edition.slug, self._edition.zone, now)
        return note_conditions(found, tuple(self._ways), now)

    def send(self) -> int:
        """Send the notices whose time has come, all in one message each way; returns how many messages went out."""
        now = self._clock()
        rows = take_notices(self._edition.slug, now)
        sent = 0
        for way in sorted({way for row in rows for way in row.ways}):
            due = [row for row in rows if way in row.ways]
            send = self._ways.get(way)
            if send is None:  # the operator has taken this way back
                notice_sent([row.id for row in due], way)
                continue
            sent += self._send(way, send, due, now)
        return sent

    def _send(self, way: str, send: Send, rows: list[NoticeRow], now: datetime) -> int:
        ids = [row.id for row in rows]
        message = compose(
            rows,
            edition=self._edition.slug,
            outlets=collected_outlets(self._edition.slug),
            site=self._site_address(),
            language=self._options.notice_language,
        )
        try:
            send(message)
        except WarraqError as fault:
            attempts = max(row.attempts for row in rows)
            again = None if attempts + 1 >= MOST_ATTEMPTS else now + retry_after(attempts)
            notice_failed(ids, str(fault), again)
            log.warning("a notice was not sent by %s: %s", way, fault)
            return 0
        notice_sent(ids, way)
        return 1

    def _site_address(self) -> str:
        return self._options.url or f"http://{self._options.bind}:{self._options.port}"


def retry_after(attempts: int) -> timedelta:
    """How long after a failure that followed `attempts` others a notice is sent again."""
    return min(FIRST_RETRY * (1 << min(attempts, 16)), LONGEST_RETRY)


def ways_of(options: Options) -> dict[str, Send]:
    """How this operator wants to hear: `mail`, `webhook`, both or not at all."""
    ways: dict[str, Send] = {}
    if options.notice_mail:
        ways["mail"] = lambda message: send_mail(message, options.smtp, options.notice_mail)
    if options.notice_webhook:
        ways["webhook"] = lambda message: post(message, options.notice_webhook)
    return ways
