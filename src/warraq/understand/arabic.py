"""Arabic letters as readers compare them: one table of folds, the scripts of a text, and Arabic-Indic digits.

Kept apart, and below every other room, because sections, language and search must fold alike. It must never
change what is stored or shown: a folded text is for comparing only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LETTERS = {
    "أإآٱٲٳ": "ا",
    "ؤ": "و",
    "ئىیےۍ": "ي",
    "ةۃھہەۀۂ": "ه",
    "گڭݣڮکڪ": "ك",  # Moroccan /g/: أگادير, أڭادير and أكادير are one town
    "ڤڥڢ": "ف",
    "ڨڧ": "ق",  # Tunisian and Algerian /g/, and the Maghrebi qaf with one dot
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
}
"""Letters that are written in one another's place -> the one we compare by."""

DIGITS = {"٠١٢٣٤٥٦٧٨٩": "0123456789", "۰۱۲۳۴۵۶۷۸۹": "0123456789"}
"""Arabic-Indic digits and their Persian shapes -> ASCII."""

MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff"  # harakat
    "\u0640"  # tatweel
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u061c\ufeff\u00ad"  # direction, joiners, soft hyphen
)
"""What a reader does not see as a letter, as the inside of a regular expression's class."""

PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
"""Letters drawn in a fixed shape, as old systems and PDF files give them."""


def _fold_table() -> dict[int, str]:
    table = {
        code: folded
        for block in PRESENTATION_FORMS
        for code in block
        if (folded := unicodedata.normalize("NFKC", chr(code))) != chr(code)
    }
    table |= {ord(letter): folded for letters, folded in LETTERS.items() for letter in letters}
    table |= {ord(a): b for digits, plain in DIGITS.items() for a, b in zip(digits, plain, strict=True)}
    marks = re.compile(f"[{MARKS}]")
    table |= {code: "" for code in range(0xFFFF) if marks.match(chr(code))}
    # A shape may stand for a letter that is folded itself, or for a mark.
    plain_only = {code: text for code, text in table.items() if not _is_presentation(code)}
    return {code: text.translate(plain_only) for code, text in table.items()}


def _is_presentation(code: int) -> bool:
    return any(code in block for block in PRESENTATION_FORMS)


_FOLDS = _fold_table()
_DIGITS = {ord(a): b for digits, plain in DIGITS.items() for a, b in zip(digits, plain, strict=True)}

_SCRIPTS = {
    "arabic": re.compile(
        "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"
    ),
    "latin": re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]+"),
    "tifinagh": re.compile("[\u2d30-\u2d6f]+"),
}
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Scripts:
    """How many letters of a text belong to each script."""

    arabic: int
    latin: int
    tifinagh: int
    letters: int
    """Letters of any script."""

    @property
    def main(self) -> str | None:
        """The script of most letters: arabic, latin, tifinagh; None for another one or where there are no letters."""
        counts = {"arabic": self.arabic, "latin": self.latin, "tifinagh": self.tifinagh}
        best = max(counts, key=counts.__getitem__)
        others = self.letters - sum(counts.values())
        return best if counts[best] > max(others, 0) else None


def normalise(text: str) -> str:
    """Fold what Arabic writers write in one another's place, and drop marks.

    Hamza seats and alef forms, ya and alef maqsura, ta marbuta and ha, Maghrebi and Persian letters, presentation
    forms, Arabic-Indic digits; vowel marks, tatweel and direction marks go. A lone hamza stays. Other scripts are
    left as they are. Normalising twice changes nothing.
    """
    return text.translate(_FOLDS)


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9, everything else untouched."""
    return text.translate(_DIGITS)


def scripts(text: str) -> Scripts:
    """Count the letters of each script; marks, digits and signs are not letters."""
    letters = "".join(_LETTERS.findall(text.replace("\u0640", "")))
    count = {name: sum(map(len, pattern.findall(letters))) for name, pattern in _SCRIPTS.items()}
    return Scripts(**count, letters=len(letters))


def is_arabic(text: str) -> bool:
    """Whether most letters are Arabic ones."""
    return scripts(text).main == "arabic"


def is_tifinagh(text: str) -> bool:
    """Whether most letters are Tifinagh ones."""
    return scripts(text).main == "tifinagh"
