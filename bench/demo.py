"""How fresh the demo is: seconds from its start until every outlet stands on the front page, and from an article's
publication until its page stands on the site and until a search finds it; and, without the polls of channels, from an
article's row until search finds it. No peer: these are promises of the README.

    python bench/demo.py [--seconds 60]
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from warraq.sample import OUTLETS, Press
from warraq.search.generations import CurrentIndex
from warraq.search.query import Query, plain_query
from warraq.search.tantivy_index import TantivyIndex

POLL_SECONDS = 0.25
LOOK_SECONDS = 0.02
"""Between two looks for new rows and for what is found: how much longer the delay seems at most."""
LATEST_SECONDS = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="how long to watch once all outlets are there"
    )
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="warraq-bench-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        port, sample_port = free_port(), free_port()
        began = time.monotonic()
        with demo(data, port, sample_port):
            until_full = wait_for_all(port, began)
            with ThreadPoolExecutor(1) as pool:
                kept = pool.submit(watch_index, data, seconds)
                on_site, searchable = watch(data, port, sample_port, seconds)
                until_found = sorted(kept.result())
    print(f"every outlet on the front page after {until_full:.1f} s")
    for name, delays in (("on the site", on_site), ("searchable", searchable)):
        if delays:
            worst, middle = max(delays), statistics.median(delays)
            print(f"published until {name:<11} median {middle:.1f} s, worst {worst:.1f} s, of {len(delays)}")
    if until_found:
        p50, p95 = (until_found[int(len(until_found) * share)] for share in (0.5, 0.95))
        print(
            f"row written until found   p50 {p50:.2f} s, p95 {p95:.2f} s, worst {until_found[-1]:.2f} s, "
            f"of {len(until_found)}"
        )
    return 0


def wait_for_all(port: int, began: float) -> float:
    """Seconds until the front page links an article of every outlet."""
    while True:
        text = page(port, "/")
        if all(f'"/{outlet.slug}/' in text for outlet in OUTLETS):
            return time.monotonic() - began
        if time.monotonic() - began > 180:
            missing = [outlet.slug for outlet in OUTLETS if f'"/{outlet.slug}/' not in text]
            raise SystemExit(f"after 180 s the front page shows nothing of {', '.join(missing)}")
        time.sleep(POLL_SECONDS)


def watch(data: Path, port: int, sample_port: int, seconds: float) -> tuple[list[float], list[float]]:
    """Seconds from publication until the article's page, and until a search for its title, shows the article."""
    on_site: list[float] = []
    searchable: list[float] = []
    waiting: dict[str, tuple[datetime, str]] = {}
    with sqlite3.connect(f"file:{data / 'warraq.sqlite3'}?mode=ro", uri=True) as rows:
        last = rows.execute("SELECT coalesce(max(id), 0) FROM store_article").fetchone()[0]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # Anew each time: it reads from its state until when the running press was open.
            press = Press(seed=1, port=sample_port, state_folder=data / "press")
            fresh = rows.execute(
                "SELECT a.id, address, title, slug FROM store_article a JOIN store_outlet o ON o.id = a.outlet_id "
                "WHERE a.id > ? ORDER BY a.id",
                (last,),
            ).fetchall()
            for number, address, title, outlet in fresh:
                last = number
                truth = press.truth(address)
                if truth and truth.first_visible_at > press_opened(press):
                    path = f"/{outlet}/{number}"
                    if path in page(port, path):
                        on_site.append((datetime.now(UTC) - truth.first_visible_at).total_seconds())
                    waiting[path] = (truth.first_visible_at, title)
            for path, (published_at, title) in list(waiting.items()):
                words = " ".join(re.findall(r"\w+", title))
                if f'"{path}"' in page(port, f"/search?q={quote(words)}"):
                    searchable.append((datetime.now(UTC) - published_at).total_seconds())
                    del waiting[path]
            time.sleep(POLL_SECONDS)
    return on_site, searchable


def watch_index(data: Path, seconds: float) -> list[float]:
    """Seconds from the moment an article's row can be read until a search for its title finds it."""
    index = CurrentIndex(data / "index", TantivyIndex.open_reader)
    waiting: dict[int, tuple[float, Query]] = {}
    delays: list[float] = []
    with sqlite3.connect(f"file:{data / 'warraq.sqlite3'}?mode=ro", uri=True) as rows:
        last = rows.execute("SELECT coalesce(max(id), 0) FROM store_article").fetchone()[0]
        end = time.monotonic() + seconds
        while waiting or time.monotonic() < end:
            fresh = rows.execute("SELECT id, title FROM store_article WHERE id > ? ORDER BY id", (last,))
            for number, title in fresh.fetchall():
                last = number
                waiting[number] = time.monotonic(), plain_query(title)
            for number, (written_at, query) in list(waiting.items()):
                if any(hit.number == number for hit in index.find(query).page(sort="arrived")):
                    delays.append(time.monotonic() - written_at)
                    del waiting[number]
            if time.monotonic() > end + LATEST_SECONDS:
                raise SystemExit(f"articles are never found: {', '.join(map(str, waiting))}")
            time.sleep(LOOK_SECONDS)
    return delays


def press_opened(press: Press) -> datetime:
    """When it went live: what is older is history, found late by nature."""
    from warraq.sample.press import moment_of

    return moment_of(press.opened_at)


def page(port: int, path: str) -> str:
    """A page of the site; empty where it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8")
    except OSError:
        return ""
    finally:
        connection.close()


@contextmanager
def demo(data: Path, port: int, sample_port: int) -> Iterator[None]:
    environment = {
        **os.environ,
        "WARRAQ_DATA": str(data),
        "WARRAQ_SAMPLE_PORT": str(sample_port),
        "WARRAQ_LOG": "error",
    }
    words = [sys.executable, "-m", "warraq", "demo", "--port", str(port)]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
