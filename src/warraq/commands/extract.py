"""`warraq extract`: HTML files to articles, without keeping anything."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import parse_address
from warraq.commands.inputs import open_bytes
from warraq.editions import Edition, load_edition
from warraq.errors import WarraqError, WrongUse
from warraq.extract.article import read_article
from warraq.extract.charset import decode_document
from warraq.extract.metadata import declared_address
from warraq.options import read_options
from warraq.records import Article, Block, BlockKind, NotArticle, Page, block_lines
from warraq.understand.language import findings

NAME = "extract"
HELP = "read HTML files as articles: title, authors, date, text"
EXAMPLE = "warraq extract page.html --url https://outlet.example/a/1 --jsonl"

_UNKNOWN_HOST = "page.invalid"
"""Stands for the site of a file whose address nobody told (RFC 2606); never printed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="an HTML file; - reads standard input, .gz is unpacked"
    )
    parser.add_argument(
        "--url", metavar="U", help="the page's address, for one file; else the one the page declares"
    )
    parser.add_argument(
        "--jsonl", "--json", action="store_true", help="one JSON object a line instead of a readable article"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read each file; 1 where a file could not be read or, outside --jsonl, is no article. Raises WrongUse."""
    url = _checked_url(arguments.url, len(arguments.files))
    options = read_options()
    edition = load_edition(options.edition, options)
    failed = 0
    for name in arguments.files:
        try:
            page = _page(open_bytes(name), name, url)
            read = read_article(page, now=datetime.now(UTC), zone=edition.zone)
        except WarraqError as fault:
            print(f"warraq extract: {fault}", file=sys.stderr)
            failed += 1
            continue
        if arguments.jsonl:
            line = json.dumps(_row(read, name, edition), ensure_ascii=False)
            print(line.encode("utf-8", "replace").decode())  # half a surrogate pair cannot be printed
        elif isinstance(read, NotArticle):
            print(f"warraq extract: {name}: no article: {read.reason}", file=sys.stderr)
            failed += 1
        else:
            print(_readable(read).encode("utf-8", "replace").decode())
    return 1 if failed else 0


def _checked_url(url: str | None, files: int) -> str | None:
    if url is None:
        return None
    if files > 1:
        raise WrongUse(
            "one address cannot be that of several files", subject="--url", advice="Give one FILE."
        )
    address = parse_address(url)
    if address is None:
        raise WrongUse(f"{url!r} is no address", subject="--url", advice="Give an absolute one: https://…")
    return address


def _page(data: bytes, name: str, url: str | None) -> Page:
    """A file as a page; its address is told, declared in it, or unknown."""
    address = url
    if address is None and b"<" in data[:100_000]:
        address = declared_address(LexborHTMLParser(decode_document(data)))
    address = address or f"https://{_UNKNOWN_HOST}/{quote(Path(name).name)}"
    return Page(address, address, 200, {}, data, datetime.now(UTC))


def _row(read: Article | NotArticle, name: str, edition: Edition) -> dict[str, object]:
    identity = {"id": name if name == "-" else Path(name).name}
    if isinstance(read, NotArticle):
        return {**identity, "kind": None, "url": _known(read.address), "reason": read.reason}
    found = findings(read, sections={})
    return {
        **identity,
        "kind": read.kind.value,
        "url": _known(read.address),
        "title": read.title,
        "subtitle": read.subtitle,
        "authors": list(read.authors),
        "published_at": read.published.printed() if read.published else None,
        "date_precision": read.published.precision.value if read.published else None,
        "language": found.language,
        "is_darija": found.is_darija,
        "image": _known(read.picture),
        "section": read.section,
        "body": read.text(),
    }


def _known(address: str | None) -> str | None:
    return None if address is None or urlsplit(address).hostname == _UNKNOWN_HOST else address


def _readable(article: Article) -> str:
    """An article for reading in a terminal."""
    head = [article.title or "", article.subtitle or "", ", ".join(article.authors)]
    head += [article.published.printed() if article.published else "", _known(article.address) or ""]
    parts = ["\n".join(line for line in head if line)]
    parts += [_readable_block(block) for block in article.body]
    return "\n\n".join(part for part in parts if part) + "\n"


def _readable_block(block: Block) -> str:
    lines = block_lines(block)
    if block.kind is BlockKind.LIST:
        return "\n".join(f"• {line}" for line in lines)
    if block.kind is BlockKind.QUOTE:
        return "\n".join(f"« {line} »" for line in lines)
    if block.kind is BlockKind.EMBED:
        return "\n".join([*lines, block.address or ""]).strip()
    return "\n".join(lines)
