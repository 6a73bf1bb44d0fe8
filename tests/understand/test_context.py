"""What an edition adds to an article's findings."""

from __future__ import annotations

from dataclasses import replace

from tests.store.rows import ARTICLE
from warraq.editions import load_edition
from warraq.options import read_options
from warraq.records import Block, BlockKind, Findings
from warraq.understand.context import MOST_CHARACTERS, context_of

EDITION = load_edition("ma", read_options())
CONTEXT = context_of(EDITION)
FOUND = Findings("ar", None, None)
MATCH = replace(
    ARTICLE,
    title="المنتخب يفوز بهدفين ويتأهل إلى نصف نهائي الكأس",
    body=(Block(BlockKind.PARAGRAPH, "سجل المهاجم الهدف الأول في الشوط الثاني من المباراة بمدينة طنجة."),),
)


def test_places_and_a_section_are_added() -> None:
    found = CONTEXT.complete(FOUND, MATCH)
    assert (found.section, found.places, found.main_place) == ("sports", ("tanger",), "tanger")


def test_the_outlets_own_label_stands() -> None:
    assert CONTEXT.complete(replace(FOUND, section="culture"), MATCH).section == "culture"
    assert CONTEXT.complete(replace(FOUND, section="other"), MATCH).section == "sports"


def test_french_articles_get_places_and_no_guessed_section() -> None:
    french = replace(
        MATCH, title="Incendie à Fès", body=(Block(BlockKind.LIST, items=("Un mort à Sefrou",)),)
    )
    found = CONTEXT.complete(Findings("fr", None, None), french)
    assert (found.section, found.places) == (None, ("fes", "sefrou"))


def test_an_edition_without_places_works() -> None:
    found = context_of(replace(EDITION, places=(), place_traps=())).complete(FOUND, MATCH)
    assert (found.places, found.main_place) == ((), None)


def test_endless_texts_are_cut() -> None:
    endless = Block(BlockKind.PARAGRAPH, "كلام " * MOST_CHARACTERS)
    far = Block(BlockKind.PARAGRAPH, "في الناظور")
    assert CONTEXT.complete(FOUND, replace(MATCH, title=None, body=(endless, far))).places == ()
