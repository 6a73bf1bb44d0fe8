"""What a page costs: CPU milliseconds of the server for a front, an article, a section, an outlet, a story, a day, a
city and a search page, beside a bare Django view that returns a constant of the same size.

    python bench/pages.py                       100,000 articles, about four minutes
    python bench/pages.py --articles 20000 --without-search --only front

Each page in three ways:
  kept     as readers mostly get it: the finished page is in memory, and nothing has changed.
  made     the page is made anew for every request: no finished page is kept, every list on it is asked of the database,
           and it is compressed again. What a process knows of single headlines, and what was drawn of the very same
           headlines and answers, is used again where the database has just said that they still stand; of a front page
           that is all of its text where every answer is the same. Here they all are: `changed` says what drawing takes.
  changed  as made, and a new article has arrived in the database before every single request.

The bare view is Django with one URL, one view and no middleware; beside it is printed what the same view costs in a
project as `django-admin startproject` makes it. Each server is one granian process with one thread. The page's and the
bare view's requests take turns in rounds, and the ratio is the median of the rounds': other work on the machine slows
both down. The goals: a front page made anew, changed or not, within 8 times of the bare view, a kept one within 1.5.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from threading import Lock
from typing import Any
from urllib.parse import quote

from page_stories import place_articles, tell_stories
from page_visitors import ENCODING, Visitors, server

HERE = Path(__file__).resolve()
SECTIONS = tuple("politics economy society sports culture international health religion video".split())
OUTLETS = 20
AUTHORS = 200
PICTURES = 2_000
BATCH = 5_000
KINDS = ("kept", "made", "bare", "startproject")
ROUNDS = 8
GOALS = {("front", "made"): 8.0, ("front", "changed"): 8.0, ("front", "kept"): 1.5}
STARTPROJECT = """
django.middleware.security.SecurityMiddleware django.contrib.sessions.middleware.SessionMiddleware
django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware
django.contrib.auth.middleware.AuthenticationMiddleware django.contrib.messages.middleware.MessageMiddleware
django.middleware.clickjacking.XFrameOptionsMiddleware
""".split()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--made", type=int, default=800, help="requests for pages made anew")
    parser.add_argument("--kept", type=int, default=4_000, help="requests for kept pages and the bare view")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="PAGE",
        help="of front, article, section, outlet, story, day, city, search",
    )
    parser.add_argument("--without-search", action="store_true", help="build no index")
    parser.add_argument("--serve", choices=KINDS, help=argparse.SUPPRESS)
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
    shutil.copy(HERE.parents[1] / "editions" / "ma" / "places.tsv", edition)
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
        place_articles(rows, draw)
        tell_stories(rows, draw)
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
        port=int(os.environ["BENCH_PORT"]),
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
    """The site keeping no finished page."""
    application = load_kept()
    from warraq.serve.door import PublicDoor

    PublicDoor.keeps_pages = False
    return application


def load_bare(middleware: Sequence[str] = (), apps: Sequence[str] = ()) -> Callable[..., Any]:
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
    settings.configure(
        ROOT_URLCONF="bare_urls",
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="bench",
        LOGGING_CONFIG=None,
        MIDDLEWARE=middleware,
        INSTALLED_APPS=apps,
    )
    return get_wsgi_application()


def load_startproject() -> Callable[..., Any]:
    """The same view behind the middleware that a new project has."""
    parts = ("auth", "contenttypes", "sessions", "messages")
    return load_bare(STARTPROJECT, [f"django.contrib.{part}" for part in parts])


def server_of(kind: str, size: int = 0) -> AbstractContextManager[tuple[int, int]]:
    """A running server of ours, by its kind; `size`: what the bare view answers with, bytes."""
    return server([sys.executable, HERE, "--serve", kind], {"BENCH_BYTES": str(size)})


class Newsroom:
    """Lets one article after the other arrive in the database, each newer than all before."""

    def __init__(self) -> None:
        from warraq.store import models

        self.rows = models.Article.objects.order_by("-id")
        self.draw, self.vocabulary, self.lock = random.Random(3), words_of(1), Lock()
        self.newest = datetime.now(UTC).replace(microsecond=0)
        self.waiting: list[Any] = list(self.rows[:BATCH])

    def arrive(self) -> None:
        """One article more: of another outlet, section, language and picture than the one before."""
        from django.db import connection

        with self.lock:
            row = self.waiting.pop()
            self.newest += timedelta(milliseconds=1)
            row.pk, row.key, row.title = (
                None,
                f"{time.time_ns():064}",
                text_of(self.draw, self.vocabulary, 10),
            )
            row.sort_at = row.published_at = row.seen_at = row.changed_at = self.newest
            row.save(force_insert=True)
            connection.close()


def pages(articles: int, with_search: bool) -> dict[str, list[str]]:
    """Page -> the addresses asked for in turn."""
    from warraq.store import models

    draw, vocabulary = random.Random(2), words_of(1)
    numbers = [draw.randint(1, articles) for _ in range(100)]
    today = datetime.now(UTC).date()
    told = models.Story.objects.filter(outlet_count__gt=2).values_list("pk", flat=True)[:100]
    found = {
        "front": ["/"],
        "article": [f"/outlet-{(number - 1) % OUTLETS}/{number}" for number in numbers],
        "section": [f"/section/{slug}" for slug in SECTIONS],
        "outlet": [f"/outlet-{n}" for n in range(OUTLETS)],
        "story": [f"/story/{number}" for number in told],
        "day": [f"/day/{today - timedelta(days=past)}" for past in range(1, 9)],
        "city": [
            "/city/casablanca",
            "/city/rabat",
            "/city/azilal",
            "/region/oriental",
            "/region/souss-massa",
            "/cities",
        ],
    }
    if with_search:
        found["search"] = [
            f"/search?q={quote(' '.join(draw.sample(vocabulary[:500], 2)))}" for _ in range(50)
        ]
    return found


def measure(arguments: argparse.Namespace) -> None:
    """Ask every page in every way, beside the bare view with its size, and print the table."""
    asked, newsroom = pages(arguments.articles, not arguments.without_search), Newsroom()
    asked = {page: addresses for page, addresses in asked.items() if page in (arguments.only or asked)}
    print(f"{arguments.articles:,} articles, Accept-Encoding: {ENCODING}")
    print("page              bytes   CPU ms  bare ms  ratio     of rounds  startproject ms")
    with server_of("made") as made, server_of("kept") as kept:
        for page, addresses in asked.items():
            for way, site in (("made", made), ("changed", made), ("kept", kept)):
                visitors = Visitors(site, addresses, newsroom.arrive if way == "changed" else None)
                print(f"{page:8} {way:8} {beside_bare(visitors, arguments, page, way)}", flush=True)


def beside_bare(visitors: Visitors, arguments: argparse.Namespace, page: str, way: str) -> str:
    """A page's cost in turns with the bare view's, as a line of the table."""
    times = (arguments.kept if way == "kept" else arguments.made) // ROUNDS
    _, size = visitors.cost(max(40, min(len(visitors.addresses) * 2, times)))
    with server_of("bare", size) as bare, server_of("startproject", size) as startproject:
        others = [Visitors(bare, ["/"]), Visitors(startproject, ["/"])]
        for one in others:
            one.cost(200)
        rounds = []
        for _ in range(ROUNDS):
            spent = [visitors.cost(times)[0], *(one.cost(arguments.kept // ROUNDS)[0] for one in others)]
            rounds.append((*spent, spent[0] / spent[1]))
    here, bare_ms, project_ms, ratio = (median(column) for column in zip(*rounds, strict=True))
    goal = GOALS.get((page, way))
    said = "" if goal is None else f"  goal {goal}: {'held' if ratio <= goal else 'MISSED'}"
    spread = f"{min(line[3] for line in rounds):.1f} to {max(line[3] for line in rounds):.1f}"
    return f"{size:7,} {here:8.3f} {bare_ms:8.3f} {ratio:6.2f} {spread:>13} {project_ms:16.3f}{said}"


def tell(text: str) -> None:
    """Progress, where a person watches."""
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
