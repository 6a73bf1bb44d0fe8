"""What a publisher asks of those who keep or show a page: robots meta tags and headers, and reserved mining rights.

Sources: Google's robots meta tag specification (noindex, noarchive, nosnippet, max-snippet, noimageindex,
max-image-preview, none), and the W3C community's TDM Reservation Protocol (`tdm-reservation`) for the right that
Article 4 of the European directive 2019/790 lets publishers reserve. Rules for another robot's name are not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from warraq.records import Wish

OUR_NAMES = frozenset({"robots", "warraq", "warraqbot"})
"""The names under which a page may speak to us: all robots', and ours."""
_WISHES = {
    "noindex": frozenset({Wish.NOINDEX}),
    "none": frozenset({Wish.NOINDEX}),
    "noarchive": frozenset({Wish.NOARCHIVE}),
    "nocache": frozenset({Wish.NOARCHIVE}),
    "nosnippet": frozenset({Wish.NOSNIPPET}),
    "max-snippet:0": frozenset({Wish.NOSNIPPET}),
    "noimageindex": frozenset({Wish.NOIMAGE}),
    "max-image-preview:none": frozenset({Wish.NOIMAGE}),
    "noai": frozenset({Wish.NO_TDM}),
    "notdm": frozenset({Wish.NO_TDM}),
}
_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_AGENT = re.compile(r"^([a-z0-9_.*/-]{1,64})\s*:\s*(.*)$")
_MOST_TAGS = 100


def wishes_of(tree: LexborHTMLParser, headers: Mapping[str, str]) -> frozenset[Wish]:
    """The wishes that a page and its headers (lower-case names) state; unknown words are left aside."""
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[name][content]")[:_MOST_TAGS]:
        name = (node.attributes.get("name") or "").strip().lower()
        metas.setdefault(name, []).append(node.attributes.get("content") or "")
    return wishes_in(metas, headers)


def wishes_in(metas: Mapping[str, Sequence[str]], headers: Mapping[str, str]) -> frozenset[Wish]:
    """As `wishes_of`, of a page's meta tags: lower-case name -> what each says."""
    found: set[Wish] = set()
    for directive in (*_in_header(headers.get("x-robots-tag", "")), *_in_tags(metas)):
        found |= _WISHES.get(directive, frozenset())
    if any(map(_is_reserved, (headers.get("tdm-reservation", ""), *metas.get("tdm-reservation", ())))):
        found.add(Wish.NO_TDM)
    return frozenset(found)


def _in_tags(metas: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name in OUR_NAMES:
        for content in metas.get(name, ()):
            yield from _directives(content.split(","))


def _in_header(text: str) -> Iterator[str]:
    """`noarchive, otherbot: nosnippet, noindex`: a name counts until the next one, or the header's next line."""
    for line in text.lower().split("\n"):
        is_ours = True
        for part in line.split(","):
            words = part.strip()
            match = _AGENT.match(words)
            if match and match[1] not in _WITH_VALUE:
                is_ours, words = match[1] in OUR_NAMES, match[2]
            if is_ours:
                yield from _directives([words])


def _directives(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        yield re.sub(r"\s+", "", part.lower())


def _is_reserved(value: str) -> bool:
    return value.strip() == "1"
