"""Finished pages kept in the process, so that a thousand readers of the front page cost as much as one.

A page lives while nothing that readers see has changed (the store's generation), and a minute at most because
it says "3 minutes ago". The cache is bounded in bytes, keeps compressed bodies, and must never hold a page that depends
on who asks: only what the door hands it, by address.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import NamedTuple

import brotli

MAX_BYTES = 48 * 2**20
"""About a thousand pages with their compressed bodies."""
KEPT_SECONDS = 60.0
WATCHED_SECONDS = 1.0
"""How often the store's generation is asked at most: a change is seen after this."""
GZIP_LEVELS = (1, 6)
BROTLI_QUALITIES = (0, 4)
"""For a page's first readers, and once it is in demand. On a page of 48 KB brotli takes 0.07 ms to 7.8 KB (quality 1; a
third less time and a twentieth more bytes with 0), 0.13 ms to 7.1 KB (2), 0.30 ms to 6.5 KB (4); gzip 0.10 ms to 8.4 KB
(level 1), 0.20 ms to 7.1 KB (4), 0.47 ms to 6.6 KB (6)."""
IN_DEMAND = 4
"""Answers after which a kept page is compressed once more, harder: most pages are asked for once and then forgotten,
and those that are not go out many times."""
COMPRESSED_FROM = 512
"""Bytes under which compressing saves no packet."""


class Form(NamedTuple):
    """A body as it goes out in one encoding."""

    content: bytes
    etag: str
    """The entity tag, quoted: of these very bytes, since each form's differ."""
    earlier_etag: str
    """Of the form that the first readers got: it is still good for whoever holds it."""

    @property
    def etags(self) -> tuple[str, str]:
        """All tags of these contents in this encoding."""
        return self.etag, self.earlier_etag


@dataclass(slots=True)
class Body:
    """What a page consists of; compressed forms are made when first wanted, and then kept."""

    plain: bytes
    _forms: dict[str, Form] = field(init=False, default_factory=dict)
    _answers: dict[str, int] = field(init=False, default_factory=dict)

    def form(self, encoding: str) -> Form:
        """The form to answer with, in an encoding that `best_encoding` named. Each call counts as an answer."""
        answers = self._answers[encoding] = self._answers.get(encoding, 0) + 1
        form = self._forms.get(encoding)
        if form is None:
            form = self._forms[encoding] = _form(self.plain, encoding, is_in_demand=False)
        elif encoding and answers == IN_DEMAND:
            harder = _form(self.plain, encoding, is_in_demand=True)
            form = self._forms[encoding] = harder._replace(earlier_etag=form.etag)
        return form

    def weight(self) -> int:
        """Bytes it may come to hold: compressed forms are about a quarter each."""
        return len(self.plain) * 3 // 2 + 512


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as kept."""

    body: Body
    headers: tuple[tuple[str, str], ...]
    modified: str
    """Last-Modified: when these contents were first made."""
    generation: int
    until: float


class PageCache:
    """Pages by address; safe for threads."""

    def __init__(self, generation: Callable[[], int], *, max_bytes: int = MAX_BYTES) -> None:
        self._ask = generation
        self._max_bytes = max_bytes
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._generation = -1
        self._asked_until = 0.0

    def __len__(self) -> int:
        return len(self._pages)

    def generation(self) -> int:
        """The store's generation, asked once a second at most. Ask before making a page that is to be kept."""
        if (now := monotonic()) >= self._asked_until:
            self._asked_until = now + WATCHED_SECONDS
            self._generation = self._ask()
        return self._generation

    def get(self, key: str) -> Kept | None:
        """The page of that address if it still stands."""
        kept = self._pages.get(key)
        if kept is None or kept.generation != self.generation() or kept.until <= monotonic():
            return None
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
        return kept

    def put(
        self, key: str, body: Body, headers: Iterable[tuple[str, str]], *, modified: str, generation: int
    ) -> Kept:
        """Keep a page made of `generation`; the least used ones make room. Same contents keep their date."""
        with self._lock:
            before = self._pages.pop(key, None)
            if before is not None:
                self._bytes -= before.body.weight()
                if before.body.plain == body.plain:
                    body, modified = before.body, before.modified
            kept = Kept(body, tuple(headers), modified, generation, monotonic() + KEPT_SECONDS)
            if body.weight() <= self._max_bytes // 8:
                self._pages[key] = kept
                self._bytes += body.weight()
            while self._bytes > self._max_bytes:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.body.weight()
        return kept


def best_encoding(accepted: str, size: int) -> str:
    """`br`, `gzip` or "" by the visitor's Accept-Encoding. An encoding with q=0 is refused (RFC 9110, 12.5.3)."""
    if size < COMPRESSED_FROM or not accepted:
        return ""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        wanted[name.strip()] = parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((encoding for encoding in ("br", "gzip") if wanted.get(encoding)), "")


def is_known(
    etags: tuple[str, ...], modified: str, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Whether the visitor already holds these contents (RFC 9110, 13.1: the entity tag decides where one is sent, and
    here it need not be of the very same bytes)."""
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return not tags.isdisjoint((*etags, "*"))
    return if_modified_since == modified


def _form(plain: bytes, encoding: str, *, is_in_demand: bool) -> Form:
    content = plain
    if encoding == "br":
        quality = BROTLI_QUALITIES[is_in_demand]
        content = bytes(brotli.compress(plain, mode=brotli.MODE_TEXT, quality=quality))
    elif encoding:
        press = zlib.compressobj(GZIP_LEVELS[is_in_demand], zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        content = press.compress(plain) + press.flush()
    etag = f'"{sha256(content).hexdigest()[:24]}"'
    return Form(content, etag, etag)
