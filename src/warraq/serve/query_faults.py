"""A query that cannot be read, told to whoever typed it: where it goes wrong, why, and what was probably meant.

`errors.BadQuery` speaks English and to programs; pages speak their reader's language, by this table.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from warraq.errors import BadQuery
from warraq.serve.site import Site
from warraq.serve.words import words_of

_QUOTED = r"(?P<value>'.*'|\".*\")"
MESSAGES = (
    (r"more than (?P<n>\d+) characters", "This search is longer than %(n)s letters. Ask with fewer words."),
    (r"more than (?P<n>\d+) words", "More than %(n)s words are too many for one search."),
    (r"more than (?P<n>\d+) parentheses.*", "More than %(n)s parentheses stand within one another."),
    (r"nothing follows (?P<name>.+)", "Nothing follows %(name)s"),
    (rf"{_QUOTED} is no date", "%(value)s is no date. Write 2023, 2023-11, 2023-11-05 or 2020..2023-06."),
    (r".* ends before it begins", "The dates end before they begin: put the earlier one first."),
    (r"(?P<name>[^ ]+:) is no filter", "%(name)s is no filter."),
    (rf"{_QUOTED} cannot follow (?P<name>.+)", "%(value)s cannot follow %(name)s"),
    (
        rf"{_QUOTED} begins too many words",
        "%(value)s begins too many words: give more letters before the star.",
    ),
)
"""What the query language says -> message; an unknown one is said as what it is, a place that cannot be read."""
_MEANT = re.compile(r"Did you mean (?P<meant>.+?) \?")


class Mistake(NamedTuple):
    """The query parted where it cannot be read."""

    before: str
    marked: str
    after: str
    said: str
    """Why; empty where that cannot be said in the reader's language."""
    meant: str
    """The query that was probably meant; empty where nobody can tell."""


def mistake_of(site: Site, text: str, fault: BadQuery) -> Mistake:
    """`text` as it was read, and what was wrong with it."""
    start = min(fault.position, len(text))
    end = _end_of_word(text, start)
    return Mistake(
        text[:start], text[start:end], text[end:], _said(site, fault), _meant(text, start, end, fault)
    )


def _said(site: Site, fault: BadQuery) -> str:
    words = words_of(site.language)
    for pattern, message in MESSAGES:
        if match := re.fullmatch(pattern, fault.what):
            parts = {name: value.strip("'\"") for name, value in match.groupdict().items()}
            return words(message, **parts).unescape() if parts else str(words(message))
    return ""


def _meant(text: str, start: int, end: int, fault: BadQuery) -> str:
    match = _MEANT.search(fault.advice)
    if match is None:
        return ""
    meant = match["meant"]
    if fault.what.endswith("is no filter"):
        wrong = text[start:end].partition(":")[0] + ":"
        return f"{text[:start]}{meant}{text[start + len(wrong) :]}"
    filter_start = text.rfind(" ", 0, start) + 1
    return f"{text[:filter_start]}{meant}{text[end:]}"


def _end_of_word(text: str, start: int) -> int:
    if start < len(text) and text[start] in '"“”„«»':
        closing = re.compile('["“”„«»]').search(text, start + 1)
        return closing.end() if closing else len(text)
    space = text.find(" ", start)
    return len(text) if space < 0 else space
