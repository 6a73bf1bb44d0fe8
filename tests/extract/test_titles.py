"""Headlines without what their elements hold besides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.extract.titles import choose_title

SITES = ["Outlet", "outlet.example"]


@pytest.mark.parametrize(
    ("headings", "claims", "document", "expected"),
    [
        (["Culture : Le musée rouvre"], ["Le musée rouvre"] * 2, "", "Le musée rouvre"),
        (["DemoLe musée rouvre"], ["Demo Le musée rouvre"], "", "Demo Le musée rouvre"),
        (
            ["The museum opens its doors again (museum.example) 87"],
            ["The museum opens its doors again - Outlet"],
            "The museum opens its doors again - Outlet",
            "The museum opens its doors again",
        ),
        (
            ["The museum opens its doors again after ten years"],
            ["The museum opens its doors again"],
            "",
            "The museum opens its doors again after ten years",
        ),
        (["The best trams of 2025"], ["Best trams of 2025"] * 2, "", "The best trams of 2025"),
        (["Signal Outlet #18 – A world of trams"], ["Signal Outlet #18 – A world of trams"], "", None),
        (["Trams &amp; trains"], [], "Trams & trains - Outlet", "Trams & trains"),
        (["The Outlet's Blog", "Defer and recover"], ["Defer and recover - A language"], "", "Defer and recover"),
        (["Trams: which one to take?"], ["The five best trams to take in 2024"], "", "Trams: which one to take?"),
        (["M&A Updates"], ["Sector update of the autumn"], "", "Sector update of the autumn"),
    ],
)  # fmt: skip
def test_headline_is_what_readers_saw(
    headings: list[str], claims: list[str], document: str, expected: str | None
) -> None:
    found = choose_title(headings=headings, claims=claims, document_title=document, sites=SITES)
    assert found == (headings[0] if expected is None else expected)


def test_claim_cut_at_a_number_of_characters_is_completed() -> None:
    whole = (
        "A headline that goes on and on until some program loses its patience and cuts it off, as programs do"
    )
    assert choose_title(headings=[], claims=[whole[:84], whole], document_title=None, sites=SITES) == whole


def test_a_claim_that_stands_in_the_page_is_no_other_heading() -> None:
    found = choose_title(
        headings=["What models there are", "What models cost"],
        claims=["Small models and their uses"],
        document_title=None,
        sites=SITES,
        lines={"small models and their uses"},
    )
    assert found == "Small models and their uses"


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=60), max_size=3),
    st.lists(st.text(max_size=60), max_size=3),
    st.text(max_size=60),
)
def test_any_texts_are_survived(headings: list[str], claims: list[str], document: str) -> None:
    found = choose_title(headings=headings, claims=claims, document_title=document, sites=SITES)
    assert found is None or isinstance(found, str)
