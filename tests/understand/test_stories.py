from __future__ import annotations

import random
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.errors import BadInput
from warraq.understand.stories import REMEMBERED, Item, Merged, Placed, Press
from warraq.understand.story_keeper import StoryKeeper
from warraq.understand.story_state import load, rebuild, save
from warraq.understand.story_vectors import GRAM_SHARE, UNIT, WORD_SHARE, Frequencies, dot, forms_of
from warraq.understand.story_words import STOPWORDS

START = 1_698_796_800.0
"""1 November 2023, midnight UTC."""
HOUR = 3600.0

FILLER = [
    "البنك المركزي يبقي سعر الفائدة دون تغيير",
    "افتتاح معرض الكتاب في الدار البيضاء",
    "أمطار قوية متوقعة بأقاليم الشمال",
    "حادثة سير خطيرة قرب مراكش",
    "وزير الصحة يقدم خطة المستشفيات الجديدة",
    "المنتخب النسوي يستعد لمباراة ودية أمام زامبيا",
]


class Reader:
    """Takes events as rows would: which story each article stands in, and where merged stories lead."""

    def __init__(self) -> None:
        self.home: dict[str, int] = {}
        self.into: dict[int, int] = {}

    def take(self, events: Iterable[object]) -> None:
        for event in events:
            if isinstance(event, Placed):
                assert event.moved_from is None or self.home[event.article] == event.moved_from
                self.home[event.article] = event.story
            elif isinstance(event, Merged):
                self.into[event.story] = event.into

    def leads_to(self, story: int) -> int:
        seen = set()
        while story in self.into and story not in self.home.values():
            assert story not in seen, "merged stories lead in a circle"
            seen.add(story)
            story = self.into[story]
        return story


def warm() -> tuple[StoryKeeper, Reader]:
    """A keeper that has read some days of news, so that common words are known."""
    keeper, reader = StoryKeeper(), Reader()
    for n, title in enumerate(FILLER):
        reader.take(keeper.place(Item(f"warm{n}", title, START - 200 * HOUR + n, "ar")))
    return keeper, reader


def stories_of(*titles: tuple[str, float], keep: tuple[StoryKeeper, Reader] | None = None) -> list[int]:
    keeper, reader = keep or warm()
    for n, (title, hours) in enumerate(titles):
        reader.take(keeper.place(Item(str(n), title, START + hours * HOUR, "ar")))
    reader.take(keeper.repair())
    return [reader.home[str(n)] for n in range(len(titles))]


def test_versions_of_one_event_are_one_story_and_others_are_not() -> None:
    one, two, three, four = stories_of(
        ("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", 0),
        ("إقليم الحوز: زلزال قوي بلغت قوته 6.8 درجات", 1),
        ("البرلمان يصادق على قانون المالية", 2),
        ("عاجل.. زلزال يضرب الحوز", 3),
    )
    assert one == two == four != three


def test_a_recurring_bulletin_is_a_new_story() -> None:
    title = "أسعار صرف العملات الأجنبية مقابل الدرهم"
    one, two = stories_of((title, 0), (title, 24 * 5))
    assert one != two


def test_the_same_teams_next_match_is_a_new_story() -> None:
    one, two, three = stories_of(
        ("الوداد يفوز على الرجاء بهدفين لواحد", 0),
        ("الوداد يهزم الرجاء بهدفين", 2),
        ("الوداد والرجاء يتعادلان في ذهاب الكأس", 24 * 7),
    )
    assert one == two != three


def test_languages_are_never_joined() -> None:
    keeper = StoryKeeper()
    first = keeper.place(Item("a", "Séisme Al Haouz", START, "fr"))[-1]
    second = keeper.place(Item("b", "Séisme Al Haouz", START, "es"))[-1]
    assert isinstance(first, Placed)
    assert isinstance(second, Placed)
    assert first.story != second.story


