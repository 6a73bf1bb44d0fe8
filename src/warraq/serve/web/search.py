"""The search page: what was found, where in each text the words stand, when it was published, and every way to narrow
it. The total, the list, the chart, the facets and the files to download are of one state of the index: its snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.errors import BadQuery, IndexFault
from warraq.search.analysis.marking import Wanted, highlight, passage, wanted_by
from warraq.search.index import Found, Sort
from warraq.search.query import MAX_LENGTH, Query, in_other_names, places_told, print_query
from warraq.serve import render
from warraq.serve.counting import outlets_of, timeline
from warraq.serve.dates import today_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.over_time import OverTime, over_time
from warraq.serve.periods import UNITS, Unit
from warraq.serve.query_faults import Mistake, mistake_of
from warraq.serve.refining import groups_of, parts_of
from warraq.serve.searching import index_of, names_here, query_here
from warraq.serve.site import Site, Unreadable
from warraq.serve.words import words_of as messages_of
from warraq.showing import PASSAGE_CHARACTERS
from warraq.store import read
from warraq.store.blocks import plain_text
from warraq.store.read_article import blocks_of
from warraq.store.read_collected import collected_days
from warraq.store.read_rows import MAX_NUMBER, HeadlineRow

LENGTH = 20
"""Results a page."""
LAST_PAGE = 50
"""Deeper pages are for exports, not for readers: a thousand results can be turned through."""
FEW = 3
"""With so few found another spelling is looked for."""
SORTS: dict[Sort, str] = {
    "relevance": "Closest first", "newest": "Newest first", "arrived": "Last arrived first",
}  # fmt: skip
"""Order -> message."""

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it was searched for."""


class Result(NamedTuple):
    """A found article."""

    line: Line
    title: Pieces
    passage: Pieces


class Way(NamedTuple):
    """A link to another search: its words, and how much it finds."""

    name: str
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    text: str
    sort: Sort
    page: int
    unit: Unit | None
    upto: int | None

    def address(self, site: Site, path: str = "/search", **more: str | int | None) -> str:
        """Of this search; what is left unsaid goes without saying."""
        return site.to(
            path,
            q=self.text,
            sort=None if self.sort == "relevance" else self.sort,
            by=self.unit,
            upto=self.upto,
            page=None if self.page == 1 else self.page,
            **more,
        )


def search(request: HttpRequest, site: Site) -> HttpResponse:
    """`?q=` the query, `?sort=` an order of SORTS, `?page=` from 1, `?by=` the chart's periods, `?upto=` the snapshot:
    the highest article number that counts."""
    asked = read_asked(request)
    if not asked.text:
        return _page(site, asked, "empty")
    try:
        query = query_here(site, asked.text)
        index = index_of(site)
        found = index.find(query, edition=site.edition.slug, upto=asked.upto, any_word=None)
        return _answer(site, asked, query, found)
    except BadQuery as fault:
        return _page(site, asked, "bad", mistake=mistake_of(site, asked.text, fault), status=400)
    except IndexFault:
        return _page(site, asked, "unready", status=503)


def read_asked(request: HttpRequest) -> Asked:
    """Raises Unreadable, naming the parameter that makes no sense."""
    text = " ".join(request.GET.get("q", "").split())
    sort = next((sort for sort in SORTS if sort == (request.GET.get("sort") or "relevance")), None)
    if sort is None:
        raise Unreadable("sort")
    unit = next((unit for unit in UNITS if unit == request.GET.get("by")), None)
    if unit is None and request.GET.get("by"):
        raise Unreadable("by")
    page = number_of(request, "page", LAST_PAGE) or 1
    return Asked(text, sort, page, unit, number_of(request, "upto", MAX_NUMBER))


def number_of(request: HttpRequest, name: str, most: int) -> int | None:
    """A parameter that is a number from 1; None where it is not given. Raises Unreadable for anything else."""
    text = request.GET.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and 1 <= int(text) <= most):
        raise Unreadable(name)
    return int(text)


