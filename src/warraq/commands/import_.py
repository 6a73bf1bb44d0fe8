"""`warraq import`: articles from a file, in the shape `warraq extract` prints, plus their outlet."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

from warraq.addresses import parse_address
from warraq.commands.inputs import lines
from warraq.commands.starting import start
from warraq.editions import Edition
from warraq.errors import BadInput
from warraq.extract.dates import read_date
from warraq.records import Article, ArticleKind, Block, BlockKind, Moment, OutletSeed
from warraq.understand.context import Context
from warraq.understand.language import findings

NAME = "import"
HELP = "Load articles from JSON lines in the shape of `warraq extract`, plus the outlet's name."
EXAMPLE = "warraq import articles.jsonl.gz --edition ma"

BATCH = 500
MAX_BODY_CHARACTERS = 2_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="JSON lines; `-` is standard input, .gz is unpacked"
    )
    parser.add_argument("--edition", help="the edition the articles belong to (WARRAQ_EDITION)")
    parser.add_argument("--outlet", help="the outlet of lines that name none")
    parser.add_argument("--json", action="store_true", help="say the result as JSON")


class _Row(Protocol):
    pk: int


def run(arguments: argparse.Namespace) -> int:
    """Import; goes on after a bad line or file and names it."""
    options, edition = start(arguments.edition)
    from warraq.processes.section_learning import own_context
    from warraq.store.write import Arrival, summary, write_arrivals

    loader = _Loader(edition, own_context(edition, options.data), arguments.outlet)
    counts: dict[str, int] = {}
    done = 0
    for batch in _batches(loader.read(arguments.files)):
        arrivals = [
            Arrival(
                outlet_id=outlet,
                arrived=article,
                findings=loader.context.complete(
                    findings(article, sections=loader.context.sections), article
                ),
                seen_at=seen_at,
                imported_id=imported_id,
            )
            for outlet, article, imported_id, seen_at in batch
        ]
        for name, number in summary(write_arrivals(arrivals, edition)).items():
            counts[name] = counts.get(name, 0) + number
        done += len(batch)
        if sys.stderr.isatty():
            print(f"\r{done} articles", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    counts["bad_lines"] = loader.bad
    if arguments.json:
        print(json.dumps(counts))
    else:
        print(", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in counts.items()))
        print("The keeper hands them to the index; without one: `warraq keep --once`.")
    return 1 if loader.bad else 0


Line = tuple[int, Article, str | None, datetime]


class _Loader:
    """Turns lines into articles, making outlets as they are named."""

    def __init__(self, edition: Edition, context: Context, outlet: str | None) -> None:
        self.edition = edition
        self.context = context
        self.bad = 0
        self._default = outlet
        self._outlets: dict[str, int] = {}

    def read(self, files: list[str]) -> Iterator[Line]:
        """Articles of all files; what is wrong is named on stderr and counted."""
        for name in files:
            try:
                for number, text in lines(name):
                    try:
                        yield self._line(json.loads(text))
                    except (json.JSONDecodeError, BadInput, RecursionError) as fault:
                        self._complain(f"{name}:{number}: {fault}")
            except BadInput as fault:
                self._complain(str(fault))

    def _complain(self, text: str) -> None:
        self.bad += 1
        print(f"warraq import: {text}", file=sys.stderr)

    def _line(self, row: Any) -> Line:
        if not isinstance(row, dict):
            raise BadInput("no JSON object")
        address = parse_address(_text(row, "url"))
        if address is None:
            raise BadInput("no url, or one that is no web address")
        outlet = self._outlet(_text(row, "outlet") or _text(row, "source") or self._default or "", address)
        imported_id = row.get("id")
        return (
            outlet,
            _article(row, address),
            None if imported_id is None else str(imported_id),
            _seen_at(row),
        )

    def _outlet(self, name: str, address: str) -> int:
        from warraq.store.outlets import free_slug, make_outlet, outlet_by_host, slug_for

        key = name or address.split("/")[2]
        if key not in self._outlets:
            row = (
                outlet_by_name(self.edition.slug, name)
                if name
                else outlet_by_host(self.edition.slug, address)
            )
            if row is None:
                slug = free_slug(name) if name else slug_for(address)
                homepage = "/".join(address.split("/")[:3]) + "/"
                names = {language: name for language in ("ar", "fr") if name}
                seed = OutletSeed(slug=slug, homepage=homepage, names=names, is_name_verified=False)
                row = make_outlet(self.edition.slug, seed, datetime.now(UTC))
            self._outlets[key] = row.pk
        return self._outlets[key]


def outlet_by_name(edition: str, name: str) -> _Row | None:
    """The outlet of this slug or name."""
    from warraq.store.models import Outlet

    for row in Outlet.objects.filter(edition=edition):
        if name == row.slug or name in row.names.values():
            return row
    return None


def _article(row: dict[str, Any], address: str) -> Article:
    body = _text(row, "body")[:MAX_BODY_CHARACTERS]
    paragraphs = (" ".join(line.split()) for line in body.split("\n"))
    kind = _text(row, "kind") or "article"
    if kind not in list(ArticleKind):
        raise BadInput(f"kind {kind[:20]!r} is none of {', '.join(ArticleKind)}")
    authors = row.get("authors") or []
    if not isinstance(authors, list):
        raise BadInput("authors is no list of names")
    return Article(
        kind=ArticleKind(kind),
        address=address,
        title=_text(row, "title") or None,
        subtitle=_text(row, "subtitle") or None,
        authors=tuple(str(name).strip() for name in authors if str(name).strip()),
        published=_published(row),
        body=tuple(Block(BlockKind.PARAGRAPH, text=text) for text in paragraphs if text),
        picture=parse_address(_text(row, "image")) if row.get("image") else None,
        section=_text(row, "section") or None,
        declared_language=_text(row, "language") or None,
    )


def _published(row: dict[str, Any]) -> Moment | None:
    text = _text(row, "published_at")
    if not text:
        return None
    if (moment := read_date(text)) is None:
        raise BadInput(
            f"published_at {text[:40]!r} is no date", advice="Use ISO: 2023-11-01 or 2023-11-01T14:05+01:00."
        )
    return moment


def _seen_at(row: dict[str, Any]) -> datetime:
    """When it was first seen, where the line says so (`seen_at`, ISO); else now."""
    text = _text(row, "seen_at")
    try:
        moment = datetime.fromisoformat(text) if text else datetime.now(UTC)
    except ValueError as fault:
        raise BadInput(f"seen_at {text[:40]!r} is no ISO time") from fault
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"{name} is no text")
    return value.replace("\x00", "").strip()


def _batches(rows: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