def test_two_towns_have_two_stories_of_the_same_words() -> None:
    keeper, reader = warm()
    rows = [
        ("القنيطرة.. انطلاق أشغال مصنع للأسمدة", "kenitra"),
        ("العرائش.. انطلاق أشغال مصنع للأسمدة", "larache"),
    ]
    for n, (title, place) in enumerate([*rows, *rows]):
        item = Item(str(n), title, START + n * HOUR, "ar", places=frozenset([place]))
        reader.take(keeper.place(item))
    reader.take(keeper.repair())
    assert reader.home["0"] == reader.home["2"] != reader.home["1"] == reader.home["3"]


def test_a_lead_says_what_a_headline_only_hints_at() -> None:
    keeper, reader = warm()
    lead = "ضرب زلزال بقوة 6.8 درجات إقليم الحوز ليلة الجمعة وخلف خسائر في دواوير إغيل وثلاث نيعقوب"
    reader.take(keeper.place(Item("a", "ليلة رعب في الأطلس", START, "ar", lead=lead)))
    reader.take(keeper.place(Item("b", "السكان يبيتون في العراء", START + HOUR, "ar", lead=lead[:70])))
    reader.take(keeper.repair())
    assert reader.home["a"] == reader.home["b"]


def test_a_copy_stands_where_its_origin_stands_and_weighs_nothing() -> None:
    keeper, reader = warm()
    reader.take(keeper.place(Item("a", "زلزال يضرب إقليم الحوز", START, "ar")))
    press = keeper.presses["ar"]
    story = press.stories[reader.home["a"]]
    square = story.square
    reader.take(keeper.place(Item("b", "عنوان لا علاقة له", START + 1, "ar", copy_of="a")))
    assert reader.home["b"] == reader.home["a"]
    assert (story.square, len(story.members)) == (square, 1)


@pytest.mark.parametrize("others", [1, 2, 3])
def test_a_copy_stays_where_it_stands_when_another_article_leaves(others: int) -> None:
    keeper, reader = warm()
    for n in range(others + 1):
        reader.take(keeper.place(Item(f"a{n}", "زلزال قوي يضرب إقليم الحوز", START + n, "ar")))
    reader.take(keeper.place(Item("copy", "عنوان آخر", START + 9, "ar", copy_of="a0")))
    reader.take(keeper.revise(Item("a1", "المنتخب يفوز على زامبيا بثلاثية", START + 1, "ar")))
    assert reader.home["a1"] != reader.home["a0"] == reader.home["copy"]
    assert keeper.knows("copy")
    reader.take(keeper.place(Item("next", "عنوان ثالث", START + 10, "ar", copy_of="copy")))
    assert reader.home["next"] == reader.home["a0"]
    assert save(load(save(keeper))) == save(keeper)
    check_sums(keeper.presses["ar"])


def test_a_copy_of_an_unknown_article_stands_for_itself() -> None:
    keeper, reader = warm()
    reader.take(keeper.place(Item("b", "زلزال يضرب إقليم الحوز", START, "ar", copy_of="gone")))
    assert reader.home["b"]


def test_an_article_placed_twice_stays_and_counts_once() -> None:
    keeper, reader = warm()
    item = Item("a", "زلزال يضرب إقليم الحوز", START, "ar")
    reader.take(keeper.place(item))
    before = save(keeper)
    assert keeper.place(item) == [Placed("a", reader.home["a"])]
    assert save(keeper) == before


