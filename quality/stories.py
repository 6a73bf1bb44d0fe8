"""How well articles are gathered into stories: BCubed F1 on real headlines, beside the plain online baseline.

Headlines with their true stories: shared/data/stories, six languages. Letters and thresholds were chosen on Spanish,
Portuguese, English and German (FINDINGS, "Stories"). Russian and Slovenian chose nothing, save that between stems of
four and of five letters, alike on the four, both were looked at on all six.

The baseline, run here too: TF-IDF centroids of whole words, cosine .2, Gaussian decay .7 days,
window 2.1 days. Speed: pieces of texts of shared/data/news as long as headlines,
streamed so that so many stories are active, repairs included. Run with WARRAQ_SHARED_DATA set:

    python quality/stories.py

Exits 1 where a floor is missed. A floor is lowered only on purpose, with the reason in the commit. Speed has none: what
is kept of it at 15,000 active stories went from .52 to .73 with what else the machine did.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from warraq.options import read_options
from warraq.understand.stories import DAY, REMEMBERED, Event, Item, Placed
from warraq.understand.story_keeper import StoryKeeper
from warraq.understand.story_vectors import forms_of
from warraq.understand.story_words import STOPWORDS

FLOORS = {
    "spa": 0.72,
    "por": 0.72,
    "eng": 0.765,
    "deu": 0.78,
    "rus": 0.77,
    "slv": 0.66,
    "macro of tuning": 0.75,
    "macro of held out": 0.715,
    "gain over baseline": 0.04,
    "low end of gain": 0.015,
}
"""F1 a little under what was measured; the gain is macro over all six, its low end that of the 95 % interval."""

TUNING, HELD_OUT = ("spa", "por", "eng", "deu"), ("rus", "slv")
RESAMPLES = 400
SEED = 2023
ACTIVE = {3_000: 0.8, 7_000: 0.54, 15_000: 0.35}
"""Active stories wanted -> about how many an article begins at that density: it sets the pace."""
PIECE_WORDS = 12
"""Of a text, taken for a headline where speed is measured: there are not enough headlines for 15,000 stories."""


class Headline(NamedTuple):
    """A line of the truth."""

    at: float
    id: str
    title: str
    story: str


class Score(NamedTuple):
    """BCubed over articles, and for each true story its sums of precision and recall, and its size."""

    f1: float
    by_story: dict[str, tuple[float, float, int]]


def main() -> int:
    """Measure and print; 1 where a floor is missed."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    measured = measure_quality(read_headlines(data))
    measure_speed(data)
    is_missed = False
    for name, floor in FLOORS.items():
        print(f"{name:22}{measured[name]:7.3f}")
        if measured[name] < floor:
            print(f"{name}: {measured[name]:.3f} is under its floor of {floor}", file=sys.stderr)
            is_missed = True
    return 1 if is_missed else 0


