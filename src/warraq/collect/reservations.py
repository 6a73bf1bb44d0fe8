"""Which pages of a host have their rights to text and data mining reserved: `/.well-known/tdmrep.json`.

The TDM Reservation Protocol (W3C community group, 2022) lets a host say it for whole parts of itself, besides the
header and the meta tag of a single page. Patterns are those of robots files (RFC 9309, 2.2.3). Pure.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

ADDRESS = "/.well-known/tdmrep.json"
MOST_RULES = 1_000
LONGEST_PATTERN = 500


def read_reservations(body: bytes) -> tuple[str, ...]:
    """The patterns of paths that are reserved, the more telling ones first; a rule that lifts a reservation begins
    with "!". What cannot be read reserves nothing."""
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    found: list[tuple[str, bool]] = []
    for rule in rules[:MOST_RULES] if isinstance(rules, list) else ():
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and 0 < len(location) <= LONGEST_PATTERN and "\n" not in location:
            found.append((location, rule.get("tdm-reservation") in (1, "1", True)))
    found.sort(key=lambda pair: len(pair[0]), reverse=True)
    return tuple(location if is_reserved else f"!{location}" for location, is_reserved in found)


def is_reserved(patterns: tuple[str, ...], address: str) -> bool:
    """Whether the page at `address` is reserved: the longest pattern that fits it decides."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    for pattern in patterns:
        if _fits(pattern.removeprefix("!"), path):
            return not pattern.startswith("!")
    return False


def _fits(pattern: str, path: str) -> bool:
    """As in robots files: from the beginning, `*` is anything, `$` at the end is the end."""
    is_whole = pattern.endswith("$")
    place = 0
    pieces = pattern.removesuffix("$").split("*")
    for turn, piece in enumerate(pieces):
        if turn == 0:
            if not path.startswith(piece):
                return False
            place = len(piece)
        elif is_whole and turn == len(pieces) - 1:
            return len(path) - len(piece) >= place and path.endswith(piece)
        else:
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
    return not is_whole or place == len(path)


def patterns_text(patterns: tuple[str, ...]) -> str:
    """Patterns as a row keeps them."""
    return "\n".join(re.sub(r"[\x00\r\n]", "", pattern) for pattern in patterns)


def read_patterns(text: str) -> tuple[str, ...]:
    """What `patterns_text` wrote."""
    return tuple(text.split("\n")) if text else ()
