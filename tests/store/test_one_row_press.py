"""The sample press read by every address its sites know an article by: one row each, with its own text."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest

from tests.store.rows import EDITION, NOW, make_outlet
from warraq.addresses import identity_key
from warraq.processes.reading import read_page
from warraq.records import Article, Lead, Page
from warraq.sample.outlets import OUTLETS, Outlet
from warraq.sample.press import Press
from warraq.sample.server import Presses
from warraq.store import models
from warraq.store.work import write_leads
from warraq.store.write import Arrival, Written, write_arrivals

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ARTICLES = 4
TWINS = {
    "wordpress": ("{base}/?p={key}", "{address}?utm_source=rss&utm_medium=feed"),
    "mobile": ("{base}/m{path}?fbclid=1", "{address}/amp"),
    "ansi": (
        "{base}/index.php?view=article&id={key}:titre&option=com_content",
        "{address}&tmpl=component&print=1",
    ),
    "frontpage": ("{base}/article/{key}/un-tout-autre-nom", "{address}#commentaires"),
}
"""Engine -> other ways to an article."""
EVERYWHERE = ("{address}", "{address}#top")


def fetch(site: Presses, outlet: Outlet, address: str) -> Page | None:
    """The page, redirects followed; None where the site has none."""
    final = address
    for _ in range(3):
        parts = urlsplit(final)
        reply = site.answer(outlet, parts.path, parts.query)
        if reply.status != 301:
            break
        final = urljoin(final, reply.headers["Location"])
    headers = {"content-type": reply.content_type}
    return Page(address, final, reply.status, headers, reply.body, NOW) if reply.status == 200 else None


def visit(site: Presses, outlet: Outlet, address: str) -> Written | None:
    """Fetch, read and write, as the collector does."""
    page = fetch(site, outlet, address)
    if page is None:
        return None
    lead = Lead(address)
    now = datetime.now(UTC)
    names = tuple(outlet.names.values())
    read = read_page(page, lead, now, "Africa/Casablanca", outlet.language, names, {})
    assert isinstance(read.arrived, Article), read.arrived
    row = make_outlet(outlet.slug, outlet.language)
    write_leads(row.pk, [lead], NOW)
    one = Arrival(row.pk, read.arrived, read.findings, NOW, addresses=(address, page.final_address))
    (written,) = write_arrivals([one], EDITION)
    return written


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
def test_an_outlet_s_articles_are_one_row_each_by_every_address(outlet: Outlet) -> None:
    press = Press(seed=3, clock=lambda: datetime(2023, 11, 1, 12, tzinfo=UTC))
    site = Presses(press)
    sheets = [press.sheet(found) for found in press.latest(outlet, ARTICLES)]
    numbers: dict[str, set[int | None]] = {}
    for sheet in sheets:
        for way in (*EVERYWHERE, *TWINS.get(outlet.engine, ())):
            address = way.format(base=sheet.base, key=sheet.key, path=sheet.path, address=sheet.address)
            if written := visit(site, outlet, address):
                numbers.setdefault(identity_key(sheet.address), set()).add(written.number)
    assert len(numbers) == len(sheets)
    assert all(len(some) == 1 for some in numbers.values())
    assert models.Article.objects.count() == len(sheets)
