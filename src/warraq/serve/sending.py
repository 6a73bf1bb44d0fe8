"""Long files sent as they are made: piece after piece, a few at a time, and nothing held when the reader goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO

AT_ONCE = BoundedSemaphore(2)
"""Exports that a process makes at the same time: the other threads go on serving pages."""
IN_MEMORY = 4_000_000
"""Bytes of a finished file that wait in memory; more of them wait on disk."""
PIECE = 65_536


class Sent:
    """The pieces of a file; gives its place back when all were sent, or when nobody wants them any more."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._is_held = True

    @classmethod
    def begin(cls, make: Callable[[], Iterator[bytes]]) -> Sent | None:
        """None where as many are being made as may be."""
        return cls(make()) if AT_ONCE.acquire(blocking=False) else None

    def __iter__(self) -> Sent:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closing twice is no mistake."""
        if self._is_held:
            self._is_held = False
            AT_ONCE.release()
            close = getattr(self._pieces, "close", None)
            if close is not None:
                close()


def from_file(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """The bytes of a file that can only be written whole, Parquet for one: its directory comes last."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        write(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
