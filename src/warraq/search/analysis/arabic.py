"""Arabic stems: light10 (Larkey, Ballesteros & Connell 2007) with longer stacks of clitics and a lexicon.

Conjunction, preposition and article go, then endings. A lone letter in front (وطنجة، بطنجة، فطنجة) goes only where
the lexicon says that it is not the word's own, as it is in وزير and بلدية. Broken plurals stay apart (مدارس is not
مدرسة): no stemmer joins them without joining much else. The lexicon is learnt by quality/learn_clitics.py from counts
of words; a line added or taken out by hand is obeyed.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

CONJUNCTIONS = "وف"
"""One letter may stand before everything else: and, so."""

ARTICLES = {"بال": "ال", "كال": "ال", "فال": "ال", "لال": "ال", "لل": "ل", "ال": ""}
"""A preposition grown together with the article, or the article alone -> what of it may be the noun's own, as in
بالتزام and للجنة (ل + اللجنة is not written with three ل). فال is also Darija's في + ال."""

PREPOSITIONS = "بلف"
"""In, to, and Darija's in: one letter before a word without article."""

SUFFIXES = (
    ("تنا", 3), ("ا", 3), ("تهم", 3), ("تها", 3), ("ته", 3), ("هم", 3),
    ("ها", 2), ("ان", 2), ("ات", 2), ("ون", 2), ("ين", 2), ("يه", 2), ("ه", 2), ("ي", 2),
    ("ان", 3),
)  # fmt: skip
"""Endings and how many letters each must leave, each tried once in this order, after normalisation (ية is يه, ة is ه).
The second line is light10's; the first, ta marbuta before a possessive (مدرسته) and the final alef (روسيا and روسي,
accusatives), adds .008 nDCG@10 (quality/search.py, macro); the last lets الإيرانية meet إيران."""

HELD = frozenset({"المان", "البان"})
"""Stems that no ending is taken from: the rest would look like an article."""

FEWEST_LETTERS = 3
"""What a lone letter must leave of a stem: at two, لبنان met ابن."""

WHOLE = {
    "الله": "الله", "والله": "الله", "بالله": "الله", "فالله": "الله", "تالله": "الله", "لله": "الله", "ولله": "الله",
    "الان": "الان", "والان": "الان", "للجنه": "لجن", "وللجنه": "لجن",
    "ومع": "ومع",  # the agency و.م.ع, which has no other word to be told from
}  # fmt: skip
"""Words that the rules would break, normalised, and their stems."""


def _read_words(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


OWN = _read_words("arabic_own.txt")
"""Stems whose first letters look like clitics and are their own."""

KNOWN = _read_words("arabic_known.txt")
"""Stems before which a lone preposition is one."""


def arabic_stem(word: str) -> str:
    """The stem of a normalised word."""
    if word in WHOLE:
        return WHOLE[word]
    stem = without_suffixes(word)
    if stem in OWN:
        return stem
    noun = without_article(word)
    if noun is not None:
        return without_suffixes(noun)
    if word[0] == "و" and len(word) > FEWEST_LETTERS:
        word = word[1:]
        stem = without_suffixes(word)
    if word[0] in PREPOSITIONS and stem not in OWN:
        bare = without_suffixes(word[1:])
        if len(bare) >= FEWEST_LETTERS and bare in KNOWN:
            return bare
    return stem


def without_article(word: str, own: Set[str] = OWN) -> str | None:
    """What follows the article and all before it, two letters at least; None where no article stands."""
    rest = word[1:] if word[0] in CONJUNCTIONS else ""
    if rest.startswith("ال") and without_suffixes(rest) in own:
        return rest
    for start in (word, rest):
        for article, letters in ARTICLES.items():
            if start.startswith(article) and len(start) >= len(article) + 2:
                noun = start[len(article) :]
                return letters + noun if letters and without_suffixes(letters + noun) in own else noun
    return None


def without_suffixes(word: str) -> str:
    """The word without endings."""
    for suffix, fewest in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + fewest and word not in HELD:
            word = word[: -len(suffix)]
    return word
