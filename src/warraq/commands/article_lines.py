"""Articles as the commands of understanding take them: {id, title, body, published_at, language, outlet} a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from warraq.commands.inputs import lines
from warraq.errors import BadInput
from warraq.extract.dates import read_date
from warraq.records import Moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One line. Texts that are null or missing are empty."""

    key: str
    """Its id as text, different for 1 and "1"; its line number where it has none."""
    row: dict[str, Any]
    """The line as it was."""
    title: str
    body: str
    language: str
    outlet: str
    author: str
    published: Moment | None
    time: datetime
    """When it stands in the stream, aware: as published, else the time of the line before it."""


class ArticleLines:
    """Reads a file; what is wrong with a line is said on stderr, counted in `bad`, and the others go on."""

    def __init__(self, file: str, command: str) -> None:
        self.bad = 0
        self._file, self._command = file, command
        self._time = EPOCH

    def __iter__(self) -> Iterator[ArticleLine]:
        for number, line in lines(self._file):
            try:
                yield self._article(number, line)
            except BadInput as fault:
                print(f"warraq {self._command}: {self._file}, line {number}: {fault}", file=sys.stderr)
                self.bad += 1

    def _article(self, number: int, line: str) -> ArticleLine:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"no JSON ({error})", advice="Give one object a line.") from error
        if not isinstance(row, dict):
            raise BadInput("no JSON object", advice="Give one object a line.")
        names = ("title", "body", "language", "outlet", "author", "published_at")
        title, body, language, outlet, author, printed = (_text(row, name) for name in names)
        published = _moment(printed) if printed else None
        if published is not None:
            self._time = published.instant(UTC)
        key = json.dumps(row["id"]) if row.get("id") is not None else f"line {number}"
        return ArticleLine(key, row, title, body, language, outlet, author, published, self._time)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"{name} is no text", advice="Give a string or null.")
    return value


def _moment(printed: str) -> Moment:
    moment = read_date(printed)
    if moment is None:
        raise BadInput(f"published_at {printed!r} is no date", advice="Give ISO 8601 or null.")
    try:
        moment.instant(UTC)
    except OverflowError as error:
        raise BadInput(f"published_at {printed!r} is out of range") from error
    return moment
