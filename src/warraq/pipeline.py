"""Decides what to do about what arrived: new, revised, unchanged, withdrawn, refused. Pure: no clock, no rows.

It must never lose an article because something about it is unknown, and never invent what is not known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from warraq.extract.boilerplate import furniture_of
from warraq.extract.moving import without_moving
from warraq.records import (
    Article,
    Block,
    BlockKind,
    Findings,
    Intent,
    Known,
    Lead,
    Moment,
    NotArticle,
    Precision,
    Publish,
    Refuse,
    Revise,
    Unchanged,
    Wish,
    Withdraw,
)
from warraq.understand.wording import letters_of

FUTURE_SLACK = timedelta(hours=26)
"""How far ahead of our clock a printed time may lie and still be believed: an outlet in the easternmost zone
whose page states no offset is up to 14 hours ahead, and clocks are wrong by up to half a day."""

OLDEST_YEAR = 1900

SHORTEST_TITLE = 12
"""Characters from which a channel's title is a headline and not a rubric that a headline may begin with."""

LONGEST_FURNITURE = 250
"""Characters of a line that a page's template may have put in; a longer one is text."""
DATE_LINE = 5
"""What `furniture_of` calls a line with a date of publication."""
_MEASURE = re.compile(r"\d\s*(?:[-–:/.,+x×]|sur)\s*\d|\d{7}|[%٪$€£]")

GONE_STATUSES = frozenset({404, 410})
"""What an outlet answers for an article it deleted."""


def decide(known: Known | None, arrived: Article | NotArticle, findings: Findings | None) -> Intent:
    """What to do about a page that was read. `findings` is needed where an article arrived."""
    if isinstance(arrived, NotArticle):
        # A page that we could read before and cannot now (redesign, paywall) keeps what we have.
        return Unchanged(known.number) if known else Refuse(arrived.reason)
    assert findings is not None, "an article arrives with its findings"
    key = content_key(arrived)
    if known is None:
        if Wish.NOINDEX in arrived.wishes:
            return Refuse("its page asks robots not to index it")
        return Publish(arrived, findings, key)
    if known.content_key == key and not known.is_withdrawn and known.wishes == arrived.wishes:
        return Unchanged(known.number)
    return Revise(known.number, arrived, findings, key)


def decide_gone(known: Known | None, status: int) -> Intent:
    """What to do about an address that answered `status` where a page was expected."""
    if known is None or status not in GONE_STATUSES:
        return Refuse(f"the outlet answered {status}")
    return Unchanged(known.number) if known.is_withdrawn else Withdraw(known.number)


class Line(NamedTuple):
    """A line of an article's text: a paragraph, an item of a list, a row of a table."""

    kind: BlockKind
    text: str


def standing_lines(subtitle: str, blocks: Iterable[Block]) -> tuple[Line, ...]:
    """The lines of an article that nobody but its editors changes, its subtitle first.

    Furniture that a reading let through (share bars, read-also lines, dates of updating) is left out, and what moves
    by itself inside a line is masked (`extract.moving`). A table is left as it is: it is there for its numbers.
    """
    found = [Line(BlockKind.PARAGRAPH, subtitle)]
    for block in blocks:
        texts = [" ".join(row) for row in block.rows] or block.items or (block.text,)
        found += [Line(block.kind, " ".join(text.split())) for text in texts]
    return tuple(
        line if line.kind is BlockKind.TABLE else Line(line.kind, without_moving(line.text))
        for line in found
        if line.kind is BlockKind.TABLE or not _is_furniture(line.text)
    )


def _is_furniture(text: str) -> bool:
    """A score, a share or a price on a line of its own is no counter of a share bar, and a line that begins with a date
    may be a sentence: only what moves in it is masked."""
    if len(text) > LONGEST_FURNITURE or furniture_of(text) in (0, DATE_LINE):
        return False
    return _MEASURE.search(text) is None


