"""Whatever bytes a host sends, a fetch ends in a page or in a FetchError, and asks nobody who was not permitted."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from warraq.collect.fetch import LONGEST_RETRY_SECONDS, Fetcher, FetchRules, Want, retry_after_seconds
from warraq.errors import FetchError, RobotsDenied
from warraq.records import Page

NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WANTS = st.sampled_from(("feed", "sitemap", "page", "picture", "robots"))
STATUSES = st.sampled_from(
    "100 103 101 200 204 206 299 300 301 302 304 307 308 399 401 403 404 410 429 451 500 503 600 999 000 99 -1".split()
)
NAMES = st.sampled_from(
    "Location Content-Encoding Content-Length Transfer-Encoding Retry-After Content-Type ETag Last-Modified "
    "Content-Range Connection Upgrade Set-Cookie Trailer Link X".split()
) | st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
VALUES = st.sampled_from(
    "gzip br zstd deflate chunked identity close keep-alive 0 5 18446744073709551616 -1 +3 0x10 1,1 text/html "
    "application/rss+xml image/png ; ;;= /next // http:// http://[ file:///x data:, javascript:x ? # http://a@:80/ "
    "websocket h2c bytes */* 120 Wed".split()
).map(str.encode) | st.binary(max_size=40)
BODIES = (
    st.binary(max_size=400) | st.binary(max_size=200).map(gzip.compress) | st.just(b"5\r\nhello\r\n0\r\n\r\n")
)

DATES = r"[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,6} [0-9:]{1,12}( [A-Z+0-9-]{1,8})?"


@st.composite
def responses(draw: st.DrawFn) -> bytes:
    """Responses that begin like HTTP and go wrong somewhere."""
    version = draw(st.sampled_from([b"HTTP/1.1 ", b"HTTP/1.0 ", b"HTTP/2.0 ", b"HTTP/1.1", b"ICY ", b""]))
    headers = draw(st.lists(st.tuples(NAMES, VALUES), max_size=6))
    end = draw(st.sampled_from([b"\r\n", b"\n", b"\r"]))
    lines = [version + draw(STATUSES).encode() + b" OK", *(n.encode() + b": " + v for n, v in headers)]
    whole = end.join([*lines, b"", draw(BODIES)])
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole


class Host:
    """A host that sends what it is told to, and closes the line; with a loop of its own."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.says = b""
        self.server = self.runner.run(self._start())
        self.port = int(self.server.sockets[0].getsockname()[1])

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.says)
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    def get(
        self, says: bytes, want: Want = "page", etag: str = "", last_modified: str = ""
    ) -> Page | FetchError:
        """What comes of a fetch when the host says this."""
        self.says = says
        return self.runner.run(self._get(want, etag, last_modified))

    async def _get(self, want: Want, etag: str, last_modified: str) -> Page | FetchError:
        home = f"http://127.0.0.1:{self.port}/"

        async def permit(address: str) -> None:
            if not address.startswith(home):
                raise RobotsDenied("only the host itself is asked", subject=address)

        rules = FetchRules(
            allowed_sockets=frozenset({("127.0.0.1", self.port)}), total_seconds=20.0, glimpse_seconds=5.0
        )
        async with Fetcher(rules) as fetcher:
            try:
                return await fetcher.get(
                    home, want=want, etag=etag, last_modified=last_modified, permit=permit
                )
            except FetchError as fault:
                return fault

    def close(self) -> None:
        self.server.close()
        self.runner.close()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@FEW
@given(said=st.binary(max_size=600), want=WANTS)
@example(said=b"", want="page")
@example(said=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", want="page")
@example(said=b"HTTP/1.1 200 OK\r\n\x00: \x00\r\n\r\n", want="page")
def test_any_bytes_end_in_a_page_or_a_fetch_error(host: Host, said: bytes, want: Want) -> None:
    assert isinstance(host.get(said, want), Page | FetchError)


@FEW
@given(said=responses(), want=WANTS)
@example(said=b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n", want="page")
@example(said=b"HTTP/1.1 302 Found\r\nLocation: //\r\nContent-Length: 0\r\n\r\n", want="page")
@example(said=b"HTTP/1.1 302 Found\r\nLocation: http://a@:80/\r\nContent-Length: 0\r\n\r\n", want="page")
@example(said=b"HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nx", want="page")
@example(said=b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\r\nContent-Length: 0\r\n\r\n", want="feed")
def test_any_response_ends_in_a_page_or_a_fetch_error(host: Host, said: bytes, want: Want) -> None:
    outcome = host.get(said, want)
    assert isinstance(outcome, Page | FetchError)
    if isinstance(outcome, Page):
        assert outcome.status == 304 or 200 <= outcome.status < 300
        assert all(name == name.lower() for name in outcome.headers)
        assert (
            "".join(outcome.headers.values()).encode() is not None
        )  # no half characters: they can be stored


@FEW
@given(location=st.binary(min_size=1, max_size=80) | VALUES)
def test_any_redirect_ends_in_a_fetch_error(host: Host, location: bytes) -> None:
    said = (
        b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    assert isinstance(host.get(said), FetchError)


@FEW
@given(etag=st.text(max_size=40), last_modified=st.text(max_size=40))
@example(etag='"1"\r\nX: y', last_modified="\x00")
@example(etag="\ud800", last_modified="\ufffd")
def test_whatever_a_host_gave_us_to_send_back_garbles_no_request(
    host: Host, etag: str, last_modified: str
) -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    outcome = host.get(said, etag=etag, last_modified=last_modified)
    assert isinstance(outcome, Page)
    assert outcome.body == b"ok"


@given(st.text(max_size=60) | st.from_regex(DATES))
@example("Wed, 01 Nov 99999 00:00:00 GMT")
@example("Wed, 01 Nov 2023 00:00:00 +9999")
@example("Wed, 01 Nov 0001 00:00:00 +2359")
@example("9" * 400)
def test_any_retry_after_is_a_time_within_thirty_days(text: str) -> None:
    seconds = retry_after_seconds(text, NOW)
    assert seconds is not None
    assert 0.0 <= seconds <= LONGEST_RETRY_SECONDS
