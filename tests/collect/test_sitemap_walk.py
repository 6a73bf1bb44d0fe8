"""Of an index of sitemaps, only what may be new is asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.sitemap_walk import (
    REMEMBERED,
    Heard,
    children_to_ask,
    heard_text,
    news_child,
    read_heard,
    recent,
    undated_children,
)
from warraq.collect.sitemaps import ChildSitemap, Sitemap
from warraq.records import Lead, Moment, Precision

HOME = "https://goud.example/"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def at(hours: int) -> Moment:
    return Moment((NOON + timedelta(hours=hours)).replace(tzinfo=None), Precision.SECOND, timedelta())


def children(**hours: int | None) -> tuple[ChildSitemap, ...]:
    return tuple(
        ChildSitemap(f"{HOME}{name.replace('_', '-')}.xml", None if hour is None else at(hour))
        for name, hour in hours.items()
    )


def asked(index: tuple[ChildSitemap, ...], heard: dict[str, Heard] | None = None) -> list[str]:
    chosen = children_to_ask(index, heard or {}, UTC)
    return [child.address.removeprefix(HOME).removesuffix(".xml") for child in chosen]


def test_the_latest_are_asked_and_those_that_did_not_change_are_not() -> None:
    index = children(post_sitemap1=1, post_sitemap2=2, post_sitemap3=3, post_sitemap4=4)
    assert asked(index) == ["post-sitemap4", "post-sitemap3", "post-sitemap2"]
    heard = {child.address: Heard(child.modified.printed()) for child in index if child.modified}
    assert asked(index, heard) == []
    assert asked(children(post_sitemap3=3, post_sitemap4=9), heard) == ["post-sitemap4"]


def test_children_of_anything_but_articles_are_passed_over() -> None:
    index = children(
        wp_sitemap_posts_post_1=None,
        wp_sitemap_posts_page_1=None,
        wp_sitemap_taxonomies_category_1=None,
        wp_sitemap_users_1=None,
        category_sitemap=9,
        post_tag_sitemap=9,
        author_sitemap=9,
        page_sitemap=9,
    )
    assert asked(index) == ["wp-sitemap-posts-post-1"]


def test_without_dates_both_ends_are_asked_the_last_first() -> None:
    index = children(**{f"sitemap_{n}": None for n in range(1, 12)})
    assert asked(index) == ["sitemap-11", "sitemap-1", "sitemap-10"]


def test_of_an_unchanged_index_those_without_a_date_are_asked_again() -> None:
    heard = {HOME + "a.xml": Heard(""), HOME + "b.xml": Heard("2026-03-10")}
    assert [child.address for child in undated_children(heard)] == [HOME + "a.xml"]


def test_a_news_child_is_known_by_its_name() -> None:
    assert news_child(children(post_sitemap=1, news_sitemap=1)) == HOME + "news-sitemap.xml"
    assert news_child(children(post_sitemap=1)) is None


def test_only_recent_entries_count_and_the_first_without_a_date() -> None:
    entries = (
        Lead(HOME + "old", published=at(-99)),
        Lead(HOME + "new", published=at(-1)),
        Lead(HOME + "undated"),
    )
    found = recent(Sitemap(entries=entries), NOON - timedelta(days=3), UTC)
    assert [lead.address.removeprefix(HOME) for lead in found] == ["new", "undated"]


def test_a_date_that_all_entries_share_is_the_file_s_own() -> None:
    entries = tuple(Lead(f"{HOME}{n}", updated=at(0)) for n in range(20))
    assert all(lead.updated is None for lead in recent(Sitemap(entries=entries), NOON - timedelta(1), UTC))
    few = entries[:3]
    assert recent(Sitemap(entries=few), NOON - timedelta(1), UTC) == list(few)


def test_what_children_said_is_kept_for_the_latest() -> None:
    heard = {f"{HOME}{n}": Heard(str(n), "e", "l", "h") for n in range(REMEMBERED + 3)}
    kept = read_heard(heard_text(heard))
    assert list(kept) == list(heard)[3:]
    assert kept[f"{HOME}5"] == heard[f"{HOME}5"]


@pytest.mark.parametrize("text", ["", "[]", "null", '{"a": 1}', '{"a": ["x"]}', "[" * 9_999])
def test_a_cursor_that_is_none_is_empty(text: str) -> None:
    assert read_heard(text) == {}


@given(st.lists(st.text()), st.text())
def test_no_name_of_a_child_raises(names: list[str], cursor: str) -> None:
    index = tuple(ChildSitemap(HOME + name, None) for name in names)
    assert len(children_to_ask(index, read_heard(json.dumps(cursor)), UTC)) <= 3
    read_heard(cursor)
