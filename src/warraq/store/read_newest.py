"""What a page of many lists asks: the newest articles of an edition once, and its lists out of them.

The lists of a front page cost 0.58 ms asked one by one and 0.26 ms out of one window (100,000 articles, SQLite). A list
that comes out too short in it (a rare section, an outlet that writes once a week) is asked for apart, so every list is
what `read` would have answered. Only what was picked out of the very same
answer is used again by the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from warraq.store import read
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import HeadlineRow

T = TypeVar("T")
WINDOW = 150
"""Articles asked for: five hours of a press of 800 a day, in which all but rare sections and quiet outlets stand.
Fifty more cost 0.08 ms."""


_last: dict[tuple[str, int], tuple[list[HeadlineRow], dict[object, Any]]] = {}
"""By edition and length: the last window's rows, and the lists picked out of them."""


class Newest:
    """The newest articles of an edition, as they stand now; `length` of them are asked for."""

    def __init__(self, edition: str, length: int = WINDOW) -> None:
        self._edition = edition
        self._length = length
        rows, known = read.latest(edition, limit=length), _last.get((edition, length))
        if known is None or known[0] != rows:
            known = _last[edition, length] = rows, {}
        self.rows, self._picked = known

    def known(self) -> Mapping[int, HeadlineRow]:
        """The window's headlines by number."""
        return self._once("known", lambda: {row.number: row for row in self.rows})

    def latest(self, *, languages: Sequence[str] | None = None, limit: int = 30) -> list[HeadlineRow]:
        """As `read.latest`."""
        if languages is None and limit <= self._length:
            return self.rows[:limit]
        rows = self._of(languages)
        if len(rows) < limit:
            return read.latest(self._edition, languages=languages, limit=limit)
        return rows[:limit]

    def each_section(
        self, sections: Sequence[str], *, languages: Sequence[str] | None = None, limit: int = 5
    ) -> dict[str, list[HeadlineRow]]:
        """As `read.each_section`."""
        picked = self._once(
            ("sections", languages and tuple(languages)),
            lambda: _grouped(self._of(languages), attrgetter("section")),
        )
        found = {section: picked.get(section, [])[:limit] for section in sections}
        short = [section for section, rows in found.items() if len(rows) < limit]
        if short:
            asked = read.each_section(self._edition, short, languages=languages, limit=limit)
            found |= {section: asked.get(section, []) for section in short}
        return {section: rows for section, rows in found.items() if rows}

    def each_outlet(self) -> list[HeadlineRow]:
        """As `read.each_outlet`."""
        found = self._once("outlets", lambda: _by_outlet(self.rows))
        rows = list(found.values())
        quiet = [outlet for outlet in outlets_by_id(self._edition) if outlet not in found]
        if quiet:
            rows += read.each_outlet(self._edition, quiet)
            rows.sort(key=lambda row: row.position, reverse=True)
        return rows

    def _of(self, languages: Sequence[str] | None) -> list[HeadlineRow]:
        """The window's rows in these languages."""
        if languages is None:
            return self.rows
        spoken = self._once("languages", lambda: _grouped(self.rows, attrgetter("language")))
        present = [language for language in languages if language in spoken]
        if len(present) < 2:
            return spoken[present[0]] if present else []
        return self._once(tuple(present), lambda: [row for row in self.rows if row.language in present])

    def _once(self, what: object, pick: Callable[[], T]) -> T:
        """What `pick` picks out of this very answer, picked once."""
        if what not in self._picked:
            self._picked[what] = pick()
        picked: T = self._picked[what]
        return picked


def _grouped(rows: Iterable[HeadlineRow], what: Callable[[HeadlineRow], str]) -> dict[str, list[HeadlineRow]]:
    found: dict[str, list[HeadlineRow]] = {}
    for row in rows:
        found.setdefault(what(row), []).append(row)
    return found


def _by_outlet(rows: Iterable[HeadlineRow]) -> dict[int, HeadlineRow]:
    """The newest of each, from newest to oldest."""
    found: dict[int, HeadlineRow] = {}
    for row in rows:
        found.setdefault(row.outlet.id, row)
    return found
