from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.errors import BadQuery
from warraq.search.query import (
    MAX_LENGTH,
    MAX_TERMS,
    Dates,
    Filter,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    parse_query,
    print_query,
    words_of,
)

PIECES = st.sampled_from(
    ["مدرسة", "école", "OR", "-", '"', "«", "»", " ", "  ", "outlet:", "goud", "lang:ar", "lang:", "section:sports",
     "date:", "date:2023", "2023-11", "..", "-outlet:x", "--", "–", "\u200f", "\x00", "\ud800", ":", "(", ")", "*"]
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", ()),
        ("مدرسة الحي", (Word("مدرسة"), Word("الحي"))),
        ('"مدرسة  الحي" طنجة', (Phrase("مدرسة الحي"), Word("طنجة"))),
        ("«مدرسة الحي»", (Phrase("مدرسة الحي"),)),
        ('قال "لم تغلق', (Word("قال"), Phrase("لم تغلق"))),
        ("maroc -sport", (Word("maroc"), Not(Word("sport")))),
        ('-"coupe du monde"', (Not(Phrase("coupe du monde")),)),
        ("--sport", (Not(Word("sport")),)),
        ("المغرب - إسبانيا", (Word("المغرب"), Word("إسبانيا"))),
        ("foot tanger OR rabat", (Word("foot"), Or((Word("tanger"), Word("rabat"))))),
        ("a OR b OR c", (Or((Word("a"), Word("b"), Word("c"))),)),
        ("OR a OR", (Word("a"),)),
        ("or", (Word("or"),)),
        ("a OR -b", (Word("a"), Not(Word("b")))),
        ("-a OR b", (Not(Word("a")), Word("b"))),
        ("outlet:Goud lang:ar", (Filter("outlet", "goud"), Filter("lang", "ar"))),
        (
            "section:sports OR section:culture",
            (Or((Filter("section", "sports"), Filter("section", "culture"))),),
        ),
        ("-lang:fr", (Not(Filter("lang", "fr")),)),
        ("date:2023", (Dates(date(2023, 1, 1), date(2023, 12, 31)),)),
        ("date:٢٠٢٣-٠٢", (Dates(date(2023, 2, 1), date(2023, 2, 28)),)),
        ("date:2020..2023-06", (Dates(date(2020, 1, 1), date(2023, 6, 30)),)),
        ("date:2020-05-04..", (Dates(date(2020, 5, 4), None),)),
        ("date:..2019", (Dates(None, date(2019, 12, 31)),)),
        ("https://goud.ma/x الساعة:10", (Word("https://goud.ma/x"), Word("الساعة:10"))),
        ("؟ ! ... «»", ()),
    ],
)
def test_what_a_reader_types_is_read_as_meant(text: str, items: tuple[object, ...]) -> None:
    assert parse_query(text).items == items


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("x outlet:", 9, "nothing follows outlet:"),
        ("lang:de", 5, "'de' cannot follow lang:"),
        ("section:رياضة", 8, "section"),
        ("x date:2023-13", 7, "'2023-13' is no date"),
        ("date:2020..xx", 11, "'xx' is no date"),
        ("date:..", 5, "date"),
        ("date:", 5, "nothing follows date:"),
        ("date:2021..2020", 5, "ends before it begins"),
        ("date:0000", 5, "'0000' is no date"),
        (" a" * (MAX_TERMS + 1), 2 * MAX_TERMS + 1, "more than"),
        ('"' + "a " * 70 + '"', 0, "more than"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "more than"),
    ],
)
def test_a_mistake_is_pointed_at(text: str, position: int, words: str) -> None:
    with pytest.raises(BadQuery, match=words) as caught:
        parse_query(text)
    assert caught.value.position == position
    assert caught.value.advice


@given(TYPED)
def test_nothing_typed_raises_anything_else(text: str) -> None:
    position = 0
    query = Query()
    try:
        query = parse_query(text)
    except BadQuery as fault:
        position = fault.position
    assert 0 <= position <= len(text)
    assert parse_query(print_query(query)) == query


WORD = st.text(alphabet="مدرسةabcé9", min_size=1, max_size=8).filter(lambda word: word != "OR")
DAY = st.dates(min_value=date(1, 1, 1))
ATOM = st.one_of(
    st.builds(Word, WORD),
    st.builds(lambda words: Phrase(" ".join(words)), st.lists(WORD, min_size=1, max_size=3)),
    st.builds(
        Filter,
        st.sampled_from(["outlet", "section"]),
        st.from_regex(r"[a-z0-9]{1,5}(-[a-z]{1,3})?", fullmatch=True),
    ),
    st.builds(Filter, st.just("lang"), st.sampled_from(["ar", "fr", "zgh"])),
    st.builds(lambda a, b: Dates(min(a, b), max(a, b)), DAY, DAY),
    st.builds(Dates, DAY, st.none()),
    st.builds(Dates, st.none(), DAY),
)
ITEM = st.one_of(
    ATOM, st.builds(Not, ATOM), st.lists(ATOM, min_size=2, max_size=3).map(lambda atoms: Or(tuple(atoms)))
)


@given(st.lists(ITEM, max_size=6).map(lambda items: Query(tuple(items))))
def test_a_printed_query_is_read_as_the_same_tree(query: Query) -> None:
    assert parse_query(print_query(query)) == query


@pytest.mark.parametrize(
    "text", ["date:2023", "date:2023-11", "date:2023-11-05", "date:2023-11-05..", "date:..2023-11-05"]
)
def test_dates_are_printed_as_a_reader_would_write_them(text: str) -> None:
    assert print_query(parse_query(text)) == text


def test_only_wanted_words_are_marked() -> None:
    assert words_of(parse_query('a "b c" -d OR e outlet:f g OR lang:ar')) == ("a", "b c", "e", "g")
