"""The page of an article's copies: whose text it has and who has its text, why we think so, and what differs.

What differs is shown word by word only where both texts may be read in full; that they share a text, and which was
earlier, is a fact about what outlets published and always may be said.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.marked import Told, tell, version_of
from warraq.serve.site import NotHere, Site
from warraq.serve.words import words_of
from warraq.store import read, read_article
from warraq.store.read_rows import ArticleRow, HeadlineRow, OutletRow
from warraq.store.read_stories import copies_of, copy_row
from warraq.store.story_rows import CopyRow
from warraq.understand.origins import Reason

REASONS = {
    Reason.NAMED: "This text names %(outlet)s as its source.",
    Reason.AGENCY: "%(outlet)s is an agency.",
    Reason.PUBLISHED: "%(outlet)s printed an earlier time.",
    Reason.SEEN: "We saw it at %(outlet)s first.",
    Reason.LONGER: "The text of %(outlet)s is longer, and nearly all of this one stands in it.",
}
"""What speaks for an origin -> the message that says so."""


class Clocks(NamedTuple):
    """Both clocks of an article, in words."""

    name: str
    printed: str
    """Empty where it printed none."""
    seen: str


class Shared(NamedTuple):
    """The text that an article shares with another."""

    line: Line
    is_origin: bool
    is_sure: bool
    why: list[Markup]
    share: str
    """Percent of this article's words that stand there; empty where unknown."""
    clocks: tuple[Clocks, Clocks]
    """Of the other one, and of this one."""
    told: Told | None
    """None where the texts may not be read in full."""


class Copied(NamedTuple):
    """An article that has this one's text."""

    line: Line
    href: str
    """Of its own page of copies."""
    share: str
    has_order: bool


def copies(request: HttpRequest, site: Site, outlet: OutletRow, number: int) -> HttpResponse:
    """`/<outlet>/<number>/copies`."""
    found = read_article.article(site.edition.slug, outlet, number)
    if found is None:
        raise NotHere("article", str(number), outlet)
    (line,) = lines_of(site, [found.headline])
    copy = copy_row(number)
    return render.page(
        site,
        "copies.html",
        name=outlet.name(site.language),
        home=site.to(outlet.path),
        line=line,
        is_withdrawn=found.headline.is_withdrawn,
        outside=copy.outside if copy else "",
        shared=_shared(site, found, copy),
        copied=[_copied(site, row, other) for row, other in copies_of(site.edition.slug, number)],
    )


def _shared(site: Site, found: ArticleRow, copy: CopyRow | None) -> Shared | None:
    if copy is None or copy.other is None:
        return None
    rows = read.by_numbers(site.edition.slug, [copy.other])
    if not rows:
        return None
    (other,) = rows
    (line,) = lines_of(site, rows)
    words = words_of(site.language)
    return Shared(
        line,
        copy.is_origin,
        copy.is_sure,
        [
            words(REASONS[Reason(reason)], outlet=line.outlet_name)
            for reason in copy.reasons
            if reason in REASONS
        ],
        _percent(site, copy.share),
        (_clocks(site, other), _clocks(site, found.headline)),
        _told(site, other, found),
    )


def _told(site: Site, other: HeadlineRow, found: ArticleRow) -> Told | None:
    """What differs from the other text to this one, where visitors may read both."""
    if not (site.may_show(other).full_text and site.may_show(found.headline).full_text):
        return None
    whole = read_article.article(site.edition.slug, other.outlet, other.number)
    if whole is None:
        return None
    return tell(
        version_of(other.title, whole.subtitle, whole.blocks),
        version_of(found.headline.title, found.subtitle, found.blocks),
    )


def _copied(site: Site, row: HeadlineRow, copy: CopyRow) -> Copied:
    (line,) = lines_of(site, [row])
    return Copied(line, site.to(f"{row.path}/copies"), _percent(site, copy.share), copy.is_origin)


def _clocks(site: Site, row: HeadlineRow) -> Clocks:
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    printed = dates.printed(row.published_text, row.published_precision)
    return Clocks(row.outlet.name(site.language), printed, dates.instant(row.seen_at))


def _percent(site: Site, share: float) -> str:
    """Rounded down: what is not whole is never called whole."""
    return words_of(site.language).number(int(share * 100)) if share else ""
