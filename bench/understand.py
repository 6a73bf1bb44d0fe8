"""What understanding costs: copies beside datasketch and rensa, with the recall of each; stories at 4,000 to 15,000
active ones beside the plain online baseline; and the memory of a week of 50,000 articles.

    python bench/understand.py                  everything, some minutes
    python bench/understand.py --only copies    (or stories, or memory)

Copies: real articles, then a lead, a text between two others and a tenth edited of some; recall is the share of the
variants that lead to their original, at a Jaccard threshold of .5 (the peers) and at half of the shorter text (ours).
Stories: headlines with leads of other articles put together anew, so that there are enough. Each part runs in a process
of its own, so that its memory is its own. Needs WARRAQ_SHARED_DATA.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import datasketch
import rensa

from warraq.options import read_options
from warraq.understand.attributions import Attributions
from warraq.understand.copies import CopyIndex
from warraq.understand.numbers import read_figures
from warraq.understand.stories import DAY, REMEMBERED, Item
from warraq.understand.story_keeper import StoryKeeper
from warraq.understand.story_vectors import forms_of
from warraq.understand.story_words import STOPWORDS

SEED = 2026
ARTICLES, VARIANTS = 3_000, 150
PERMUTATIONS, THRESHOLD = 128, 0.5
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACTIVE = (4_000, 8_000, 15_000)
TIMED = 3_000
"""Articles on which the plain baseline is timed."""
WEEK = 50_000
WORDS = 12
"""Of a headline made of a piece of text."""

Variants = dict[str, list[tuple[int, str]]]
"""Kind -> (original, text)."""
Finder = Callable[[str], list[int]]
"""The originals that a text leads to."""


def read_texts(data: Path) -> list[dict[str, Any]]:
    """Real articles with a body of 60 words or more."""
    with gzip.open(data / "news/saudi.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if len(row["body"].split()) >= 60]


# -- copies --------------------------------------------------------------------------------------------------------


def variants_of(texts: Sequence[str], roll: random.Random) -> Variants:
    """Copies in three shapes."""
    words = sorted({word for text in texts[:300] for word in text.split()})
    made: Variants = {"lead": [], "embedded": [], "edited": []}
    for n in roll.sample(range(len(texts)), VARIANTS):
        parts = texts[n].split()
        made["lead"].append((n, " ".join(parts[: max(len(parts) // 3, 20)])))
        made["embedded"].append((n, f"{roll.choice(texts)}\n{texts[n]}\n{roll.choice(texts)}"))
        edited = (roll.choice(words) if roll.random() < 0.1 else word for word in parts)
        made["edited"].append((n, " ".join(edited)))
    return made


def ours(texts: Sequence[str]) -> Finder:
    """Sampled fingerprints and exact containment."""
    index = CopyIndex(window=None)
    for n, text in enumerate(texts):
        index.add(str(n), text, NOW)

    def find(text: str) -> list[int]:
        found = [int(match.other) for match in index.add("variant", text, NOW)]
        index.forget("variant")
        return found

    return find


def shingles(text: str) -> list[str]:
    """Four words in a row, as they stand."""
    words = text.split()
    return [" ".join(words[at : at + 4]) for at in range(len(words) - 3)]


def with_datasketch(texts: Sequence[str]) -> Finder:
    """MinHash and locality-sensitive hashing."""
    index = datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def sign(text: str) -> Any:
        sketch = datasketch.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        return sketch

    for n, text in enumerate(texts):
        sketch = sign(text)
        index.query(sketch)  # each arrival asks for its copies
        index.insert(n, sketch)
    return lambda text: list(index.query(sign(text)))


def with_rensa(texts: Sequence[str]) -> Finder:
    """The same in Rust."""
    index = rensa.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=PERMUTATIONS // 4)

    def sign(text: str) -> Any:
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(shingles(text))
        return sketch

    for n, text in enumerate(texts):
        sketch = sign(text)
        index.query(sketch)
        index.insert(n, sketch)
    return lambda text: list(index.query(sign(text)))


def measure_copies(data: Path) -> None:
    """Speed and recall of all three."""
    roll = random.Random(SEED)
    texts = [row["body"] for row in roll.sample(read_texts(data), ARTICLES)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    variants = variants_of(texts, roll)
    first = 0.0
    for name, build in (("ours", ours), ("datasketch", with_datasketch), ("rensa", with_rensa)):
        start = time.process_time()
        find = build(texts)
        seconds = time.process_time() - start
        first = first or seconds
        recalls = ", ".join(
            f"{kind} {sum(n in find(text) for n, text in made) / len(made):.2f}"
            for kind, made in variants.items()
        )
        print(
            f"copies, {name:11}{len(texts) / seconds:7.0f} articles {size / seconds:6.1f} MB per CPU-second  "
            f"{seconds / first:5.2f} of our time  recall: {recalls}"
        )


# -- stories -------------------------------------------------------------------------------------------------------


def headlines(data: Path, roll: random.Random) -> Iterator[tuple[str, str]]:
    """A headline and a lead each, as many as anybody wants: pieces of real texts, drawn without end."""
    bodies = [row["body"].split() for row in read_texts(data)]
    while True:
        words = roll.choice(bodies)
        start = roll.randrange(len(words) - WORDS)
        lead = words[max(start - 20, 0) : start + 45]
        yield " ".join(words[start : start + WORDS]), " ".join(lead)


def stream(data: Path, *, has_leads: bool) -> Iterator[Item]:
    """Articles without end, all of one moment."""
    for n, (title, lead) in enumerate(headlines(data, random.Random(SEED))):
        yield Item(str(n), title, NOW.timestamp(), "ar", lead=lead if has_leads else "")


def measure_stories(data: Path) -> None:
    """Articles per CPU-second at each number of active stories, and the baseline's at the first."""
    for has_leads in (False, True):
        speeds = []
        for speed, standing, size in speeds_at(stream(data, has_leads=has_leads)):
            speeds.append(speed)
            print(
                f"stories, {'headline and lead' if has_leads else 'headline alone':18}{standing:7.0f} active: "
                f"{speed:6.0f} articles {size:5.2f} MB per CPU-second, repairs included",
                flush=True,
            )
        print(f"   kept from the fewest to the most: {speeds[-1] / speeds[0]:.2f}", flush=True)
    print(
        f"stories, plain baseline at {ACTIVE[0]} active: {baseline_speed(data):.0f} articles per CPU-second"
    )


