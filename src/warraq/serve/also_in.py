"""The story of the other language that is offered beside a story or one of its articles: «أيضا بالفرنسية»."""

from __future__ import annotations

from typing import NamedTuple

from warraq.serve.lines import lines_of
from warraq.serve.site import Site
from warraq.serve.words import words_of
from warraq.store.story_rows import StoryRow

LABELS = {"ar": "Also in Arabic:", "fr": "Also in French:"}


class AlsoIn(NamedTuple):
    """What the pages show of it."""

    label: str
    href: str
    title: str
    """The headline that names it, in its own language."""
    language: str
    direction: str
    newspapers: str
    """How many tell it."""


def also_in(site: Site, found: StoryRow | None) -> AlsoIn | None:
    """The offer as it is shown; None where there is none, or it is in no language that is offered."""
    if found is None or found.lead is None or found.language not in LABELS:
        return None
    words = words_of(site.language)
    (line,) = lines_of(site, [found.lead])
    return AlsoIn(
        label=str(words(LABELS[found.language])),
        href=site.to(found.path),
        title=line.title,
        language=line.language,
        direction=line.direction,
        newspapers=str(words.count("%(n)s newspapers", found.outlet_count)),
    )
