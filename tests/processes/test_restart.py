"""A restart with a thousand due channels, and two collectors on one database: by the sample press's own log, no host
is asked twice within its gap, and none that asked to be left alone."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

from tests.ports import free_port
from warraq.collect.hosts import Hosts
from warraq.commands.starting import prepare_data
from warraq.editions import Edition, load_edition, with_sample_press
from warraq.options import Options, read_options
from warraq.processes.collector import Collector
from warraq.processes.visits import Visits
from warraq.records import ChannelKind
from warraq.sample import OUTLETS, Asked, LoadPress, outlets_of, seeds, serve_press
from warraq.store import models
from warraq.store.outlets import sync_outlets
from warraq.store.work import LEASE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
GAP = 5.0
CHANNELS = 25
"""Of each host."""
CLOSED = "load2"
CLOSED_FROM, CLOSED_UNTIL = OPENED + timedelta(minutes=5, seconds=12), OPENED + timedelta(minutes=45)


class Crowd:
    """Many channels on few hosts, and one clock for the press and all collectors. Time passes by sleeping."""

    def __init__(self, folder: Path, hosts: int) -> None:
        self.seconds = 300.0
        self.port = free_port()
        outlets = outlets_of(len(OUTLETS) + hosts * 2)
        self.outlets = [one for one in outlets[len(OUTLETS) :] if one.feeds][:hosts]
        self.press = LoadPress(
            3,
            outlets=len(outlets),
            rate=0.01,
            opened_at=OPENED,
            clock=self.now,
            port=self.port,
            closings={CLOSED: (CLOSED_FROM, CLOSED_UNTIL)},
        )
        self.press.outlets = tuple(self.outlets)
        self.asked: list[Asked] = []
        self.options = read_options({"WARRAQ_DATA": str(folder), "WARRAQ_EDITION": "sample"})
        prepare_data(folder)
        named = seeds(self.port, self.outlets)
        edition = with_sample_press(
            load_edition("sample", self.options),
            named,
            frozenset((outlet.ip, self.port) for outlet in self.outlets),
        )
        self.edition: Edition = replace(
            edition,
            host_gap_seconds=GAP,
            poll_min_seconds=7_200.0,
            poll_max_seconds=7_200.0,
            revisit_seconds=(),
        )
        sync_outlets("sample", named, self.now())
        models.Channel.objects.all().delete()
        rows = {row.slug: row for row in models.Outlet.objects.all()}
        models.Channel.objects.bulk_create(
            models.Channel(
                outlet=rows[seed.slug],
                kind=ChannelKind.FEED.value,
                address=f"{seed.feeds[0]}?channel={number}",
                next_at=self.now() - timedelta(minutes=1),
            )
            for seed in named
            for number in range(CHANNELS)
        )

    def now(self) -> datetime:
        return OPENED + timedelta(seconds=self.seconds)

    def later(self, seconds: float) -> None:
        self.seconds += seconds

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)

    def collect(self, *contacts: str) -> None:
        """Run the press and, for each contact, a collector that has just started, until nothing is due."""
        asyncio.run(self._collect(contacts or ("mailto:desk@example.org",)))

    async def _collect(self, contacts: tuple[str, ...]) -> None:
        stop, ready = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(
            serve_press(self.press, port=self.port, stop=stop, ready=ready, log=self.asked.append)
        )
        await ready.wait()
        try:
            await asyncio.gather(*(self._collector(contact) for contact in contacts))
        finally:
            stop.set()
            await serving

    async def _collector(self, contact: str) -> None:
        options: Options = replace(self.options, contact=contact)
        hosts = Hosts(lambda: self.seconds, self.sleep)
        await Collector(options, self.edition, clock=self.now, hosts=hosts).run(asyncio.Event(), once=True)

    def collect_until_all_answered(self, *contacts: str) -> None:
        for _ in range(10):
            self.collect(*contacts)
            if not models.Channel.objects.filter(answered_at__isnull=True, failures=0).exists():
                return
            self.later(LEASE.total_seconds() + 10)
        raise AssertionError("some channels are never asked")

    def by_host(self) -> dict[str, list[Asked]]:
        asked: dict[str, list[Asked]] = defaultdict(list)
        for one in self.asked:
            asked[one.host].append(one)
        return asked


def assert_gaps(asked: dict[str, list[Asked]]) -> None:
    for host, requests in asked.items():
        for before, after in pairwise(requests):
            seconds = (after.at - before.at).total_seconds()
            assert seconds >= GAP - 1e-6, (host, before, after)


def test_a_restart_with_a_thousand_due_channels_storms_no_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(tmp_path, hosts=40)
    assert models.Channel.objects.count() == 1_000
    with monkeypatch.context() as patch:
        patch.setattr(Visits, "channel", _cut_after(300))
        with pytest.raises(asyncio.CancelledError):
            crowd.collect()
    asked_before, restarted_at = len(crowd.asked), crowd.now()
    assert asked_before > 200
    assert CLOSED_FROM < restarted_at < CLOSED_UNTIL

    crowd.collect_until_all_answered()

    asked = crowd.by_host()
    assert len(asked) == 40
    assert_gaps(asked)
    afterwards = {one.host: one.at for one in reversed(crowd.asked[asked_before:])}
    assert all((first - restarted_at).total_seconds() >= GAP for first in afterwards.values())
    _assert_left_alone(crowd, asked)
    paths = [one.path for one in crowd.asked if "channel=" in one.path and one.status == 200]
    assert len(paths) >= 999
    _assert_no_fault_but_the_refusal()


def _assert_left_alone(crowd: Crowd, asked: dict[str, list[Asked]]) -> None:
    """The closed host said so once, and heard nothing until the end that it had named; only its own visit failed."""
    closed = next(outlet for outlet in crowd.outlets if outlet.slug == CLOSED)
    refused = [one for one in asked[closed.ip] if one.status == 429]
    assert len(refused) == 1
    after = [one.at for one in asked[closed.ip] if one.at > refused[0].at]
    assert after
    assert min(after) >= CLOSED_UNTIL
    row = models.Host.objects.get(host=f"{closed.ip}:{crowd.port}")
    assert row.closed_until is not None
    assert row.closed_until >= CLOSED_UNTIL


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one collector at a time works on SQLite")
def test_two_collectors_on_one_database_ask_a_host_as_one(tmp_path: Path) -> None:
    crowd = Crowd(tmp_path, hosts=12)
    crowd.collect_until_all_answered("mailto:one@example.org", "mailto:two@example.org")
    asked = crowd.by_host()
    assert_gaps(asked)
    _assert_left_alone(crowd, asked)
    agents = {one.user_agent for one in crowd.asked}
    assert len(agents) == 2
    assert not models.Host.objects.exclude(held_by="").exists()
    _assert_no_fault_but_the_refusal()


def _assert_no_fault_but_the_refusal() -> None:
    """What had to wait is no fault: at most the one visit that was refused shows one."""
    faults = list(models.Channel.objects.exclude(fault="").values_list("outlet__slug", flat=True))
    assert faults in ([], [CLOSED])


def _cut_after(count: int) -> Callable[..., object]:
    """Channels are visited as ever until `count` of them were; then every task of the loop is cancelled at once."""
    original = Visits.channel
    left = iter(range(count))

    async def channel(self: Visits, job: object) -> object:
        found = await original(self, job)  # type: ignore[arg-type]
        if next(left, None) is None:
            for task in asyncio.all_tasks():
                task.cancel()
        return found

    return channel
