"""Which names and phrases rise in today's headlines against the last weeks.

Counts come in and phrases go out: who counts, and over which days, is the caller's. A phrase rises by Dunning's
log-likelihood ratio (Accurate Methods for the Statistics of Surprise and Coincidence, 1993), which rates small counts
soberly where plain ratios do not. It must never offer a word of grammar, a weekday, or what one outlet alone repeats.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from warraq.understand.arabic import MARKS
from warraq.understand.bulletins import headline_key
from warraq.understand.place_names import fold_word
from warraq.understand.story_words import STOPWORDS

LONGEST = 3
"""Words of a phrase: «محكمة الاستئناف بطنجة», "Ligue des champions"."""
FEWEST_WORDINGS, FEWEST_OUTLETS = 3, 2
"""Different headlines, and outlets: what several print as an agency sent it is one headline."""
SURPRISED = 10.83
"""The ratio from which a rise is no accident: p < .001 of chi-square with one degree of freedom."""
WEEKDAY_SHARE = 0.6
"""A phrase that on the same weekday before had this share of today's titles is a habit, no news: «الجمعة»."""
SWALLOWED = 0.7
"""A phrase of which so many titles hold a longer rising one says no more than that one."""
WEEK = 7
LONGEST_STUMP = 4
"""Letters up to which a word is kept whole, though it begins like the article: الله, ألم."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKS = re.compile(f"[{MARKS}]")
_APOSTROPHE = re.compile("['’]")
_BEFORE_ARTICLE = re.compile(r"^(?:[وف]?[بلك]?(?=ال..)|[وف]?ل(?=ل..))")
_CLITICS = ("و", "ب", "ل", "ف")
_OF_NEWS = frozenset(
    fold_word(word)
    for word in """عاجل فيديو بالفيديو صور بالصور خبر أخبار بلاغ حصري مباشر شاهد هكذا هذه تفاصيل جديد جديدة رسميا قرار
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر
    أكتوبر نونبر دجنبر سنة سنوات شهر مليون ألف درهم مئات آلاف قال أكد أعلن كشف بسبب
    إضافة أخيرة قرب وسط داخل خارج أمام رغم تحت فوق ضمن أثناء جراء أقل بعض جميع حوالي زهاء تقريبا بدون ضواحي جهة إقليم
    مدينة بمدينة
    vidéo photos direct exclusif urgent lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril
    mai juin juillet août septembre octobre novembre décembre million millions milliard ans jour jours
    près depuis moins selon lors ville province""".split()
)


@dataclass(frozen=True, slots=True)
class Day:
    """What the headlines of one day say."""

    titles: int
    phrases: Mapping[str, int]
    """Folded phrase -> titles that hold it."""
    outlets: Mapping[str, int]
    """Folded phrase -> outlets that printed it."""
    wordings: Mapping[str, int]
    """Folded phrase -> headlines that hold it, those of the same words as one."""
    written: Mapping[str, str]
    """Folded phrase -> as it was most often printed."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A phrase that rises."""

    phrase: str
    """As it was most often printed, without what is written onto it."""
    key: str
    """Folded, for comparing."""
    titles: int
    expected: float
    """Titles that would have held it, had today been like the days before."""
    surprise: float
    """The log-likelihood ratio."""


def count_day(headlines: Iterable[tuple[str, str]]) -> Day:
    """Count the phrases of a day's headlines, given as (outlet, title). A title counts a phrase once."""
    split = [(outlet, _words_of(title), _wording(title)) for outlet, title in headlines]
    seen = {folded for _, words, _ in split for folded, _ in words}
    phrases: Counter[str] = Counter()
    outlets: dict[str, set[str]] = defaultdict(set)
    wordings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    prints: dict[str, Counter[str]] = defaultdict(Counter)
    for outlet, words, wording in split:
        for key, printed in _phrases_of([_without_clitic(word, seen) for word in words]).items():
            phrases[key] += 1
            outlets[key].add(outlet)
            wordings[key].add(wording)
            prints[key][printed] += 1
    return Day(
        titles=len(split),
        phrases=phrases,
        outlets={key: len(found) for key, found in outlets.items()},
        wordings={key: len(found) for key, found in wordings.items()},
        written={key: min(found, key=lambda text: (-found[text], text)) for key, found in prints.items()},
    )


def find_rising(today: Day, before: Sequence[Day], most: int = 20) -> list[Rise]:
    """The phrases that rise most today, the most surprising first.

    `before`: the days that went before, yesterday last; three or four weeks of them. With none, nothing rises.
    """
    earlier = sum(day.titles for day in before)
    if not earlier or not today.titles:
        return []
    found = [
        rise
        for key, titles in today.phrases.items()
        if is_told(today, key)
        and not _is_habit(key, titles / today.titles, before)
        and (rise := _rise_of(key, today, sum(day.phrases.get(key, 0) for day in before), earlier))
        is not None
    ]
    found.sort(key=lambda rise: (-rise.surprise, -len(rise.key), rise.key))
    return _without_parts(found)[:most]


