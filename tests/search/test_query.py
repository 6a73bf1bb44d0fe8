from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from warraq.errors import BadQuery
from warraq.search.query import (
    MAX_LENGTH,
    MAX_TERMS,
    All,
    Author,
    Dates,
    Everything,
    Filter,
    Names,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    either,
    every,
    parse_query,
    print_query,
    query_of,
    without,
    words_of,
)

PIECES = st.sampled_from(
    ["مدرسة", "école", "OR", "-", '"', "«", "»", " ", "  ", "outlet:", "goud", "lang:ar", "lang:", "section:sports",
     "date:", "date:2023", "title:", "كاتب:", "مد*", "أو", "OU", "story:1", "is:darija",
     "2023-11", "..", "-outlet:x", "--", "–", "\u200f", "\x00", "\ud800", ":", "(", ")", "*"]
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
        ("a OR -b", (Or((Word("a"), Not(Word("b")))),)),
        ("-a OR b", (Or((Not(Word("a")), Word("b"))),)),
        ("a (b OR c) -(d e)", (Word("a"), Or((Word("b"), Word("c"))), Not(All((Word("d"), Word("e")))))),
        ("(a b) OR c", (Or((All((Word("a"), Word("b"))), Word("c"))),)),
        ("((a (b)) c", (Word("a"), Word("b"), Word("c"))),
        (") a () -() OR (؟)", (Word("a"),)),
        ("-(-a)", (Word("a"),)),
        ("tanger OU rabat", (Or((Word("tanger"), Word("rabat"))),)),
        ("طنجة أو الرباط أو فاس", (Or((Word("طنجة"), Word("الرباط"), Word("فاس"))),)),
        ('زلزال "طنجة" أو الرباط', (Word("زلزال"), Or((Phrase("طنجة"), Word("الرباط"))))),
        ("هل هو كاتب أو شاعر", tuple(map(Word, "هل هو كاتب أو شاعر".split()))),
        ("أو طنجة أو", tuple(map(Word, "أو طنجة أو".split()))),
        ("a OR OR b", (Or((Word("a"), Word("b"))),)),
        ("انتخاب* title:مغر*", (Prefix("انتخاب"), Prefix("مغر", in_title=True))),
        ("*", (Everything(),)),
        ("* lang:ar", (Everything(), Filter("lang", "ar"))),
        ("title:زلزال", (Word("زلزال", in_title=True),)),
        ('عنوان:"زلزال الحوز"', (Phrase("زلزال الحوز", in_title=True),)),
        ("titre:Séisme", (Word("Séisme", in_title=True),)),
        ('كاتب:بنيس auteur:"Ali  Amar"', (Author("بنيس"), Author("Ali Amar", is_whole=True))),
        ("journal:goud rubrique:sports", (Filter("outlet", "goud"), Filter("section", "sports"))),
        ("ville:tanger مدينة:fes", (Filter("city", "tanger"), Filter("city", "fes"))),
        ("لغة:فرنسية langue:Arabe", (Filter("lang", "fr"), Filter("lang", "ar"))),
        ("lang:amazigh", (Or((Filter("lang", "zgh"), Filter("lang", "tzm"))),)),
        ("is:darija لغة:دارجة", (Filter("is", "darija"), Filter("is", "darija"))),
        ("has:picture فيه:صورة avec:photo", (Filter("has", "picture"),) * 3),
        ("story:012 قصة:٧", (Filter("story", "12"), Filter("story", "7"))),
        ("تاريخ:2023", (Dates(date(2023, 1, 1), date(2023, 12, 31)),)),
        ('قال:"لم تغلق"', (Word("قال"), Phrase("لم تغلق"))),
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


WORD = st.text(alphabet="مدرسةabcé9", min_size=1, max_size=8)
DAY = st.dates(min_value=date(1, 1, 1))
SLUG = st.from_regex(r"[a-z0-9]{1,5}(-[a-z]{1,3})?", fullmatch=True)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
ATOM = st.one_of(
    st.builds(Word, WORD, st.booleans()),
    st.builds(Phrase, PHRASE, st.booleans()),
    st.builds(Prefix, WORD.filter(lambda word: len(word) > 1), st.booleans()),
    st.builds(Author, WORD, st.just(False)),
    st.builds(Author, PHRASE, st.just(True)),
    st.builds(Filter, st.sampled_from(["outlet", "section", "city"]), SLUG),
    st.builds(Filter, st.just("lang"), st.sampled_from(["ar", "fr", "zgh"])),
    st.builds(Filter, st.just("story"), st.integers(0, 2**63 - 1).map(str)),
    st.sampled_from([Filter("is", "darija"), Filter("has", "picture"), Everything()]),
    st.builds(lambda a, b: Dates(min(a, b), max(a, b)), DAY, DAY),
    st.builds(Dates, DAY, st.none()),
    st.builds(Dates, st.none(), DAY),
)
ITEM = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        inner.map(without),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: either(items) or Everything()),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: every(items) or Everything()),
    ),
    max_leaves=6,
)


@given(st.lists(ITEM, max_size=6).map(query_of))
def test_a_printed_query_is_read_as_the_same_tree(query: Query) -> None:
    try:
        again = parse_query(print_query(query))
    except BadQuery:
        reject()  # a generated tree may be larger than anyone may type
    assert again == query


NAMES = Names(
    outlet={"goud": "goud", "كود": "goud", "alyaoum24": "alyaoum24", "اليوم 24": "alyaoum24"},
    section={"sports": "sports", "رياضه": "sports"},
    city={"tanger": "tanger", "طنجه": "tanger", "الدار البيضاء": "casablanca"},
)


def test_outlets_sections_and_places_are_asked_for_by_name_in_any_language() -> None:
    query = parse_query('جريدة:كود outlet:"اليوم 24" قسم:رياضة مدينة:طنجة city:"الدار  البيضاء"', NAMES)
    assert print_query(query) == "outlet:goud outlet:alyaoum24 section:sports city:tanger city:casablanca"


@pytest.mark.parametrize(
    ("text", "position", "advice"),
    [
        ("x outlet:gould", 9, "outlet:goud"),
        ('جريدة:"اليوم 42"', 6, 'outlet:"اليوم 24"'),
        ("city:tangre", 5, "city:tanger"),
        ("section:zzzz", 8, "Give a section"),
        ("x titel:زلزال", 2, "title:"),
        ("x عنوون:زلزال", 2, "عنوان:"),
        ("is:good", 3, "darija"),
        ("has:", 4, "picture"),
        ("story:x", 6, "story:12"),
        ("title:؟", 6, "title:"),
        ("a m*", 2, "letters before the star"),
        ("(" * 9 + "a", 8, "fewer"),
        (" ".join(f"word{n}*" for n in range(9)), 56, "fewer"),
    ],
)
def test_a_mistake_comes_with_a_suggestion(text: str, position: int, advice: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse_query(text, NAMES)
    assert caught.value.position == position
    assert advice in caught.value.advice


@pytest.mark.parametrize(
    "text", ["date:2023", "date:2023-11", "date:2023-11-05", "date:2023-11-05..", "date:..2023-11-05"]
)
def test_dates_are_printed_as_a_reader_would_write_them(text: str) -> None:
    assert print_query(parse_query(text)) == text


def test_only_wanted_words_are_marked() -> None:
    assert words_of(parse_query('a "b c" -d OR e outlet:f g OR lang:ar')) == ("a", "b c", "e", "g")
