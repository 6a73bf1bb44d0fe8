"""Reporting a picture: a form that is never kept, and what a sent form comes to.

There is no session to protect, so a form proves itself by a signed mark for that picture which lives an hour, and a
browser that says where the form came from must say "from here".
"""

from __future__ import annotations

from time import monotonic
from urllib.parse import urlsplit

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from warraq.errors import BadInput
from warraq.moderate.reports import REASON_CHARACTERS, record_report
from warraq.serve.render import page
from warraq.serve.site import NotHere, Site, Unreadable, root_of
from warraq.serve.visitors import Limit, visitor_of
from warraq.serve.web import errors
from warraq.store import read
from warraq.store.read_article import is_hidden, picture_row
from warraq.store.read_rows import MAX_NUMBER, HeadlineRow

FORM_SECONDS = 3_600
MAX_FORM_BYTES = 16_384
FORM_TYPE = "application/x-www-form-urlencoded"
REASONS = {
    "indecent": "It is indecent",
    "violent": "It shows violence or victims",
    "private": "It harms a person's privacy",
    "wrong": "It has nothing to do with the article",
}
"""What a reader may choose -> the message."""
POSTS = Limit(burst=10, per_seconds=3_600)
_signer = TimestampSigner(salt="warraq.report")


def report(request: HttpRequest, site: Site, picture: str) -> HttpResponse:
    """`/report/<sha256>?article=<number>`: the form, or what was sent with it."""
    response = _send(request, site, picture) if request.method == "POST" else _form(request, site, picture)
    response["Cache-Control"] = "no-store"
    return response


def comes_from_here(request: HttpRequest, root: str) -> bool:
    """Whether the browser, where it says so, says that the form stood on our own page.

    The Host header is the browser's own word here, not a link we hand out: a foreign page cannot choose it.
    """
    fetch_site = request.META.get("HTTP_SEC_FETCH_SITE")
    if fetch_site is not None and fetch_site != "same-origin":
        return False
    said = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER")
    if said is None:
        return True
    hosts = {urlsplit(root).netloc, request.META.get("HTTP_HOST", "")}
    try:
        return urlsplit(said).netloc in hosts - {""}
    except ValueError:
        return False


def _form(request: HttpRequest, site: Site, picture: str) -> HttpResponse:
    article = _article(request, site)
    if is_hidden(picture):
        return page(site, "report.html", article=article, mark="", picture=picture, reasons=REASONS, limit=0)
    if picture_row(picture) is None:
        raise NotHere("picture")
    mark = _signer.sign(picture)
    return page(
        site,
        "report.html",
        article=article,
        mark=mark,
        picture=picture,
        reasons=REASONS,
        limit=REASON_CHARACTERS,
    )


def _send(request: HttpRequest, site: Site, picture: str) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type != FORM_TYPE or not length.isdigit() or int(length) > MAX_FORM_BYTES:
        raise Unreadable("form")
    if not comes_from_here(request, root_of(site.options)) or not _is_ours(
        request.POST.get("mark", ""), picture
    ):
        return errors.refused(site)
    visitor = visitor_of(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        site.options.proxies,
    )
    if not POSTS.allows(visitor, monotonic()):
        return errors.too_many(site, FORM_SECONDS)
    article = _article(request, site)
    try:
        record_report(
            sha256=picture,
            number=article.number if article else None,
            visitor=visitor,
            reason=_reason(request),
            now=site.now,
            threshold=site.edition.report_threshold,
            edition=site.edition.slug,
        )
    except BadInput:
        raise NotHere("picture") from None
    response = HttpResponse(status=303)
    response["Location"] = site.to("/thanks", article=article.number if article else None)
    return response


def _is_ours(mark: str, picture: str) -> bool:
    try:
        return _signer.unsign(mark, max_age=FORM_SECONDS) == picture
    except BadSignature:  # SignatureExpired is one
        return False


def _reason(request: HttpRequest) -> str:
    """The choice, by its name, and the reader's own words in one line."""
    choice = request.POST.get("reason", "")
    words = " ".join(c for c in request.POST.get("words", "").replace("\x00", "").split() if c)
    return ": ".join(part for part in (choice if choice in REASONS else "", words) if part)[
        :REASON_CHARACTERS
    ]


def _article(request: HttpRequest, site: Site) -> HeadlineRow | None:
    """The article the picture was seen on, where the address says so and it is one of ours."""
    text = request.GET.get("article", "")
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > MAX_NUMBER:
        return None
    return next(iter(read.by_numbers(site.edition.slug, [int(text)])), None)
