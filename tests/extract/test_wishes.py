"""What publishers ask in tags and headers is understood as they mean it, and by nobody's else name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.wishes import wishes_of
from warraq.records import Wish


def of_header(text: str) -> set[Wish]:
    return set(wishes_of(LexborHTMLParser("<p>x"), {"x-robots-tag": text}))


def of_tag(html: str) -> set[Wish]:
    return set(wishes_of(LexborHTMLParser(f"<head>{html}</head>"), {}))


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("noarchive", {Wish.NOARCHIVE}),
        ("NoArchive, nosnippet", {Wish.NOARCHIVE, Wish.NOSNIPPET}),
        ("none", {Wish.NOINDEX}),
        ("all", set()),
        ("googlebot: noarchive, noindex", set()),
        ("googlebot: noarchive\nnosnippet", {Wish.NOSNIPPET}),
        ("otherbot: noindex, warraqbot: noarchive, nosnippet", {Wish.NOARCHIVE, Wish.NOSNIPPET}),
        ("max-snippet: 0", {Wish.NOSNIPPET}),
        ("max-snippet:150, max-image-preview: none", {Wish.NOIMAGE}),
        ("unavailable_after: 25 Jun 2030 15:00:00 GMT, noarchive", {Wish.NOARCHIVE}),
        ("", set()),
        (",,:,", set()),
    ],
)
def test_the_header(text: str, wishes: set[Wish]) -> None:
    assert of_header(text) == wishes


@pytest.mark.parametrize(
    ("html", "wishes"),
    [
        ('<meta name="robots" content="index, follow, max-snippet:-1, max-image-preview:large">', set()),
        ('<meta name="ROBOTS" content="NOARCHIVE">', {Wish.NOARCHIVE}),
        ('<meta name="googlebot" content="noindex">', set()),
        ('<meta name="warraqbot" content="noindex">', {Wish.NOINDEX}),
        ('<meta name="tdm-reservation" content="1">', {Wish.NO_TDM}),
        ('<meta name="tdm-reservation" content="0">', set()),
        ('<meta name="robots" content="noimageindex, noai">', {Wish.NOIMAGE, Wish.NO_TDM}),
    ],
)
def test_the_tags(html: str, wishes: set[Wish]) -> None:
    assert of_tag(html) == wishes


def test_the_right_to_mine_is_reserved_by_header() -> None:
    assert wishes_of(LexborHTMLParser("<p>x"), {"tdm-reservation": " 1 "}) == {Wish.NO_TDM}


@given(st.text(max_size=300))
def test_no_header_breaks_it(text: str) -> None:
    of_header(text)
