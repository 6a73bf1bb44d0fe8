"""The whole way in, on the sample press over HTTP: what outlets publish is kept once, read right, and kept current."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ports import free_port
from warraq.collect.hosts import Hosts
from warraq.commands.starting import prepare_data
from warraq.editions import Edition, load_edition, with_sample_press
from warraq.options import Options, read_options
from warraq.processes.collector import Collector
from warraq.processes.keeper import Keeper
from warraq.sample import OUTLETS, Asked, Press, Truth, seeds, serve_press
from warraq.store import models
from warraq.store.blocks import read_blocks
from warraq.store.outbox import every_text
from warraq.store.outlets import sync_outlets
from warraq.store.work import LEASE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FEW = ("albaydar", "alqindil", "annawras", "lephare")
"""Four engines: a WordPress site, tables without metadata, a news sitemap, French."""
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class World:
    """A press, a collector and one clock for both; time passes only when told to."""

    def __init__(self, folder: Path, port: int) -> None:
        self.now = OPENED + timedelta(minutes=5)
        self.folder = folder
        self.port = port
        # One day of history: about ten articles an outlet, or the suite would read pages for minutes.
        self.press = Press(seed=7, opened_at=OPENED, port=port, clock=lambda: self.now, history_days=1)
        self.asked: list[Asked] = []
        self.options: Options = read_options({"WARRAQ_DATA": str(folder), "WARRAQ_EDITION": "sample"})
        sockets = frozenset((outlet.ip, port) for outlet in OUTLETS)
        self.edition: Edition = with_sample_press(load_edition("sample", self.options), seeds(port), sockets)
        prepare_data(folder)

    def add_outlets(self, *slugs: str) -> None:
        """These outlets, or all."""
        chosen = [seed for seed in self.edition.outlets if not slugs or seed.slug in slugs]
        sync_outlets("sample", chosen, self.now - timedelta(hours=1))

    def later(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)

    def collect(self) -> None:
        """Run press and collector until nothing is due."""
        asyncio.run(self._collect())

    async def _collect(self) -> None:
        stop, ready = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(
            serve_press(self.press, port=self.port, stop=stop, ready=ready, log=self.asked.append)
        )
        await ready.wait()
        seconds = iter(range(10**9))
        hosts = Hosts(lambda: next(seconds) / 100, _no_wait)
        try:
            await Collector(self.options, self.edition, clock=lambda: self.now, hosts=hosts).run(
                asyncio.Event(), once=True
            )
        finally:
            stop.set()
            await serving

    def truths(self) -> Iterator[tuple[models.Article, Truth]]:
        for row in models.Article.objects.select_related("outlet", "body").order_by("pk"):
            truth = self.press.truth(row.address)
            assert truth is not None, row.address
            yield row, truth


async def _no_wait(seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, free_port())


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))}


def f1(text: str, truth: str) -> float:
    ours, theirs = shingles(text), shingles(truth)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def test_what_the_press_published_is_kept_once_and_read_right(world: World) -> None:
    world.add_outlets()
    world.collect()
    pairs = list(world.truths())
    slugs = {row.outlet.slug for row, _ in pairs}
    assert slugs == {outlet.slug for outlet in OUTLETS}
    assert len({truth.address for _, truth in pairs}) == len(pairs) > 80
    texts = {text.number: text for text in every_text()}
    scores = [f1(texts[row.pk].text, truth.body) for row, truth in pairs]
    assert sum(scores) / len(scores) > 0.97
    wrong_titles = [(row.title, truth.title) for row, truth in pairs if row.title != truth.title]
    assert len(wrong_titles) <= 0.02 * len(pairs), wrong_titles
    wrong_languages = [row.title for row, truth in pairs if row.language != truth.language]
    assert len(wrong_languages) <= 0.02 * len(pairs), wrong_languages
    printed = [
        (row.published_text[:10], f"{truth.published_at:%Y-%m-%d}")
        for row, truth in pairs
        if row.published_text
    ]
    assert len([1 for ours, theirs in printed if ours != theirs]) <= 0.02 * len(printed)
    assert len(printed) > 0.9 * len(pairs)
    assert not models.Channel.objects.exclude(fault="").exists()
    assert models.Picture.objects.count() > 30
    assert models.Outlet.objects.filter(logo__isnull=False).count() > len(OUTLETS) // 2


def test_a_second_round_asks_little_and_doubles_nothing(world: World) -> None:
    world.add_outlets(*FEW)
    world.collect()
    before = models.Article.objects.count()
    asked = len(world.asked)
    world.later(seconds=10)
    world.collect()
    pages = [visit for visit in world.asked[asked:] if visit.status == 200]
    fresh = models.Article.objects.count() - before
    assert len(pages) < asked / 4
    assert fresh < 20


def test_corrections_become_revisions_and_deletions_withdraw(world: World) -> None:
    world.add_outlets(*FEW)
    for _ in range(3):
        world.collect()
        world.later(seconds=90)
    world.collect()
    revised = models.Article.objects.filter(revision_count__gt=0)
    assert revised.exists()
    for row in revised:
        truth = world.press.truth(row.address)
        assert truth is not None
        assert truth.revised_at, row.address
        assert row.revisions.count() == row.revision_count
    withdrawn = models.Article.objects.filter(withdrawn_at__isnull=False)
    for row in withdrawn:
        truth = world.press.truth(row.address)
        assert truth is not None
        assert truth.deleted_at is not None
    assert (
        len(set(models.Article.objects.values_list("address", flat=True))) == models.Article.objects.count()
    )


def test_a_collector_cut_off_in_the_middle_loses_and_doubles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add_outlets(*FEW)
    with monkeypatch.context() as patch:
        patch.setattr("warraq.processes.visits.Visits.lead", _cut_after(20))
        with pytest.raises(asyncio.CancelledError):
            world.collect()
    half = models.Article.objects.count()
    world.later(seconds=LEASE.total_seconds() + 10)
    world.collect()
    assert models.Article.objects.count() > half
    addresses = list(models.Article.objects.values_list("address", flat=True))
    assert len(set(addresses)) == len(addresses)
    assert not models.Lead.objects.filter(state="due", attempts=0, visits=0, next_at__lte=world.now).exists()


def _cut_after(count: int) -> Callable[..., object]:
    """Leads are visited as ever until `count` of them were; then every task of the loop is cancelled at once."""
    from warraq.processes.visits import Visits

    original = Visits.lead
    left = iter(range(count))

    async def lead(self: Visits, job: object) -> object:
        if next(left, None) is None:
            for task in asyncio.all_tasks():
                task.cancel()
        return await original(self, job)  # type: ignore[arg-type]

    return lead


def test_what_was_collected_is_in_the_index(world: World) -> None:
    world.add_outlets(*FEW)
    world.collect()
    keeper = Keeper(world.folder)
    keeper.prepare()
    while keeper.step():
        pass
    from warraq.search.generations import current_path
    from warraq.search.query import parse_query
    from warraq.search.tantivy_index import TantivyIndex

    keeper.close()
    index = TantivyIndex.open_reader(current_path(world.folder / "index"))
    assert index.count() == models.Article.objects.count()
    row = models.Article.objects.filter(language="ar").latest("pk")
    answer = index.search(parse_query(f'"{row.title}"'), edition="sample", limit=50)
    assert row.pk in [hit.number for hit in answer.hits]
    assert read_blocks(row.body.blocks)
    index.close()
