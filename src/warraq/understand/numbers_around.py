"""What the words around a number say: that it is a name or a date, a bound, an age, what became of those counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warraq.understand.numbers_blanks import BLANK
from warraq.understand.numbers_counted import normal_form, read_unit
from warraq.understand.numbers_tables import context, nouns
from warraq.understand.numbers_words import Quantity, Token

_ROLES = ("dead", "injured", "arrested", "missing", "rescued", "displaced")
_DENIED = ("ليس", "وليس", "وليست")
_SMALL = ("من", "عن", "علي", "على", "de", "d", "'", "’", "un", "une", "a", "l", "than", "ما")
"""Between a bound and its number: أكثر من 20, plus d'une centaine."""
_QUOTES = ('"', "«", "»", "“", "”")
_STOPS = (".", "،", ",", "؛", "-", "–", "—", "/", "(", ")")
_AT_LEAST = re.compile(r"(?:au moins|at least|ما لا (?:يقل|تقل) عن|علي الاقل|على الأقل|au - delà de)$")
_AT_MOST = re.compile(
    r"(?:(?:لا|لم|لن) (?:يتجاوز|تتجاوز|يتعد\w*|تتعد\w*|تتخط\w*|يزيد|تزيد)(?: \w+){0,2}"
    r"|لايتجاوز(?: \w+)?|jusqu . à|up to|at most|au plus)$"
)


def is_no_figure(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether what stands at its two sides makes the number a name, an ordinal or a year."""
    token = tokens[quantity.first]
    before = tokens[quantity.first - 1] if quantity.first else None
    behind = tokens[quantity.after] if quantity.after < len(tokens) else None
    if token.kind == "digits" and behind is not None and behind.start == tokens[quantity.after - 1].end:
        if behind.kind == "latin" and read_unit(tokens, quantity.after) is None:
            return True
        if behind.text == BLANK:
            return True
    if before is None:
        return False
    if behind is not None and behind.text in _QUOTES and before.text in _QUOTES:
        return True  # a name: صواريخ "107"
    if token.kind == "digits" and before.end == token.start:
        if before.text == BLANK or before.kind == "latin":
            return True
        if before.kind == "arabic" and before.text not in ("و", "ب", "ف", "ل", "ك", "بـ"):
            return True
    if before.text in _DENIED or before.text == "pas":
        return True
    if before.text in ("les", "ces", "des", "aux", "leurs", "nos", "ses", "le", "the", "these"):
        return quantity.is_word and quantity.value is not None
    return before.text in context("no_figure_after") and (token.kind == "digits" or before.kind == "latin")


def is_time(tokens: Sequence[Token], quantity: Quantity, end: int) -> bool:
    """Whether a duration says when: `منذ ثلاث سنوات`, `il y a six mois`, `three days ago`."""
    before = [token.text for token in tokens[max(0, quantity.first - 3) : quantity.first]]
    behind = tokens[end].text if end < len(tokens) else ""
    is_ago = any(word in context("ago_before") for word in before) or before[-3:] == ["il", "y", "a"]
    return is_ago or behind in context("ago_after")


def is_age(tokens: Sequence[Token], quantity: Quantity, after: int) -> bool:
    """Whether years are somebody's age: `يبلغ من العمر 24 سنة`, `(24 سنة)`."""
    before = [token.text for token in tokens[max(0, quantity.first - 5) : quantity.first]]
    if any(word.removeprefix("و") in context("age") for word in before):
        return True
    sides = (before[-1] if before else "", tokens[after].text if after < len(tokens) else "")
    return sides in (("(", ")"), (",", ","), ("،", "،"))


def side_of(tokens: Sequence[Token], first: int, after: int) -> str | None:
    """ "more", "less" or "approx", where the words before or behind the number say so."""
    before = [token.text for token in tokens[max(0, first - 6) : first]]
    words = " ".join(before[-4:])
    if _AT_LEAST.search(words):
        return "more"
    if _AT_MOST.search(words):
        return "less"
    if re.search(r"(?:تقل|يقل)(?: \w+){0,2} عن$", words):
        return "more" if re.search(r"لا (?:تقل|يقل)", words) else "less"
    before = [word for word in before if word not in _SMALL]
    for distance, word in enumerate(reversed(before)):
        if word and (word[0].isdigit() or word in ("،", ",", ".", BLANK)):
            break
        bare = word[1:] if word[:1] in "وبفل" and word not in context("more") | context("less") else word
        for side in ("less", "more", "approx"):
            reach = 4 if re.search("تجاوز|فوق|فاق", word) else 1
            if distance < reach and {word, bare} & context(side):
                return side
    behind = " ".join(token.text for token in tokens[after : after + 2])
    if behind in ("علي الاقل", "على الأقل", "au moins", "at least"):
        return "more"
    return "approx" if behind.startswith("تقريبا") else None


def gauge_before(tokens: Sequence[Token], first: int) -> str:
    """What money, a share or a measure is of: `معدل البطالة إلى 13,6 في المائة`."""
    for at in range(first - 1, max(-1, first - 8), -1):
        token = tokens[at]
        if token.kind == "digits":
            return ""
        if token.text.removeprefix("و") in context("gauge"):
            behind = list(tokens[at + 1 : first])
            if token.kind == "latin":  # le taux de chômage; a word that no `de` joins is another matter
                if not behind or behind[0].text not in ("de", "du", "des", "d", "of"):
                    return normal_form(token.text)
                behind = [word for word in behind[1:] if len(word.text) > 3][:1]
            named = behind[:1] if behind and behind[0].kind != "sign" and len(behind[0].text) > 3 else []
            return " ".join(normal_form(word.text) for word in (token, *named))
    return ""


def role_before(tokens: Sequence[Token], first: int) -> str | None:
    """What became of those counted, by a word before the number: `مقتل 12 شخصا`."""
    for at in range(first - 1, max(-1, first - 5), -1):
        if tokens[at].kind == "digits" or tokens[at].text in _STOPS:
            return None
        if (role := event_of(tokens[at].text)) is not None:
            return role
    return None


def event_of(text: str) -> str | None:
    """The role that a word tells: `مقتل` makes dead."""
    for role in _ROLES:
        if text in context(f"{role}_before") or text.removeprefix("و") in context(f"{role}_before"):
            return role
    noun = nouns().get(text)
    return noun.role if noun else None


def name_of(role: str) -> str:
    """The noun of those of a role."""
    return next(noun.name for noun in nouns().values() if noun.role == role)
