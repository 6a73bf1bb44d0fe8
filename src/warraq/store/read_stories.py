"""What pages ask about stories: one with its articles, the top ones, which story an article stands in, who was first,
and where figures differ.

Plain SQL; lists read no texts. A story's number never dies: one that was merged leads on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.db import connection

from warraq.extract.dates import read_date
from warraq.records import Moment, Precision
from warraq.store.asking import fetch
from warraq.store.figures import read_compared
from warraq.store.read import by_numbers, headlines_by_sql, key_columns
from warraq.store.read_rows import MAX_NUMBER, PICTURE_JOIN, HeadlineRow, sure_instant
from warraq.store.story_rows import ComparedRow, CopyRow, Moved, StoryMember, StoryRow, TopStory
from warraq.understand.firsts import First, first_publisher, sight_of
from warraq.understand.origins import Witness

MOST_MEMBERS = 500
"""Articles that a story's page reads at most, the newest: `read.MAX_LIST`."""
_COLUMNS = (
    "s.id, s.language, s.lead_article_id, s.picture_article_id, s.first_at, s.last_at, s.article_count, "
    "s.outlet_count, s.rank, s.section, s.main_place, s.changed_at"
)
_CHANGED = {"sqlite": "s.changed_at || ''", "postgresql": "s.changed_at"}
"""As text it is compared without being parsed, which Django's SQLite cursor does for each value of a date column."""
_STANDING = "s.merged_into_id IS NULL AND s.article_count > 0"
"""As the index of top stories says it, word for word: else SQLite does not use it."""


def story(edition: str, number: int) -> StoryRow | Moved | None:
    """The story of that number; where it went, if it was merged; None where there never was one."""
    if not 0 < number <= MAX_NUMBER:
        return None
    rows = fetch(
        f"SELECT s.merged_into_id, {_COLUMNS} FROM store_story s WHERE s.id = %s AND s.edition = %s",
        (number, edition),
    )
    if not rows:
        return None
    into, *columns = rows[0]
    return Moved(into) if into is not None else _stories(edition, [columns])[0]


def top_stories(
    edition: str, languages: Sequence[str], *, since: datetime, limit: int = 30
) -> list[TopStory]:
    """The stories of the highest rank in `languages` that had an article since then (aware), the highest first."""
    if not languages:
        return []
    moment = connection.ops.adapt_datetimefield_value(since)
    walked = [value for language in languages for value in (edition, language, moment, limit)]
    rows = [TopStory(*row) for row in fetch(_top_sql(len(languages), connection.vendor), walked)]
    return sorted(rows, key=lambda row: (-row.rank, row.number))[:limit]


@lru_cache
def _top_sql(languages: int, vendor: str) -> str:
    walk = (
        f"SELECT s.id, s.lead_article_id, s.picture_article_id, s.rank, s.main_place, {_CHANGED[vendor]} "
        f"FROM store_story s WHERE s.edition = %s AND s.language = %s AND {_STANDING} "
        "AND s.last_at >= %s ORDER BY s.rank DESC LIMIT %s"
    )
    return " UNION ALL ".join([f"SELECT * FROM ({walk}) w"] * languages)


def story_members(edition: str, number: int, zone: tzinfo) -> list[StoryMember]:
    """The articles of a story, oldest first, the withdrawn ones among them. `zone` is the edition's."""
    headlines = each_story(edition, [number], limit=MOST_MEMBERS).get(number, [])
    facts = {
        row[0]: row[1:]
        for row in fetch(
            "SELECT a.id, a.imported_id, (SELECT p.place FROM store_articleplace p WHERE p.article_id = a.id "
            "AND p.is_main LIMIT 1), c.article_id, c.other_id, c.is_origin, c.is_sure, c.share, c.other_share, "
            "c.reasons, c.outside FROM store_article a LEFT JOIN store_copy c ON c.article_id = a.id "
            "WHERE a.story_id = %s",
            (number,),
        )
    }
    return [
        _member(headline, facts[headline.number], zone) for headline in headlines if headline.number in facts
    ]


def each_story(edition: str, numbers: Sequence[int], *, limit: int = 12) -> dict[int, list[HeadlineRow]]:
    """The newest headlines of each of these stories, at most `limit` each, oldest first, in two questions."""
    if not numbers:
        return {}
    walk = (
        "SELECT a.id, a.story_id FROM store_article a WHERE a.story_id = %s ORDER BY a.sort_at DESC LIMIT %s"
    )
    parts = " UNION ALL ".join(f"SELECT id, story_id FROM ({walk}) w" for _ in numbers)
    rows = fetch(parts, tuple(value for number in numbers for value in (number, limit)))
    standing: dict[int, int] = dict(rows)
    marks = ", ".join(["%s"] * len(standing))
    if not standing:
        return {}
    sql = f"SELECT {key_columns()} FROM store_article a {PICTURE_JOIN} WHERE a.id IN ({marks}) ORDER BY a.sort_at, a.id"
    found: dict[int, list[HeadlineRow]] = {}
    for headline in headlines_by_sql(edition, sql, tuple(standing)):
        found.setdefault(standing[headline.number], []).append(headline)
    return found


