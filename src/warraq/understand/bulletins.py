"""What recurs: prayer times, the weather, exchange rates, horoscopes; tomorrow's is another story than today's.

Known by its heading (bulletins.tsv, which anyone can correct), or by an outlet that prints the very same headline on a
later day. A headline that gives a new figure is news of the same event, not a bulletin.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from warraq.errors import BadInput
from warraq.understand.story_vectors import forms_of
from warraq.understand.story_words import STOPWORDS, light_stem

APART = 14 * 3600.0
"""Seconds from which two articles are of different days' bulletins: a morning's and an evening's are of one."""
LEAST_WORDS = 2
"""Words that a headline needs for its recurring to say anything."""

_YEARS = frozenset(map(str, range(1990, 2101)))
_DATES = """
    الاثنين الاتنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد اليوم امس غدا غد مساء صباح ليله يوم
    يناير فبراير مارس ابريل ماي مايو يونيو يوليوز يوليو غشت اغسطس شتنبر سبتمبر اكتوبر نونبر نوفمبر دجنبر ديسمبر
    جانفي فيفري افريل جوان جويليه اوت
    lundi mardi mercredi jeudi vendredi samedi dimanche aujourd hui demain hier matin soir jour
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    monday tuesday wednesday thursday friday saturday sunday today tomorrow january february march april june july
    august september october november december
"""


@cache
def _dates() -> frozenset[str]:
    return frozenset(form for word in _DATES.split() for form in forms_of(word))


@lru_cache(4_096)
def headline_key(title: str) -> tuple[str, ...]:
    """The words of a headline in order, without grammar and dates: the same for Monday's and for Tuesday's bulletin.

    A number beside a month's or a day's name is of the date; any other one stays, since it is news.
    """
    forms = forms_of(title)
    dates = _dates()
    kept = []
    for place, form in enumerate(forms):
        beside = forms[max(place - 1, 0) : place + 2]
        if form in dates or (form.isdigit() and (form in _YEARS or not dates.isdisjoint(beside))):
            continue
        if form not in STOPWORDS:
            kept.append(light_stem(form))
    return tuple(kept)


@lru_cache(4_096)
def is_bulletin(title: str) -> bool:
    """Whether a headline is a bulletin's by its words."""
    stems = [light_stem(form) for form in forms_of(title) if form not in STOPWORDS or form in _dates()]
    first = _headings()
    for place, stem in enumerate(stems):
        for heading in first.get(stem, ()):
            if tuple(stems[place : place + len(heading)]) == heading:
                return True
    return False


@cache
def _headings() -> dict[str, list[tuple[str, ...]]]:
    """The headings by their first stem."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for heading in _rows(Path(__file__).with_suffix(".tsv")):
        found.setdefault(heading[0], []).append(heading)
    return found


def _rows(file: Path) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line or line.startswith(("#", "language\t")):
            continue
        language, _, phrase = line.partition("\t")
        stems = tuple(light_stem(form) for form in forms_of(phrase))
        if not language or not stems:
            raise BadInput(f"line {number} is no language and heading", subject=file.name)
        yield stems
