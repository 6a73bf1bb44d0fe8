"""The feeds that a hub is told of are those that name it, and their marks change when they say something new."""

from __future__ import annotations

from dataclasses import replace

from tests.serve.press import EDITION, NOW, OPTIONS, Visitor, make_article, make_outlet
from warraq.serve.topics import topics_of

HUB = "https://hub.example/"
HUBBED = replace(OPTIONS, hub=HUB)


def marks() -> dict[str, str]:
    return {address: mark for mark, addresses in topics_of(HUBBED, EDITION, NOW) for address in addresses}


def test_every_topic_is_a_feed_that_names_the_hub_and_itself(db: None) -> None:
    make_article(make_outlet())
    visitor = Visitor(options=HUBBED)
    found = marks()
    assert len(found) == 3 * 3 * (1 + 2 + 1)
    for address in found:
        response = visitor.get(address.removeprefix("https://warraq.example"))
        assert response.status_code == 200
        assert response["Link"] == f'<{HUB}>; rel="hub", <{address}>; rel="self"'


def test_a_feed_that_is_not_announced_names_no_hub(db: None) -> None:
    make_article(make_outlet())
    visitor = Visitor(options=HUBBED)
    for path in ("/latest/rss", "/goud/section/politics/atom", "/section/politics/feed.json?lang=fr"):
        response = visitor.get(path)
        assert HUB not in response.content.decode()
        assert "Link" not in response


def test_a_mark_changes_with_what_its_feed_says(db: None) -> None:
    outlet = make_outlet()
    article = make_article(outlet)
    first = marks()
    assert marks() == first
    make_article(outlet, "Une nouvelle", language="fr", section="sports")
    changed = {address for address, mark in marks().items() if first[address] != mark}
    root = "https://warraq.example"
    assert {f"{root}/fr/rss", f"{root}/fr/section/sports/atom", f"{root}/goud/feed.json"} <= changed
    assert f"{root}/section/politics/rss" not in changed
    second = marks()
    article.title = "عنوان آخر"
    article.changed_at = NOW
    article.save()
    assert marks()[f"{root}/section/politics/rss"] != second[f"{root}/section/politics/rss"]