def also_in(edition: str, number: int) -> StoryRow | None:
    """The story of the other language, Arabic or French, that may be offered beside this one; None: there is none."""
    return _also(edition, "store_counterpart c", "c.story_id", number)


def also_in_beside(edition: str, article: int) -> StoryRow | None:
    """The same, beside an article: that of the story it stands in."""
    joined = "store_article a JOIN store_counterpart c ON c.story_id = a.story_id"
    return _also(edition, joined, "a.id", article)


def _also(edition: str, joined: str, column: str, number: int) -> StoryRow | None:
    rows = fetch(
        f"SELECT {_COLUMNS} FROM {joined} JOIN store_story s ON s.id = c.other_id "
        f"WHERE {column} = %s AND s.edition = %s AND {_STANDING}",
        (number, edition),
    )
    return next((found for found in _stories(edition, rows) if found.lead is not None), None)


def stories_of(numbers: Iterable[int]) -> dict[int, int]:
    """Article -> its story, of these articles; those that stand in none yet are left out."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join(["%s"] * len(part))
        found |= dict(
            fetch(
                f"SELECT a.id, a.story_id FROM store_article a WHERE a.id IN ({marks}) AND a.story_id IS NOT NULL",
                part,
            )
        )
    return found


def first_of(members: Sequence[StoryMember], zone: tzinfo) -> First | None:
    """Who of a story's articles was first (`First.id` is the article's number as text); None where nobody can be
    called so."""
    witnesses = [Witness(str(m.headline.number), m.headline.outlet.slug, m.sight, m.printed) for m in members]
    copies = {str(m.headline.number): str(m.copy_of) for m in members if m.copy_of is not None}
    likely = {str(m.headline.number) for m in members if m.copy and not m.copy.is_sure}
    return first_publisher(witnesses, copies, zone, likely=likely)


def figures(number: int) -> list[ComparedRow]:
    """What at least two outlets of a story count, those that most outlets tell first."""
    rows = fetch("SELECT f.comparisons FROM store_figures f WHERE f.story_id = %s", (number,))
    return read_compared(rows[0][0]) if rows else []


def copies_of(edition: str, number: int) -> list[tuple[HeadlineRow, CopyRow]]:
    """The articles that have their text from this one or share it, oldest first, with what they share."""
    rows = fetch(
        "SELECT c.article_id, c.other_id, c.is_origin, c.is_sure, c.share, c.other_share, c.reasons, c.outside "
        "FROM store_copy c WHERE c.other_id = %s ORDER BY c.article_id LIMIT %s",
        (number, MOST_MEMBERS),
    )
    copies = {row[0]: _copy(row[1:]) for row in rows}
    found = [(row, copies[row.number]) for row in by_numbers(edition, copies)]
    return sorted(found, key=lambda pair: (pair[0].sort_at, pair[0].number))


def copy_row(number: int) -> CopyRow | None:
    """Where else the text of this article stands; None where it stands nowhere."""
    rows = fetch(
        "SELECT c.other_id, c.is_origin, c.is_sure, c.share, c.other_share, c.reasons, c.outside FROM store_copy c "
        "WHERE c.article_id = %s",
        (number,),
    )
    return _copy(rows[0]) if rows else None


def _stories(edition: str, rows: Sequence[Sequence[Any]]) -> list[StoryRow]:
    wanted = {number for row in rows for number in row[2:4] if number is not None}
    headlines = {row.number: row for row in by_numbers(edition, sorted(wanted))}
    return [
        StoryRow(
            row[0],
            row[1],
            headlines.get(row[2]),
            headlines.get(row[3]),
            sure_instant(row[4]),
            sure_instant(row[5]),
            row[6],
            row[7],
            row[8],
            row[9],
            row[10],
            sure_instant(row[11]),
        )
        for row in rows
    ]


def _member(headline: HeadlineRow, facts: Sequence[Any], zone: tzinfo) -> StoryMember:
    imported_id, place, copied, *copy = facts
    printed = _printed(headline.published_text, headline.published_precision)
    sight = sight_of(printed, headline.seen_at, zone, is_imported=imported_id is not None)
    return StoryMember(headline, printed, sight, None if copied is None else _copy(copy), place or "")


def _copy(row: Sequence[Any]) -> CopyRow:
    other, is_origin, is_sure, share, other_share, reasons, outside = row
    return CopyRow(other, bool(is_origin), bool(is_sure), share, other_share, tuple(reasons.split()), outside)


@lru_cache(maxsize=10_000)
def _printed(text: str, precision: str) -> Moment | None:
    """The outlet's own clock. Remembered, because reading a date takes as long as a question."""
    moment = read_date(text) if text else None
    return None if moment is None else replace(moment, precision=Precision(precision))
