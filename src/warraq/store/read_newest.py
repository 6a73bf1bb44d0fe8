"""What a page of many lists asks: the newest articles of an edition once, and its lists out of them.

The lists of a front page cost 0.58 ms asked one by one and 0.26 ms out of one window (100,000 articles, SQLite). A list
that comes out too short in it (a rare section, an outlet that writes once a week) is asked for apart, so every list is
what `read` would have answered. Nothing is remembered from one page to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warraq.store import read
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import HeadlineRow

WINDOW = 150
"""Articles asked for: five hours of a press of 800 a day, in which all but rare sections and quiet outlets stand.
Fifty more cost 0.08 ms."""


class Newest:
    """The newest articles of an edition, as they stand now; `length` of them are asked for."""

    def __init__(self, edition: str, length: int = WINDOW) -> None:
        self._edition = edition
        self._length = length
        self._rows = read.latest(edition, limit=length)

    def known(self) -> Mapping[int, HeadlineRow]:
        """The window's headlines by number."""
        return {row.number: row for row in self._rows}

    def latest(self, *, languages: Sequence[str] | None = None, limit: int = 30) -> list[HeadlineRow]:
        """As `read.latest`."""
        if languages is None and limit <= self._length:
            return self._rows[:limit]
        rows = [row for row in self._rows if languages is None or row.language in languages]
        if len(rows) < limit:
            return read.latest(self._edition, languages=languages, limit=limit)
        return rows[:limit]

    def each_section(
        self, sections: Sequence[str], *, languages: Sequence[str] | None = None, limit: int = 5
    ) -> dict[str, list[HeadlineRow]]:
        """As `read.each_section`."""
        found: dict[str, list[HeadlineRow]] = {section: [] for section in sections}
        for row in self._rows:
            listed = found.get(row.section)
            if (
                listed is not None
                and len(listed) < limit
                and (languages is None or row.language in languages)
            ):
                listed.append(row)
        short = [section for section in sections if len(found[section]) < limit]
        if short:
            asked = read.each_section(self._edition, short, languages=languages, limit=limit)
            found |= {section: asked.get(section, []) for section in short}
        return {section: rows for section, rows in found.items() if rows}

    def each_outlet(self) -> list[HeadlineRow]:
        """As `read.each_outlet`."""
        found: dict[int, HeadlineRow] = {}
        for row in self._rows:
            found.setdefault(row.outlet.id, row)
        rows = list(found.values())
        quiet = [outlet for outlet in outlets_by_id(self._edition) if outlet not in found]
        if quiet:
            rows += read.each_outlet(self._edition, quiet)
            rows.sort(key=lambda row: row.position, reverse=True)
        return rows
