"""How hosts misbehave: each turn answers one request for the feed, byte for byte, as HTTP libraries would not.

A turn is an asynchronous generator of what goes onto the wire; when it ends the connection is closed, and `Reset`
tears it down.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from warraq.sample import faults_bodies as bodies

DRIP_SECONDS = 0.2
"""Between two bytes of a host that keeps its guests waiting."""
CHUNK = b"10000\r\n" + b"<!--" + b"x" * 0xFFF9 + b"-->" + b"\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a faulty host."""

    base: str
    """The host's address without a path."""
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    visit: int
    """How often the feed was asked for before."""


class Reset(Exception):
    """The connection is torn down (RST), not closed."""


Turn = Callable[[Request], AsyncGenerator[bytes, None]]


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "application/rss+xml") -> bytes:
    """A whole response as it goes onto the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The beginning of a response that is not as it should be."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/rss+xml", *headers, "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def sound(request: Request) -> bytes:
    """The feed as it would be without the fault."""
    return bodies.feed(request.base).encode()


def says(make: Callable[[Request], bytes]) -> Turn:
    """A turn that sends this at once."""

    async def turn(request: Request) -> AsyncGenerator[bytes, None]:
        yield make(request)

    return turn


def refuses(status: str, *headers: str, body: bytes = b"no") -> Turn:
    """A turn that answers with this status."""
    return says(lambda _: answer(body, *headers, status=status, kind="text/html"))


def redirects(target: str) -> Turn:
    """A turn that points elsewhere; `{base}` is the host's own address."""
    return says(
        lambda request: answer(b"", f"Location: {target.format(base=request.base)}", status="302 Found")
    )


def sends(make: Callable[[], bytes], *headers: str) -> Turn:
    """A turn that sends this body, in the best of manners."""
    return says(lambda _: answer(make(), *headers))


def cut(encoding: str) -> Turn:
    """A compressed feed that lacks its end, with a length that agrees."""
    return says(
        lambda request: answer(bodies.packed(encoding, sound(request))[:-6], f"Content-Encoding: {encoding}")
    )


def bombs(encoding: str) -> Turn:
    """A few bytes that unpack to hundreds of megabytes."""
    return sends(lambda: bodies.bomb(encoding), f"Content-Encoding: {encoding}")


def says_in(charset: str, *, declared: str, kind: str = "application/rss+xml") -> Turn:
    """The feed in one charset, declared as another."""
    return says(
        lambda request: answer(bodies.feed(request.base, declared=declared).encode(charset), kind=kind)
    )


def comes_back(after: Callable[[], str]) -> Turn:
    """429 with a Retry-After made when it is asked for."""
    return says(
        lambda _: answer(
            b"later", f"Retry-After: {after()}", status="429 Too Many Requests", kind="text/plain"
        )
    )


def in_five_minutes() -> str:
    """As HTTP writes dates."""
    return format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)


async def slow_head(request: Request) -> AsyncGenerator[bytes, None]:
    """A byte now and then, never a whole head."""
    yield b"HTTP/1.1 200 OK\r\nX-Slow: "
    while True:
        yield b"x"
        await asyncio.sleep(DRIP_SECONDS)


async def slow_body(request: Request) -> AsyncGenerator[bytes, None]:
    """A sound head, then a byte now and then."""
    body = sound(request)
    yield head(f"Content-Length: {len(body)}")
    for place in range(len(body)):
        yield body[place : place + 1]
        await asyncio.sleep(DRIP_SECONDS)


async def slow_refusal(request: Request) -> AsyncGenerator[bytes, None]:
    """429 whose reason comes a byte now and then."""
    yield head("Content-Length: 9999", "Retry-After: 60", status="429 Too Many Requests")
    while True:
        yield b"x"
        await asyncio.sleep(DRIP_SECONDS)


async def silent(request: Request) -> AsyncGenerator[bytes, None]:
    """Takes the request and says nothing."""
    await asyncio.Event().wait()
    yield b""


async def silent_midway(request: Request) -> AsyncGenerator[bytes, None]:
    """Half a feed, then nothing, and the line stays open."""
    body = sound(request)
    yield head(f"Content-Length: {len(body)}") + body[: len(body) // 2]
    await asyncio.Event().wait()


async def hints_for_ever(request: Request) -> AsyncGenerator[bytes, None]:
    """Interim answers (103) without end, as fast as they are taken."""
    while True:
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 100
        await asyncio.sleep(0)


async def endless_head(request: Request) -> AsyncGenerator[bytes, None]:
    """One header that does not end."""
    yield b"HTTP/1.1 200 OK\r\nX-Endless: "
    while True:
        yield b"x" * 65_536


async def endless_chunks(request: Request) -> AsyncGenerator[bytes, None]:
    """Chunk after chunk, without end."""
    yield head("Transfer-Encoding: chunked")
    while True:
        yield CHUNK


async def crumbs(request: Request) -> AsyncGenerator[bytes, None]:
    """Chunks of one byte, without end."""
    yield head("Transfer-Encoding: chunked")
    while True:
        yield b"1\r\nx\r\n" * 10_000


async def large(request: Request) -> AsyncGenerator[bytes, None]:
    """Fifty megabytes, honestly announced."""
    yield head(f"Content-Length: {bodies.LARGE_BYTES}")
    for piece in bodies.large():
        yield piece


async def reset_at_once(request: Request) -> AsyncGenerator[bytes, None]:
    """The line is torn down instead of an answer."""
    yield b""
    raise Reset


async def reset_midway(request: Request) -> AsyncGenerator[bytes, None]:
    """Half a feed, then the line is torn down."""
    body = sound(request)
    yield head(f"Content-Length: {len(body)}") + body[: len(body) // 2]
    raise Reset


async def same_etag(request: Request) -> AsyncGenerator[bytes, None]:
    """The feed changes and its ETag does not: who asks with it hears for ever that nothing is new."""
    if request.headers.get("if-none-match") == '"same"':
        yield answer(b"", 'ETag: "same"', status="304 Not Modified")
    else:
        body = bodies.feed(request.base, visit=request.visit).encode()
        yield answer(body, 'ETag: "same"')
