"""Files of a search: named, headed, limited, and without what may not leave."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any
from urllib.parse import quote, unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import StreamingHttpResponse

from tests.serve.indexed import Indexed, indexed
from tests.serve.press import NOW, make_article, make_outlet
from warraq.serve import sending
from warraq.serve.sending import Sent, from_file
from warraq.serve.visitors import Limit
from warraq.serve.web import search_export
from warraq.store import models


@pytest.fixture
def press(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Indexed]:
    monkeypatch.setattr(search_export, "EXPORTS", Limit(burst=20, per_seconds=3_600))
    goud = make_outlet()
    make_article(goud, "قطار سريع")
    make_article(goud, "=قطار محجوز", wishes="no_tdm", at=NOW - timedelta(hours=3))
    make_article(goud, "قطار محذوف", withdrawn_at=NOW, at=NOW - timedelta(hours=4))
    with indexed(tmp_path) as made:
        made.catch_up()
        yield made


def ask(press: Indexed, address: str, method: str = "GET") -> Any:
    path, _, query = address.partition("?")
    return press.visitor.door(
        WSGIRequest({
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8300", "REMOTE_ADDR": "203.0.113.5", "wsgi.input": io.BytesIO(),
        })
    )  # fmt: skip


def test_a_file_says_what_it_was_made_of(press: Indexed) -> None:
    response = ask(press, f"/search/articles.jsonl?q={quote('قطار')}")
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "application/jsonl; charset=utf-8"
    snapshot = models.Article.objects.latest("pk").pk
    assert response["Content-Disposition"] == f'attachment; filename="warraq-ma-{snapshot}-2026-11-24.jsonl"'
    assert unquote(response["X-Warraq-query"]) == "قطار"
    assert (response["X-Warraq-count"], response["X-Warraq-snapshot"]) == ("3", str(snapshot))
    assert response["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response
    assert len(b"".join(response).splitlines()) == 3


def test_visitors_are_given_no_texts(press: Indexed) -> None:
    for form in ("csv", "jsonl"):
        body = b"".join(ask(press, f"/search/articles.{form}?q=*"))
        assert "قطار سريع" in body.decode()
        assert "افتتحت المدرسة" not in body.decode()
        assert b"body" not in body


def test_spreadsheets_get_their_mark_and_no_formula(press: Indexed) -> None:
    text = b"".join(ask(press, "/search/articles.csv?q=*")).decode()
    assert text.startswith("\ufeffnumber,")
    assert ",'=قطار محجوز," in text


def test_the_desk_is_given_texts_but_no_reserved_one(press: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_export, "read_options", lambda: replace(press.options))
    request = WSGIRequest(
        {"REQUEST_METHOD": "GET", "QUERY_STRING": f"q={quote('قطار')}", "wsgi.input": io.BytesIO()}
    )
    for user in (None, SimpleNamespace(has_perm=lambda name: False)):
        request.__dict__["user"] = user
        with pytest.raises(PermissionDenied):
            search_export.search_export_at_the_desk(request, "jsonl")
    request.__dict__["user"] = SimpleNamespace(has_perm=lambda name: name == "store.view_body")
    response = search_export.search_export_at_the_desk(request, "jsonl")
    rows = [json.loads(line) for line in b"".join(response).splitlines()]
    assert [(row["title"], row["has_text"], bool(row["body"])) for row in rows] == [
        ("قطار سريع", True, True), ("=قطار محجوز", False, False), ("قطار محذوف", False, False),
    ]  # fmt: skip


def test_a_visitor_is_given_so_many_files_an_hour(press: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_export, "EXPORTS", Limit(burst=1, per_seconds=3_600))
    assert b"".join(ask(press, "/search/articles.csv?q=*"))
    response = ask(press, "/search/articles.csv?q=*")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "ملفات كثيرة" in response.content.decode()
    assert ask(press, "/research/counts.csv?q=*").status_code == 429


def test_a_head_request_takes_nothing(press: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_export, "EXPORTS", Limit(burst=1, per_seconds=3_600))
    for _ in range(3):
        response = ask(press, "/search/articles.csv?q=*", "HEAD")
        assert (response.status_code, response.content) == (200, b"")
        assert response["X-Warraq-count"] == "3"


def test_few_files_are_made_at_once_and_a_place_is_always_given_back(press: Indexed) -> None:
    held = [ask(press, "/search/articles.csv?q=*") for _ in range(2)]
    busy = ask(press, "/search/articles.csv?q=*")
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    held[0]._iterator.close()
    held[1]._iterator.close()
    held[1]._iterator.close()
    assert b"".join(ask(press, "/search/articles.csv?q=*"))
    assert sending.AT_ONCE._value == 2


def test_a_fault_on_the_way_gives_the_place_back() -> None:
    def broken() -> Iterator[bytes]:
        yield b"one"
        raise ValueError("disk")

    sent = Sent.begin(broken)
    assert sent is not None
    with pytest.raises(ValueError, match="disk"):
        list(sent)
    assert sending.AT_ONCE._value == 2


def test_a_file_that_is_written_whole_comes_in_pieces() -> None:
    def write(file: IO[bytes]) -> None:
        file.write(b"x" * 200_000)

    assert b"".join(from_file(write)) == b"x" * 200_000


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/articles.xls?q=*", 404),
        ("/search/articles.csv", 400),
        ("/search/articles.csv?q=date:x", 400),
        ("/search/articles.csv?q=*&upto=0", 400),
        ("/search/articles.csv?q=*&upto=x", 400),
        ("/research/counts.csv", 400),
        ("/research/counts.csv?q=*&from=2026-13", 400),
        ("/research/counts.doc?q=*", 404),
    ],
)
def test_what_makes_no_sense_is_answered_in_words(press: Indexed, address: str, status: int) -> None:
    response = ask(press, address)
    assert response.status_code == status
    assert "<h1" in response.content.decode()
