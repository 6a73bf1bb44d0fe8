"""Feeds: every list in three formats that keep their specifications' rules, that a real reader's parser takes without
complaint, and that show only what may be shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.serve.feed_rules import RULES, broken
from tests.serve.press import (
    EDITION,
    NOW,
    OPTIONS,
    Visitor,
    bump,
    make_article,
    make_outlet,
    make_picture,
    sign,
)
from warraq.records import Block, BlockKind
from warraq.serve.cache import PageCache
from warraq.serve.feeds.html import html_of
from warraq.store import models
from warraq.store.read_outlets import forget_outlets

FORMATS = tuple(RULES)
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
LISTS = (
    "",
    "/latest",
    "/section/politics",
    "/goud",
    "/goud/section/politics",
    "/goud/author/{author}",
)


def checked(visitor: Visitor, address: str) -> bytes:
    """The feed's bytes, which keep all rules of its format."""
    response = visitor.get(address)
    assert response.status_code == 200
    name = address.partition("?")[0].rpartition("/")[2]
    assert response["Content-Type"] == TYPES[name]
    assert broken(RULES[name], response.content) == []
    return response.content


def read_feed(visitor: Visitor, address: str) -> Any:
    """The feed as feedparser reads it, which must find nothing to mend."""
    found = feedparser.parse(checked(visitor, address))
    assert not found.bozo, found.get("bozo_exception")
    return found


def read_json(visitor: Visitor, address: str) -> dict[str, Any]:
    """A JSON Feed."""
    told: dict[str, Any] = json.loads(checked(visitor, address))
    return told


@pytest.fixture
def files(db: None, tmp_path: Path) -> Visitor:
    """A visitor of a site whose pictures have files, of 1,234 bytes."""
    options = replace(OPTIONS, data=tmp_path, show="full")
    picture = make_picture()
    file = tmp_path / "pictures" / picture.sha256[:2] / f"{picture.sha256}-large.webp"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x" * 1_234)
    make_article(make_outlet(), picture=picture)
    return Visitor(options=options)


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


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_its_feeds_and_its_page_leads_to_them(
    visitor: Visitor, path: str, prefix: str, form: str
) -> None:
    article = make_article(make_outlet())
    path = path.format(author=sign(article, "سعاد").pk)
    press = "?lang=ar" if prefix and path in ("/latest", "/section/politics") else ""
    address = f"{prefix}{path}/{form}{press}"
    page = visitor.text((f"{prefix}{path}" or "/") + press)
    kind = TYPES[form].partition(";")[0]
    assert f'<link rel="alternate" type="{kind}"' in page
    assert f'href="{address}"' in page
    if form == "feed.json":
        told = read_json(visitor, address)
        assert told["feed_url"] == f"https://warraq.example{address}"
        assert [item["title"] for item in told["items"]] == ["افتتاح المدرسة"]
        return
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
    files: Visitor, show: str, has_summary: bool, has_text: bool, has_picture: bool
) -> None:
    visitor = Visitor(options=replace(files.door.options, show=show))
    (entry,) = read_feed(visitor, "/rss").entries
    text = visitor.text("/rss")
    assert ("summary" in entry) is (
        has_summary or has_text
    )  # feedparser takes the text where there is no summary
    assert ("افتتحت المدرسة اليوم &amp;amp; &amp;lt;حضر&amp;gt; الجميع" in text) is has_text
    assert ("media_content" in entry) is has_picture
    (atom,) = read_feed(visitor, "/atom").entries
    assert (has_summary, has_text) == ("summary" in atom, "content" in atom)
    (item,) = read_json(visitor, "/feed.json")["items"]
    assert ("summary" in item, "content_html" in item, "image" in item) == (
        has_summary,
        has_text,
        has_picture,
    )
    assert item.get("content_text", "") == (
        "" if has_text else "افتتحت المدرسة اليوم" if has_summary else "افتتاح المدرسة"
    )


def test_a_withdrawn_article_leaves_only_its_headline_in_its_outlets_feed(db: None) -> None:
    outlet = make_outlet()
    make_article(outlet, "حُذف", withdrawn_at=NOW, picture=make_picture())
    visitor = Visitor(options=replace(OPTIONS, show="full"))
    (entry,) = read_feed(visitor, "/goud/rss").entries
    assert entry.title == "حُذف"
    assert "summary" not in entry
    assert "media_content" not in entry
    (item,) = read_json(visitor, "/goud/feed.json")["items"]
    assert item["content_text"] == "حُذف"
    assert {"summary", "content_html", "image", "authors"}.isdisjoint(item)
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
    atom, (item,) = visitor.text("/atom"), read_json(visitor, "/feed.json")["items"]
    read_feed(visitor, "/atom")
    assert "<published>" not in atom
    assert (f"<dcterms:issued>{text}<" in atom) is bool(text)
    assert "date_published" not in item
    assert item["_warraq"].get("published_on", "") == text


