"""Reporting a picture: a form that proves itself, distinct people, a limit, and a picture that hides itself."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.http import HttpResponse

from tests.serve.press import OPTIONS, Visitor, make_article, make_outlet, make_picture
from warraq.serve import cache
from warraq.serve.visitors import Limit
from warraq.serve.web import report
from warraq.store import models

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _fresh_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "POSTS", Limit(burst=10, per_seconds=3_600))


@pytest.fixture
def article(db: None) -> models.Article:
    return make_article(make_outlet(), picture=make_picture())


def sha256_of(article: models.Article) -> str:
    assert article.picture_source is not None
    assert article.picture_source.picture is not None
    return article.picture_source.picture.sha256


def mark_of(visitor: Visitor, address: str) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', visitor.text(address))
    assert found
    return found[1]


def send(visitor: Visitor, article: models.Article, mark: str | None = None, **meta: str) -> HttpResponse:
    path = f"/report/{sha256_of(article)}"
    mark = mark_of(visitor, path) if mark is None else mark
    fields = {"mark": mark, "reason": "indecent", "words": "صورة\nغير لائقة"}
    return visitor.ask(
        path,
        f"article={article.pk}",
        method="POST",
        body=urlencode(fields).encode(),
        **{"CONTENT_TYPE": FORM, **meta},
    )


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_form_is_never_kept_and_works_without_a_script(
    visitor: Visitor, article: models.Article, prefix: str
) -> None:
    response = visitor.get(f"{prefix}/report/{sha256_of(article)}?article={article.pk}")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert 'method="post"' in page
    assert f'action="{prefix}/report/{sha256_of(article)}?article={article.pk}"' in page
    assert article.title in page


def test_a_report_is_thanked_for_and_counted(visitor: Visitor, article: models.Article) -> None:
    response = send(visitor, article)
    assert (response.status_code, response["Location"]) == (303, f"/thanks?article={article.pk}")
    assert f'href="/goud/{article.pk}"' in visitor.text(response["Location"])
    stored = models.Report.objects.get()
    assert stored.reason == "indecent: صورة غير لائقة"
    assert stored.article == article
    assert "203.0.113.5" not in str(stored.__dict__)


def test_three_people_hide_a_picture_wherever_it_appears(
    visitor: Visitor, article: models.Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "WATCHED_SECONDS", 0.0)
    other = make_article(make_outlet("alyaoum"), picture=models.Picture.objects.get())
    sha256 = sha256_of(article)
    pages = ("/", f"/goud/{article.pk}", f"/alyaoum/{other.pk}")
    assert all(sha256 in visitor.text(page) for page in pages)
    for last in ("1", "1", "2", "3"):
        assert send(visitor, article, REMOTE_ADDR=f"203.0.113.{last}").status_code == 303
    assert not any(sha256 in visitor.text(page) for page in pages)
    assert visitor.get(f"/picture/{sha256}/small.webp").status_code == 410
    assert 'name="mark"' not in visitor.text(f"/report/{sha256}")


def test_readers_behind_our_proxy_are_told_apart(article: models.Article) -> None:
    visitor = Visitor(options=replace(OPTIONS, proxies=("10.0.0.0/8",)))
    for hop in ("198.51.100.1", "198.51.100.2"):
        send(visitor, article, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {hop}")
    assert models.Report.objects.count() == 2


def test_readers_cannot_become_many_by_saying_so(visitor: Visitor, article: models.Article) -> None:
    for hop in ("198.51.100.1", "198.51.100.2", "198.51.100.3"):
        send(visitor, article, HTTP_X_FORWARDED_FOR=hop)
    assert models.Report.objects.count() == 1


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_REFERER": "https://evil.example/warraq.example"},
        {"HTTP_ORIGIN": "http://[bad"},
    ],
)
def test_a_form_from_another_site_is_refused(
    visitor: Visitor, article: models.Article, meta: dict[str, str]
) -> None:
    assert send(visitor, article, HTTP_HOST="warraq.example", **meta).status_code == 403
    assert not models.Report.objects.exists()


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_ORIGIN": "https://warraq.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "http://localhost:8300", "HTTP_HOST": "localhost:8300"},
        {"HTTP_REFERER": "https://warraq.example/goud/1"},
        {},
    ],
)
def test_our_own_form_is_taken(visitor: Visitor, article: models.Article, meta: dict[str, str]) -> None:
    assert send(visitor, article, **meta).status_code == 303


def test_a_form_for_another_picture_or_from_yesterday_is_refused(
    visitor: Visitor, article: models.Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_picture("two")
    foreign = mark_of(visitor, f"/report/{other.sha256}")
    assert send(visitor, article, foreign).status_code == 403
    assert send(visitor, article, "").status_code == 403
    mark = mark_of(visitor, f"/report/{sha256_of(article)}")
    monkeypatch.setattr(report, "FORM_SECONDS", -1)
    assert send(visitor, article, mark).status_code == 403
    assert not models.Report.objects.exists()


def test_too_many_reports_from_one_place_are_asked_to_wait(visitor: Visitor, article: models.Article) -> None:
    mark = mark_of(visitor, f"/report/{sha256_of(article)}")
    answers = [send(visitor, article, mark).status_code for _ in range(12)]
    assert answers == [303] * 10 + [429] * 2
    assert send(visitor, article, mark, REMOTE_ADDR="203.0.113.77").status_code == 303


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"mark=%ff%00&words=\xff", FORM),
        (b"x" * 20_000, FORM),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"a=1", FORM + "; charset=utf-7"),
        (b"&".join(b"a=%d" % n for n in range(2_000)), FORM),
        (b"", ""),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_words(
    visitor: Visitor, article: models.Article, body: bytes, kind: str
) -> None:
    path = f"/report/{sha256_of(article)}"
    response = visitor.ask(path, method="POST", body=body, CONTENT_TYPE=kind)
    assert response.status_code in (400, 403)
    assert "<h1>" in response.content.decode()


def test_an_unknown_picture_cannot_be_reported(visitor: Visitor, article: models.Article) -> None:
    missing = "f" * 64
    mark = signing.TimestampSigner(salt="warraq.report").sign(missing)
    response = visitor.ask(
        f"/report/{missing}", method="POST", body=urlencode({"mark": mark}).encode(), CONTENT_TYPE=FORM
    )
    assert response.status_code == 404
