"""What an article's edition adds to its findings: the places it names, and a section where no label led to one.

Apart from `language.findings`, which needs no edition: that runs where hostile bytes are read, this where the edition's
tables lie in memory once. Must stay cheap on any text: `MOST_CHARACTERS` of it are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from warraq.editions import Edition
from warraq.records import Article, BlockKind, Findings
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import find_places
from warraq.understand.section_model import guess_section, home_stems
from warraq.understand.sections import CATCH_ALL, fold_labels

MOST_CHARACTERS = 40_000
"""Of the text: ten times a long article."""

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

    def complete(self, found: Findings, article: Article) -> Findings:
        """`found` with the article's places, and with a section where its label said nothing and the model is sure."""
        paragraphs = []
        left = MOST_CHARACTERS
        for block in article.body:
            if block.kind in _SAID and left > 0:
                text = " ".join((block.text, *block.items)).strip()
                paragraphs.append(text[:left])
                left -= len(text)
        places = find_places(article.title, paragraphs, self.gazetteer)
        section = found.section
        if section in (None, CATCH_ALL) and found.language == "ar":
            section = guess_section(article.title, "\n".join(paragraphs), self.sections, self.home) or section
        return replace(found, section=section, places=places.slugs, main_place=places.main)


def context_of(edition: Edition) -> Context:
    """The edition's tables, folded and indexed (about 50 ms for Morocco's)."""
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
    )