def stream(seed: int, articles: int = 300, step: float = 900) -> list[Item]:
    """Articles on invented events of a few words each, the words partly shared."""
    roll = random.Random(seed)
    letters = "بتثجحخدذرزسشصضطظعغفقكلمن"
    vocabulary = ["".join(roll.choices(letters, k=roll.randint(3, 7))) for _ in range(200)]
    events = [roll.sample(vocabulary, 6) for _ in range(60)]
    items: list[Item] = []
    for n in range(articles):
        near = min(n * 60 // articles + roll.randint(0, 3), 59)
        words = [*roll.sample(events[near], roll.randint(2, 5)), *roll.choices(vocabulary, k=2)]
        copied = items[-1].id if items and roll.random() < 0.1 else None
        places = frozenset(roll.choices(["fes", "taza"], k=roll.randint(0, 1)))
        language = roll.choice(["ar", "ar", "fr"])
        items.append(Item(str(n), " ".join(words), START + n * step, language, copied, places=places))
    return items


def placed(items: list[Item], kill_after: frozenset[int] = frozenset()) -> tuple[Reader, StoryKeeper]:
    keeper, reader = StoryKeeper(), Reader()
    for n, item in enumerate(items):
        reader.take(keeper.place(item))
        if n in kill_after:
            keeper = load(save(keeper))
    reader.take(keeper.repair())
    return reader, keeper


@pytest.mark.parametrize("seed", range(3))
def test_a_keeper_killed_at_any_moment_goes_on_with_the_same_stories(seed: int) -> None:
    items = stream(seed)
    whole, keeper = placed(items)
    killed, again = placed(items, frozenset(random.Random(seed).sample(range(300), 5)))
    assert killed.home == whole.home
    assert killed.into == whole.into
    assert save(again) == save(keeper)
    assert whole.into, "the stream should make stories merge"


def test_a_kill_between_two_saved_states_repeats_what_was_placed_since() -> None:
    items = stream(7)
    whole, keeper = placed(items)
    saved, reader = b"", Reader()
    first = StoryKeeper()
    for n, item in enumerate(items[:200]):
        reader.take(first.place(item))
        if n == 149:
            saved = save(first)
    after = load(saved)  # killed at 200; the state is of 150, and rows give what came since
    repeated = Reader()
    repeated.home, repeated.into = dict(reader.home), dict(reader.into)
    for item in items[150:]:
        for event in after.place(item):
            if isinstance(event, Placed):
                repeated.home[event.article] = event.story
    assert save(after) != saved
    for event in after.repair():
        if isinstance(event, Placed):
            repeated.home[event.article] = event.story
    assert repeated.home == whole.home
    assert save(after) == save(keeper)


def test_stories_rebuilt_from_rows_alone_are_the_same_and_go_on() -> None:
    items = stream(3)
    reader, _ = placed(items)
    fresh = StoryKeeper()
    rebuild(fresh, ((item, reader.home[item.id]) for item in items))
    standing = {id_: home for press in fresh.presses.values() for id_, home in press.home.items()}
    assert standing
    assert all(reader.home[id_] == home for id_, home in standing.items())
    more = Item("new", "شيء لم يره أحد من قبل", items[-1].at + 1, "ar")
    event = fresh.place(more)[-1]
    assert isinstance(event, Placed)
    assert event.story > max(reader.home.values())


@pytest.mark.parametrize("bad", [b"", b"x", zlib.compress(b'{"version": 99}')])
def test_a_state_that_cannot_be_read_is_named(bad: bytes) -> None:
    with pytest.raises(BadInput, match="saved state"):
        load(bad)


@pytest.mark.parametrize("seed", range(4))
def test_every_story_ever_named_leads_to_one_that_lives(seed: int) -> None:
    items = stream(seed, step=1800)
    keeper, reader, named = StoryKeeper(), Reader(), set()
    for item in items:
        reader.take(keeper.place(item))
        named |= set(reader.home.values())
    reader.take(keeper.repair())
    living = set(reader.home.values())
    assert {reader.leads_to(story) for story in named} <= living


@pytest.mark.parametrize("seed", range(3))
def test_sums_are_those_of_the_members_whatever_happened(seed: int) -> None:
    _, keeper = placed(stream(seed))
    for press in keeper.presses.values():
        check_sums(press)


def check_sums(press: Press) -> None:
    words: dict[str, dict[int, float]] = {}
    for story in press.stories.values():
        fresh = Press(press.reference)
        copy = type(story)(story.id, 0.0, 0.0)
        for member in story.members.values():
            fresh.add(copy, member)
        assert (copy.words, copy.grams, copy.square) == (story.words, story.grams, story.square)
        assert (copy.late_words, copy.late_grams) == (story.late_words, story.late_grams)
        assert copy.places == story.places
        assert story.square == dot(story.words, story.words) + dot(story.grams, story.grams)
        for word, weight in story.late_words.items():
            words.setdefault(word, {})[story.slot] = weight
    assert words == press.postings.held()
    assert {story.slot: story for story in press.stories.values()} == {
        slot: story for slot, story in enumerate(press.slots) if story is not None
    }


def test_what_is_over_is_let_go() -> None:
    keeper, reader = warm()
    reader.take(keeper.place(Item("late", FILLER[0], START + REMEMBERED, "ar")))
    press = keeper.presses["ar"]
    assert set(press.home) == {"late"}
    (story,) = press.stories.values()
    assert all(set(held) == {story.slot} for held in press.postings.held().values())


def test_what_is_written_every_day_for_years_begins_anew_now_and_then() -> None:
    keeper, reader = StoryKeeper(), Reader()
    for day in range(1_600):
        reader.take(keeper.place(Item(str(day), "الحرب على غزة متواصلة", START + day * 24 * HOUR, "ar")))
    lengths = [list(reader.home.values()).count(story) for story in set(reader.home.values())]
    assert 3 < max(lengths) < 30
    check_sums(keeper.presses["ar"])
    assert len(keeper.presses["ar"].stories) <= 2


def test_rows_of_years_can_be_put_back() -> None:
    keeper = StoryKeeper()
    rebuild(
        keeper, ((Item(str(n), "مباراة اليوم", START + n * 30 * 24 * HOUR, "ar"), n) for n in range(1, 200))
    )
    (story,) = keeper.presses["ar"].stories.values()
    assert story.id == 199


TITLES = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from("alpha beta gamma delta épsilon زلزال الحوز ملعب".split()), max_size=6).map(
        " ".join
    ),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(TITLES, st.floats(-1e6, 1e6), st.booleans()), max_size=25))
