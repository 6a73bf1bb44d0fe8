"""The figures a news text gives, with what they count: `500 مشروع إرهابي`, `215 خلية`, `12 blessés`, `1,5 milliard`.

A figure is read only where something is counted: a noun, a unit, a currency, a share. Dates, years, times, telephones,
laws, pages, ordinals and names with digits are none; a match's result is one of its own kind. Better no figure than a
wrong one: `quality/figures.py` holds it to labelled sentences. Words around a number stand in tables (numbers_*.tsv).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from warraq.understand.arabic import ascii_digits
from warraq.understand.numbers_around import (
    event_of,
    gauge_before,
    is_age,
    is_no_figure,
    is_time,
    name_of,
    role_before,
    side_of,
)
from warraq.understand.numbers_blanks import BLANK, blank, is_year
from warraq.understand.numbers_counted import (
    Counted,
    counted_before,
    dual,
    dual_unit,
    normal_form,
    read_counted,
    read_unit,
)
from warraq.understand.numbers_tables import LONGEST_WORD, Kind, Unit, context, nouns
from warraq.understand.numbers_words import Quantity, Token, read_quantity, tokens_of

MOST_CHARACTERS = 20_000
"""What is looked at of a text."""

_SENTENCE = re.compile(r"(?<=[!؟?])\s|(?<=[^\d\s]\.)\s|\n")
_SCORE = re.compile(r"(?<![\w.,/-])(\d{1,2})\s?[-–—ـ]{1,2}\s?(\d{1,2})(?![\w/-])(?!\s?[-–—ـ.,]\s?\d)")
_SHARE_BEFORE = re.compile(r"(?<![\d.,%٪])([%٪]\s?)(\d{1,3}(?:[.,]\d{1,2})?)(?![\d%٪]|\s?[%٪])")
_AGENCY = re.compile(
    r"(?<![\d.,،٫/])(\d{1,3})( ?)ر( ?)(\d{1,3})(?![\d/]|[.,،٫]\d)(?=(\s*(?:ألف|مليون|مليار|تريليون))?)"
)
"""Agencies write decimals from right to left: `29ر53` is 53.29, `000ر22` is 22,000, `935ر6 مليون` 6.935 million."""
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_AND, _TO = ("و", "et", "and"), ("إلى", "الى", "الي", "à", "to", "-", "–", "—")
_BETWEEN = ("بين", "entre", "between", "مابين")
_FROM = ("من", "de", "from")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text."""

    value: float | None
    """The number given; None where only bounds are (`بين 20 و30`, `عشرات`)."""
    low: float | None
    """At least so much (`أكثر من 20`); for a score, the first side's."""
    high: float | None
    """At most so much; for a score, the second side's."""
    unit: str | None
    """A code of numbers_units.tsv (MAD, km, year, %); None for what is counted by the piece."""
    counted: str
    """What is counted, in normal form (`numbers_counted.normal_form`); empty where only a unit stands."""
    role: str | None
    """What became of those counted: dead, injured, arrested, missing, …"""
    span: tuple[int, int]
    """Where it stands in the text, from its first to behind its last character."""
    is_approximate: bool
    """Whether the text says about, more than, tens of, …"""
    kind: Kind


def read_figures(text: str, language: str | None) -> list[Figure]:
    """The figures of a text in order. `language` is the article's: ar, fr or en; for any other one there are none.

    An Arabic text's Latin words are not read as numbers.
    """
    if language not in ("ar", "fr", "en"):
        return []
    plain = _AGENCY.sub(_agency_number, ascii_digits(text[:MOST_CHARACTERS]))
    plain = _SHARE_BEFORE.sub(_share_behind, blank(plain))
    is_sport = _tells_of_sport(plain)
    figures: list[Figure] = []
    start = 0
    for end in (*(match.start() for match in _SENTENCE.finditer(plain)), len(plain)):
        figures += _Sentence(plain[start:end], start, language, is_sport=is_sport).read()
        start = end
    return figures


