"""How often the language of a text is told right, with floors.

Arabic and Darija: headlines and bodies of shared/data/news. English: titles and bodies of the pages of
shared/data/pages/wcxb_dev, and headlines of shared/data/stories. None: the Portuguese, Spanish, German and Slovenian
headlines there. Whether Darija: headlines of Goud that taught the model nothing, and as false positives those of
outlets that never do, fourteen Saudi newspapers and a Moroccan one (darija_texts.py). French and both scripts of
Amazigh: the composed lines beside this file (languages.tsv). Run with WARRAQ_SHARED_DATA set:

    python quality/language.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from darija_texts import goud, measured_only

from warraq.options import read_options
from warraq.understand.darija import is_darija
from warraq.understand.language import detect

FLOORS = {
    "ar headlines": 0.995,
    "ar bodies": 0.999,
    "Darija headlines": 0.995,
    "en page titles": 0.93,
    "en page bodies": 0.995,
    "en headlines": 0.985,
    "none headlines": 0.99,
    "fr composed": 0.95,
    "zgh composed": 1.0,
    "tzm composed": 0.85,
    "Darija told": 0.91,
    "Darija not told": 0.98,
}
"""Shares told right, a little under what was measured."""

SEED = 2023
DRAW = 1_500
OTHERS = ("por", "spa", "deu", "slv")


def read_lines(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a packed JSON Lines file."""
    with gzip.open(data / name, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def samples(data: Path) -> Iterator[tuple[str, str | None, list[str]]]:
    """Name, language and texts of each measurement."""
    news = [row for name in ("ant", "saudi") for row in read_lines(data, f"news/{name}.jsonl.gz")]
    news = random.Random(SEED).sample(news, DRAW)
    yield "ar headlines", "ar", [row["title"] for row in news]
    yield "ar bodies", "ar", [row["body"] for row in news]
    yield "Darija headlines", "ar", [row["headline"] for row in read_lines(data, "news/marsum_test.jsonl.gz")]
    pages = [row for row in read_lines(data, "pages/wcxb_dev/gold.jsonl.gz") if row["lang"] == "en"]
    yield "en page titles", "en", [row["title"] or "" for row in pages]
    yield "en page bodies", "en", [row["body"] for row in pages]
    stories = list(read_lines(data, "stories/og2021_dev.jsonl.gz"))
    yield "en headlines", "en", [row["title"] for row in stories if row["lang"] == "eng"]
    yield "none headlines", None, [row["title"] for row in stories if row["lang"] in OTHERS]
    with (Path(__file__).parent / "languages.tsv").open(encoding="utf-8", newline="") as file:
        composed = list(csv.DictReader(file, delimiter="\t"))
    for language in ("fr", "zgh", "tzm"):
        yield (
            f"{language} composed",
            language,
            [row["text"] for row in composed if row["language"] == language],
        )


def darija(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Floor, outlet and headlines of each measurement of Darija."""
    held_out = [s.text for s in goud(data) if s.is_title and s.is_held_out]
    yield "Darija told", "goud", held_out
    by_outlet: dict[str, list[str]] = {}
    for sample in measured_only(data):
        if sample.is_title:
            by_outlet.setdefault(sample.outlet, []).append(sample.text)
    for outlet, texts in by_outlet.items():
        yield "", outlet, texts
    yield "Darija not told", "all of these", [text for texts in by_outlet.values() for text in texts]


def measure_darija(data: Path) -> bool:
    """Print how many headlines of each outlet are called Darija; whether a floor is missed."""
    is_missed = False
    for floor, outlet, texts in darija(data):
        told = Counter(is_darija(text, "", "ar") for text in texts)
        yes, unsure = told[True] / len(texts), told[None] / len(texts)
        print(
            f"{floor or 'headlines':18}{yes:7.3f} of {len(texts):5} called Darija, unsure {unsure:.3f}  {outlet}"
        )
        share = yes if floor == "Darija told" else 1 - yes
        if floor and share < FLOORS[floor]:
            print(f"{floor}: {share:.3f} is under its floor of {FLOORS[floor]}", file=sys.stderr)
            is_missed = True
    return is_missed


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    is_missed = measure_darija(data)
    for name, language, texts in samples(data):
        texts = [text for text in texts if sum(map(str.isalpha, text)) >= 12]
        start = time.process_time()
        told = Counter(detect(text) for text in texts)
        speed = len(texts) / (time.process_time() - start)
        share = told[language] / len(texts)
        wrong = {str(other): times for other, times in told.items() if other != language}
        print(f"{name:18}{share:7.3f} of {len(texts):5}  {speed:8.0f}/CPU-s  {wrong or ''}")
        if share < FLOORS[name]:
            print(f"{name}: {share:.3f} is under its floor of {FLOORS[name]}", file=sys.stderr)
            is_missed = True
    return 1 if is_missed else 0


if __name__ == "__main__":
    sys.exit(main())
