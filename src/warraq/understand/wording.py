"""The words of a text, and the form in which two versions are compared: what a typesetter changes is no difference.

Quotation marks, dashes, white space, NFC, presentation forms, tatweel, shapes of digits and unseen marks are
typography. Vowel marks, hamzas and punctuation are spelling: they count, and a vowel mark stays with its word. Must
never change what is stored or shown: a key is for comparing only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from warraq.understand.arabic import DIGITS, PRESENTATION_FORMS

LEFT_OUT = "\ufffc"
"""Stands in a text where something was left out that is none of its words (Unicode's object replacement)."""

_UNSEEN = "\u0640\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ufffc"
"""Tatweel, soft hyphens, joiners and non-joiners, marks of direction: a class's inside, as the next ones."""
_QUOTES = "\"'`´«»‹›“”„‟‘’‚‛ʼʻ′″"
_DASHES = "\\-‐‑‒–—―−﹣"
_STOPS = ".…‥"
_ALIKE = {
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "۔": ".",
    "‥": "…",
    **{
        digit: plain for digits, shapes in DIGITS.items() for digit, plain in zip(digits, shapes, strict=True)
    },
}
"""One sign in two scripts, one digit in three."""
_LIGATURES = (*PRESENTATION_FORMS, range(0xFB00, 0xFB07))

_SIGN = (
    r"\s!-/:-@\[-^`{-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7ʼʻ"
    "\u060c\u061b\u061f\u066a-\u066d\u06d4\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3000-\u3003\u3008-\u301f"
    "\ufe63\U0001f000-\U0001faff"
)
"""What is no part of a word: white space, punctuation, pictographs."""
_TOKEN = re.compile(
    rf"(?:[^{_SIGN}]+(?:(?:['’ʼ{_DASHES}](?=[^{_SIGN}])|(?<=\d)[.,:/٫٬](?=\d))[^{_SIGN}]+)*"
    rf"|[{_QUOTES}]+|[{_DASHES}]+|[{_STOPS}]+|[^\s])\s*"
)
_IS_SIGN = re.compile(rf"[{_SIGN}]+")
_PLAIN_LINE = re.compile(
    r"(?! )(?:[!#-&(-,/-_a-~\u00c0-\u017f،؛؟\u0621-\u063a\u0641-\u064a\u0660-\u0669]+"
    r"|[\u064b-\u0652](?![\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed])|(?<=[\u0620-\u064a])\u0640"
    rf"| (?=[^ ])|[{_QUOTES}](?![{_QUOTES}])|[{_DASHES}](?![{_DASHES}])|[.…](?![{_STOPS}]))*+"
)
"""A line whose signs are compared one by one: nothing to compose or to put in order, nothing unseen
but tatweel in a word, no sign twice. Most are."""
_BETWEEN_NUMBERS = re.compile(r" (?<=\d )(?=\d)(?!\d{3}(?!\d))")
"""Not before three digits alone: some print a space between thousands and some none. It begins with the space, which is
found at once."""


class Token(NamedTuple):
    """A word or a sign."""

    text: str
    """As it stands, white space behind it included: the texts of all tokens, joined, are the whole text."""
    key: str
    """What is compared: never empty, no white space."""
    is_word: bool
    """Whether it is more than punctuation."""


def tokens(text: str) -> list[Token]:
    """The words and signs of a text, in order; none where nothing can be seen.

    Clitics, vowel marks and elisions stay with their word (والمدرسة, l'école), so does what a hyphen joins and what
    stands between the digits of a number (2.500, 12:30); other punctuation stands apart.
    """
    found: list[Token] = []
    before = ""
    end = 0
    for match in _TOKEN.finditer(text):
        piece = before + text[end : match.end()]
        end = match.end()
        if key := key_of(match[0]):
            found.append(Token(piece, key, is_word(key)))
            before = ""
        else:
            before = piece
    if found and (rest := before + text[end:]):
        found[-1] = found[-1]._replace(text=found[-1].text + rest)
    return found


def keys(text: str) -> list[str]:
    """The keys of the tokens alone, which is quicker."""
    return [key for word in _TOKEN.findall(text) if (key := key_of(word))]


def letters_of(texts: Iterable[str]) -> str:
    """The letters of the keys of several texts, in a third of the time where they are plain lines."""
    found: list[str] = []
    for text in texts:
        if not _PLAIN_LINE.fullmatch(text):
            found += keys(text)
        elif text:
            for sign in set(
                _CHANGED.findall(text)
            ):  # few: translating every sign would take ten times as long
                text = text.replace(sign, _PLAIN[ord(sign)])
            found.append(text)
    return letters(found)


@lru_cache(maxsize=50_000)
def key_of(word: str) -> str:
    """One word or sign as it is compared; empty where nothing of it can be seen."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).translate(_PLAIN))
    key = "".join(plain.split())
    if key and not key.strip(key[0]) and key[0] in '"-':
        return key[0]
    return "…" if len(key) > 1 and not key.strip(".…") else key


@lru_cache(maxsize=50_000)
def is_word(key: str) -> bool:
    """Whether a token's key is more than punctuation."""
    return _IS_SIGN.fullmatch(key) is None


def letters(keys: Iterable[str]) -> str:
    """The keys joined: two texts read the same where these are equal, wherever white space stands.

    Only between numbers a space counts: `3 000` is 3000, `5 10` is not 510.
    """
    return _BETWEEN_NUMBERS.sub("\x1f", " ".join(keys)).replace(" ", "")


def _plain_table() -> dict[int, str]:
    table = {ord(sign): plain for sign, plain in _ALIKE.items()}
    for inside, plain in ((_UNSEEN, ""), (_QUOTES, '"'), (_DASHES, "-")):
        signs = re.compile(f"[{inside}]")
        table |= {code: plain for code in range(0xFFFF) if signs.match(chr(code))}
    for code in (code for block in _LIGATURES for code in block):
        drawn = unicodedata.normalize("NFKC", chr(code)).strip()
        if drawn != chr(code) and len(drawn.split()) == 1:  # a whole phrase in one sign stays one
            table[code] = "".join(table.get(ord(sign), sign) for sign in drawn)
    return table


_PLAIN = _plain_table()
_CHANGED = re.compile(f"[{re.escape(''.join(map(chr, _PLAIN)))}]")