def is_told(day: Day, key: str) -> bool:
    """Whether enough headlines and outlets hold a phrase for its rising to be news."""
    return day.wordings[key] >= FEWEST_WORDINGS and day.outlets[key] >= FEWEST_OUTLETS


def surprise(now: int, of_now: int, then: int, of_then: int) -> float:
    """Dunning's ratio of `now` in `of_now` titles against `then` in `of_then`; below 0 where the share fell."""
    share = (now + then) / (of_now + of_then)
    ratio = 2 * (
        _log_chance(now, of_now, now / of_now)
        + _log_chance(then, of_then, then / of_then)
        - _log_chance(now, of_now, share)
        - _log_chance(then, of_then, share)
    )
    return ratio if now / of_now >= then / of_then else -ratio


def _log_chance(hits: int, tries: int, share: float) -> float:
    misses = tries - hits
    return (hits * log(share) if hits else 0.0) + (misses * log(1 - share) if misses else 0.0)


def _rise_of(key: str, today: Day, then: int, of_then: int) -> Rise | None:
    now = today.phrases[key]
    ratio = surprise(now, today.titles, then, of_then)
    if ratio < SURPRISED:
        return None
    return Rise(today.written[key], key, now, then * today.titles / of_then, ratio)


def _is_habit(key: str, share: float, before: Sequence[Day]) -> bool:
    """Whether the phrase stood as high on this weekday before."""
    same = [day for day in before[::-1][WEEK - 1 :: WEEK] if day.titles]
    shares = [day.phrases.get(key, 0) / day.titles for day in same]
    return bool(shares) and sum(shares) / len(shares) >= WEEKDAY_SHARE * share


def _without_parts(found: list[Rise]) -> list[Rise]:
    """Of phrases that hold one another the one that says most: the longer, unless the shorter is much commoner."""
    kept: list[Rise] = []
    for rise in found:
        longer = [other for other in found if f" {rise.key} " in f" {other.key} " and other.key != rise.key]
        shorter = [other for other in found if f" {other.key} " in f" {rise.key} " and other.key != rise.key]
        if any(other.titles >= SWALLOWED * rise.titles for other in longer):
            continue
        if any(rise.titles < SWALLOWED * other.titles for other in shorter):
            continue
        if any(_are_pieces(rise.key, other.key) for other in kept):
            continue
        kept.append(rise)
    return kept


def _are_pieces(one: str, other: str) -> bool:
    """Whether two phrases are pieces of one longer saying: they share two words in a row."""
    words, others = one.split(), other.split()
    return not set(pairwise(words)).isdisjoint(pairwise(others))


def _wording(title: str) -> tuple[str, ...]:
    """The same for a headline that several outlets print, one as a flash, one with its day."""
    return tuple(stem for stem in headline_key(title) if stem not in _OF_NEWS)


def _words_of(title: str) -> list[tuple[str, str]]:
    """Folded and printed words; an empty pair where a phrase must break."""
    plain = _MARKS.sub("", title)
    words: list[tuple[str, str]] = []
    end = 0
    for match in _WORD.finditer(plain):
        if words and plain[end : match.start()].strip(" -"):
            words.append(("", ""))
        printed = _APOSTROPHE.split(match[0])[-1]  # d'Agadir, l'eau
        if folded := fold_word(printed):
            words.append((folded, printed))
        end = match.end()
    return words


def _without_clitic(word: tuple[str, str], seen: set[str]) -> tuple[str, str]:
    """والحكومة as الحكومة, للحكومة too; بوريطة from وبوريطة, where the day knows the word without."""
    folded, printed = word
    if (cut := _BEFORE_ARTICLE.match(folded)) and cut.end():
        rest = folded[cut.end() :]
        if rest.startswith("ل"):
            return "ا" + rest, "ا" + printed[cut.end() :]
        return rest, printed[cut.end() :]
    if len(folded) > 3 and folded[0] in _CLITICS and folded[1:] in seen:
        return folded[1:], printed[1:]
    return word


def _phrases_of(words: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Folded phrase -> printed, of one to three words; none begins or ends with a word that says nothing."""
    phrases: dict[str, str] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if not words[end - 1][0]:
                break
            if _says_nothing(words[start][0]) or _says_nothing(words[end - 1][0]):
                continue
            key = " ".join(_bare(folded) for folded, _ in words[start:end])
            phrases.setdefault(key, " ".join(printed for _, printed in words[start:end]))
    return phrases


def _bare(folded: str) -> str:
    """أمطار and الأمطار are one name."""
    return folded[2:] if folded.startswith("ال") and len(folded) > LONGEST_STUMP else folded


def _says_nothing(folded: str) -> bool:
    return (
        len(folded) < 3 or folded in STOPWORDS or folded.removeprefix("ال") in _OF_NEWS or folded in _OF_NEWS
    )
