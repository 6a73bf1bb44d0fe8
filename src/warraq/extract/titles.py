"""The headline without the site's name, chosen by agreement of what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from warraq.extract.date_text import fold
from warraq.extract.hygiene import clean_text

_SEPARATOR = re.compile(r"\s+(?:[-–—|•·»«:~]|::|\|\|)\s+|\s*[|»]\s*|\s+::\s+")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
_WORD = re.compile(r"\w+")
_RELATED = 0.4
"""A page's only heading that shares so many words with what is declared is the headline, put otherwise for readers."""


def key(text: str) -> str:
    """What two printings of one headline share: folded words alone."""
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

    A heading that the claims contain is the headline as readers saw it; else the first claim; else the part of the
    document's title that a heading confirms, or all of it without the site.
    """
    names = [name for name in map(key, sites) if name]
    said = [without_site(clean_text(claim), sites) for claim in claims if clean_text(claim)]
    said = [each for each in said if key(each) not in names]
    shown = [text for text in map(clean_text, headings) if text and key(text) not in names]
    document = without_site(clean_text(document_title or ""), sites)
    everything = [key(_CUT.sub("", each)) for each in [*said, document] if each]
    for heading in shown:
        if any(_agree(key(without_site(heading, sites)), other) for other in everything):
            return without_site(heading, sites)
    if len(shown) == 1 and (not everything or _shared(key(shown[0]), everything) >= _RELATED):
        return without_site(shown[0], sites)
    if said:
        return _CUT.sub("…", said[0])
    return _part_shown(document, lines) or document or (shown[0] if shown else None)


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
    """The largest share of the heading's words, or of another's, that both hold."""
    mine = set(heading.split())
    return (
        max(len(mine & set(o.split())) / (min(len(mine), len(set(o.split()))) or 1) for o in others)
        if mine
        else 0
    )


def _agree(heading: str, claim: str) -> bool:
    """Whether a heading is what a claim prints: the same, the claim cut short, or the claim with a part added."""
    if not heading or not claim:
        return False
    if heading == claim or (heading.startswith(claim) and len(claim) > 20):
        return True
    return heading in claim and len(heading) >= 0.5 * len(claim)


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
