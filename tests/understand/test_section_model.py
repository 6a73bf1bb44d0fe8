"""The model of sections speaks when it is sure, and only of what the edition knows."""

from __future__ import annotations

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from warraq.editions import load_edition
from warraq.options import read_options
from warraq.understand.section_model import guess_section, home_stems, read_model
from warraq.understand.sections import fold_labels

TABLE = fold_labels(load_edition("ma", read_options()).section_labels)
MATCH = "فاز المنتخب الوطني لكرة القدم على نظيره بهدفين في المباراة التي جمعتهما، وسجل المهاجم الأول في الشوط الثاني."


def test_a_match_is_sports() -> None:
    assert guess_section("المنتخب يفوز بهدفين ويتأهل إلى نصف نهائي الكأس", MATCH, TABLE) == "sports"


def test_an_edition_without_that_section_gets_none() -> None:
    assert guess_section("المنتخب يفوز بهدفين", MATCH, {}) is None


def test_it_is_silent_on_too_little_text_and_on_other_languages() -> None:
    assert guess_section(None, "", TABLE) is None
    assert guess_section("مباراة", "", TABLE) is None
    assert (
        guess_section("Le Wydad gagne le match", "Les joueurs ont marqué deux buts dans ce match.", TABLE)
        is None
    )


def test_what_is_home_is_the_editions_own() -> None:
    home = home_stems(["المغرب مغربي", "طنجة"])
    at_home = read_model().likelihoods("الشرطة توقف ثلاثة أشخاص بطنجة", "أوقفت الشرطة أشخاصا في المغرب", home)
    abroad = read_model().likelihoods("الشرطة توقف ثلاثة أشخاص بطنجة", "أوقفت الشرطة أشخاصا في المغرب")
    assert at_home["internationalNews"] < abroad["internationalNews"]


def test_the_file_stays_small() -> None:
    assert len(files("warraq.understand").joinpath("sections.npz").read_bytes()) < 1_000_000


@given(st.text(max_size=200), st.text(max_size=200))
def test_likelihoods_sum_to_one_for_any_text(title: str, body: str) -> None:
    chances = read_model().likelihoods(title, body)
    assert abs(sum(chances.values()) - 1) < 1e-4
    assert guess_section(title, body, TABLE) in {None, *TABLE.values()}
