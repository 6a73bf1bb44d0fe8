"""WordPress's API as an outlet's only channel, on the sample press over HTTP: new posts and edits come by it alone."""

from __future__ import annotations

import pytest

from tests.processes.test_collector import World, world
from warraq.collect.wordpress import read_cursor, usual_collections
from warraq.records import ChannelKind
from warraq.store import models
from warraq.store.outlets import ChannelSeed, add_channels

__all__ = ["world"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_new_posts_and_edits_come_by_the_api_alone(world: World) -> None:
    world.add_outlets("albaydar")
    models.Channel.objects.all().delete()
    outlet = models.Outlet.objects.get(slug="albaydar")
    collection = usual_collections(outlet.homepage)[0]
    add_channels(outlet, [ChannelSeed(ChannelKind.WORDPRESS, collection)], world.now)
    world.collect()
    first = models.Article.objects.count()
    assert first > 5
    for _ in range(6):
        # No page is looked at again by itself: what is revised, the API said.
        models.Lead.objects.filter(state="done").update(next_at=None)
        world.later(seconds=60)
        world.collect()
    assert models.Article.objects.count() > first
    revised = models.Article.objects.filter(revision_count__gt=0)
    assert revised.exists()
    for row in revised:
        truth = world.press.truth(row.address)
        assert truth is not None
        assert truth.revised_at, row.address
    channel = models.Channel.objects.get()
    assert (channel.fault, read_cursor(channel.cursor) is not None) == ("", True)
    asked = [asked.path for asked in world.asked if asked.path.startswith("/wp-json/")]
    assert len(asked) <= 2 * 7
    assert (
        len(set(models.Article.objects.values_list("address", flat=True))) == models.Article.objects.count()
    )
