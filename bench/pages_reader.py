"""What a page costs beside the web app of `reader`, a feed reader with a like list: CPU milliseconds of the server for
the front, an article, a search and a day, made anew and kept, over the same articles in the same run.

    python bench/pages_reader.py                     20,000 articles, some minutes
    python bench/pages_reader.py --articles 5000 --rounds 4

`reader` (PyPI, BSD-3-Clause) is installed into an environment that is gone afterwards; where that cannot be, this says
so and is skipped. Its app is served as ours is: one granian process with one thread. Its front lists 64 articles of all
feeds with their summaries, ours more than a hundred headlines. It keeps no pages and has none for a day; the search is
that of its older app, asked for 64 articles. The goal: a front page made anew at most half of its.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pages
from page_visitors import ENCODING, Visitors, server

HERE = Path(__file__).resolve()
PINNED = ("reader[app]==3.26", "granian")
MOST_OF_READERS = 0.5
"""Of its front page's cost, that of ours may be."""


def main() -> int:
    """Fill both with the same articles, then ask both in turns."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=20_000, help="how many both hold")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--requests", type=int, default=160, help="for each page and round")
    parser.add_argument("--fill", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.fill:
        return fill_reader(*arguments.fill)
    if arguments.serve:
        return serve_reader()
    with tempfile.TemporaryDirectory(prefix="warraq-bench-") as folder:
        python = install(Path(folder) / "reader")
        if python is None:
            print("skipped: reader cannot be installed here (it needs a package index)")
            return 0
        pages.prepare(Path(folder))
        pages.fill(arguments.articles)
        pages.index(Path(folder))
        lines, database = Path(folder) / "articles.jsonl", Path(folder) / "reader.sqlite"
        write_articles(lines)
        subprocess.run([python, HERE, "--fill", lines, database], check=True)
        return measure(arguments, python, database)


def install(folder: Path) -> Path | None:
    """The Python of an environment that holds `reader`; None where there is none to be had."""
    python = folder / "bin" / "python"
    commands: tuple[list[str | Path], ...] = (
        [sys.executable, "-m", "venv", folder],
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED],
    )
    for command in commands:
        if subprocess.run(command, capture_output=True).returncode:
            return None
    return python


def write_articles(file: Path) -> None:
    """What our rows hold, as entries of its feeds."""
    from warraq.store import models
    from warraq.store.blocks import read_blocks

    rows = models.Article.objects.select_related("outlet", "body").order_by("id")
    with file.open("w", encoding="utf-8") as out:
        for row in rows.iterator(chunk_size=2_000):
            text = "".join(f"<p>{block.text}</p>" for block in read_blocks(row.body.blocks))
            entry = {
                "feed_url": f"{row.outlet.homepage}/rss",
                "feed_title": row.outlet.names["ar"],
                "id": row.address,
                "title": row.title,
                "link": row.address,
                "summary": row.excerpt,
                "content": text,
                "published": row.sort_at.isoformat(),
            }
            out.write(json.dumps(entry, ensure_ascii=False) + "\n")


def fill_reader(lines: str, database: str) -> int:
    """Run by its own Python: the entries, and its search index."""
    from datetime import datetime

    from reader import make_reader

    reader = make_reader(database)
    feeds: set[str] = set()
    for line in Path(lines).read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        entry = json.loads(line)
        if entry["feed_url"] not in feeds:
            feeds.add(entry["feed_url"])
            reader.add_feed(entry["feed_url"], allow_invalid_url=True)
            reader.set_feed_user_title(entry["feed_url"], entry["feed_title"])
        content = [{"value": entry["content"], "type": "text/html"}]
        published = datetime.fromisoformat(entry["published"])
        named = {name: entry[name] for name in ("feed_url", "id", "title", "link", "summary")}
        reader.add_entry(named | {"content": content, "published": published})
    reader.enable_search()
    reader.update_search()
    return 0


def serve_reader() -> int:
    """Run by its own Python: its app in one granian process, as ours."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "pages_reader:load_reader",
        address="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=1,
        log_level=LogLevels.error,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


