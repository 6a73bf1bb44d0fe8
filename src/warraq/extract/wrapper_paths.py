"""Readable paths of elements: their tags with the names that stay the same from page to page, counted where needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.wrapper import LONGEST_PATH

_PLAIN = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]{0,60}")
_CHANGING = re.compile(
    r"\d{3,}|^(?:category|cat|tag|post|postid|page|author|format|status|type|term|topic|section|lang|is|has)-|^js-"
    r"|[0-9a-f]{8,}|^(?:css|sc|jsx|emotion)-",
    re.IGNORECASE,
)
"""Names that programs make up for one page, one section, one build."""
_ALONE = frozenset(("h1", "article", "main", "time"))
"""Tags that say enough by themselves."""
_HIGHEST = 12
"""Ancestors that a path is led through."""
_MOST_NODES = 20_000

Names = frozenset[str]
"""Compounds like `div.text` and `div#main` that stand on enough pages to be the template's."""


def stable_names(trees: Iterable[LexborHTMLParser], least: int) -> Names:
    """The compounds of tag and class, and of tag and id, that stand on at least `least` of the pages."""
    counts: Counter[str] = Counter()
    for tree in trees:
        counts.update(set(_all_names(tree)))
    return frozenset(name for name, count in counts.items() if count >= least)


def _all_names(tree: LexborHTMLParser) -> Iterator[str]:
    if tree.body is None:
        return
    for place, node in enumerate(tree.body.traverse()):
        if place > _MOST_NODES:
            return
        yield from _names(node)


def _names(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    if (name := attributes.get("id")) and _is_plain(name):
        yield f"{node.tag}#{name}"
    for name in (attributes.get("class") or "").split()[:12]:
        if _is_plain(name):
            yield f"{node.tag}.{name}"


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None and _CHANGING.search(name) is None


def compound(node: LexborNode, names: Names) -> str | None:
    """The element by its own stable names: its id, or its classes; None where it has none."""
    own = list(dict.fromkeys(name for name in _names(node) if name in names))
    for name in own:
        if "#" in name:
            return name
    tag = node.tag or ""
    return tag + "".join(name[len(tag) :] for name in own[:3]) if own else None


def skeleton(node: LexborNode, names: Names) -> str:
    """Tags and stable names from the root to the element: alike on all pages of one template."""
    return " > ".join(compound(each, names) or each.tag or "" for each in reversed([node, *_ancestors(node)]))


def paths_of(node: LexborNode, names: Names) -> list[str]:
    """Paths that may lead to the element on every page of its template, the most readable first."""
    tag = node.tag or ""
    found: list[str] = []
    if (prop := node.attributes.get("itemprop")) and _PLAIN.fullmatch(prop):
        found.append(f'{tag}[itemprop="{prop}"]')
    if own := compound(node, names):
        found.append(own)
    found += [name for name in _names(node) if name in names]
    if tag in _ALONE:
        found.append(tag)
    if (before := _element_before(node)) is not None:
        beside = compound(before, names) or (before.tag if before.tag in _ALONE else None)
        found += [f"{beside} + {own or tag}"] if beside else []
    loose, strict = tag, _counted(node)
    for place, ancestor in enumerate(_ancestors(node)[:_HIGHEST]):
        if name := compound(ancestor, names):
            if own:
                found.append(f"{name} {own}")
            found += [f"{name} > {loose}", f"{name} > {strict}"]
        if ancestor.tag == "body" or place == _HIGHEST - 1:
            found.append(f"{ancestor.tag} > {strict}")
            break
        loose, strict = f"{ancestor.tag} > {loose}", f"{_counted(ancestor)} > {strict}"
    return [path for path in dict.fromkeys(found) if len(path) <= LONGEST_PATH]


def _counted(node: LexborNode) -> str:
    """The tag, and its place among its siblings of that tag where there are several."""
    before = after = 0
    at = node.prev
    while at is not None and before < 200:
        before += at.tag == node.tag
        at = at.prev
    at = node.next
    while at is not None and not after and before < 200:
        after += at.tag == node.tag
        at = at.next
    return f"{node.tag}:nth-of-type({before + 1})" if before or after else node.tag or ""


def _element_before(node: LexborNode) -> LexborNode | None:
    at = node.prev
    while at is not None and not at.is_element_node:
        at = at.prev
    return at


def _ancestors(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    at = node.parent
    while at is not None and at.tag not in (None, "html", "-document") and len(found) < 100:
        found.append(at)
        at = at.parent
    return found


def best_path(
    candidates: Iterable[str], targets: Sequence[tuple[LexborHTMLParser, LexborNode]]
) -> tuple[str, float]:
    """The candidate whose first element is the target on the most pages (the earliest of equals), and that share."""
    best, most = "", -1
    for path in candidates:
        hits = 0
        for tree, node in targets:
            found = tree.css_first(path)
            hits += found is not None and found.mem_id == node.mem_id
        if hits > most:
            best, most = path, hits
        if most == len(targets):
            break
    return best, most / max(1, len(targets))
