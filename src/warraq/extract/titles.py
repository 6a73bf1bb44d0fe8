"""The headline without the site's name, chosen by agreement of what the page says of itself."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from warraq.extract.date_text import fold
from warraq.extract.hygiene import clean_text

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»«:~]|::|\|\|)\s+|\s*[|»]\s*|\s+::\s+")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
_WORD = re.compile(r"\w+")
_ALIKE, _AKIN = 0.45, 0.25
"""A page's only heading that shares so many words with what is declared is the headline, put otherwise for readers; so
is the first of several; and one that shares little, where nothing declared stands in the page."""
_LONGEST = 220
"""Characters; a longer heading or claim is a summary."""
_SHORTEST_PART = 12
_SHORTEST_KICKER = 5
"""Letters: The or A before a claim is no kicker."""
_CUT_AT = 80
"""Characters: claims that other programs cut are longer."""
_NO_WORDS = re.compile(r"[\d\s]*")
_SOURCE = re.compile(r"\([\w-]+(?:\.[\w-]+)+\)\s*\d*$")
"""A link's host and a count of comments behind a headline: (example.com) 87."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What two printings of one headline share: folded words alone. Kept: one page asks 2,000 times for 400 lines."""
    return " ".join(_WORD.findall(fold(text)))


def without_site(title: str, sites: Iterable[str]) -> str:
    """The title without leading or trailing parts that are the site's name (or hold it and little more)."""
    names = [name for name in map(key, sites) if name]
    parts, gaps = _split(title)
    while len(parts) > 1 and _is_site(parts[-1], names):
        parts.pop()
        gaps.pop()
    while len(parts) > 1 and _is_site(parts[0], names):
        parts.pop(0)
        gaps.pop(0)
    joined = parts[0]
    for gap, part in zip(gaps, parts[1:], strict=True):
        joined += gap + part
    return joined.strip()


def choose_title(
    *,
    headings: Sequence[str],
    claims: Sequence[str],
    document_title: str | None,
    sites: Sequence[str],
    lines: Collection[str] = (),
) -> str | None:
    """The headline. `headings`: the page's h1 texts; `claims`: JSON-LD headline, og:title and the like, the most
    trusted first; `document_title`: the title element; `sites`: the names the site is known by;
    `lines`: the keys of the page's lines.

    A heading that the claims contain is the headline as readers saw it; else the heading that says the same otherwise;
    else the first claim; else the part of the document's title that a line confirms, or all of it without the site.
    """
    names = [name for name in map(key, sites) if name]
    said = [without_site(claim, sites) for claim in map(_clean, claims) if claim]
    said = [each for each in said if key(each) not in names and len(each) <= _LONGEST]
    shown = [
        _without_own_site(text, names)
        for text in map(_clean, headings)
        if key(text) not in names and key(text) and len(text) <= _LONGEST
    ]
    document = without_site(_clean(document_title or ""), sites)
    texts = [_CUT.sub("", each) for each in (*said, document) if each]
    everything = [key(text) for text in texts]
    parts = {key(part) for text in texts for part in _split(text)[0] if len(part.split()) > 1}
    for heading in shown:
        if any(_agree(key(heading), other) for other in everything) or key(heading) in parts:
            return _as_claimed(heading, texts)
    likeness = _shared(key(shown[0]), everything) if shown else 0
    if likeness >= _ALIKE:
        return _as_claimed(shown[0], texts)
    if line := next((each for each in said if key(each) in lines), None):
        return line
    if len(shown) == 1 and (likeness >= _AKIN or not everything):
        return _as_claimed(shown[0], texts)
    if said:
        return _CUT.sub("…", _completed(said[0], [*said, document]))
    return _part_shown(document, lines) or document or (shown[0] if shown else None)


def _clean(text: str) -> str:
    """One clean line; entities that were escaped twice are read."""
    return clean_text(html.unescape(text))


def _without_own_site(heading: str, names: Sequence[str]) -> str:
    """A heading without a last part that is exactly the site's name: one that only holds it may name a series."""
    parts, gaps = _split(heading)
    is_named = len(parts) > 1 and key(parts[-1]).replace(" ", "") in [name.replace(" ", "") for name in names]
    return heading[: heading.rindex(gaps[-1])].strip() if is_named else heading


