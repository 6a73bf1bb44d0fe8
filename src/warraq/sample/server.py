"""The sample press on the network: each outlet a host of its own on loopback, all answered by one small handler."""

from __future__ import annotations

import asyncio
import logging
import math
import re
import resource
import signal
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qs, unquote

from aiohttp import web

from warraq.sample.engines import ENGINES
from warraq.sample.engines.shape import Listing, Reply, Sheet, Site
from warraq.sample.faults_server import serve_faults
from warraq.sample.outlets import Outlet, base_of
from warraq.sample.pictures import logo, photograph
from warraq.sample.press import Found, Press, moment_of

_PICTURE = re.compile(r"^/media/\d{4}/\d{2}/(\d{1,14})\.jpg$")
_OTHERS = 20
"""Other headlines around an article."""
_REMEMBERED = 10_000
"""Requests the log keeps."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the request log."""

    at: datetime
    host: str
    """IP of the outlet."""
    path: str
    """With its query, as sent."""
    status: int
    user_agent: str


class Presses:
    """Answers requests for every outlet of one press. `log` keeps the latest requests."""

    def __init__(self, press: Press, log: Callable[[Asked], None] | None = None) -> None:
        self.press = press
        self.requests: deque[Asked] = deque(maxlen=_REMEMBERED)
        self._log = log
        self._kept: dict[tuple[str, str], tuple[object, Reply]] = {}

    def application(self, outlet: Outlet) -> web.Application:
        """The outlet's site."""

        async def handle(request: web.Request) -> web.Response:
            path, _, query = request.raw_path.partition("?")
            if seconds := self.press.closed_seconds(outlet):
                reply = web.Response(status=429, headers={"Retry-After": str(math.ceil(seconds))})
            else:
                reply = _conditional(self.answer(outlet, path, query), request)
            self._note(outlet, request, reply.status)
            return reply

        site = web.Application()
        site.router.add_route("*", "/{path:.*}", handle)
        return site

    def _note(self, outlet: Outlet, request: web.Request, status: int) -> None:
        agent = request.headers.get("User-Agent", "")
        asked = Asked(self.press.clock(), outlet.ip, request.raw_path, status, agent)
        self.requests.append(asked)
        if self._log:
            self._log(asked)

    def answer(self, outlet: Outlet, raw_path: str, raw_query: str = "") -> Reply:
        """What the outlet's site says to a path (as sent) and query."""
        engine, path = ENGINES[outlet.engine], unquote(raw_path)
        query = parse_qs(raw_query)
        site = Site(outlet, base_of(outlet, self.press.port), moment_of(self.press.now()))
        fixed = self._fixed(outlet, path)
        if fixed is not None:
            return fixed
        if (key := engine.key(path, query)) is not None:
            return self._article(site, key, raw_path, query)
        if listing := engine.listings.get(path):
            return self._listing(site, path, listing)
        reply = engine.beyond(site, path, query, lambda count: self._sheets(outlet, count))
        return reply or _sorry(404)

    def _fixed(self, outlet: Outlet, path: str) -> Reply | None:
        """What never changes: the robots file, the logo, pictures."""
        if path == "/robots.txt":
            text = ENGINES[outlet.engine].robots.format(base=base_of(outlet, self.press.port))
            return Reply(text.encode(), "text/plain; charset=utf-8")
        if path in ("/logo.png", "/favicon.ico"):
            return Reply(logo(outlet.colour, outlet.index), "image/png")
        if found := _PICTURE.match(path):
            return Reply(photograph(self.press.seed, int(found[1])), "image/jpeg")
        return None

    def _article(self, site: Site, key: int, raw_path: str, query: dict[str, list[str]]) -> Reply:
        if self.press.coverage_of(site.outlet, key) is None:
            return _sorry(404)
        found = self.press.find(site.outlet, key)
        if found is None:
            return _sorry(site.outlet.gone_status)
        others = [sheet for sheet in self._sheets(site.outlet, _OTHERS + 1) if sheet.key != key][:_OTHERS]
        return ENGINES[self.press.theme(site.outlet)].page(
            site, self.press.sheet(found), others, raw_path, query
        )

    def _sheets(self, outlet: Outlet, count: int) -> Sequence[Sheet]:
        return [self.press.sheet(found) for found in self.press.latest(outlet, count)]

    def _listing(self, site: Site, path: str, listing: Listing) -> Reply:
        """Built anew only when an article came, went or changed."""
        since = None if listing.days is None else self.press.now() - listing.days * 86_400
        found = self.press.latest(site.outlet, listing.count, since=since)
        state = tuple(one.stamp for one in found)
        kept = self._kept.get((site.outlet.slug, path))
        if kept is None or kept[0] != state:
            kept = (state, listing.build(site, [self.press.sheet(one) for one in found]))
            self._kept[site.outlet.slug, path] = kept
        return kept[1]


