"""A hub on loopback is told which feeds changed: once, in batches, again when it failed, and only what it missed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.processes.loopback import serving
from tests.serve.press import EDITION, bump
from warraq.options import Options, read_options
from warraq.processes import announcer as module
from warraq.processes.announcer import FILE, Announcer, read_told, retry_after

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Hub(HTTPServer):
    """Keeps what it is told; `status` is what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Told)
        self.told: list[list[str]] = []
        self.agents: set[str] = set()
        self.status = 204

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Told(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.agents.add(self.headers["User-Agent"])
        if self.server.status < 300:
            assert form["hub.mode"] == ["publish"]
            self.server.told.append(form["hub.url"])
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


class Lists:
    """Feeds whose contents a test changes."""

    def __init__(self, amount: int = 2) -> None:
        self.marks = {f"https://warraq.example/{n}": "a" for n in range(amount)}

    def __call__(self, now: datetime) -> Iterator[tuple[str, Sequence[str]]]:
        for address, mark in self.marks.items():
            yield mark, (f"{address}/rss", f"{address}/atom")

    def change(self, *numbers: int) -> None:
        """Let these lists say something new."""
        for n in numbers:
            self.marks[f"https://warraq.example/{n}"] += "b"
        bump()


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    with serving(server):
        yield server


@pytest.fixture
def options(tmp_path: Path, hub: Hub) -> Options:
    told = read_options({"WARRAQ_HUB": hub.address, "WARRAQ_URL": "https://warraq.example"})
    return replace(told, data=tmp_path, contact="desk@warraq.example")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def announcer(options: Options, hub: Hub, lists: Lists, clock: Clock | None = None) -> Announcer:
    host, port = str(hub.server_address[0]), int(hub.server_address[1])
    edition = replace(EDITION, allowed_sockets=frozenset({(host, port)}))
    return Announcer(options, edition, lists, clock=clock or Clock())


def test_a_new_hub_is_told_of_changes_and_not_of_the_past(options: Options, hub: Hub) -> None:
    lists = Lists()
    one = announcer(options, hub, lists)
    assert (one.look(), one.send()) == (0, 0)
    lists.change(1)
    assert one.look() == 2
    assert one.send() == 2
    assert hub.told == [["https://warraq.example/1/rss", "https://warraq.example/1/atom"]]
    assert all("desk@warraq.example" in agent for agent in hub.agents)
    assert (one.look(), one.send()) == (0, 0)


def test_a_restart_tells_only_what_was_missed(options: Options, hub: Hub) -> None:
    lists = Lists(3)
    first = announcer(options, hub, lists)
    first.look()
    lists.change(0)
    first.look()
    first.send()
    lists.change(2)  # while nobody looks
    second = announcer(options, hub, lists)
    assert second.look() == 2
    second.send()
    assert hub.told[-1] == ["https://warraq.example/2/rss", "https://warraq.example/2/atom"]
    assert len(hub.told) == 2


def test_many_feeds_are_named_in_few_requests(
    options: Options, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    lists = Lists(4)
    one = announcer(options, hub, lists)
    one.look()
    lists.change(0, 1, 2, 3)
    one.look()
    assert [one.send() for _ in range(4)] == [3, 3, 2, 0]
    assert len({address for batch in hub.told for address in batch}) == 8


def test_a_hub_that_fails_is_left_alone_longer_and_longer_and_misses_nothing(
    options: Options, hub: Hub
) -> None:
    lists, clock = Lists(), Clock()
    one = announcer(options, hub, lists, clock)
    one.look()
    hub.status = 503
    lists.change(0)
    one.look()
    assert one.send() == 0
    hub.status = 204
    assert one.send() == 0  # too early
    lists.change(1)
    assert one.look() == 4
    clock.now += timedelta(minutes=1)
    assert one.send() == 4
    assert len(hub.told) == 1


def test_the_pause_after_failures_grows_and_ends() -> None:
    pauses = [retry_after(n) for n in range(40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))


def test_a_hub_on_a_private_network_is_never_asked(options: Options, hub: Hub) -> None:
    lists = Lists()
    one = Announcer(options, EDITION, lists, clock=Clock())
    one.look()
    lists.change(0)
    one.look()
    assert one.send() == 0
    assert hub.agents == set()


@pytest.mark.parametrize("lacking", ["hub", "url", "contact"])
def test_nobody_is_told_without_a_hub_an_address_and_a_contact(
    options: Options, hub: Hub, lacking: str
) -> None:
    told: dict[str, str] = {lacking: ""}
    one = announcer(replace(options, **told), hub, Lists())  # type: ignore[arg-type]
    assert not one.is_wanted
    assert one.look() == 0
    one.run(threading.Event())  # ends by itself
    assert not (options.data / FILE).exists()


def test_it_ends_when_the_keeper_does(options: Options, hub: Hub) -> None:
    stop = threading.Event()
    one = announcer(options, hub, Lists())
    stop.set()
    one.run(stop)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hub": "x"}', '{"hub": 1, "feeds": []}', "\x00"])
def test_a_file_that_is_not_ours_is_as_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / FILE
    file.write_text(text, encoding="utf-8")
    assert read_told(file, "https://hub.example/") == {}
    assert read_told(tmp_path / "none", "") == {}


def test_another_hub_begins_anew(options: Options, hub: Hub) -> None:
    announcer(options, hub, Lists()).look()
    kept = json.loads((options.data / FILE).read_text(encoding="utf-8"))
    assert kept["hub"] == hub.address
    assert read_told(options.data / FILE, hub.address)
    assert read_told(options.data / FILE, "https://other.example/") == {}
