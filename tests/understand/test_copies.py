from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.copies import CopyIndex, containment
from warraq.understand.fingerprints import SAMPLED, fingerprints_of, shingles_of

NOON = datetime(2023, 11, 1, 12, tzinfo=UTC)
VOCABULARY = [a + b + c for a in "بتثجحخ" for b in "درزسشص" for c in "عفقكلم"]


def text(seed: int, words: int = 200) -> str:
    """Random words, as different between seeds as two articles are."""
    return " ".join(random.Random(seed).choices(VOCABULARY, k=words))


def matches(index: CopyIndex, id_: str, words: str, at: datetime = NOON) -> dict[str, float]:
    return {match.other: match.containment for match in index.add(id_, words, at)}


def edited(words: str, share: float) -> str:
    roll = random.Random(5)
    return " ".join("كلمة" if roll.random() < share else word for word in words.split())


@pytest.mark.parametrize(
    "variant",
    [
        lambda one: f"{text(8, 60)} {one}",
        lambda one: " ".join(one.split()[:60]),
        lambda one: f"{text(8)} {one} {text(9)}",
        lambda one: edited(one, 0.1),
        lambda one: " ".join(one.split()[120:] + one.split()[:120]),
    ],
    ids=["headlines glued before it", "the lead alone", "between two others", "a tenth edited", "reordered"],
)
@pytest.mark.parametrize("is_variant_first", [False, True])
def test_a_copy_is_found_in_whatever_shape(variant: object, is_variant_first: bool) -> None:
    assert callable(variant)
    index = CopyIndex()
    for n in range(100, 130):
        assert not index.add(str(n), text(n), NOON)
    texts = [text(1), variant(text(1))]
    first, second = reversed(texts) if is_variant_first else texts
    index.add("first", first, NOON)
    assert matches(index, "second", second)["first"] >= 0.5


def test_other_texts_and_rewritten_ones_are_no_copies() -> None:
    index = CopyIndex()
    index.add("one", text(1), NOON)
    assert not index.add("other", text(2), NOON)
    assert not index.add("rewritten", edited(text(1), 0.5), NOON)


def test_typography_does_not_hide_a_copy() -> None:
    index = CopyIndex()
    plain = "اجتمع المجلس الاداري للشركة امس في الرباط وقرر رفع راسمالها الى ٥٠٠ مليون درهم لتمويل مشاريعها"
    printed = (
        "«اجتمع» المجلس الإداري للشركة، أمس، في الرِّباط وقرّر: رفع رأسمالها إلى 500 مليـون درهم لتمويل مشاريعها"
    )
    index.add("plain", plain, NOON)
    assert matches(index, "printed", printed) == {"plain": 1.0}


def test_a_flash_proves_nothing() -> None:
    index = CopyIndex()
    index.add("long", f"{text(1, 10)} {text(2)}", NOON)
    assert not index.add("flash", text(1, 10), NOON)
    assert not index.add("empty", "", NOON)


def test_what_everybody_prints_below_the_text_makes_no_copies() -> None:
    index, signature = CopyIndex(), text(0, 40)
    found = [index.add(str(n), f"{text(n)} {signature}", NOON) for n in range(1, 400)]
    assert not any(found)


def test_an_article_older_than_the_window_is_let_go() -> None:
    index = CopyIndex(timedelta(days=7))
    index.add("old", text(1), NOON)
    assert matches(index, "copy", text(1), NOON + timedelta(days=6)) == {"old": 1.0}
    assert matches(index, "late", text(1), NOON + timedelta(days=8)) == {"copy": 1.0}
    assert "old" not in index


def test_memory_is_bounded_by_number_too() -> None:
    index = CopyIndex(window=None, most=50)
    for n in range(400):
        index.add(str(n), text(n), NOON)
    assert len(index) == 50
    assert not index.add("again", text(1), NOON)
    assert matches(index, "copy", text(399)) == {"399": 1.0}


def test_an_edited_article_stands_for_its_new_text_and_a_withdrawn_one_for_none() -> None:
    index = CopyIndex()
    index.add("a", text(1), NOON)
    index.add("a", text(2), NOON)
    assert matches(index, "b", text(1)) == {}
    assert matches(index, "c", text(2)) == {"a": 1.0}
    index.forget("a")
    index.forget("never seen")
    assert matches(index, "d", text(2)) == {"c": 1.0}


def test_shares_tell_which_text_holds_which() -> None:
    index = CopyIndex()
    index.add("long", text(1, 300), NOON)
    (match,) = index.add("lead", " ".join(text(1, 300).split()[:90]), NOON)
    assert (match.containment, match.share) == (1.0, 1.0)
    assert 0.25 < match.other_share < 0.35


@given(st.text(), st.text())
def test_containment_is_a_share_and_the_same_either_way(one: str, other: str) -> None:
    assert 0 <= containment(one, other) <= 1
    assert containment(one, other) == containment(other, one)
    assert containment(one, one) in (0.0, 1.0)


@given(st.text())
def test_fingerprints_are_a_sample_of_shingles(words: str) -> None:
    shingles = shingles_of(words)
    assert set(fingerprints_of(shingles)) == {number for number in shingles if number % SAMPLED == 0}
    assert all(0 <= number < 1 << 32 for number in shingles)


def test_numbers_are_the_same_on_every_machine() -> None:
    assert sorted(shingles_of("قال الوزير إن الأسعار ستنخفض")) == [1141823587, 1981670156]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(20, 60)), max_size=40), st.integers(1, 30))
def test_the_index_finds_what_comparing_all_would(articles: list[tuple[int, int]], most: int) -> None:
    """Texts cut from ten: whatever is kept and shares enough is found (all candidates fit in what is compared)."""
    index = CopyIndex(window=None, most=most)
    kept: list[tuple[str, str]] = []
    for n, (seed, words) in enumerate(articles):
        body = " ".join(text(seed, 60).split()[:words])
        found = set(matches(index, str(n), body))
        kept = kept[-(most - 1) :] if most > 1 else []
        true = {other for other, words in kept if containment(body, words) >= 0.5}
        assert found <= true
        # Of two fingerprints none or one may fall into what a short text shares: sampling, not exactness.
        if len(fingerprints_of(shingles_of(body))) > 4:
            assert found == true
        kept.append((str(n), body))
