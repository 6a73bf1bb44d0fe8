"""Wrappers in the collector: learned as pages come, and learned again when an outlet changes its layout."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.processes.test_collector import OPENED, World, f1, world
from warraq.sample import OUTLETS, Press
from warraq.store import models
from warraq.store.outbox import every_text
from warraq.store.wrappers import load_wrappers, reading_ways

__all__ = ["world"]  # a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OUTLET = "albaydar"
THEME = "newsmap"
NOTICED_WITHIN = 20
"""Pages."""


def redesign(world: World, after: timedelta) -> None:
    world.press = Press(
        seed=7, opened_at=OPENED, port=world.port, clock=lambda: world.now, history_days=1,
        redesigns={OUTLET: (THEME, world.now + after)},
    )  # fmt: skip


def test_an_outlet_changes_its_layout_and_no_article_is_lost(world: World) -> None:
    redesign(world, timedelta(minutes=6))
    world.add_outlets(OUTLET)
    outlet = models.Outlet.objects.get(slug=OUTLET)
    for _ in range(4):
        world.collect()
        world.later(seconds=75)
    (before,) = models.Wrapper.objects.filter(outlet=outlet)
    assert before.retired_at is None
    assert before.pages >= 1
    world.later(seconds=75)
    changed_at = world.now
    pages_before = len(article_requests(world))
    noticed_after = None
    for _ in range(16):
        world.collect()
        state = models.ReadingState.objects.get(outlet=outlet)
        if noticed_after is None and state.drifted_at is not None:
            noticed_after = len(article_requests(world)) - pages_before
        if state.learnt_at is not None and state.learnt_at >= changed_at:
            break
        world.later(seconds=75)
    world.later(seconds=200)
    world.collect()

    assert noticed_after is not None
    assert noticed_after <= NOTICED_WITHIN
    before.refresh_from_db()
    after = models.Wrapper.objects.get(outlet=outlet, retired_at=None)
    assert before.retired_at == after.learnt_at >= changed_at > before.learnt_at
    assert before.record != after.record
    assert after.pages > 0
    assert len(load_wrappers(outlet.pk).wrappers) == 2, "old pages of an archive still need the old one"
    ways = reading_ways("sample")[outlet.pk]
    assert "layout changed" in ways.note
    assert "learned again" in ways.note

    texts = {text.number: text.text for text in every_text()}
    kept = {row.address: row for row in models.Article.objects.filter(outlet=outlet)}
    press_outlet = next(each for each in OUTLETS if each.slug == OUTLET)
    published = [truth for truth in world.press.published() if truth.outlet == press_outlet.slug]
    due = [truth for truth in published if truth.first_visible_at < world.now - timedelta(seconds=60)]
    missing = [truth.address for truth in due if truth.address not in kept]
    assert not missing
    scores = [f1(texts[kept[truth.address].pk], truth.body) for truth in due if not truth.revised_at]
    assert min(scores) > 0.9
    assert sum(scores) / len(scores) > 0.98


def article_requests(world: World) -> list[str]:
    """Pages of the outlet's articles that were fetched."""
    return [visit.path for visit in world.asked if visit.status == 200 and visit.path.endswith(".html")]


def test_what_a_wrapper_reads_is_read_as_well_as_before(world: World, tmp_path: Path) -> None:
    world.add_outlets(OUTLET, "alqindil")
    for _ in range(3):
        world.collect()
        world.later(seconds=120)
    world.collect()
    shares = [ways.by_wrapper or 0.0 for ways in reading_ways("sample").values()]
    assert len(shares) == 2
    assert all(share > 0.2 for share in shares)
    texts = {text.number: text.text for text in every_text()}
    by_wrapper = models.Lead.objects.filter(is_by_wrapper=True, article__isnull=False)
    assert by_wrapper.count() >= 4
    for lead in by_wrapper.select_related("article"):
        assert lead.article is not None
        truth = world.press.truth(lead.article.address)
        assert truth is not None
        if not truth.revised_at:
            kept = texts[lead.article.pk]
            assert f1(kept, truth.body) > 0.99, set(kept.split("\n")) ^ set(truth.body.split("\n"))
            assert lead.article.title == truth.title
    assert models.KeptPage.objects.count() <= 2 * 16
