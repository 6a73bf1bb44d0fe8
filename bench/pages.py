"""What a page costs: CPU milliseconds of the server for a front, an article and a search page, made and kept, beside a
bare Django view that returns a constant of the same size. One granian process each, a few kept connections.

    python bench/pages.py                       100,000 articles, about four minutes
    python bench/pages.py --articles 10000 --without-search

The goals (issue of part 1): a front page made anew within 8 times, a kept one within 1.5 times of the bare view.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve()
SECTIONS = (
    "politics",
    "economy",
    "society",
    "sports",
    "culture",
    "international",
    "health",
    "religion",
    "video",
)
OUTLETS = 20
AUTHORS = 200
PICTURES = 2_000
BATCH = 5_000
PORT = 8_471
VISITORS = 4
TICK = os.sysconf("SC_CLK_TCK")
GOALS = {("front", "made"): 8.0, ("front", "kept"): 1.5}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--made", type=int, default=600, help="requests for pages made anew")
    parser.add_argument("--kept", type=int, default=4_000, help="requests for kept pages and the bare view")
    parser.add_argument(
        "--encoding", default="gzip, deflate, br", help="the Accept-Encoding of the visitor; empty for none"
    )
    parser.add_argument("--without-search", action="store_true", help="build no index")
    parser.add_argument("--serve", choices=("kept", "made", "bare"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        return serve(arguments.serve)
    with tempfile.TemporaryDirectory(prefix="warraq-bench-") as folder:
        prepare(Path(folder))
        fill(arguments.articles)
        if not arguments.without_search:
            index(Path(folder))
        measure(arguments)
    return 0


def prepare(folder: Path) -> None:
    """An installation of its own: data folder, a small edition, the tables."""
    edition = folder / "editions" / "bench"
    edition.mkdir(parents=True)
    sections = "".join(
        f'[[sections]]\nslug = "{slug}"\nnames = {{ ar = "{slug}", fr = "{slug}" }}\n' for slug in SECTIONS
    )
    (edition / "edition.toml").write_text(
        'slug = "bench"\nnames = { ar = "المقياس", fr = "Mesure" }\ntime_zone = "Africa/Casablanca"\n'
        f'languages = ["ar", "fr"]\n{sections}',
        encoding="utf-8",
    )
    for name in [name for name in os.environ if name.startswith("WARRAQ_")]:
        del os.environ[name]
    os.environ.update(
        WARRAQ_DATA=str(folder),
        WARRAQ_EDITION="bench",
        WARRAQ_EDITIONS=str(folder / "editions"),
        DJANGO_SETTINGS_MODULE="warraq.settings",
    )
    (folder / "secret.key").write_text("bench" * 12, encoding="ascii")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def words_of(seed: int) -> list[str]:
    """A vocabulary of words that look like Arabic, the frequent ones first."""
    draw = random.Random(seed)
    letters = "ابتجحدرزسشصضطعغفقكلمنهوي"
    return ["".join(draw.choices(letters, k=draw.randint(2, 7))) for _ in range(8_000)]


def fill(articles: int) -> None:
    """Rows as a writer would leave them: about 300 words an article, a picture for every second, one author each."""
    from warraq.store import models

    draw, vocabulary = random.Random(1), words_of(1)
    newest = datetime.now(UTC).replace(microsecond=0)
    outlets = models.Outlet.objects.bulk_create(
        models.Outlet(
            edition="bench",
            slug=f"outlet-{n}",
            homepage=f"https://o{n}.example",
            names={"ar": f"جريدة {n}", "fr": f"Journal {n}"},
            language="ar" if n % 5 else "fr",
            added_at=newest,
        )
        for n in range(OUTLETS)
    )
    pictures = models.Picture.objects.bulk_create(
        models.Picture(sha256=sha256(b"%d" % n).hexdigest(), width=1200, height=800, added_at=newest)
        for n in range(PICTURES)
    )
    sources = models.PictureSource.objects.bulk_create(
        models.PictureSource(
            key=picture.sha256,
            outlet=outlets[n % OUTLETS],
            address=f"https://o.example/{n}.jpg",
            picture=picture,
        )
        for n, picture in enumerate(pictures)
    )
    authors = models.Author.objects.bulk_create(
        models.Author(outlet=outlets[n % OUTLETS], name=f"كاتب {n}", key=f"{n}") for n in range(AUTHORS)
    )
    for start in range(0, articles, BATCH):
        numbers = range(start, min(start + BATCH, articles))
        rows = models.Article.objects.bulk_create(
            article_row(
                n,
                outlets[n % OUTLETS],
                sources,
                draw,
                vocabulary,
                newest - timedelta(seconds=90 * (articles - n)),
            )
            for n in numbers
        )
        models.Body.objects.bulk_create(
            models.Body(article=row, blocks=blocks_of(draw, vocabulary)) for row in rows
        )
        models.Byline.objects.bulk_create(
            models.Byline(article=row, author=authors[n % AUTHORS])
            for n, row in zip(numbers, rows, strict=True)
        )
        tell(f"{numbers[-1] + 1:,} articles")
    models.Counter.objects.create(name="articles:bench", value=articles)
    models.Counter.objects.create(name="generation:bench", value=1)


def article_row(
    n: int, outlet: Any, sources: Sequence[Any], draw: random.Random, vocabulary: Sequence[str], at: datetime
) -> Any:
    from warraq.store import models

    return models.Article(
        key=f"{n:064}",
        edition="bench",
        outlet=outlet,
        address=f"https://o.example/{n}",
        kind="article",
        title=text_of(draw, vocabulary, 10),
        excerpt=text_of(draw, vocabulary, 60),
        language=outlet.language,
        section=draw.choice(SECTIONS),
        picture_source=draw.choice(sources) if n % 2 else None,
        published_text=at.isoformat(timespec="minutes"),
        published_precision="minute",
        published_at=at,
        day_on=at.date(),
        sort_at=at,
        seen_at=at,
        changed_at=at,
        content_key="0" * 64,
    )


def text_of(draw: random.Random, vocabulary: Sequence[str], words: int) -> str:
    """Words drawn so that a few are frequent, as in a language."""
    return " ".join(vocabulary[int(draw.paretovariate(0.6)) % len(vocabulary)] for _ in range(words))


def blocks_of(draw: random.Random, vocabulary: Sequence[str]) -> str:
    from warraq.records import Block, BlockKind
    from warraq.store.blocks import write_blocks

    return write_blocks(Block(BlockKind.PARAGRAPH, text_of(draw, vocabulary, 50)) for _ in range(6))


def index(folder: Path) -> None:
    """The search index over all rows, as the keeper builds it."""
    from warraq.processes.indexing import rebuild_index

    rebuild_index(folder, lambda done: tell(f"{done:,} indexed"))


def serve(kind: str) -> int:
    """One granian process: the site with or without its cache, or the bare view."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        f"pages:load_{kind}",
        address="127.0.0.1",
        port=PORT,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=1,
        log_level=LogLevels.error,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


