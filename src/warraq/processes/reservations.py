"""Marks pages whose host reserves the rights to mine them as if the page itself had said so.

A host's file is asked for once a week, with the manners that everything is asked with; what goes wrong reserves
nothing, for a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from warraq.addresses import host_of
from warraq.collect.reservations import ADDRESS, is_reserved, patterns_text, read_patterns, read_reservations
from warraq.errors import BadStatus, Postponed, WarraqError
from warraq.processes.guest import Guest
from warraq.processes.writer import Rows
from warraq.records import Page
from warraq.store.hosts import read_reserved, write_reserved

TRUSTED = timedelta(days=7)
DOUBTED = timedelta(days=1)
KEPT = 20_000
"""Hosts remembered beside their rows."""


@dataclass(frozen=True, slots=True)
class _Known:
    patterns: tuple[str, ...]
    until: datetime


class Reservations:
    """What hosts reserve. `clock` gives aware UTC."""

    def __init__(self, guest: Guest, rows: Rows, clock: Callable[[], datetime]) -> None:
        self._guest = guest
        self._rows = rows
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def marked(self, page: Page) -> Page:
        """The page, with the header that says it is reserved where its host's file does."""
        host = host_of(page.final_address)
        known = self._known.get(host)
        if known is None or self._clock() >= known.until:
            asking = self._asking.setdefault(host, asyncio.Lock())
            async with asking:  # who comes in the meantime waits for the one answer
                known = await self._look(host, page.final_address)
            if not asking.locked():
                self._asking.pop(host, None)
        if "tdm-reservation" in page.headers or not is_reserved(known.patterns, page.final_address):
            return page
        return replace(page, headers={**page.headers, "tdm-reservation": "1"})

    async def _look(self, host: str, address: str) -> _Known:
        now = self._clock()
        before = self._known.get(host)
        if before is not None and now < before.until:
            return before
        row = await self._rows(read_reserved, host)
        if row is not None and now < row.until:
            return self._remember(host, _Known(read_patterns(row.patterns), row.until))
        known = await self._ask(address, read_patterns(row.patterns) if row else ())
        if known is None:
            return _Known((), now)
        await self._rows(write_reserved, host, patterns_text(known.patterns), known.until)
        return self._remember(host, known)

    async def _ask(self, address: str, before: tuple[str, ...]) -> _Known | None:
        """What the host's file says; None while the host may not be asked."""
        try:
            page = await self._guest.get(urljoin(address, ADDRESS), want="robots")
        except Postponed:
            return None
        except BadStatus:
            return _Known((), self._clock() + TRUSTED)
        except (TimeoutError, WarraqError):
            return _Known(before, self._clock() + DOUBTED)
        return _Known(read_reservations(page.body), self._clock() + TRUSTED)

    def _remember(self, host: str, known: _Known) -> _Known:
        if len(self._known) >= KEPT:
            self._known.clear()  # the rows know
        self._known[host] = known
        return known
