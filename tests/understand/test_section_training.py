"""A model of sections is learnt the same way twice, and only what is damaged is refused."""

from __future__ import annotations

import pytest

from warraq.understand.section_model import load_model
from warraq.understand.section_training import (
    FEWEST_OF_SECTION,
    MOST_OF_SECTION,
    Labelled,
    Score,
    choose_rows,
    guesser,
    score,
    train_model,
)

WORDS = {
    "sports": "المنتخب المباراة الهدف اللاعب المدرب الملعب الكأس البطولة الجمهور الحارس".split(),
    "economy": "البنك الدرهم الصادرات الاستثمار السوق الأسعار التضخم الشركة البورصة القرض".split(),
}


def rows(count: int = 60) -> list[Labelled]:
    """Made-up articles of two sections."""
    made = []
    for section, words in WORDS.items():
        for n in range(count):
            picked = [words[(n + step * (1 + n % 3)) % len(words)] for step in range(6)]
            made.append(
                Labelled(f"{' '.join(picked[:3])} رقم {n}", f"قال {' و'.join(picked)} اليوم", section)
            )
    return made


def test_the_same_rows_give_the_same_model() -> None:
    assert train_model(rows()) == train_model(rows())


def test_what_was_learnt_tells_articles_that_were_not() -> None:
    taught = [row for row in rows() if not row.is_held_out]
    asked = [row for row in rows() if row.is_held_out]
    found = score(guesser(load_model(train_model(taught))), asked)
    assert found.asked == len(asked) > 10
    assert found.right == found.said >= 0.8 * found.asked


def test_a_title_is_on_the_same_side_however_it_is_spelled() -> None:
    for n in range(40):
        one = Labelled(f"إعلان جديد رقم {n}", "", "economy")
        other = Labelled(f" اعلان جديد رقم {n}", "نص آخر", "sports")
        assert one.is_held_out == other.is_held_out


def test_rare_sections_are_left_out_and_large_ones_bounded() -> None:
    many = [Labelled(f"خبر {n}", "", "sports") for n in range(MOST_OF_SECTION + 500)]
    few = [Labelled(f"شعر {n}", "", "culture") for n in range(FEWEST_OF_SECTION - 1)]
    assert {row.label for row in choose_rows(many + few)} == {"sports"}
    assert len(choose_rows(many + few)) == MOST_OF_SECTION


def test_a_wrong_answer_costs_what_a_right_one_brings() -> None:
    assert Score(asked=10, said=8, right=6).worth == pytest.approx(0.4)
    assert Score(asked=0, said=0, right=0).worth == 0


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a model", train_model(rows())[:200]])
def test_a_damaged_file_is_no_model(raw: bytes) -> None:
    with pytest.raises(ValueError, match="model of sections"):
        load_model(raw)
