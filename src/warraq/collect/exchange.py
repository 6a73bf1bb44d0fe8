"""One request and its answer, with the fewest steps, over the connections that aiohttp's connector opens and keeps.

Its session takes for each request what a stranger never needs (cookies, proxies, traces, redirects, multidicts of
headers) and asks a host that hung up at once again. Here a head is written as text, and who hung up is left alone;
dialling, TLS, the pool and parsing stay aiohttp's. `bench/collect.py` measures it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple

from aiohttp import (
    ClientOSError,
    ClientRequest,
    ClientTimeout,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    SocketTimeoutError,
    TCPConnector,
    hdrs,
)
from aiohttp.connector import Connection
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader
from multidict import CIMultiDictProxy
from yarl import URL

from warraq.collect.lines import Line, read_by_lines

LONGEST_HEADER = 16_384
"""Bytes of one line of an answer's head; aiohttp takes 128 of them."""
KEPT = 10_000
"""Origins remembered."""


class Answer:
    """The head of an answer, and `content`, its body as it comes. Use as `with answer:`, which gives the connection
    back; it is closed where the body was not read to its end."""

    __slots__ = ("_connection", "content", "headers", "status")

    def __init__(self, connection: Connection, message: RawResponseMessage, content: StreamReader) -> None:
        self._connection = connection
        self.status: int = message.code
        self.headers: CIMultiDictProxy[str] = message.headers
        self.content = content

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.release()


class _Origin(NamedTuple):
    """Scheme, host and port, made ready once."""

    request: ClientRequest
    """What the connector wants to know of whom it dials."""
    lines: str
    """The headers that every request to it begins with."""


class Exchanges:
    """Requests over one connector, which is closed with them; made within a running loop."""

    def __init__(
        self,
        connector: TCPConnector,
        headers: Mapping[str, str],
        connect_seconds: float,
        silence_seconds: float,
    ) -> None:
        """`headers` go with every request; `silence_seconds` is the longest wait between two pieces of an answer."""
        self._loop = asyncio.get_running_loop()
        self._connector = connector
        read_by_lines(connector, self._loop)
        self._lines = header_lines(headers)
        self._limits = ClientTimeout(connect=connect_seconds)
        self._silence = silence_seconds
        self._origins: dict[str, _Origin] = {}

    async def close(self) -> None:
        """Close all connections."""
        await self._connector.close()

    async def ask(self, address: str, lines: str, form: str | None = None) -> Answer:
        """Ask for `address` (as `parse_address` writes it) with these header lines; with a form, post it.

        Raises what aiohttp raises, HttpProcessingError among it.
        """
        place = address.index("/", len("https://"))
        origin = self._origins.get(address[:place]) or self._add(address[:place])
        path = address[place:].partition("#")[0]
        if form is None:
            head, body = f"GET {path} HTTP/1.1\r\n{origin.lines}{lines}\r\n", ""
        else:
            kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
            head, body = f"POST {path} HTTP/1.1\r\n{origin.lines}{lines}{kind}\r\n", form
        request = (head + body).encode()
        while True:
            connection = await self._connect(origin.request)
            line = connection.protocol
            assert isinstance(line, Line)
            was_used = line.is_used
            try:
                return Answer(connection, *await self._answer(line, request))
            except (ClientOSError, ServerDisconnectedError) as fault:
                connection.close()
                # A kept connection may be closed just as it is used again (RFC 9112 §9.3.1).
                if not was_used or isinstance(fault, SocketTimeoutError) or form is not None:
                    raise
            except BaseException:
                connection.close()
                raise

    async def _connect(self, request: ClientRequest) -> Connection:
        try:
            return await self._connector.connect(request, [], self._limits)
        except TimeoutError as fault:
            raise ConnectionTimeoutError(f"no connection to {request.url.host}") from fault

    async def _answer(self, line: Line, request: bytes) -> tuple[RawResponseMessage, StreamReader]:
        line.set_response_params(
            read_until_eof=True,
            auto_decompress=False,
            read_timeout=self._silence,
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
        )
        if line.transport is None or line.transport.is_closing():
            raise ServerDisconnectedError
        line.is_due = True
        line.transport.write(request)
        line.start_timeout()
        while True:
            message, content = await line.read()
            if not 100 <= message.code < 200 or message.code == 101:
                return message, content

    def _add(self, origin: str) -> _Origin:
        if len(self._origins) >= KEPT:
            self._origins.clear()
        # As parsed, byte for byte: yarl would spell it anew.
        request = ClientRequest("GET", URL(f"{origin}/", encoded=True), loop=self._loop)
        headers = {
            str(name): request.headers[name]
            for name in (hdrs.HOST, hdrs.AUTHORIZATION)
            if name in request.headers
        }
        ready = self._origins[origin] = _Origin(request, header_lines(headers) + self._lines)
        return ready


def header_lines(headers: Mapping[str, str]) -> str:
    """Headers as they are sent. Raises ValueError where one holds the end of a line."""
    if any("\r" in value or "\n" in value for value in headers.values()):
        raise ValueError("a header of several lines would garble every request")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())
