"""The form in which dates are read: one spelling of letters, digits and signs, and word tables turned into patterns.

Pure text work; must never decide what a date means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from warraq.extract.date_tables import MONTHS

MASK = "\ue000"
"""Stands where a clock was, so that a date may be read across it (`Nov 1 10:00 2023`)."""

LETTER = r"[^\W\d_]"

_SIGNS = {
    "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": "", "ⵕ": "ⵔ", "ⵚ": "ⵙ", "ⵟ": "ⵜ", "ⴹ": "ⴷ",
    "،": ",", "؛": ";", "؍": "/", "⁄": "/", "∕": "/", "\\": "/", "’": "'", "ʼ": "'", "‘": "'", "`": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹣": "-",
}  # fmt: skip


class _Folding(dict[int, str]):
    """Filled as characters are met: digits to ASCII, marks and unseen signs dropped, spaces alike."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category in ("Mn", "Cf"):
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.digit(sign))
        elif category[0] in "ZC":
            folded = " "
        else:
            folded = _SIGNS.get(sign, sign)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case without accents, vowel marks, hamza seats or tatweel; ASCII digits, plain dashes and spaces."""
    return unicodedata.normalize("NFKD", text).lower().translate(_FOLDING).strip()


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, as whole words."""
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in folded)
    return rf"(?<!{LETTER})(?:{joined})(?!{LETTER})"


def plain(match_text: str) -> str:
    """A matched word as the tables key it: single spaces."""
    return " ".join(match_text.split())


def _month_numbers() -> dict[str, int]:
    numbers = {}
    for number, row in enumerate(MONTHS, 1):
        for names in row.split("|"):
            for name in names.split("," if "," in names else None):
                numbers[fold(name)] = number
    return numbers


MONTH_NUMBERS = _month_numbers()
"""Folded name of a Gregorian month in any language -> 1 to 12."""

MONTH = rf"{one_of(MONTH_NUMBERS)}\.?"