def speeds_at(items: Iterator[Item]) -> Iterator[tuple[float, float, float]]:
    """At each number of active stories: articles per CPU-second, active stories on average, and megabytes of text per
    CPU-second.

    The press grows busier until so many are active for half a day; stories go as quickly as they come, so a pace that
    stands for longer than they last is raised.
    """
    keeper, at = StoryKeeper(), NOW.timestamp()

    def place(a_day: float) -> tuple[int, int]:
        nonlocal at
        at += DAY / a_day
        item = next(items)
        keeper.place(replace(item, at=at))
        return len(keeper.presses["ar"].stories), len(item.title.encode()) + len(item.lead.encode())

    for wanted in ACTIVE:
        a_day, raised_at = wanted / (REMEMBERED / DAY), at
        while place(a_day)[0] < wanted:
            if at - raised_at > REMEMBERED / 4:
                a_day, raised_at = a_day * 1.25, at
        start, done = time.process_time(), round(a_day / 2)  # half a day has one repair
        timed = [place(a_day) for _ in range(done)]
        seconds = time.process_time() - start
        yield (
            done / seconds,
            sum(one[0] for one in timed) / done,
            sum(one[1] for one in timed) / 1e6 / seconds,
        )


def baseline_speed(data: Path) -> float:
    """TF-IDF centroids in an inverted index, Gaussian decay: nothing is repaired."""
    a_day = ACTIVE[0] / 2.1
    postings: dict[str, dict[int, float]] = {}
    frequencies: dict[str, int] = {}
    lengths: list[float] = []
    last: list[float] = []
    start, items = 0.0, stream(data, has_leads=False)
    warm = int(2.1 * a_day)
    for n in range(warm + TIMED):
        if n == warm:
            start = time.process_time()
        item = replace(next(items), at=n * DAY / a_day)
        forms = {form for form in forms_of(item.title) if form not in STOPWORDS}
        vector = {form: math.log(1 + (n + 1) / (1 + frequencies.get(form, 0))) for form in forms}
        norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        scores: dict[int, float] = {}
        for form, weight in vector.items():
            frequencies[form] = frequencies.get(form, 0) + 1
            for story, held in postings.get(form, {}).items():
                scores[story] = scores.get(story, 0.0) + weight * held / norm
        best, home = 0.2, -1
        for story, product in scores.items():
            days = (item.at - last[story]) / DAY
            score = product / lengths[story] * math.exp(-days * days / 0.98) if days <= 2.1 else 0.0
            if score >= best:
                best, home = score, story
        if home < 0:
            home = len(last)
            lengths.append(0.0)
            last.append(item.at)
        last[home] = item.at
        for form, weight in vector.items():
            posting = postings.setdefault(form, {})
            posting[home] = posting.get(home, 0.0) + weight / norm
        lengths[home] = math.sqrt(lengths[home] ** 2 + 1 + 2 * scores.get(home, 0.0))
    return TIMED / (time.process_time() - start)


