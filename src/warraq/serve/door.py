"""The door of the site: every request for a public page comes in here and is answered here.

It takes the language off the address, finds the view, hands it its `Site`, keeps what it made, and puts the same strict
headers on everything. Public pages never see Django's sessions, cookies or users: only the desk and its files are
passed on to the rest of the machinery. Whatever a visitor sends, the answer is a page in words, never a trace.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from traceback import extract_tb
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.urls import Resolver404, ResolverMatch
from django.utils.http import http_date

from warraq.editions import Edition, load_edition
from warraq.options import Options, read_options
from warraq.serve.addresses import PAGES, POSTED, UNKEPT, UNLISTED, UNLISTED_ANSWERS
from warraq.serve.assets import asset_response
from warraq.serve.cache import Body, Kept, PageCache, best_encoding, is_known
from warraq.serve.headers import HEADERS, headers_of
from warraq.serve.site import INTERFACES, NotHere, Site, Unreadable
from warraq.serve.web import errors
from warraq.store.read_outlets import counter, outlet

MAX_PATH = 300
"""Characters: our longest address is an outlet's author feed."""
MAX_QUERY = 7_000
"""Bytes: a query of 1,000 Arabic letters, percent-encoded, is 6,000."""
MAX_FIELDS = 40
PARAMETERS = frozenset(
    "q q2 q3 q4 q5 sort before lang page article of items look by upto from to show".split(" ")
)
"""What pages know of what may follow `?`; the rest (tracking, mostly) is dropped before anything sees it."""
SAID_BY_VIEWS = ("Link", "X-Robots-Tag", "TDM-Reservation", "Content-Disposition")
"""Headers of a view's own that are kept with its page."""
PASSED_ON = ("/desk/", "/static/admin/")
"""What Django's own machinery answers."""
log = logging.getLogger("warraq.serve")


def utc_now() -> datetime:
    """The clock of the site."""
    return datetime.now(UTC)


