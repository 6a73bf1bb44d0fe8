"""What pages ask the store: lists of headlines from newest to oldest, each answered by an index in models.py.

Lists filtered by language or section are unions of short index walks, one for each combination, because no index
gives one order over several languages. Withdrawn articles stay out of rivers and sections; an outlet's own lists, its
days and its authors keep them as headlines. Nothing here counts many rows or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from warraq.records import LANGUAGES
from warraq.store.asking import fetch, fetch_one
from warraq.store.keys import person_key
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import (
    HEADLINE_COLUMNS,
    KEY_COLUMNS,
    KEY_COLUMNS_SQLITE,
    KEY_WIDTH,
    PICTURE_JOIN,
    AuthorRow,
    HeadlineRow,
    OutletRow,
    Position,
    headline_of,
)

MAX_LIST = 500
"""The longest list of headlines by number."""
REMEMBERED = 8_000
"""Headlines a process remembers: about 20 MB."""
_Headlines = dict[tuple[Any, ...], HeadlineRow]
"""By what a query answers of them, `key_columns()`."""
_remembered: dict[str, tuple[Mapping[int, OutletRow], _Headlines]] = {}
"""By edition, with the outlets they were made with."""
_NEWEST = "ORDER BY a.sort_at DESC, a.id DESC"
_VISIBLE = "a.withdrawn_at IS NULL"
_Walk = tuple[str, tuple[Any, ...]]
"""A condition that an index answers in order, and its parameters."""


def latest(
    edition: str,
    *,
    languages: Sequence[str] | None = None,
    before: Position | None = None,
    limit: int = 30,
) -> list[HeadlineRow]:
    """The newest headlines of an edition, in `languages` or all."""
    if languages is None:
        walks = [_walk(edition=edition)]
    else:
        walks = [_walk(edition=edition, language=language) for language in languages]
    return newest_of(edition, walks, before, limit, _VISIBLE)


def by_section(
    edition: str,
    section: str,
    *,
    languages: Sequence[str] | None = None,
    before: Position | None = None,
    limit: int = 30,
) -> list[HeadlineRow]:
    """The newest headlines of a section."""
    walks = [_walk(edition=edition, section=section, language=language) for language in _all(languages)]
    return newest_of(edition, walks, before, limit, _VISIBLE)


def each_section(
    edition: str, sections: Sequence[str], *, languages: Sequence[str] | None = None, limit: int = 5
) -> dict[str, list[HeadlineRow]]:
    """The newest headlines of each of `sections` in one query; sections without any are left out."""
    walks = [
        _walk(edition=edition, section=section, language=language)
        for section in sections
        for language in _all(languages)
    ]
    return _parted(newest_of(edition, walks, None, limit, _VISIBLE, is_limited=False), limit)


def by_outlet(
    edition: str, outlet: int, *, before: Position | None = None, limit: int = 30
) -> list[HeadlineRow]:
    """An outlet's newest headlines, those it withdrew among them."""
    return newest_of(edition, [_walk(outlet_id=outlet)], before, limit)


def by_outlet_section(
    edition: str, outlet: int, section: str, *, before: Position | None = None, limit: int = 30
) -> list[HeadlineRow]:
    """An outlet's newest headlines in a section."""
    return newest_of(edition, [_walk(outlet_id=outlet, section=section)], before, limit)


def each_outlet_section(
    edition: str, outlet: int, sections: Sequence[str], *, limit: int = 5
) -> dict[str, list[HeadlineRow]]:
    """An outlet's newest headlines in each of `sections` ("" for those without) in one query."""
    walks = [_walk(outlet_id=outlet, section=section) for section in sections]
    return _parted(newest_of(edition, walks, None, limit, is_limited=False), limit)


def by_outlet_day(edition: str, outlet: int, day: date) -> list[HeadlineRow]:
    """Everything an outlet filed under a day, newest first: as many as the calendar counts."""
    return newest_of(edition, [_walk(outlet_id=outlet, day_on=day)], None, None)


def each_outlet(edition: str, outlets: Sequence[int] | None = None) -> list[HeadlineRow]:
    """The newest headline of each of the edition's outlets (or of these of them), newest first."""
    among = "" if outlets is None else f" AND o.id IN ({', '.join(['%s'] * len(outlets))})"
    walked = f"SELECT a.id FROM store_article a WHERE a.outlet_id = o.id AND {_VISIBLE} {_NEWEST} LIMIT 1"
    sql = (
        f"SELECT {key_columns()} FROM store_outlet o JOIN store_article a ON a.id = ({walked}) {PICTURE_JOIN} "
        f"WHERE o.edition = %s{among} {_NEWEST}"
    )
    return headlines_by_sql(edition, sql, (edition, *(outlets or ())))


def author(outlet: int, number: int) -> AuthorRow | None:
    """A person of that outlet."""
    row = fetch_one("SELECT id, name FROM store_author WHERE id = %s AND outlet_id = %s", (number, outlet))
    return None if row is None else AuthorRow(*row)


def authors_signing(signatures: Sequence[tuple[int, str]]) -> list[tuple[int, AuthorRow]]:
    """Who signs so, each with its outlet's id; a signature is an outlet's id and a name. Unknown ones are left out."""
    if not signatures:
        return []
    either = " OR ".join(["(outlet_id = %s AND key = %s)"] * len(signatures))
    parameters = [value for outlet, name in signatures for value in (outlet, person_key(name))]
    sql = f"SELECT outlet_id, id, name FROM store_author WHERE {either} ORDER BY id"
    return [(outlet, AuthorRow(number, name)) for outlet, number, name in fetch(sql, parameters)]