# -- the rest ------------------------------------------------------------------------------------------------------


def measure_readers(data: Path) -> None:
    """Attributions and figures, text by text."""
    texts = [row["body"] for row in random.Random(SEED).sample(read_texts(data), 600)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    reader = Attributions({f"جريدة الخبر {n}": f"outlet{n}" for n in range(130)})
    for name, read in (("attributions", reader.read), ("figures", lambda text: read_figures(text, "ar"))):
        start = time.process_time()
        for text in texts:
            read(text)
        seconds = time.process_time() - start
        print(f"{name:20}{len(texts) / seconds:7.0f} articles {size / seconds:6.1f} MB per CPU-second")


def measure_memory(data: Path) -> None:
    """A week of 50,000 articles in copies and stories, side by side as the keeper has them."""
    rows = read_texts(data)
    roll = random.Random(SEED)
    index, keeper, told = CopyIndex(), StoryKeeper(), headlines(data, roll)
    next(told)  # its texts are the measurement's, not ours
    before = memory()
    for n, (title, lead) in zip(range(WEEK), told, strict=False):
        at = NOW + timedelta(days=7 * n / WEEK)
        row = rows[n % len(rows)]["body"].split()
        cut = roll.randrange(len(row) // 2)
        index.add(str(n), " ".join(row[cut:] + row[:cut]), at)
        keeper.place(Item(str(n), title, at.timestamp(), "ar", lead=lead))
    standing = sum(len(press.home) for press in keeper.presses.values())
    print(
        f"memory of a week of {WEEK} articles: {memory() - before:.0f} MB "
        f"({len(index)} texts of seven days for copies, {standing} articles of {REMEMBERED / DAY:.0f} days in stories)"
    )


def memory() -> float:
    """The most this process ever took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS: dict[str, Callable[[Path], None]] = {
    "copies": measure_copies,
    "stories": measure_stories,
    "readers": measure_readers,
    "memory": measure_memory,
}


def main() -> int:
    """Run the parts, each in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=PARTS, action="append")
    arguments = parser.parse_args()
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    for name in arguments.only or PARTS:
        process = multiprocessing.get_context("spawn").Process(target=PARTS[name], args=(data,))
        process.start()
        process.join()
        if process.exitcode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
