"""What the readers of feeds find, before it is cleaned: texts may still be HTML, addresses relative."""

from __future__ import annotations

from dataclasses import dataclass

MAX_ENTRIES = 10_000
"""More of a feed than this is not looked at."""
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its reader found it: texts may still be HTML, addresses relative."""

    title: str = ""
    link: str = ""
    entry_id: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str = ""
    content: str = ""
    pictures: tuple[str, ...] = ()
    is_title_html: bool = True
    base: str = ""
    """What relative addresses are relative to, where the entry says so; may be relative to the feed's address."""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as its reader found it."""

    title: str
    language: str
    ttl_minutes: str
    entries: tuple[RawEntry, ...]
    is_title_html: bool = True
    homepage: str = ""
    hubs: tuple[str, ...] = ()
    self_address: str = ""
    base: str = ""
    """What the three addresses above are relative to; may itself be relative to the feed's address."""


def is_picture(address: str, kind: str) -> bool:
    """Whether an enclosure is a picture, by its media type or medium, else by its name."""
    return kind.startswith("image") or (
        not kind and address.partition("?")[0].lower().endswith(PICTURE_ENDINGS)
    )
