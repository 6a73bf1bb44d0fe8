"""Searching and indexing beside SQLite FTS5, PostgreSQL and Xapian: the same articles, the same questions, one run.

    python bench/search.py                         100,000 articles, each engine; an hour on two cores
    python bench/search.py --articles 20000        quicker
    python bench/search.py --articles 100000 300000 1000000 --engines Warraq     one index, measured as it grows

Texts are those of shared/data/news, varied: from the second round on, each is made of the sentences of two. Every
engine works in a process of its own; PostgreSQL (`arabic`, on a server gone afterwards) and Xapian (Debian's
python3-xapian, or PyPI's xapian-bindings-binary) are skipped where they are not installed. Times are CPU time of that
process, but PostgreSQL's, which spends it in another one: wall time, not comparable on a busy machine.
Each question is asked twice, all others in between: the first time includes reading the index in.
Memory is what the process holds beyond the texts it reads from: the most while indexing (seen after each batch), and
after the questions.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search_engines import ENGINES, KINDS, Row

from warraq.options import read_options

TOOL = Path(__file__).parents[1] / "tools" / "postgres"
QUESTIONS = 60
"""Of each kind."""
SEED = 2023
FIRST_DAY, DAYS = 738_000, 2_000
"""Articles are spread over these days (ordinals, from July 2021)."""
OUTLETS, SECTIONS, AUTHORS, PLACES = 40, 12, 25, 80
"""Authors are of each outlet."""
LANGUAGES = ("ar",) * 7 + ("fr", "fr", "en")


def main() -> int:
    """Measure each engine in a process of its own and print them beside each other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[100_000])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument(
        "--folder", type=Path, help="keep indexes here; one that lies here is asked, not built anew"
    )
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    if arguments.inside:
        for measured in measure(arguments.inside, data, sorted(arguments.articles), arguments.folder):
            print(json.dumps(measured), flush=True)
        return 0
    ours: dict[int, dict[str, Any]] = {}
    for name in arguments.engines:
        if reason := missing(name):
            print(f"skipped: {name}: {reason}")
            continue
        for found in in_own_process(name, arguments.articles, arguments.folder):
            if name == "Warraq":
                ours[found["articles"]] = found
            show(name, found, ours.get(found["articles"]))
    return 0


def missing(name: str) -> str:
    """Why an engine cannot be measured here; empty where it can."""
    if name == "Xapian" and importlib.util.find_spec("xapian") is None:
        return "needs python3-xapian"
    has_server = subprocess.run([str(TOOL), "--find"], capture_output=True, check=False).returncode == 0
    return "needs PostgreSQL's programs" if name == "PostgreSQL" and not has_server else ""


