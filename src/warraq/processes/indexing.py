"""Builds the search index from rows, beside the one in use, and puts it in its place while all goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warraq.processes.locks import only_one
from warraq.search.generations import new_generation, switch
from warraq.search.index import Document, days_of
from warraq.search.tantivy_index import TantivyIndex
from warraq.store.outbox import (
    StoredText,
    every_text,
    forget_changes,
    texts_changed_since,
    waiting_changes,
)

COMMIT_EVERY = 20_000
"""Documents between two commits while building: bounds what a kill throws away, not what readers see."""

OVERLAP = timedelta(minutes=1)
"""Rows changed this long before the build began are taken again: a transaction may commit late."""


def document_of(text: StoredText) -> Document:
    """A stored article as search takes it."""
    return Document(
        number=text.number,
        edition=text.edition,
        outlet=text.outlet,
        section=text.section or None,
        language=text.language or None,
        title=text.title,
        lead=text.subtitle,
        body=text.text,
        authors=text.authors,
        days=days_of(text.day_on, text.precision),
        sort_at=text.sort_at,
        seen_at=text.seen_at,
        kind=text.kind,
        places=text.places,
        is_darija=text.is_darija,
        has_picture=text.has_picture,
        story=text.story,
    )


def index_folder(data: Path) -> Path:
    """Where the index lies in the data folder."""
    return data / "index"


def rebuild_index(data: Path, tell: Callable[[int], None] = lambda done: None) -> int:
    """Build a new generation from all rows and switch to it; returns how many articles it holds.

    `tell` hears how many are done. A running keeper goes on with the old generation meanwhile; what it wrote
    during the build is taken over in a last step, for which it waits.
    """
    folder = index_folder(data)
    folder.mkdir(parents=True, exist_ok=True)
    began, waiting = datetime.now(UTC), waiting_changes()
    generation = new_generation(folder)
    index = TantivyIndex.create(generation)
    try:
        done = 0
        for batch in _batches((document_of(text) for text in every_text()), COMMIT_EVERY):
            index.add(batch)
            index.commit()
            done += len(batch)
            tell(done)
        with only_one(data, "index", wait=True):
            index.add(document_of(text) for text in texts_changed_since(began - OVERLAP))
            index.commit()
            switch(folder, generation)
        forget_changes(waiting)
        return index.count()
    finally:
        index.close()


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
