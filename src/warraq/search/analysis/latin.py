"""Words in Latin letters: accents and case folded, French and English plurals and feminines taken off lightly."""

from __future__ import annotations

import unicodedata

ELISIONS = ("jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "qu", *"ldjmtscn")
"""What French writes before an apostrophe and is no part of the word."""

FOLDED_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ɣ": "gh", "γ": "gh", "ɛ": "e", "ε": "e"}
)
"""Letters that have no accent to lose; ɣ and ɛ (also borrowed from Greek) are Amazigh."""

WHOLE = frozenset({"news"})
"""Words whose ending is not one."""


def fold_latin(word: str) -> str:
    """Lower case without accents. Words of other scripts lose case and marks as far as they have them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return plain.translate(FOLDED_LETTERS)


def latin_stem(word: str) -> str:
    """The stem of a folded word; what is not in plain letters stays as it is.

    After Savoy's minimal French stemmer (1999), which also serves English plurals; without its -r, so minister and
    ministre stay apart. Feminine endings go only where four letters remain.
    """
    if len(word) < 4 or word in WHOLE or not word.isascii():
        return word
    if word.endswith("aux") and len(word) >= 6 and word[-4] != "e":
        word = word[:-2] + "l"
    elif word.endswith(("eux", "eaux", "oux")) or (word[-1] == "s" and word[-2] != "s"):
        word = word[:-1]
    while word[-1] == "e" and len(word) > 4:
        word = word[:-1]
    if word[-1] == "y" and len(word) > 3:
        word = word[:-1] + "i"
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word
