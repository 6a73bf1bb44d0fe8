"""A small press in rows, and a visitor who asks the door for its pages."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from warraq.editions import Edition, Section
from warraq.options import Options, read_options
from warraq.records import Block, BlockKind
from warraq.serve.door import PublicDoor
from warraq.store import models
from warraq.store.blocks import write_blocks
from warraq.store.keys import person_key

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EDITION = Edition(
    slug="ma",
    names={"ar": "المغرب", "fr": "Maroc"},
    zone=ZoneInfo("Africa/Casablanca"),
    languages=("ar", "fr", "zgh"),
    sections=(
        Section("politics", {"ar": "سياسة", "fr": "Politique"}),
        Section("sports", {"ar": "رياضة", "fr": "Sport"}),
    ),
    section_labels={},
    outlets=(),
)
OPTIONS = replace(read_options({}), url="https://warraq.example", contact="desk@warraq.example")
BODY = (
    Block(BlockKind.PARAGRAPH, "افتتحت المدرسة اليوم & <حضر> الجميع."),
    Block(BlockKind.LIST, items=("أول", "ثان")),
)


def make_outlet(slug: str = "goud", **fields: Any) -> models.Outlet:
    """An outlet of the edition."""
    fields = {
        "edition": "ma",
        "homepage": f"https://{slug}.example/",
        "names": {"ar": "كود", "fr": "Goud"},
        "language": "ar",
        "added_at": NOW,
        **fields,
    }
    return models.Outlet.objects.create(slug=slug, **fields)


def make_article(outlet: models.Outlet, title: str = "افتتاح المدرسة", **fields: Any) -> models.Article:
    """An article with a body, published an hour ago on the minute unless said otherwise."""
    count = models.Article.objects.count()
    at = fields.pop("at", NOW - timedelta(hours=1))
    picture = fields.pop("picture", None)
    fields = {
        "edition": outlet.edition,
        "key": hashlib.sha256(f"{outlet.slug}{count}".encode()).hexdigest(),
        "address": f"https://{outlet.slug}.example/{count}",
        "kind": "article",
        "title": title,
        "excerpt": "افتتحت المدرسة اليوم",
        "language": "ar",
        "section": "politics",
        "published_text": at.isoformat(timespec="minutes"),
        "published_precision": "minute",
        "published_at": at,
        "day_on": at.date(),
        "sort_at": at,
        "seen_at": at,
        "changed_at": at,
        "content_key": "0" * 64,
        "picture_source": picture and make_source(outlet, picture),
        **fields,
    }
    article = models.Article.objects.create(outlet=outlet, **fields)
    models.Body.objects.create(article=article, blocks=write_blocks(BODY))
    return article


def make_picture(name: str = "one", *, is_hidden: bool = False) -> models.Picture:
    """A picture's row, without its files."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return models.Picture.objects.create(
        sha256=sha256, width=800, height=600, is_hidden=is_hidden, added_at=NOW
    )


def make_source(outlet: models.Outlet, picture: models.Picture) -> models.PictureSource:
    """An address that the picture was fetched from."""
    key = hashlib.sha256(f"{outlet.slug}{picture.sha256}".encode()).hexdigest()
    source, _ = models.PictureSource.objects.get_or_create(
        key=key,
        defaults={"outlet": outlet, "address": f"https://{outlet.slug}.example/p", "picture": picture},
    )
    return source


def sign(article: models.Article, name: str) -> models.Author:
    """A byline."""
    author, _ = models.Author.objects.get_or_create(
        outlet=article.outlet, key=person_key(name), defaults={"name": name}
    )
    models.Byline.objects.create(article=article, author=author)
    return author


def bump() -> None:
    """What the writer does when readers would see something new."""
    row, _ = models.Counter.objects.get_or_create(name="generation:ma")
    row.value += 1
    row.save()


class Visitor:
    """Asks the door as a browser does; `address` is the raw path and query as sent."""

    def __init__(
        self,
        options: Options = OPTIONS,
        edition: Edition = EDITION,
        clock: Callable[[], datetime] = lambda: NOW,
    ) -> None:
        def passed_on(request: HttpRequest) -> HttpResponseBase:
            return HttpResponse("desk")

        self.door = PublicDoor(passed_on, options=options, edition=edition, clock=clock)

    def ask(
        self, path: bytes | str, query: str = "", *, method: str = "GET", body: bytes = b"", **meta: str
    ) -> HttpResponse:
        """`path` is decoded, as servers hand it on."""
        raw = path.encode() if isinstance(path, str) else path
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": raw.decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8300",
            "REMOTE_ADDR": "203.0.113.5",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            **meta,
        }
        response = self.door(WSGIRequest(environ))
        assert isinstance(response, HttpResponse)
        return response

    def get(self, address: str, **meta: Any) -> HttpResponse:
        """A page by its written address."""
        path, _, query = address.partition("?")
        return self.ask(path, query, **meta)

    def text(self, address: str, **meta: Any) -> str:
        """A page's text; it must be there."""
        response = self.get(address, **meta)
        assert response.status_code == 200, response.status_code
        return response.content.decode()


def day_of(article: models.Article) -> date:
    """The day it is filed under."""
    assert article.day_on is not None
    return article.day_on
