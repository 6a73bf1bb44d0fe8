"""Every fault of a server has its named error, and nothing cut short is returned as a page."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.collect.faulty_host import PAGE, faulty_host
from warraq.collect.fetch import Fetcher, FetchRules, Want, retry_after_seconds
from warraq.errors import (
    BadRedirect,
    BadStatus,
    Blocked,
    BodyTooLarge,
    BrokenBody,
    FetchError,
    HostUnreachable,
    PrivateAddress,
    RobotsDenied,
    Throttled,
    TooSlow,
    WrongType,
)
from warraq.records import Page

SMALL = dict.fromkeys(("feed", "sitemap", "page", "picture", "robots"), 1_000_000)
NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)


async def get(path: str, want: Want = "page", seconds: float = 20.0, etag: str = "") -> Page:
    async with faulty_host() as host:
        rules = FetchRules("mailto:desk@example.org", host.sockets, total_seconds=seconds, caps=SMALL)  # type: ignore[arg-type]
        async with Fetcher(rules) as fetcher:
            address = path if path.startswith("http") else host.address(path)
            return await fetcher.get(address, want=want, etag=etag)


@pytest.mark.parametrize(
    "kind", ["gzip", "two-members", "padded", "deflate", "raw-deflate", "br", "zstd", "two-frames", "none"]
)
async def test_packed_bodies_are_read_whole(kind: str) -> None:
    assert (await get(f"/packed/{kind}")).body == PAGE


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/packed/truncated", BrokenBody),
        ("/packed/truncated-br", BrokenBody),
        ("/packed/truncated-zstd", BrokenBody),
        ("/packed/truncated-frames", BrokenBody),
        ("/packed/damaged", BrokenBody),
        ("/packed/unknown", BrokenBody),
        ("/packed/bomb", BodyTooLarge),
        ("/packed/bomb-br", BodyTooLarge),
        ("/packed/bomb-zstd", BodyTooLarge),
        ("/endless", BodyTooLarge),
        ("/lying", BrokenBody),
        ("/circle", BadRedirect),
        ("/ladder", BadRedirect),
        ("/to/?location=file:///etc/passwd", BadRedirect),
        ("/to/?location=ftp://example.org/", BadRedirect),
        ("/to/?location=http://127.0.0.2:9/", PrivateAddress),
        ("/to/?location=http://[::ffff:10.0.0.1]/", PrivateAddress),
        ("/to/?location=http://2130706433:1/", PrivateAddress),
        ("/status/404", BadStatus),
        ("/status/500", BadStatus),
        ("/status/401", Blocked),
        ("/status/403", Blocked),
        ("/challenge", Blocked),
        ("/challenge-200", Blocked),
        ("/mitigated", Blocked),
        ("/status/304", BadStatus),
        ("/pdf", WrongType),
        ("/garbled-429", Throttled),
        ("/endless-503", Throttled),
        ("/many-headers", BrokenBody),
        ("/status/429", Throttled),
        ("/status/503", Throttled),
        ("/video", WrongType),
        ("/huge-header", BrokenBody),
    ],
)
async def test_each_fault_has_its_error(path: str, error: type[FetchError]) -> None:
    with pytest.raises(error) as caught:
        await get(path)
    assert caught.value.subject.startswith("http")


async def test_the_time_to_come_back_is_read_however_the_body_ends() -> None:
    with pytest.raises(Throttled) as caught:
        await get("/garbled-429")
    assert caught.value.retry_after_seconds == 90.0


async def test_a_redirect_in_an_old_charset_keeps_its_bytes() -> None:
    assert (await get("/raw-location")).final_address.endswith("/news?q=%C7%E1")


async def test_addresses_are_asked_for_byte_by_byte() -> None:
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        await fetcher.get(host.address("/a%2Fb/%C7?x=%2B+1&y=a|b&z=%25"))
        assert host.asked[0][0] == "/a%2Fb/%C7?x=%2B+1&y=a|b&z=%25"


async def test_a_host_that_never_answers_is_left_after_the_limit() -> None:
    with pytest.raises(TooSlow):
        await get("/silent", seconds=0.2)


async def test_a_dead_host_cannot_be_reached() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        rules = FetchRules(allowed_sockets=frozenset({("127.0.0.1", port)}))
        async with Fetcher(rules) as fetcher:
            with pytest.raises(HostUnreachable):
                await fetcher.get(f"http://127.0.0.1:{port}/")


async def test_a_robot_says_who_it_is_and_sends_no_cookie() -> None:
    async with faulty_host() as host, Fetcher(FetchRules("mailto:a@example.org", host.sockets)) as fetcher:
        await fetcher.get(host.address("/x"))
        headers = host.asked[0][1]
    assert headers["User-Agent"].startswith("Warraq/")
    assert "(+mailto:a@example.org)" in headers["User-Agent"]
    assert "Cookie" not in headers


async def test_an_unchanged_page_costs_no_body() -> None:
    page = await get("/conditional", etag='"1"')
    assert (page.status, page.body) == (304, b"")
    assert (await get("/conditional", etag='"0"')).headers["etag"] == '"1"'


async def test_every_hop_of_a_redirect_is_asked_for_permission() -> None:
    hops: list[str] = []

    async def permit(address: str) -> None:
        hops.append(address)
        if "location" not in address:
            raise RobotsDenied("no", subject=address)

    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        with pytest.raises(RobotsDenied):
            await fetcher.get(host.address("/to/?location=/private"), permit=permit)
        assert hops == [host.address("/to/?location=/private"), host.address("/private")]
        assert len(host.asked) == 1


async def test_the_final_address_is_told() -> None:
    page = await get("/to/?location=/article")
    assert page.final_address.endswith("/article")
    assert page.address.endswith("location=/article")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("soon", 86_400.0),
        ("-5", 86_400.0),
        ("٦٠", 86_400.0),
        (str(31 * 86_400), 86_400.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0.0),
        (format_datetime(NOW + timedelta(days=400), usegmt=True), 86_400.0),
        ("Wed, 99 Nov 2023 99:99:99 GMT", 86_400.0),
    ],
)
def test_retry_after_in_all_its_forms(text: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(text, NOW) == seconds
