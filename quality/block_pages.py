"""The pages that the block model learns from: WCXB's development part, Fundus' recorded pages, the sample press, and
pages of htmldate on which three other readers agree.

Used by `quality/train_blocks.py`. Pages of hosts that `quality/extract.py` measures on beside WCXB are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extract_peers import PEERS, read_with
from extract_scores import shingles, words

from warraq.extract.charset import decode_document
from warraq.sample import OUTLETS, Press
from warraq.sample.server import Presses

FOLDS = 5
SEEDS = range(9101, 9109)
"""Of sample presses: none that a test or another measurement uses."""
_PAGES_AN_OUTLET = 2
_MEASURED = ("arabic", "french")
_LEAST_FOUND = 0.6
"""Share of the paragraphs expected of a Fundus page that stand in it: below, its parser reads something else."""
_LEAST_WORDS = 60
_VOTERS = ("trafilatura", "trafilatura precision", "readability-lxml")
_LEAST_AGREED = 0.6
"""Share of shingles: where readers differ more, one of them took another part of the page for the text."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page and its true body. `spared` are texts on which the truth says nothing (a standfirst); `votes` stand for
    a truth that nobody wrote down: what other readers took for it."""

    source: str
    address: str
    raw: bytes
    body: str
    spared: tuple[str, ...] = ()
    votes: tuple[str, ...] = ()


def site_of(address: str) -> str:
    """What pages of one site share: the last two labels of the host."""
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


def fold_of(address: str) -> int:
    """The fold of a page, the same for every page of its site."""
    return int(hashlib.md5(site_of(address).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def labelled_pages(data: Path) -> Iterator[Labelled]:
    """All of them. `data`: the folder of real data."""
    measured = {
        site_of(row["url"])
        for name in _MEASURED
        for row in _rows((data / "pages" / name / "gold.jsonl").read_bytes())
    }
    for page in (*_wcxb(data), *_fundus(data), *_sample_press(), *_agreed(data)):
        if site_of(page.address) not in measured:
            yield page


def _rows(raw: bytes) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in raw.decode().split("\n") if line)


def _wcxb(data: Path) -> Iterator[Labelled]:
    folder = data / "pages" / "wcxb_dev"
    for row in _rows(gzip.decompress((folder / "gold.jsonl.gz").read_bytes())):
        raw = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
        yield Labelled("wcxb", row["url"] or f"https://{row['id']}.example/", raw, row["body"])


def _fundus(data: Path) -> Iterator[Labelled]:
    folder = data / "warc"
    expected = {
        (row["country"], row["publisher"]): row["expected"]
        for row in _rows(gzip.decompress((folder / "fundus_expected.jsonl.gz").read_bytes()))
    }
    index = {row["url"]: row for row in _rows((folder / "fundus_pages.index.jsonl").read_bytes())}
    for address, raw in _responses(gzip.decompress((folder / "fundus_pages.warc.gz").read_bytes())):
        row = index.get(address)
        if row is None:
            continue
        shown = f" {' '.join(words(re.sub(r'<[^>]+>', ' ', raw.decode('utf-8', 'replace'))))} "
        best: tuple[float, list[str], list[str]] = (0.0, [], [])
        for version in expected.get((row["country"], row["publisher"]), {}).values():
            if body := version.get("body"):
                texts = [t for part in body["sections"] for t in (*part["headline"], *part["paragraphs"])]
                texts = [html.unescape(text) for text in texts]
                found = sum(f" {' '.join(words(text))} " in shown for text in texts) / (len(texts) or 1)
                best = max(best, (found, texts, body["summary"]), key=lambda each: each[0])
        share, texts, summary = best
        if share >= _LEAST_FOUND and sum(len(text.split()) for text in texts) > _LEAST_WORDS:
            yield Labelled("fundus", address, raw, "\n\n".join(texts), tuple(summary))


def _responses(warc: bytes) -> Iterator[tuple[str, bytes]]:
    """Address and payload of each response record."""
    at = 0
    while at < len(warc):
        end = warc.index(b"\r\n\r\n", at)
        head = warc[at:end]
        length = re.search(rb"Content-Length: (\d+)", head)
        address = re.search(rb"WARC-Target-URI: (\S+)", head)
        assert length is not None
        payload = warc[end + 4 : end + 4 + int(length[1])]
        at = end + 4 + int(length[1]) + 4
        if address is not None:
            yield address[1].decode(), payload.partition(b"\r\n\r\n")[2]


def _sample_press() -> Iterator[Labelled]:
    """A few articles of each invented outlet; the outlet's name is its site."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for seed in SEEDS:
        press = Press(seed=seed, opened_at=now, clock=lambda: now)
        server = Presses(press)
        for outlet in OUTLETS:
            truths = (truth for truth in press.published() if truth.outlet == outlet.slug)
            for truth, _ in zip(truths, range(_PAGES_AN_OUTLET), strict=False):
                parts = urlsplit(truth.address)
                reply = server.answer(outlet, parts.path, parts.query)
                if reply.status == 200 and len(truth.body.split()) > _LEAST_WORDS:
                    address = f"https://{outlet.slug}.sample.example{parts.path}"
                    yield Labelled("sample", address, reply.body, truth.body, (truth.subtitle or "",))


def _agreed(data: Path) -> Iterator[Labelled]:
    """Pages of many kinds and languages without a written truth, each with what three readers take for it."""
    folder = data / "pages" / "htmldate"
    for row in _rows((folder / "gold.jsonl").read_bytes()):
        raw = gzip.decompress((folder / "html" / Path(row["file"]).name).read_bytes())
        text = decode_document(raw, content_type="text/html")
        address = row["url"] if isinstance(row["url"], str) else f"https://{row['file']}.example/"
        votes = tuple(read_with(PEERS[name], text, "en", address) for name in _VOTERS)
        if all(len(words(vote)) > _LEAST_WORDS for vote in votes) and _agree(votes):
            yield Labelled("agreed", address, raw, votes[0], votes=votes)


def _agree(votes: Sequence[str]) -> bool:
    return all(shingles(votes[0], vote)[0] >= _LEAST_AGREED for vote in votes[1:])
