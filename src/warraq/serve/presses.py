"""The press by language: which is an interface's own, and how readers choose another (`?lang=`)."""

from __future__ import annotations

from typing import NamedTuple

from warraq.serve.site import Site, Unreadable
from warraq.serve.words import words_of


class Press(NamedTuple):
    """The press of one language, or of one language in two scripts."""

    name: str
    """In addresses."""
    languages: tuple[str, ...]
    """Of articles."""
    title: str
    """In its own words."""
    title_language: str


PRESSES = (
    Press("ar", ("ar",), "بالعربية", "ar"),
    Press("fr", ("fr",), "En français", "fr"),
    Press("zgh", ("zgh", "tzm"), "ⵙ ⵜⵎⴰⵣⵉⵖⵜ", "zgh"),
    Press("en", ("en",), "In English", "en"),
)
HOME = {"ar": ("ar",), "fr": ("fr",), "en": ("en",)}
"""Interface language -> the languages of its own press."""
ALL = "all"


class Choice(NamedTuple):
    """One of the presses that a list can be narrowed to."""

    title: str
    language: str
    href: str
    is_here: bool


class Chosen(NamedTuple):
    """Which press a list shows: `languages` for the store (None: all), `parameter` as it stands in addresses."""

    languages: tuple[str, ...] | None
    parameter: str | None
    choices: list[Choice]


def home_of(language: str) -> tuple[str, ...] | None:
    """The article languages of an interface's own press; what no language was found for stands with Arabic."""
    home = HOME[language]
    return (*home, "") if language == "ar" else home


def chosen_press(site: Site, parameter: str | None, path: str) -> Chosen:
    """What `?lang=` asks for: nothing (the interface's own press; all where the edition has none), a press's name, or
    `all`. Raises Unreadable for anything else.
    """
    own = next(press.name for press in PRESSES if press.languages == HOME[site.language])
    if own not in site.edition.languages:
        own = ALL
    wanted = parameter or own
    names = {press.name: press for press in PRESSES}
    if wanted != ALL and wanted not in names:
        raise Unreadable("lang")
    choices = [
        Choice(
            press.title,
            press.title_language,
            site.to(path, lang=None if press.name == own else press.name),
            press.name == wanted,
        )
        for press in PRESSES
        if set(press.languages) & set(site.edition.languages)
    ]
    words = words_of(site.language)
    everything = Choice(
        str(words("All languages")),
        site.language,
        site.to(path, lang=None if own == ALL else ALL),
        wanted == ALL,
    )
    own_languages = home_of(site.language) if wanted == own != ALL else None
    languages = names[wanted].languages if wanted in names else None
    return Chosen(own_languages or languages, None if wanted == own else wanted, [*choices, everything])
