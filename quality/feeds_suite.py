"""How many expectations of feedparser's own recorded suite our reading of feeds meets.

    WARRAQ_SHARED_DATA=folder python quality/feeds_suite.py

Each recorded file opens with a comment: `Header:` lines it is served with, a `Description:` and the `Expect:` that
feedparser's tests evaluate. Files are read as those tests read them: bytes with the Content-Type named (text/xml
where a served file names none), at the address of their test server, relative to Content-Location where one is sent.

Counted is every comparison on the title, link, id or date of an entry, and on the title or link of a feed. Titles are
compared as the text a reader sees (what feedparser's `type` says is HTML is brought to plain text), dates as instants.
Left out are `sanitize/`, which is about cleaning HTML, and comparisons on what a Feed does not keep: ids and dates of
the feed itself, of an entry's `source`, expiry and validity, and links other than the page's own.
"""

from __future__ import annotations

import ast
import calendar
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
from feeds_adjudicated import Difference, read_adjudications, unexplained

from warraq.addresses import parse_address
from warraq.collect.feeds import Feed, plain, read_feed
from warraq.errors import NotAFeed
from warraq.options import read_options
from warraq.records import Moment

FLOORS = {"expectations": 0.97}
"""Share of the expectations that are met (0.9921 measured 2026-11-26, 503 of 507); every one that is not stands in
feeds_adjudicated.tsv."""
SERVER = "http://127.0.0.1:8097/tests/"
HEADER = re.compile(r"^Header:\s+([^:\n]+):(.*)$", re.MULTILINE)
EXPECT = re.compile(r"Expect:[ \t]*(.*?)\s*(?:-->|$)", re.MULTILINE)
WIDE = {
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\x00<": "utf-32-be",
    b"<\x00\x00\x00": "utf-32-le",
    b"\x00<\x00?": "utf-16-be",
    b"<\x00?\x00": "utf-16-le",
}
FIELDS = {
    "title": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    "published": "date",
    "updated": "date",
    "created": "date",
    "published_parsed": "date",
    "updated_parsed": "date",
    "created_parsed": "date",
}
"""feedparser's names of the fields in question."""
FEED_FIELDS = ("title", "link")


@dataclass(frozen=True, slots=True)
class Case:
    """A recorded file, and what its test expects of it."""

    name: str
    body: bytes
    address: str
    content_type: str
    expect: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """One comparison: `entry` is None for the feed itself; `value` as the test writes it, None for "has none"."""

    entry: int | None
    name: str
    value: Any


def main() -> int:
    shared = read_options().shared_data
    folder = shared / "feeds" / "feedparser" if shared else None
    if folder is None or not folder.is_dir():
        print("quality/feeds_suite: skipped, WARRAQ_SHARED_DATA names no folder with feeds/feedparser/")
        return 0
    met, asked = Counter[str](), Counter[str]()
    failures: list[Difference] = []
    files = 0
    for case in cases(folder):
        expectations = list(expectations_of(case.expect))
        files += bool(expectations)
        if not expectations:
            continue
        feed = reading(case)
        peer = feedparser.parse(case.body, response_headers={"content-type": case.content_type})
        for one in expectations:
            field = FIELDS[one.name]
            asked[field] += 1
            ours, expected = both(feed, peer, one, case.address)
            if ours == expected:
                met[field] += 1
            else:
                where = "feed" if one.entry is None else str(one.entry)
                failures.append(Difference(case.name, where, field, str(ours), str(expected)))
    share = met.total() / max(1, asked.total())
    print(
        f"feeds_suite: {met.total()} of {asked.total()} expectations in {files} files met: "
        f"{share:.4f} (floor {FLOORS['expectations']})"
    )
    print("  " + ", ".join(f"{field} {met[field]} of {asked[field]}" for field in asked))
    faults = unexplained(failures, read_adjudications("suite"))
    for line in faults:
        print(f"  {line}")
    return int(share < FLOORS["expectations"] or bool(faults))


def cases(folder: Path) -> Iterator[Case]:
    """The recorded files, those about sanitising left out."""
    for file in sorted(folder.rglob("*.*")):
        name = file.relative_to(folder).as_posix()
        if "/sanitize/" in name:
            continue
        body = file.read_bytes()
        text = text_of(body)
        expect = EXPECT.search(text)
        if expect is None:
            continue
        headers = {key.strip().lower(): value.strip() for key, value in HEADER.findall(text)}
        is_served = "http" in name
        address = urljoin(SERVER + name, headers.get("content-location", ""))
        yield Case(
            name=name,
            body=body,
            address=address if address.startswith("http") else SERVER + name,
            content_type=headers.get("content-type", "text/xml") if is_served else "",
            expect=expect[1],
        )


