"""Who wrote an article, of all that its page calls an author: by-lines beside the headline, JSON-LD, meta names.

Must never take the outlet, an agency, an account, a photographer or a commentator for the author.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.bylines import read_authors
from warraq.extract.headline import Surroundings
from warraq.extract.nodes import node_text
from warraq.extract.shown_dates import names_of
from warraq.extract.structured_data import Thing, text_of, types_of

_BYLINES = (
    '[rel~="author"]', '[itemprop~="author"]', '[class*="author-name"]', '[class*="author_name"]', '[class*="byline"]',
    '[class*="post-author"]', '[class*="entry-author"]', '[class*="article-author"]',
    '[class*="author"]', '[class*="writer"]',
    '[class*="auteur"]', '[class*="signature"]',
)  # fmt: skip
_OTHERS = re.compile(
    r"comment|related|recent|popular|recommend|trending|teaser|more-|(?<![\w-])reviews?(?![\w-])",
    re.IGNORECASE,
)
_AUTHOR_METAS = (
    "author", "article:author", "article:author_name", "dc.creator", "byl", "parsely-author", "sailthru.author",
)  # fmt: skip


def find_authors(
    tree: LexborHTMLParser,
    metas: dict[str, list[str]],
    things: Sequence[Thing],
    sites: Sequence[str],
    around: Surroundings,
    around_title: Container[int],
) -> tuple[str, ...]:
    """The first of these that names people: a line beside the headline that says "by", JSON-LD, meta names, the other
    lines there, classed elements."""
    if around.is_led_in:
        return around.authors
    for thing in things:
        stated = thing.get("author") or thing.get("creator")
        people = [each for each in (stated if isinstance(stated, list) else [stated]) if _may_be_person(each)]
        claims = [text for each in people if (text := _person_name(each))]
        if names := read_authors(claims, sites=sites, is_sure=True):
            return names
    for name in _AUTHOR_METAS:
        if names := read_authors(metas.get(name, []), sites=sites):
            return names
    if around.authors:
        return around.authors
    for selector in _BYLINES:
        found = tree.css(f"article {selector}, main {selector}")[:20] or tree.css(selector)[:20]
        nodes = [node for node in found if not _is_others(node, around_title)]
        claims = [text for node in nodes[:3] if len(text := node_text(node)) <= 80]
        if names := read_authors(claims, sites=sites, is_sure=selector.startswith("[rel")):
            return names
    return ()


def _is_others(node: LexborNode, around_title: Container[int]) -> bool:
    """Whether an element stands in a figure, in the comments or among other articles: who is named there took the
    picture, or wrote something else."""
    at: LexborNode | None = node
    for _ in range(8):
        if at is None or at.mem_id in around_title:
            return False
        if at.tag in ("figure", "figcaption") or _OTHERS.search(names_of(at)):
            return True
        at = at.parent
    return False


def _may_be_person(stated: Any) -> bool:
    return not isinstance(stated, dict) or not types_of(stated) & {
        "Organization",
        "NewsMediaOrganization",
        "Corporation",
    }


def _person_name(stated: Any) -> str | None:
    if isinstance(stated, dict):
        return text_of(stated.get("name"))
    return text_of(stated)
