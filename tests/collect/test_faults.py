"""Every fault of the sample press: the real fetcher and real workers against the real host.

Each ends in its named error, by limits alone, and while it lasts another host is read as ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from tests.ports import free_port
from warraq import errors
from warraq.collect.feeds import Feed, read_feed
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.workers import Workers
from warraq.errors import FetchError, PrivateAddress, Throttled, TooSlow, WarraqError, WorkerKilled
from warraq.sample.faults import FAULTS, NEIGHBOUR_IP, base_of, fault_seeds, fault_sockets, ip_of
from warraq.sample.faults_bodies import ENTRIES
from warraq.sample.faults_server import serve_faults

BY_SLUG = {fault.slug: fault for fault in FAULTS}
HEADLINE = "المجلس الجماعي يصادق على ميزانية السنة المقبلة"
WAITS = frozenset(fault.slug for fault in FAULTS if fault.error == "TooSlow") | {"busy-slow"}
"""Hosts that only a time limit ends: shortened, so that the tests need not wait for it."""

WEARS = {"attributes": "CPU", "tangled-19mb": "CPU", "deep": "CPU", "swollen": "memory"}
"""Bodies that may be fetched, and the limit that ends their parser."""


@dataclass
class World:
    """The faulty hosts, and what was asked of them."""

    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, slug: str, path: str) -> None:
        self.asked.append((slug, path))
        if slug:
            self.reached.set()

    def address(self, slug: str) -> str:
        return f"{base_of(BY_SLUG[slug], self.port)}/feed"

    def rules(self, **limits: float) -> FetchRules:
        return FetchRules(allowed_sockets=fault_sockets(self.port), **limits)  # type: ignore[arg-type]


@asynccontextmanager
async def faulty_world() -> AsyncIterator[World]:
    world = World(free_port(NEIGHBOUR_IP))
    async with serve_faults(world.port, world.tell):
        yield world


async def read(fetcher: Fetcher, workers: Workers, address: str) -> Feed:
    """What a visit to a channel does."""
    page = await fetcher.get(address, want="feed")
    return await workers.run(
        read_feed,
        page.body,
        address=page.final_address,
        content_type=page.headers.get("content-type", ""),
    )


async def outcome(slug: str, **limits: float) -> Feed | WarraqError:
    """What comes of a faulty host's feed; meanwhile its neighbour is read."""
    async with (
        faulty_world() as world,
        Fetcher(world.rules(**limits)) as fetcher,
        Fetcher(world.rules()) as patient,
        Workers(2, cpu_seconds=1) as workers,
    ):
        sick = asyncio.create_task(read(fetcher, workers, world.address(slug)))
        reached = asyncio.create_task(world.reached.wait())
        await asyncio.wait([sick, reached], return_when=asyncio.FIRST_COMPLETED)
        reached.cancel()
        sound = await read(patient, workers, f"http://{NEIGHBOUR_IP}:{world.port}/feed")
        assert sound.leads[0].title == HEADLINE
        assert len(sound.leads) == ENTRIES
        try:
            return await sick
        except WarraqError as fault:
            return fault


@pytest.mark.parametrize("slug", [fault.slug for fault in FAULTS if fault.error and fault.slug not in WEARS])
async def test_each_fault_ends_in_its_named_error_and_harms_no_other_host(slug: str) -> None:
    limits = {"total_seconds": 0.6, "glimpse_seconds": 0.1} if slug in WAITS else {}
    fault = await outcome(slug, **limits)
    assert isinstance(fault, WarraqError), "it was read"
    assert type(fault) is getattr(errors, BY_SLUG[slug].error)
    assert fault.subject.startswith("http")


@pytest.mark.slow
@pytest.mark.parametrize("slug", WEARS)
async def test_the_worker_s_own_limits_end_what_wears_a_parser_out(slug: str) -> None:
    fault = await outcome(slug)
    assert isinstance(fault, WorkerKilled)
    assert WEARS[slug] in fault.what


