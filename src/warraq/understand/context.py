"""What an article's edition adds to its findings: the places it names, and a section where no label led to one.

Apart from `language.findings`, which needs no edition: that runs where hostile bytes are read, this where the edition's
tables lie in memory once. Must stay cheap on any text: `MOST_CHARACTERS` of it are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from warraq.editions import Edition
from warraq.records import Article, BlockKind, Findings
from warraq.understand.address_sections import Habits, section_by_habit
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import find_places
from warraq.understand.section_model import SectionModel, guess_section, home_stems
from warraq.understand.section_training import guesser
from warraq.understand.sections import CATCH_ALL, fold_labels

MOST_CHARACTERS = 40_000
"""Of the text: ten times a long article."""

OWN_LANGUAGES = ("ar", "fr")
"""Languages whose sections an installation learns from its own articles."""
FEWEST_CHARACTERS = 40
"""Of a text under which its own model is not asked."""

_SAID = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST)
"""Blocks whose words are the article's own."""


@dataclass(frozen=True, slots=True)
class Context:
    """An edition's tables as understanding asks for them; made once by `context_of`."""

    sections: Mapping[str, str]
    """Folded labels -> section slugs."""
    gazetteer: Gazetteer
    home: frozenset[str]
    """Stems of the edition's own names."""
    own: Mapping[str, SectionModel] = field(default_factory=dict)
    """Language -> the installation's own model of sections, where it has one that does better."""
    habits: Habits = field(default_factory=dict)
    """What parts of its outlets' addresses mean."""

    def complete(self, found: Findings, article: Article) -> Findings:
        """`found` with the article's places, and with a section where its label and its address named none, and its
        outlet's habits or the model do."""
        paragraphs = []
        left = MOST_CHARACTERS
        for block in article.body:
            if block.kind in _SAID and left > 0:
                text = " ".join((block.text, *block.items)).strip()
                paragraphs.append(text[:left])
                left -= len(text)
        places = find_places(article.title, paragraphs, self.gazetteer)
        section = found.section
        if section in (None, CATCH_ALL):
            habit = section_by_habit(article.address, self.habits)
            section = (
                habit or self._guess(found.language, article.title or "", "\n".join(paragraphs)) or section
            )
        return replace(found, section=section, places=places.slugs, main_place=places.main)

    def _guess(self, language: str | None, title: str, text: str) -> str | None:
        own = self.own.get(language or "")
        if own is not None and len(text) >= FEWEST_CHARACTERS:
            return guesser(own)(title, text)
        return guess_section(title, text, self.sections, self.home) if language == "ar" else None


def context_of(
    edition: Edition, own: Mapping[str, SectionModel] | None = None, habits: Habits | None = None
) -> Context:
    """The edition's tables, folded and indexed (about 50 ms for Morocco's). `own`, `habits`: see `Context`."""
    sure = (
        spelling.text
        for place in edition.places
        if place.kind != "commune"
        for spelling in place.spellings
        if spelling.care == "sure"
    )
    return Context(
        sections=fold_labels(edition.section_labels),
        gazetteer=Gazetteer(edition.places, edition.place_traps),
        home=home_stems((*edition.home_words, *sure)),
        own=own or {},
        habits=habits or {},
    )
