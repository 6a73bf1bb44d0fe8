"""The labelled pages that several measurements read, in one shape. Used by metadata.py; no measurement itself.

Sets: wcxb_dev, arabic, french, htmldate (folders of gzipped pages beside a gold file) and fundus (pages of 175
publishers in one WARC file, each with what its publisher's own rules read).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDERS = ("wcxb_dev", "arabic", "french", "htmldate")
SETS = (*FOLDERS, "fundus")


@dataclass(frozen=True)
class Labelled:
    """One page and its labels; a field that nobody labelled is None (authors: an empty list says "nobody")."""

    set_name: str
    id: str
    address: str
    body: bytes
    title: str | None
    published: str | None
    """ISO, a day or finer."""
    authors: tuple[str, ...] | None

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or self.id).removeprefix("www.")

    @property
    def is_held_out(self) -> bool:
        """Whether the page's host is of the second half, by hash."""
        return hashed(self.host) % 2 == 1


def hashed(text: str) -> int:
    """A number that is the same everywhere and says nothing of the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def labelled_pages(data: Path) -> Iterator[Labelled]:
    """Every labelled page. Raises OSError where a set is missing."""
    for name in FOLDERS:
        yield from _of_folder(data / "pages" / name, name)
    yield from _of_fundus(data / "warc")


def _of_folder(folder: Path, name: str) -> Iterator[Labelled]:
    gold = folder / "gold.jsonl"
    raw = gold.read_bytes() if gold.exists() else gzip.decompress((folder / "gold.jsonl.gz").read_bytes())
    for row in (json.loads(line) for line in raw.decode("utf-8").split("\n") if line):
        file = str(row.get("file") or f"{row['id']}.html.gz").removeprefix("html/")
        page = folder / "html" / file
        author = row.get("author")
        address = row["url"] if isinstance(row["url"], str) else "https://outlet.example/unknown"
        yield Labelled(
            name,
            file.removesuffix(".gz").removesuffix(".html"),
            address,
            gzip.decompress(page.read_bytes()),
            row.get("title"),
            day if isinstance(day := row.get("publish_date") or row.get("date"), str) else None,
            (author,) if author else None,
        )


def _of_fundus(folder: Path) -> Iterator[Labelled]:
    """Pages of one publisher and the versions of its rules are both in order of time."""
    with gzip.open(folder / "fundus_expected.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    versions = {(row["country"], row["publisher"]): iter(row["expected"].values()) for row in rows}
    index = [json.loads(line) for line in (folder / "fundus_pages.index.jsonl").open(encoding="utf-8")]
    bodies = dict(_records(folder / "fundus_pages.warc.gz"))
    for row in sorted(index, key=lambda row: row["file"]):
        expected: dict[str, Any] = next(versions[row["country"], row["publisher"]])
        authors = expected.get("authors")
        yield Labelled(
            "fundus",
            row["file"].removesuffix(".html.gz"),
            row["url"],
            bodies[row["url"]],
            expected.get("title"),
            str(expected["publishing_date"]).replace(" ", "T") if expected.get("publishing_date") else None,
            tuple(authors) if authors is not None else None,
        )


def _records(file: Path) -> Iterator[tuple[str, bytes]]:
    """Address and body of each response of a WARC file whose bodies are not encoded."""
    with gzip.open(file) as stream:
        while line := stream.readline():
            if not line.startswith(b"WARC/"):
                continue
            fields = {}
            while (line := stream.readline()).strip():
                name, _, value = line.decode("utf-8").partition(":")
                fields[name.lower()] = value.strip()
            block = stream.read(int(fields["content-length"]))
            if fields["warc-type"] == "response":
                yield fields["warc-target-uri"], block.partition(b"\r\n\r\n")[2]
