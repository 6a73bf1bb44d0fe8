"""Files as commands take them: `-` is standard input, `.gz` is unpacked, and a bad file is named."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from warraq.errors import BadInput

GZIP_START = b"\x1f\x8b"


def open_bytes(name: str) -> bytes:
    """All bytes of the file. Raises BadInput naming it."""
    try:
        with _open(name) as file:
            return file.read()
    except (OSError, EOFError, zlib.error) as fault:
        raise _unreadable(name, fault) from fault


def lines(name: str) -> Iterator[tuple[int, str]]:
    """Line number (from 1) and text of each line that is not blank, split at newlines only.

    A file that cannot be read, or ends in the middle of its compression, raises BadInput naming it; a line that
    is not UTF-8 keeps U+FFFD where its bytes were wrong.
    """
    try:
        with _open(name) as file:
            for number, line in enumerate(file, 1):
                if text := line.decode("utf-8", errors="replace").strip("\r\n\ufeff"):
                    yield number, text
    except (OSError, EOFError, zlib.error) as fault:
        raise _unreadable(name, fault) from fault


@contextmanager
def _open(name: str) -> Iterator[IO[bytes]]:
    with ExitStack() as opened:
        file = sys.stdin.buffer if name == "-" else opened.enter_context(Path(name).open("rb"))
        buffered = cast(io.BufferedReader, file)
        if buffered.peek(2)[:2] == GZIP_START:
            with gzip.open(buffered) as unpacked:  # closes itself only, not the file it reads: the stack does
                yield cast(IO[bytes], unpacked)
        else:
            yield buffered


def _unreadable(name: str, fault: Exception) -> BadInput:
    reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return BadInput(f"cannot be read ({reason})", subject=name)