def _share_behind(found: re.Match[str]) -> str:
    """`٪12` as `12٪`, of the same length."""
    return f"{found[2]}{found[1][0]}{found[1][1:]}"


def _agency_number(found: re.Match[str]) -> str:
    """`29ر53` as `53.29`, of the same length."""
    part, before, behind, whole, scale = found.groups()
    sign = "٫" if len(part) == 3 and scale else "."
    return f"{whole}{sign}{part}{before}{behind}"


class _Sentence:
    """Reads one sentence; `offset` is where it begins in the text."""

    def __init__(self, text: str, offset: int, language: str, *, is_sport: bool) -> None:
        self.offset, self.language = offset, language
        self.scores = list(_scores(text, offset)) if is_sport else []
        for figure in self.scores:
            start, end = figure.span[0] - offset, figure.span[1] - offset
            text = text[:start] + BLANK * (end - start) + text[end:]
        self.text = text
        self.tokens = tokens_of(text)
        self.figures: list[Figure] = []

    def read(self) -> list[Figure]:
        at = 0
        while at < len(self.tokens):
            at = self._read_at(at)
        return sorted([*self.figures, *self.scores], key=lambda figure: figure.span)

    def _read_at(self, at: int) -> int:
        token = self.tokens[at]
        if token.kind == "sign":
            return at + 1
        if (found := self._none_at(at) or self._dual_at(at)) is not None:
            return found
        quantity = read_quantity(self.tokens, at, self.language)
        if quantity is None:
            return at + 1
        if is_no_figure(self.tokens, quantity):
            return quantity.after
        return self._read_quantity(quantity)

    def _read_quantity(self, quantity: Quantity) -> int:
        joined = self._range(quantity)
        if joined is not None:
            quantity = joined
        end = self._count(quantity)
        return max(end, quantity.after)

    def _range(self, first: Quantity) -> Quantity | None:
        """`بين 20 و30`, `de 300 à 500`, `15 إلى 20`: one quantity of two bounds."""
        before = [token.text for token in self.tokens[max(0, first.first - 2) : first.first]]
        at = first.after
        if at >= len(self.tokens) or first.value is None:
            return None
        link, glued = self.tokens[at].text, False
        is_between = any(word in _BETWEEN for word in before)
        is_range = link in _TO or (is_between and link in _AND)
        if is_between and not is_range and link.startswith("و"):
            glued = is_range = True
        if not is_range:
            return None
        second = (
            read_quantity(self.tokens, at if glued else at + 1, self.language)
            if at + 1 < len(self.tokens) or glued
            else None
        )
        if second is None or second.value is None:
            return None
        low = first.value
        if second.is_scaled and not first.is_scaled and low < second.mantissa:
            low *= second.value / second.mantissa
        if low >= second.value:
            return None
        if link in ("إلى", "الى", "الي", "à", "to") and self._tells_a_change(first.first):
            return replace(second, first=second.first)
        return Quantity(
            None, low, second.value, False, second.is_scaled, second.is_word, first.first, second.after
        )

    def _tells_a_change(self, first: int) -> bool:
        return any(token.text in context("change") for token in self.tokens[max(0, first - 5) : first])

    def _count(self, quantity: Quantity) -> int:
        """Add the figure of a quantity if something is counted; the token behind it."""
        after = quantity.after
        while after < len(self.tokens) and self.tokens[after].text in (")", "]"):
            after += 1
        sign = self.tokens[quantity.first - 1] if quantity.first else None
        if sign is not None and sign.text in _SIGNS:
            self._add(quantity, Unit(_SIGNS[sign.text], Kind.MONEY, 1), Counted("", None, after), after)
            return after
        at = after
        if (
            at < len(self.tokens)
            and self.tokens[at].text in ("de", "d")
            and quantity.value
            and quantity.value >= 15
        ):
            at += 1
            while at < len(self.tokens) and self.tokens[at].text in ("'", "’"):
                at += 1
        found = read_unit(self._bared(at) if quantity.value is None else self.tokens, at)
        if found is not None and self._is_unit_near(at, found):
            unit, end = found
            if (quantity.value, quantity.is_word) == (1, True):
                return end  # une semaine
            if unit.kind is not Kind.DURATION or not is_time(self.tokens, quantity, end):
                self._add(quantity, unit, Counted("", None, end), end)
            return end
        return self._count_noun(quantity, after)

    def _bared(self, at: int) -> list[Token]:
        """The tokens, without its article the one at a place: `عشرات الأمتار`."""
        bared = [replace(token, text=token.text.removeprefix("ال")) for token in self.tokens[at : at + 1]]
        return [*self.tokens[:at], *bared, *self.tokens[at + 1 :]]

    def _is_unit_near(self, at: int, found: tuple[Unit, int]) -> bool:
        return self.tokens[at].start - self.tokens[at - 1].end <= 2 and found[0].times == 1

    def _count_noun(self, quantity: Quantity, at: int) -> int:
        if at < len(self.tokens) and self.tokens[at].text in context("other"):
            self._add(quantity, None, self._others(quantity), at + 1)
            return at + 1
        is_vague = quantity.value is None
        is_near = at < len(self.tokens) and self.tokens[at].start - self.tokens[at - 1].end <= 2
        counted = (
            read_counted(self.tokens, at, is_vague=is_vague, language=self.language) if is_near else None
        )
        if counted is not None and not self._is_believed(quantity, counted, at):
            counted = None
        if counted is None and not is_vague and (quantity.value != 1 or not quantity.is_word):
            counted = counted_before(self.tokens, quantity.first) or self._role_alone(quantity)
            if counted is not None:
                counted = replace(counted, after=quantity.after)
        if counted is None:
            return quantity.after
        self._add(quantity, None, counted, counted.after)
        return counted.after

    def _is_believed(self, quantity: Quantity, counted: Counted, at: int) -> bool:
        token = self.tokens[quantity.first]
        if token.kind == "digits" and is_year(token.text):
            return self.tokens[at].text in nouns() and not self._is_after_year_word(quantity.first)
        if quantity.is_word and token.text in ("ألف", "الف") and quantity.after == quantity.first + 1:
            return self.tokens[at].text in nouns()
        text = self.tokens[at].text
        if quantity.value and quantity.value != int(quantity.value) and not quantity.is_scaled:
            return counted.name == "نقطه"
        if quantity.value == 2 and token.kind == "arabic" and token.text != "جوج":
            return text == "من"  # Arabic has the dual for two of a thing
        if quantity.value is None and re.match("و?ال(?!اف)", token.text):
            return text == "من"
        if quantity.value and 3 <= quantity.value <= 10 and re.search("[^ي]ا$", text) and text not in nouns():
            return False  # three to ten take a plural in the genitive: `خسرنا بثلاثة ملمحا` counts nothing
        if quantity.value == 1:
            return counted.role is not None and token.text in ("un", "une", "one", "1")
        return True

    def _is_after_year_word(self, first: int) -> bool:
        return first > 0 and self.tokens[first - 1].text in context("year_before")

    def _others(self, quantity: Quantity) -> Counted:
        """`وأصيب 12 آخرون`: they are what was counted before."""
        role = role_before(self.tokens, quantity.first)
        for figure in reversed(self.figures):
            if figure.kind is Kind.COUNT:
                return Counted(figure.counted, role, quantity.after)
        return Counted(normal_form("آخر"), role, quantity.after)

    def _role_alone(self, quantity: Quantity) -> Counted | None:
        """`إصابة 150`, `30 injured`: nothing named but what became of them."""
        if quantity.first == 0:
            return None
        for at in range(quantity.first - 1, max(-1, quantity.first - 3), -1):
            text = self.tokens[at].text
            if text in context("approx"):
                continue
            role = event_of(text)
            return Counted(name_of(role), role, quantity.after) if role else None
        return None

    def _none_at(self, at: int) -> int | None:
        """`aucun blessé`, `دون تسجيل أي إصابة`, `no casualties`: a figure of zero."""
        token = self.tokens[at]
        if token.text in ("aucun", "aucune", "no"):
            is_denied = True
        elif token.text == "اي":
            is_denied = any(t.text in context("negation") for t in self.tokens[max(0, at - 3) : at])
        else:
            return None
        noun = nouns().get(self.tokens[at + 1].text) if at + 1 < len(self.tokens) else None
        if not is_denied or noun is None or noun.role is None:
            return None
        quantity = Quantity(0.0, None, None, False, False, True, at, at + 1)
        self._add(quantity, None, Counted(noun.name, noun.role, at + 2), at + 2)
        return at + 2

    def _dual_at(self, at: int) -> int | None:
        token = self.tokens[at]
        if token.kind != "arabic" or len(token.text) > LONGEST_WORD:
            return None
        noun = dual(token.text)
        if noun is not None:
            quantity = Quantity(2.0, None, None, False, False, True, at, at + 1)
            self._add(quantity, None, Counted(noun.name, noun.role, at + 1), at + 1)
            return at + 1
        unit = dual_unit(token.text)
        if unit is None:
            return None
        is_more = at + 1 < len(self.tokens) and self.tokens[at + 1].text == "ونصف"
        value, end = (2.5, at + 2) if is_more else (2.0, at + 1)
        quantity = Quantity(value, None, None, False, False, True, at, end)
        if unit.kind is not Kind.DURATION or not is_time(self.tokens, quantity, end):
            self._add(quantity, unit, Counted("", None, end), end)
        return end

    def _add(self, quantity: Quantity, unit: Unit | None, counted: Counted, after: int) -> None:
        value, low, high, is_approximate = self._bounds(quantity, after)
        factor = unit.factor if unit else 1
        kind = unit.kind if unit else Kind.COUNT
        if (
            kind is Kind.DURATION
            and unit is not None
            and unit.code == "year"
            and is_age(self.tokens, quantity, after)
        ):
            kind = Kind.AGE
        start, end = self.tokens[quantity.first].start, self.tokens[after - 1].end
        role = counted.role or (role_before(self.tokens, quantity.first) if kind is Kind.COUNT else None)
        value, low, high = (None if n is None else round(n * factor, 6) for n in (value, low, high))
        self.figures.append(
            Figure(
                value,
                low,
                high,
                unit.code if unit else None,
                counted.name or gauge_before(self.tokens, quantity.first),
                role,
                (start + self.offset, end + self.offset),
                is_approximate,
                kind,
            )
        )

    def _bounds(
        self, quantity: Quantity, after: int
    ) -> tuple[float | None, float | None, float | None, bool]:
        value, low, high = quantity.value, quantity.low, quantity.high
        if value is None:
            return value, low, high, quantity.is_approximate
        side = side_of(self.tokens, quantity.first, after)
        if side == "more":
            return value, value, None, True
        if side == "less":
            return value, None, value, True
        return value, None, None, quantity.is_approximate or side == "approx"


def _scores(text: str, offset: int) -> Iterator[Figure]:
    """`2-1`, `2 ــ 2`: two small numbers, where the text is about a match."""
    for match in _SCORE.finditer(text):
        behind: Sequence[Token] = tokens_of(text[match.end() : match.end() + 20])
        is_counting = bool(behind) and (behind[0].text in nouns() or read_unit(behind, 0) is not None)
        if not is_counting:
            sides = (float(match.group(1)), float(match.group(2)))
            span = (match.start() + offset, match.end() + offset)
            yield Figure(None, *sides, None, "", None, span, False, Kind.SCORE)


def _tells_of_sport(text: str) -> bool:
    words = {token.text for token in tokens_of(text)}
    return any(word in context("sport") or word[1:] in context("sport") for word in words)
