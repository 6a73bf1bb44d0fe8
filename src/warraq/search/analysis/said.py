"""Words of headlines as they are printed, for completing what a reader types and for mending what was mistyped.

Stems serve neither: nobody wants to read `مدرس` for المدرسة. A term is a key to look it up by, a separator, and the
words as shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from warraq.search.analysis.arabic import ARTICLES, CONJUNCTIONS
from warraq.search.analysis.latin import fold_latin
from warraq.understand.arabic import MARKS, normalise

SEPARATOR = "\x1f"
"""Between a key and the words as shown: no word holds it."""
SHORTEST = 2
"""Letters of a word worth completing."""
LONGEST = 40

_WORD = re.compile(rf"[^\W\d_]+(?:[{MARKS}\u0300-\u036f]+[^\W\d_]*)*")
_MARKS = re.compile(f"[{MARKS}]")


@lru_cache(65_536)
def key_of(word: str) -> str:
    """A word as it is compared while typing: letters folded, no case, no accents, no marks; clitics stay."""
    return fold_latin(normalise(word))


def keys_in(text: str) -> list[str]:
    """The keys of a text's words, in their order."""
    return [key for word in _WORD.findall(text) if (key := key_of(word))]


def said(title: str) -> list[str]:
    """The terms of a headline, each once: its words, and the keys of each two that stand together. How those two are
    shown, their own terms tell: most pairs stand in one headline alone, and would be half of all terms once more."""
    terms: dict[str, None] = {}
    before: tuple[str, int] | None = None
    for match in _WORD.finditer(title):
        shown = _MARKS.sub("", match[0])
        key = key_of(match[0])
        if not SHORTEST <= len(key) <= LONGEST:
            before = None
            continue
        terms[f"{key}{SEPARATOR}{shown}"] = None
        if before is not None and title[before[1] : match.start()].isspace():
            terms[f"{before[0]} {key}"] = None
        before = key, match.end()
    return list(terms)


def beginning_of(text: str) -> str:
    """What stems begin with when words begin with `text`: folded, without an article in front."""
    key = "".join(keys_in(text))
    for start in ("", *CONJUNCTIONS):
        for article, letters in ARTICLES.items():
            rest = key.removeprefix(start + article)
            if rest != key and len(rest) >= SHORTEST:
                return letters + rest
    return key