def test_any_stream_can_be_placed(rows: list[tuple[str, float, bool]]) -> None:
    keeper, reader = StoryKeeper(), Reader()
    for n, (title, seconds, is_copy) in enumerate(rows):
        item = Item(str(n), title, START + seconds, "ar", str(n // 2) if is_copy else None)
        reader.take(keeper.place(item))
        assert str(n) in reader.home
    reader.take(keeper.repair())
    for press in keeper.presses.values():
        check_sums(press)
    assert save(load(save(keeper))) == save(keeper)


@given(st.text())
def test_vectors_are_of_unit_length_or_empty(text: str) -> None:
    frequencies = Frequencies()
    for _ in range(3):
        vector = frequencies.vector(text)
        if not vector.words:
            assert not vector.grams
        else:
            assert abs(vector.square / UNIT**2 - WORD_SHARE - GRAM_SHARE) < 0.01
    assert frequencies.documents == 3


@given(st.text("ABCxyz019_-'.") | st.text("ءآأؤإئابةتثهوىيحخدذزسشصضطعغفقكلمن"))
def test_plain_words_are_folded_the_short_way_as_the_long_way(word: str) -> None:
    assert forms_of(word) == forms_of(f"{word}\u200b")


def test_words_of_grammar_are_known_as_they_are_compared() -> None:
    assert [word for word in STOPWORDS if forms_of(word) != [word]] == []
    assert not Frequencies().vector("على إلى حتى который").words


@given(st.text())
def test_forms_are_folded_once_and_for_all(text: str) -> None:
    assert forms_of(" ".join(forms_of(text))) == forms_of(text)


def stories_of_two(others: int) -> int:
    """How many stories two headlines make that share two words of six, among so many others."""
    roll = random.Random(5)
    keeper, home = StoryKeeper(), {}
    for n in range(others):
        words = ["".join(roll.choices("بتجحدرسصطعفقكلمن", k=5)) for _ in range(6)]
        keeper.place(Item(str(n), " ".join(words), START + n, "ar"))
    for id_, title in (
        ("one", "سحب قرعة مونديال روسيا بحضور الرئيس"),
        ("other", "قرعة مونديال تضع المنتخب أمام البرازيل"),
    ):
        events = keeper.place(Item(id_, title, START + others, "ar"))
        home.update({event.article: event.story for event in events if isinstance(event, Placed)})
    return len({home["one"], home["other"]})


def test_among_many_stories_a_likeness_says_less() -> None:
    assert stories_of_two(60) == 1
    assert stories_of_two(600) == 2
