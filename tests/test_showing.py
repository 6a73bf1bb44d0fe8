"""What may be shown of an article to whom, and when a site may go public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.records import Wish
from warraq.showing import Shown, Viewer, excerpt_of, may_export_text, may_go_public, what_may_be_shown


def shown(edition: str = "excerpt", operator: str = "", outlet: str = "", **more: object) -> Shown:
    return what_may_be_shown(
        edition_show=edition,
        operator_show=operator,
        outlet_show=outlet,
        is_withdrawn=bool(more.get("is_withdrawn")),
        show_earlier=bool(more.get("show_earlier")),
        wishes=frozenset({Wish(str(more["wish"]))}) if "wish" in more else frozenset(),
        viewer=Viewer(str(more.get("viewer", "visitor"))),
    )


def test_an_excerpt_is_the_default() -> None:
    assert shown() == Shown(excerpt=True, full_text=False, picture=True, earlier_texts=False)


@pytest.mark.parametrize(
    ("edition", "operator", "outlet", "full_text", "excerpt"),
    [
        ("excerpt", "full", "", True, True),
        ("full", "headline", "", False, False),
        ("full", "headline", "full", True, True),
        ("full", "full", "headline", False, False),
        ("excerpt", "", "full", True, True),
    ],
)
def test_the_outlet_s_choice_wins_over_the_operator_s_over_the_edition_s(
    edition: str, operator: str, outlet: str, full_text: bool, excerpt: bool
) -> None:
    answer = shown(edition, operator, outlet)
    assert (answer.full_text, answer.excerpt) == (full_text, excerpt)


def test_what_its_outlet_deleted_keeps_only_the_headline() -> None:
    gone = shown("full", is_withdrawn=True)
    assert gone == Shown(excerpt=False, full_text=False, picture=False, earlier_texts=False)
    assert shown("full", is_withdrawn=True, viewer="desk").earlier_texts


def test_earlier_texts_are_for_the_desk() -> None:
    assert not shown("full").earlier_texts
    assert shown("headline", viewer="desk").earlier_texts


def test_an_edition_may_open_the_earlier_texts_of_what_is_shown_in_full() -> None:
    assert shown("full", show_earlier=True).earlier_texts
    assert shown("excerpt", outlet="full", show_earlier=True).earlier_texts
    for less in (
        shown("excerpt", show_earlier=True),
        shown("full", outlet="headline", show_earlier=True),
        shown("full", is_withdrawn=True, show_earlier=True),
        *(shown("full", wish=wish, show_earlier=True) for wish in ("noindex", "noarchive", "nosnippet")),
    ):
        assert not less.earlier_texts


def test_a_public_site_needs_a_choice_and_full_texts_a_permission() -> None:
    assert "WARRAQ_SHOW" in may_go_public(operator_show="", permission="")
    assert "permission" in may_go_public(operator_show="full", permission="")
    assert may_go_public(operator_show="full", permission="letter of 2026-01-01") == ""
    assert may_go_public(operator_show="excerpt", permission="") == ""


@given(st.text(max_size=2000), st.integers(20, 500))
def test_an_excerpt_is_a_beginning(text: str, limit: int) -> None:
    cut = excerpt_of(text, limit)
    assert len(cut) <= limit + 1
    assert " ".join(text.split()).startswith(cut.removesuffix("…"))


@pytest.mark.parametrize(
    ("wish", "full_text", "excerpt", "picture"),
    [
        (Wish.NOARCHIVE, False, True, True),
        (Wish.NOSNIPPET, False, False, True),
        (Wish.NOINDEX, False, False, False),
        (Wish.NOIMAGE, True, True, False),
        (Wish.NO_TDM, True, True, True),
    ],
)
def test_a_publisher_s_wish_only_takes_away(
    wish: Wish, full_text: bool, excerpt: bool, picture: bool
) -> None:
    answer = shown("full", wish=wish)
    assert (answer.full_text, answer.excerpt, answer.picture) == (full_text, excerpt, picture)


@pytest.mark.parametrize("wish", [Wish.NO_TDM, Wish.NOARCHIVE, Wish.NOSNIPPET, Wish.NOINDEX])
def test_a_reserved_text_leaves_in_no_export(wish: Wish) -> None:
    assert not may_export_text(wishes=frozenset({wish}), is_withdrawn=False)
    assert may_export_text(wishes=frozenset({Wish.NOIMAGE}), is_withdrawn=False)
    assert not may_export_text(wishes=frozenset(), is_withdrawn=True)
