"""Of channels that say the same, the richest stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warraq.collect.same_channels import FoundChannel, choose
from warraq.records import ChannelKind, Lead, Moment, Precision

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOME = "https://goud.example/"


def leads(
    hours: range, *, is_dated: bool = True, prefix: str = "", is_edited: bool = False
) -> tuple[Lead, ...]:
    """One article an hour: its number says how many hours ago."""
    moments = (
        Moment((NOW - timedelta(hours=n)).replace(tzinfo=None), Precision.SECOND, timedelta()) for n in hours
    )
    return tuple(
        Lead(
            f"{HOME}{prefix}{n}",
            published=moment if is_dated else None,
            updated=moment if is_edited else None,
        )
        for n, moment in zip(hours, moments, strict=True)
    )


def channel(kind: ChannelKind, name: str, entries: tuple[Lead, ...]) -> FoundChannel:
    return FoundChannel(kind, HOME + name, None, None, entries)


def feed(name: str, entries: tuple[Lead, ...]) -> FoundChannel:
    return channel(ChannelKind.FEED, name, entries)


def names(*found: FoundChannel) -> list[str]:
    return [one.address.removeprefix(HOME) for one in choose(list(found), NOW)]


def test_the_longer_of_two_feeds_stays_and_the_richer_of_two_alike() -> None:
    assert names(feed("short", leads(range(5))), feed("long", leads(range(9)))) == ["long"]
    bare = leads(range(5))
    rich = tuple(Lead(lead.address, title="t", published=lead.published, authors=("a",)) for lead in bare)
    assert names(feed("bare", bare), feed("rich", rich)) == ["rich"]


def test_addresses_that_differ_by_tracking_are_the_same_articles() -> None:
    other = tuple(Lead(f"http://www.goud.example/{n}/?utm_source=atom") for n in range(5))
    assert names(feed("rss", leads(range(5))), feed("atom", other)) == ["rss"]


def test_a_section_s_feed_says_nothing_that_the_feed_of_everything_does_not() -> None:
    assert names(feed("all", leads(range(12))), feed("sport", leads(range(0, 40, 4)))) == ["all"]


def test_a_feed_of_other_articles_stays() -> None:
    assert names(feed("ar", leads(range(9))), feed("fr", leads(range(8), prefix="fr/"))) == ["ar", "fr"]
    slow = leads(range(100, 108), prefix="slow/")
    assert names(feed("all", leads(range(9))), feed("slow", slow)) == ["all", "slow"]


def test_a_news_sitemap_stays_where_it_lists_more() -> None:
    news = channel(ChannelKind.NEWS_SITEMAP, "news", leads(range(48)))
    assert names(news, feed("feed", leads(range(10)))) == ["feed", "news"]
    assert names(news, feed("feed", leads(range(45)))) == ["feed"]


def test_wordpress_stays_for_its_edits_and_no_sitemap_beside_it() -> None:
    posts = channel(ChannelKind.WORDPRESS, "posts", leads(range(10), is_edited=True))
    silent = channel(ChannelKind.WORDPRESS, "posts", leads(range(10)))
    sitemap = channel(ChannelKind.SITEMAP, "map", leads(range(900)))
    assert names(sitemap, posts, feed("feed", leads(range(10)))) == ["feed", "posts"]
    assert names(silent, feed("feed", leads(range(10)))) == ["feed"]
    assert names(silent, sitemap) == ["posts"]


def test_a_sitemap_stays_where_it_lists_more_of_the_days_that_the_feed_reaches_back_to() -> None:
    sitemap = channel(ChannelKind.SITEMAP, "map", leads(range(900)))
    hidden = channel(ChannelKind.SITEMAP, "map", leads(range(900)) + leads(range(8), prefix="video/"))
    some = feed("feed", leads(range(10)))
    assert names(sitemap, some) == ["feed"]
    assert names(hidden, some) == ["feed", "map"]
    assert names(sitemap) == ["map"]


def test_the_front_page_is_read_without_others_or_where_they_are_abandoned() -> None:
    front = channel(ChannelKind.FRONT_PAGE, "", leads(range(30), is_dated=False))
    assert names(front) == [""]
    assert names(front, feed("feed", leads(range(10)))) == ["feed"]
    assert names(front, feed("dead", leads(range(24 * 8, 24 * 9)))) == ["dead", ""]


def test_a_channel_knows_its_newest() -> None:
    newest = feed("f", (*leads(range(3, 5)), *leads(range(1, 3)), Lead(HOME))).newest()
    assert newest is not None
    assert newest.address == f"{HOME}1"
    assert feed("f", (Lead(HOME),)).newest() is None
