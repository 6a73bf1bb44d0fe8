from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warraq.search.analysis import analyse, highlight, passage, spans, stems_of

WORDS = st.sampled_from(
    [
        "المدرسة",
        "وبالمدرسة",
        "وزير",
        "في",
        "école",
        "L'élection",
        "2023",
        "ⴰⵣⵓⵍ",
        "،",
        "<b>",
        "&amp;",
        "e\u0301",
        "و م ع",
        "و.م.ع",
        "مدرسةُ",
        "G20",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=60).map(" ".join))


def test_every_form_of_the_word_is_marked_and_nothing_else() -> None:
    pieces = highlight("زار والمدرسة ثم مدرستها.", stems_of(["المدرسة"]))
    assert pieces == [("زار ", False), ("والمدرسة", True), (" ثم ", False), ("مدرستها", True), (".", False)]


def test_without_words_nothing_is_marked() -> None:
    assert highlight("نص", frozenset()) == [("نص", False)]
    assert highlight("", stems_of(["نص"])) == []


@given(TEXTS, st.lists(WORDS, max_size=3))
def test_the_pieces_joined_are_the_text(text: str, words: list[str]) -> None:
    stems = stems_of(words)
    pieces = highlight(text, stems)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(set(analyse(piece)) <= stems for piece, is_marked in pieces if is_marked)


def test_the_passage_is_where_most_words_stand_together() -> None:
    filler = "كلام عادي لا شيء فيه " * 20
    text = f"الوزير هنا. {filler} قال الوزير إن المدرسة مفتوحة. {filler}"
    found = passage(text, stems_of(["المدرسة", "الوزير"]), 80)
    assert "قال الوزير إن المدرسة مفتوحة" in found
    assert found.startswith("…")
    assert found.endswith("…")


def test_a_short_text_is_its_own_passage_and_a_long_one_without_words_its_beginning() -> None:
    assert passage("نص\n قصير", frozenset(), 80) == "نص قصير"
    assert passage("كلمة " * 50, frozenset(), 24) == "كلمة كلمة كلمة كلمة كلمة…"


def test_a_long_text_is_read_until_a_passage_shows_all_words() -> None:
    filler = "كلام عادي لا شيء فيه " * 100
    text = f"{filler} الوزير {filler} زار الوزير والمدرسة و م ع {filler} المدرسة المدرسة الوزير {filler}"
    found = passage(text, stems_of(["المدرسة", "الوزير"]), 80)
    assert "زار الوزير والمدرسة و م ع" in found


@given(TEXTS, st.lists(WORDS, max_size=3))
def test_few_words_are_found_where_all_words_are(text: str, words: list[str]) -> None:
    wanted = stems_of(words)
    assert spans(text, wanted) == [token for token in spans(text) if token.stem in wanted]


@given(TEXTS, st.lists(WORDS, max_size=3), st.integers(10, 100))
def test_a_passage_is_a_piece_of_the_text_no_longer_than_asked(
    text: str, words: list[str], width: int
) -> None:
    found = passage(text, stems_of(words), width)
    even = " ".join(text.split())
    inner = found if len(even) <= width else found.removeprefix("…").removesuffix("…")
    assert inner in even
    assert len(inner) <= width


@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join), WORDS)
def test_a_passage_shows_the_word_where_the_text_has_it(text: str, word: str) -> None:
    stems = stems_of([word])
    if len(stems) == 1 and stems <= set(analyse(text)):
        assert stems <= set(analyse(passage(text, stems, 40)))
