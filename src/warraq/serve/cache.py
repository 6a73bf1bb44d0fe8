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
from hashlib import blake2b
from threading import Lock
from time import monotonic

import brotli

MAX_BYTES = 48 * 2**20
"""About a thousand pages with their compressed bodies."""
KEPT_SECONDS = 60.0
WATCHED_SECONDS = 1.0
"""How often the store's generation is asked at most: a change is seen after this."""
GZIP_LEVEL = 4
"""On a page of 87 KB: level 4 takes 0.8 ms to 16.9 KB, level 6 takes 2.3 ms to 15.7 KB."""
BROTLI_QUALITY = 2
"""On the same page: 0.36 ms to 16.3 KB."""
COMPRESSED_FROM = 512
"""Bytes under which compressing saves no packet."""


@dataclass(slots=True)
class Body:
    """What a page consists of; compressed forms are made when first wanted, and then kept."""

    plain: bytes
    _forms: dict[str, bytes] = field(init=False, default_factory=dict)
    _etags: dict[str, str] = field(init=False, default_factory=dict)

    def form(self, encoding: str) -> bytes:
        """The bytes in an encoding that `best_encoding` named."""
        if not encoding:
            return self.plain
        if (known := self._forms.get(encoding)) is None:
            known = _br(self.plain) if encoding == "br" else _gzip(self.plain)
            self._forms[encoding] = known
        return known

    def etag_of(self, encoding: str) -> str:
        """The entity tag of that form, quoted: of its own bytes, since each form's differ."""
        if (known := self._etags.get(encoding)) is None:
            digest = blake2b(self.form(encoding), digest_size=12).hexdigest()
            known = self._etags[encoding] = f'"{digest}"'
        return known

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


def is_known(etag: str, modified: str, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the visitor already holds these bytes (RFC 9110, 13.1: the entity tag decides where one is sent)."""
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return etag in tags or "*" in tags
    return if_modified_since == modified


def _gzip(plain: bytes) -> bytes:
    press = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return press.compress(plain) + press.flush()


def _br(plain: bytes) -> bytes:
    return bytes(brotli.compress(plain, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))
