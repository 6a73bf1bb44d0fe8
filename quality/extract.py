"""How well pages are read: body, day, title and author, beside trafilatura on the same pages in the same run.

Run: WARRAQ_SHARED_DATA=… python quality/extract.py [--all]. Exits 1 when a floor sinks. The body's figure is the
Zyte article benchmark's: F1 over 4-word shingles, each page weighing the same; "exact" is the same words in the
same order. A floor is lowered only on purpose, in a commit that says why.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from warraq.extract.article import read_article
from warraq.extract.titles import key
from warraq.options import read_options
from warraq.records import Article, Page

FLOORS = {
    "wcxb_dev F1": 0.920,
    "wcxb_dev F1 over trafilatura": 0.005,
    "wcxb_dev exact": 0.17,
    "wcxb_dev titles": 0.87,
    "wcxb_dev authors": 0.86,
    "wcxb_dev day right": 0.76,
    "arabic F1": 0.970,
    "arabic F1 over trafilatura": 0.0,
    "arabic exact": 0.66,
    "arabic titles": 1.0,
    "arabic day right": 1.0,
    "french snippets": 7,
    "french day right": 1.0,
    "htmldate day right": 0.76,
    "htmldate day not wrong": 0.91,
}
"""A little under what is reached, with --all and without. Of the days of wcxb_dev that count as wrong most are labels
of the last update, which is not publication."""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SAMPLE_EVERY = 3
"""One page in so many of the large sets is read unless --all is given."""
PROCESSES = 2
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Task:
    """One labelled page."""

    set_name: str
    file: Path
    gold: dict[str, Any]


@dataclass(frozen=True)
class Score:
    """What one page gave: shingles as shares of their union, and whether each field is right (None: not labelled)."""

    set_name: str
    name: str
    ours: tuple[float, float, float] | None = None
    theirs: tuple[float, float, float] | None = None
    is_exact: bool = False
    is_exact_theirs: bool = False
    snippets: bool | None = None
    snippets_theirs: bool | None = None
    day: str | None = None
    title: bool | None = None
    authors: tuple[int, int] = (0, 0)
    note: str = ""


def tasks(data: Path, *, is_all: bool) -> list[Task]:
    """The labelled pages: a fixed sample of the large sets, or all."""
    pages = data / "pages"
    found = []
    for name in ("wcxb_dev", "arabic", "french", "htmldate"):
        gold = pages / name / "gold.jsonl"
        raw = (
            gold.read_bytes()
            if gold.exists()
            else gzip.decompress((pages / name / "gold.jsonl.gz").read_bytes())
        )
        rows = [json.loads(line) for line in raw.decode("utf-8").split("\n") if line]
        step = 1 if is_all or len(rows) < 100 else SAMPLE_EVERY
        for row in rows[::step]:
            file = row.get("file") or f"{row['id']}.html.gz"
            file = file if file.startswith("html/") else f"html/{file}"
            found.append(Task(name, pages / name / file, row))
    return found


def score(task: Task) -> Score:
    """Read one page with both readers."""
    logging.disable(logging.CRITICAL)
    raw = gzip.decompress(task.file.read_bytes())
    address = task.gold["url"] if isinstance(task.gold["url"], str) else "https://outlet.example/unknown"
    page = Page(address, address, 200, {"content-type": "text/html"}, raw, NOW)
    read = read_article(page, now=NOW, zone=UTC)
    article = read if isinstance(read, Article) else None
    text = article.text() if article else ""
    body = task.gold.get("body")
    theirs = ""
    if task.set_name != "htmldate":
        theirs = (
            trafilatura.extract(raw, favor_precision=True, include_comments=False, include_tables=True) or ""
        )
    return Score(
        task.set_name,
        task.file.name.removesuffix(".html.gz"),
        ours=shingles(body, text) if body else None,
        theirs=shingles(body, theirs) if body else None,
        is_exact=body is not None and words(body) == words(text),
        is_exact_theirs=body is not None and words(body) == words(theirs),
        snippets=has_snippets(task.gold, text),
        snippets_theirs=has_snippets(task.gold, theirs),
        day=day_verdict(task.gold, article),
        title=title_verdict(task.gold, article),
        authors=author_counts(task.gold, article),
        note="" if article else getattr(read, "reason", ""),
    )


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def shingles(true: str, read: str, size: int = 4) -> tuple[float, float, float]:
    """True positives, false positives, false negatives as shares of their sum (Zyte's evaluation)."""
    counts = []
    for text in (true, read):
        tokens = words(text)
        counts.append(Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1))))
    hit = sum((counts[0] & counts[1]).values())
    missed = sum((counts[0] - counts[1]).values())
    extra = sum((counts[1] - counts[0]).values())
    total = hit + missed + extra or 1
    return hit / total, extra / total, missed / total