def _sorry(status: int) -> Reply:
    words = {
        404: "404 - الصفحة غير موجودة / Page introuvable",
        410: "410 - حذفت هذه الصفحة / Page supprimée",
    }[status]
    head = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{words}</title></head>"
    return Reply(f"{head}<body><h1>{words}</h1></body></html>".encode(), status=status)


def _conditional(reply: Reply, request: web.Request) -> web.Response:
    """ETag and Last-Modified for replies that know when they changed; 304 where the client has them (RFC 9110, 13)."""
    headers = {"Content-Type": reply.content_type, **reply.headers}
    if reply.modified is None:
        return web.Response(body=reply.body, status=reply.status, headers=headers)
    tag = f'"{_hash(reply.body)}"'
    modified = reply.modified.astimezone(UTC).replace(microsecond=0)
    headers |= {"ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True)}
    if _is_unchanged(request, tag, modified):
        headers.pop("Content-Type")
        return web.Response(status=304, headers=headers)
    return web.Response(body=reply.body, status=reply.status, headers=headers)


@lru_cache(maxsize=64)
def _hash(body: bytes) -> str:
    return sha256(body).hexdigest()[:20]


def _is_unchanged(request: web.Request, tag: str, modified: datetime) -> bool:
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        return asked.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in asked.split(",")]
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return modified <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


async def serve_press(
    press: Press,
    *,
    port: int | None = None,
    stop: asyncio.Event,
    log: Callable[[Asked], None] | None = None,
    ready: asyncio.Event | None = None,
) -> deque[Asked]:
    """Serve every outlet on `port` of its own address until `stop` is set; returns the log of the latest requests.

    `log` is called with each request, `ready` is set once all outlets listen. OSError: an address is in use.
    """
    if port is not None:
        press.port = port
    presses = Presses(press, log)
    runners = [
        web.AppRunner(presses.application(outlet), access_log=None, shutdown_timeout=0.5)
        for outlet in press.outlets
    ]
    try:
        for outlet, runner in zip(press.outlets, runners, strict=True):
            await runner.setup()
            await web.TCPSite(runner, outlet.ip, press.port).start()
        press.hours.open(press.now())
        if ready:
            ready.set()
        while not stop.is_set():
            press.hours.beat(press.now())
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 1.0)
    finally:
        for runner in runners:
            await runner.cleanup()
    return presses.requests


def run_press(press: Press, *, has_faults: bool = False) -> None:
    """Serve, beside the faulty hosts or without them, until SIGINT or SIGTERM. OSError: an address is in use."""
    asyncio.run(_run(press, has_faults=has_faults))


async def _run(press: Press, *, has_faults: bool) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError):  # some systems call it unlimited and grant less
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each outlet listens
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    logging.getLogger("warraq.sample").info(
        "the sample press listens on %s", base_of(press.outlets[0], press.port)
    )
    async with serve_faults(press.port) if has_faults else nullcontext():
        await serve_press(press, stop=stop)


__all__ = ["Asked", "Found", "Presses", "run_press", "serve_press"]
