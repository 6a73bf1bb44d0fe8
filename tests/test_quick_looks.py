"""The quick looks that spare most lines the patterns: none of them may change an answer.

Lines are made of the very phrases that the patterns know, recorded lines are those of the cases beside this file.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.extract import boilerplate, moving
from warraq.extract.boilerplate import furniture_of
from warraq.extract.date_tables import AGO_AFTER, FRACTIONS
from warraq.extract.moving import without_moving
from warraq.understand.wording import keys, letters, letters_of

PHRASES = [
    *(*moving._BEFORE, *moving._HOURS, *moving._DAYS, *moving._PAIRS, *moving._ONES, *moving._NOW, *moving._ABOUT),
    *(*moving._UPDATED, *moving._DATED, *moving._COUNTED_FIRST, *moving._COUNTED, *moving._TIMES, *moving._UNCOUNTED),
    *(*moving._SHARED, *moving._READING, *moving._TELLS, *AGO_AFTER, *FRACTIONS),
    *(*boilerplate._READ_ALSO, *boilerplate._FOLLOW, *boilerplate._SHARE, *boilerplate._REPORT, *boilerplate._TAGS),
    *(*boilerplate._COPYRIGHT, *boilerplate._CREDIT),
]  # fmt: skip
SIGNS = ["5", "12", "3.500", "100 000", "٣", "5h30", ",", "،", ":", "-", "–", "--", ".", "..", "…", "|", "(", ")", "«",
         "»", '"', "“", "'", "’", "  ", "\n", "\u200f", "\u0640", "ّ", "نَّ", "\u0653", "é", "e\u0301", "©", "ﻻ", "ﷺ",
         "_", "x"]  # fmt: skip
LINES = (
    st.lists(st.sampled_from(PHRASES) | st.sampled_from(SIGNS), max_size=7).map(" ".join)
    | st.lists(st.sampled_from(SIGNS), max_size=9).map("".join)
    | st.text(max_size=40)
)


class Everything(frozenset[str]):
    """Holds whatever it is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


def recorded() -> list[str]:
    with (Path(__file__).parent / "edits_cases.tsv").open(encoding="utf-8", newline="") as file:
        return [cell for row in csv.reader(file, delimiter="\t") for cell in row if cell]


def same_without_looks(text: str) -> None:
    """Compare what is said of a line with what its patterns alone say."""
    masked, furniture = without_moving(text), furniture_of(text)
    assert letters_of([text]) == letters(keys(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "_may_hold", lambda line: moving._MayHold(free=True, alone=True, ago=True))
        patch.setattr(boilerplate, "_FIRST_TO_SHARE", Everything())
        patch.setattr(boilerplate, "_FIRST_OF_FURNITURE", Everything())
        assert (masked, furniture) == (without_moving(text), furniture_of(text))


@given(LINES)
def test_a_made_line_reads_the_same_without_them(text: str) -> None:
    same_without_looks(text)
    same_without_looks(text.upper())


def test_recorded_lines_read_the_same_without_them() -> None:
    lines = recorded()
    assert len(lines) > 200
    for line in lines:
        same_without_looks(line)


@given(st.lists(LINES, max_size=4))
def test_several_lines_have_the_letters_of_all_their_words(texts: list[str]) -> None:
    assert letters_of(texts) == letters([key for text in texts for key in keys(text)])