@pytest.mark.parametrize("slug", [fault.slug for fault in FAULTS if not fault.error])
async def test_what_is_only_sick_is_read(slug: str) -> None:
    found = await outcome(slug)
    assert isinstance(found, Feed), found
    if slug == "laughs":
        assert [lead.title for lead in found.leads] == ["&j;"]
    else:
        assert len(found.leads) == ENTRIES
        assert str(found.leads[0].title).rstrip("\ufffd") == HEADLINE
        assert "\ufffd" not in "".join(str(lead.title) for lead in found.leads[1:])


async def test_who_falls_silent_in_the_middle_is_left_before_the_whole_time_is_over() -> None:
    fault = await outcome("silent-midway", total_seconds=3_600.0, silence_seconds=0.2)
    assert isinstance(fault, TooSlow)


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [
        ("busy-seconds", (120.0, 120.0)),
        ("busy-date", (200.0, 300.0)),
        ("busy-words", (86_400.0, 86_400.0)),
        ("busy-years", (86_400.0, 86_400.0)),
        ("busy-unsaid", None),
        ("busy-503", (3_600.0, 3_600.0)),
        ("busy-slow", (60.0, 60.0)),
    ],
)
async def test_when_to_come_back_is_heard_in_all_forms(
    slug: str, seconds: tuple[float, float] | None
) -> None:
    async with faulty_world() as world, Fetcher(world.rules(glimpse_seconds=0.1)) as fetcher:
        with pytest.raises(Throttled) as caught:
            await fetcher.get(world.address(slug), want="feed")
    after = caught.value.retry_after_seconds
    assert after is None if seconds is None else after is not None and seconds[0] <= after <= seconds[1]


async def test_an_etag_that_lies_hides_news_only_from_who_asks_with_it() -> None:
    async with faulty_world() as world, Fetcher(world.rules()) as fetcher:
        address = world.address("same-etag")
        first = await fetcher.get(address, want="feed")
        etag = first.headers["etag"]
        assert (await fetcher.get(address, want="feed", etag=etag)).status == 304
        full = await fetcher.get(address, want="feed")
        assert full.headers["etag"] == etag
        assert full.body != first.body


@pytest.mark.parametrize("slug", [fault.slug for fault in FAULTS if fault.error == "PrivateAddress"])
async def test_a_redirect_into_a_private_network_is_named_with_its_target(slug: str) -> None:
    async with faulty_world() as world, Fetcher(world.rules()) as fetcher:
        with pytest.raises(PrivateAddress) as caught:
            await fetcher.get(world.address(slug), want="feed")
    assert caught.value.subject != world.address(slug)


async def test_only_the_feeds_are_at_fault() -> None:
    async with faulty_world() as world, Fetcher(world.rules()) as fetcher:
        for slug in ("slow-head", "bomb-gzip", "reset-at-once"):
            base = base_of(BY_SLUG[slug], world.port)
            assert b"<title>" in (await fetcher.get(f"{base}/")).body
            assert HEADLINE in (await fetcher.get(f"{base}/article/0")).body.decode()
            with pytest.raises(errors.BadStatus):
                await fetcher.get(f"{base}/robots.txt", want="robots")


def test_the_table_is_whole() -> None:
    assert len(BY_SLUG) == len(FAULTS)
    assert len({ip_of(fault) for fault in FAULTS} | {NEIGHBOUR_IP}) == len(FAULTS) + 1
    for fault in FAULTS:
        assert fault.sentence
        assert not fault.error or issubclass(getattr(errors, fault.error), WarraqError)
    seeds = fault_seeds(8400)
    assert len({seed.slug for seed in seeds}) == len(FAULTS)
    assert all(("/feed" in seed.feeds[0] and seed.names["fr"] and seed.names["ar"]) for seed in seeds)


def test_every_error_of_a_fetch_has_a_host_that_provokes_it() -> None:
    provoked = {fault.error for fault in FAULTS}
    # Robots files are asked for by the guest, who is not here.
    fetched = {kind.__name__ for kind in FetchError.__subclasses__()} - {"RobotsDenied", "PrivateSocket"}
    assert provoked >= fetched | {"NotAFeed", "WorkerKilled", ""}
    assert {fault.slug for fault in FAULTS if fault.error == "WorkerKilled"} == set(WEARS)