class PublicDoor:
    """Django's outermost middleware. `options`, `edition` and `clock` are the installation's where none are given."""

    keeps_pages = True
    """Whether finished pages are kept; the benchmark turns it off to measure the making of pages."""

    def __init__(
        self,
        answer: Callable[[HttpRequest], HttpResponseBase],
        *,
        options: Options | None = None,
        edition: Edition | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.answer = answer
        self.options = options or read_options()
        self.edition = edition or load_edition(self.options.edition, self.options)
        self.clock = clock
        self.sections = frozenset(section.slug for section in self.edition.sections)
        self.cache = PageCache(lambda: counter(f"generation:{self.edition.slug}"))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(PASSED_ON):
            return self.answer(request)
        try:
            response = self._kept(request, path) or self._made(request, path)
        except Exception as fault:  # the last one to catch: a visitor never sees a trace
            is_asked = bool(request.META.get("QUERY_STRING"))
            log.error(json.dumps(told(fault, path, is_asked=is_asked), ensure_ascii=False))
            response = errors.broken()
        if response.status_code >= 400:  # Django would log the address of every page that is not there
            response._has_been_logged = True  # type: ignore[attr-defined]
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _kept(self, request: HttpRequest, path: str) -> HttpResponse | None:
        """The answer from what is kept, for requests that need no reading of their address."""
        if not self.keeps_pages or request.method not in ("GET", "HEAD"):
            return None
        query = request.META.get("QUERY_STRING", "")
        kept = self.cache.get(f"{path}?{query}" if query else path)
        return None if kept is None else _answer(request, kept)

    def _made(self, request: HttpRequest, path: str) -> HttpResponseBase:
        language, bare = parted(path)
        site = Site(self.edition, self.options, language, INTERFACES[language], bare, "", self.clock())
        try:
            response = self._page(request, site, path)
        except NotHere as missing:
            response = errors.not_here(site, missing)
        except Unreadable as fault:
            response = errors.unreadable(site, fault.what)
        except (SuspiciousOperation, BadRequest, UnreadablePostError):
            response = errors.unreadable(site, "form")
        if "Content-Security-Policy" not in response.headers:  # pages made or kept have all of them
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    def _page(self, request: HttpRequest, site: Site, path: str) -> HttpResponseBase:
        if path.startswith("/static/"):
            return asset_response(request, path.removeprefix("/static/"))
        if path == "/desk":
            return errors.moved("/desk/")
        query = known_query(path, request.META.get("QUERY_STRING", ""))
        key = f"{path}?{query}" if query else path
        if (straight := redirected(path)) is not None:
            return errors.moved(f"{straight}?{query}" if query else straight)
        if (match := _resolved(site.path)) is None:
            raise NotHere("page", site.path)
        if refused := errors.method_refused(request, site, may_post=match.route in POSTED):
            return refused
        if self.keeps_pages and request.method != "POST" and (kept := self.cache.get(key)):
            return _answer(request, kept)
        request.GET = QueryDict(query)  # pages see nothing but what they know
        generation = self.cache.generation()
        if query:
            site = replace(site, query=query)
        response = match.func(request, site, **self._captured(match))
        if match.route in UNLISTED or (query and match.route in UNLISTED_ANSWERS):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        is_kept = self.keeps_pages and match.route not in UNKEPT
        return self._finished(request, response, match.route, key if is_kept else None, generation, site.now)

    def _captured(self, match: ResolverMatch) -> dict[str, Any]:
        captured = dict(match.kwargs)
        if "outlet" in captured:
            name = captured["outlet"]
            if (row := outlet(self.edition.slug, name)) is None:
                raise NotHere("outlet", name)
            captured["outlet"] = row
        if (section := captured.get("section")) is not None and section not in self.sections:
            raise NotHere("section", section, captured.get("outlet"))
        return captured

    def _finished(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        route: str,
        key: str | None,
        generation: int,
        now: datetime,
    ) -> HttpResponseBase:
        """What any visitor may see, and whose view did not say otherwise, answered with and kept under `key`."""
        if (
            not isinstance(response, HttpResponse)
            or response.status_code != 200
            or "Cache-Control" in response.headers
        ):
            return response
        headers = {
            "Content-Type": response["Content-Type"],
            **dict(headers_of(route)),
            **{name: response[name] for name in SAID_BY_VIEWS if name in response.headers},
        }
        body, modified = Body(response.content), http_date(now.timestamp())
        if key is None:
            kept = Kept(body, tuple(headers.items()), modified, generation, 0.0)
        else:
            kept = self.cache.put(key, body, headers.items(), modified=modified, generation=generation)
        return _answer(request, kept, response)


def _answer(request: HttpRequest, kept: Kept, made: HttpResponse | None = None) -> HttpResponse:
    """The page as this visitor gets it; `made` is the view's own response where it has just been made."""
    body, meta = kept.body, request.META
    encoding = best_encoding(meta.get("HTTP_ACCEPT_ENCODING", ""), len(body.plain))
    form = body.form(encoding)
    if is_known(
        form.etags, kept.modified, meta.get("HTTP_IF_NONE_MATCH"), meta.get("HTTP_IF_MODIFIED_SINCE")
    ):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = made or HttpResponse()
        response.content = form.content
        if encoding:
            response["Content-Encoding"] = encoding
    for name, value in kept.headers:
        if response.status_code == 200 or name != "Content-Type":
            response[name] = value
    response["ETag"] = form.etag
    response["Last-Modified"] = kept.modified
    return response


def parted(path: str) -> tuple[str, str]:
    """The interface language that an address asks for, and the address without it."""
    for language, prefix in INTERFACES.items():
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            return language, path[len(prefix) :] or "/"
    return "ar", path


def redirected(path: str) -> str | None:
    """The one true writing of an address: no slash at its end, no capitals. None where it is written so already.

    Only an address that then leads to a page of ours is redirected; what stands outside ASCII is percent-encoded, and
    so is a backslash, which browsers would take for a slash.
    """
    straight = path.rstrip("/") or "/"
    if "/topic/" not in straight:  # a phrase is printed as it was written
        straight = straight.lower()
    return None if straight == path or _resolved(parted(straight)[1]) is None else quote(straight, safe="/")


@lru_cache(maxsize=1_024)
def _resolved(bare: str) -> ResolverMatch | None:
    try:
        return PAGES.resolve(bare)
    except Resolver404:
        return None


def known_query(path: str, query: str) -> str:
    """The query with only the parameters that pages know, in one order, encoded in one way.

    Raises Unreadable for addresses that no page has: too long, with control characters, with too many parts.
    """
    if len(path) > MAX_PATH or any(c < " " or c == "\x7f" for c in path):
        raise Unreadable("address")
    if not query:
        return ""
    if len(query) > MAX_QUERY:
        raise Unreadable("address")
    try:
        fields = parse_qsl(query, max_num_fields=MAX_FIELDS, errors="replace")
    except ValueError:
        raise Unreadable("address") from None
    known: dict[str, str] = {}
    for name, value in fields:
        if name in PARAMETERS:
            if "\x00" in value:
                raise Unreadable(name)
            known.setdefault(name, value)
    return urlencode(sorted(known.items()))


def told(fault: BaseException, path: str, *, is_asked: bool = False) -> dict[str, str]:
    """A fault as one line of the log: what, where, for which page. Never the visitor, never what they searched: where
    something followed `?` (`is_asked`), the fault's own words may repeat it and are left out.
    """
    frames = extract_tb(fault.__traceback__)
    where = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return {
        "event": "page_failed",
        "page": path[:MAX_PATH],
        "fault": type(fault).__name__,
        "says": "" if is_asked else str(fault)[:300],
        "where": where,
    }