def in_own_process(name: str, articles: list[int], folder: Path | None) -> Iterator[dict[str, Any]]:
    """What `measure` finds, in a fresh process."""
    command = [sys.executable, __file__, "--inside", name, "--articles", *map(str, articles)]
    if folder and name != "PostgreSQL":  # whose server is gone afterwards
        command += ["--folder", str(folder)]
    if name == "PostgreSQL":
        command = [str(TOOL), *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def measure(name: str, data: Path, sizes: list[int], kept: Path | None) -> Iterator[dict[str, Any]]:
    """Build and ask one engine, each time that it holds so many articles; ask alone what lies in `kept`."""
    clock: Callable[[], float] = time.perf_counter if name == "PostgreSQL" else time.process_time
    with ExitStack() as stack:
        folder = (
            kept / name if kept else Path(stack.enter_context(TemporaryDirectory(prefix="warraq-bench-")))
        )
        folder.mkdir(parents=True, exist_ok=True)
        engine = ENGINES[name](folder)
        articles, text_bytes, spent, building = 0, 0, 0.0, 0.0
        news(data)
        texts = resident_megabytes()
        built_file = folder / "built.json"
        if built_file.exists():
            built = json.loads(built_file.read_text(encoding="ascii"))
            asked = {kind: times(engine, kind, data, clock) for kind in KINDS}
            yield {**built, "asked": asked, "serving": resident_megabytes() - texts}
            return
        rows = rows_of(data, sizes[-1])
        for size in sizes:
            for batch in batches(islice(rows, size - articles)):
                text_bytes += sum(len(f"{row.title}\n{row.body}".encode()) for row in batch)
                start = clock()
                engine.add(batch)
                spent += clock() - start
                building = max(building, resident_megabytes() - texts)
            start = clock()
            engine.finish()
            spent += clock() - start
            articles = size
            built = {
                "articles": articles, "megabytes": text_bytes / 1e6, "seconds": spent,
                "size": engine.size() / text_bytes, "building": building,
            }  # fmt: skip
            if size == sizes[-1]:
                built_file.write_text(json.dumps(built), encoding="ascii")
            asked = {kind: times(engine, kind, data, clock) for kind in KINDS}
            yield {**built, "asked": asked, "serving": resident_megabytes() - texts}


def times(engine: Any, kind: str, data: Path, clock: Callable[[], float]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of the milliseconds of one kind of question: of questions asked for the first time,
    which touch pages of the index that nobody has read since it was opened, and of the same ones asked again."""
    found = {}
    for time_of in ("first", "again"):
        taken = []
        for words in questions(data, kind):
            start = clock()
            engine.ask(kind, words)
            taken.append(1_000 * (clock() - start))
        taken.sort()
        found[time_of] = {"p50": taken[len(taken) // 2], "p95": taken[int(len(taken) * 0.95)]}
    return found


@lru_cache(1)
def news(data: Path) -> list[tuple[str, str]]:
    """Titles and bodies of the press, in a fixed order."""
    texts = []
    for name, body in (("saudi", "body"), ("ant", "body"), ("almayadeen", "full_text")):
        with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                row = json.loads(line)
                if row["title"] and row[body]:
                    texts.append((str(row["title"]), str(row[body])))
    random.Random(SEED).shuffle(texts)
    return texts


def rows_of(data: Path, count: int) -> Iterator[Row]:
    """`count` articles: each text once, then sentences of two mixed."""
    texts = news(data)
    dice = random.Random(SEED)
    for number in range(count):
        title, body = texts[number % len(texts)]
        if number >= len(texts):
            other_title, other = dice.choice(texts)
            sentences = body.split(".")[::2] + other.split(".")[1::2]
            title, body = f"{title} {other_title}"[:120], ".".join(sentences)
        yield Row(
            number + 1, title, body, f"outlet{dice.randrange(OUTLETS)}", f"section{dice.randrange(SECTIONS)}",
            f"author{dice.randrange(AUTHORS)}", f"place{dice.randrange(PLACES)}", dice.choice(LANGUAGES),
            FIRST_DAY + dice.randrange(DAYS),
        )  # fmt: skip


def batches(rows: Iterator[Row], size: int = 5_000) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def questions(data: Path, kind: str) -> Iterator[list[str]]:
    """One to three words of a headline, two that stand together for a phrase."""
    dice = random.Random(f"{SEED} {kind}")
    texts = news(data)
    asked = 0
    while asked < QUESTIONS:
        words = [word for word in dice.choice(texts)[0].split() if len(word) > 3 and word.isalpha()]
        length = 2 if kind == "phrase" else 1 + asked % 3
        if len(words) > length:
            start = dice.randrange(len(words) - length)
            asked += 1
            yield words[start : start + length]


def resident_megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def show(name: str, found: dict[str, Any], ours: dict[str, Any] | None) -> None:
    """One engine, with how many times as long as ours its questions take."""
    print(
        f"{name}, {found['articles']:,} articles: {found['megabytes']:.0f} MB of text "
        f"at {found['megabytes'] / found['seconds']:.1f} MB/s; index "
        f"{found['size']:.0%} of the text; {found['building']:.0f} MB while indexing, {found['serving']:.0f} MB serving"
    )
    for kind, asked in found["asked"].items():
        parts = []
        for time_of, taken in asked.items():
            ratio = f" ({taken['p95'] / ours['asked'][kind][time_of]['p95']:.1f} times ours)" if ours else ""
            parts.append(f"{time_of} p50 {taken['p50']:8.2f}   p95 {taken['p95']:8.2f} ms{ratio}")
        print(f"  {kind:8} {'   '.join(parts)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