def _answer(site: Site, asked: Asked, query: Query, found: Found) -> HttpResponse:
    ways: dict[str, Any] = {"meant": _meant(site, asked, query, found), "other": _other(site, asked, query)}
    if not found.total:
        return _page(site, asked, "nothing", query=query, **ways)
    fresh_at = site.now if asked.sort == "relevance" else None
    hits = found.page(limit=LENGTH, offset=(asked.page - 1) * LENGTH, sort=asked.sort, fresh_at=fresh_at)
    rows = read.by_numbers(site.edition.slug, [hit.number for hit in hits])
    here = replace(asked, upto=found.upto)
    last = min(LAST_PAGE, -(-found.total // LENGTH))
    return _page(
        site,
        asked,
        "found",
        query=query,
        total=str(messages_of(site.language).count("%(n)s articles", found.total)),
        is_any_word=found.is_any_word,
        results=_results(site, rows, wanted_by(query)),
        groups=groups_of(site, query, found.facets(), found.total, lambda other: _to(site, asked, other)),
        chart=_chart(site, asked, query, found),
        snapshot=found.upto,
        here=replace(here, page=1).address(site),
        exports=exports_of(site, asked.text, found.upto),
        newer=replace(here, page=asked.page - 1).address(site) if asked.page > 1 else None,
        older=replace(here, page=asked.page + 1).address(site) if asked.page < last else None,
        number=asked.page,
        last=last,
        **ways,
    )


def exports_of(site: Site, text: str, upto: int) -> list[tuple[str, str]]:
    """The files of a search: (name, address)."""
    return [
        (name, site.to(f"/search/articles.{form}", q=text, upto=upto))
        for name, form in (("CSV", "csv"), ("JSON Lines", "jsonl"), ("Parquet", "parquet"))
    ]


def _results(site: Site, rows: list[HeadlineRow], wanted: Wanted) -> list[Result]:
    """Of each the best passage of its text, as far as an excerpt may be shown."""
    texts = blocks_of([row.number for row in rows if site.may_show(row).excerpt])
    results = []
    for row, line in zip(rows, lines_of(site, rows), strict=True):
        text = plain_text(texts[row.number]) if row.number in texts else ""
        best = passage(text, wanted, PASSAGE_CHARACTERS) if text else line.excerpt
        results.append(Result(line, highlight(line.title, wanted), highlight(best, wanted)))
    return results


def _chart(site: Site, asked: Asked, query: Query, found: Found) -> OverTime | None:
    names = outlets_of(query)
    collected = {names: collected_days(site.edition.slug, names)}
    line = timeline(
        index_of(site), site.edition.slug, [(query, found)],
        today=today_of(site), collected=collected, unit=asked.unit,
    )  # fmt: skip
    if line is None:
        return None
    return over_time(
        site,
        line,
        [asked.text],
        title=str(messages_of(site.language)("Articles over time: %(query)s", query=asked.text).unescape()),
        as_bars=True,
        to_unit=lambda unit: replace(asked, unit=unit, page=1).address(site),
    )


def _meant(site: Site, asked: Asked, query: Query, found: Found) -> Way | None:
    """Another spelling, where this one finds little or not all words together."""
    if found.total > FEW and not found.is_any_word:
        return None
    meant = index_of(site).suggest(query, edition=site.edition.slug)
    if meant is None or meant.query == query:
        return None
    return _way(site, asked, print_query(meant.query), meant.query, meant.total)


def _other(site: Site, asked: Asked, query: Query) -> Way | None:
    """The search with its places and countries called as the press of other languages calls them."""
    names = names_here(site)
    other = in_other_names(query, names)
    if other is None:
        return None
    total = index_of(site).find(other, edition=site.edition.slug, upto=asked.upto).total
    said = dict.fromkeys(name for told in places_told(query, names) for name in told.others)
    return _way(site, asked, " · ".join(said), other, total) if total else None


def _way(site: Site, asked: Asked, name: str, query: Query, total: int) -> Way:
    said = str(messages_of(site.language).count("%(n)s articles", total))
    return Way(name, _to(site, asked, query), said)


def _to(site: Site, asked: Asked, query: Query) -> str:
    """The search for another query, in the same order; as the index stands then."""
    return replace(asked, text=print_query(query), page=1, upto=None).address(site)


def _page(
    site: Site,
    asked: Asked,
    state: str,
    *,
    status: int = 200,
    query: Query | None = None,
    mistake: Mistake | None = None,
    **more: Any,
) -> HttpResponse:
    sorts = [
        (
            str(messages_of(site.language)(message)),
            replace(asked, sort=sort, page=1).address(site),
            sort == asked.sort,
        )
        for sort, message in SORTS.items()
    ]
    return render.page(
        site,
        "search.html",
        status=status,
        query_text=asked.text,
        state=state,
        sorts=sorts,
        asked=asked,
        parts=parts_of(site, query, lambda other: _to(site, asked, other)) if query else [],
        compare=site.to("/research", q=asked.text),
        longest=MAX_LENGTH,
        mistake=mistake,
        **more,
    )