def content_key(article: Article) -> str:
    """Hash of what the outlet published: a change of it is an edit, anything else is not."""
    return key_of_version(article.title or "", article.subtitle or "", article.body)


def key_of_version(title: str, subtitle: str, blocks: Iterable[Block]) -> str:
    """Hash of one version of an article: the words of title, subtitle and body, in their order.

    Typography (`understand.wording`), the kinds of blocks and where paragraphs are parted do not count, nor do
    furniture and what moves by itself; picture, tags and section may change without the article being another one.
    """
    words = letters_of(line.text for line in standing_lines(subtitle, blocks))
    text = f"{letters_of([title])}\x1e{words}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def believable(moment: Moment | None, now: datetime, zone: tzinfo) -> Moment | None:
    """`moment`, or None where it cannot be: beyond our clock, or before newspapers had sites.

    `now` is aware UTC; `zone` is the edition's.
    """
    if moment is None or moment.local.year < OLDEST_YEAR:
        return None
    return moment if moment.instant(zone) <= now + FUTURE_SLACK else None


def with_lead(
    article: Article, lead: Lead, now: datetime, zone: tzinfo, outlet_names: tuple[str, ...] = ()
) -> Article:
    """The article with what its channel said where the page itself says nothing, or says less of the time.

    An outlet signs nothing: its own names are taken off the authors, who are people.
    """
    names = {name.casefold() for name in outlet_names}
    authors = article.authors or lead.authors
    own = believable(article.published, now, zone)
    said = believable(lead.published, now, zone)
    return replace(
        article,
        title=_plainer(article.title, lead.title),
        authors=tuple(name for name in authors if name.casefold() not in names),
        section=article.section or lead.section,
        tags=article.tags or lead.tags,
        picture=article.picture or lead.picture,
        published=_finer(own, said),
        also=(*article.also, lead.entry_id) if lead.entry_id else article.also,
    )


def _plainer(own: str | None, said: str | None) -> str | None:
    """The page's title; the channel's, where the page's is that with the site's name before or behind it."""
    if not own or not said:
        return own or said
    is_whole = len(said) >= SHORTEST_TITLE and len(said) < len(own)
    return said if is_whole and (own.startswith(said) or own.endswith(said)) else own


def _finer(own: Moment | None, said: Moment | None) -> Moment | None:
    """The page's own date, with the channel's clock where the page gives only the day and both agree on it."""
    if own is None or said is None:
        return own or said
    if not own.precision.has_clock and said.precision.has_clock:
        same_month = (own.local.year, own.local.month) == (said.local.year, said.local.month)
        if same_month and (own.precision is Precision.MONTH or own.day() == said.day()):
            return said
    return own


def place_in_lists(moment: Moment | None, seen_at: datetime, zone: tzinfo) -> datetime:
    """The aware instant that places an article in lists: publication where its clock can be trusted.

    A day-only date of the day we first saw it (`seen_at`, aware UTC) keeps first sight, since we know no better;
    one of an earlier day is placed at that day's noon. A time ahead of first sight is an outlet's wrong clock,
    so first sight counts.
    """
    if moment is None or moment.precision is Precision.MONTH:
        return seen_at
    if moment.precision.has_clock:
        return min(moment.instant(zone), seen_at)
    if moment.day() >= seen_at.astimezone(zone).date():
        return seen_at
    return replace(moment, local=moment.local.replace(hour=12), offset=None).instant(zone)


def filed_day(moment: Moment | None, seen_at: datetime, zone: tzinfo) -> date | None:
    """The calendar day an article is filed under, in the edition's `zone`; None where only the month is known.

    An article whose date is unknown is filed under the day we first saw it: it must be found somewhere, and its
    page says that the date is unknown.
    """
    if moment is None:
        return seen_at.astimezone(zone).date()
    return None if moment.precision is Precision.MONTH else moment.day_in(zone)
