"""One connection to a host, as it is read: ended when reading it costs far more than it brings.

What a host sends is taken apart between two turns of the one loop that serves all hosts. Interim answers without
end, or chunks of one byte, are lawful HTTP and kept a core so busy that every other host waited (its answers took
150 times as long); aiohttp has no limit on either.
"""

from __future__ import annotations

import asyncio
from functools import partial

from aiohttp import ClientPayloadError, TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader

MOST_INTERIM = 20
"""Interim answers (1xx) before the final one. Servers send one 100 or 103; a slow one a 102 every 20 s (RFC 2518)."""
FREE_BYTES = 262_144
MOST_WIRE = 1.25
"""Bytes on the wire for each byte of the body, beyond the free ones. A chunk of one byte takes six, chunks of 100
bytes 1.07 each; none that anyone means to be read has many of less than 24."""


class Line(ResponseHandler):
    """aiohttp's connection with those two limits."""

    is_used = False
    """Whether an answer came over it before."""
    is_due = False
    """Whether one was asked for and has not begun."""
    _interim = 0
    _wire = 0

    def feed_data(self, data: tuple[RawResponseMessage, StreamReader], size: int = 0) -> None:
        """Take an answer's head, unless too many interim ones came before it."""
        if self.exception() is not None:
            return  # hung up on: what came in the same breath is not read either
        if not self.is_due:
            self._hang_up()  # nobody asked for it: the next request would take it for its own
            return
        code = data[0].code
        self._interim = self._interim + 1 if 100 <= code < 200 else 0
        self.is_due = 100 <= code < 200 and code != 101
        self.is_used = True
        self._wire = 0
        if self._interim <= MOST_INTERIM:
            super().feed_data(data, size)
        else:
            self.set_exception(ClientPayloadError("interim answers without end"))
            self._hang_up()

    def data_received(self, data: bytes) -> None:
        """Take bytes as they come, unless hardly any of them are body."""
        super().data_received(data)
        self._wire += len(data)
        payload = self._payload
        if payload is None or payload.exception() is not None:
            return
        if self._wire > FREE_BYTES + MOST_WIRE * payload.total_bytes:
            payload.set_exception(ClientPayloadError("chunks of a few bytes without end"))
            self._hang_up()

    def _hang_up(self) -> None:
        if self.transport is not None:
            self.transport.close()


def read_by_lines(connector: TCPConnector, loop: asyncio.AbstractEventLoop) -> None:
    """Let the connector read all its connections so. (It offers no other way in than this attribute.)"""
    kind: type[ResponseHandler] = Line
    connector._factory = partial(kind, loop=loop)
