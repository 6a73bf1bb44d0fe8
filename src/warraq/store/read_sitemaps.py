"""What sitemaps ask: how much each day of an edition holds and when that last changed, a day's articles, and stories.

Withdrawn articles stand in none. Days are those that articles are filed under; None is for those of which only the
month is known.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from warraq.records import Wish, read_wishes
from warraq.store.asking import fetch
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import OutletRow, day, sure_instant


class DayState(NamedTuple):
    """A day of the edition: how many articles stand, and when one of them last changed (aware UTC)."""

    day: date | None
    articles: int
    changed_at: datetime


class MappedRow(NamedTuple):
    """An article as a sitemap needs it."""

    number: int
    outlet: OutletRow
    changed_at: datetime
    wishes: frozenset[Wish]

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/{self.outlet.slug}/{self.number}"


class MappedStory(NamedTuple):
    """A story as a sitemap needs it."""

    number: int
    changed_at: datetime

    @property
    def path(self) -> str:
        """Its page, without language prefix."""
        return f"/story/{self.number}"


STORIES_LOOKED_AT = 20_000


def days_of(edition: str) -> list[DayState]:
    """Every day under which the edition has articles, newest first; answered by the index `article_mapped`."""
    sql = (
        "SELECT day_on, COUNT(*), MAX(changed_at) FROM store_article "
        "WHERE edition = %s AND withdrawn_at IS NULL GROUP BY day_on"
    )
    found = [DayState(day(row[0]), row[1], sure_instant(row[2])) for row in fetch(sql, (edition,))]
    return sorted(found, key=lambda state: state.day or date.min, reverse=True)


def articles_of(edition: str, day_on: date | None, *, offset: int, limit: int) -> list[MappedRow]:
    """A part of a day's articles, in the order of their numbers."""
    where, values = ("day_on IS NULL", ()) if day_on is None else ("day_on = %s", (day_on,))
    sql = (
        "SELECT id, outlet_id, changed_at, wishes FROM store_article "
        f"WHERE edition = %s AND {where} AND withdrawn_at IS NULL ORDER BY id LIMIT %s OFFSET %s"
    )
    rows = fetch(sql, (edition, *values, limit, offset))
    outlets = outlets_by_id(edition)
    return [
        MappedRow(row[0], outlets[row[1]], sure_instant(row[2]), read_wishes(row[3]))
        for row in rows
        if row[1] in outlets
    ]


def stories_of(edition: str, language: str, *, limit: int) -> list[MappedStory]:
    """The stories of a language that stand highest and that several outlets tell, among the highest 20,000: those that
    one outlet tells have its article in the maps. Answered by the index `story_top`."""
    sql = (
        "SELECT id, changed_at FROM (SELECT id, changed_at, outlet_count, rank FROM store_story "
        "WHERE edition = %s AND language = %s AND merged_into_id IS NULL AND article_count > 0 "
        "ORDER BY rank DESC LIMIT %s) AS highest WHERE outlet_count > 1 ORDER BY rank DESC LIMIT %s"
    )
    rows = fetch(sql, (edition, language, STORIES_LOOKED_AT, limit))
    return [MappedStory(row[0], sure_instant(row[1])) for row in rows]
