"""What a view is handed: the `Site` of one request, and the ways a view may say that something is not here.

A view is a plain function `(request, site, **captured) -> HttpResponse`. It takes the clock, the settings, the
language and the way addresses are written from its `Site`, and never reads them itself: so a page is a function of
its address and of what the store holds, and can be kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from warraq.editions import Edition
from warraq.options import Options
from warraq.records import Wish
from warraq.showing import Shown, what_may_be_shown
from warraq.store.read_rows import HeadlineRow, OutletRow

INTERFACES = {"ar": "", "fr": "/fr", "en": "/en"}
"""Interface language -> what its addresses begin with."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site as one request sees it."""

    edition: Edition
    options: Options
    language: str
    """The interface's: ar, fr or en."""
    prefix: str
    """What addresses of this interface begin with: "", "/fr" or "/en"."""
    path: str
    """The page asked for, without prefix: the other languages' pages have the same."""
    query: str
    """The part after `?` that pages know, encoded and in order; empty where there is none."""
    now: datetime
    """Aware UTC."""

    def to(self, path: str, **parameters: str | int | None) -> str:
        """The address of `path` in this interface; parameters that are None or empty are left out."""
        return written(self.prefix, path, parameters)

    def in_language(self, language: str) -> str:
        """This very page in another interface language."""
        return in_language(language, self.path, self.query)

    def absolute(self, path: str, **parameters: str | int | None) -> str:
        """As `to`, with the site's public address before it: for feeds and canonical links.

        The Host header is never used: it is the visitor's to choose.
        """
        return root_of(self.options) + self.to(path, **parameters)

    def may_show(self, row: HeadlineRow) -> Shown:
        """What visitors may be shown of an article."""
        return self.may_show_of(row.outlet, is_withdrawn=row.is_withdrawn, wishes=row.wishes)

    def may_show_of(
        self, outlet: OutletRow, *, is_withdrawn: bool = False, wishes: frozenset[Wish] = frozenset()
    ) -> Shown:
        """What visitors may be shown of an outlet's articles."""
        return what_may_be_shown(
            edition_show=self.edition.show,
            operator_show=self.options.show,
            outlet_show=outlet.show,
            is_withdrawn=is_withdrawn,
            show_earlier=self.edition.show_earlier,
            wishes=wishes,
        )


class View(Protocol):
    """The shape of a view. Captured: `outlet` arrives as its row, `section` as a slug of the edition, `day` and
    `month` as dates (a month is its first day), `number` and `author` as ints that fit the store, `picture` as
    a hash."""

    def __call__(self, request: HttpRequest, site: Site, /, **captured: object) -> HttpResponseBase: ...


class NotHere(Exception):  # an answer, not a fault: it never leaves the site
    """There is no such page. `kind` is what was missing (page, outlet, section, article, author, day, picture), `name`
    what the visitor called it; `outlet` is given where at least that exists, so that the page can lead on to it."""

    def __init__(self, kind: str = "page", name: str = "", outlet: OutletRow | None = None) -> None:
        super().__init__(kind, name)
        self.kind = kind
        self.name = name
        self.outlet = outlet


class Unreadable(Exception):
    """The request makes no sense (a bad parameter); `what` names the part that does not."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def root_of(options: Options) -> str:
    """The site's public address without a final slash."""
    host = f"[{options.bind}]" if ":" in options.bind else options.bind
    return options.url or f"http://{host}:{options.port}"


def in_language(language: str, path: str, query: str) -> str:
    """The address of a page (its path without prefix, its query encoded) in an interface language."""
    bare = written(INTERFACES[language], path, {})
    return f"{bare}?{query}" if query else bare


def written(prefix: str, path: str, parameters: dict[str, str | int | None]) -> str:
    """An address on this site: the prefix stands alone for the front page (/fr, never /fr/)."""
    bare = prefix + path if path != "/" or not prefix else prefix
    if not parameters:
        return bare
    query = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return f"{bare}?{query}" if query else bare
