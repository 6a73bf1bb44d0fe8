"""A wrapper: where one template of an outlet keeps an article's parts, as data that an operator can read and correct.

Paths are CSS selectors. Nothing here reads a page; `wrapper_learn` makes wrappers, `wrapper_read` reads with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from warraq.errors import BadInput

JSON_LD = "json-ld"
"""In place of a path: the value stands in the page's JSON-LD, under the key that `attribute` names."""

SOURCES = ("title", "subtitle", "date", "authors", "section", "tags", "picture", "caption")
"""The fields that say where one of the article's values stands."""
_LISTS = ("marks", "drop", "openings", "repeated", "sites", "corrected")
_NUMBERS = ("least_words", "usual_words", "most_words", "pages")

LONGEST_PATH = 400
MOST_ENTRIES = 400
MOST_PARTS = 9
LONGEST_LINE = 120
"""Characters of a repeated line that are kept and compared."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands: the text of the elements at `path`, or one of their attributes; or a part of it."""

    path: str
    attribute: str = ""
    part: int = 0
    """Of a line like "author · section · date", which of its parts, from 1; 0: all of it."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One template of an outlet."""

    template: str
    """Its name among the outlet's templates."""
    marks: tuple[str, ...]
    """Paths that exist on every page of the template: by them it is known."""
    body: str
    """Path of the element that holds the text."""
    title: Source
    subtitle: Source | None = None
    date: Source | None = None
    authors: Source | None = None
    section: Source | None = None
    tags: Source | None = None
    picture: Source | None = None
    caption: Source | None = None
    drop: tuple[str, ...] = ()
    """Paths within the body that are none of the text: read-also boxes, share bars, advertisements."""
    openings: tuple[str, ...] = ()
    """How lines begin that are none of the text, as printed."""
    repeated: tuple[str, ...] = ()
    """Lines that stand on many pages of the outlet (their first 120 characters): none of the text."""
    sites: tuple[str, ...] = ()
    """Names of the outlet, taken off titles and never read as an author."""
    least_words: int = 0
    usual_words: int = 0
    """Words of text: least, median and most of the pages it was learned from."""
    most_words: int = 0
    link_share: float = 0.0
    """The usual share of the text's characters that stand in links."""
    pages: int = 0
    """Pages it was learned from."""
    corrected: tuple[str, ...] = ()
    """Fields that an operator set: learning again keeps them."""

    def without_numbers(self) -> Wrapper:
        """The same but for what learning counted: two that are equal so read every page alike."""
        return replace(self, least_words=0, usual_words=0, most_words=0, link_share=0.0, pages=0, repeated=())


def write_wrapper(wrapper: Wrapper) -> dict[str, Any]:
    """A wrapper as JSON holds it; what is empty is left out."""
    row: dict[str, Any] = {}
    for each in fields(Wrapper):
        value = getattr(wrapper, each.name)
        if isinstance(value, Source):
            parts = {"path": value.path, "attribute": value.attribute, "part": value.part}
            row[each.name] = {name: stated for name, stated in parts.items() if stated}
        elif value:
            row[each.name] = list(value) if isinstance(value, tuple) else value
    return row


def read_wrapper(row: object) -> Wrapper:
    """The wrapper that `write_wrapper` wrote and an operator may have changed. BadInput: names what is wrong."""
    if not isinstance(row, Mapping):
        raise BadInput("a wrapper is an object", advice=_ADVICE)
    if unknown := sorted(str(name) for name in row if name not in _NAMES):
        raise BadInput("no field of a wrapper", subject=", ".join(unknown)[:200], advice=_ADVICE)
    values: dict[str, Any] = {
        "template": _text(row, "template"),
        "body": _path(_text(row, "body"), "body"),
    }
    for name in SOURCES:
        if row.get(name) is not None:
            values[name] = _source(row[name], name)
    if "title" not in values:
        raise BadInput("it is missing", subject="title", advice=_ADVICE)
    for name in _LISTS:
        values[name] = _list(row.get(name, []), name)
    for name in ("marks", "drop"):
        for path in values[name]:
            _path(path, name)
    for name in _NUMBERS:
        values[name] = int(_number(row.get(name, 0), name))
    values["link_share"] = min(1.0, _number(row.get("link_share", 0.0), "link_share"))
    if unknown := [name for name in values["corrected"] if name not in _NAMES]:
        raise BadInput("no field of a wrapper", subject=f"corrected: {unknown[0][:100]}", advice=_ADVICE)
    return Wrapper(**values)


def corrected_by(before: Wrapper, after: Wrapper) -> Wrapper:
    """`after`, which an operator made of `before`, with the fields that he changed noted as corrected."""
    changed = [name for name in _CORRECTABLE if getattr(before, name) != getattr(after, name)]
    return replace(after, corrected=tuple(dict.fromkeys((*after.corrected, *changed))))


def with_corrections(learned: Wrapper, old: Wrapper) -> Wrapper:
    """What was learned anew, with what an operator once corrected in the template's `old` wrapper."""
    kept = {name: getattr(old, name) for name in old.corrected if name in _CORRECTABLE}
    if "body" in kept or "title" in kept:
        kept["marks"] = old.marks
    return replace(learned, **kept, corrected=old.corrected) if old.corrected else learned


@lru_cache(maxsize=4096)
def is_path(path: str) -> bool:
    """Whether lexbor can follow a path."""
    if not path.strip() or len(path) > LONGEST_PATH or ":lexbor" in path or path.count(":has") > 1:
        return False  # those two look through whole texts and trees for every element
    try:
        LexborHTMLParser("<p>").css(path)
    except (SelectolaxError, ValueError):
        return False
    return True


_NAMES = frozenset(each.name for each in fields(Wrapper))
_CORRECTABLE = ("body", "marks", *SOURCES, "drop", "openings", "sites")
_ADVICE = "See what `warraq outlet wrapper NAME --json` prints."


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_PATH:
        raise BadInput("a short text is wanted", subject=name, advice=_ADVICE)
    return value


def _path(path: str, name: str) -> str:
    if not is_path(path):
        raise BadInput(f"not a path that can be followed: {path[:100]!r}", subject=name, advice=_ADVICE)
    return path


def _source(value: object, name: str) -> Source:
    if isinstance(value, str):
        value = {"path": value}
    if not isinstance(value, Mapping) or set(value) - {"path", "attribute", "part"}:
        raise BadInput("a path, and maybe an attribute and a part, are wanted", subject=name, advice=_ADVICE)
    path, attribute = _text(value, "path"), value.get("attribute", "")
    if not isinstance(attribute, str) or len(attribute) > 100:
        raise BadInput("the attribute is no short text", subject=name, advice=_ADVICE)
    part = int(_number(value.get("part", 0), name))
    return Source(path if path == JSON_LD else _path(path, name), attribute, min(part, MOST_PARTS))


def _list(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        raise BadInput(f"a list of at most {MOST_ENTRIES} texts is wanted", subject=name, advice=_ADVICE)
    if not all(isinstance(each, str) and each.strip() and len(each) <= LONGEST_PATH for each in value):
        raise BadInput("an entry is no short text", subject=name, advice=_ADVICE)
    return tuple(value)


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise BadInput("a number from 0 is wanted", subject=name, advice=_ADVICE)
    return float(value)
