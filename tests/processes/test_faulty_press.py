"""A collector among faulty hosts: each outlet shows its own fault, and the others are collected as ever."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.ports import free_port
from warraq.collect.fetch import FetchRules
from warraq.collect.hosts import Hosts
from warraq.collect.workers import Workers
from warraq.commands.starting import prepare_data
from warraq.editions import load_edition, with_sample_press
from warraq.options import read_options
from warraq.processes.collector import Collector
from warraq.records import OutletSeed
from warraq.sample import FAULTS, fault_seeds, fault_sockets, serve_faults
from warraq.sample.faults import NEIGHBOUR_IP
from warraq.sample.faults_bodies import ENTRIES
from warraq.serve.faults import tell
from warraq.serve.words import words_of
from warraq.store import models
from warraq.store.outlets import sync_outlets

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SAID = {
    "TooSlow": "It is too slow.",
    "BrokenBody": "What it sent arrived damaged.",
    "BodyTooLarge": "What it sent is too large.",
    "PrivateAddress": "It leads into a private network, where we do not go.",
    "Throttled": "It asked us to come back later.",
    "WorkerKilled": "What it sent could not be worked through.",
}
"""What the health page says of each error, where that does not depend on the host's own answer."""


async def collect(folder: Path, port: int, seeds: tuple[OutletSeed, ...]) -> None:
    """Run the faulty hosts and a collector until nothing is due."""
    options = read_options({"WARRAQ_DATA": str(folder), "WARRAQ_EDITION": "sample"})
    edition = with_sample_press(load_edition("sample", options), seeds, fault_sockets(port))
    # Articles only, and each once: what is tested here is the channels.
    edition = replace(edition, revisit_seconds=())
    # Slower than in other tests: hosts are held for seconds, and dozens of visits ask this clock at once.
    ticks = iter(range(10**9))
    hosts = Hosts(lambda: next(ticks) / 1_000, lambda _: asyncio.sleep(0))
    async with serve_faults(port):
        await Collector(options, edition, clock=lambda: NOW, hosts=hosts).run(asyncio.Event(), once=True)


def test_each_outlet_shows_its_fault_and_the_others_are_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = partial(FetchRules, total_seconds=12.0, glimpse_seconds=0.2)
    monkeypatch.setattr("warraq.processes.collector.FetchRules", limits)
    monkeypatch.setattr("warraq.processes.collector.Workers", partial(Workers, cpu_seconds=1))
    port = free_port(NEIGHBOUR_IP)
    neighbour = f"http://{NEIGHBOUR_IP}:{port}/"
    seeds = (
        OutletSeed(slug="neighbour", homepage=neighbour, feeds=(f"{neighbour}feed",)),
        *fault_seeds(port),
    )
    prepare_data(tmp_path)
    sync_outlets("sample", seeds, NOW - timedelta(hours=1))
    asyncio.run(collect(tmp_path, port, seeds))

    channels = {row.outlet.slug: row.fault for row in models.Channel.objects.select_related("outlet")}
    words = words_of("fr")
    for fault in FAULTS:
        line = channels[f"fault-{fault.slug}"]
        assert bool(line) is bool(fault.error), (fault.slug, line)
        if fault.error:
            told = tell(words, line)
            assert not told.english, f"the health page has no words for {line}"
            if fault.error in SAID:
                assert told.said == words(SAID[fault.error]), (fault.slug, line)
    assert channels["neighbour"] == ""
    collected = models.Article.objects.filter(outlet__slug="neighbour")
    assert collected.count() == ENTRIES
    read_all_the_same = {f"fault-{fault.slug}" for fault in FAULTS if not fault.error}
    outlets = set(models.Article.objects.values_list("outlet__slug", flat=True))
    assert outlets == read_all_the_same | {"neighbour"}
