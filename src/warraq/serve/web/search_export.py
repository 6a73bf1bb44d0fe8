"""Every article of a search as a file: `/search/articles.csv`, `.jsonl`, `.parquet`, without a cap, as it is made.

Visitors are given facts, never texts. At the desk (`/desk/search/articles.jsonl?q=`) who may view bodies is given those
texts too whose publishers did not reserve mining. A file has as many rows as its page said articles: both are of one
snapshot, which the address names (`?upto=`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import IO
from urllib.parse import quote

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from warraq.archive.export import Provenance, columns, rows
from warraq.archive.formats import FORMATS, csv_text, jsonl_text, write_parquet
from warraq.editions import load_edition
from warraq.errors import BadQuery, IndexFault
from warraq.options import read_options
from warraq.search.index import Found
from warraq.search.query import Query, print_query
from warraq.serve.searching import index_of, query_here
from warraq.serve.sending import Sent, from_file
from warraq.serve.site import NotHere, Site, Unreadable, root_of
from warraq.serve.visitors import Limit, visitor_of
from warraq.serve.web import errors
from warraq.serve.web.search import read_asked
from warraq.store.read_exports import stored_articles

PER_HOUR = 30
EXPORTS = Limit(burst=PER_HOUR, per_seconds=3_600)
"""Files that a visitor is given in an hour."""
SAFE = " :/?=&+,;@()*-."
"""What a header's value holds as it is; the rest is percent-encoded: headers are ASCII."""
SAID_TOO_MANY = (
    "Too many files were asked for from your network in a short time. Please try again in an hour."
)
SAID_BUSY = "Other files are being made just now. Please try again in a minute."


def search_export(request: HttpRequest, site: Site, form: str) -> HttpResponseBase:
    """`?q=` the query, `?upto=` the snapshot; `form` is an ending of FORMATS."""
    if form not in FORMATS:
        raise NotHere("page", site.path)
    if request.method != "HEAD" and not may_take(request, site):
        return errors.too_many(site, 3_600, SAID_TOO_MANY)
    try:
        return _file(request, site, form, with_text=False)
    except IndexFault:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})


def search_export_at_the_desk(request: HttpRequest, form: str) -> HttpResponseBase:
    """`/desk/search/articles.<form>`: with texts, for those who may view bodies."""
    user = getattr(request, "user", None)
    if user is None or not user.has_perm("store.view_body"):
        raise PermissionDenied
    if form not in FORMATS:
        raise Http404
    options = read_options()
    site = Site(load_edition(options.edition, options), options, "ar", "", "/search", "", timezone.now())
    try:
        return _file(request, site, form, with_text=True)
    except Unreadable as fault:
        raise BadRequest(fault.what) from None


def may_take(request: HttpRequest, site: Site) -> bool:
    """Whether the visitor may be given one more file in this hour."""
    meta = request.META
    visitor = visitor_of(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), site.options.proxies
    )
    return EXPORTS.allows(visitor, monotonic())


def _file(request: HttpRequest, site: Site, form: str, *, with_text: bool) -> HttpResponseBase:
    asked = read_asked(request)
    if not asked.text:
        raise Unreadable("q")
    try:
        query = query_here(site, asked.text)
    except BadQuery:
        raise Unreadable("q") from None
    found = index_of(site).find(query, edition=site.edition.slug, upto=asked.upto, any_word=None)
    told = _provenance(site, query, found)
    return sent_file(request, site, form, told, lambda: _pieces(site, found, told, form, with_text=with_text))


def sent_file(
    request: HttpRequest,
    site: Site,
    form: str,
    told: Provenance,
    make: Callable[[], Iterator[bytes]],
    name: str = "",
) -> HttpResponseBase:
    """A file as an answer, with where it comes from in its name and its headers; 503 while too many are being made."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name or _name(told)}.{form}"',
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        **{
            f"X-Warraq-{key.replace('_', '-')}": quote(value, safe=SAFE)
            for key, value in told.facts().items()
        },
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=FORMATS[form], headers=headers)
    sent = Sent.begin(make)
    if sent is None:
        return errors.busy(site, 60, SAID_BUSY)
    return StreamingHttpResponse(sent, content_type=FORMATS[form], headers=headers)


def _provenance(site: Site, query: Query, found: Found) -> Provenance:
    text = print_query(query)
    return Provenance(
        query=text,
        edition=site.edition.slug,
        snapshot=found.upto,
        count=found.total,
        made_at=site.now,
        address=site.absolute("/search", q=text, upto=found.upto),
    )


def _pieces(site: Site, found: Found, told: Provenance, form: str, *, with_text: bool) -> Iterator[bytes]:
    articles = stored_articles(site.edition.slug, found.numbers(), with_text=with_text)
    made, chosen = rows(articles, root_of(site.options), with_text=with_text), columns(with_text=with_text)
    if form == "parquet":

        def write(file: IO[bytes]) -> None:
            write_parquet(chosen, made, file, told.facts())

        return from_file(write)
    texts = csv_text(chosen, made, has_bom=True) if form == "csv" else jsonl_text(chosen, made)
    return (text.encode("utf-8") for text in texts)


def _name(told: Provenance) -> str:
    return f"warraq-{told.edition}-{told.snapshot}-{told.made_at:%Y-%m-%d}"
