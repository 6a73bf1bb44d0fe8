"""What a figure counts: the unit or noun behind it, in a form that is the same in every spelling and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from warraq.understand.numbers_tables import Kind, Noun, Unit, context, fold, nouns, units
from warraq.understand.numbers_words import Token, tokens_of

LONGEST_UNIT = 4
"""Tokens of the longest unit: كيلومتر في الساعة."""
_WITH_AND = re.compile(
    "و(?:زير|زراء|لاي|فد|فود|ثيق|ثائق|حد|ظيف|ظائف|كال|رق|اح|رش|جب|فا|سيل|سائل|اقع|قف|صف|جه|زن|لد|ال$)"
)
_WITH_B = re.compile(
    "ب(?:لد|يت|اخر|نا|رنامج|رامج|طاق|نك|نوك|حار|ئر|قر|طول|حث|حوث|ند|نود|رميل|راميل|عث|حير|يض|ريد|رلماني)"
)
_WITH_L = re.compile("ل(?:تر|جن|وح|قاء|غ|يل|قاح|قب|وائح|اعب|اجي|بنان|يبي)")
_GLUED = re.compile("(?:بال|لل|وال|فال|كال|ال)")
_OWNERS = ("ه", "ها", "هم", "هن", "نا")
"""Endings that say whose: عناصره."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun with what qualifies it."""

    name: str
    role: str | None
    after: int
    """The token behind it."""


def normal_form(phrase: str) -> str:
    """A noun phrase as it is compared: `21 شخصا`, `أشخاص` and `personnes` count the same.

    Each word is folded; those of the table become the name of their noun, others lose article, case and plural ending.
    """
    return " ".join(_normal_word(token.text) for token in tokens_of(phrase) if token.kind != "sign")