def f1(rows: Iterable[tuple[float, float, float] | None]) -> float:
    """F1 of the pages' mean shares."""
    given = [row for row in rows if row]
    hit, extra, missed = (sum(row[at] for row in given) for at in range(3))
    precision, recall = hit / ((hit + extra) or 1), hit / ((hit + missed) or 1)
    return 2 * precision * recall / ((precision + recall) or 1)


def has_snippets(gold: dict[str, Any], text: str) -> bool | None:
    if gold.get("body") or "must_have" not in gold:
        return None
    flat = " ".join(text.split())
    return all(s in flat for s in gold["must_have"]) and not any(s in flat for s in gold["must_not_have"])


def day_verdict(gold: dict[str, Any], article: Article | None) -> str | None:
    """right, wrong or unread."""
    day = gold.get("date") or gold.get("publish_date")
    if not isinstance(day, str) or not re.match(r"\d{4}-\d{2}-\d{2}", day):
        return None
    if article is None or article.published is None:
        return "unread"
    return "right" if article.published.printed()[:10] == day[:10] else "wrong"


def title_verdict(gold: dict[str, Any], article: Article | None) -> bool | None:
    return key(gold["title"]) == key(article.title or "") if gold.get("title") and article else None


def author_counts(gold: dict[str, Any], article: Article | None) -> tuple[int, int]:
    """Authors read, and how many of them the label holds."""
    if not gold.get("author") or article is None:
        return 0, 0
    return len(article.authors), sum(key(name) in key(gold["author"]) for name in article.authors)


def report(scores: list[Score], *, is_verbose: bool) -> dict[str, float]:
    """Print the figures; returns those that have floors."""
    figures: dict[str, float] = {}
    for name in ("wcxb_dev", "arabic", "french", "htmldate"):
        rows = [row for row in scores if row.set_name == name]
        if any(row.ours for row in rows):
            figures[f"{name} F1"] = f1(row.ours for row in rows)
            figures[f"{name} F1 over trafilatura"] = figures[f"{name} F1"] - f1(row.theirs for row in rows)
            figures[f"{name} exact"] = sum(row.is_exact for row in rows) / len(rows)
            print(
                f"{name}: F1 {figures[f'{name} F1']:.4f} (trafilatura {f1(row.theirs for row in rows):.4f}), ",
                end="",
            )
            theirs = sum(row.is_exact_theirs for row in rows) / len(rows)
            print(f"exact {figures[f'{name} exact']:.3f} (trafilatura {theirs:.3f})")
        if any(row.snippets is not None for row in rows):
            figures[f"{name} snippets"] = sum(bool(row.snippets) for row in rows)
            print(f"{name}: snippets right on {figures[f'{name} snippets']:.0f} of {len(rows)} ", end="")
            print(f"(trafilatura {sum(bool(row.snippets_theirs) for row in rows)})")
        days = Counter(row.day for row in rows if row.day)
        if days:
            figures[f"{name} day right"] = days["right"] / days.total()
            figures[f"{name} day not wrong"] = 1 - days["wrong"] / days.total()
            print(
                f"{name}: day right {days['right']}, wrong {days['wrong']}, unread {days['unread']} of {days.total()}"
            )
        titles = [row.title for row in rows if row.title is not None]
        if titles:
            figures[f"{name} titles"] = sum(titles) / len(titles)
            print(f"{name}: titles right {sum(titles)} of {len(titles)}")
        read, right = (sum(row.authors[at] for row in rows) for at in range(2))
        if read:
            figures[f"{name} authors"] = right / read
            print(f"{name}: authors {right} of {read} as labelled")
        refused = [row for row in rows if row.note]
        print(f"{name}: {len(rows)} pages, {len(refused)} read as no article")
        if is_verbose:
            details(rows)
    return figures


def details(rows: list[Score]) -> None:
    """The pages that are not right, worst first."""
    for row in sorted(rows, key=lambda row: row.ours[0] if row.ours else 1):
        gap = f"{row.ours[0]:.2f} ({row.theirs[0]:.2f})" if row.ours and row.theirs else ""
        print(f"    {row.name} {gap} day {row.day} title {row.title} snippets {row.snippets} {row.note}")


def main() -> int:
    """Measure; 1 where a figure lies under its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every page instead of a fixed sample")
    parser.add_argument("--verbose", action="store_true", help="name the pages")
    arguments = parser.parse_args()
    data = read_options().shared_data
    if data is None or not (data / "pages").is_dir():
        print("skipped: WARRAQ_SHARED_DATA names no folder with pages/")
        return 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        scores = list(pool.map(score, tasks(data, is_all=arguments.all), chunksize=8))
    figures = report(scores, is_verbose=arguments.verbose)
    sunk = [
        f"{name} {figures[name]:.4f} < {floor}"
        for name, floor in FLOORS.items()
        if figures.get(name, 0) < floor
    ]
    for line in sunk:
        print(f"FLOOR SUNK: {line}")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