def test_an_hour_stands_on_the_outlets_own_clock(visitor: Visitor) -> None:
    make_article(make_outlet(), published_text="2026-11-24T12:00+01:00")
    assert "<pubDate>Tue, 24 Nov 2026 12:00:00 +0100</pubDate>" in visitor.text("/rss")
    assert "<published>2026-11-24T12:00:00+01:00</published>" in visitor.text("/atom")
    (item,) = read_json(visitor, "/feed.json")["items"]
    assert item["date_published"] == "2026-11-24T12:00:00+01:00"


def test_a_picture_comes_with_its_true_length_and_type(files: Visitor) -> None:
    (entry,) = read_feed(files, "/rss").entries
    (enclosure,) = entry.enclosures
    assert (enclosure.length, enclosure.type) == ("1234", "image/webp")
    (media,) = entry.media_content
    assert (media["filesize"], media["width"], media["height"]) == ("1234", "800", "600")
    assert media["url"] == enclosure.href
    (link,) = [link for link in read_feed(files, "/atom").entries[0].links if link.rel == "enclosure"]
    assert (link.length, link.href) == ("1234", enclosure.href)
    (item,) = read_json(files, "/feed.json")["items"]
    assert item["image"] == enclosure.href
    assert item["attachments"] == [{"url": enclosure.href, "mime_type": "image/webp", "size_in_bytes": 1234}]


def test_a_picture_without_its_file_is_left_out(visitor: Visitor) -> None:
    make_article(make_outlet(), picture=make_picture())
    assert "/picture/" not in visitor.text("/rss")


def test_an_article_has_one_id_in_every_feed(visitor: Visitor) -> None:
    make_article(make_outlet())
    ids = {
        entry.id
        for address in ("/rss", "/atom", "/fr/goud/rss", "/fr/section/politics/atom?lang=ar")
        for entry in read_feed(visitor, address).entries
    }
    (item,) = read_json(visitor, "/fr/goud/feed.json")["items"]
    assert ids == {item["id"]}
    assert item["url"].startswith("https://warraq.example/fr/")
    assert item["external_url"].startswith("https://goud.example/")


def test_an_excerpt_is_text_and_no_markup(visitor: Visitor) -> None:
    make_article(make_outlet(), excerpt="a <b>bold</b> & R&D")
    (entry,) = read_feed(visitor, "/rss").entries
    assert entry.summary == "a &lt;b&gt;bold&lt;/b&gt; &amp; R&amp;D"
    assert read_json(visitor, "/feed.json")["items"][0]["summary"] == "a <b>bold</b> & R&D"
    assert etree.fromstring(visitor.get("/atom").content).findtext(".//{*}summary") == "a <b>bold</b> & R&D"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(text="\x01")
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_no_text_breaks_a_feeds_rules(visitor: Visitor, text: str) -> None:
    models.Article.objects.all().delete()
    models.Outlet.objects.all().delete()
    forget_outlets()
    article = make_article(make_outlet(names={"ar": text}), text, excerpt=text)
    sign(article, text)
    bump()
    visitor.door.cache = PageCache(lambda: 1)
    for form in FORMATS:
        checked(visitor, f"/{form}")
    read_feed(visitor, "/rss")
    read_feed(visitor, "/atom")


def test_another_press_is_followed_by_its_own_feed(visitor: Visitor) -> None:
    outlet = make_outlet()
    make_article(outlet, "خبر")
    make_article(outlet, "Une nouvelle", language="fr")
    found = read_feed(visitor, "/latest/atom?lang=fr")
    assert [entry.title for entry in found.entries] == ["Une nouvelle"]
    assert found.feed.id == "https://warraq.example/latest/atom?lang=fr"
    assert found.feed.link == "https://warraq.example/latest?lang=fr"
    assert "En français" in found.feed.title
    assert visitor.get("/latest/atom?lang=xx").status_code == 400


@pytest.mark.parametrize("form", FORMATS)
def test_a_hub_is_named_where_there_is_one(db: None, form: str) -> None:
    hub = "https://hub.example/"
    visitor = Visitor(options=replace(OPTIONS, hub=hub))
    content, again = visitor.get(f"/{form}"), visitor.get(f"/{form}")
    assert broken(RULES[form], content.content) == []
    assert hub in content.content.decode()
    link = f'<{hub}>; rel="hub", <https://warraq.example/{form}>; rel="self"'
    assert content["Link"] == again["Link"] == link
    assert "Link" not in Visitor().get(f"/{form}")


def test_characters_that_xml_cannot_say_are_left_out(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر\x01\x08 \x0b\ufffe]]>\x1f آخر")
    assert [entry.title for entry in read_feed(visitor, "/rss").entries] == ["خبر ]]> آخر"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_feed_is_a_feed(visitor: Visitor, form: str) -> None:
    checked(visitor, f"/{form}")


@pytest.mark.parametrize("form", FORMATS)
def test_an_unchanged_feed_is_not_sent_again(form: str, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([NOW, NOW + timedelta(hours=5), NOW + timedelta(hours=9)])
    visitor = Visitor(clock=lambda: next(moments))
    make_article(make_outlet())
    first = visitor.get(f"/{form}")
    visitor.door.cache = PageCache(lambda: 2)  # it is made anew, hours later
    assert visitor.get(f"/{form}", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    visitor.door.cache = PageCache(lambda: 3)
    assert visitor.get(f"/{form}")["ETag"] == first["ETag"]


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
