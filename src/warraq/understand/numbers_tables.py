"""The tables of the reader of figures: number words, units, counted nouns, and words around a number.

They are TSV files beside this module, which anyone can correct. All forms are compared folded (`fold`).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from warraq.understand.arabic import normalise

LONGEST_WORD = 40
"""Letters: longer runs are no words, and are not remembered."""


class Kind(StrEnum):
    """What sort of figure it is."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    MEASURE = "measure"
    DURATION = "duration"
    AGE = "age"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or currency; `factor` is what one of it is worth in `code` (MDH: a million dirhams)."""

    code: str
    kind: Kind
    factor: float
    times: int = 1
    """2 for an Arabic dual (ساعتين)."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its name for comparing, which is the same in all languages, and the role of those counted."""

    name: str
    role: str | None
    times: int = 1
    """2 for an Arabic dual (قتيلان), else 1."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    """One word of a written number."""

    kind: str
    """unit, ten, teen, tens, hundred, hundreds, scale, dual, vague, half, few."""
    value: float
    to: float | None = None


def fold(word: str) -> str:
    """A word as the tables compare it: small letters, Arabic folded; accents stay, they part words in French."""
    return _folded(word) if len(word) <= LONGEST_WORD else _fold(word)


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", normalise(word)).lower()


_folded = lru_cache(65_536)(_fold)


@cache
def number_words(language: str) -> Mapping[str, tuple[NumberWord, ...]]:
    """Folded word -> what it may mean; several where a form has two uses (`ملايين`, `ألفا`)."""
    found: dict[str, list[NumberWord]] = {}
    for row in _rows("numbers_words.tsv"):
        if row["language"] == language:
            low, _, high = row["value"].partition("-")
            word = NumberWord(row["kind"], float(low), float(high) if high else None)
            for form in _forms(row["forms"]):
                found.setdefault(form, []).append(word)
    return {form: tuple(words) for form, words in found.items()}


@cache
def units() -> Mapping[str, Unit]:
    """Folded form, its words parted by a space -> unit; Arabic duals included."""
    found: dict[str, Unit] = {}
    duals: dict[str, Unit] = {}
    for row in _rows("numbers_units.tsv"):
        unit = Unit(row["unit"], Kind(row["kind"]), float(row["factor"]))
        for form in _forms(row["forms"]):
            found.setdefault(form, unit)
            for dual in _duals(form) if unit.code != "second" else ():  # ثانيتين: a second pair
                duals[dual] = Unit(unit.code, unit.kind, unit.factor, 2)
    return {**duals, **found}


@cache
def nouns() -> Mapping[str, Noun]:
    """Folded form -> noun; the duals of Arabic forms included where they are no other form."""
    found: dict[str, Noun] = {}
    duals: dict[str, Noun] = {}
    for row in _rows("numbers_nouns.tsv"):
        name, role = fold(row["noun"]), row["role"] or None
        forms = list(_forms(row["forms"]))
        for form in forms:
            found.setdefault(form, Noun(name, role))
        for dual in _duals(forms[0]):
            duals[dual] = Noun(name, role, 2)
    for name_of_people in ("طالبان",):  # the Taliban are not two students
        duals.pop(name_of_people, None)
    return {**duals, **found}


@cache
def context(kind: str) -> frozenset[str]:
    """The folded words of one kind of numbers_context.tsv."""
    return frozenset(
        form for row in _rows("numbers_context.tsv") if row["kind"] == kind for form in _forms(row["words"])
    )


def _duals(form: str) -> Iterator[str]:
    """Of short forms only the ton has one: that of كم would be كمين, an ambush."""
    if " " in form or (len(form) < 3 and form != "طن") or not "\u0621" <= form[0] <= "\u064a":
        return
    stem = f"{form[:-1]}ت" if form.endswith("ه") else form
    yield from (f"{stem}ان", f"{stem}ين")


def _forms(cell: str) -> Iterator[str]:
    yield from (fold(form) for form in cell.split("|"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("warraq.understand").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
