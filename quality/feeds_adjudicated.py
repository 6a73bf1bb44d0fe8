"""Reads the file of differences between our reading of feeds and feedparser's that somebody has judged.

Used by feeds.py and feeds_suite.py: a difference that is not in the file makes them fail, and so does a judgement
about a difference that is no more. No measurement itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_suffix(".tsv")


class Difference(NamedTuple):
    """What both read; `entry` is its number in the feed from 0, or "feed" for the feed itself."""

    feed: str
    entry: str
    field: str
    ours: str
    theirs: str


def read_adjudications(set_name: str) -> dict[Difference, str]:
    """The judged differences of one set (`real` or `suite`), each with who is right and why."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        Difference(row["feed"], row["entry"], row["field"], row["ours"], row["theirs"]): row["why"]
        for row in rows
        if row["set"] == set_name and row["right"] in ("ours", "theirs", "both") and row["why"].strip()
    }


def unexplained(differences: Iterable[Difference], judged: dict[Difference, str]) -> list[str]:
    """A line for each difference that nobody judged, and for each judgement without a difference."""
    found = {Difference(*(on_one_line(part) for part in one)) for one in differences}
    lines = [f"not judged: {chr(9).join(one)}" for one in sorted(found - judged.keys())]
    return lines + [f"judged, but no more: {chr(9).join(one)}" for one in sorted(judged.keys() - found)]


def on_one_line(text: str) -> str:
    """A value as a cell of the file."""
    return " ".join(text.split())
