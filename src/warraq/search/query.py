"""The query language: what a reader types becomes a tree that every door (site, feeds, commands) means alike.

    query  = item { item }                  all are wanted
    item   = "-" atom | atom { "OR" atom }  OR joins its two neighbours, before anything else
    atom   = word | '"' phrase '"' | outlet:SLUG | section:SLUG | lang:CODE | date:DAYS
    DAYS   = DAY | DAY ".." DAY | DAY ".." | ".." DAY      DAY = YYYY | YYYY-MM | YYYY-MM-DD

`print_query` writes a tree back so that parsing it gives the same tree. Nothing here knows stems or the index, and
nothing a reader types may raise anything but `BadQuery`, or cost more than its length.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from warraq.errors import BadQuery
from warraq.records import LANGUAGES
from warraq.understand.arabic import ascii_digits

MAX_LENGTH = 1_000
"""Characters of a query. The longest titles of the press have about 300."""
MAX_TERMS = 64
"""Words and filters of a query, those inside phrases counted: keeps hostile queries cheap."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms."""

    text: str
    in_title: bool = False
    """Wanted in the headline itself: asked by the site alone, nothing that a reader types says so."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another."""

    text: str
    """Between the quotation marks, spaces evened out."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles of one outlet, section or language."""

    name: str
    """A name of FILTERS."""
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles of the days from `first` to `last`, both included; None: open on that side."""

    first: date | None
    last: date | None


Atom = Word | Phrase | Filter | Dates


@dataclass(frozen=True, slots=True)
class Not:
    """Not these."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class Or:
    """One of these is enough; at least two."""

    atoms: tuple[Atom, ...]


Item = Atom | Not | Or


@dataclass(frozen=True, slots=True)
class Query:
    """All items are wanted. Without any item nothing is asked, and nothing found."""

    items: tuple[Item, ...] = ()


FILTERS = {
    "outlet": "a newspaper's name in its address, as in outlet:goud",
    "section": "a section's name in its address, as in section:sports",
    "lang": f"a language: {', '.join(LANGUAGES)}",
}
"""Filters by exact value, and what the value is."""

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_QUOTES = '"“”„«»'
_DASHES = "−–-"
_TOKEN = re.compile(
    rf"(?P<minus>[{_DASHES}]*)"
    rf"(?:(?P<quote>[{_QUOTES}])(?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}{_DASHES}][^\s{_QUOTES}]*))"
)
_FIELD = re.compile(r"(?P<name>[a-z]+):(?P<value>.*)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


def parse_query(text: str) -> Query:
    """Read what a reader typed. A quotation mark that is not closed runs to the end; signs alone are left out.

    Raises BadQuery, with the position of the mistake, for a filter's bad value, and for too long a query.
    """
    if len(text.strip()) > MAX_LENGTH:
        raise BadQuery(
            f"more than {MAX_LENGTH} characters",
            subject="query",
            advice="Ask with fewer words.",
            position=MAX_LENGTH,
        )
    items: list[Item] = []
    wants_or = False
    for match in _TOKEN.finditer(text):
        if match["word"] == "OR" and not match["minus"]:
            wants_or = bool(items)
            continue
        atom = _atom(match)
        if atom is None:
            continue
        if match["minus"]:
            items.append(Not(atom))
        elif wants_or and not isinstance(items[-1], Not):
            items[-1] = _either(items[-1], atom)
        else:
            items.append(atom)
        wants_or = False
        _check_size(items, match.start())
    return Query(tuple(items))


def print_query(query: Query) -> str:
    """The query as text that `parse_query` reads as the same tree: the stable form for addresses."""
    return " ".join(_print_item(item) for item in query.items)


def words_of(query: Query) -> tuple[str, ...]:
    """The wanted words and phrases, as typed: what an answer should mark in the text."""
    atoms: list[Atom] = []
    for item in query.items:
        if isinstance(item, Or):
            atoms += item.atoms
        elif not isinstance(item, Not):
            atoms.append(item)
    return tuple(atom.text for atom in atoms if isinstance(atom, Word | Phrase))


def _atom(match: re.Match[str]) -> Atom | None:
    if match["quote"]:
        phrase = " ".join(match["phrase"].split())
        return Phrase(phrase) if _LETTER.search(phrase) else None
    word = match["word"]
    field = _FIELD.fullmatch(word)
    if field and field["name"].lower() in (*FILTERS, "date"):
        return _filter(field["name"].lower(), field["value"], match.start("word"))
    return Word(word) if _LETTER.search(word) else None


def _filter(name: str, value: str, position: int) -> Filter | Dates:
    place = position + len(name) + 1
    if name == "date":
        return _dates(ascii_digits(value), place)
    value = value.lower()
    known = value in LANGUAGES if name == "lang" else _SLUG.fullmatch(value) is not None
    if not known:
        raise BadQuery(
            f"{value!r} cannot follow {name}:" if value else f"nothing follows {name}:",
            subject="query", advice=f"Give {FILTERS[name]}.", position=place,
        )  # fmt: skip
    return Filter(name, value)


def _dates(value: str, position: int) -> Dates:
    first_text, is_range, last_text = value.partition("..")
    if not is_range:
        last_text = first_text
    first = _days(first_text, position)[0] if first_text else None
    last = _days(last_text, position + (len(first_text) + 2 if is_range else 0))[1] if last_text else None
    if first is None and last is None:
        raise _bad_date(value, position)
    if first and last and first > last:
        raise BadQuery(
            f"{value!r} ends before it begins",
            subject="query",
            advice="Put the earlier day first.",
            position=position,
        )
    return Dates(first, last)


def _days(text: str, position: int) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise _bad_date(text, position)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise _bad_date(text, position) from error


def _bad_date(text: str, position: int) -> BadQuery:
    advice = "Write date:2023, date:2023-11, date:2023-11-05 or date:2020..2023-06."
    return BadQuery(
        f"{text!r} is no date" if text else "nothing follows date:",
        subject="query",
        advice=advice,
        position=position,
    )


def _either(item: Item, atom: Atom) -> Or:
    assert not isinstance(item, Not)
    return Or((*item.atoms, atom)) if isinstance(item, Or) else Or((item, atom))


def _check_size(items: list[Item], position: int) -> None:
    if sum(map(_size, items)) > MAX_TERMS:
        raise BadQuery(
            f"more than {MAX_TERMS} words", subject="query", advice="Ask with fewer words.", position=position
        )


def _size(item: Item) -> int:
    if isinstance(item, Or):
        return sum(map(_size, item.atoms))
    if isinstance(item, Not):
        return _size(item.atom)
    return len(item.text.split()) if isinstance(item, Phrase) else 1


def _print_item(item: Item) -> str:
    if isinstance(item, Not):
        return "-" + _print_item(item.atom)
    if isinstance(item, Or):
        return " OR ".join(map(_print_item, item.atoms))
    if isinstance(item, Phrase):
        return f'"{item.text}"'
    if isinstance(item, Filter):
        return f"{item.name}:{item.value}"
    return f"date:{_print_dates(item)}" if isinstance(item, Dates) else item.text


def _print_dates(dates: Dates) -> str:
    """In the shortest of the forms that mean these days, when they are one year or month."""
    first, last = dates.first, dates.last
    if first and last:
        for form in ("%Y", "%Y-%m"):
            text = first.strftime(form)
            if _DAY.fullmatch(text) and _days(text, 0) == (first, last):
                return text
    if first and first == last:
        return first.isoformat()
    return f"{first or ''}..{last or ''}"
