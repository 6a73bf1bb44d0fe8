"""How our reading of feeds agrees with feedparser's on 200 real feeds, and how fast both are.

    WARRAQ_SHARED_DATA=folder python quality/feeds.py

Title, link, id and date of each entry are compared, matched in order. feedparser runs with sanitising and link
resolution off, on text decoded by us before its clock starts, so that only the reading differs; JSON Feeds, which
it does not read, are left out, and its year 1 for dates it cannot read counts as none. Each difference must stand
in feeds_adjudicated.tsv with who is right and why (`--differences` prints them all). Every other feed is read too:
nothing may crash.
"""

from __future__ import annotations

import calendar
import gzip
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
from feeds_adjudicated import Difference, read_adjudications, unexplained

from warraq.addresses import parse_address
from warraq.collect.feed_text import read_text, without_declaration
from warraq.collect.feeds import plain, read_feed
from warraq.errors import NotAFeed
from warraq.options import read_options
from warraq.records import Lead

FLOORS = {"agreement": 0.995, "speed": 4.5}
"""Share of fields on which both agree; entries per CPU-second as a multiple of feedparser's. Measured 2026-11-26:
0.9999 and 5.8; the goal is 5, the floor leaves room for a busy machine. The 200 feeds are what is measured: entries
without links and what `mended` takes off (forbidden characters, a DOCTYPE, what follows the
end) were found by looking at them."""
BASE = "http://feed.invalid/"
FIELDS = ("title", "link", "id", "date")


def main() -> int:
    folder = read_options().shared_data
    if folder is None or not (folder / "feeds").is_dir():
        print("quality/feeds: skipped, WARRAQ_SHARED_DATA names no folder with feeds/")
        return 0
    same, total = dict.fromkeys(FIELDS, 0), 0
    differences: list[Difference] = []
    ours_seconds = theirs_seconds = 0.0
    missed = 0
    for file in sorted((folder / "feeds" / "kagi_benchmark").iterdir()):
        body = unpacked(file)
        if body.lstrip().startswith(b"{"):
            continue
        text = without_declaration(read_text(body)).encode("utf-8", "surrogatepass")
        began = time.process_time()
        leads = entries_of(body)
        middle = time.process_time()
        peers = peer(text)
        ours_seconds += middle - began
        theirs_seconds += time.process_time() - middle
        if len(leads) != len(peers):
            missed += abs(len(peers) - len(leads))
            differences.append(Difference(file.name, "feed", "entries", str(len(leads)), str(len(peers))))
            continue
        for number, (lead, entry) in enumerate(zip(leads, peers, strict=True)):
            total += 1
            for name, mine, other in compared(lead, entry):
                same[name] += mine == other
                if mine != other:
                    differences.append(Difference(file.name, str(number), name, str(mine), str(other)))
    share = sum(same.values()) / max(1, (total + missed) * len(FIELDS))
    ratio = theirs_seconds / max(ours_seconds, 1e-9)
    faults = unexplained(differences, read_adjudications("real"))
    for line in ["\t".join(one) for one in differences] if "--differences" in sys.argv else faults:
        print(f"  {line}")
    print(
        f"feeds: {total} entries compared, {missed} not matched; agreement {share:.4f} (floor {FLOORS['agreement']})"
    )
    print("  " + ", ".join(f"{name} {count / max(total, 1):.4f}" for name, count in same.items()))
    ours, theirs = total / ours_seconds, total / theirs_seconds
    print(f"  {ours:,.0f} entries per CPU-second, feedparser {theirs:,.0f}: {ratio:.1f} times")
    crashes = read_all(folder / "feeds")
    return int(share < FLOORS["agreement"] or ratio < FLOORS["speed"] or crashes > 0 or bool(faults))


def entries_of(body: bytes) -> tuple[Lead, ...]:
    try:
        return read_feed(body, address=BASE).entries
    except NotAFeed:
        return ()


def peer(text: bytes) -> list[Any]:
    """feedparser's entries of a feed in UTF-8."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    answer = feedparser.parse(
        text, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return list(answer.entries)


def compared(lead: Lead, entry: Any) -> list[tuple[str, object, object]]:
    link = parse_address(entry.get("link", ""), BASE) if entry.get("link") else None
    moment = lead.published
    when = int(moment.instant(UTC).timestamp()) if moment else None
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    other = calendar.timegm(parsed) if parsed and parsed.tm_year > 1 else None
    return [
        ("title", lead.title or "", seen(entry)),
        ("link", lead.address or None, link),
        ("id", lead.entry_id, entry.get("id") or None),
        ("date", when and datetime.fromtimestamp(when, UTC), other and datetime.fromtimestamp(other, UTC)),
    ]


def seen(entry: Any) -> str:
    """feedparser's title as readers see it: without tags where it says that it is HTML."""
    title = str(entry.get("title", ""))
    is_html = entry.get("title_detail", {}).get("type") != "text/plain"
    return plain(title) if is_html else " ".join(title.split())


def unpacked(file: Path) -> bytes:
    body = file.read_bytes()
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def read_all(folder: Path) -> int:
    """Read every file as a feed; returns how many ended in anything but a feed or a named error."""
    read = refused = crashes = 0
    for file in folder.rglob("*"):
        if not file.is_file() or file.suffix == ".tsv":
            continue
        try:
            read_feed(unpacked(file), address=BASE)
            read += 1
        except NotAFeed:
            refused += 1
        except Exception as fault:  # the crash is what is looked for
            crashes += 1
            print(f"  CRASH {file.name}: {type(fault).__name__}: {fault}")
    print(f"  all files: {read} read, {refused} refused by name, {crashes} crashes")
    return crashes


if __name__ == "__main__":
    sys.exit(main())
