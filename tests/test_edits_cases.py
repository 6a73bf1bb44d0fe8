"""The table of edits, row by row: what an outlet changed is seen, what a page changes by itself is not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from warraq.pipeline import key_of_version, standing_lines
from warraq.records import Block, BlockKind
from warraq.sample.press import Press
from warraq.sample.prose import text_of
from warraq.understand.differences import difference, passages

TABLE = Path(__file__).with_name("edits_cases.tsv")
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
OPENED = datetime(2026, 11, 1, 12, tzinfo=UTC)
CASES = [tuple(line.split("\t")) for line in LINES[1:]]


def version(text: str) -> tuple[str, tuple[Block, ...]]:
    """Headline and body of a version as the table writes it."""
    title, _, body = text.partition("‖")
    return title.strip(), tuple(Block(BlockKind.PARAGRAPH, each.strip()) for each in body.split("¶"))


def key(text: str) -> str:
    title, blocks = version(text)
    return key_of_version(title, "", blocks)


def told(text: str) -> str:
    """What a page of versions compares."""
    title, blocks = version(text)
    return "\n".join([title, *(line.text for line in standing_lines("", blocks))])


@pytest.mark.parametrize(("what", "first", "second", "why"), CASES, ids=[case[3] for case in CASES])
def test_a_row_of_the_table(what: str, first: str, second: str, why: str) -> None:
    assert (key(first) != key(second)) == (what == "edit"), why
    changed = any(passage.is_changed for passage in passages(difference(told(first), told(second))))
    assert changed == (what == "edit"), f"the page of versions: {why}"


def test_the_table_is_large_and_even() -> None:
    counted = Counter(case[0] for case in CASES)
    assert set(counted) == {"same", "edit"}
    assert min(counted.values()) >= 30
    assert len(CASES) >= 60


def test_every_correction_of_the_sample_press_is_an_edit() -> None:
    press = Press(seed=11, opened_at=OPENED, clock=lambda: OPENED)
    corrected = 0
    for outlet in press.outlets:
        for found in press.latest(outlet, 60):
            versions = range(len(found.fate.edited_at) + 1)
            texts = [text_of(press.seed, found.coverage, version) for version in versions]
            assert all(one != next_ for one, next_ in pairwise(texts))
            keys = [key_of_version(text.title, text.subtitle or "", text.blocks) for text in texts]
            assert len(set(keys)) == len(keys), texts
            corrected += len(texts) - 1
    assert corrected > 50


def test_kinds_of_blocks_and_their_borders_do_not_count() -> None:
    plain = [Block(BlockKind.PARAGRAPH, text) for text in ("عنوان فرعي", "أول", "ثان")]
    rich = [
        Block(BlockKind.HEADING, "عنوان فرعي", level=2),
        Block(BlockKind.LIST, items=("أول", "ثان"), level=1),
    ]
    assert key_of_version("خبر", "", plain) == key_of_version("خبر", "", rich)
    assert key_of_version("خبر", "عنوان فرعي", plain[1:]) == key_of_version("خبر", "", plain)
    assert key_of_version("خبر عنوان فرعي", "", plain[1:]) != key_of_version("خبر", "", plain)


def test_the_numbers_of_a_table_count() -> None:
    def table(views: str) -> list[Block]:
        return [Block(BlockKind.TABLE, rows=(("المقطع", "المشاهدات"), ("الأول", views)))]

    assert key_of_version("خبر", "", table("1234 مشاهدة")) != key_of_version("خبر", "", table("1300 مشاهدة"))
