"""Pages per CPU-second: learned wrappers beside trafilatura's fast mode and bare parsing, on the same pages in one run.

Two sets: pages of the sample press (a few kilobytes each), and, where WARRAQ_SHARED_DATA has them, real pages of
publishers of which several were recorded (half a megabyte each, of which parsing alone takes most). Learning is not
timed: it happens once. "trafilatura fast" is `trafilatura.extract(html, fast=True)`, the text alone; the wrapper reads
title, date, authors, section, tags and picture as well, and checks itself, as does "with metadata".

Run: python bench/wrappers.py
"""

from __future__ import annotations

import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from warraq.extract import wrapper_learn
from warraq.extract.charset import decode_document
from warraq.extract.wrapper import Wrapper
from warraq.extract.wrapper_learn import Sample, learn_wrappers
from warraq.extract.wrapper_read import read_with_wrappers
from warraq.options import read_options
from warraq.records import Lead, Page
from warraq.sample import OUTLETS, Press
from warraq.sample.server import Presses

ROUNDS = 5
"""Speeds are the best of so many, ratios the median of the rounds'."""
LEARNED_FROM = 6
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOW = OPENED + timedelta(minutes=5)
ZONE = ZoneInfo("Africa/Casablanca")

Work = tuple[Page, Lead, tuple[Wrapper, ...], str | None]
"""A page with what reads it."""


def sample_press() -> list[Work]:
    """Pages of every outlet of the sample press that were not learned from."""
    press = Press(seed=7100, opened_at=OPENED, clock=lambda: NOW, history_days=8)
    site = Presses(press)
    work: list[Work] = []
    for outlet in OUTLETS:
        found = []
        for one in press.latest(outlet, 20):
            sheet = press.sheet(one)
            parts = urlsplit(sheet.address)
            reply = site.answer(outlet, parts.path, parts.query)
            headers = {"content-type": reply.content_type}
            page = Page(sheet.address, sheet.address, 200, headers, reply.body, NOW)
            found.append(Sample(page, Lead(sheet.address, title=sheet.title)))
        work += learned(found, found[LEARNED_FROM:], outlet.language)
    return work


def real_pages(data: Path) -> list[Work]:
    """Recorded pages of publishers of which there are several. They are few: here they are learned from and read."""
    by_publisher: dict[str, list[Sample]] = defaultdict(list)
    publishers = {}
    for line in (data / "warc" / "fundus_pages.index.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            publishers[row["url"]] = row["publisher"]
    for address, body in responses(data / "warc" / "fundus_pages.warc.gz"):
        page = Page(address, address, 200, {"content-type": "text/html"}, body, NOW)
        if address in publishers:
            by_publisher[publishers[address]].append(Sample(page, Lead(address)))
    wrapper_learn.FEWEST_PAGES = 2  # a pair of pages shows how fast a wrapper is, if not how good
    work: list[Work] = []
    for samples in by_publisher.values():
        if len(samples) > 1:
            work += learned(samples, samples, None)
    return work


def responses(file: Path) -> Iterator[tuple[str, bytes]]:
    """Address and body of each response of a WARC file that was written whole."""
    with gzip.open(file, "rb") as stream:
        while line := stream.readline():
            if not line.startswith(b"WARC/"):
                continue
            fields = {}
            while text := stream.readline().strip():
                name, _, value = text.partition(b":")
                fields[name.strip().lower()] = value.strip().decode()
            content = stream.read(int(fields[b"content-length"]))
            if fields.get(b"warc-type") == "response":
                yield fields[b"warc-target-uri"].strip("<>"), content.partition(b"\r\n\r\n")[2]


def learned(samples: list[Sample], others: list[Sample], language: str | None) -> list[Work]:
    """The other pages, where a wrapper learned from the first of `samples` reads them."""
    wrappers = learn_wrappers(samples[:LEARNED_FROM], zone=ZONE, language=language)
    work = [(sample.page, sample.lead, wrappers, language) for sample in others]
    return [each for each in work if wrappers and read(each)]


def read(work: Work) -> bool:
    """Read a page; whether a wrapper did."""
    page, lead, wrappers, language = work
    reading = read_with_wrappers(page, wrappers, now=NOW, zone=ZONE, language=language, lead=lead)
    return bool(reading.template)


def seconds(work: list[Work], run: Callable[[Work], object]) -> float:
    """CPU time of reading all pages once."""
    begun = time.process_time()
    for each in work:
        run(each)
    return time.process_time() - begun


def decoded(work: Work) -> str:
    """What bare parsing is given; the readers are given bytes as received, and decode them in their own way."""
    return texts[id(work[0])]


texts: dict[int, str] = {}


def compare(name: str, work: list[Work]) -> None:
    """Print the figures of one set of pages."""
    texts.update({id(page): decode_document(page.body) for page, *_ in work})
    size = sum(len(page.body) for page, *_ in work) / len(work) / 1000
    print(f"{name}: {len(work)} pages of {size:.0f} kB")
    readers: dict[str, Callable[[Work], object]] = {
        "learned wrapper": read,
        "lexbor, parsing alone": lambda each: LexborHTMLParser(decoded(each)),
        "trafilatura fast": lambda each: trafilatura.extract(each[0].body, fast=True),
        "  with metadata": lambda each: trafilatura.bare_extraction(
            each[0].body, fast=True, with_metadata=True
        ),
    }
    # They take turns: what else the machine does slows all of them down.
    rounds = [[seconds(work, run) for run in readers.values()] for _ in range(ROUNDS)]
    for at, what in enumerate(readers):
        speed = len(work) / min(spent[at] for spent in rounds)
        ratio = median(spent[at] / spent[0] for spent in rounds)
        print(f"  {what:<24} {speed:>8,.0f} pages per CPU-second   wrapper is {ratio:>5.1f} times it")


def main() -> None:
    """Both sets."""
    compare("sample press", sample_press())
    data = read_options().shared_data
    if data is None or not (data / "warc" / "fundus_pages.warc.gz").exists():
        print("real pages: skipped, WARRAQ_SHARED_DATA names no folder with warc/fundus_pages.warc.gz")
        return
    compare("real pages", real_pages(data))


if __name__ == "__main__":
    main()
