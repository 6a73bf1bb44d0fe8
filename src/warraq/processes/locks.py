"""One collector and one keeper on one data folder: a lock file that the system releases however a process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warraq.errors import AlreadyRunning


@contextmanager
def only_one(folder: Path, name: str, *, wait: bool = False) -> Iterator[None]:
    """Hold `<folder>/<name>.lock`. Raises AlreadyRunning, naming the holder's process, unless `wait`."""
    file = folder / f"{name}.lock"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as fault:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(
                f"another {name} works on this data (process {holder})",
                subject=str(folder),
                advice="Stop it first, or use PostgreSQL (WARRAQ_DATABASE) to run several.",
            ) from fault
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
