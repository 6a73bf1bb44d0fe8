"""Builds the search index from rows, beside the one in use, and puts it in its place while all goes on; and proves
that an index says what the rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warraq.processes.locks import only_one
from warraq.search.generations import current_path, new_generation, switch
from warraq.search.index import Document, days_of, fingerprint
from warraq.search.tantivy_index import TantivyIndex
from warraq.store.outbox import (
    StoredText,
    every_text,
    forget_changes,
    texts_changed_since,
    texts_of_numbers,
    waiting_changes,
    waiting_numbers,
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


@dataclass(frozen=True, slots=True)
class Verified:
    """How an index compares to the rows. Numbers are of articles; those that wait in the outbox are left out."""

    articles: int
    """Compared."""
    waiting: int
    missing: tuple[int, ...]
    """In the rows alone."""
    extra: tuple[int, ...]
    """In the index alone."""
    different: tuple[int, ...]
    """In both, and not the same."""

    @property
    def is_equal(self) -> bool:
        """Whether the index says what the rows say."""
        return not (self.missing or self.extra or self.different)


def verify_index(data: Path, tell: Callable[[int], None] = lambda done: None) -> Verified:
    """Compare every article of the index in use with its row, by fingerprint, in memory that stays flat.

    What changes meanwhile is looked at again at the end. Raises IndexFault where the index cannot be read.
    """
    index = TantivyIndex.open_reader(current_path(index_folder(data)))
    try:
        seen = 0
        missing: set[int] = set()
        extra: set[int] = set()
        different: set[int] = set()
        rows = ((text.number, fingerprint(document_of(text))) for text in every_text())
        for number, row, found in _side_by_side(rows, index.fingerprints()):
            seen += 1
            if row != found:
                (missing if found is None else extra if row is None else different).add(number)
            if seen % 1_000 == 0:
                tell(seen)
        waiting = waiting_numbers()
        suspects = _still_different(index, (missing | extra | different) - waiting)
    finally:
        index.close()
    told = [tuple(sorted(found & suspects)) for found in (missing, extra, different)]
    return Verified(seen, len(waiting), *told)


def _side_by_side(
    rows: Iterator[tuple[int, int]], found: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int | None, int | None]]:
    """Two lists by number as one: the number, and what each says of it."""
    left, right = next(rows, None), next(found, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left[0], left[1], None
            left = next(rows, None)
        elif left is None or right[0] < left[0]:
            yield right[0], None, right[1]
            right = next(found, None)
        else:
            yield left[0], left[1], right[1]
            left, right = next(rows, None), next(found, None)


def _still_different(index: TantivyIndex, numbers: set[int]) -> set[int]:
    """Those whose row and index differ now too: the others changed while they were compared."""
    if not numbers:
        return set()
    rows = {text.number: fingerprint(document_of(text)) for text in texts_of_numbers(sorted(numbers))}
    found = {number: value for number, value in index.fingerprints() if number in numbers}
    return {number for number in numbers if rows.get(number) != found.get(number)} - waiting_numbers()


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
