"""How often the places of a sentence are found, with floors.

places_cases.tsv beside this file, labelled before the finder was written: sentences composed in the manner of news,
full of traps (سلا the verb, العيون eyes, الجديدة the adjective, clubs, streets, surnames), and sentences of the real
news, named by file and line, whose texts lie in shared/data. A slug with ? may be found or not. Run with
WARRAQ_SHARED_DATA set:

    python quality/places.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warraq.editions import load_edition
from warraq.options import read_options
from warraq.understand.place_names import Gazetteer
from warraq.understand.places import find_places

FLOORS = {
    "composed precision": 0.95,
    "composed recall": 0.90,
    "real precision": 0.95,
    "real recall": 0.90,
    "main place": 0.90,
}

CASES = Path(__file__).with_name("places_cases.tsv")
SPEED_ARTICLES = 600


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled sentence."""

    source: str
    text: str
    must: frozenset[str]
    may: frozenset[str]
    main: str


def read_news(data: Path, name: str) -> list[dict[str, object]]:
    """The rows of a packed file of news."""
    with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def read_cases(data: Path) -> Iterator[Case]:
    """The labelled sentences with their texts."""
    febrayer = [row["paragraphs"] for row in read_news(data, "febrayer")]
    marsum = read_news(data, "marsum_test")
    with CASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            source, text = row["source"], row["text"]
            if source.startswith("febrayer:"):
                _, article, paragraph = source.split(":")
                paragraphs = febrayer[int(article)]
                assert isinstance(paragraphs, list)
                text = paragraphs[int(paragraph)]
            elif source.startswith("marsum:"):
                text = str(marsum[int(source.split(":")[1])]["headline"])
            slugs = row["places"].split()
            yield Case(
                source,
                text,
                frozenset(slug for slug in slugs if not slug.endswith("?")),
                frozenset(slug.rstrip("?") for slug in slugs),
                row["main"],
            )


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    options = read_options()
    if options.shared_data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    edition = load_edition("ma", options)
    gazetteer = Gazetteer(edition.places, edition.place_traps)
    measured: dict[str, float] = {}
    cases = list(read_cases(options.shared_data))
    for group in ("composed", "real"):
        right = wrong = missed = 0
        for case in cases:
            if (case.source == "composed") != (group == "composed"):
                continue
            found = set(find_places(case.text, (), gazetteer).slugs)
            right += len(found & case.must)
            wrong += len(found - case.may)
            missed += len(case.must - found)
            if "-v" in sys.argv and (found - case.may or case.must - found):
                print(
                    f"  {case.source}: +{sorted(found - case.may)} -{sorted(case.must - found)} {case.text[:110]}"
                )
        measured[f"{group} precision"] = right / (right + wrong)
        measured[f"{group} recall"] = right / (right + missed)
    judged = [case for case in cases if case.main]
    told = [find_places(case.text, (), gazetteer).main == case.main for case in judged]
    measured["main place"] = sum(told) / len(told)
    for name, share in measured.items():
        print(f"{name:20}{share:7.3f}")
    print(f"{len(cases)} sentences; {speed(options.shared_data, gazetteer)}")
    low = {name for name, share in measured.items() if share < FLOORS[name]}
    for name in sorted(low):
        print(f"{name}: {measured[name]:.3f} is under its floor of {FLOORS[name]}", file=sys.stderr)
    return 1 if low else 0


def speed(data: Path, gazetteer: Gazetteer) -> str:
    """Articles and text of the real news per second of CPU."""
    articles = [[str(p) for p in paragraphs] for row in read_news(data, "febrayer")[:SPEED_ARTICLES]
                if isinstance(paragraphs := row["paragraphs"], list)]  # fmt: skip
    size = sum(len(p.encode()) for article in articles for p in article) / 1e6
    start = time.process_time()
    for article in articles:
        find_places(None, article, gazetteer)
    seconds = time.process_time() - start
    return f"{len(articles) / seconds:.0f} articles/CPU-s, {size / seconds:.1f} MB/CPU-s"


if __name__ == "__main__":
    sys.exit(main())
