"""A page as text blocks, their judgement, and the chosen ones as a body."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.block_features import NAMES, choose_candidates, features_of
from warraq.extract.block_model import Trees, choose_blocks, read_model, shipped_model, write_model
from warraq.extract.block_second import SECOND_NAMES, features_of_judged
from warraq.extract.block_words import Hints
from warraq.extract.blocks import MOST_BLOCKS, TextBlock, read_blocks
from warraq.extract.body import write_body
from warraq.records import Block, BlockKind

BASE = "https://outlet.example/news/1"
SENTENCE = "صادق المجلس الجماعي في دورته العادية على اتفاقية لإحداث ملاعب القرب بالأحياء الجنوبية للمدينة."


def blocks_of(inner: str) -> list[TextBlock]:
    return read_blocks(LexborHTMLParser(f"<html><body>{inner}</body></html>"))


def body_of(inner: str) -> list[Block]:
    """Everything of a page as a body."""
    blocks = blocks_of(inner)
    return list(write_body(blocks, [block for block in blocks if block.picture is None], BASE))


def texts_of(inner: str) -> list[str]:
    return [block.text for block in blocks_of(inner)]


def test_blocks_are_what_a_reader_sees_as_lines() -> None:
    assert texts_of("<p>one <b>two</b></p><div>three<p>four</p>five</div>") == [
        "one two",
        "three",
        "four",
        "five",
    ]
    assert texts_of("first<br>second<br><br>third") == ["first", "second", "third"]
    assert texts_of("<p>a<script>var x</script>b</p><style>p{}</style><noscript>no</noscript>") == ["ab"]


def test_words_are_neither_glued_nor_parted() -> None:
    assert texts_of("<p>co\u00adopé<wbr>rer\nici<br>là</p>") == ["coopérer ici", "là"]
    assert texts_of("<p>ال<span>كتاب</span> <em>الجديد</em></p>") == ["الكتاب الجديد"]


def test_links_breaks_and_hidden_parts_are_noted() -> None:
    one, two = blocks_of('<p>go <a href="/x">there</a><br>now</p>')
    assert (one.linked, one.links, two.breaks) == (5, 1, 1)
    (hidden,) = blocks_of('<div style="display: none">unseen</div>')
    assert hidden.at.is_hidden


def test_headings_lists_quotes_and_tables_keep_their_kind() -> None:
    body = body_of(
        "<h2>head</h2><p>text</p><ol><li>one<ul><li>two</li></ul></li><li>three</li></ol><blockquote><p>said</p>"
        "</blockquote><table><tr><th>a</th><th>b</th></tr><tr><td></td><td>2</td></tr></table>"
    )
    assert body == [
        Block(BlockKind.HEADING, "head", level=2),
        Block(BlockKind.PARAGRAPH, "text"),
        Block(BlockKind.LIST, items=("one", "two", "three"), level=1),
        Block(BlockKind.QUOTE, "said"),
        Block(BlockKind.TABLE, rows=(("a", "b"), ("", "2"))),
    ]


def test_layouts_read_as_paragraphs() -> None:
    long = "كلمة " * 70
    kinds = {block.kind for block in body_of(f"<table><tr><td>menu</td><td>{long}</td></tr></table>")}
    kinds |= {block.kind for block in body_of(f"<ul><li>{long}</li></ul>")}
    assert kinds == {BlockKind.PARAGRAPH}


def test_a_line_broken_inside_a_sentence_is_joined() -> None:
    first = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية"
    assert body_of(f"<div>{first}<br>تسعة. <br>عشرة</div>") == [
        Block(BlockKind.PARAGRAPH, f"{first} تسعة."),
        Block(BlockKind.PARAGRAPH, "عشرة"),
    ]


def test_pictures_between_the_text_keep_their_captions() -> None:
    figure = '<figure><img src="/a.jpg"><figcaption>who</figcaption></figure>'
    body = body_of(f"<p>one</p>{figure}<p>two</p><img src='/logo.png'>")
    assert [(block.kind, block.text, block.address) for block in body] == [
        (BlockKind.PARAGRAPH, "one", None),
        (BlockKind.FIGURE, "who", "https://outlet.example/a.jpg"),
        (BlockKind.PARAGRAPH, "two", None),
    ]


def test_the_shipped_model_tells_text_from_furniture() -> None:
    menu = "".join(f'<li><a href="/{n}">قسم {n}</a></li>' for n in range(9))
    text = "".join(f"<p>{SENTENCE} {n}</p>" for n in range(6))
    more = "".join(f'<li><a href="/n/{n}">خبر آخر عن موضوع بعيد من مدينة رقم {n}</a></li>' for n in range(6))
    blocks = choose_candidates(
        blocks_of(f"<nav><ul>{menu}</ul></nav><article>{text}</article><aside><ul>{more}</ul></aside>")
    )
    chosen = choose_blocks(blocks, shipped_model().judge(blocks, Hints(title="عنوان")))
    assert [block.text for block in chosen] == [f"{SENTENCE} {n}" for n in range(6)]


def test_a_run_far_from_the_text_must_be_judged_as_well() -> None:
    blocks = blocks_of("<p>w w w w w w w w</p>" * 20)
    judged = np.zeros(20, np.float32)
    judged[2:8] = 0.95
    judged[15:17] = 0.6
    assert choose_blocks(blocks, judged) == blocks[2:8]
    judged[15:17] = 0.9
    assert choose_blocks(blocks, judged) == [*blocks[2:8], *blocks[15:17]]
    assert choose_blocks([], np.zeros(0, np.float32)) == []


def test_the_text_around_speaks_for_headings_and_lines_between() -> None:
    blocks = blocks_of(
        "<p>One.</p><h2>Two</h2><p>Three.</p><p>Four.</p><p>Five.</p><div>Six.</div><p>Seven.</p>"
    )
    judged = np.array([0.9, 0.35, 0.9, 0.25, 0.9, 0.25, 0.9], np.float32)
    assert [block.text for block in choose_blocks(blocks, judged)] == [
        "One.", "Two", "Three.", "Four.", "Five.", "Seven.",
    ]  # fmt: skip
    judged[[1, 3]] = 0.1
    assert [block.text for block in choose_blocks(blocks, judged)] == ["One.", "Three.", "Five.", "Seven."]


@pytest.mark.parametrize(
    ("last", "is_text"),
    [
        ("<p>يسرنا أن نسمع منكم!</p>", True),
        ("<p>Let me know how you get <a href='/on'>on</a>.</p>", True),
        ("<p><em>Dieser Artikel ist zuerst anderswo erschienen.</em></p>", False),
        ("<p><strong>Follow our news page.</strong></p>", False),
        ("<p>Quelle: ntv.de, ino/dpa</p>", False),
        ("<div>Let me know how you get on.</div>", False),
        ("</section><p>Let me know how you get on.</p>", False),
    ],
)
def test_last_words_are_sentences_beside_the_text_and_no_editors_notes(last: str, is_text: bool) -> None:
    blocks = blocks_of(f"<section><p>One.</p><p>Two.</p>{last}</section>")
    judged = np.array([0.95, 0.95, 0.5], np.float32)
    assert len(choose_blocks(blocks, judged)) == 2 + is_text
    judged[2] = 0.3
    assert len(choose_blocks(blocks, judged)) == 2


def test_trees_judge_as_drawn() -> None:
    """One tree: x <= 1 ? -1 : (y <= 2 ? 0 : 3)."""
    full = 0xFFFFFFFF
    trees = Trees(
        np.array([[0], [1]], np.int16),
        np.array([[1], [2]], np.float32),
        np.array([[full & ~1], [full & ~2]], np.uint32),
        np.array([[-1, 0, 3, *[9] * 29]], np.float32),
    )
    rows = np.array([[1, 9], [2, 2], [2, 3]], np.float32)
    assert trees.judge(rows).tolist() == pytest.approx([0.2689, 0.5, 0.9526], abs=1e-4)


def test_a_model_comes_back_from_its_file_and_knows_its_features() -> None:
    model = shipped_model()
    rows = np.random.default_rng(1).normal(size=(5, len(NAMES))).astype(np.float32)
    assert (read_model(write_model(model)).first.judge(rows) == model.first.judge(rows)).all()
    assert len(SECOND_NAMES) == len(set(SECOND_NAMES)) > len(NAMES)


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class='share'>", "</div>", "<br>", "<li>", "<ul>", "</ul>", "<table><tr><td>", "</table>",
         "<a href=x>", "</a>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<img src=a.jpg>", "<b>", "</b>",
         SENTENCE, "word ", "\u200f", "؟ ", "<figure>", "</figure>", "<svg><p>", "<!-- x -->"]
    ),
    max_size=80,
)  # fmt: skip


@settings(deadline=None)
@given(MARKUP)
def test_any_page_gives_numbers_and_a_body_without_markup(parts: list[str]) -> None:
    blocks = blocks_of("".join(parts))
    asked = choose_candidates(blocks)
    rows = features_of(asked, Hints("عنوان", "وصف", ("اسم",)))
    assert rows.shape == (len(asked), len(NAMES))
    assert np.isfinite(rows).all()
    second = features_of_judged(asked, rows, np.linspace(0, 1, len(asked), dtype=np.float32))
    assert second.shape == (len(asked), len(SECOND_NAMES))
    assert np.isfinite(second).all()
    judged = shipped_model().judge(asked, Hints())
    assert ((judged >= 0) & (judged <= 1)).all()
    for block in write_body(blocks, choose_blocks(asked, judged), BASE):
        assert "<" not in block.text


def test_a_monstrous_page_is_cut_short() -> None:
    assert len(blocks_of("<p>x</p>" * (MOST_BLOCKS + 500))) <= MOST_BLOCKS + 1