def read_rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a packed JSON Lines file."""
    with gzip.open(data / name, "rt", encoding="utf-8", newline="\n") as lines:
        yield from map(json.loads, lines)


def read_headlines(data: Path) -> dict[str, list[Headline]]:
    """Headlines by language, in the order of time."""
    found = defaultdict(list)
    for row in read_rows(data, "stories/og2021_dev.jsonl.gz"):
        at = datetime.fromisoformat(row["dt"]).replace(tzinfo=UTC).timestamp()
        found[row["lang"]].append(Headline(at, row["uri"], row["title"], row["cluster"]))
    return {language: sorted(rows) for language, rows in found.items()}


def measure_quality(headlines: dict[str, list[Headline]]) -> dict[str, float]:
    """F1 by language, both macros, and the gain over the baseline."""
    measured, pairs = {}, []
    for language in (*TUNING, *HELD_OUT):
        rows = headlines[language]
        truth = [row.story for row in rows]
        start = time.process_time()
        ours = bcubed(gather(rows, language), truth)
        speed = len(rows) / (time.process_time() - start)
        plain = bcubed(gather_plainly(rows), truth)
        measured[language] = ours.f1
        pairs.append((ours, plain))
        print(
            f"{language}: {len(rows)} headlines, F1 {ours.f1:.3f}, baseline {plain.f1:.3f}, {speed:.0f}/CPU-s"
        )
    measured["macro of tuning"] = sum(measured[language] for language in TUNING) / len(TUNING)
    measured["macro of held out"] = sum(measured[language] for language in HELD_OUT) / len(HELD_OUT)
    measured["gain over baseline"] = sum(ours.f1 - plain.f1 for ours, plain in pairs) / len(pairs)
    low, high = interval(pairs, random.Random(SEED))
    print(f"gain, macro over six: {measured['gain over baseline']:+.3f} [{low:+.3f}, {high:+.3f}]")
    measured["low end of gain"] = low
    return measured


def gather(rows: Sequence[Headline], language: str) -> list[int]:
    """The story of each headline, after all have settled."""
    keeper = StoryKeeper()
    home: dict[str, int] = {}

    def note(events: list[Event]) -> None:
        home.update({event.article: event.story for event in events if isinstance(event, Placed)})

    for n, row in enumerate(rows):
        note(keeper.place(Item(str(n), row.title, row.at, language)))
    note(keeper.repair())
    return [home[str(n)] for n in range(len(rows))]


def gather_plainly(rows: Sequence[Headline]) -> list[int]:
    """The baseline: each headline joins the nearest centroid, or begins one; nothing is ever put right."""
    frequencies: Counter[str] = Counter()
    sums: list[dict[str, float]] = []
    last: list[float] = []
    homes = []
    for documents, row in enumerate(rows, 1):
        counts = Counter(form for form in forms_of(row.title) if form not in STOPWORDS)
        raw = {
            word: (1 + math.log(n)) * math.log(1 + documents / (1 + frequencies[word]))
            for word, n in counts.items()
        }
        frequencies.update(counts.keys())
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        vector = {word: weight / length for word, weight in raw.items()}
        best, home = 0.2, -1
        for n, total in enumerate(sums):
            days = (row.at - last[n]) / DAY
            if days <= 2.1:
                product = sum(weight * total.get(word, 0.0) for word, weight in vector.items())
                if product:
                    norm = math.sqrt(sum(weight * weight for weight in total.values()))
                    score = product / norm * math.exp(-days * days / (2 * 0.7 * 0.7))
                    if score >= best:
                        best, home = score, n
        if home < 0:
            home = len(sums)
            sums.append({})
            last.append(row.at)
        for word, weight in vector.items():
            sums[home][word] = sums[home].get(word, 0.0) + weight
        last[home] = row.at
        homes.append(home)
    return homes


def bcubed(found: Sequence[int], truth: Sequence[str]) -> Score:
    """BCubed precision and recall of each article (Bagga & Baldwin 1998), and the F1 of their means."""
    sizes, true_sizes = Counter(found), Counter(truth)
    common = Counter(zip(found, truth, strict=True))
    by_story: dict[str, tuple[float, float, int]] = {}
    for (cluster, story), n in common.items():
        precision, recall, size = by_story.get(story, (0.0, 0.0, 0))
        by_story[story] = (
            precision + n * n / sizes[cluster],
            recall + n * n / true_sizes[story],
            size + n,
        )
    return Score(f1_of(list(by_story.values())), by_story)


def f1_of(parts: Sequence[tuple[float, float, int]]) -> float:
    """F1 from the sums of several stories."""
    size = sum(part[2] for part in parts)
    precision, recall = sum(part[0] for part in parts) / size, sum(part[1] for part in parts) / size
    return 2 * precision * recall / (precision + recall)


def interval(pairs: list[tuple[Score, Score]], roll: random.Random) -> tuple[float, float]:
    """95 % interval of the macro gain: true stories drawn again with replacement."""
    gains = []
    for _ in range(RESAMPLES):
        gain = 0.0
        for ours, plain in pairs:
            names = list(ours.by_story)
            drawn = roll.choices(names, k=len(names))
            gain += f1_of([ours.by_story[name] for name in drawn]) - f1_of(
                [plain.by_story[name] for name in drawn]
            )
        gains.append(gain / len(pairs))
    gains.sort()
    return gains[int(0.025 * RESAMPLES)], gains[int(0.975 * RESAMPLES)]


def measure_speed(data: Path) -> None:
    """Articles per CPU-second while so many stories are active."""
    pieces = [
        " ".join(words[start : start + PIECE_WORDS])
        for row in read_rows(data, "news/saudi.jsonl.gz")
        for words in [str(row["body"]).split()]
        for start in range(40, min(len(words), 160) - PIECE_WORDS, 40)
    ]
    roll = random.Random(SEED)
    speeds = []
    for active, begun in ACTIVE.items():
        a_day = round(active / (REMEMBERED / DAY) / begun)
        warm_up, timed = round(REMEMBERED / DAY * a_day), a_day // 2  # half a day has one repair
        keeper = StoryKeeper()
        taken = roll.sample(pieces, warm_up + timed)
        start, counts = 0.0, []
        for n, title in enumerate(taken):
            if n == warm_up:
                start = time.process_time()
            keeper.place(Item(str(n), title, n * DAY / a_day, "ar"))
            if n >= warm_up and n % 100 == 0:
                counts.append(len(keeper.presses["ar"].stories))
        speed = timed / (time.process_time() - start)
        print(
            f"{sum(counts) / len(counts):6.0f} active stories: {speed:.0f} articles per CPU-second, repairs included"
        )
        speeds.append(speed)
    print(f"speed kept from the fewest to the most stories: {speeds[-1] / speeds[0]:.2f}")


if __name__ == "__main__":
    sys.exit(main())
