from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.records import LANGUAGES, Article, ArticleKind, Block, BlockKind
from warraq.understand.language import detect, direction, findings, language_of
from warraq.understand.sections import fold_labels


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the language room reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت وزارة التربية الوطنية عن موعد الدخول المدرسي", "ar"),
        ("المغرب", "ar"),
        ("هادشي اللي كاين دابا فالمغرب", "ar"),
        ("هجوم مانشستر : القبض على مشتبه به", "ar"),
        ("رقم 5G يصل إلى المغرب عبر Orange", "ar"),
        ("Le roi préside un conseil des ministres à Rabat", "fr"),
        ("HAUSSE DES PRIX DES CARBURANTS À PARTIR DE MINUIT", "fr"),
        ("The minister said on Monday that schools will open", "en"),
        ("Mobile UX Design: The Ultimate Guide 2025", "en"),
        ("Best Espresso Machines Under $500 (2025)", "en"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ ⴳ ⵓⵖⵔⴱⴰⵣ", "zgh"),
        ("Tutlayt tamaziɣt d tutlayt tunṣibt n Lmeɣrib seg 2011", "tzm"),
        ("Tamezwarut n useggas amaziɣ tettwafraḥ-d deg Rbaṭ", "tzm"),
        ("Ur illi kra n umaynu ɣ tmdint n ugadir assa", "tzm"),
        ("El rey recibió al presidente del gobierno español en Rabat", None),
        ("Das Wetter in Marokko wird am Wochenende wieder besser", None),
        ("O presidente da República visitou Marrocos na segunda-feira", None),
        ("رئیس جمهور ایران گفت که این کشور آماده است تا با همسایگان خود گفتگو کند", None),
        ("Президент прибыл в Рабат с официальным визитом", None),
        ("大统领访问摩洛哥", None),
        ("Maroc", None),
        ("2023 – 11", None),
        ("", None),
        ("فيديو: Achraf Hakimi يتحدث", "ar"),
        ("Le360 : هذا خبر", "ar"),
        ("Le mot « حرية » sur les murs de la médina de Fès", "fr"),
        ("3lach had nass kaydiro hakda", None),
        ("chkoun li gal had lhadra 3la lmaghrib", None),
        ("She said the 7th match had been shown in 3D at 9pm", "en"),
        ("Fin du match à Safi, Dar Bouazza en fête", "fr"),
        ("پاکستان میں شدید بارشیں", None),
        ("وزیر خارجه ایران وارد تهران شد", None),
        ("د افغانستان د بهرنیو چارو وزیر پاکستان ته ولاړ", None),
        ("منتج گوگل الجديد في أڭادير", "ar"),
        ("Ula d yiwen ur yettwaḥkam ara fell as", "tzm"),
        ("Trump rencontre Poutine en Alaska", "fr"),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert detect(text) == language


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="ab\ud800\x00\nⵜم", max_size=50))
def test_any_text_is_answered(text: str) -> None:
    assert detect(text) in (*LANGUAGES, None)


def test_what_a_page_declares_counts_only_where_the_text_cannot_tell() -> None:
    assert language_of("Maroc", "", "fr-FR") == "fr"
    assert language_of("Maroc", "", "fr_MA") == "fr"
    assert language_of("Maroc", "", "es") is None
    assert language_of("Best Espresso Machines Under $500 (2025)", "", "fr") == "fr"
    assert language_of(None, "", None) is None
    assert language_of("المغرب", "نص عربي قصير", "fr") == "ar"
    assert language_of("El rey recibió", "al presidente del gobierno español en Rabat", "fr") is None


def test_findings_bring_language_and_section_together() -> None:
    article = Article(
        kind=ArticleKind.ARTICLE,
        address="https://goud.example/1",
        title="الوداد يفوز",
        body=(Block(BlockKind.PARAGRAPH, "فاز الوداد الرياضي على ضيفه أمس"),),
        section="الرئيسية » رياضة",
    )
    found = findings(article, sections=fold_labels({"رياضة": "sports", "الرئيسية": "other"}))
    assert (found.language, found.is_darija, found.section) == ("ar", False, "sports")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "", "rtl"),
        ("fr", "المغرب", "ltr"),
        ("zgh", "", "ltr"),
        ("tzm", "", "ltr"),
        (None, "", "ltr"),
        (None, "Le360 : هذا خبر طويل من المغرب", "rtl"),
        (None, "Maroc", "ltr"),
    ],
)
def test_the_direction_of_a_language(language: str | None, text: str, expected: str) -> None:
    assert direction(language, text) == expected
