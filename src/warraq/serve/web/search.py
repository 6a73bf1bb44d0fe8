"""The search page: the reader's words, how many articles match, and where in each the words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.errors import BadQuery, IndexFault
from warraq.search.analysis import highlight, passage, stems_of
from warraq.search.index import Answer, Sort
from warraq.search.query import MAX_LENGTH, Query, parse_query, words_of
from warraq.serve import render
from warraq.serve.lines import Line, lines_of
from warraq.serve.searching import index_of
from warraq.serve.site import Site, Unreadable
from warraq.serve.words import words_of as messages_of
from warraq.store import read

LENGTH = 20
"""Results a page."""
LAST_PAGE = 50
"""Deeper pages are for exports, not for readers: a thousand results can be turned through."""
PASSAGE = 220
SORTS: tuple[Sort, ...] = ("relevance", "newest")

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it was searched for."""


class Result(NamedTuple):
    """A found article."""

    line: Line
    title: Pieces
    passage: Pieces


@dataclass(frozen=True, slots=True)
class Found:
    """What the index answered; `is_any_word` where all words together found nothing."""

    total: int
    numbers: tuple[int, ...]
    is_any_word: bool


def search(request: HttpRequest, site: Site) -> HttpResponse:
    """`?q=` the query, `?sort=` relevance or newest, `?page=` from 1."""
    text = " ".join(request.GET.get("q", "").split())
    sort, number = _sort_of(request), _page_of(request)
    if not text:
        return render.page(site, "search.html", query_text="", state="empty", **_sorts(site, "", sort))
    try:
        query = parse_query(text)
        found = _ask(site, query, sort, number)
    except BadQuery as fault:
        return _page(site, text, sort, "bad", fault=_fault(text, fault), status=400)
    except IndexFault:
        return _page(site, text, sort, "unready", status=503)
    if not found.total:
        return _page(site, text, sort, "nothing")
    stems = stems_of(words_of(query))
    rows = read.by_numbers(site.edition.slug, found.numbers)
    last = min(LAST_PAGE, -(-found.total // LENGTH))
    return _page(
        site,
        text,
        sort,
        "found",
        total=str(messages_of(site.language).count("%(n)s articles", found.total)),
        is_any_word=found.is_any_word,
        results=[_result(line, stems) for line in lines_of(site, rows)],
        newer=_address(site, text, sort, number - 1) if number > 1 else None,
        older=_address(site, text, sort, number + 1) if number < last else None,
        number=number,
        last=last,
    )


def _ask(site: Site, query: Query, sort: Sort, number: int) -> Found:
    """All words first; where that finds nothing at all, any of them."""
    index, offset = index_of(site), (number - 1) * LENGTH

    def ask(*, any_word: bool) -> Answer:
        return index.search(
            query, edition=site.edition.slug, limit=LENGTH, offset=offset, sort=sort, any_word=any_word
        )

    answer = ask(any_word=False)
    is_any_word = not answer.total and len(words_of(query)) > 1
    if is_any_word:
        answer = ask(any_word=True)
    return Found(answer.total, tuple(hit.number for hit in answer.hits), is_any_word)


def _result(line: Line, stems: frozenset[str]) -> Result:
    text = passage(line.excerpt, stems, PASSAGE) if line.excerpt else ""
    return Result(line, highlight(line.title, stems), highlight(text, stems))


def _page(site: Site, text: str, sort: Sort, state: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render.page(
        site, "search.html", status=status, query_text=text, state=state, **_sorts(site, text, sort), **more
    )


def _sorts(site: Site, text: str, sort: Sort) -> dict[str, Any]:
    return {
        "sort": sort,
        "by_relevance": _address(site, text, "relevance", 1),
        "by_time": _address(site, text, "newest", 1),
        "longest": MAX_LENGTH,
    }


def _address(site: Site, text: str, sort: Sort, number: int) -> str:
    return site.to(
        "/search", q=text, sort=None if sort == "relevance" else sort, page=None if number == 1 else number
    )


def _fault(text: str, fault: BadQuery) -> dict[str, str]:
    """The query parted where it cannot be read."""
    return {"before": text[: fault.position], "after": text[fault.position :]}


def _sort_of(request: HttpRequest) -> Sort:
    wanted = request.GET.get("sort") or "relevance"
    for sort in SORTS:
        if wanted == sort:
            return sort
    raise Unreadable("sort")


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LAST_PAGE):
        raise Unreadable("page")
    return int(text)
