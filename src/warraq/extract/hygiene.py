"""Clean plain text out of pages: one form of each letter, no unseen signs, single spaces. Must never drop a word."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
"""Soft hyphens, zero-width spaces, bidi marks, controls, halves of characters. The zero-width (non-)joiners
U+200C and U+200D stay: Persian spelling and emoji need them."""


def clean_text(text: str) -> str:
    """One line: NFC, unseen signs out, every run of white space one space."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
