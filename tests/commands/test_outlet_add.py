"""`warraq outlet add`, against the sample press over loopback: what it finds, shows, asks, and leaves as it was."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from warraq.addresses import host_of
from warraq.commands import main
from warraq.sample import OUTLETS, Asked, Press, serve_press
from warraq.store import models
from warraq.store.hosts import close_host

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime.now(UTC)


class Served:
    """A press in a thread of its own, as others' machines are."""

    def __init__(self) -> None:
        self.port = free_port()
        self.asked: list[Asked] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        assert self._ready.wait(30)

    def _serve(self) -> None:
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        self._stop, ready = asyncio.Event(), asyncio.Event()
        opened = NOW - timedelta(hours=1)
        press = Press(seed=7, opened_at=opened, port=self.port, clock=lambda: NOW, history_days=3)
        serving = asyncio.create_task(
            serve_press(press, port=self.port, stop=self._stop, ready=ready, log=self.asked.append)
        )
        await ready.wait()
        self._ready.set()
        await serving

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def address(self, slug: str) -> str:
        return next(f"http://{outlet.ip}:{self.port}/" for outlet in OUTLETS if outlet.slug == slug)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    press = Served()
    yield press
    press.close()


@pytest.fixture
def press(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setenv("WARRAQ_LOG", "error")
    monkeypatch.setenv("WARRAQ_EDITION", "sample")
    monkeypatch.setenv("WARRAQ_SAMPLE_PORT", str(served.port))
    served.asked.clear()
    return served


def added(press: Served, slug: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert main(["outlet", "add", press.address(slug), "--slug", slug, "--json", *more]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


@pytest.mark.parametrize(
    ("slug", "kinds", "language"),
    [
        ("taghia", ["feed"], "ar"),
        ("albaydar", ["feed", "wordpress"], "ar"),
        ("alqindil", ["feed"], "ar"),
        ("nafida24", ["feed"], "ar"),
        ("almihbara", ["feed"], "ar"),
        ("lacigogne", ["feed"], "fr"),
        ("annawras", ["news_sitemap"], "ar"),
        ("almirsat", ["front_page"], "ar"),
        ("tighremt", ["feed"], "zgh"),
    ],
)
def test_every_engine_of_the_press_is_found_and_read(
    slug: str, kinds: list[str], language: str, press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    said = added(press, slug, capsys)
    assert [channel["kind"] for channel in said["channels"]] == kinds
    assert said["channels"][0]["language"] == language
    assert all(channel["entries"] > 5 for channel in said["channels"])
    sample = said["sample"]
    assert sample["language"] == language
    assert sample["title"]
    assert len(sample["body"]) > 200
    outlet = models.Outlet.objects.get()
    assert (outlet.slug, outlet.language, outlet.homepage) == (slug, language, press.address(slug))
    assert outlet.channels.count() == len(kinds)


def test_an_address_without_a_scheme_is_tried_with_encryption_and_without(
    press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = press.address("lacigogne").removeprefix("http://")
    assert main(["outlet", "add", bare]) == 0
    assert models.Outlet.objects.get().homepage == press.address("lacigogne")
    press.asked.clear()
    assert main(["outlet", "add", f"https://{bare}"]) == 1
    assert "SSL" in capsys.readouterr().err
    assert not press.asked


def test_a_look_asks_little_and_one_thing_at_a_time(
    press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    said = added(press, "annawras", capsys)
    paths = [asked.path for asked in press.asked]
    assert paths[:2] == ["/robots.txt", "/"]
    assert len(paths) == len(set(paths)) <= 2 + 12 + 1
    assert [one["address"].partition(str(press.port))[2] for one in said["tried"]] == paths[1:-1]


def test_an_outlet_added_twice_stays_as_it_is(press: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert added(press, "albaydar", capsys)["new_channels"] == 2
    models.Outlet.objects.update(state="paused", names={"ar": "اسم آخر"})
    before = (list(models.Outlet.objects.values()), list(models.Channel.objects.values()))
    assert main(["outlet", "add", press.address("albaydar")]) == 0
    assert "known already, and paused, nothing is new" in capsys.readouterr().out
    assert (list(models.Outlet.objects.values()), list(models.Channel.objects.values())) == before


def test_an_outlet_that_was_given_up_is_taken_up_again(
    press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    added(press, "lacigogne", capsys)
    models.Outlet.objects.update(state="removed", state_reason="closed")
    said = added(press, "lacigogne", capsys)
    assert (said["is_new"], said["state"], said["new_channels"]) == (False, "active", 0)


def test_the_table_and_one_article_as_it_is_read(press: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlet", "add", press.address("lacigogne") + "atom.xml", "--name", "La Cigogne"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["channel", "kind", "entries", "newest", "language"]
    address, kind, entries, newest, language = lines[3].split()
    assert (address, kind, language) == (press.address("lacigogne") + "atom.xml", "feed", "fr")
    assert int(entries) > 5
    assert newest.startswith("20")
    assert len([line for line in lines[5:] if line.strip()]) >= 4
    outlet = models.Outlet.objects.get()
    assert (outlet.names, outlet.is_name_verified) == ({"fr": "La Cigogne"}, True)
    assert outlet.homepage == press.address("lacigogne")


def test_a_look_that_finds_nothing_names_what_it_tried(
    press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outlet", "add", press.address("alqindil") + "robots.txt"]) == 1
    told = capsys.readouterr().err
    assert "Tried:" in told
    assert "/feed/: the host answered 404" in told
    assert "no feed" in told
    assert not models.Outlet.objects.exists()
    assert main(["outlet", "add", "not an address"]) == 2


def test_a_host_that_wants_to_be_left_alone_is_not_asked(
    press: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    address = press.address("albaydar")
    close_host(host_of(address), datetime.now(UTC) + timedelta(hours=1))
    assert main(["outlet", "add", address]) == 1
    assert "asked us to come back after" in capsys.readouterr().err
    assert press.asked == []