def text_of(body: bytes) -> str:
    """The opening comment, whatever the charset: its own letters are ASCII but for EBCDIC's."""
    if body.startswith(b"Lo\xa7\x94"):
        return body.decode("cp037")
    wide = WIDE.get(body[:4]) or ("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    return body.decode(wide, errors="ignore")


def expectations_of(expect: str) -> Iterator[Expectation]:
    """The comparisons on our fields among the operands of `and`; where there are alternatives, the last."""
    tree = ast.parse(expect, mode="eval").body
    for part in parts_of(tree):
        if isinstance(part, ast.UnaryOp) and isinstance(part.operand, ast.Call):
            asks = part.operand
            if isinstance(asks.func, ast.Attribute) and asks.func.attr == "has_key":
                path = [*path_of(asks.func.value), ast.literal_eval(asks.args[0])]
                yield from asked_of(path, None)
        elif isinstance(part, ast.Compare) and all(isinstance(op, ast.Eq) for op in part.ops):
            *sides, last = [part.left, *part.comparators]
            try:
                value = ast.literal_eval(last)
            except ValueError:
                continue
            for side in sides:
                yield from asked_of(path_of(side), value)


def parts_of(tree: ast.expr) -> Iterator[ast.expr]:
    if isinstance(tree, ast.BoolOp):
        for value in tree.values if isinstance(tree.op, ast.And) else tree.values[-1:]:
            yield from parts_of(value)
    else:
        yield tree


def path_of(node: ast.expr) -> list[Any]:
    """`entries[0]['title_detail'].value` as ["entries", 0, "title_detail", "value"]."""
    if isinstance(node, ast.Subscript):
        return [*path_of(node.value), ast.literal_eval(node.slice)]
    if isinstance(node, ast.Attribute):
        return [*path_of(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else [None]


def asked_of(path: list[Any], value: Any) -> Iterator[Expectation]:
    if path[-2:] == ["title_detail", "value"]:
        path = [*path[:-2], "title"]
    match path:
        case ["entries", int(entry), str(name)] if name in FIELDS:
            yield Expectation(entry, name, value)
        case ["feed", str(name)] if name in FEED_FIELDS:
            yield Expectation(None, name, value)


def reading(case: Case) -> Feed | None:
    try:
        return read_feed(case.body, address=case.address, content_type=case.content_type)
    except NotAFeed:
        return None


def both(feed: Feed | None, peer: Any, one: Expectation, address: str) -> tuple[Any, Any]:
    """What we read and what is expected, in the same shape; ours is "no feed" or "no entry" where there is none."""
    if feed is None or (one.entry is not None and one.entry >= len(feed.entries)):
        return "no feed" if feed is None else "no entry", one.value
    lead = feed.entries[one.entry] if one.entry is not None else None
    match FIELDS[one.name]:
        case "title":
            theirs = peer.feed if one.entry is None else peer.entries[one.entry]
            is_html = theirs.get("title_detail", {}).get("type") != "text/plain"
            return feed.title if lead is None else lead.title, seen(one.value, is_html)
        case "link":
            ours = feed.homepage if lead is None else lead.address or None
            return ours, one.value and parse_address(one.value, address)
        case "id":
            return lead and lead.entry_id, one.value
        case _:
            assert lead is not None
            moment = lead.updated if one.name.startswith("updated") else None
            return seconds(moment or lead.published), theirs_seconds(one.value)


def seen(title: str, is_html: bool) -> str | None:
    """The text that a reader sees of a title."""
    return (plain(title) if is_html else " ".join(title.split())) or None


def seconds(moment: Moment | None) -> int | None:
    return int(moment.instant(UTC).timestamp()) if moment else None


def theirs_seconds(value: Any) -> int:
    """A time tuple, or a date as text, which feedparser itself reads."""
    parsed = feedparser.datetimes._parse_date(value) if isinstance(value, str) else value
    return calendar.timegm(parsed)


if __name__ == "__main__":
    sys.exit(main())
