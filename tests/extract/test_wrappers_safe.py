"""No page and no wrapper, however damaged, may raise: both are written by strangers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extract.sample_pages import NOW, ZONE, learned_from, pages
from warraq.errors import BadInput
from warraq.extract.later_pages import next_page
from warraq.extract.wrapper import Source, Wrapper, corrected_by, is_path, read_wrapper, write_wrapper
from warraq.extract.wrapper_learn import Sample, learn_wrappers
from warraq.extract.wrapper_read import Reading, read_with_wrappers
from warraq.records import Lead, Page

ADDRESS = "http://127.0.1.7:8400/news/984160320"
TAGS = (
    "div",
    "p",
    "h1",
    "table",
    "td",
    "ul",
    "li",
    "blockquote",
    "br",
    "img",
    "script",
    "a",
    "figure",
    "b",
    "!--",
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
paths = st.sampled_from(
    ("div.news-body", "h1", "p", "div::", "", "((", "\ud800", "a\x00b", "html", "*", "body")
) | st.text(max_size=15)
sources = st.builds(Source, paths | st.just("json-ld"), st.text(max_size=10), st.integers(-3, 12))
damaged = st.builds(
    Wrapper,
    template=st.text(max_size=5),
    marks=st.lists(paths, max_size=2).map(tuple),
    body=paths,
    title=sources,
    subtitle=sources | st.none(),
    date=sources | st.none(),
    authors=sources | st.none(),
    section=sources | st.none(),
    tags=sources | st.none(),
    picture=sources | st.none(),
    drop=st.lists(paths, max_size=3).map(tuple),
    openings=st.lists(st.text(max_size=5), max_size=3).map(tuple),
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    pieces = draw(
        st.lists(
            st.one_of(
                st.text(max_size=30),
                st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
                st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
                st.sampled_from(
                    (
                        '<div class="news-body">',
                        '<meta property="og:title" content="',
                        '<script type="application/ld+json">{"@type":',
                    ),
                ),
            ),
            max_size=40,
        )
    )
    return "".join(pieces).encode("utf-8", "surrogatepass")


def page_of(body: bytes) -> Page:
    return Page(ADDRESS, ADDRESS, 200, {"content-type": "text/html; charset=utf-8"}, body, NOW)


def read(page: Page, *wrappers: Wrapper) -> Reading:
    return read_with_wrappers(
        page, wrappers, now=NOW, zone=ZONE, language="ar", lead=Lead(ADDRESS, title="خبر")
    )


@quick
@given(body=documents())
def test_any_page_is_read(body: bytes) -> None:
    assert read(page_of(body), *learned_from("nafida24")).arrived is not None


@quick
@given(wrapper=damaged)
def test_any_wrapper_is_borne(wrapper: Wrapper) -> None:
    ((page, _),) = pages("nafida24", 1)
    assert read(page, wrapper).arrived is not None


@settings(quick, max_examples=20)
@given(body=documents())
def test_any_page_may_be_learned_from(body: bytes) -> None:
    whole = [Sample(page, Lead(page.address, title=truth.title)) for page, truth in pages("nafida24", 4)]
    broken = replace(page_of(body), final_address=f"{ADDRESS}1")
    assert isinstance(
        learn_wrappers([*whole, Sample(broken, Lead(ADDRESS))], zone=ZONE, language="ar"), tuple
    )


@quick
@given(row=json_values)
def test_any_json_is_a_wrapper_or_named(row: Any) -> None:
    with pytest.raises(BadInput):
        read_wrapper(row)


@quick
@given(name=st.sampled_from(sorted(write_wrapper(learned_from("nafida24")[0]))), value=json_values)
def test_a_wrapper_with_one_field_damaged_is_read_or_refused(name: str, value: Any) -> None:
    row = write_wrapper(learned_from("nafida24")[0]) | {name: value}
    try:
        wrapper = read_wrapper(row)
    except BadInput:
        return
    ((page, _),) = pages("nafida24", 1)
    assert read(page, wrapper).arrived is not None


@quick
@given(path=st.text(max_size=30))
def test_any_text_is_a_path_or_none(path: str) -> None:
    assert is_path(path) in (True, False)


@quick
@given(body=documents())
def test_any_page_has_a_next_page_or_none(body: bytes) -> None:
    assert next_page(page_of(body), ADDRESS, 1) in (None, next_page(page_of(body), ADDRESS, 1))


def test_wrappers_survive_json() -> None:
    for slug in ("nafida24", "alqindil"):
        for wrapper in learned_from(slug):
            assert read_wrapper(json.loads(json.dumps(write_wrapper(wrapper)))) == wrapper


def test_a_path_may_be_written_short() -> None:
    wrapper = read_wrapper({"template": "mine", "body": "div", "title": "h1"})
    assert wrapper.title == Source("h1")


def test_what_an_operator_changed_is_noted() -> None:
    (wrapper,) = learned_from("nafida24")
    after = corrected_by(wrapper, replace(wrapper, title=Source("h2"), drop=()))
    assert set(after.corrected) == {"title", "drop"}
    assert corrected_by(after, replace(after, body="main")).corrected == (*after.corrected, "body")


def test_a_monstrous_page_is_left_to_the_generic_reader() -> None:
    deep = page_of(b"<div>" * 20_000)
    assert read(deep, *learned_from("nafida24")).template == ""
