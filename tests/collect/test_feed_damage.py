"""No title and no link is damaged by what sick feeds do to them: the table is sick_feeds.tsv.

Each case is a title and a link as a publisher writes them, in a charset and under a declaration, and what a reader
must see. `{E9}` is that byte. `loose` is a feed that only feedparser reads (a prefix without a namespace), so that
both readers are held to the same table; `broken-off` one whose last entry is cut. Links are relative to the site.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from warraq.collect.feed_xml import read_strict
from warraq.collect.feeds import read_feed

SITE = "https://goud.example"
TABLE = Path(__file__).with_name("sick_feeds.tsv")
ITEM = "<item><title>{title}</title><link>{link}</link></item>"
CHANNEL = "<channel><title>T</title><link>https://goud.example/</link>"
FORMATS = {
    "rss": f'<rss version="2.0">{CHANNEL}{ITEM}</channel></rss>',
    "loose": f'<rss version="2.0">{CHANNEL}{ITEM.replace("<item>", "<item><x:y>1</x:y>")}</channel></rss>',
    "broken-off": f'<rss version="2.0">{CHANNEL}{ITEM}<item><title>عنوان لم يكتم',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    f"{CHANNEL}</channel>{ITEM}</rdf:RDF>",
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>{title}</title>'
    '<link href="{link}"/><id>urn:1</id></entry></feed>',
    "atom-html": '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title type="html">{title}'
    '</title><link href="{link}"/><id>urn:1</id></entry></feed>',
}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = rows()
CASES = [(row, form) for row in ROWS for form in row["formats"].split(",")]


def body_of(row: dict[str, str], form: str) -> bytes:
    """The feed as its publisher serves it."""
    if form == "json":
        item = {"id": "1", "title": row["title"], "url": row["link"]}
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}
        return json.dumps(feed, ensure_ascii=False).encode(row["bytes"])
    declared = row["declared"]
    text = "" if declared == "-" else f'<?xml version="1.0" encoding="{declared}"?>'
    text += FORMATS[form].replace("{title}", row["title"]).replace("{link}", row["link"])
    if form == "broken-off" and row["bytes"] == "cp1256":
        text = text.replace("يكتم", "")
    body = text.encode(row["bytes"])
    return re.sub(rb"\{([0-9A-F]{2})\}", lambda byte: bytes.fromhex(byte[1].decode()), body)


@pytest.mark.parametrize(("row", "form"), CASES, ids=[f"{row['case']} ({form})" for row, form in CASES])
def test_titles_and_links_come_through(row: dict[str, str], form: str) -> None:
    http = "" if row["http"] == "-" else row["http"]
    feed = read_feed(body_of(row, form), address=f"{SITE}/feed", content_type=http)
    (lead,) = feed.entries
    assert lead.title == row["title read"]
    assert lead.address == SITE + row["link read"]


def test_the_table_is_as_long_as_promised() -> None:
    assert len({row["case"] for row in ROWS}) == len(ROWS) >= 60


def test_the_loose_feed_is_none_that_the_quick_reader_takes() -> None:
    assert read_strict(FORMATS["loose"]) is None
    assert read_strict(FORMATS["rss"]) is not None
