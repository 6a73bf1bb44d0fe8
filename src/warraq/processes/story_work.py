"""Everything the keeper does about stories, beside the index: gathering what arrives, comparing figures, and placing
what came late and offering stories of the other language when nothing else waits. It runs in a thread of its own, so
that searching never waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cache
from time import monotonic

from django.db import Error as DatabaseFault

from warraq.editions import load_edition, towns_of
from warraq.errors import WarraqError
from warraq.options import Options
from warraq.processes.comparing import Comparer
from warraq.processes.gathering import Gatherer
from warraq.processes.gathering_past import gather_past
from warraq.processes.pairing import Pairer

log = logging.getLogger("warraq.keeper")

IDLE_SECONDS = 0.5
"""How long to look away when nothing waits: the delay from written to gathered."""
AGAIN_SECONDS = 20.0
"""How long to wait after a failure."""
QUIET_SECONDS = 600.0
"""After so long without work the state is saved: the next start has nothing to do again."""


class StoryWork:
    """Use `step` for one piece of work, `run` until told to stop."""

    def __init__(
        self, zone_of: Callable[[str], tzinfo], towns_in: Callable[[str], Mapping[str, str]] = lambda _: {}
    ) -> None:
        self.gatherer = Gatherer(zone_of, towns_in)
        self.comparer = Comparer()
        self.pairer = Pairer()

    def step(self) -> int:
        """The most urgent piece of work; how much was done, 0 when nothing waits."""
        return self.gatherer.step() or self.comparer.step() or self._gather_past() or self.pairer.step()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`; what fails is told in the log and tried again."""
        from django.db import connections

        quiet_since = monotonic()
        try:
            while not stop.is_set():
                try:
                    if self.step():
                        quiet_since = monotonic()
                        continue
                    if monotonic() - quiet_since > QUIET_SECONDS:
                        self.gatherer.close()
                        quiet_since = monotonic()
                    stop.wait(IDLE_SECONDS)
                except DatabaseFault as fault:
                    log.warning("stories wait for the database: %s", fault)
                    self.gatherer.forget()
                    connections.close_all()
                    stop.wait(AGAIN_SECONDS)
                except Exception:
                    log.exception("gathering stories failed; trying again in %.0f s", AGAIN_SECONDS)
                    self.gatherer.forget()
                    stop.wait(AGAIN_SECONDS)
            self.gatherer.close()
        finally:
            connections.close_all()

    def finish(self) -> None:
        """Work until nothing waits. Raises what goes wrong."""
        while self.step():
            pass
        self.gatherer.close()

    def _gather_past(self) -> int:
        if self.gatherer.keeper is None:
            return 0
        try:
            return gather_past(self.gatherer)
        except Exception:
            self.gatherer.forget()
            raise


def towns(options: Options) -> Callable[[str], Mapping[str, str]]:
    """An edition's districts and their towns by its slug; none where its folder is gone."""

    @cache
    def towns_in(edition: str) -> Mapping[str, str]:
        try:
            return towns_of(load_edition(edition, options).places)
        except WarraqError:
            return {}

    return towns_in


def zones(options: Options) -> Callable[[str], tzinfo]:
    """An edition's time zone by its slug; that of the installation's own edition where its folder is gone."""

    @cache
    def zone_of(edition: str) -> tzinfo:
        try:
            return load_edition(edition, options).zone
        except WarraqError:
            return load_edition(options.edition, options).zone

    return zone_of