def load_reader() -> Callable[..., Any]:
    """Its WSGI application over the database that READER_DB names, and below /legacy its older one, which searches."""
    from reader._app import create_app
    from reader._app.legacy import create_app as create_legacy_app
    from werkzeug.middleware.dispatcher import DispatcherMiddleware

    configuration = {"": {"url": os.environ["READER_DB"]}, "web": {}}
    application: Callable[..., Any] = DispatcherMiddleware(
        create_app(configuration), {"/legacy": create_legacy_app(configuration)}
    )
    return application


def addresses(articles: int) -> dict[str, tuple[list[str], list[str]]]:
    """Page -> what we are asked, what it is asked."""
    ours = pages.pages(articles, with_search=True)
    theirs = []
    for address in ours["article"]:
        _, outlet, number = address.split("/")
        feed = f"https://o{outlet.removeprefix('outlet-')}.example/rss"
        entry = f"https://o.example/{int(number) - 1}"
        theirs.append("/entry?" + urlencode({"feed": feed, "entry": entry}))
    words = [address.partition("q=")[2] for address in ours["search"]]
    return {
        "front": (ours["front"], ["/"]),
        "article": (ours["article"], theirs),
        "search": (ours["search"], [f"/legacy/?q={word}&limit=64" for word in words]),
        "day": (day_pages(), []),
    }


def day_pages() -> list[str]:
    """The past days that our edition's calendar has."""
    from warraq.store import models

    days = models.Article.objects.order_by("-day_on").values_list("day_on", flat=True).distinct()[1:8]
    return [f"/day/{day.isoformat()}" for day in days if day is not None]


def measure(arguments: argparse.Namespace, python: Path, database: Path) -> int:
    """Ask in turns, print the table; 1 where the goal is missed."""
    print(f"{arguments.articles:,} articles, Accept-Encoding: {ENCODING}")
    print("page     way     ours: bytes  CPU ms   reader: bytes  CPU ms   ratio  of rounds")
    missed = False
    with (
        pages.server_of("made") as made,
        pages.server_of("kept") as kept,
        server([python, HERE, "--serve"], {"READER_DB": str(database)}) as peer,
    ):
        for page, (ours, theirs) in addresses(arguments.articles).items():
            for way, site in (("made", made), ("kept", kept)):
                here = Visitors(site, ours)
                there = Visitors(peer, theirs) if theirs else None
                ratio = compare(arguments, page, way, here, there)
                missed |= (page, way) == ("front", "made") and ratio > MOST_OF_READERS
    print(f"front made anew at most {MOST_OF_READERS} of its: {'MISSED' if missed else 'held'}")
    return int(missed)


def compare(
    arguments: argparse.Namespace, page: str, way: str, here: Visitors, there: Visitors | None
) -> float:
    """One line of the table; the ratio of our cost to its, the median of the rounds'."""
    _, our_bytes = here.cost(max(40, 2 * len(here.addresses)))
    their_bytes = there.cost(40)[1] if there else 0
    rounds = []
    for _ in range(arguments.rounds):
        ours = here.cost(arguments.requests)[0]
        theirs = there.cost(max(8, arguments.requests // 8))[0] if there else 0.0
        rounds.append((ours, theirs, ours / theirs if theirs else 0.0))
    ours, theirs, ratio = (float(median(column)) for column in zip(*rounds, strict=True))
    beside = "     it has none" if there is None else f"{their_bytes:>15,} {theirs:>7.2f}"
    spread = f"{min(r[2] for r in rounds):.3f} to {max(r[2] for r in rounds):.3f}" if there else ""
    print(f"{page:8} {way:6} {our_bytes:>12,} {ours:>7.3f} {beside} {ratio:>7.3f}  {spread}", flush=True)
    return ratio


if __name__ == "__main__":
    sys.exit(main())
