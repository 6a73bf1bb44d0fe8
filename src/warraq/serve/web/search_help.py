"""The query language, explained to readers: every operator with an example that can be tried, and its other names."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.search.query.operators import OPERATORS
from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.serve.words import words_of


class Operator(NamedTuple):
    """A way to ask: what is typed, what it finds, and the other names of its filter."""

    example: str
    href: str
    says: str
    names: tuple[str, ...]


WORDS = (
    ("example: words", "Articles with all these words, in any of their forms."),
    ("example: phrase", "Words that follow one another, as written."),
    ("example: either", "One of the two is enough."),
    ("example: without", "Without this word."),
    ("example: group", "Parentheses keep together what belongs together."),
    ("example: beginning", "Every word that begins so."),
)
"""Example (a message) -> what it finds (a message)."""
FILTERS = (
    ("title", "example: title", "In the headline alone."),
    ("author", "example: author", "Signed by this name; in quotation marks by just this name."),
    ("outlet", "example: outlet", "Only this newspaper, by its name or its address."),
    ("section", "example: section", "Only this section."),
    ("city", "example: city", "Articles that name this place, in whatever language."),
    ("lang", "example: language", "Only this language."),
    ("is", "example: darija", "Only articles in Darija."),
    ("has", "example: picture", "Only articles with a picture."),
    ("date", "example: month", "Only this month; a year or a day as well."),
    ("date", "example: span", "From the first to the last, both included; either may be left open."),
    ("story", "example: story", "Only the articles of this story, by its number."),
)
"""Filter, example, what it finds."""


def search_help(request: HttpRequest, site: Site) -> HttpResponse:
    """`/search/help`."""
    return page(
        site,
        "search_help.html",
        by_words=[_operator(site, "", example, says) for example, says in WORDS],
        by_filters=[_operator(site, name, example, says) for name, example, says in FILTERS],
    )


def _operator(site: Site, name: str, example: str, says: str) -> Operator:
    words = words_of(site.language)
    text = words(example).unescape()
    names = tuple(OPERATORS[name].split()) if name else ()
    return Operator(text, site.to("/search", q=text), str(words(says)), names)
