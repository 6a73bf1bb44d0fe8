"""Feeds: valid RSS that a real reader's parser takes without complaint, showing only what may be shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from tests.serve.press import EDITION, NOW, OPTIONS, Visitor, make_article, make_outlet, make_picture, sign
from warraq.records import Block, BlockKind
from warraq.serve.feeds import html_of


def read_feed(visitor: Visitor, address: str) -> Any:
    """The feed as feedparser reads it, which must find nothing to mend."""
    response = visitor.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    etree.fromstring(response.content)
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_the_front_feed_names_everything_by_its_public_address(visitor: Visitor) -> None:
    article = make_article(make_outlet(), "خبر <b> & آخر")
    sign(article, "سعاد العمراني")
    found = read_feed(visitor, "/rss")
    (entry,) = found.entries
    assert found.feed.link == "https://warraq.example/"
    assert found.feed.language == "ar"
    assert {link.href for link in found.feed.links if link.rel == "self"} == {"https://warraq.example/rss"}
    assert entry.link == entry.id == f"https://warraq.example/goud/{article.pk}"
    assert '<guid isPermaLink="true">' in visitor.text("/rss")
    assert entry.title == "خبر <b> & آخر"
    assert entry.author == "سعاد العمراني"
    assert entry.published_parsed[:5] == (2026, 11, 24, 11, 0)
    assert [tag.term for tag in entry.tags] == ["سياسة"]
    assert entry.source.title == "كود"


@pytest.mark.parametrize("address", ["/section/politics/rss", "/goud/rss", "/fr/goud/rss", "/fr/rss"])
def test_every_list_has_its_feed(visitor: Visitor, address: str) -> None:
    make_article(make_outlet())
    found = read_feed(visitor, address)
    assert len(found.entries) == 1
    assert found.feed.language == ("fr" if address.startswith("/fr") else "ar")
    assert found.entries[0].link.startswith(
        "https://warraq.example/fr/" if address.startswith("/fr") else "https://warraq.example/goud"
    )


def test_an_author_has_a_feed_of_one_outlet_only(visitor: Visitor) -> None:
    goud, other = make_outlet(), make_outlet("alyaoum")
    author = sign(make_article(goud, "من كود"), "سعاد")
    sign(make_article(other, "من غيرها"), "سعاد")
    found = read_feed(visitor, f"/goud/author/{author.pk}/rss")
    assert [entry.title for entry in found.entries] == ["من كود"]
    assert visitor.get(f"/alyaoum/author/{author.pk}/rss").status_code == 404


def test_each_side_begins_with_its_own_press(visitor: Visitor) -> None:
    outlet = make_outlet()
    make_article(outlet, "خبر")
    make_article(outlet, "Une nouvelle", language="fr")
    assert [e.title for e in read_feed(visitor, "/rss").entries] == ["خبر"]
    assert [e.title for e in read_feed(visitor, "/fr/rss").entries] == ["Une nouvelle"]


@pytest.mark.parametrize(
    ("show", "has_summary", "has_text", "has_picture"),
    [("full", True, True, True), ("excerpt", True, False, True), ("headline", False, False, False)],
)
def test_an_item_holds_what_may_be_shown(
    db: None, show: str, has_summary: bool, has_text: bool, has_picture: bool
) -> None:
    make_article(make_outlet(), picture=make_picture())
    visitor = Visitor(options=replace(OPTIONS, show=show))
    (entry,) = read_feed(visitor, "/rss").entries
    text = visitor.text("/rss")
    assert ("summary" in entry) is (
        has_summary or has_text
    )  # feedparser takes the text where there is no summary
    assert ("افتتحت المدرسة اليوم &amp;amp; &amp;lt;حضر&amp;gt; الجميع" in text) is has_text
    assert ("media_content" in entry) is has_picture


def test_a_withdrawn_article_leaves_only_its_headline_in_its_outlets_feed(db: None) -> None:
    outlet = make_outlet()
    make_article(outlet, "حُذف", withdrawn_at=NOW, picture=make_picture())
    visitor = Visitor(options=replace(OPTIONS, show="full"))
    (entry,) = read_feed(visitor, "/goud/rss").entries
    assert entry.title == "حُذف"
    assert "summary" not in entry
    assert "media_content" not in entry
    assert not read_feed(visitor, "/rss").entries


def test_a_hidden_picture_is_in_no_feed(visitor: Visitor) -> None:
    make_article(make_outlet(), picture=make_picture(is_hidden=True))
    assert "/picture/" not in visitor.text("/rss")


@pytest.mark.parametrize(
    ("text", "precision", "element"),
    [
        ("2023-11-01", "day", "<dc:date>2023-11-01</dc:date>"),
        ("2023-11", "month", "<dc:date>2023-11</dc:date>"),
        ("", "", None),
    ],
)
def test_a_date_is_given_as_far_as_it_is_known(
    visitor: Visitor, text: str, precision: str, element: str | None
) -> None:
    make_article(make_outlet(), published_text=text, published_precision=precision)
    found = visitor.text("/rss")
    assert "<pubDate>" not in found
    assert (element in found) if element else "<dc:date>" not in found


def test_characters_that_xml_cannot_say_are_left_out(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر\x01\x08 \x0b\ufffe]]>\x1f آخر")
    assert [entry.title for entry in read_feed(visitor, "/rss").entries] == ["خبر ]]> آخر"]


def test_an_empty_feed_is_a_feed(visitor: Visitor) -> None:
    assert read_feed(visitor, "/rss").entries == []


def test_an_unchanged_feed_is_not_sent_again(visitor: Visitor) -> None:
    make_article(make_outlet())
    first = visitor.get("/rss")
    assert visitor.get("/rss", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


@pytest.mark.parametrize("address", ["/search/rss", "/search/rss?q=%22", "/search/rss?q=date:nonsense"])
def test_a_search_that_cannot_be_read_has_no_feed(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code in (400, 503)


def test_without_an_index_the_search_feed_asks_to_come_back(db: None, tmp_path: Path) -> None:
    visitor = Visitor(options=replace(OPTIONS, data=tmp_path), edition=EDITION)
    response = visitor.get("/search/rss?q=x")
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_blocks_become_plain_html() -> None:
    blocks = (
        Block(BlockKind.HEADING, "a<b", level=2),
        Block(BlockKind.LIST, items=("x", "&"), level=1),
        Block(BlockKind.TABLE, rows=(("1", "2"),)),
        Block(BlockKind.FIGURE, "caption", address="https://elsewhere.example/p.jpg"),
        Block(BlockKind.EMBED, "a film", address="https://films.example/1"),
        Block(BlockKind.EMBED, "bad", address="javascript:alert(1)"),
        Block(BlockKind.QUOTE, "said"),
    )
    html = "".join(html_of(block) for block in blocks)
    assert html == (
        "<h3>a&lt;b</h3><ol><li>x</li><li>&amp;</li></ol><table><tr><td>1</td><td>2</td></tr></table>"
        '<p><small>caption</small></p><p><a href="https://films.example/1">a film</a></p><p>bad</p>'
        "<blockquote><p>said</p></blockquote>"
    )
