"""The index's folder: generations side by side, and a file `current` that names the one in use.

    index/current    the text "2"
    index/1  index/2

A new generation is built beside the current one and takes its place in one step, so a reader always finds a whole
index, and a kill at any moment leaves the earlier one in use.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from warraq.errors import IndexFault
from warraq.search.index import Answer, Completion, Found, Hit, Searcher, Sort, Suggestion
from warraq.search.query import Query

CURRENT = "current"

T = TypeVar("T")


def current_path(folder: Path) -> Path:
    """The generation in use. Raises IndexFault where there is none."""
    try:
        name = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise _missing(folder) from error
    path = folder / name
    if not name.isdecimal() or not path.is_dir():
        raise _missing(folder)
    return path


def new_generation(folder: Path) -> Path:
    """A name for the next generation, not yet used and not yet made; what an unfinished build left is never reused."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / str(max(_numbers(folder), default=0) + 1)


def switch(folder: Path, generation: Path) -> None:
    """Put `generation` in use and remove all others. Only the keeper, the one writer, may call this."""
    written = folder / f"{CURRENT}.new"
    with written.open("w", encoding="ascii") as file:
        file.write(f"{generation.name}\n")
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / CURRENT)
    for number in _numbers(folder):
        if str(number) != generation.name:
            # Readers keep their open files; what cannot be removed now goes with the next switch.
            shutil.rmtree(folder / str(number), ignore_errors=True)


class CurrentIndex:
    """The generation in use, for searching only (`Searcher`): follows every switch. Threads may share it.

    `opener` opens a generation's folder (TantivyIndex.open_reader).
    """

    def __init__(self, folder: Path, opener: Callable[[Path], Searcher]) -> None:
        self._folder = folder
        self._opener = opener
        self._opened: tuple[Path, Searcher] | None = None
        self._opening = Lock()

    def search(
        self,
        query: Query,
        *,
        edition: str | None = None,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
        any_word: bool = False,
    ) -> Answer:
        """See `Searcher.search`."""
        return self._ask(
            lambda index: index.search(
                query, edition=edition, limit=limit, offset=offset, sort=sort, any_word=any_word
            )
        )

    def find(
        self,
        query: Query,
        *,
        edition: str | None = None,
        upto: int | None = None,
        any_word: bool | None = False,
    ) -> Found:
        """See `Searcher.find`. What was found stays whole when a switch takes its generation away."""
        return self._ask(lambda index: index.find(query, edition=edition, upto=upto, any_word=any_word))

    def suggest(self, query: Query, *, edition: str | None = None) -> Suggestion | None:
        """See `Searcher.suggest`."""
        return self._ask(lambda index: index.suggest(query, edition=edition))

    def complete(self, typed: str, *, edition: str | None = None, limit: int = 8) -> tuple[Completion, ...]:
        """See `Searcher.complete`."""
        return self._ask(lambda index: index.complete(typed, edition=edition, limit=limit))

    def like(
        self,
        title: str,
        text: str,
        *,
        edition: str | None = None,
        without: int | None = None,
        limit: int = 10,
    ) -> tuple[Hit, ...]:
        """See `Searcher.like`."""
        return self._ask(lambda index: index.like(title, text, edition=edition, without=without, limit=limit))

    def count(self) -> int:
        """See `Searcher.count`."""
        return self._ask(lambda index: index.count())

    def close(self) -> None:
        """See `Searcher.close`."""
        with self._opening:
            if self._opened is not None:
                self._opened[1].close()
                self._opened = None

    def _ask(self, question: Callable[[Searcher], T]) -> T:
        """Ask the generation in use; once more if a switch took it away meanwhile."""
        path = current_path(self._folder)
        try:
            return question(self._open(path))
        except IndexFault:
            switched = current_path(self._folder)
            if switched == path:
                raise
            return question(self._open(switched))

    def _open(self, path: Path) -> Searcher:
        opened = self._opened
        if opened is not None and opened[0] == path:
            return opened[1]
        with self._opening:
            if self._opened is None or self._opened[0] != path:
                # The generation left behind may be in use by another thread: it goes with its last user.
                self._opened = (path, self._opener(path))
            return self._opened[1]


def _numbers(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdecimal() and path.is_dir()]


def _missing(folder: Path) -> IndexFault:
    return IndexFault("there is no index", subject=str(folder), advice="Run `warraq index rebuild`.")
