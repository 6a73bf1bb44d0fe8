"""Takes compression off a body while it streams in, within a cap, and checks that it came to its end.

HTTP libraries return a truncated gzip body as success (measured: all of five), and a bomb as 430 MB. No step here
gives more than `STEP` bytes beyond the cap: 380 bytes of brotli hold 500 MB.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli
import zstandard

from warraq.errors import BodyTooLarge, BrokenBody

STEP = 1_000_000
"""Bytes that a step may give."""
ZSTD_SLICE = 512
"""zstd has no limit on what a step gives: so much is fed at a time, of which at most 16 MB can come (a block of
128 KB is at least four bytes)."""
MOST_MEMBERS = 10_000
"""Members of a gzip stream, frames of a zstd one: a million empty ones fit into a body, and would hold us up for ten
seconds. Those who compress in parallel send one for each 128 KB."""
ZSTD_WINDOW = 8 * 1024 * 1024
"""RFC 9659 §3: a sender may need no larger window."""


class Unpacker(Protocol):
    """Takes packed bytes, gives plain ones, at most a step more than `room`; `is_finished` once the packed stream
    came to its own end."""

    def feed(self, data: bytes, room: int) -> bytes: ...
    def is_finished(self) -> bool: ...


class TooManyMembersError(Exception):
    """The stream is made of more streams than anyone needs."""


class Plain:
    """No compression: the length is checked elsewhere."""

    def feed(self, data: bytes, room: int) -> bytes:
        return data

    def is_finished(self) -> bool:
        return True


class Zlib:
    """gzip (also of several members; what follows them is padding) and deflate (with or without its header)."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._stream = zlib.decompressobj(31) if is_gzip else None
        self._start = b""
        self._is_padding = False
        self._members = 1

    def feed(self, data: bytes, room: int) -> bytes:
        plain = b""
        if self._stream is None:
            data = self._start = self._start + data
            if len(data) < 2:
                return b""
            self._stream = zlib.decompressobj(15 if _has_zlib_header(data) else -15)
        while data and len(plain) <= room and not self._is_padding:
            if self._stream.eof:
                if not self._is_gzip or not data.startswith(b"\x1f"):
                    self._is_padding = True
                    break
                self._stream = zlib.decompressobj(31)
                self._members += 1
                if self._members > MOST_MEMBERS:
                    raise TooManyMembersError("too many members")
            plain += self._stream.decompress(data, min(STEP, room + 1 - len(plain)))
            data = self._stream.unconsumed_tail or self._stream.unused_data
        return plain

    def is_finished(self) -> bool:
        return self._stream is not None and self._stream.eof


class Brotli:
    """br."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        if self._stream.is_finished():
            return b""  # padding
        pieces = [bytes(self._stream.process(data, output_buffer_limit=STEP))]
        size = len(pieces[0])
        # Asked until nothing comes: it says that it can take more while a megabyte is still to be given.
        while size <= room and not self._stream.is_finished():
            pieces.append(bytes(self._stream.process(b"", output_buffer_limit=STEP)))
            size += len(pieces[-1])
            if not pieces[-1] and self._stream.can_accept_more_data():
                break
        return b"".join(pieces)

    def is_finished(self) -> bool:
        return bool(self._stream.is_finished())


class Zstd:
    """zstd, also of several frames."""

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._stream = self._context.decompressobj()
        self._frames = 1

    def feed(self, data: bytes, room: int) -> bytes:
        plain = b""
        while data and len(plain) <= room:
            if self._stream.eof:
                self._stream = self._context.decompressobj()
                self._frames += 1
                if self._frames > MOST_MEMBERS:
                    raise TooManyMembersError("too many frames")
            piece, data = data[:ZSTD_SLICE], data[ZSTD_SLICE:]
            plain += self._stream.decompress(piece)
            data = self._stream.unused_data + data
        return plain

    def is_finished(self) -> bool:
        return bool(self._stream.eof)


ENCODINGS = "gzip, deflate, br, zstd"
FAULTS = (zlib.error, brotli.error, zstandard.ZstdError, TooManyMembersError)
NO_ENCODINGS = frozenset({"", "identity", "none", "binary", "8bit", "utf-8", "utf8", "chunked"})
"""What servers write into Content-Encoding where there is none."""


def unpacker_for(encoding: str, address: str) -> Unpacker:
    """The unpacker for a Content-Encoding header. Raises BrokenBody for one that we did not ask for."""
    match name := encoding.strip().lower():
        case "gzip" | "x-gzip":
            return Zlib(is_gzip=True)
        case "deflate":
            return Zlib(is_gzip=False)
        case "br":
            return Brotli()
        case "zstd":
            return Zstd()
    if name in NO_ENCODINGS:
        return Plain()
    raise BrokenBody(f"came in an encoding we did not ask for ({encoding[:40]})", subject=address)


class BodyReader:
    """Collects a body within `cap` bytes, as sent and as unpacked. Raises BodyTooLarge and BrokenBody.

    Where the beginning is enough (`is_head_enough`), it is full at the cap instead, and nothing of it is checked
    to its end.
    """

    def __init__(self, address: str, encoding: str, cap: int, *, is_head_enough: bool = False) -> None:
        self._address = address
        self._cap = cap
        self._is_head_enough = is_head_enough
        self._unpacker = unpacker_for(encoding, address)
        self._parts: list[bytes] = []
        self._size = 0
        self._received = 0
        self.is_full = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes as they came."""
        self._received += len(data)
        try:
            plain = self._unpacker.feed(data, self._cap - self._size)
        except FAULTS as fault:
            raise BrokenBody(f"its compression is damaged ({fault})", subject=self._address) from fault
        self._size += len(plain)
        if max(self._size, self._received) > self._cap:
            if not self._is_head_enough:
                raise BodyTooLarge(f"is larger than {self._cap / 1e6:g} MB", subject=self._address)
            self.is_full = True
        self._parts.append(plain)

    def head(self) -> bytes:
        """What came so far, within the cap."""
        return b"".join(self._parts)[: self._cap]

    def end(self) -> bytes:
        """The whole body."""
        if not self.is_full and self._received and not self._unpacker.is_finished():
            raise BrokenBody("ended before its compression did", subject=self._address)
        return self.head()


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950 §2.2; servers that say deflate often send it bare."""
    return data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
