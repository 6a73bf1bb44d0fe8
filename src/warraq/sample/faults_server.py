"""The faulty hosts on the network: each on a loopback address of its own, without an HTTP library in between.

Only their feeds misbehave; robots files, front pages and articles answer as they should, so that each host shows
its one fault and no other.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
import struct
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from warraq.sample import faults_bodies as bodies
from warraq.sample.faults import FAULTS, NEIGHBOUR_IP, Fault, base_of, ip_of
from warraq.sample.faults_turns import Request, Reset, answer, sound

CERTIFICATE = Path(__file__).with_name("faults_tls.pem")
"""A test certificate and its key; no secret."""
LONGEST_REQUEST = 65_536
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: what was not sent is thrown away, and the other side gets a reset."""

Told = Callable[[str, str], None]
"""Hears of each request: the fault's slug (empty: the neighbour) and the path."""


@asynccontextmanager
async def serve_faults(port: int, told: Told | None = None) -> AsyncIterator[None]:
    """All faulty hosts and their neighbour, for as long as the context lasts. OSError: an address is in use."""
    hosts = [_Host(NEIGHBOUR_IP, f"http://{NEIGHBOUR_IP}:{port}", None, told)]
    hosts += [_Host(ip_of(fault), base_of(fault, port), fault, told) for fault in FAULTS if fault.turn]
    try:
        for host in hosts:
            await host.listen(port)
        yield
    finally:
        for host in hosts:
            await host.close()


def run_faults(port: int) -> None:
    """Serve until SIGINT or SIGTERM. OSError: an address is in use."""
    asyncio.run(_run(port))


async def _run(port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serve_faults(port):
        logging.getLogger("warraq.sample").info("%d faulty hosts listen on port %d", len(FAULTS), port)
        await stop.wait()


class _Host:
    """One host; without a fault it is the neighbour."""

    def __init__(self, ip: str, base: str, fault: Fault | None, told: Told | None) -> None:
        self._ip = ip
        self._base = base
        self._fault = fault
        self._told = told
        self._visits: Counter[str] = Counter()
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def listen(self, port: int) -> None:
        context = None
        if self._fault and self._fault.is_tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
        self._server = await asyncio.start_server(
            self._open, self._ip, port, ssl=context, limit=LONGEST_REQUEST
        )

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    def _open(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.create_task(self._serve(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one answer."""
        try:
            if self._fault and self._fault.is_https and not self._fault.is_tls:
                await reader.read(1)  # of a greeting in TLS, which has no end that we know
                writer.write(answer(b"", status="400 Bad Request"))
                await writer.drain()
                return
            async with aclosing(self._pieces(await self._request(reader))) as pieces:
                async for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
            writer.close()
            await writer.wait_closed()
        except Reset:
            line: socket.socket = writer.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # the guest has left, or spoke no HTTP
        finally:
            writer.transport.abort()

    async def _request(self, reader: asyncio.StreamReader) -> Request:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = text.split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        path = first.split(" ")[1]
        self._visits[urlsplit(path).path] += 1
        if self._told:
            self._told(self._fault.slug if self._fault else "", path)
        return Request(self._base, path, headers, self._visits[urlsplit(path).path] - 1)

    async def _pieces(self, request: Request) -> AsyncGenerator[bytes, None]:
        path = urlsplit(request.path).path
        if path == "/feed" and self._fault and self._fault.turn:
            async with aclosing(self._fault.turn(request)) as pieces:
                async for piece in pieces:
                    yield piece
        else:
            yield _quiet(path, request)


def _quiet(path: str, request: Request) -> bytes:
    """What is no fault."""
    if path == "/feed":
        return answer(sound(request))
    if path == "/":
        return answer(f"<title>{request.base}</title>".encode(), kind="text/html; charset=utf-8")
    number = path.removeprefix("/article/")
    if number.isascii() and number.isdigit() and int(number) < bodies.ENTRIES:
        return answer(bodies.article(int(number)).encode(), kind="text/html; charset=utf-8")
    return answer(b"not here", status="404 Not Found", kind="text/plain")