def by_author(
    edition: str, authors: Sequence[int], *, before: Position | None = None, limit: int = 30
) -> list[HeadlineRow]:
    """The newest headlines of one person, who may have the numbers of several authors."""
    after, parameters = _after(before)
    signed = (
        f"SELECT b.article_id FROM store_byline b WHERE b.author_id IN ({', '.join(['%s'] * len(authors))})"
    )
    sql = (
        f"SELECT {key_columns()} FROM store_article a {PICTURE_JOIN} "
        f"WHERE a.id IN ({signed}){after} {_NEWEST} LIMIT %s"
    )
    return headlines_by_sql(edition, sql, (*authors, *parameters, limit))


def by_numbers(edition: str, numbers: Iterable[int]) -> list[HeadlineRow]:
    """The headlines of these numbers in the order given; numbers unknown to the edition are left out."""
    wanted = list(dict.fromkeys(numbers))[:MAX_LIST]
    if not wanted:
        return []
    marks = ", ".join(["%s"] * len(wanted))
    # The edition in a form that no index answers: SQLite would walk all of an edition's index instead of these rows.
    where = f"a.id IN ({marks}) AND a.edition || '' = %s"
    sql = f"SELECT {key_columns()} FROM store_article a {PICTURE_JOIN} WHERE {where}"
    found = {row.number: row for row in headlines_by_sql(edition, sql, (*wanted, edition))}
    return [found[number] for number in wanted if number in found]


def headlines_by_sql(edition: str, sql: str, parameters: Sequence[Any]) -> list[HeadlineRow]:
    """The headlines that a query of `key_columns()` finds, in its order: for the other modules of `read`.

    A process remembers headlines by number. The query itself says which of them still stand (the same `changed_at`,
    the same picture, the same story), so only what is new or has changed is read whole: of two hundred on a front page
    usually none.
    """
    keys = fetch(sql, parameters)
    known = _known(edition)
    try:
        return list(map(known.__getitem__, keys))
    except KeyError:
        found = _read_whole(edition, [key[0] for key in keys if key not in known])
        rows = [known.get(key) or found.get(key[0]) for key in keys]
        return [row for row in rows if row]


def key_columns() -> str:
    """What a query of headlines asks: number, when it was changed, the picture it shows now, and its story."""
    return KEY_COLUMNS_SQLITE if connection.vendor == "sqlite" else KEY_COLUMNS


def _read_whole(edition: str, numbers: Sequence[int]) -> dict[int, HeadlineRow]:
    marks = ", ".join(["%s"] * len(numbers))
    sql = f"SELECT {key_columns()}, {HEADLINE_COLUMNS} FROM store_article a {PICTURE_JOIN} WHERE a.id IN ({marks})"
    rows = fetch(sql, numbers)
    if any(row[KEY_WIDTH + 1] not in outlets_by_id(edition) for row in rows):
        outlets_by_id(edition, is_fresh=True)  # added within the last seconds
    outlets, known = outlets_by_id(edition), _known(edition)
    if len(known) > REMEMBERED:
        known.clear()
    found = {}
    for row in rows:
        if row[KEY_WIDTH + 1] in outlets:
            headline = found[row[0]] = headline_of(row[KEY_WIDTH:], outlets)
            known[row[:KEY_WIDTH]] = headline
    return found


def _known(edition: str) -> _Headlines:
    """The headlines remembered of an edition: none after anything of its outlets has changed."""
    outlets = outlets_by_id(edition)
    remembered = _remembered.get(edition)
    if remembered is None or remembered[0] is not outlets:
        remembered = _remembered[edition] = (outlets, {})
    return remembered[1]


def _all(languages: Sequence[str] | None) -> Sequence[str]:
    return (*LANGUAGES, "") if languages is None else languages


def _walk(**equal: str | int | date) -> _Walk:
    return " AND ".join(f"a.{column} = %s" for column in equal), tuple(equal.values())


def _after(before: Position | None) -> _Walk:
    if before is None:
        return "", ()
    moment = connection.ops.adapt_datetimefield_value(before.sort_at)
    return " AND (a.sort_at, a.id) < (%s, %s)", (moment, before.number)


def newest_of(
    edition: str,
    walks: Sequence[_Walk],
    before: Position | None,
    limit: int | None,
    condition: str = "",
    *,
    is_limited: bool = True,
) -> list[HeadlineRow]:
    """The newest of several walks along an index: each gives at most `limit`, as does the whole where `is_limited`."""
    if not walks:
        return []
    after, place = _after(before)
    ends = f"{after} AND {condition}" if condition else after
    amount = "" if limit is None else " LIMIT %s"
    bound = () if limit is None else (limit,)
    if len(walks) == 1:
        (where, values), *_ = walks
        sql = f"SELECT {key_columns()} FROM store_article a {PICTURE_JOIN} WHERE {where}{ends} {_NEWEST}{amount}"
        return headlines_by_sql(edition, sql, (*values, *place, *bound))
    parts, parameters = [], []
    for where, values in walks:
        walked = f"SELECT a.id FROM store_article a WHERE {where}{ends} {_NEWEST}{amount}"
        parts.append(f"SELECT id FROM ({walked}) w")
        parameters += [*values, *place, *bound]
    sql = (
        f"SELECT {key_columns()} FROM ({' UNION ALL '.join(parts)}) t "
        f"JOIN store_article a ON a.id = t.id {PICTURE_JOIN} {_NEWEST}"
    )
    if is_limited:
        sql += amount
        parameters += bound
    return headlines_by_sql(edition, sql, parameters)


def _parted(rows: Iterable[HeadlineRow], limit: int) -> dict[str, list[HeadlineRow]]:
    sections: dict[str, list[HeadlineRow]] = {}
    for row in rows:
        if len(listed := sections.setdefault(row.section, [])) < limit:
            listed.append(row)
    return sections
