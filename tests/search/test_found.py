"""What an answer tells besides its list: facets, histogram, every number; and that they all agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.articles import ARTICLES, document
from warraq.errors import BadQuery, IndexFault
from warraq.search.index import FACETS, Bar, Document, FacetValue, Sort, fingerprint
from warraq.search.query import EVERYTHING, parse_query, plain_query
from warraq.search.tantivy_index import TantivyIndex
from warraq.search.tantivy_schema import NUMBER_BITS


def test_facets_count_what_was_found(index: TantivyIndex) -> None:
    index.add(
        [
            document(20, "مدرسة", outlet="hespress", authors=("سعيد بنيس", "أحمد"), places=("tanger", "fes")),
            document(21, "مدرسة", outlet="hespress", authors=("احمد",), places=("tanger",)),
        ]
    )
    index.commit()
    facets = index.find(parse_query("مدرسة"), edition="ma").facets()
    assert set(facets) == set(FACETS)
    assert facets["outlet"].values == (FacetValue("hespress", "hespress", 3), FacetValue("goud", "goud", 2))
    assert facets["place"].values == (FacetValue("tanger", "tanger", 2), FacetValue("fes", "fes", 1))
    assert facets["language"].values == (FacetValue("ar", "ar", 5),)
    assert [(v.value, v.count) for v in facets["year"].values] == [("2023", 2), ("2020", 1)]
    authors = {(v.value, v.outlet, v.count) for v in facets["author"].values}
    assert authors == {("سعيد بنيس", "hespress", 2), ("احمد", "hespress", 2)}
    assert {v.label for v in facets["author"].values} <= {"سعيد بنيس", "أحمد", "احمد"}
    for field, name in (("outlet", "outlet"), ("place", "city"), ("language", "lang")):
        for value in facets[field].values:
            assert index.find(parse_query(f"مدرسة {name}:{value.value}"), edition="ma").total == value.count
    for value in facets["author"].values:
        asked = f'مدرسة author:"{value.label}" outlet:{value.outlet}'
        assert index.find(parse_query(asked), edition="ma").total == value.count


def test_namesakes_of_two_outlets_are_two_authors(index: TantivyIndex) -> None:
    index.add(
        document(n, "خبر", outlet=outlet, authors=("أحمد",)) for n, outlet in ((20, "goud"), (21, "le360"))
    )
    index.add([document(22, "خبر", outlet="goud", authors=("احمد", "سعيد"))])
    index.commit()
    values = index.find(parse_query("خبر"), edition="ma").facets(["author"])["author"].values
    assert {(v.value, v.outlet, v.count) for v in values} == {
        ("احمد", "goud", 2), ("احمد", "le360", 1), ("سعيد", "goud", 1),
    }  # fmt: skip


def test_values_beyond_the_limit_are_counted_together(index: TantivyIndex) -> None:
    facet = index.find(EVERYTHING, edition="ma").facets(["outlet"], limit=1)["outlet"]
    assert (len(facet.values), facet.values[0].count, facet.others) == (1, 3, 2)


def test_a_histogram_shows_days_and_invents_none(index: TantivyIndex) -> None:
    found = index.find(EVERYTHING, edition="ma")
    by_day = found.histogram("day")
    assert by_day.bars[0] == Bar(date(2020, 2, 29), date(2020, 2, 29), 1, 1)
    assert by_day.bars[-1] == Bar(date(2023, 11, 5), date(2023, 11, 5), 1, 1)
    assert len(by_day.bars) == (date(2023, 11, 5) - date(2020, 2, 29)).days + 1
    assert (by_day.month_only, by_day.undated) == (1, 1)
    by_week = found.histogram("week")
    assert by_week.bars[-1] == Bar(date(2023, 10, 30), date(2023, 11, 5), 2, 2)
    assert all(bar.first.weekday() == 0 for bar in by_week.bars)
    by_month = found.histogram("month")
    assert by_month.bars[-1] == Bar(date(2023, 11, 1), date(2023, 11, 30), 2, 2)
    assert by_month.bars[0].last == date(2020, 2, 29)
    assert (by_month.month_only, by_month.undated) == (0, 1)
    assert [bar.count for bar in found.histogram("year").bars] == [1, 0, 0, 3]


def test_a_histogram_knows_the_share_of_all(index: TantivyIndex) -> None:
    bars = index.find(parse_query("الأمطار"), edition="ma").histogram("month").bars
    assert bars == (Bar(date(2023, 11, 1), date(2023, 11, 30), 1, 2),)
    assert index.find(parse_query("غيرموجود"), edition="ma").histogram("day").bars == ()


def test_every_number_comes_newest_first_however_many(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warraq.search.tantivy_found.BATCH", 7)
    start = datetime(2023, 1, 1, tzinfo=UTC)
    index.add(document(n, "قديم", sort_at=start + timedelta(seconds=n // 3)) for n in range(100, 140))
    index.commit()
    found = index.find(parse_query("قديم"))
    assert list(found.numbers()) == list(range(139, 99, -1))
    assert [hit.number for hit in found.page(limit=100, sort="newest")] == list(range(139, 99, -1))


@pytest.mark.parametrize("now", [None, datetime(2023, 11, 3, tzinfo=UTC)])
def test_pages_by_relevance_list_every_article_once(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch, now: datetime | None
) -> None:
    monkeypatch.setattr("warraq.search.tantivy_found.MOVED", 20)
    words = ("زلزال", "زلزالا", "الزلازل", "مدرسة")
    index.add(
        document(n, f"خبر {words[n % 4]}", f"زلزال في {words[n % 3]} " * (n % 5)) for n in range(100, 170)
    )
    index.commit()
    found = index.find(parse_query("زلزال"), edition="ma")
    pages = [hit.number for at in range(0, 80, 7) for hit in found.page(limit=7, offset=at, fresh_at=now)]
    assert len(pages) == found.total
    assert sorted(pages) == sorted(found.numbers())


@pytest.mark.parametrize("sort", ["relevance", "newest", "arrived"])
def test_a_page_and_the_total_agree_whichever_is_asked_first(index: TantivyIndex, sort: Sort) -> None:
    first, second = (index.find(parse_query("المدرسة"), edition="ma") for _ in range(2))
    total = second.total
    assert first.page(limit=2, sort=sort) == second.page(limit=2, sort=sort)
    assert (first.total, len(first.page(sort=sort))) == (total, total)


def test_a_number_too_large_for_the_key_of_an_order_comes_back_whole(index: TantivyIndex) -> None:
    large = 1 << NUMBER_BITS
    index.add(document(number, "رقم كبير") for number in (7, large - 1, large + 7))
    index.commit()
    found = index.find(parse_query("رقم"), edition="ma")
    for numbers in (
        [hit.number for hit in found.page(sort="arrived")],
        [hit.number for hit in found.page(fresh_at=datetime(2023, 11, 3, tzinfo=UTC))],
        list(found.numbers()),
    ):
        assert sorted(numbers) == [7, large - 1, large + 7]


def test_by_arrival_goes_by_our_first_sight(index: TantivyIndex) -> None:
    late = datetime(2024, 1, 1, tzinfo=UTC)
    index.add([document(50, "مدرسة", sort_at=datetime(1990, 1, 1, tzinfo=UTC), seen_at=late)])
    index.commit()
    found = index.find(parse_query("مدرسة"), edition="ma")
    assert found.page(sort="arrived")[0].number == 50
    assert found.page(sort="newest")[-1].number == 50


def test_what_was_found_does_not_change_while_articles_arrive(index: TantivyIndex) -> None:
    found = index.find(parse_query("مدرسة"), edition="ma")
    assert (found.total, found.upto) == (3, 6)
    index.add([document(7, "مدرسة أخرى")])
    index.remove([1])
    index.commit()
    assert set(found.numbers()) == {1, 2, 5}
    assert sum(value.count for value in found.facets(["outlet"])["outlet"].values) == 3
    assert index.find(parse_query("مدرسة"), edition="ma").upto == 7


def test_a_later_request_names_where_the_first_one_ended(index: TantivyIndex) -> None:
    first = index.find(parse_query("مدرسة"), edition="ma")
    index.add([document(n, "مدرسة أخرى") for n in range(7, 12)])
    index.commit()
    later = index.find(parse_query("مدرسة"), edition="ma", upto=first.upto)
    assert (later.total, later.upto) == (first.total, first.upto)
    assert list(later.numbers()) == list(first.numbers())
    assert later.histogram("year") == first.histogram("year")
    assert index.find(parse_query("مدرسة"), edition="ma", upto=10**17).total == 8


def test_any_word_only_where_all_find_nothing(index: TantivyIndex) -> None:
    both = index.find(parse_query("مدرسة طنجة"), edition="ma", any_word=None)
    assert (both.total, both.is_any_word) == (2, False)
    either = index.find(parse_query("مدرسة غيرموجود"), edition="ma", any_word=None)
    assert (either.total, either.is_any_word) == (3, True)
    nothing = index.find(parse_query("غيرموجود"), edition="ma", any_word=None)
    assert (nothing.total, nothing.is_any_word) == (0, False)


def test_where_any_word_is_enough_so_is_a_word_of_a_phrase_or_a_group(index: TantivyIndex) -> None:
    for text in ('"مدرسة غيرموجودة"', "(مدرسة غيرموجودة)", "«مدرسة غيرموجودة» كلام"):
        assert index.find(parse_query(text), edition="ma").total == 0
        assert set(index.find(parse_query(text), edition="ma", any_word=True).numbers()) == {1, 2, 5}


def test_any_text_can_be_asked_as_plain_words(index: TantivyIndex) -> None:
    text = 'title: -"المدرسة" (outlet:x) *؟ ' + "كلمة " * 500
    assert set(index.find(plain_query(text), edition="ma", any_word=True).numbers()) == {1, 2, 5}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(مدرسة طنجة) OR fermée", {1, 2, 3}),
        ("مدرسة -(طنجة OR G20)", set()),
        ("-مدرسة OR G20", {3, 4, 5}),
        ("مدر*", {1, 2, 5}),
        ("المدر*", {1, 2, 5}),
        ("éco*", {3}),
        ("title:مدرسة", {1}),
        ('title:"الأمطار تغلق"', {2}),
        ("author:بنيس", {1}),
        ('author:"سعيد بنيس"', {1}),
        ('author:"بنيس"', set()),
        ("city:tanger", {2, 3}),
        ("is:darija", {5}),
        ("has:picture", {4, 5}),
        ("story:9", {2, 3}),
        ("*", {1, 2, 3, 4, 5}),
        ("* -lang:ar", {3, 4}),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_means(folder: Path, text: str, found: set[int]) -> None:
    index = TantivyIndex.create(folder)
    more: dict[int, dict[str, object]] = {
        2: {"places": ("tanger",), "story": 9}, 3: {"places": ("tanger",), "story": 9},
        4: {"has_picture": True}, 5: {"is_darija": True, "has_picture": True},
    }  # fmt: skip
    index.add(replaced(article, more.get(article.number, {})) for article in ARTICLES)
    index.commit()
    assert set(index.find(parse_query(text), edition="ma").numbers()) == found
    index.close()


def replaced(article: Document, more: dict[str, object]) -> Document:
    values = {name: getattr(article, name) for name in Document.__slots__}
    return Document(**{**values, **more})


def test_a_mistyped_word_is_mended_from_headlines(index: TantivyIndex) -> None:
    index.add(document(n, "انتخابات أكادير التشريعية") for n in range(30, 34))
    index.commit()
    for typed, meant in (("انتخبات", "انتخابات"), ("اكاديرر", "أكادير"), ("النتشريعيه", "التشريعية")):
        suggestion = index.suggest(parse_query(f"{typed} -lang:fr"), edition="ma")
        assert suggestion is not None
        assert suggestion.query == parse_query(f"{meant} -lang:fr")
        assert suggestion.total == 4
    assert index.suggest(parse_query("انتخابات"), edition="ma") is None
    assert index.suggest(parse_query("غققغغقغ"), edition="ma") is None
    assert index.suggest(parse_query("انتخبات"), edition="dz") is None


def test_headlines_complete_what_is_typed(index: TantivyIndex) -> None:
    index.add(document(n, "انتخابات أكادير التشريعية") for n in range(30, 34))
    index.add([document(40, "Élections à Agadir"), document(41, "انتخابات أكادير", edition="dz")])
    index.commit()

    def typed(text: str) -> list[tuple[str, int]]:
        return [(found.text, found.count) for found in index.complete(text, edition="ma")]

    assert typed("انتخ") == [("انتخابات", 4), ("انتخابات أكادير", 4)]
    assert typed("اكاد") == [("أكادير", 4), ("أكادير التشريعية", 4)]
    assert typed("انتخابات ") == [("انتخابات أكادير", 4)]
    assert typed("قبل انتخابات اك") == [("قبل انتخابات أكادير", 4)]
    assert typed("تشر") == [("التشريعية", 4)]
    assert typed("elec") == [("Élections", 1)]
    assert typed("") == typed(" ؟") == typed("غغغ") == []


def test_articles_alike_share_what_tells_them_apart(index: TantivyIndex) -> None:
    index.add(
        [
            document(60, "زلزال يضرب الحوز", "قال الوزير إن الزلزال ضرب إقليم الحوز ليلا"),
            document(61, "الحوز بعد الزلزال", "الزلزال في الحوز"),
            document(62, "مباراة الرجاء", "قال المدرب إن المباراة ليلا"),
        ]
    )
    index.commit()
    found = index.like("زلزال الحوز", "ضرب زلزال إقليم الحوز", edition="ma", without=60)
    assert [hit.number for hit in found][:1] == [61]
    assert 60 not in {hit.number for hit in found}
    assert index.like("؟", "", edition="ma") == ()


WORDS = ["مدرسة", "طنجة", "وزير", "زلزال", "école"]
ARRIVING = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        st.sampled_from(["goud", "hespress"]),
        st.none() | st.dates(date(2023, 1, 1), date(2023, 3, 1)),
    ),
    max_size=12,
)
ASKED = st.lists(
    st.sampled_from([*WORDS, "OR", "-", "outlet:goud", "date:2023-02", "مدر*", "(", ")"]), max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(ARRIVING, ARRIVING, ASKED.map(" ".join), st.booleans())
def test_count_list_histogram_and_export_agree_while_articles_arrive(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[list[str], str, date | None]],
    after: list[tuple[list[str], str, date | None]],
    text: str,
    any_word: bool,
) -> None:
    index = TantivyIndex.create(tmp_path_factory.mktemp("index"))

    def arrive(first: int, articles: list[tuple[list[str], str, date | None]]) -> None:
        index.add(
            document(first + n, " ".join(words), outlet=outlet, days=day and (day, day))
            for n, (words, outlet, day) in enumerate(articles)
        )
        index.commit()

    arrive(1, before)
    query = parse_query(text)
    found = index.find(query, edition="ma", any_word=any_word)
    arrive(1 + len(before), after)
    again = index.find(query, edition="ma", any_word=any_word, upto=len(before))
    for answer in (found, again):
        numbers = list(answer.numbers())
        assert len(numbers) == len(set(numbers)) == answer.total == found.total
        pages = [hit.number for n in range(0, 15, 3) for hit in answer.page(limit=3, offset=n)]
        assert sorted(pages) == sorted(numbers)
        histogram = answer.histogram("day")
        assert sum(bar.count for bar in histogram.bars) + histogram.undated == answer.total
        assert all(bar.count <= bar.all for bar in histogram.bars)
        facet = answer.facets(["outlet"])["outlet"]
        assert sum(value.count for value in facet.values) == answer.total
    index.close()


def test_fingerprints_change_with_anything_the_index_knows(index: TantivyIndex) -> None:
    before = dict(index.fingerprints())
    assert list(before) == [article.number for article in ARTICLES]
    assert before == {article.number: fingerprint(article) for article in ARTICLES}
    index.add([replaced(ARTICLES[0], {"places": ("fes",)}), replaced(ARTICLES[1], {"story": 3}), ARTICLES[2]])
    index.remove([4])
    index.commit()
    after = dict(index.fingerprints())
    assert {number for number in before if after.get(number) != before[number]} == {1, 2, 4}


def test_a_closed_index_answers_no_more(index: TantivyIndex) -> None:
    index.close()
    asked: list[Callable[[], object]] = [
        lambda: index.find(EVERYTHING),
        lambda: index.complete("مد"),
        lambda: index.like("مدرسة", ""),
        lambda: index.suggest(parse_query("مدرسة")),
    ]
    for ask in asked:
        with pytest.raises(IndexFault, match="closed"):
            ask()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet='ab"-:.*() ORtitle:date2023مـ', max_size=40))
def test_nothing_typed_breaks_what_words_are_asked(index: TantivyIndex, text: str) -> None:
    index.complete(text, edition="ma")
    index.like(text, text)
    try:
        query = parse_query(text)
    except BadQuery:
        return
    index.suggest(query)
    found = index.find(query, edition="ma", any_word=None)
    assert len(list(found.numbers())) == found.total