def load_kept() -> Callable[..., Any]:
    """The site as it runs."""
    from warraq.serve.wsgi import application

    return application


def load_made() -> Callable[..., Any]:
    """The site making every page anew, as after a change: no page and no ticker is kept, lines that still stand are."""
    application = load_kept()
    from warraq.serve.door import PublicDoor

    PublicDoor.keeps_pages = False
    return application


def load_bare() -> Callable[..., Any]:
    """Django with one view and nothing around it."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    body = b"x" * int(os.environ["BENCH_BYTES"])

    def constant(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body)

    del os.environ["DJANGO_SETTINGS_MODULE"]
    urls = type(sys)("bare_urls")
    urls.urlpatterns = [path("", constant)]  # type: ignore[attr-defined]
    sys.modules["bare_urls"] = urls
    settings.configure(ROOT_URLCONF="bare_urls", ALLOWED_HOSTS=["*"], SECRET_KEY="bench", LOGGING_CONFIG=None)
    return get_wsgi_application()


@contextmanager
def server(kind: str, size: int = 0) -> Iterator[int]:
    """A running server that answers: its process."""
    environment = os.environ | {"BENCH_BYTES": str(size), "PYTHONPATH": str(HERE.parent)}
    process = subprocess.Popen([sys.executable, str(HERE), "--serve", kind], env=environment)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", PORT)).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    spent = (int(fields[11]) + int(fields[12])) / TICK
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return spent + sum(cpu_seconds(int(child)) for child in children)


def cost(pid: int, addresses: Sequence[str], times: int, encoding: str) -> tuple[float, int]:
    """CPU milliseconds a request of the server, and the bytes of an answer on the wire (the median page's).

    A few visitors at once, so that the server goes from one request to the next: idle in between, the same work
    costs half as much again on a virtual machine, because its caches have gone cold.
    """
    headers = {"Accept-Encoding": encoding} if encoding else {"Accept-Encoding": "identity"}

    def ask(visitor: http.client.HTTPConnection, share: range) -> list[int]:
        sizes = []
        for n in share:
            visitor.request("GET", addresses[n % len(addresses)], headers=headers)
            response = visitor.getresponse()
            body = response.read()
            assert response.status == 200, (response.status, addresses[n % len(addresses)])
            sizes.append(len(body))
        return sizes

    with ThreadPoolExecutor(VISITORS) as pool:
        visitors = [http.client.HTTPConnection("127.0.0.1", PORT, timeout=60) for _ in range(VISITORS)]

        def together(count: int) -> list[int]:
            shares = [range(first, count, VISITORS) for first in range(VISITORS)]
            return [size for sizes in pool.map(ask, visitors, shares) for size in sizes]

        together(max(40, min(len(addresses) * 2, 400)))
        before = cpu_seconds(pid)
        sizes = sorted(together(times))
        spent = cpu_seconds(pid) - before
        for visitor in visitors:
            visitor.close()
    return spent / times * 1000, sizes[len(sizes) // 2]


def pages(articles: int, with_search: bool) -> dict[str, list[str]]:
    """Page -> the addresses asked for in turn."""
    draw, vocabulary = random.Random(2), words_of(1)
    numbers = [draw.randint(1, articles) for _ in range(100)]
    found = {
        "front": ["/"],
        "article": [f"/outlet-{(number - 1) % OUTLETS}/{number}" for number in numbers],
        "section": [f"/section/{slug}" for slug in SECTIONS],
        "outlet": [f"/outlet-{n}" for n in range(OUTLETS)],
    }
    if with_search:
        found["search"] = [
            f"/search?q={quote(' '.join(draw.sample(vocabulary[:500], 2)))}" for _ in range(50)
        ]
    return found


def measure(arguments: argparse.Namespace) -> None:
    """Ask every server, then the bare view with each page's size, and print the table."""
    asked = pages(arguments.articles, not arguments.without_search)
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for kind, times in (("made", arguments.made), ("kept", arguments.kept)):
        with server(kind) as pid:
            for page, addresses in asked.items():
                found[page, kind] = cost(pid, addresses, times, arguments.encoding)
    print(f"{arguments.articles:,} articles, Accept-Encoding: {arguments.encoding or 'none'}")
    print(f"{'page':10} {'':6} {'bytes':>8} {'CPU ms':>8} {'bare ms':>8} {'ratio':>6}")
    for (page, kind), (spent, size) in sorted(found.items()):
        with server("bare", size) as pid:
            bare, _ = cost(pid, ["/"], arguments.kept, arguments.encoding)
        goal = GOALS.get((page, kind))
        said = "" if goal is None else f"  goal {goal}: {'held' if spent / bare <= goal else 'MISSED'}"
        print(f"{page:10} {kind:6} {size:8,} {spent:8.3f} {bare:8.3f} {spent / bare:6.2f}{said}", flush=True)


def tell(text: str) -> None:
    """Progress, where a person watches."""
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