def _as_claimed(heading: str, claims: Sequence[str]) -> str:
    """The heading without what its element holds besides: a kicker, a day, a count of comments.

    Where nothing declared is the whole heading, and what is declared is its end, or its beginning up to words that
    are no sentence, that is the headline. Words that a heading glues (`DemoDer`) are parted as a claim parts them.
    """
    mine = key(heading)
    keys = [key(claim) for claim in claims]
    if mine in keys:
        return heading
    for claim, other in zip(claims, keys, strict=True):
        if other.replace(" ", "") == mine.replace(" ", ""):
            return claim if len(other.split()) > len(mine.split()) else heading
        if len(other) < _SHORTEST_PART:
            continue
        rest = mine.removeprefix(other).strip()
        is_tail = mine.startswith(other) and (_NO_WORDS.fullmatch(rest) or _SOURCE.search(heading))
        kicker = mine.removesuffix(other).strip()
        is_agreed = keys.count(other) > 1 and len(kicker) >= _SHORTEST_KICKER
        is_end = mine.endswith(f" {other}") and is_agreed and not _NO_WORDS.fullmatch(kicker)
        if is_end or is_tail:
            return claim
    return heading


def _completed(claim: str, others: Sequence[str]) -> str:
    """A claim that was cut at a number of characters, as another claim has it whole."""
    mine = key(claim)
    longer = [other for other in others if len(mine) >= _CUT_AT and key(other).startswith(mine)]
    return max(longer, key=len, default=claim)


def _part_shown(title: str, lines: Collection[str]) -> str | None:
    """The longest part of the document's title that stands in the page as a line of its own: the rest is the site."""
    parts, _ = _split(title)
    shown = [part for part in parts if len(parts) > 1 and key(part) in lines]
    return max(shown, key=len, default=title).strip() or None


def rest_of_title(document_title: str, title: str | None) -> list[str]:
    """The parts of the document's title that are not the headline: the site's name, its slogan, a section."""
    parts, _ = _split(document_title)
    return [part.strip() for part in parts if title and key(part) not in key(title)]


def _shared(heading: str, others: Sequence[str]) -> float:
    """The largest share of the longer words of the heading, or of another, that both hold: two words at least."""
    mine = _long_words(heading)
    shares = [0.0]
    for words in map(_long_words, others):
        shared = len(mine & words)
        if shared >= min(2, len(mine), len(words)) > 0:
            shares.append(shared / min(len(mine), len(words)))
    return max(shares)


def _long_words(text: str) -> set[str]:
    """Words of three letters or more: of, in, du and 5 make no two lines alike."""
    return {word for word in text.split() if len(word) > 2}


def _agree(heading: str, claim: str) -> bool:
    """Whether a heading is what a claim prints: the same, the claim cut short, or the claim with a part added."""
    if not heading or not claim:
        return False
    if heading == claim or (heading.startswith(claim) and len(claim) > 20):
        return True
    return heading in claim and (len(heading) >= 0.45 * len(claim) or len(heading.split()) >= 7)


def _split(title: str) -> tuple[list[str], list[str]]:
    parts, gaps, at = [], [], 0
    for match in _SEPARATOR.finditer(title):
        if _is_quotation_mark(title, match):
            continue
        if title[at : match.start()].strip():
            parts.append(title[at : match.start()])
            gaps.append(match[0])
            at = match.end()
    rest = title[at:]
    if rest.strip() or not parts:
        parts.append(rest)
    else:
        gaps.pop()
    return parts, gaps


def _is_quotation_mark(title: str, match: re.Match[str]) -> bool:
    """Whether the guillemet opens or closes a quotation (« comme ceci ») and parts nothing."""
    if "»" in match[0]:
        before = title[: match.start()]
        return before.count("«") > before.count("»")
    return "«" in match[0] and "»" in title[match.end() :]


def _is_site(part: str, names: Sequence[str]) -> bool:
    mine = key(part)
    if not mine:
        return True
    squeezed = mine.replace(" ", "")
    return any(
        squeezed == name.replace(" ", "")
        or (name in mine and len(mine) <= len(name) + 12)
        or (len(squeezed) >= 5 and squeezed in name.replace(" ", ""))
        for name in names
    )
