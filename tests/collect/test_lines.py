"""Lawful oddities are read; what costs far more to read than it brings is hung up on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.lines import FREE_BYTES, MOST_INTERIM
from warraq.errors import BrokenBody

HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@asynccontextmanager
async def host_that_says(answer: bytes) -> AsyncIterator[tuple[Fetcher, str]]:
    """A host that answers each request of a connection so, and a fetcher that may ask it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
                await writer.drain()
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rules = FetchRules(allowed_sockets=frozenset({("127.0.0.1", port)}))
    async with Fetcher(rules) as fetcher:
        yield fetcher, f"http://127.0.0.1:{port}/"
    server.close()


def chunked(body: bytes, size: int) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


async def test_a_few_interim_answers_are_passed_over_each_time() -> None:
    async with host_that_says(HINT * MOST_INTERIM + FINAL) as (fetcher, address):
        for _ in range(3):
            assert (await fetcher.get(address)).body == b"news"


async def test_more_interim_answers_than_anyone_sends_end_the_line() -> None:
    async with host_that_says(HINT * (MOST_INTERIM + 1) + FINAL) as (fetcher, address):
        with pytest.raises(BrokenBody, match="interim"):
            await fetcher.get(address)


@pytest.mark.parametrize(
    ("size", "length"), [(1, 20_000), (10, 200_000), (100, 2_000_000), (4_096, 3_000_000)]
)
async def test_pages_in_small_chunks_are_read(size: int, length: int) -> None:
    body = b"n" * length
    async with host_that_says(chunked(body, size)) as (fetcher, address):
        for _ in range(2):
            assert (await fetcher.get(address)).body == body


async def test_a_page_of_crumbs_ends_the_line() -> None:
    async with host_that_says(chunked(b"n" * FREE_BYTES, 1)) as (fetcher, address):
        with pytest.raises(BrokenBody, match="chunks"):
            await fetcher.get(address)


async def test_many_pages_over_one_line_are_read() -> None:
    async with host_that_says(chunked(b"n" * 9_000, 10)) as (fetcher, address):
        for _ in range(60):
            assert len((await fetcher.get(address)).body) == 9_000
