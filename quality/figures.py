"""Whether the figures of news texts are read right: value, bounds, unit and what is counted, with floors.

476 sentences were labelled before the reader was written, 19 composed ones later where it failed: sentences composed
in the manner of news, with what must not be read (numbers_composed.tsv), and sentences of real Arabic news named by
file, line and place (numbers_real.tsv; needs WARRAQ_SHARED_DATA). 115 more (numbers_held_out.tsv) were labelled
before they were read: at first reading precision and recall were .909; what they taught has been mended since. The
sample press's counts are known by its nouns.

The figures of a sentence are parted by `;`: `21|شخصا`, `>20|جرحى` (at least), `<50|dossiers`, `20-30|personnes`,
`5 year`, `13.6 %`, `2:1`; what begins with `?` may be read or not. Run:

    python quality/figures.py            prints shares, and with --wrong every sentence that is read otherwise

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from warraq.options import read_options
from warraq.sample.press import Press
from warraq.sample.words import language
from warraq.understand.numbers import Figure, read_figures
from warraq.understand.numbers_counted import normal_form
from warraq.understand.numbers_tables import Kind

FLOORS = {
    "composed precision": 0.97,
    "composed recall": 0.9,
    "sample recall": 0.99,
    "real precision": 0.95,
    "real recall": 0.85,
    "held_out precision": 0.9,
    "held_out recall": 0.8,
}
"""Shares of figures: read ones that are right, labelled ones that are read."""

SAMPLE_ARTICLES = 400
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence."""

    text: str
    language: str
    figures: tuple[str, ...]
    """As labelled, those that may be read or not with their `?`."""


def composed() -> Iterator[Sentence]:
    """The sentences composed for this."""
    for row in _table("numbers_composed.tsv"):
        yield Sentence(row["text"], row["language"], _labels(row["figures"]))


def real(data: Path, name: str) -> Iterator[Sentence]:
    """The sentences of real news: `line` counts from 1, `start` and `end` are characters of the field."""
    rows = list(_table(name))
    wanted = {(row["file"], int(row["line"])) for row in rows}
    texts: dict[tuple[str, int], dict[str, object]] = {}
    for source in dict.fromkeys(row["file"] for row in rows):
        with gzip.open(data / "news" / f"{source}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if (source, number) in wanted:
                    texts[source, number] = json.loads(line)
    for row in rows:
        field = texts[row["file"], int(row["line"])][row["field"]]
        text = "\n".join(field) if isinstance(field, list) else str(field)
        yield Sentence(text[int(row["start"]) : int(row["end"])], "ar", _labels(row["figures"]))


def sample() -> Iterator[Sentence]:
    """Titles and paragraphs of the sample press; of its numbers those with a noun are known, but times."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    press = Press(seed=11, opened_at=now, clock=lambda: now)
    forms = {
        code: "|".join(
            sorted(
                {re.escape(form) for noun, more in language(code).nouns.items() for form in (noun, *more)},
                key=len,
            )[::-1]
        )
        for code in ("ar", "fr")
    }
    for truth in islice(press.articles(since=now - timedelta(days=14)), SAMPLE_ARTICLES):
        if truth.language in forms:
            for line in (truth.title, *truth.body.splitlines()):
                counted = re.findall(
                    rf"(?<![\w-])(?<!منذ )(?<!قبل )(?<!depuis )(?<!il y a )(\d+) ({forms[truth.language]})(?!\w)",
                    line,
                )
                yield Sentence(line, truth.language, tuple(number for number, _ in counted))


def measure_sample() -> tuple[int, int]:
    """How many of the sample press's counts are read with their number, and how many there are."""
    right = total = 0
    for sentence in sample():
        read = Counter(
            re.match(r"\d*", sentence.text[figure.span[0] :]).group()  # type: ignore[union-attr]
            for figure in read_figures(sentence.text, sentence.language)
        )
        due = Counter(sentence.figures)
        right += (read & due).total()
        total += due.total()
    return right, total


def written(figure: Figure) -> str:
    """A figure as it would be labelled."""
    numbers = [_plain(number) for number in (figure.value, figure.low, figure.high)]
    if figure.kind is Kind.SCORE:
        return f"{numbers[1]}:{numbers[2]}"
    if figure.value is None:
        amount = f"{numbers[1]}-{numbers[2]}" if figure.high is not None else f">{numbers[1]}"
    else:
        amount = f"{'>' if figure.low is not None else '<' if figure.high is not None else ''}{numbers[0]}"
    if figure.kind is Kind.COUNT:
        return f"{amount}|{figure.counted.split()[0]}"
    return f"{amount} {'age' if figure.kind is Kind.AGE else figure.unit}"


def judge(sentence: Sentence) -> tuple[int, list[str], list[str]]:
    """Figures read right, read wrong, and missed. What may be read or not counts on neither side."""
    found = [written(figure) for figure in read_figures(sentence.text, sentence.language)]
    due = [_normal(label) for label in sentence.figures if not label.startswith("?")]
    free = [_normal(label[1:]) for label in sentence.figures if label.startswith("?")]
    wrong = []
    right = 0
    for figure in found:
        if figure in due:
            due.remove(figure)
            right += 1
        elif figure in free or _without_bound(figure) in map(_without_bound, free):
            continue
        else:
            wrong.append(figure)
    return right, wrong, due


def _without_bound(label: str) -> str:
    return label.lstrip("<>").partition("|")[0]


def _normal(label: str) -> str:
    amount, bar, noun = label.partition("|")
    return f"{amount}|{normal_form(noun).split()[0]}" if bar else label


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def _labels(cell: str) -> tuple[str, ...]:
    return tuple(label for label in (cell or "").split(";") if label)


def _table(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    data = read_options().shared_data
    parts = {
        "composed": list(composed()),
    }
    for part in ("real", "held_out"):
        parts[part] = list(real(data, f"numbers_{part}.tsv")) if data else []
    is_missed = False
    right, total = measure_sample()
    print(f"{'sample recall':20}{right / total:7.3f}  of {total} figures")
    if right / total < FLOORS["sample recall"]:
        print(f"sample recall: {right / total:.3f} is under its floor", file=sys.stderr)
        is_missed = True
    for name, sentences in parts.items():
        if not sentences:
            print(f"{name}: skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
            continue
        counts: Counter[str] = Counter()
        for sentence in sentences:
            right, wrong, missed = judge(sentence)
            counts.update(right=right, wrong=len(wrong), missed=len(missed))
            if "--wrong" in sys.argv and (wrong or missed):
                print(f"{sentence.text}\n    wrong {wrong}  missed {missed}")
        shares = {
            f"{name} precision": counts["right"] / (counts["right"] + counts["wrong"]),
            f"{name} recall": counts["right"] / (counts["right"] + counts["missed"]),
        }
        for share, value in shares.items():
            print(f"{share:20}{value:7.3f}  of {len(sentences)} sentences, {counts['right']} figures right")
            if value < FLOORS[share]:
                print(f"{share}: {value:.3f} is under its floor of {FLOORS[share]}", file=sys.stderr)
                is_missed = True
    return 1 if is_missed else 0


if __name__ == "__main__":
    sys.exit(main())
