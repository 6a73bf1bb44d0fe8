"""What stands around a page's headline: kicker, byline, date, section, standfirst, picture, as readers see them.

Old portals and plain sites declare nothing: the lines between the headline and the text are all there is. Each line
is taken for one thing only when it looks like nothing else. Must never take a sentence of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborNode

from warraq.extract.bylines import has_lead_in, read_authors
from warraq.extract.dates import read_date
from warraq.extract.nodes import Line
from warraq.extract.titles import key

_LINES_BEFORE = 4
_LINES_AFTER = 12
_WORDS_OF_TEXT = 18
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[-–—/]\s+|\s*[,،]\s+")
_STANDFIRST = re.compile(
    r"sub-?_?title|sub-?head|chapo|standfirst|excerpt|lead-?in|(?<![a-z])(?:deck?|dek|intro|summary|lede)(?![a-z])"
    r"|alternativeheadline|sous-?titre|description",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?<![a-z])(?:cat|category|categorie|section|rubrique|surtitre|kicker)(?![a-z])", re.IGNORECASE
)
_AUTHOR_LINK = re.compile(
    r"auth|auteur|writer|kateb|katib|user|profil|people|person|staff|team|contribut", re.IGNORECASE
)
_HEADINGS = frozenset(("h2", "h3", "h4"))
_STRONG = frozenset(("b", "strong", "big"))
_WORDS_OF_NAME = 4
_FEWEST_WORDS, _MOST_WORDS = 3, 60


@dataclass(slots=True)
class Surroundings:
    """What the lines around a headline say; a field is empty where none says it."""

    authors: tuple[str, ...] = ()
    is_led_in: bool = False
    """Whether a line says that they wrote it: by, par, بقلم."""
    section: str | None = None
    subtitle: str | None = None
    picture: LexborNode | None = None
    lines: list[str] = field(default_factory=list)
    """The lines that were taken for something: no part of the text."""


def read_surroundings(
    lines: Sequence[Line], title: str | None, *, labels: Collection[str], sites: Sequence[str]
) -> Surroundings:
    """Read the lines around the headline. `lines`: the page's, with pictures; `labels`: folded texts of its menus;
    `sites`: the names the site is known by."""
    mine = key(title or "")
    at = next((n for n, line in enumerate(lines) if mine and key(line.text) == mine), None)
    found = Surroundings()
    if at is None:
        return found
    before = lines[max(0, at - _LINES_BEFORE) : at]
    menu = [line for line in before if key(line.text) in labels and "a" in _around_all(line)]
    before = [line for line in before if line not in menu or len(menu) == 1]
    after = _until_text(lines[at + 1 : at + 1 + _LINES_AFTER])
    zone = [*after, *reversed(before)]
    found.picture = next((line.picture for line in zone if line.picture is not None), None)
    zone = [line for line in zone if line.text and not _is_caption(line)]
    dated = [line for line in zone if _is_dated(line.text)]
    signed = _signature(after, dated)
    for line in zone:
        _read_line(
            line,
            found,
            is_dated=line in dated,
            is_signature=line is signed,
            is_after=line in after,
            labels=labels,
            sites=sites,
        )
    found.subtitle = _standfirst(before[-1:], after, found, labels)
    if found.subtitle:
        found.lines.append(found.subtitle)
    return found


def _until_text(lines: Sequence[Line]) -> list[Line]:
    taken: list[Line] = []
    for line in lines:
        if len(line.text.split()) >= _WORDS_OF_TEXT and not _STANDFIRST.search(_names(line)):
            break
        taken.append(line)
    return taken


def _signature(after: Sequence[Line], dated: Sequence[Line]) -> Line | None:
    """The short line right above the date, where a plain page prints the author's name and nothing else."""
    for line, below in pairwise(line for line in after if line.text):
        is_plain = not _is_heading(line) and not _STANDFIRST.search(_names(line)) and not _is_other_link(line)
        if below in dated and line not in dated and is_plain and len(line.text.split()) <= _WORDS_OF_NAME:
            return line
    return None


