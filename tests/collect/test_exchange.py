"""What is sent is what was meant, byte by byte, and a host that hangs up is not asked again at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from warraq.collect.exchange import header_lines
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.errors import HostUnreachable, TooSlow

NEWS = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nne"
OLD = NEWS.replace(b"news", b"olds")
NOT_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
HANG_UP = b""


@dataclass
class Host:
    """It gives one answer after the other, whichever connection asks; it hangs up, or keeps a line open."""

    answers: list[bytes]
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return len(self.writers)

    def address(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int((head.partition(b"Content-Length: ")[2] or b"0").split()[0])
                self.asked.append(head + await reader.readexactly(length))
                if not (answer := self.answers.pop(0)):
                    break
                writer.write(answer)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def host_with(
    *answers: bytes, rules: Sequence[tuple[str, float]] = ()
) -> AsyncIterator[tuple[Host, Fetcher]]:
    host = Host(list(answers))
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    allowed = frozenset({("127.0.0.1", host.port)})
    async with Fetcher(FetchRules("mailto:desk@example.org", allowed, **dict(rules))) as fetcher:  # type: ignore[arg-type]
        yield host, fetcher
    server.close()


async def test_a_request_says_what_it_must_and_no_more() -> None:
    async with host_with(NEWS) as (host, fetcher):
        await fetcher.get(host.address("/a?b#c"), want="page", etag='"1"', last_modified="then")
    line, *headers = host.asked[0].decode().split("\r\n")
    assert line == "GET /a?b HTTP/1.1"
    names = [header.partition(":")[0] for header in headers if header]
    assert names == ["Host", "User-Agent", "Accept-Encoding", "Accept", "If-None-Match", "If-Modified-Since"]
    assert f"Host: 127.0.0.1:{host.port}" in headers


async def test_who_is_named_in_an_address_is_told_to_its_host_alone() -> None:
    async with host_with(NEWS, NEWS) as (host, fetcher):
        await fetcher.get(host.address().replace("//", "//user:secret@"))
        await fetcher.get(host.address())
    assert b"Authorization: Basic dXNlcjpzZWNyZXQ=\r\n" in host.asked[0]
    assert b"Authorization" not in host.asked[1]


async def test_a_form_is_posted_once() -> None:
    async with host_with(NEWS, HANG_UP) as (host, fetcher):
        await fetcher.post(host.address("/hub"), [("url", "http://a/?b=ج"), ("url", "c d")])
        assert host.asked[0].startswith(b"POST /hub HTTP/1.1\r\n")
        assert host.asked[0].endswith(b"\r\n\r\nurl=http%3A%2F%2Fa%2F%3Fb%3D%D8%AC&url=c+d")
        with pytest.raises(HostUnreachable):
            await fetcher.post(host.address("/hub"), {"a": "b"})
    assert len(host.asked) == 2


async def test_one_connection_serves_many_requests_refused_ones_among_them() -> None:
    async with host_with(NEWS, NOT_THERE, NEWS) as (host, fetcher):
        for _ in range(3):
            with suppress(Exception):
                await fetcher.get(host.address())
    assert (len(host.asked), host.lines) == (3, 1)


async def test_a_kept_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    async with host_with(NEWS, HANG_UP, NEWS) as (host, fetcher):
        for _ in range(2):
            assert (await fetcher.get(host.address())).body == b"news"
    assert host.lines == 2


async def test_a_host_that_hangs_up_is_not_asked_again_at_once() -> None:
    async with host_with(HANG_UP) as (host, fetcher):
        with pytest.raises(HostUnreachable):
            await fetcher.get(host.address())
    assert len(host.asked) == 1


async def test_what_comes_of_half_an_answer_is_not_read_by_the_next_request() -> None:
    async with host_with(HALF, NEWS, rules=[("silence_seconds", 0.05)]) as (host, fetcher):
        with pytest.raises(TooSlow, match="silent"):
            await fetcher.get(host.address())
        assert (await fetcher.get(host.address())).body == b"news"
    assert host.lines == 2


@pytest.mark.parametrize("is_late", [False, True])
async def test_an_answer_that_nobody_asked_for_is_given_to_nobody(is_late: bool) -> None:
    async with host_with(NEWS if is_late else NEWS + OLD, NEWS) as (host, fetcher):
        assert (await fetcher.get(host.address("/one"))).body == b"news"
        if is_late:
            host.writers[0].write(OLD)
            await host.writers[0].drain()
        for _ in range(10):
            await asyncio.sleep(0)  # it arrives
        assert (await fetcher.get(host.address("/two"))).body == b"news"
    assert host.lines == 2


def test_a_header_of_several_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="several lines"):
        header_lines({"User-Agent": "Warraq\r\nX: y"})
