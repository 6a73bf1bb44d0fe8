"""What an edit changed is told word by word; what typography changed is not told; nothing is told wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.understand import differences
from warraq.understand.differences import Change, Piece, apply, difference, passages
from warraq.understand.wording import letters, tokens

WORDS = st.sampled_from(
    [
        "قال",
        "الوزير",
        "والمدرسة",
        "المدرسة",
        "كَتَبَ",
        "كتب",
        "في",
        "،",
        ".",
        "«",
        "»",
        "Rabat",
        "l’école",
        "école",
        "3",
        "000",
    ]
)
GAPS = st.sampled_from([" ", "  ", "\n", "", "\u200f", "\u00a0"])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=40).map(
    lambda parts: "".join(word + gap for word, gap in parts)
) | st.text(max_size=60)


def marked(old: str, new: str) -> str:
    """The difference as people write it: [-removed-] {+added+}, a paragraph a line."""
    lines = []
    for passage in passages(difference(old, new)):
        said = ""
        for piece in passage.pieces:
            text = " ".join((piece.old if piece.change is Change.REMOVED else piece.new).split())
            sign = {Change.KEPT: "%s", Change.REMOVED: "[-%s-]", Change.ADDED: "{+%s+}"}[piece.change]
            said += f" {sign % text}" if text else ""
        lines.append(said.strip())
    return "\n".join(lines)


@given(TEXTS, TEXTS)
def test_applied_to_the_old_text_it_gives_the_new(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert apply(pieces, old) == new
    assert all(not piece.new for piece in pieces if piece.change is Change.REMOVED)
    assert all(not piece.old for piece in pieces if piece.change is Change.ADDED)


@given(TEXTS, TEXTS)
def test_there_is_a_difference_where_the_two_do_not_read_the_same(old: str, new: str) -> None:
    pieces = difference(old, new)
    kept = all(piece.change is Change.KEPT for piece in pieces)
    before, after = (letters(token.key for token in tokens(text)) for text in (old, new))
    assert kept == (before == after)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(passage.is_changed for passage in passages(difference(text, text)))


@given(TEXTS, TEXTS)
def test_paragraphs_hold_all_of_the_new_text_in_order_and_all_that_went(old: str, new: str) -> None:
    pieces = difference(old, new)
    told = [piece for passage in passages(pieces) for piece in passage.pieces]
    assert "".join(piece.new for piece in told) == new
    assert sorted("".join(piece.old for piece in told)) == sorted(old)


def test_changes_made_to_another_text_are_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        apply(difference("أ ب", "أ ت"), "أ ث")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("قال «الوزير» إن", 'قال "الوزير" إن'),
        ("l'école d'Agadir", "l’école d’Agadir"),
        ("قال الوزير ،إن", "قال الوزير، إن"),
        ("المغرب", "المـغـــرب"),
        ("الأمن", "ا\u200fل\ufe84\ufee3\ufee6"),
        ("ﻻ شيء", "لا شيء"),
        ("e\u0301cole", "école"),
        ("\u200fالرباط\u200e", "الرباط"),
        ("می\u200cخواهم", "میخواهم"),
        ("عبد الله", "عبدالله"),
        ("10 000 درهم", "10000 درهم"),
        ("Rabat – Salé", "Rabat - Salé"),
        ("سنة ٢٠٢٣", "سنة 2023"),
        ("انتهى...", "انتهى…"),
        ("قال\nالوزير", "قال الوزير"),
        ("ماذا?", "ماذا؟"),
    ],
)
def test_typography_is_no_difference(old: str, new: str) -> None:
    assert {piece.change for piece in difference(old, new)} == {Change.KEPT}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "افتتح وزير التربية المدرسة.",
            "افتتح وزير التعليم المدرسة.",
            "افتتح وزير [-التربية-] {+التعليم+} المدرسة.",
        ),
        ("ذهب إلى المدرسة", "ذهب إلى والمدرسة", "ذهب إلى [-المدرسة-] {+والمدرسة+}"),
        ("كَتَبَ الدرس", "كُتِبَ الدرس", "[-كَتَبَ-] {+كُتِبَ+} الدرس"),
        ("قتل 3 أشخاص.", "قتل 5 أشخاص.", "قتل [-3-] {+5+} أشخاص."),
        ("بلغ 2.500 درهم", "بلغ 2.600 درهم", "بلغ [-2.500-] {+2.600+} درهم"),
        ("الى الرباط", "إلى الرباط", "[-الى-] {+إلى+} الرباط"),
        ("Le ministre, hier, a dit.", "Le ministre a dit.", "Le ministre [-, hier,-] a dit."),
        ("قال المدير", "قال المدير!", "قال المدير {+!+}"),
        ("الأول\nالثاني\nالثالث", "الأول\nالثالث", "الأول\n[-الثاني-]\nالثالث"),
        ("الأول\nالثالث", "الأول\nالثاني\nالثالث", "الأول\n{+الثاني+}\nالثالث"),
        ("أ ب ت\nث ج", "أ ب\nث ج", "أ ب [-ت-]\nث ج"),
        ("أ ب\nث ج", "أ ب ت\nث ج", "أ ب {+ت+}\nث ج"),
        ("", "جديد", "{+جديد+}"),
        ("قديم", "", "[-قديم-]"),
        ("نتيجة 5 10", "نتيجة 510", "نتيجة [-5 10-] {+510+}"),
    ],
)
def test_differences_are_told_by_word(old: str, new: str, said: str) -> None:
    assert marked(old, new) == said


def test_a_paragraph_written_anew_is_not_told_word_by_word() -> None:
    old = "مقدمة الخبر كما هي.\nأعلن المجلس في بيان له أن الأشغال ستبدأ في الربيع.\nخاتمة."
    new = "مقدمة الخبر كما هي.\nنفى مصدر مسؤول في المدينة هذا كله وطلب اعتذارا في الصحف.\nخاتمة."
    assert marked(old, new) == (
        "مقدمة الخبر كما هي.\n[-أعلن المجلس في بيان له أن الأشغال ستبدأ في الربيع.-]\n"
        "{+نفى مصدر مسؤول في المدينة هذا كله وطلب اعتذارا في الصحف.+}\nخاتمة."
    )


def test_a_paragraph_parted_in_two_shows_only_what_changed_in_it() -> None:
    old = "وصل الوفد صباح اليوم إلى الرباط. واستقبله الوالي."
    new = "وصل الوفد مساء اليوم إلى الرباط.\nواستقبله الوالي."
    assert marked(old, new) == "وصل الوفد [-صباح-] {+مساء+} اليوم إلى الرباط.\nواستقبله الوالي."


def test_a_note_at_the_end_and_a_corrected_number_far_apart() -> None:
    body = [f"الفقرة رقم {n} تحكي عن أمر آخر مختلف {n * 7}." for n in range(30)]
    old = "\n".join(body)
    body[3] = body[3].replace("21", "22")
    changed = [
        p for p in passages(difference(old, "\n".join([*body, "تصحيح: العدد هو 22."]))) if p.is_changed
    ]
    assert [(passage.old, passage.new) for passage in changed] == [(3, 3), (None, 30)]
    assert changed[1].pieces == (Piece(Change.ADDED, "", "تصحيح: العدد هو 22."),)


def test_passages_know_their_paragraphs() -> None:
    told = passages(difference("أول\nثان\nثالث", "أول\nثالث معدل"))
    assert [(passage.old, passage.new, passage.is_changed) for passage in told] == [
        (0, 0, False),
        (1, None, True),
        (2, 1, True),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("أ ب " * 50_000, "ب ت " * 50_000),
        (" ".join(map(str, range(60_000))), " ".join(map(str, range(60_000, 0, -1)))),
        ("س" * 300_000, "ش" * 300_000),
        ("\n".join("ab ba " * 30 for _ in range(2_000)), "\n".join("ba ab ab " * 30 for _ in range(2_000))),
    ],
)
@pytest.mark.slow
def test_monstrous_texts_end_within_the_budget(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert apply(pieces, old) == new
    script = differences._Script([t.key for t in tokens(old)], [t.key for t in tokens(new)])
    script.pairs([0], [0])
    assert script.steps > -2 * differences.MOST_EDITS - len(old)
