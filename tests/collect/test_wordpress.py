"""WordPress's own API: asked politely, read whatever it answers, walked without skipping a post."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warraq.collect.wordpress import (
    Ask,
    Cursor,
    Posts,
    collection_of,
    ignores_edits,
    next_ask,
    read_cursor,
    read_posts,
    root_in_header,
    usual_collections,
)
from warraq.errors import BadInput
from warraq.records import Moment, Precision

HOME = "https://goud.example/"
POSTS = "https://goud.example/wp-json/wp/v2/posts"
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def post(number: int, published: datetime = NOON, modified: datetime | None = None) -> dict[str, object]:
    """As WordPress 6 gives one."""
    return {
        "id": number,
        "date": "2026-03-10T13:00:00",
        "date_gmt": f"{published:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{modified or published:%Y-%m-%dT%H:%M:%S}",
        "link": f"{HOME}{number}/?utm_source=rss",
        "title": {"rendered": "الملك &#8220;يدشن&#8221; &amp; <em>يستقبل</em>"},
        "excerpt": {"rendered": "<p>نص قصير [&hellip;]</p>\n", "protected": False},
        "jetpack_featured_media_url": f"{HOME}a.jpg",
    }


def answer(*posts: object, **headers: str) -> Posts:
    named = {f"x-wp-{name}": value for name, value in headers.items()}
    return read_posts(json.dumps(posts).encode(), named, address=POSTS)


def test_a_post_becomes_a_lead() -> None:
    (lead,) = answer(post(7), total="41", totalpages="5").leads
    assert (lead.address, lead.entry_id) == (f"{HOME}7/", "7")
    assert lead.title == "الملك “يدشن” & يستقبل"
    assert lead.summary == "نص قصير […]"
    assert lead.published == Moment(datetime(2026, 3, 10, 12), Precision.SECOND, timedelta())
    assert lead.picture == f"{HOME}a.jpg"


def test_the_headers_say_how_much_there_is() -> None:
    assert (answer(post(1), total="41", totalpages="5").total, answer(post(1)).pages) == (41, None)
    assert answer(post(1), total="many").total is None
    assert answer(total="0").leads == ()


def test_a_site_that_hides_its_utc_date_gives_local_time_without_an_offset() -> None:
    (lead,) = answer({**post(1), "date_gmt": "0000-00-00T00:00:00"}).leads
    assert lead.published == Moment(datetime(2026, 3, 10, 13), Precision.SECOND)


def test_posts_that_need_a_password_or_have_no_link_are_passed_over() -> None:
    secret = {**post(1), "excerpt": {"rendered": "", "protected": True}}
    posts = answer(secret, {**post(2), "link": None}, "x", post(3))
    assert [lead.entry_id for lead in posts.leads] == ["3"]
    assert posts.count == 4


def test_what_php_printed_before_the_answer_is_passed_over() -> None:
    notice = b"<br />\n<b>Notice</b>: Undefined index [12] in /www/x.php<br />\n"
    assert len(read_posts(notice + json.dumps([post(1)]).encode(), {}, address=POSTS).leads) == 1
    assert read_posts(notice + b"[]", {}, address=POSTS).leads == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><head></head></html>", "HTML page"),
        (b'{"code":"rest_forbidden","message":"<p>Sorry","data":{"status":401}}', "closed to strangers"),
        (b'{"code":"rest_no_route","message":"None"}', "rest_no_route"),
        (b'{"posts":[]}', "no list of WordPress posts"),
        (b'[{"a":1}]', "no list of WordPress posts"),
        (b"[{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[" + b"9" * 5_000 + b"]", "no JSON"),
        (b"null", "no list"),
    ],
)
def test_what_is_no_answer_is_named(body: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        read_posts(body, {}, address=POSTS)
    assert POSTS in str(caught.value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)
fields = st.sampled_from(sorted(post(1))) | st.sampled_from(["code", "message", "content", "protected"])


@given(
    st.binary(max_size=300), st.dictionaries(st.sampled_from(["x-wp-total", "x-wp-totalpages"]), st.text())
)
def test_no_bytes_raise_anything_else(body: bytes, headers: dict[str, str]) -> None:
    for text in (body, b"[" + body, b'[{"id":1,"link":"' + body + b'"}]'):
        with suppress(BadInput):
            read_posts(text, headers, address=POSTS)


@settings(max_examples=50)
@given(
    st.lists(
        st.dictionaries(fields, values | st.dictionaries(st.sampled_from(["rendered", "protected"]), values))
    )
)
def test_no_json_raises_anything_else(items: list[dict[str, object]]) -> None:
    try:
        posts = read_posts(json.dumps(items).encode(), {}, address=POSTS)
    except BadInput:
        return
    assert posts.count == len(items)
    for lead in posts.leads:
        assert lead.address.startswith(("http://", "https://"))
    assert next_ask(Ask(is_ascending=True, per_page=1), posts) is None or posts.count


def test_an_ask_is_an_address() -> None:
    ask = Ask(modified_after=NOON, order_by="modified", is_ascending=True, per_page=50)
    query = parse_qs(urlsplit(ask.address(POSTS)).query)
    assert query["modified_after"] == ["2026-03-10T12:00:00Z"]
    assert (query["orderby"], query["order"], query["per_page"]) == (["modified"], ["asc"], ["50"])
    assert "page" not in query
    assert "content" not in query["_fields"][0].split(",")
    plain = collection_of(f"{HOME}index.php?rest_route=/")
    assert plain is not None
    assert parse_qs(urlsplit(Ask(page=2).address(plain)).query)["rest_route"] == ["/wp/v2/posts"]


def test_where_the_posts_lie() -> None:
    assert collection_of(f"{HOME}wp-json/") == collection_of(f"{HOME}wp-json") == POSTS
    assert collection_of("javascript:1") is None
    assert usual_collections(f"{HOME}ar/x") == (POSTS, f"{HOME}?rest_route=/wp/v2/posts")
    link = (
        f'<{HOME}feed>; rel="alternate", </wp-json/>; rel="https://api.w.org/", <{HOME}?p=1>; rel=shortlink'
    )
    assert root_in_header(link, HOME) == f"{HOME}wp-json/"
    assert root_in_header("<x>; rel=next", HOME) is None


def test_an_old_wordpress_passes_over_what_it_does_not_know() -> None:
    ask = Ask(modified_after=NOON, order_by="modified", is_ascending=True)
    assert not ignores_edits(ask, answer(post(1, NOON), post(2, modified=NOON + timedelta(hours=1))))
    assert ignores_edits(ask, answer(post(1, datetime(2011, 1, 1, tzinfo=UTC))))
    assert not ignores_edits(ask, answer())


class Site:
    """Posts as a WordPress keeps them: seconds since noon of their last edit."""

    def __init__(self, edits: dict[int, int]) -> None:
        self.edits = edits

    def answer(self, ask: Ask) -> Posts:
        bound = ask.modified_after
        times = {n: NOON + timedelta(seconds=second) for n, second in self.edits.items()}
        found = sorted(
            (time, n)
            for n, time in times.items()
            if (bound is None or time > bound) and str(n) not in ask.exclude
        )
        shown = found[(ask.page - 1) * ask.per_page :][: ask.per_page]
        pages = -(-len(found) // ask.per_page)
        return answer(*(post(n, NOON, time) for time, n in shown), totalpages=str(pages))


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=40),
    st.integers(1, 7),
    st.lists(st.tuples(st.integers(0, 39), st.integers(31, 90)), max_size=6),
)
@example([0, 0, 1, 1, 1], 2, [(0, 31), (0, 31), (2, 31)])
def test_a_walk_skips_nothing_even_while_posts_are_edited(
    seconds: list[int], per_page: int, edits: list[tuple[int, int]]
) -> None:
    site = Site(dict(enumerate(seconds)))
    seen: dict[str, set[str]] = {}
    ask: Ask | None = Ask(order_by="modified", is_ascending=True, per_page=per_page)
    coming = iter(edits)
    for _ in range(400):
        if ask is None:
            break
        posts = site.answer(ask)
        for lead in posts.leads:
            assert lead.updated
            seen.setdefault(lead.entry_id or "", set()).add(lead.updated.printed())
        ask = next_ask(ask, posts)
        if (edit := next(coming, None)) and edit[0] in site.edits:
            site.edits[edit[0]] = edit[1]
    assert ask is None
    assert set(seen) == {str(n) for n in range(len(seconds))}


def test_a_cursor_is_read_as_it_was_written_and_garbage_is_none() -> None:
    cursor = Cursor(NOON, NOON + timedelta(seconds=3), knows_edits=False)
    assert read_cursor(cursor.text()) == cursor
    assert read_cursor(Cursor(NOON, NOON).text()) == Cursor(NOON, NOON)
    for text in ("", "[]", "{}", '{"published": 1, "modified": 2}', "0001-01-01", "null"):
        assert read_cursor(text) is None


@given(st.text())
def test_no_cursor_raises(text: str) -> None:
    read_cursor(text)
    read_cursor(json.dumps({"published": text, "modified": "0001-01-01T00:00:00+14:00"}))
