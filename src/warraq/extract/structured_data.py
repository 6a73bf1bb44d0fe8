"""JSON-LD of a page as plain mappings, however broken. Must never raise on any page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

Thing = dict[str, Any]
"""One JSON-LD node: values are what the page says, of any shape."""

_MOST_THINGS = 2000
_LONGEST_SCRIPT = 1_000_000
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*\]\]>|\]\]>|-->)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_RESCUED = ("@type", "headline", "datePublished", "articleSection", "uploadDate")
_RESCUE = {key: re.compile(rf'"{key}"\s*:\s*"((?:[^"\\\n]|\\.){{1,500}})"') for key in _RESCUED}


SCRIPTS = 'script[type*="ld+json"]'


def read_things(tree: LexborHTMLParser) -> list[Thing]:
    """Every node with a type of every JSON-LD block, in document order, nested ones after their parents."""
    return things_in(tree.css(SCRIPTS))


def things_in(scripts: Iterable[LexborNode]) -> list[Thing]:
    """As `read_things`, of the elements of `SCRIPTS`."""
    things: list[Thing] = []
    for script in scripts:
        text = script.text() or ""
        if len(text) <= _LONGEST_SCRIPT:
            things += _nodes(_parse(text), _MOST_THINGS - len(things))
    return things


def types_of(thing: Thing) -> set[str]:
    """The node's types without their vocabulary: {"NewsArticle"}."""
    stated = thing.get("@type", thing.get("type", ()))
    return {str(each).rpartition("/")[2] for each in (stated if isinstance(stated, list) else [stated])}


def text_of(value: Any) -> str | None:
    """A value as text: a string, a number, a node's name or @value, the first of a list."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("url") or value.get("@id")
        else:
            break
    return html.unescape(str(value)).strip() or None if isinstance(value, str | int | float) else None


def texts_of(value: Any) -> list[str]:
    """Every text of a value that may be one or a list."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_of, values[:100]) if text]


def _parse(text: str) -> Any:
    text = _WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text), html.unescape(_TRAILING_COMMA.sub("", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    found = {key: match[1] for key, pattern in _RESCUE.items() if (match := pattern.search(text))}
    return {key: value.replace('\\"', '"').replace("\\/", "/") for key, value in found.items()}


def _nodes(root: Any, most: int) -> Iterator[Thing]:
    waiting = [root]
    for _ in range(max(0, most)):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            if "@type" in node or "type" in node:
                yield node
            waiting += [child for child in reversed(node.values()) if isinstance(child, dict | list)]
        elif isinstance(node, list):
            waiting += reversed(node[:most])
