"""What reading a page alone costs: pages per CPU-second, the slowest in a hundred, and the most memory, beside
trafilatura (default and fast), newspaper4k, resiliparse and bare parsing, on the same pages in the same run.

    python bench/extract.py                 every sixth of WCXB's development pages and the Arabic ones, two minutes

Ours gives title, people, day, picture and body; the others the body alone, which is what they are measured by. Each
reader runs in a process of its own, so that its peak of memory is its own; every page is read once beforehand, as
in a worker that has been running for a while. Needs WARRAQ_SHARED_DATA.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import logging
import multiprocessing
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from warraq.extract.article import read_article
from warraq.extract.charset import decode_document
from warraq.options import read_options
from warraq.records import Page

GOAL = 1 / 3
"""Of the pages per CPU-second of trafilatura's fast mode: it reads only what has no wrapper yet."""
ADDRESS = "https://outlet.example/news/1"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STEP = 6

Reader = Callable[[bytes], object]
Figures = tuple[float, float, float]
"""Pages per CPU-second, the 99th percentile in milliseconds, peak memory in MB."""


def ours() -> Reader:
    """The whole of an article."""

    def read(raw: bytes) -> object:
        page = Page(ADDRESS, ADDRESS, 200, {"content-type": "text/html"}, raw, NOW)
        return read_article(page, now=NOW, zone=UTC)

    return read


def bare() -> Reader:
    """A tree and nothing of it."""
    return lambda raw: LexborHTMLParser(decode_document(raw, content_type="text/html")).body


def trafilatura() -> Reader:
    """Trafilatura as it comes."""
    from trafilatura import extract

    return lambda raw: extract(raw, include_comments=False)


def trafilatura_fast() -> Reader:
    """Trafilatura without its own fallbacks."""
    from trafilatura import extract

    return lambda raw: extract(raw, include_comments=False, fast=True)


def newspaper() -> Reader:
    """newspaper4k, set to the language of most of the pages."""
    from newspaper import Article, Config

    config = Config()
    config.language, config.fetch_images = "en", False

    def read(raw: bytes) -> object:
        article = Article(ADDRESS, config=config)
        article.download(input_html=decode_document(raw, content_type="text/html"))
        article.parse()
        return article.text

    return read


def resiliparse() -> Reader:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda raw: extract_plain_text(decode_document(raw, content_type="text/html"), main_content=True)


READERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "bare lexbor parsing": ("selectolax", bare),
    "resiliparse": ("resiliparse", resiliparse),
    "trafilatura fast": ("trafilatura", trafilatura_fast),
    "trafilatura": ("trafilatura", trafilatura),
    "newspaper4k": ("newspaper", newspaper),
    "warraq, a page alone": ("selectolax", ours),
}


def measure(name: str, pages: list[bytes]) -> Figures:
    """Read all pages twice and time the second turn. Runs in a process of its own."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    read = READERS[name][1]()
    for raw in pages:
        read(raw)
    spent = []
    for raw in pages:
        begun = time.process_time()
        read(raw)
        spent.append(time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return len(pages) / sum(spent), statistics.quantiles(spent, n=100)[-1] * 1000, peak


def pages_of(data: Path, step: int) -> list[bytes]:
    """The pages' bytes, unpacked beforehand."""
    found = sorted((data / "pages" / "wcxb_dev" / "html").glob("*.gz"))[::step]
    found += sorted((data / "pages" / "arabic" / "html").glob("*.gz"))
    return [gzip.decompress(file.read_bytes()) for file in found]


def main() -> int:
    """Measure and print; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--step", type=int, default=STEP, help="one page in so many is read")
    arguments = parser.parse_args()
    data = read_options().shared_data
    if data is None or not (data / "pages").is_dir():
        print("skipped: WARRAQ_SHARED_DATA names no folder with pages/")
        return 0
    pages = pages_of(data, arguments.step)
    figures: dict[str, Figures] = {}
    for name, (package, _) in READERS.items():
        if importlib.util.find_spec(package) is None:
            print(f"skipped: {name} is not installed")
            continue
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures[name] = pool.apply(measure, (name, pages))
        speed, slowest, peak = figures[name]
        print(f"{name:22} {speed:8.1f} pages/CPU-s   p99 {slowest:7.1f} ms   peak {peak:6.0f} MB", flush=True)
    ratio = figures["warraq, a page alone"][0] / figures["trafilatura fast"][0]
    print(f"{len(pages)} pages; ours reads {ratio:.2f} of trafilatura fast's (goal {GOAL:.2f})")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
