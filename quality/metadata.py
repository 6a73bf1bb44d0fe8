"""How well pages' titles, days, authors and lead pictures are read, with the labels' faults told apart from ours.

Run: WARRAQ_SHARED_DATA=… python quality/metadata.py [--all] [--misses] [--write-misses FILE]. Exits 1 when a floor
sinks. By default a third of the pages, drawn by hash. The hosts are told apart in two halves, by hash;
faults of both were looked at while the rules were written, so neither proves anything about unseen hosts.

What a label says against the page is kept in extract_adjudicated.tsv (id, field, gold, ours, verdict, why): `right` is
ours against a label at fault, `absent` a truth that does not stand in the page, `wrong` a fault of ours, explained.
Titles were judged by a rule, looked over by eye: the page's own h1 is right against another title that it declares for
sharing; days whose label stands nowhere in the page, or only as its last update, likewise; the rest one by one. A
judgement holds only for the very values it names. "raw labels" are the figures without any.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from labelled_pages import SETS, Labelled, hashed, labelled_pages
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.charset import decode_document
from warraq.extract.density import densest
from warraq.extract.metadata import Metadata, read_metadata
from warraq.extract.titles import key
from warraq.options import read_options
from warraq.records import Moment

FLOORS = {
    "title right": 0.98,
    "day right": 0.95,
    "day not wrong": 0.99,
    "author right": 0.95,
    "picture right": 0.93,
}
"""What is promised of pages whose truth stands in them; reached with more to spare with --all. (Of a third of the
pages' days half a percent is one page and a half.)"""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE = Path(__file__).parent
ADJUDICATED = HERE / "extract_adjudicated.tsv"
PICTURES = HERE / "lead_pictures.tsv"
ONE_IN = 3
PROCESSES = 2
_SHORTEST_NAME = 11
_SIZE = re.compile(r"[-_]?\d+x\d+.*$|[-_](?:scaled|large|small|thumb)$")


class Judged(NamedTuple):
    """One cell of a comparison, as the file of judgements keys it."""

    id: str
    field: str
    gold: str
    ours: str


@dataclass(frozen=True)
class Score:
    """A page's comparisons: field -> verdicts before judgement (right, wrong, unread)."""

    set_name: str
    is_held_out: bool
    cells: tuple[tuple[Judged, str], ...]


def score(page: Labelled, pictures: dict[str, str]) -> Score:
    """Read one page and compare what is labelled; `pictures`: what `read_pictures` gave."""
    read = read_page(page)
    name = f"{page.set_name}/{page.id}"
    cells: list[tuple[Judged, str]] = []
    if page.title:
        is_right = key(page.title) == key(read.title or "")
        cells.append((_cell(name, "title", page.title, read.title), _verdict(is_right, read.title)))
    if page.published and page.published[:4].isdigit():
        ours = read.published.printed() if read.published else None
        is_right = bool(read.published) and is_same_day(page.published, read.published)
        cells.append((_cell(name, "day", page.published, ours), _verdict(is_right, ours)))
    if page.authors is not None:
        label = ", ".join(page.authors)
        cells += [
            (_cell(name, "author", label, author), _verdict(key(author) in key(label), author))
            for author in read.authors
        ]
        if not read.authors:
            cells.append((_cell(name, "author", label, None), "right" if not label else "unread"))
    if gold := pictures.get(name):
        shown = picture_name(read.picture) if read.picture else "none"
        is_right = shown in {picture_name(address) for address in gold.split()}
        cells.append((_cell(name, "picture", gold, read.picture), _verdict(is_right, read.picture)))
    return Score(page.set_name, page.is_held_out, tuple(cells))


def read_page(page: Labelled) -> Metadata:
    """The page's metadata, read as `read_article` does, without its body."""
    tree = LexborHTMLParser(decode_document(page.body, content_type="text/html"))
    container = tree.css_first("[itemprop=articleBody], article, main") or densest(tree)
    return read_metadata(tree, address=page.address, now=NOW, zone=UTC, container=container)


def picture_name(address: str) -> str:
    """What the addresses of one picture in several sizes share: the name of its file or folder, without size."""
    names = [name for name in unquote(address.split("?")[0]).lower().split("/") if len(name) > _SHORTEST_NAME]
    return _SIZE.sub("", names[-1].rpartition(".")[0] or names[-1]) if names else address


def is_same_day(gold: str, ours: Moment | None) -> bool:
    """Whether the labelled day, or the labelled instant, is ours."""
    if ours is None:
        return False
    if ours.printed()[:10] == gold[:10]:
        return True
    if "T" not in gold or not ours.precision.has_clock:
        return False
    stated = datetime.fromisoformat(gold)
    return (
        stated.tzinfo is not None
        and ours.offset is not None
        and abs((ours.instant(UTC) - stated).total_seconds()) < 60
    )


def _cell(name: str, field: str, gold: str, ours: str | None) -> Judged:
    return Judged(name, field, " ".join(gold.split()), " ".join((ours or "none").split()))


def _verdict(is_right: bool, ours: str | None) -> str:
    return "right" if is_right else "wrong" if ours else "unread"


def read_judgements() -> dict[Judged, str]:
    if not ADJUDICATED.exists():
        return {}
    with ADJUDICATED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {Judged(row["id"], row["field"], row["gold"], row["ours"]): row["verdict"] for row in rows}


def read_pictures() -> dict[str, str]:
    """`set/page id` -> addresses of the right lead picture, parted by spaces (the same picture may be had in several
    sizes), or "none". Labelled from the pages' markup, before ours were read; pages drawn by hash."""
    if not PICTURES.exists():
        return {}
    with PICTURES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {f"{row['set']}/{row['id']}": row["address"] for row in rows}


def report(cells: Iterable[tuple[str, str]], title: str) -> dict[str, float]:
    """Print one line a field of (field, verdict after judgement); returns the shares that have floors."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for field, verdict in cells:
        counts[field][verdict] += 1
    figures = {}
    for field, count in sorted(counts.items()):
        # Authors are told by precision: of the names read, how many are right.
        total = count["right"] + count["wrong"] + (0 if field == "author" else count["unread"])
        if not total:
            continue
        figures[f"{field} right"] = count["right"] / total
        figures[f"{field} not wrong"] = 1 - count["wrong"] / total
        print(
            f"{title:12} {field:8} right {count['right']:4} of {total:4} ({count['right'] / total:.4f}), "
            f"wrong {count['wrong']:3} ({count['wrong'] / total:.4f}), unread {count['unread']:3}, "
            f"not in the page {count['absent']:3}"
        )
    return figures


def main() -> int:
    """Measure; 1 where a figure lies under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every page instead of a third")
    parser.add_argument("--misses", action="store_true", help="print what is not right and not judged")
    parser.add_argument("--write-misses", type=Path, help="write the same as rows for the file of judgements")
    arguments = parser.parse_args()
    data = read_options().shared_data
    if data is None or not (data / "pages").is_dir():
        print("skipped: WARRAQ_SHARED_DATA names no folder with pages/")
        return 0
    pages = [page for page in labelled_pages(data) if arguments.all or hashed(page.id) % ONE_IN == 0]
    with ProcessPoolExecutor(PROCESSES) as pool:
        scores = list(pool.map(partial(score, pictures=read_pictures()), pages, chunksize=8))
    judged = read_judgements()
    found = [(row, cell, verdict) for row in scores for cell, verdict in row.cells]
    held = {f"{page.set_name}/{page.id}": page.is_held_out for page in pages}

    def told(cell: Judged, verdict: str) -> tuple[str, str]:
        return cell.field, verdict if verdict == "right" else judged.get(cell, verdict)

    for name in SETS:
        report((told(cell, verdict) for row, cell, verdict in found if row.set_name == name), name)
    every = [(cell, verdict) for _, cell, verdict in found]
    report((told(cell, verdict) for cell, verdict in every if not held[cell.id]), "first half")
    report((told(cell, verdict) for cell, verdict in every if held[cell.id]), "second half")
    report(every_field(every), "raw labels")
    figures = report((told(cell, verdict) for cell, verdict in every), "all")
    misses = [cell for cell, verdict in every if verdict != "right" and cell not in judged]
    if arguments.misses:
        print(*("\t".join(cell) for cell in misses), sep="\n")
    if arguments.write_misses:
        arguments.write_misses.write_text(
            "".join("\t".join(cell) + "\n" for cell in misses), encoding="utf-8"
        )
    sunk = [
        f"{name} {figures[name]:.4f} < {floor}"
        for name, floor in FLOORS.items()
        if figures.get(name, 0) < floor
    ]
    for line in sunk:
        print(f"FLOOR SUNK: {line}")
    return 1 if sunk else 0


def every_field(cells: Iterable[tuple[Judged, str]]) -> Iterator[tuple[str, str]]:
    """Fields and verdicts before any judgement."""
    yield from ((cell.field, verdict) for cell, verdict in cells)


if __name__ == "__main__":
    sys.exit(main())