def _is_other_link(line: Line) -> bool:
    """Whether a line is a link that leads to no author: a section's name above the date."""
    hrefs = []
    for text, node in line.pieces:
        at = node if node.tag == "a" else node.parent
        if text.strip() and at is not None and at.tag == "a":
            hrefs.append(at.attributes.get("href") or "")
    return any(not _AUTHOR_LINK.search(href) for href in hrefs)


def _read_line(
    line: Line,
    found: Surroundings,
    *,
    is_dated: bool,
    is_signature: bool,
    is_after: bool,
    labels: Collection[str],
    sites: Sequence[str],
) -> None:
    """Take a line for a date, a byline, a section, or a mixture of them."""
    is_taken = is_dated
    for part in filter(None, map(str.strip, _PARTS.split(line.text))):
        if _is_dated(part):
            continue
        is_named = (
            bool(_SECTION.search(_names(line))) and len(part.split()) <= _WORDS_OF_NAME and not is_dated
        )
        if key(part) in labels or is_named:
            found.section = found.section or part
            is_taken = True
        elif is_dated or is_signature or has_lead_in(part):
            names = read_authors([part], sites=sites)
            if names and is_after and has_lead_in(part) and not found.is_led_in:
                found.authors, found.is_led_in = names, True
            found.authors = found.authors or names
            is_taken = is_taken or bool(names)
    if is_taken:
        found.lines.append(line.text)


def _standfirst(
    before: Sequence[Line], after: Sequence[Line], found: Surroundings, labels: Collection[str]
) -> str | None:
    """The line that sums the article up: named so by the page, or set strong beside the headline."""
    named = [line for line in after if _STANDFIRST.search(_names(line))]
    texts = [line for line in after if line.text]
    # A heading right above the text is the text's first; one above the date or byline sums the article up.
    heads = [line for line, below in pairwise(texts[:3]) if _is_heading(line) and below.text in found.lines]
    heads += [line for line in before if _is_heading(line)]
    strong = [
        line for line in (*after, *before) if _is_strong(line) and len(line.text.split()) >= _WORDS_OF_NAME
    ]
    for line in (*named, *heads, *strong):
        words = len(line.text.split())
        if (
            _FEWEST_WORDS <= words <= _MOST_WORDS
            and line.text not in found.lines
            and key(line.text) not in labels
        ):
            return line.text
    return None


def _is_caption(line: Line) -> bool:
    return any(node.tag == "figcaption" or "figcaption" in _around(node) for _, node in line.pieces)


def _is_heading(line: Line) -> bool:
    return bool(line.pieces) and all(_HEADINGS & _around(node) for text, node in line.pieces if text.strip())


def _is_strong(line: Line) -> bool:
    """Whether the whole line is bold."""
    return bool(line.pieces) and all(_STRONG & _around(node) for text, node in line.pieces if text.strip())


def _around_all(line: Line) -> set[str]:
    return set().union(*(_around(node) for text, node in line.pieces if text.strip()))


def _around(node: LexborNode) -> set[str]:
    parent = node.parent
    return {node.tag or "", (parent.tag or "") if parent is not None else ""}


def _is_classed_section(line: Line) -> bool:
    return bool(line.pieces) and _SECTION.search(line.pieces[0][1].attributes.get("class") or "") is not None


def _names(line: Line) -> str:
    """Class names, ids and properties of the elements right around a line."""
    names = []
    for _, node in line.pieces[:2]:
        at: LexborNode | None = node
        for _ in range(2):
            if at is None or at.tag in ("body", "article", "main", "html"):
                break
            attributes = at.attributes
            names += [attributes.get(name) or "" for name in ("class", "id", "itemprop")]
            at = at.parent
    return " ".join(names)


def _is_dated(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and read_date(text) is not None
