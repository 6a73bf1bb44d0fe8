"""Names across two scripts: the consonants that an Arabic and a French spelling of one name share.

حموشي and Hammouchi are both `hmc`, الركراكي and Regragui both `rkrk`. Vowels go, as neither writes them surely; letters
that French writes alike become one. It must never be shown: it is for comparing only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from warraq.understand.place_names import fold_word

FEWEST = 2
"""Consonants under which a name is none: `Ali`, `Aya`."""

_ARABIC = str.maketrans(
    "بتثجحخدذرزسشصضطظغفقكلمنه", "bttjhxddrzscsdtdkfkklmnh"
)  # و ي ا ء ع are vowels, or nothing, in French
_DIGRAPHS = (
    ("sch", "c"), ("tch", "c"), ("dj", "j"), ("ch", "c"), ("sh", "c"), ("kh", "x"), ("gh", "k"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("qu", "k"), ("gu", "k"), ("gn", "kn"), ("ck", "k"),
)  # fmt: skip
_LATIN = str.maketrans("bcdfghjklmnpqrstvxz", "bkdfkhjklmnbkrstfxz")
_SOFT = re.compile("([cg])(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def latin_skeleton(name: str) -> str:
    """The consonants of a name in Latin letters; `name` as printed."""
    text = fold_word(name.replace("ç", "s"))
    marked = ""
    at = 0
    while at < len(text):
        for letters, sound in _DIGRAPHS:
            if text.startswith(letters, at):
                marked += sound.upper()
                at += len(letters)
                break
        else:
            soft = _SOFT.match(text, at)
            marked += {"c": "S", "g": "J"}[soft[1]] if soft else text[at].translate(_LATIN)
            at += 1
    return _bare(marked.lower())


@lru_cache(maxsize=65_536)
def arabic_skeletons(word: str) -> tuple[str, ...]:
    """The consonants of an Arabic word, as they stand and without what may be written onto it. `word` is folded."""
    return tuple(dict.fromkeys(_bare(form.translate(_ARABIC)) for form in bare_forms(word)))


def bare_forms(word: str) -> Iterator[str]:
    """A folded Arabic word as it stands, and without the clitics and the article it may begin with."""
    yield word
    for clitics in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "س"):
        rest = word.removeprefix(clitics)
        if len(rest) < len(word) or not clitics:
            if clitics and len(rest) >= 3:
                yield rest
            if rest.startswith("ال") and len(rest) >= 4:
                yield rest[2:]
            if rest.startswith("لل") and len(rest) >= 4:
                yield rest[2:]


def _bare(text: str) -> str:
    """Without vowels, a letter said twice once, and without an h at the end, which is silent or a ta marbuta."""
    return _TWICE.sub(r"\1", re.sub("[^a-z]|[aeiouyw]", "", text)).rstrip("h")
