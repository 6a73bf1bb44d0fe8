"""The limits of workers refuse nothing real: the largest pages and feeds of the shared data are read within them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from warraq.collect.feeds import read_feed
from warraq.collect.workers import Workers
from warraq.errors import NotAFeed
from warraq.extract.article import read_article
from warraq.options import read_options
from warraq.records import Page

pytestmark = [pytest.mark.shared, pytest.mark.slow]
NOW = datetime(2023, 11, 1, 12, tzinfo=UTC)
LARGEST = 25


def largest(folder: str, *patterns: str) -> list[Path]:
    """The largest files of a folder of the shared data, by what they unpack to."""
    shared = read_options().shared_data
    if shared is None or not (shared / folder).is_dir():
        pytest.skip("WARRAQ_SHARED_DATA names no folder of real data")
    files = [file for pattern in patterns for file in (shared / folder).rglob(pattern)]
    return sorted(files, key=lambda file: len(unpacked(file)))[-LARGEST:]


def unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


async def test_the_largest_pages_are_read() -> None:
    async with Workers(1) as workers:
        for file in largest("pages", "*.html.gz"):
            address = f"https://a.example/{file.stem}"
            page = Page(address, address, 200, {"content-type": "text/html"}, unpacked(file), NOW)
            await workers.run(read_article, page, now=NOW, zone=ZoneInfo("Africa/Casablanca"), language="ar")


async def test_the_largest_feeds_are_read() -> None:
    read = 0
    async with Workers(1) as workers:
        for file in largest("feeds", "*.gz", "*.xml", "*.json"):
            try:
                await workers.run(read_feed, unpacked(file), address="https://a.example/feed")
                read += 1
            except NotAFeed:
                assert file.name.endswith(".json.gz")  # what other programs expect, not feeds
    assert read > LARGEST / 2
