"""A real server on loopback that does what sick and hostile servers do."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import brotli
import zstandard
from aiohttp import web

PAGE = ("<html><body>" + "مرحبا " * 200 + "</body></html>").encode()
ZEROS = b"0" * 30_000_000
PACKED = {
    "gzip": ("gzip", gzip.compress(PAGE)),
    "two-members": ("gzip", gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])),
    "deflate": ("deflate", zlib.compress(PAGE)),
    "raw-deflate": ("deflate", zlib.compress(PAGE)[2:-4]),
    "br": ("br", brotli.compress(PAGE)),
    "zstd": ("zstd", zstandard.compress(PAGE)),
    "truncated": ("gzip", gzip.compress(PAGE)[:-20]),
    "damaged": ("gzip", b"\x1f\x8b\x08\x00" + b"x" * 100),
    "truncated-br": ("br", brotli.compress(PAGE)[:-5]),
    "truncated-zstd": ("zstd", zstandard.compress(PAGE)[:-5]),
    "bomb": ("gzip", gzip.compress(ZEROS)),
    "bomb-br": ("br", brotli.compress(ZEROS, quality=5)),
    "bomb-zstd": ("zstd", zstandard.compress(ZEROS)),
    "unknown": ("compress", PAGE),
    "none": ("none", PAGE),
    "padded": ("gzip", gzip.compress(PAGE) + b"\n<!-- cached -->"),
    "two-frames": ("zstd", zstandard.compress(PAGE[:100]) + zstandard.compress(PAGE[100:])),
    "truncated-frames": ("zstd", zstandard.compress(PAGE[:100]) + zstandard.compress(PAGE)[:-5]),
}
"""Content-Encoding and body, packed once."""


class FaultyHost:
    """Paths name faults; `asked` keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0
        self.robots: tuple[int, str] = (404, "")
        self.robots_headers: dict[str, str] = {}
        self.moved = ""
        """What /moved-robots says."""

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def sockets(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path_qs, dict(request.headers)))
        path = request.path
        if path == "/robots.txt":
            return web.Response(status=self.robots[0], text=self.robots[1], headers=self.robots_headers)
        if path.startswith("/status/"):
            headers = {"Retry-After": request.query["after"]} if "after" in request.query else {}
            return web.Response(status=int(path.rpartition("/")[2]), text="no", headers=headers)
        if path.startswith("/packed/"):
            return self.packed(path.rpartition("/")[2])
        if path.startswith("/to/"):
            return web.Response(status=302, headers={"Location": request.query["location"]})
        method = getattr(self, path.strip("/").replace("-", "_"), None)
        response: web.StreamResponse = (
            await method(request) if method else web.Response(body=PAGE, content_type="text/html")
        )
        return response

    def packed(self, kind: str) -> web.Response:
        encoding, body = PACKED[kind]
        return web.Response(body=body, headers={"Content-Encoding": encoding, "Content-Type": "text/html"})

    async def conditional(self, request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304, headers={"ETag": '"1"'})
        return web.Response(body=PAGE, headers={"ETag": '"1"', "Content-Type": "text/html"})

    async def challenge(self, request: web.Request) -> web.Response:
        return web.Response(status=503, text="<title>Just a moment...</title>", content_type="text/html")

    async def challenge_200(self, request: web.Request) -> web.Response:
        return web.Response(text="<script src='/_Incapsula_Resource?x=1'>", content_type="text/html")

    async def mitigated(self, request: web.Request) -> web.Response:
        return web.Response(status=503, text="x", headers={"cf-mitigated": "challenge"})

    async def garbled_429(self, request: web.Request) -> web.Response:
        headers = {"Retry-After": "90", "Content-Encoding": "gzip"}
        return web.Response(status=429, body=b"not gzip at all", headers=headers)

    async def endless_503(self, request: web.Request) -> web.StreamResponse:
        return await self.endless(request, status=503)

    async def moved_robots(self, request: web.Request) -> web.Response:
        return web.Response(text=self.moved)

    async def pdf(self, request: web.Request) -> web.Response:
        return web.Response(body=b"%PDF", content_type="application/pdf")

    async def raw_location(self, request: web.Request) -> web.StreamResponse:
        """A Location in windows-1256, as old sites send it; aiohttp's server would not."""
        assert request.transport is not None
        request.transport.write(
            b"HTTP/1.1 302 Found\r\nLocation: /news?q=\xc7\xe1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        request.transport.close()
        return web.Response()

    async def video(self, request: web.Request) -> web.Response:
        return web.Response(body=b"\0", content_type="video/mp4")

    async def circle(self, request: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": "/circle"})

    async def ladder(self, request: web.Request) -> web.Response:
        step = int(request.query.get("n", "0"))
        return web.Response(status=301, headers={"Location": f"/ladder?n={step + 1}"})

    async def endless(self, request: web.Request, status: int = 200) -> web.StreamResponse:
        response = web.StreamResponse(status=status, headers={"Content-Type": "text/html"})
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        except (ConnectionError, asyncio.CancelledError):
            return response

    async def lying(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000", "Content-Type": "text/html"})
        await response.prepare(request)
        await response.write(b"short")
        assert request.transport is not None
        request.transport.close()
        return response

    async def silent(self, request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def many_headers(self, request: web.Request) -> web.Response:
        return web.Response(text="x", headers={f"X-{n}": "x" for n in range(20_000)})

    async def huge_header(self, request: web.Request) -> web.Response:
        return web.Response(text="x", headers={"X-Huge": "x" * 100_000})


@asynccontextmanager
async def faulty_host() -> AsyncIterator[FaultyHost]:
    """A running host."""
    host = FaultyHost()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", host.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host.port = runner.addresses[0][1]
    try:
        yield host
    finally:
        await runner.cleanup()
