"""An article on several pages comes in whole: its further pages are part of the visit, and no articles of their own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from warraq.collect.hosts import Hosts
from warraq.commands.starting import prepare_data
from warraq.editions import load_edition, with_sample_press
from warraq.extract.later_pages import MOST_LATER_PAGES
from warraq.options import read_options
from warraq.processes.collector import Collector
from warraq.processes.writer import Rows
from warraq.records import OutletSeed
from warraq.store import models
from warraq.store.outbox import every_text
from warraq.store.outlets import sync_outlets

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ARTICLE = "/2026/03/une-longue-enquete-sur-la-mer-84210.html"
SENTENCE = (
    "À la page {page}, le paragraphe {n} dit ce que les pêcheurs du port numéro {page}{n} ont vu hier en mer."
)


class Outlet:
    """A newspaper whose one article lies on `pages` pages; `asked` keeps what was asked for."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.gone: set[int] = set()
        self.faulty: set[int] = set()

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        if request.path == "/feed":
            return web.Response(body=self.feed(request.host), content_type="application/rss+xml")
        if request.path == ARTICLE:
            page = int(request.query.get("page", "1"))
            if page in self.faulty:
                return web.Response(status=500)
            if page <= self.pages and page not in self.gone:
                return web.Response(text=self.page(page), content_type="text/html")
        return web.Response(status=404)

    def feed(self, host: str) -> bytes:
        return (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>La Vigie</title><item>'
            f"<title>Enquête sur la mer</title><link>http://{host}{ARTICLE}</link></item></channel></rss>"
        ).encode()

    def page(self, number: int) -> str:
        text = "".join(f"<p>{SENTENCE.format(page=number, n=n)}</p>" for n in range(6))
        following = f'<link rel="next" href="{ARTICLE}?page={number + 1}">' if number < self.pages else ""
        return (
            f'<html lang="fr"><head><title>Enquête sur la mer</title>{following}</head><body>'
            f"<article><h1>Enquête sur la mer</h1><p>Le chapeau de cette longue enquête est sur toutes les pages.</p>"
            f"{text}</article></body></html>"
        )


def collect(folder: Path, outlet: Outlet) -> None:
    asyncio.run(_collect(folder, outlet))


async def _collect(folder: Path, outlet: Outlet) -> None:
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", outlet.answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    socket = web.TCPSite(runner, "127.0.0.1", 0)
    await socket.start()
    port = runner.addresses[0][1]
    options = read_options({"WARRAQ_DATA": str(folder), "WARRAQ_EDITION": "sample"})
    base = f"http://127.0.0.1:{port}"
    seeds = (OutletSeed("vigie", f"{base}/", {"fr": "La Vigie"}, language="fr", feeds=(f"{base}/feed",)),)
    edition = with_sample_press(load_edition("sample", options), seeds, frozenset({("127.0.0.1", port)}))
    edition = replace(edition, revisit_seconds=())
    rows = Rows()
    await rows(sync_outlets, "sample", list(seeds), NOW)
    await rows(models.Channel.objects.update, next_at=NOW)
    rows.close()
    seconds = iter(range(10**9))
    hosts = Hosts(lambda: next(seconds) / 100, lambda _: asyncio.sleep(0))
    try:
        await Collector(options, edition, clock=lambda: NOW, hosts=hosts).run(asyncio.Event(), once=True)
    finally:
        await runner.cleanup()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare_data(tmp_path)
    return tmp_path


def lines() -> list[str]:
    (text,) = every_text()
    return text.text.split("\n")


def test_all_pages_are_joined(folder: Path) -> None:
    outlet = Outlet(pages=3)
    collect(folder, outlet)
    assert models.Article.objects.count() == 1
    assert models.Lead.objects.count() == 1
    kept = lines()
    for page in (1, 2, 3):
        for n in range(6):
            assert kept.count(SENTENCE.format(page=page, n=n)) == 1
    assert sum("chapeau" in line for line in kept) <= 1
    assert [path for path in outlet.asked if path.startswith(ARTICLE)] == [
        ARTICLE,
        f"{ARTICLE}?page=2",
        f"{ARTICLE}?page=3",
    ]


def test_no_more_than_ten_further_pages_are_fetched(folder: Path) -> None:
    outlet = Outlet(pages=500)
    collect(folder, outlet)
    assert len([path for path in outlet.asked if path.startswith(ARTICLE)]) == 1 + MOST_LATER_PAGES
    assert SENTENCE.format(page=1 + MOST_LATER_PAGES, n=5) in lines()


def test_a_page_that_is_gone_ends_the_article(folder: Path) -> None:
    outlet = Outlet(pages=4)
    outlet.gone = {3}
    collect(folder, outlet)
    assert SENTENCE.format(page=2, n=5) in lines()
    assert SENTENCE.format(page=4, n=0) not in lines()


def test_a_page_that_fails_has_the_whole_article_fetched_again(folder: Path) -> None:
    outlet = Outlet(pages=3)
    outlet.faulty = {2}
    collect(folder, outlet)
    assert not models.Article.objects.exists(), "half an article today would be an edit tomorrow"
    (lead,) = models.Lead.objects.all()
    assert lead.fault
    assert lead.next_at is not None