def read_unit(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The unit at a token, the longest there is, and the token behind it."""
    for size in range(min(LONGEST_UNIT, len(tokens) - at), 0, -1):
        part = tokens[at : at + size]
        spaced = " ".join(token.text for token in part)
        glued = "".join(token.text for token in part)
        for form in (spaced, glued):
            unit = units().get(form)
            if unit is not None:
                return unit, at + size
    return None


def read_counted(tokens: Sequence[Token], at: int, *, is_vague: bool, language: str) -> Counted | None:
    """The noun that a number before the token counts; None where none follows it."""
    is_of = False
    while at < len(tokens) and tokens[at].text in (
        "من",
        "de",
        "d",
        "of",
        "ديال",
        "د",
        "'",
        "’",
        "the",
        "«",
        '"',
    ):
        is_of = is_of or tokens[at].text in ("من", "of", "ديال", "د")
        at += 1
    at = _behind_quality(tokens, at)
    if at >= len(tokens) or not _is_noun(tokens[at], is_free=is_of or is_vague):
        return None
    noun = nouns().get(_bare(tokens[at].text))
    name = _normal_word(tokens[at].text)
    role = noun.role if noun else None
    after = at + 1
    if after < len(tokens) and (more := _quality(tokens, at, language)) is not None:
        role = role or more.role
        if more.name:
            name = f"{name} {more.name}"
        after += 1
    return Counted(name, role, after)


def counted_before(tokens: Sequence[Token], first: int) -> Counted | None:
    """The noun of `عدد القتلى … 2901`, `le nombre de morts s'élève à 2 901`."""
    for at in range(first - 1, max(-1, first - 15), -1):
        if tokens[at].kind == "digits" or tokens[at].text in (".", "؛", ";"):
            return None
        if _bare(tokens[at].text) in context("count_of"):
            behind = at + 1
            if tokens[behind].text == "من" or tokens[at].text == "عددهم":  # `عدد من`: some
                return None
            while behind < first and tokens[behind].text in ("de", "des", "d", "of", "'", "’", "the", "les"):
                behind += 1
            if behind < first and _is_noun(tokens[behind], is_free=True):
                noun = nouns().get(_bare(tokens[behind].text))
                return Counted(_normal_word(tokens[behind].text), noun.role if noun else None, first)
    return None


@lru_cache(65_536)
def dual(word: str) -> Noun | None:
    """The noun of an Arabic dual (`قتيلان`, `شخصين`), a clitic before it or not; `word` is folded."""
    known = nouns()
    for text in (word, word[1:] if word[:1] in ("و", "ل", "ب", "ف") else ""):
        found = known.get(text)
        if found is not None:
            return found if found.times == 2 else None
    return None


@lru_cache(65_536)
def dual_unit(word: str) -> Unit | None:
    """The unit of an Arabic dual (`درهمان`, `بيومين`), a clitic before it or not; `word` is folded."""
    found = units().get(word[1:]) if word[0] in "لبو" else None
    found = units().get(word) if found is None or found.times == 1 else found
    return None if found is None or found.times != 2 or found.kind is Kind.PERCENT else found


def _behind_quality(tokens: Sequence[Token], at: int) -> int:
    while at + 1 < len(tokens) and tokens[at].text in context("quality") and tokens[at + 1].kind == "latin":
        if tokens[at].text in ("autres", "other") and tokens[at + 1].text in context("not_noun"):
            break
        if tokens[at].text == "jeunes" and tokens[at + 1].text in context("not_noun"):
            break
        at += 1
    return at


def _is_noun(token: Token, *, is_free: bool) -> bool:
    text = token.text
    if text in context("not_noun"):
        return False
    if token.kind == "latin":
        return len(text) > 2
    if token.kind != "arabic" or len(text) < 3:
        return False
    if text in nouns():
        return True
    if is_free:
        return not _GLUED.match(text) or text.startswith("ال")
    if _GLUED.match(text):
        return False
    spelt = {"و": _WITH_AND, "ب": _WITH_B, "ل": _WITH_L}.get(text[0])
    return spelt is None or spelt.match(text) is not None


def _quality(tokens: Sequence[Token], at: int, language: str) -> Noun | None:
    """The word behind a noun where it qualifies it: an adjective in ي or a participle; its role where it tells one."""
    token, head = tokens[at + 1], tokens[at]
    if token.start - head.end > 1 or token.text in context("not_noun") or token.text in context("other"):
        return None
    noun = nouns().get(token.text)
    if noun is not None and noun.role is not None:
        return Noun("", noun.role)
    if token.kind == "arabic" and re.search("(?:ي|يه|يا|يين|يون|يات)$", token.text) and len(token.text) > 4:
        return None if _GLUED.match(token.text) else Noun(_normal_word(token.text), None)
    if (
        token.kind == "latin"
        and language == "fr"
        and re.search("(?:iques?|istes?|aux|ales?|iens?|iennes?)$", token.text)
    ):
        return Noun(_normal_word(token.text), None)
    return None


def _bare(text: str) -> str:
    for start in ("وال", "بال", "فال", "دال", "ال", "لل"):  # دالناس is Darija's «of the people»
        if text.startswith(start) and len(text) > len(start) + 2:
            return text[len(start) :]
    return text


def _normal_word(word: str) -> str:
    text = fold(word)
    for form in (text, _bare(text), text[1:] if text[:1] in ("و", "ب", "ل", "ف") else text):
        noun = nouns().get(form)
        if noun is not None:
            return noun.name
    text = _bare(text)
    for ending in _OWNERS:
        if text.endswith(ending) and len(text) - len(ending) >= 3:
            owned = text.removesuffix(ending)
            noun = nouns().get(owned) or nouns().get(f"{owned}ن")
            if noun is not None:
                return noun.name
    if "\u0600" <= text[0] <= "\u06ff":
        return _arabic_stem(text)
    if text.endswith("aux") and len(text) > 4:
        return f"{text[:-3]}al"
    return text[:-1] if text[-1] in "sx" and len(text) > 3 else text


def _arabic_stem(text: str) -> str:
    for ending in ("يهم", "يها", "هم", "ها", "يين", "يون", "ات", "ون", "ين", "يه", "يا", "ه", "ا", "ي"):
        if text.endswith(ending) and len(text) - len(ending) >= 3:
            return text[: -len(ending)]
    return text
