"""How well pages are read: body, day, title and author, beside six other readings of the same pages in the same run.

Run: WARRAQ_SHARED_DATA=… python quality/extract.py [--all]. Exits 1 when a floor sinks. The body's figure is the
Zyte article benchmark's: F1 over 4-word shingles, each page weighing the same; "exact" is the same words in the
same order. Every page of WCXB is read with a model that was trained without its site (`quality/block_folds.npz`); the
Arabic and French pages and their sites taught none. A floor is lowered only on purpose, in a commit that says why.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from block_pages import fold_of
from extract_peers import MISSING, PEERS, read_with
from extract_scores import Shares, f1, shingles, words

from warraq.extract.article import read_article
from warraq.extract.block_model import BlockModel, read_model
from warraq.extract.charset import decode_document
from warraq.extract.titles import key
from warraq.options import read_options
from warraq.records import Article, Page

FLOORS = {
    "both F1 over best": 0.015,
    "both exact over best": 1.25,
    "wcxb_dev F1": 0.945,
    "wcxb_dev exact": 0.18,
    "wcxb_dev titles": 0.87,
    "wcxb_dev authors": 0.86,
    "wcxb_dev day right": 0.76,
    "arabic F1": 0.985,
    "arabic exact": 0.66,
    "arabic titles": 1.0,
    "arabic day right": 1.0,
    "french snippets": 7,
    "french snippets over best": 0,
    "french day right": 1.0,
    "htmldate day right": 0.76,
    "htmldate day not wrong": 0.91,
}
"""A little under what is reached, with --all and without; the shares of exact pages by one page or two, which another
processor's rounding in the model may tip (reached on 2026-11-26: 1.35, .190, .833). Of the days of wcxb_dev that
count as wrong most are labels of the last update, which is not publication."""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SAMPLE_EVERY = 3
"""One page in so many of the large sets is read unless --all is given."""
PROCESSES = 2
FOLD_MODELS = Path(__file__).with_name("block_folds.npz")
BODIES = ("wcxb_dev", "arabic")
"""Sets whose whole bodies are known; their pages are also counted together."""


@dataclass(frozen=True)
class Task:
    """One labelled page."""

    set_name: str
    file: Path
    gold: dict[str, Any]


@dataclass(frozen=True)
class Score:
    """What one page gave: shingles as shares of their sum, and whether each field is right (None: not labelled)."""

    set_name: str
    name: str
    bodies: dict[str, Shares] = field(default_factory=dict)
    """Reader -> shares; ours is "warraq"."""
    exact: frozenset[str] = frozenset()
    """Readers whose text is the true one, word for word."""
    snippets: dict[str, bool] = field(default_factory=dict)
    """Reader -> whether every snippet that must be is there and none that must not."""
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


@cache
def fold_models() -> list[BlockModel]:
    """The models that each know nothing of a fifth of the sites."""
    with np.load(FOLD_MODELS, allow_pickle=False) as arrays:
        return [read_model(arrays[str(n)].tobytes()) for n in range(len(arrays.files))]


def score(task: Task) -> Score:
    """Read one page with all readers."""
    logging.disable(logging.CRITICAL)
    raw = gzip.decompress(task.file.read_bytes())
    # As in training: a page without an address is a site of its own.
    address = task.gold["url"] or f"https://{task.gold.get('id', 'unknown')}.example/"
    page = Page(address, address, 200, {"content-type": "text/html"}, raw, NOW)
    unseen = fold_models()[fold_of(address)] if task.set_name == "wcxb_dev" else None
    read = read_article(page, now=NOW, zone=UTC, model=unseen)
    article = read if isinstance(read, Article) else None
    texts = {"warraq": article.text() if article else ""}
    if task.set_name != "htmldate":
        html = decode_document(raw, content_type="text/html")
        for name, peer in PEERS.items():
            texts[name] = read_with(peer, html, task.gold.get("lang") or "en", address)
    body = task.gold.get("body")
    return Score(
        task.set_name,
        task.file.name.removesuffix(".html.gz"),
        bodies={name: shingles(body, text) for name, text in texts.items()} if body else {},
        exact=frozenset(name for name, text in texts.items() if body and words(body) == words(text)),
        snippets={name: has_snippets(task.gold, text) for name, text in texts.items()}
        if "must_have" in task.gold and not body
        else {},
        day=day_verdict(task.gold, article),
        title=title_verdict(task.gold, article),
        authors=author_counts(task.gold, article),
        note="" if article else getattr(read, "reason", ""),
    )


def has_snippets(gold: dict[str, Any], text: str) -> bool:
    """Whether a text holds every snippet that it must and none that it must not."""
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
        if any(row.bodies for row in rows):
            figures |= report_bodies(name, rows)
        if any(row.snippets for row in rows):
            right = {reader: sum(row.snippets[reader] for row in rows) for reader in ("warraq", *PEERS)}
            figures[f"{name} snippets"] = right.pop("warraq")
            figures[f"{name} snippets over best"] = figures[f"{name} snippets"] - max(right.values())
            print(f"{name}: snippets right on {figures[f'{name} snippets']:.0f} of {len(rows)} ({right})")
        figures |= report_fields(name, rows)
        print(f"{name}: {len(rows)} pages, {sum(bool(row.note) for row in rows)} read as no article")
        if is_verbose:
            details(rows)
    figures |= report_bodies("both", [row for row in scores if row.set_name in BODIES])
    return figures


def report_bodies(name: str, rows: Sequence[Score]) -> dict[str, float]:
    """F1 and the share of exact pages, ours and the best of the others'."""
    f1s = {reader: f1(row.bodies[reader] for row in rows) for reader in ("warraq", *PEERS)}
    exact = {reader: sum(reader in row.exact for row in rows) / len(rows) for reader in ("warraq", *PEERS)}
    for reader in f1s:
        print(f"{name}: {reader:22} F1 {f1s[reader]:.4f}  exact {exact[reader]:.3f}")
    ours, our_exact = f1s.pop("warraq"), exact.pop("warraq")
    return {
        f"{name} F1": ours,
        f"{name} exact": our_exact,
        f"{name} F1 over best": ours - max(f1s.values()),
        f"{name} exact over best": our_exact / (max(exact.values()) or 1),
    }


def report_fields(name: str, rows: Sequence[Score]) -> dict[str, float]:
    """Days, titles and authors."""
    figures: dict[str, float] = {}
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
    return figures


def details(rows: list[Score]) -> None:
    """The pages that are not right, worst first."""
    for row in sorted(rows, key=lambda row: row.bodies.get("warraq", (1.0, 0.0, 0.0))[0]):
        shares = row.bodies.get("warraq", ())
        gap = " ".join(f"{share:.2f}" for share in shares) + (" exact" if "warraq" in row.exact else "")
        print(
            f"    {row.name} {gap} day {row.day} title {row.title} snippets {row.snippets.get('warraq')} {row.note}"
        )


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
    for name in MISSING:
        print(f"skipped: {name} is not installed")
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
