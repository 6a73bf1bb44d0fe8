"""What an engine is: the builder of one kind of site. It turns sheets (articles as data) into addresses and bytes.

An engine remembers nothing and looks nothing up: the press hands it what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from warraq.records import Block
from warraq.sample.outlets import Outlet

Query = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article as its outlet shows it at a moment."""

    key: int
    outlet: Outlet
    base: str
    """The site's address without a path."""
    title: str
    first_title: str
    """As first published: what a slug is made of."""
    subtitle: str | None
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    published: datetime
    modified: datetime
    section: str
    label: str
    tags: tuple[str, ...]
    picture: str | None
    """Path on the site."""
    caption: str
    is_video: bool
    has_date: bool
    path: str

    @property
    def address(self) -> str:
        """Canonical, absolute."""
        return self.base + self.path

    def at(self, path: str) -> Sheet:
        """The same with its path."""
        return replace(self, path=path)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that is being built."""

    outlet: Outlet
    base: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None
    """Makes the reply conditional: ETag and Last-Modified are sent and honoured."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page or file that lists the newest articles."""

    count: int
    build: Callable[[Site, Sequence[Sheet]], Reply]
    days: int | None = None
    """How far back it reaches; None: as far as `count`."""


def never(_site: Site, _path: str, _query: Query, _sheets: Callable[[int], Sequence[Sheet]]) -> Reply | None:
    """For engines that have nothing beyond listings and articles."""
    return None


@dataclass(frozen=True, slots=True)
class Engine:
    """One kind of site."""

    path: Callable[[Sheet], str]
    """Canonical path of an article."""
    key: Callable[[str, Query], int | None]
    """The number of the article that a path (decoded or not) and query name; None where they name none."""
    page: Callable[[Site, Sheet, Sequence[Sheet], str, Query], Reply]
    """The page of an article, given the other recent ones, for the path and query that were asked for."""
    listings: Mapping[str, Listing]
    """Path -> listing: the channels and the front page ("/")."""
    robots: str
    """The robots file; {base} is the site's address."""
    beyond: Callable[[Site, str, Query, Callable[[int], Sequence[Sheet]]], Reply | None] = never
    """Everything else; the last argument gives the newest sheets, as many as asked for."""
