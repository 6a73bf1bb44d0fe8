"""The keeper: drains the outbox into the search index, the only writer of which it is, and into stories.

A change leaves the outbox only after its consumer has committed it, so a kill at any line loses nothing; an index that
is missing, damaged or of another version is built anew from rows. The index comes first: what is written is searchable
at once, whatever stories take, and neither waits for the other's failures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from warraq.errors import IndexFault, IndexLocked
from warraq.moderate.reports import forget_people
from warraq.processes.indexing import document_of, index_folder, rebuild_index
from warraq.processes.locks import only_one
from warraq.search.generations import current_path
from warraq.search.tantivy_index import TantivyIndex
from warraq.store.outbox import Changes, article_count, forget_changes, read_changes, waiting_changes

log = logging.getLogger("warraq.keeper")

BATCH = 1_000
IDLE_SECONDS = 0.5
"""How long the keeper looks away when the outbox is empty: the delay from written to searchable."""
TIDY_SECONDS = 3_600.0
END_SECONDS = 8.0
"""How long what runs beside may take to end; it may be killed at any moment, only the next start takes longer."""


class Keeper:
    """Keeps the index equal to the rows. Use `step` for one batch, `run` until told to stop."""

    def __init__(self, data: Path, *beside: Callable[[threading.Event], None]) -> None:
        """`beside` run in threads of their own while the keeper does, until the same stop (see health.py,
        story_work.py and announcer.py)."""
        self._data = data
        self._beside = beside
        self._path: Path | None = None
        self._index: TantivyIndex | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`. Raises AlreadyRunning where another keeper works on this data."""
        with only_one(self._data, "keeper"):
            tidy_in = 0.0
            threads = [threading.Thread(target=work, args=(stop,), daemon=True) for work in self._beside]
            try:
                self.prepare()
                for thread in threads:
                    thread.start()
                while not stop.is_set():
                    if self.step():
                        continue
                    stop.wait(IDLE_SECONDS)
                    tidy_in -= IDLE_SECONDS
                    if tidy_in <= 0:
                        forget_people(datetime.now(UTC))
                        tidy_in = TIDY_SECONDS
            finally:
                stop.set()
                self.close()
                for thread in threads:
                    if thread.ident is not None:
                        thread.join(END_SECONDS)

    def step(self) -> int:
        """Hand one batch of changes to the index; returns how many."""
        changes = read_changes(BATCH)
        if not changes.rows:
            return 0
        try:
            self._apply(changes)
        except IndexLocked:
            raise
        except IndexFault as fault:
            self._heal(fault)
            self._apply(changes)
        forget_changes(changes.rows)
        log.debug("indexed %d articles", len(changes.texts))
        return len(changes.rows)

    def prepare(self) -> None:
        """Open the index and look through it; build it where it cannot be read or lost articles."""
        try:
            index = self._open()
            index.check()
            if not waiting_changes() and index.count() != article_count():
                raise IndexFault(
                    "it does not hold as many articles as there are rows", subject="search index"
                )
        except IndexLocked:
            raise
        except IndexFault as fault:
            self._heal(fault)

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def _apply(self, changes: Changes) -> None:
        with only_one(self._data, "index", wait=True):  # a rebuild switches generations under this lock
            index = self._open()
            index.add(document_of(text) for text in changes.texts)
            index.remove(changes.removed)
            index.commit()

    def _open(self) -> TantivyIndex:
        path = current_path(index_folder(self._data))
        if self._index is None or path != self._path:
            self.close()
            self._index, self._path = TantivyIndex.open_writer(path), path
        return self._index

    def _heal(self, fault: IndexFault) -> None:
        log.info("building the index anew: %s", fault)
        self.close()
        count = rebuild_index(self._data)
        log.info("the index holds %d articles", count)
