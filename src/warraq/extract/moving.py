"""What in a text moves by itself: `3 hours ago`, `last updated at 12:30`, counters of views, shares and comments.

A page says these anew at every visit, and nobody edited anything. Tables of phrases and the rules that use them. Must
leave alone what a journalist counts or dates: a long time ago, a number of views in a sentence, an hour before a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from warraq.extract import date_tables as tables
from warraq.extract.date_text import LETTER, fold, one_of

LEFT_OUT = "\ufffc"
"""Stands where a moving phrase was (Unicode's object replacement): no word, and nothing to compare."""

_HOURS = [word for word, (unit, _) in tables.UNITS.items() if unit in ("second", "minute", "hour")]
_DAYS = [*(word for word in tables.UNITS if word not in _HOURS), "سنة", "سنوات", "سنتين", "عام", "أعوام", "عامين",
         "an", "ans", "année", "années", "year", "years"]  # fmt: skip
_PAIRS = ("ثانيتين", "دقيقتين", "ساعتين", "يومين", "أسبوعين", "شهرين", "سنتين", "عامين")
_ONES = ("ساعة", "دقيقة", "ثانية", "يوم", "أسبوع", "شهر", "سنة", "عام")
_NOW = (*tables.NOW_WORDS, "منذ قليل", "قبل قليل")
_BEFORE = ("منذ", "مند", "قبل", "هادي", "il y a")
_ABOUT = (*tables.ABOUT, "أكثر من", "أقل من", "près de", "plus de", "moins de", "à peine")
_UPDATED = (
    "آخر تحديث", "أخر تحديث", "اخر تحديث", "آخر تحيين", "آخر تعديل", "dernière mise à jour", "dernière modification",
    "last updated", "last update", "last modified",
)  # fmt: skip
"""Said of pages only, so they may stand anywhere."""
_DATED = (*tables.PUBLISHED_WORDS, *tables.MODIFIED_WORDS)
"""Said of books and laws too, so they have to stand alone."""
_COUNTED_FIRST = (
    "عدد المشاهدات", "عدد القراءات", "عدد القراء", "عدد الزيارات", "عدد الزوار", "عدد التعليقات", "عدد المشاركات",
    "عدد الإعجابات", "nombre de vues", "nombre de lectures", "nombre de commentaires", "nombre de partages",
    "view count", "page views",
)  # fmt: skip
"""May stand anywhere but in a sentence about them."""
_COUNTED = (
    "المشاهدات", "مشاهدات", "مشاهدة", "شاهده", "القراءات", "قراءات", "قراءة", "الزيارات", "زيارات", "زيارة",
    "التعليقات", "تعليقات", "تعليق", "تعليقا", "تعليقات الزوار", "تعليقات القراء",
    "المشاركات", "مشاركات", "مشاركة", "شارك", "شاركها", "شاركوا",
    "الإعجابات", "إعجاب", "إعجابا", "إعجابات", "أعجبني", "vue", "vues", "lecture", "lectures", "lu", "vu",
    "visite", "visites", "commentaire", "commentaires", "partage", "partages", "partager", "j'aime", "view", "views",
    "share", "shares", "comment", "comments", "like", "likes", "read", "reads", "hits",
)  # fmt: skip
_TIMES = (
    "قرئ", "قرئت", "قرأ", "شوهد", "شوهدت", "تمت مشاهدته", "تمت قراءته", "تمت مشاركته", "lu", "vu", "consulté",
    "partagé", "read", "viewed", "shared",
)  # fmt: skip
"""... so many times."""
_UNCOUNTED = (
    "لا توجد تعليقات", "لا تعليقات", "كن أول من يعلق", "أضف تعليقا", "أضف تعليق", "اترك تعليقا", "aucun commentaire",
    "pas de commentaire", "pas de commentaires", "soyez le premier à commenter", "no comments",
    "be the first to comment",
)  # fmt: skip
"""Before the first comment."""
_NETWORKS = ("فيسبوك", "تويتر", "واتساب", "تلغرام", "facebook", "twitter", "whatsapp", "telegram", "linkedin")
_SHARED = tuple(f"{on} {network}" for on in ("شارك على", "partager sur", "share on") for network in _NETWORKS)
_READING = (
    "مدة القراءة", "وقت القراءة", "زمن القراءة", "تقرأ في", "temps de lecture", "durée de lecture", "lecture",
    "reading time",
)  # fmt: skip
_TELLS = (
    "بلغ", "وبلغ", "بلغت", "يبلغ", "وصل", "تجاوز", "فاق", "ارتفع", "زاد", "قدر", "أن", "إن", "حيث", "من", "هو", "كان",
    "le", "un", "ce", "du", "the", "a",
)  # fmt: skip
"""Before a count, words that make it a sentence's own."""

LONGEST_LINE = 20_000
"""Characters: a longer line is no line of a page, and is left as it is."""

_N = r"(?<![\d.,])(?:\d{1,3}(?:[ .,]\d{3}){1,4}|\d+(?:[.,]\d+)?)(?!\d)(?:\s*(?:الف|مليون|k|m)\b)?"
_COUNT = rf"(?:{_N}|{one_of([*tables.COUNTS, 'بضع', 'بضعة', 'عدة', 'quelques', 'a few'])})"
_OR_SO = rf"(?:{one_of(_ABOUT)}\s+|{one_of(['moins', 'plus', 'près'])}\s+d')?"
_IS = r"\s*[:|=\-]?\s*"


def _spans(units: Iterable[str]) -> str:
    """A span of time. A unit alone is one of it, but only before a stop: `ساعة` begins many other phrases."""
    units = tuple(units)
    pairs, ones = (one_of(word for word in words if word in units) for words in (_PAIRS, _ONES))
    one = rf"{ones}(?:\s+{one_of(['واحدة', 'واحد'])}|(?=\s*(?:$|[.,()|\-])))"
    span = rf"(?:{_COUNT}\s*{one_of(units)}|{pairs}|{one_of(tables.FRACTIONS)}|{one})"
    return rf"{span}(?:\s*(?:,|و|et|and)?\s*{_COUNT}\s*{one_of(units)})?"


def _ago(units: Iterable[str]) -> str:
    span = _spans(units)
    before_what = rf"(?!\s+{one_of(['من', 'de', 'des', 'before'])}|\s+d')"
    return rf"(?:{one_of(_BEFORE)}\s+{_OR_SO}{span}{before_what}|{_OR_SO}{span}\s+{one_of(tables.AGO_AFTER)})"


def _day_words() -> str:
    words = {word for row in tables.MONTHS for names in row.split("|") for word in re.split(r"[ ,]", names)}
    words.update(*tables.HIJRI_MONTHS, *tables.WEEKDAYS, tables.DAYS_AGO, tables.ZONES, tables.NOW_WORDS)
    words.update(tables.MORNING, tables.EVENING, tables.NIGHT, tables.FIRST_OF_MONTH)
    return one_of(words - {""})


_HOURS_AGO = _ago(_HOURS)
_ANY_AGO = rf"(?:{_ago([*_HOURS, *_DAYS])}|{one_of(_NOW)})"
_BESIDES = rf"(?:[,:/|()•·\-]|{one_of([*tables.NOISE_WORDS, *tables.AT_HOUR, 'مع'])})"
_WHEN = rf"(?:(?:{_BESIDES}\s*){{0,3}}(?:{_ANY_AGO}|\d+(?:h\d*)?|{_day_words()})\s*){{1,14}}"
_TELLS_WHEN = re.compile(rf"\d|{_ANY_AGO}")
_FREE = re.compile(
    rf"(?P<ago>{_HOURS_AGO})|(?:{one_of(_UPDATED)}{_IS}{_WHEN}|(?<=\(){one_of(tables.MODIFIED_WORDS)}{_IS}{_WHEN}(?=\)))|(?P<counted>{one_of(_COUNTED_FIRST)}){_IS}{_N}"
)
_COUNTER = (
    rf"(?:{one_of(_TIMES)}\s+{_N}\s+{one_of(['مرة', 'مرات', 'fois', 'times'])}"
    rf"|{one_of(_READING)}{_IS}{_spans(_HOURS)}"
    rf"|{_spans(_HOURS)}\.?\s+(?:de\s+)?{one_of(['قراءة', 'للقراءة', 'lecture', 'read'])}"
    rf"|{one_of([*_COUNTED_FIRST, *_SHARED, *_COUNTED])}{_IS}\(?{_N}\)?|\(?{_N}\)?\s*{one_of(_COUNTED)}"
    rf"|{one_of(_UNCOUNTED)})"
)
_ALONE = re.compile(rf"(?P<dated>{one_of(_DATED)}){_IS}{_WHEN}|{_COUNTER}(?:\s*[,/&]?\s*{_COUNTER}){{0,9}}")
_ENDS_LINE = re.compile(rf"(?:^|[|•·:]|\s-)\s*(?P<ago>{_ANY_AGO})\W{{0,9}}$")
_EDGE = re.compile(rf"(?:^|[.!?…|•·{LEFT_OUT}]|(?:^|(?<=\s))-)\s*")
_AFTER_ALONE = re.compile(rf"\s*(?:$|[.!?…|•·{LEFT_OUT}]|-(?:\s|$))")
_LAST_WORD = re.compile(rf"{LETTER}+(?=\s*$)")
_WORDS = re.compile(rf"{LETTER}+")
_BEGINNINGS = re.compile(rf"{LETTER}+|(?<![\d.,])\d+")
_TELLING = frozenset(fold(word) for word in _TELLS)
_VOWELS = re.compile("[\u0640\u064b-\u0652]+")
_HINTS = frozenset(
    max(_WORDS.findall(form), key=len)
    for phrase in (
        *(*_BEFORE, *tables.AGO_AFTER, *_NOW, *_UPDATED, *_DATED, *_COUNTED_FIRST, *_COUNTED),
        *(*_TIMES, *_READING, *_UNCOUNTED, "للقراءة"),
    )
    for form in (phrase.lower(), fold(phrase))
)
"""A line with none of these words holds nothing that moves: most lines, and they cost no more than this."""


class _Phrases:
    """Phrases, of which a line's words alone tell that it holds none."""

    def __init__(self, *phrases: str) -> None:
        self._by_longest: dict[str, list[frozenset[str]]] = {}
        for phrase in phrases:
            words = _WORDS.findall(fold(phrase))
            self._by_longest.setdefault(max(words, key=len), []).append(frozenset(words))

    def may_stand_in(self, words: set[str]) -> bool:
        """Whether all words of one of them are there."""
        return any(
            phrase <= words
            for longest in words & self._by_longest.keys()
            for phrase in self._by_longest[longest]
        )


_SAYS_AGO = _Phrases(*_BEFORE, *tables.AGO_AFTER)
_SAYS_HOURS = _Phrases(*(word for word in (*_HOURS, *_PAIRS, *_ONES) if word in _HOURS), *tables.FRACTIONS)
_SAYS_SPAN = _Phrases(*_HOURS, *_DAYS, *_PAIRS, *_ONES, *tables.FRACTIONS)
_SAYS_NOW = _Phrases(*_NOW)
_SAYS_UPDATED = _Phrases(*_UPDATED)
_SAYS_DATED = _Phrases(*_DATED)
_SAYS_COUNTED = _Phrases(*_COUNTED_FIRST, *_SHARED, *_COUNTED, *_TIMES)
_SAYS_UNCOUNTED = _Phrases(*_UNCOUNTED)
_SAYS_READING = _Phrases(*_READING, "قراءة", "للقراءة", "lecture", "read")


@cache
def _words() -> re.Pattern[str]:
    """As `_WORDS`, from a table of all letters: looked up twice as fast as the categories of each sign."""
    return re.compile(f"[{''.join(filter(_WORDS.match, map(chr, range(0x10000))))}]+")


class _MayHold(NamedTuple):
    """Which patterns may find anything in a line, told by its words: looking for them costs much more."""

    free: bool
    alone: bool
    ago: bool


def _may_hold(line: str) -> _MayHold:
    """Of a folded line."""
    words = set(_WORDS.findall(line))
    has_number = any(map(str.isdecimal, line))
    has_hours, has_span = _SAYS_HOURS.may_stand_in(words), _SAYS_SPAN.may_stand_in(words)
    says_ago, says_dated = _SAYS_AGO.may_stand_in(words), _SAYS_DATED.may_stand_in(words)
    ago = (says_ago and has_span) or _SAYS_NOW.may_stand_in(words)
    updated = _SAYS_UPDATED.may_stand_in(words) or ("(" in line and says_dated)
    counted = has_number and _SAYS_COUNTED.may_stand_in(words)
    read = has_hours and _SAYS_READING.may_stand_in(words)
    dated = says_dated and (has_number or ago)
    return _MayHold(
        free=(says_ago and has_hours) or updated or counted,
        alone=counted or read or dated or _SAYS_UNCOUNTED.may_stand_in(words),
        ago=ago,
    )


_FIRST_WORDS = frozenset(
    fold(phrase).split()[0]
    for phrase in (
        *_BEFORE,
        *_UPDATED,
        *tables.MODIFIED_WORDS,
        *_COUNTED_FIRST,
        *_ABOUT,
        *tables.COUNTS,
        *tables.FRACTIONS,
        *_PAIRS,
        *_ONES,
    )
)


def without_moving(text: str) -> str:
    """The line with LEFT_OUT in the place of every moving phrase: two visits to an unedited line give the same words.

    Counters and dates of publication have to stand alone, between ends of the line or of a sentence or beside another
    such phrase. Hours and minutes ago go anywhere, days and longer only where they end the line behind a dash, or fill
    it: `il y a 20 ans` is history.
    """
    if len(text) > LONGEST_LINE:
        return text
    if _HINTS.isdisjoint(_words().findall(_VOWELS.sub("", text).lower())):
        return text
    line = text.translate(_FOLDED)
    may_hold = _may_hold(line)
    if not any(may_hold):
        return text
    if may_hold.free:
        line = _masked(line, _free(line))
    for _ in range(2 if may_hold.alone else 0):  # what stands beside the first is alone once that is known
        line = _masked(line, _alone(line))
    if may_hold.ago and (match := _ENDS_LINE.search(line)):
        line = _masked(line, [match.span("ago")])
    if LEFT_OUT not in line:
        return text
    kept, at, origin = [], 0, _origins(text)
    for match in re.finditer(f"{LEFT_OUT}+", line):
        kept += [text[at : origin[match.start()]], LEFT_OUT]
        at = origin[match.end()]
    return "".join([*kept, text[at:]])


class _Folding(dict[int, str]):
    """Filled as characters are met: each by itself, so that what it became can be traced to its place."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = folded = " " if sign.isspace() else fold(sign)
        return folded


_FOLDED = _Folding()


def _origins(text: str) -> list[int]:
    """For each character of the folded text, and its end, the place in `text` that it comes from."""
    return [*(at for at, sign in enumerate(text) for _ in _FOLDED[ord(sign)]), len(text)]


def _masked(line: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in list(spans):
        filled = line[start:end].rstrip()
        line = line[:start] + LEFT_OUT * len(filled) + line[start + len(filled) :]
    return line


def _free(line: str) -> Iterator[tuple[int, int]]:
    """Where phrases stand that may stand anywhere."""
    end = 0
    for word in _BEGINNINGS.finditer(line):
        if word.start() < end or not (word[0].isdecimal() or word[0] in _FIRST_WORDS):
            continue
        match = _FREE.match(line, word.start())
        if match and not _is_told(match, line):
            end = match.end()
            yield match.span()


def _is_told(match: re.Match[str], line: str) -> bool:
    """Whether a sentence says it of something else, or a date of updating has neither number nor hour."""
    if match["ago"]:
        return False
    if not match["counted"]:
        return _TELLS_WHEN.search(match[0]) is None
    before = _LAST_WORD.search(line[max(0, match.start() - 30) : match.start()])
    return before is not None and before[0] in _TELLING


def _alone(line: str) -> Iterator[tuple[int, int]]:
    """Where phrases stand that have to stand alone, and do."""
    for edge in _EDGE.finditer(line):
        match = _ALONE.match(line, edge.end())
        if match and (not match["dated"] or _TELLS_WHEN.search(match[0])):
            end = edge.end() + len(match[0].rstrip())
            if _AFTER_ALONE.match(line, end):
                yield edge.end(), end
