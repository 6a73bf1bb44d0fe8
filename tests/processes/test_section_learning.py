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
from warraq.processes.section_learning import learn_sections, own_context, own_path
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


def test_the_command_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sections", "learn", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["languages"]
    assert [(one["language"], one["is_kept"]) for one in told] == [("ar", False), ("fr", False)]
    assert main(["sections", "learn"]) == 0
    assert "too few to learn from" in capsys.readouterr().out
