"""One spelling for an address that can still be fetched: what tells where a reader came from goes, content stays."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlunsplit

from warraq.addresses.parameters import Rule, rules_of
from warraq.addresses.parsing import host_of, parse_address, split_address

FEWEST_SLUG_WORDS = 4
"""Sections have names of up to three words (arts-et-culture); a headline has more."""

_AMP_END = re.compile(r"(?<=[^/])/amp/?$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/;?]*|/\(S\([0-9a-z]+\)\)(?=/|$)", re.IGNORECASE)
_HOME = re.compile(r"/?(?:(?:index|default)\.\w{2,5})?", re.IGNORECASE)
_CACHE = re.compile(
    r"https?://(?:[^/]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/(?:wp/)?[a-z](/s)?/([^/]+\.[^/]+.*)"
    r"|https?://www\.google\.[a-z.]+/amp(/s)?/([^/]+\.[^/]+.*)"
)
"""Google's and Bing's copies of AMP pages name the page they were made of; /s/ says https."""
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})|[|\[\]^`{}]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NUMBER = re.compile(r"(?<![0-9A-F%])[0-9]{4,18}(?![0-9A-Za-z])")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
)
_SEPARATORS = re.compile(r"[-_+]|%20")


@lru_cache(maxsize=4096)
def canonical(address: str) -> str:
    """The address without user, tracking, session, print and AMP's marks, in one spelling. Idempotent; fetchable.

    Content parameters stay as they are, in their order; so does the host, but for copies of AMP pages on Google's
    and Bing's. A fragment stays only where it is the route of a home page (`/#!/news/1`). What is no web address is
    returned as it came.
    """
    parsed = parse_address(address)
    if parsed is None:
        return address
    parsed = _unwrapped(parsed)
    parts = split_address(parsed)
    path = _SESSION.sub("", one_spelling(parts.path))
    while _AMP_END.search(path):
        path = _AMP_END.sub("/" if path.endswith("/") else "", path)
    query = parts.query and _without_needless(path, parts.query)
    route = parts.fragment if parts.fragment[:1] in ("!", "/") and _HOME.fullmatch(path) else ""
    return urlunsplit((parts.scheme, host_of(parsed), path or "/", query, route if route.strip("!/") else ""))


def names_article(path: str, query: str) -> bool:
    """Whether a path, or a number in a query, names one article: a number of four digits or more that is no date, a
    slug of four words or more. Both in one spelling."""
    for segment in path.split("/"):
        if len(segment) >= 4 and (holds_number(segment) or is_slug(segment)):
            return True
    return any(holds_number(piece) and Rule.NUMBER in rules_of(piece) for piece in query.split("&"))


def holds_number(segment: str) -> bool:
    """Whether a piece of a path holds a number of an article: four digits or more, no year, month or day."""
    return any(not is_date(found) for found in _NUMBER.findall(segment))


def is_date(number: str) -> bool:
    """Whether digits read as a year, a month or a day: 2024, 202405, 20240512, 12052024."""
    return _DATE.fullmatch(number) is not None


def is_slug(segment: str) -> bool:
    """Whether a piece of a path is made of a headline's words."""
    return sum(1 for word in _SEPARATORS.split(segment) if word) >= FEWEST_SLUG_WORDS


def one_spelling(text: str) -> str:
    """Percent-encoding in one form (RFC 3986 §6.2.2): letters, digits and -._~ plain, all else upper case; what
    servers read alike whether encoded or not ([] in parameters' names) encoded."""
    return _ENCODED.sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    if match[1] is None:
        return f"%{ord(match[0]):02X}"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _unwrapped(address: str) -> str:
    """The page that a copy of an AMP page was made of; other addresses as they are."""
    while match := _CACHE.fullmatch(address):
        is_secure, rest = match[1] or match[3], match[2] or match[4]
        inner = parse_address(f"{'https' if is_secure else 'http'}://{rest}")
        if inner is None:
            break
        address = inner
    return address


def _without_needless(path: str, query: str) -> str:
    pieces = [one_spelling(piece) for piece in query.split("&") if piece]
    ruled = [(piece, rules_of(piece)) for piece in pieces]
    kept = [(piece, rules) for piece, rules in ruled if Rule.DROP not in rules]
    if any(Rule.SPARE in rules for _, rules in kept) and names_article(path, "&".join(p for p, _ in kept)):
        kept = [(piece, rules) for piece, rules in kept if Rule.SPARE not in rules]
    return "&".join(piece for piece, _ in kept)
