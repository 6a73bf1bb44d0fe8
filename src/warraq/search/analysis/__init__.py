"""What the index knows of a text: its words, folded and stemmed, each with its place in the original.

Arabic is normalised and stemmed by light10 with longer stacks of clitics, so that والمدرسة، فالمدرسة and وبالمدرسة meet
المدرسة; French and English lose accents, elisions and plurals; Tifinagh and numbers stand as they are. Nothing is left
out, so phrases and counts are true. The same text must always give the same stems: any change of them needs a new
ANALYSIS_VERSION, and indexes of another version are rebuilt.
"""

from __future__ import annotations

from warraq.search.analysis.clitics import with_clitics
from warraq.search.analysis.marking import (
    Wanted,
    best_passage,
    highlight,
    passage,
    stems_of,
    wanted_by,
)
from warraq.search.analysis.said import SEPARATOR, beginning_of, key_of, keys_in, said
from warraq.search.analysis.words import (
    Texts,
    Token,
    analyse,
    exact_words,
    grams_of,
    spans,
    stem_of,
    texts_of,
)

__all__ = [
    "ANALYSIS_VERSION", "SEPARATOR", "Texts", "Token", "Wanted", "analyse", "beginning_of", "best_passage",
    "exact_words", "grams_of", "highlight", "key_of", "keys_in", "passage", "said", "spans", "stem_of", "stems_of",
    "texts_of", "wanted_by", "with_clitics",
]  # fmt: skip

ANALYSIS_VERSION = 3
