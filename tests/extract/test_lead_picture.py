"""The lead picture is a picture of the article: no mark, no stand-in, no card that every page shares."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.lead_picture import is_no_picture
from warraq.extract.metadata import read_metadata

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = "<p>" + "The trams of the town run again after a long summer of works. " * 8 + "</p>"


def picture(head: str, body: str) -> str | None:
    page = f"<html><head>{head}</head><body><h1>The trams run again</h1><article>{body}{TEXT}</article></body></html>"
    tree = LexborHTMLParser(page)
    said = read_metadata(
        tree,
        address="https://outlet.example/trams",
        now=NOW,
        zone=UTC,
        container=tree.css_first("article"),
    )
    return said.picture.removeprefix("https://outlet.example/") if said.picture else None


MARKS = (
    "FDA-Social-Graphic.png og-site-icon.png outlet-og.jpg opengraph_default.png leer.gif img/themes/a.png "
    "default-social-image.jpg fallback_image.png core_breaking_now.jpg placeholder.jpg avatars/a.jpg logo.png "
    "default.jpg og/alternatives/notion.png share-image.png no-photo.jpg x.svg"
)
PICTURES = (
    "news/61/51/63/default.jpg clip/f957-16-9-aspect-ratio_default_0.jpg vi/abc/maxresdefault.jpg blogon.jpg "
    "breaking-news-from-port.jpg social-housing.jpg logone-river.jpg"
)


@pytest.mark.parametrize("name", MARKS.split())
def test_marks_and_stand_ins_are_no_pictures(name: str) -> None:
    assert is_no_picture(f"https://outlet.example/media/{name}")


@pytest.mark.parametrize("name", PICTURES.split())
def test_names_that_only_look_so_are_pictures(name: str) -> None:
    assert not is_no_picture(f"https://outlet.example/media/{name}")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("", '<img src="data:image/gif;base64,R0" data-src="/real.jpg">', "real.jpg"),
        ("", '<img src="/leer.gif" data-srcset="/a.jpg 300w, /b.jpg 1200w">', "b.jpg"),
        ("", '<div class=author-bio><img src="/jane.jpg"></div><img src="/tram.jpg">', "tram.jpg"),
        ("", '<img src="/small.jpg" width=150 height=191><img src="/tram.jpg">', "tram.jpg"),
        ("", '<img src="/styles/150x150/tram.jpg">', None),
        ("", '<img src="/themes/outlet/header.jpg">', None),
        ("<meta property=og:image content=/logo.png>", '<img src="/tram.jpg">', "tram.jpg"),
        ("<meta property=og:image content=/shared.jpg>", '<img src="/tram.jpg">', "shared.jpg"),
        (
            "<meta property=og:image content=/mark.jpg><meta property=og:image:width content=60>",
            '<img src="/tram.jpg">',
            "tram.jpg",
        ),
        (
            "<meta property=og:image content=/tram_watermarked.jpg><script type=application/ld+json>"
            '{"@type": "Article", "headline": "The trams run again", "image": "/tram.jpg"}</script>',
            "",
            "tram.jpg",
        ),
    ],
)  # fmt: skip
def test_lead_picture_is_found(head: str, body: str, expected: str | None) -> None:
    assert picture(head, body) == expected
