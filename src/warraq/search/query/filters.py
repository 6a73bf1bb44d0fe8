"""The values of filters: slugs, names in any language, codes; a value that means nothing is pointed at."""

from __future__ import annotations

import re

from warraq.errors import BadQuery
from warraq.search.query.names import Names
from warraq.search.query.operators import HINTS, IS_AMAZIGH, IS_DARIJA, KIND_OF, LANGUAGE_OF, fold
from warraq.search.query.tree import Filter, Item, Or
from warraq.understand.arabic import ascii_digits

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
MAX_STORY = 2**63 - 1


def read_filter(name: str, value: str, position: int, names: Names | None) -> Item:
    """The filter `name` with what was typed behind it at `position`. Raises BadQuery."""
    if not value:
        raise BadQuery(
            f"nothing follows {name}:", subject="query", advice=f"Give {HINTS[name]}.", position=position
        )
    folded = fold(value)
    if name == "lang" and folded in IS_AMAZIGH:
        return Or((Filter("lang", "zgh"), Filter("lang", "tzm")))
    if name == "lang" and folded in IS_DARIJA:
        return Filter("is", "darija")
    known = _known(name, value, folded, names)
    if known is None:
        near = (
            names.near(name, value) if names is not None and name in ("outlet", "section", "city") else None
        )
        raise BadQuery(
            f"{value!r} cannot follow {name}:",
            subject="query",
            advice=f"Did you mean {name}:{_quoted(near)} ?" if near else f"Give {HINTS[name]}.",
            position=position,
        )
    return Filter(name, known)


def _known(name: str, value: str, folded: str, names: Names | None) -> str | None:
    if name == "lang":
        return LANGUAGE_OF.get(folded)
    if name in KIND_OF:
        return KIND_OF[name].get(folded)
    if name == "story":
        digits = ascii_digits(value)
        is_number = digits.isascii() and digits.isdigit() and len(digits) < 20 and int(digits) <= MAX_STORY
        return str(int(digits)) if is_number else None
    if names is not None:
        return names.slug_of(name, value)
    return value.lower() if SLUG.fullmatch(value.lower()) else None


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
