"""The figures of a story as a table: what is counted, what each newspaper says, and whether they agree.

The evidence is one click away: every value leads to the article that gives it. The words that give it are the article's
own and are shown only where its excerpt may be; the bare number is a fact and always may.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from warraq.serve.lines import Line
from warraq.serve.words import Words
from warraq.store.story_rows import ComparedRow, SaidRow

ROLES = {
    "dead": "Dead",
    "injured": "Injured",
    "arrested": "Arrested",
    "missing": "Missing",
    "displaced": "Displaced",
    "rescued": "Rescued",
    "victim": "Victims",
}
KINDS = {
    "money": "Sum of money",
    "percent": "Percentage",
    "measure": "Measure",
    "duration": "Length of time",
    "age": "Age",
    "score": "Result",
    "count": "Number",
}
"""What was told -> the message that heads its row."""
_DIGITS = re.compile(r"[\d٠-٩.,٫٬ \u00a0\u202f]*[\d٠-٩][\d٠-٩.,٫٬\u00a0\u202f]*")


class Source(NamedTuple):
    """A newspaper that gives a value, and its article."""

    name: str
    href: str
    printed: str
    """The words that give it; empty where they may not be shown."""


class Value(NamedTuple):
    """What one or more newspapers say."""

    text: str
    language: str
    direction: str
    sources: list[Source]


class Counted(NamedTuple):
    """A row of the table."""

    thing: str
    language: str
    """Of `thing`: empty where it is the interface's."""
    direction: str
    is_agreed: bool
    values: list[Value]


def counted_things(
    words: Words, compared: Sequence[ComparedRow], lines: Mapping[int, Line], shown: frozenset[int]
) -> list[Counted]:
    """The table. `lines`: the story's articles by number; `shown`: those whose words may be shown. What only articles
    say that are not among `lines` (withdrawn ones) is left out."""
    rows = []
    for one in compared:
        values = [
            value for side in one.sides if (value := _value(words, one, side, lines, shown)) is not None
        ]
        if sum(len(value.sources) for value in values) > 1:
            rows.append(_row(words, one, values, lines, shown))
    return rows


def _row(
    words: Words,
    one: ComparedRow,
    values: list[Value],
    lines: Mapping[int, Line],
    shown: frozenset[int],
) -> Counted:
    thing, language, direction = str(words(ROLES.get(one.role or "", KINDS[one.kind]))), "", ""
    if not one.role and one.kind == "count":
        named = [
            (bare, lines[said.article])
            for side in one.sides
            for said in side
            if said.article in lines
            and said.article in shown
            and (bare := " ".join(_DIGITS.sub(" ", said.printed).split()))
        ]
        if named:
            bare, line = max(named, key=lambda pair: len(pair[0]))
            thing, language, direction = bare, line.language, line.direction
    return Counted(thing, language, direction, len(values) == 1, values)


def _value(
    words: Words, one: ComparedRow, side: Sequence[SaidRow], lines: Mapping[int, Line], shown: frozenset[int]
) -> Value | None:
    """What a side says, in the words of its shortest telling; None where none of its articles stands."""
    standing = {said.outlet: said for said in reversed(side) if said.article in lines}
    if not standing:
        return None
    spoken = [said for said in standing.values() if said.article in shown and said.printed]
    sources = [
        Source(
            lines[said.article].outlet_name,
            lines[said.article].href,
            said.printed if said.article in shown else "",
        )
        for said in sorted(standing.values(), key=lambda said: said.article)
    ]
    if spoken:
        said = min(spoken, key=lambda said: (len(said.printed), said.article))
        line = lines[said.article]
        return Value(said.printed, line.language, line.direction, sources)
    return Value(
        _bare(words, next(iter(standing.values())), one.unit), words.language, words.direction, sources
    )


def _bare(words: Words, said: SaidRow, unit: str | None) -> str:
    """The number alone, with its unit."""
    bounds = [_number(words, bound) for bound in (said.low, said.high) if bound is not None]
    number = _number(words, said.value) if said.value is not None else "–".join(bounds)
    return f"{number} {unit}" if unit else number


def _number(words: Words, value: float) -> str:
    return words.number(int(value)) if value == int(value) else f"{value:g}"
