"""An installation learns its sections from its own outlets' labels, and uses what does better."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.serve.press import EDITION, make_article, make_outlet
from tests.understand.test_section_training import rows
from warraq.commands import main
from warraq.editions import Section
from warraq.processes.section_learning import (
    habits_path,
    learn_addresses,
    learn_sections,
    own_context,
    own_path,
    read_habits,
)
from warraq.records import Article, ArticleKind, Block, BlockKind, Findings
from warraq.store import models
from warraq.store.blocks import write_blocks

pytestmark = pytest.mark.django_db
SECTIONS = (
    Section("sports", {"ar": "رياضة"}), Section("economy", {"ar": "اقتصاد"}), Section("politics", {"ar": "سياسة"}),
)  # fmt: skip
MINE = replace(
    EDITION,
    sections=SECTIONS,
    section_labels={"رياضة": "sports", "مال وأعمال": "economy", "متفرقات": "other"},
)
LABELS = {"sports": "رياضة", "economy": "مال وأعمال"}
UNLABELLED = Article(
    kind=ArticleKind.ARTICLE,
    address="https://goud.example/new",
    title="البنك والدرهم والصادرات",
    body=(Block(BlockKind.PARAGRAPH, "قال الاستثمار والسوق والأسعار والتضخم والشركة والبورصة والقرض اليوم"),),
)


def fill(count: int, **changed: str) -> None:
    """An archive of articles whose outlet labelled them."""
    outlet = make_outlet("goud")
    for row in rows(count):
        fields = {"section": row.label, "section_label": LABELS[row.label], **changed}
        article = make_article(outlet, row.title, **fields)
        models.Body.objects.filter(article=article).update(
            blocks=write_blocks([Block(BlockKind.PARAGRAPH, row.body)])
        )


def test_what_the_archive_taught_is_kept_and_used(tmp_path: Path) -> None:
    fill(140)
    arabic, french = learn_sections(MINE, tmp_path)
    assert arabic.is_kept
    assert arabic.own is not None
    assert arabic.shipped is not None
    assert arabic.own.worth > arabic.shipped.worth
    assert not french.is_kept
    found = own_context(MINE, tmp_path).complete(Findings("ar", False, None), UNLABELLED)
    assert found.section == "economy"


def test_a_label_of_the_outlet_comes_first(tmp_path: Path) -> None:
    fill(140)
    learn_sections(MINE, tmp_path)
    found = own_context(MINE, tmp_path).complete(Findings("ar", False, "politics"), UNLABELLED)
    assert found.section == "politics"


def test_learning_twice_gives_the_same_file(tmp_path: Path) -> None:
    fill(140)
    learn_sections(MINE, tmp_path)
    first = own_path(MINE, tmp_path, "ar").read_bytes()
    learn_sections(MINE, tmp_path)
    assert own_path(MINE, tmp_path, "ar").read_bytes() == first


def test_too_little_leaves_no_model_and_takes_an_old_one_away(tmp_path: Path) -> None:
    fill(20)
    own_path(MINE, tmp_path, "ar").parent.mkdir()
    own_path(MINE, tmp_path, "ar").write_bytes(b"old")
    assert [learnt.own for learnt in learn_sections(MINE, tmp_path)] == [None, None]
    assert not own_path(MINE, tmp_path, "ar").exists()


@pytest.mark.parametrize(
    "changed",
    [{"section_label": ""}, {"section_label": "قسم مجهول"}, {"wishes": "no_tdm"}, {"section": "politics"}],
)
def test_guessed_sections_and_reserved_texts_teach_nothing(changed: dict[str, str], tmp_path: Path) -> None:
    fill(140, **changed)
    assert learn_sections(MINE, tmp_path)[0].articles == 0


@pytest.mark.parametrize("raw", [b"", b"no model"])
def test_a_damaged_model_is_left_aside(raw: bytes, tmp_path: Path) -> None:
    own_path(MINE, tmp_path, "ar").parent.mkdir()
    own_path(MINE, tmp_path, "ar").write_bytes(raw)
    assert own_context(MINE, tmp_path).own == {}


def test_a_model_of_sections_that_the_edition_lost_is_left_aside(tmp_path: Path) -> None:
    fill(140)
    learn_sections(MINE, tmp_path)
    assert own_context(replace(MINE, sections=SECTIONS[1:]), tmp_path).own == {}


def fill_folders(count: int, **changed: str) -> None:
    """An outlet whose addresses hold a number for each section."""
    outlet = make_outlet("goud")
    for number, row in enumerate(rows(count)):
        folder = {"sports": 96, "economy": 93}[row.label]
        fields = {"section": row.label, "section_label": LABELS[row.label], **changed}
        make_article(outlet, row.title, address=f"https://goud.example/{folder}/{number}", **fields)


def test_what_an_outlets_addresses_mean_is_learnt_and_used(tmp_path: Path) -> None:
    fill_folders(140)
    score = learn_addresses(MINE, tmp_path)
    assert score.asked == score.said == score.right > 0
    unlabelled = replace(UNLABELLED, address="https://www.goud.example/96/7000")
    assert own_context(MINE, tmp_path).complete(Findings("fr", False, None), unlabelled).section == "sports"


@pytest.mark.parametrize("changed", [{"section_label": ""}, {"section": "politics"}])
def test_guessed_sections_teach_nothing_of_addresses(changed: dict[str, str], tmp_path: Path) -> None:
    fill_folders(140, **changed)
    assert learn_addresses(MINE, tmp_path).asked == 0
    assert not habits_path(MINE, tmp_path).exists()


@pytest.mark.parametrize("raw", [b"", b"[1]", b'{"goud.example": 3}', b'{"goud.example": {"96": "lost"}}'])
def test_damaged_or_outdated_habits_say_nothing(raw: bytes, tmp_path: Path) -> None:
    habits_path(MINE, tmp_path).parent.mkdir()
    habits_path(MINE, tmp_path).write_bytes(raw)
    assert not any(read_habits(MINE, tmp_path).values())


def test_the_command_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sections", "learn", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["addresses"] == {"asked": 0, "said": 0, "right": 0}
    assert [(one["language"], one["is_kept"]) for one in told["languages"]] == [("ar", False), ("fr", False)]
    assert main(["sections", "learn"]) == 0
    assert "too few to learn from" in capsys.readouterr().out
