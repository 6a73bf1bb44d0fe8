"""A feed names its hub; the hub verifies us over HTTP, and what it pushes is an article without our asking."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from aiohttp import ClientSession, web

from tests.ports import free_port
from warraq.collect.hosts import Hosts
from warraq.commands.starting import prepare_data
from warraq.editions import Edition, load_edition
from warraq.options import Options, read_options
from warraq.processes.collector import Collector
from warraq.records import ChannelKind, OutletSeed
from warraq.store import models
from warraq.store.outlets import ChannelSeed, add_channels, make_outlet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PAGE = """<!doctype html><html lang="fr"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>La première phrase de cet article est assez longue pour être lue comme un texte par tout lecteur de pages.</p>
<p>La seconde phrase de cet article dit autre chose encore, et elle est tout aussi longue que la première phrase.</p>
</article></body></html>"""


@dataclass
class Publisher:
    """A newspaper with its own hub, on one loopback port."""

    port: int
    articles: list[str] = field(default_factory=lambda: ["Premier titre"])
    forms: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    is_refusing: bool = False
    reserved: bytes | None = None
    """Its file of reserved rights, where it has one."""

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>{title}</title><link>{self.root}/a/{n}-assez-long-titre</link></item>"
            for n, title in enumerate(self.articles)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
            f'<channel><title>T</title><atom:link rel="hub" href="{self.root}/hub"/>'
            f'<atom:link rel="self" href="{self.root}/feed"/>{items}</channel></rss>'
        ).encode()

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/feed":
            return web.Response(body=self.feed(), content_type="application/rss+xml")
        if request.path == "/.well-known/tdmrep.json" and self.reserved:
            return web.Response(body=self.reserved, content_type="application/json")
        if request.path.startswith("/a/"):
            title = self.articles[int(request.path.split("/")[2].split("-")[0])]
            return web.Response(text=PAGE.format(title=title), content_type="text/html")
        return web.Response(status=404)

    async def hub(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.is_refusing:
            return web.Response(status=403)
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "c1",
            "hub.lease_seconds": "7200",
        }
        async with ClientSession() as session, session.get(form["hub.callback"], params=asked) as response:
            assert (response.status, await response.text()) == (200, "c1")
        return web.Response(status=202)

    async def push(self, title: str, *, secret: str | None = None) -> None:
        self.articles.append(title)
        form, body = self.forms[-1], self.feed()
        if secret:  # a forger's news stands in no feed
            self.articles.pop()
        digest = hmac.new((secret or form["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={digest}", "Content-Type": "application/rss+xml"}
        async with ClientSession() as session:
            await session.post(form["hub.callback"], data=body, headers=headers)

    @asynccontextmanager
    async def open(self) -> Any:
        app = web.Application()
        app.router.add_post("/hub", self.hub)
        app.router.add_get("/{path:.*}", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        yield
        await runner.cleanup()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def site() -> Iterator[str]:
    """The real site over HTTP: its address."""
    from django.db import connections

    from warraq.serve.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.01)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


async def no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


async def collect(options: Options, edition: Edition, clock: Clock) -> None:
    seconds = iter(range(10**9))
    hosts = Hosts(lambda: next(seconds) / 100, no_wait)
    await Collector(options, edition, clock=clock, hosts=hosts).run(asyncio.Event(), once=True)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    prepare_data(tmp_path)
    paper = Publisher(free_port())
    seed = OutletSeed("journal", f"{paper.root}/", {"fr": "Journal"}, language="fr")
    row = make_outlet("sample", seed, NOW)
    add_channels(row, [ChannelSeed(ChannelKind.FEED, f"{paper.root}/feed")], NOW)
    return paper


def world(publisher: Publisher, folder: Path, url: str) -> tuple[Options, Edition]:
    options = read_options({"WARRAQ_DATA": str(folder), "WARRAQ_EDITION": "sample", "WARRAQ_URL": url})
    edition = load_edition("sample", options)
    sockets = frozenset({("127.0.0.1", publisher.port)})
    return options, replace(edition, allowed_sockets=sockets, is_public=False, poll_max_seconds=86_400.0)


def test_what_a_hub_pushes_is_an_article_without_asking_the_feed(
    publisher: Publisher, tmp_path: Path
) -> None:
    clock = Clock()

    async def live(url: str) -> None:
        options, edition = world(publisher, tmp_path, url)
        async with publisher.open():
            await collect(options, edition, clock)
            clock.now += timedelta(seconds=1)
            await collect(options, edition, clock)
            await publisher.push("Deuxième titre")
            await publisher.push("Titre d'un faussaire", secret="guessed")
            feeds = publisher.asked.count("/feed")
            await collect(options, edition, clock)
            assert publisher.asked.count("/feed") == feeds
            clock.now += timedelta(minutes=10)
            await collect(options, edition, clock)
            assert publisher.asked.count("/feed") == feeds + 1
            clock.now += timedelta(hours=1)
            await collect(options, edition, clock)
            assert publisher.asked.count("/feed") == feeds + 1, "its hub tells of its news"

    with site() as url:
        asyncio.run(live(url))
    subscription = models.Subscription.objects.get()
    assert subscription.expires_at is not None
    assert subscription.expires_at > clock.now + timedelta(hours=1)
    titles = set(models.Article.objects.values_list("title", flat=True))
    assert titles == {"Premier titre", "Deuxième titre"}
    assert not models.Push.objects.exists()


def test_a_hub_that_refuses_is_left_alone_and_the_feed_is_asked_as_ever(
    publisher: Publisher, tmp_path: Path
) -> None:
    clock = Clock()
    publisher.is_refusing = True

    async def live() -> None:
        options, edition = world(publisher, tmp_path, "https://warraq.example")
        async with publisher.open():
            for _ in range(4):
                await collect(options, edition, clock)
                clock.now += timedelta(minutes=5)

    asyncio.run(live())
    assert len(publisher.forms) == 1
    assert "403" in models.Subscription.objects.get().fault
    assert publisher.asked.count("/feed") == 4


def test_without_a_public_address_no_hub_is_asked(publisher: Publisher, tmp_path: Path) -> None:
    clock = Clock()

    async def live() -> None:
        options, edition = world(publisher, tmp_path, "")
        async with publisher.open():
            for _ in range(2):
                await collect(options, edition, clock)
                clock.now += timedelta(minutes=5)

    asyncio.run(live())
    assert publisher.forms == []


def test_a_host_that_reserves_its_rights_is_asked_once_and_heard(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.articles.append("Deuxième titre")
    publisher.reserved = b'[{"location": "/a/", "tdm-reservation": 1}]'
    clock = Clock()

    async def live() -> None:
        options, edition = world(publisher, tmp_path, "")
        async with publisher.open():
            await collect(options, edition, clock)
            clock.now += timedelta(days=1)
            await collect(options, edition, clock)

    asyncio.run(live())
    assert set(models.Article.objects.values_list("wishes", flat=True)) == {"no_tdm"}
    assert publisher.asked.count("/.well-known/tdmrep.json") == 1
