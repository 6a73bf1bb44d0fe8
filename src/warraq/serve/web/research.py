"""The research desk: up to five searches compared over time, by outlet and by place, with every number as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from markupsafe import Markup

from warraq.archive.export import Column, Provenance, Row
from warraq.archive.formats import FORMATS, csv_text, jsonl_text, write_parquet
from warraq.errors import BadQuery, IndexFault
from warraq.search.query import MAX_LENGTH, Dates, Item, Phrase, Query, Word, print_query
from warraq.search.query.dates import days_of_text
from warraq.serve import render
from warraq.serve.charts import share_bar
from warraq.serve.comparing import (
    Compared,
    Said,
    TableRow,
    by_value,
    compare,
    everything,
    what_they_say,
)
from warraq.serve.counting import Timeline, outlets_of, timeline, within
from warraq.serve.dates import today_of
from warraq.serve.over_time import UNIT_NAMES, OverTime, over_time, share_said
from warraq.serve.periods import UNITS, Unit
from warraq.serve.query_faults import Mistake, mistake_of
from warraq.serve.refining import filter_of, name_of, narrowed
from warraq.serve.searching import index_of, query_here
from warraq.serve.sending import from_file
from warraq.serve.site import NotHere, Site, Unreadable
from warraq.serve.web import errors
from warraq.serve.web.search import Way, exports_of, number_of
from warraq.serve.web.search_export import SAID_TOO_MANY, may_take, sent_file
from warraq.serve.words import words_of
from warraq.store.read_collected import collected_days
from warraq.store.read_rows import MAX_NUMBER

FIELDS = ("q", "q2", "q3", "q4", "q5")
LONGEST_DATE = 10
COUNT_COLUMNS = (
    Column("query", "text", "as `print_query` writes it"),
    Column("unit", "text", "day, week, month or year"),
    Column("first_day", "text", "of the period; empty for articles without a place in time"),
    Column("last_day", "text", "of the period"),
    Column("articles", "integer", "that were found"),
    Column(
        "all_articles", "integer", "of the period, of the outlets that the query names, where it names any"
    ),
    Column("share", "number", "articles / all_articles"),
    Column("days_collected", "integer", "days of the period on which anything was collected"),
    Column("days", "integer", "days of the period that have begun"),
    Column("note", "text", "month_only: only the month is known; undated: nothing is"),
)


class Asked(NamedTuple):
    """What the address asks for."""

    texts: tuple[str, ...]
    """As many as there are fields, empty ones among them."""
    unit: Unit | None
    first: str
    last: str
    """As typed: a year, a month or a day; empty where the window is open."""
    as_share: bool
    upto: int | None

    def address(self, site: Site, path: str = "/research") -> str:
        """Of this comparison."""
        return site.to(
            path,
            **dict(zip(FIELDS, self.texts, strict=True)),
            by=self.unit,
            **{"from": self.first, "to": self.last},
            show="share" if self.as_share else None,
            upto=self.upto,
        )


class Question(NamedTuple):
    """A field of the form."""

    name: str
    label: str
    text: str
    mistake: Mistake | None


class TableCell(NamedTuple):
    """A number of a table by outlet or place."""

    said: str
    href: str
    share: str
    """Of all articles of that row."""
    bar: Markup


class NamedRow(NamedTuple):
    """A row of a table by outlet or place."""

    name: str
    cells: list[TableCell]


class Words(NamedTuple):
    """What the headlines of one query say."""

    name: str
    words: list[Way]
    titles: str


def research(request: HttpRequest, site: Site) -> HttpResponse:
    """`?q=`, `?q2=` … `?q5=` the searches, `?from=`, `?to=` the window, `?by=` the periods, `?show=share`, `?upto=`."""
    asked = read_asked(request)
    window, is_window = window_of(asked)
    queries, mistakes = _read(site, asked.texts)
    if mistakes or not is_window:
        return _page(site, asked, "bad", mistakes=mistakes, is_window=is_window, status=400)
    if not queries:
        return _page(site, asked, "empty")
    try:
        compared = compare(index_of(site), site.edition.slug, queries, window=window, upto=asked.upto)
        return _compared(site, asked, compared, window)
    except IndexFault:
        return _page(site, asked, "unready", status=503)


def research_counts(request: HttpRequest, site: Site, form: str) -> HttpResponseBase:
    """`/research/counts.<form>`: the numbers of the chart, one row a query and period."""
    if form not in FORMATS:
        raise NotHere("page", site.path)
    asked = read_asked(request)
    window, is_window = window_of(asked)
    queries, mistakes = _read(site, asked.texts)
    if mistakes or not queries:
        raise Unreadable("q")
    if not is_window:
        raise Unreadable("from")
    if request.method != "HEAD" and not may_take(request, site):
        return errors.too_many(site, 3_600, SAID_TOO_MANY)
    try:
        compared = compare(index_of(site), site.edition.slug, queries, window=window, upto=asked.upto)
        line = _timeline(site, asked, compared, window, is_drawn=False)
    except IndexFault:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    rows = list(_count_rows(line)) if line else []
    told = _provenance(site, asked, compared, len(rows))
    name = f"warraq-{told.edition}-counts-{told.snapshot}-{told.made_at:%Y-%m-%d}"
    return sent_file(request, site, form, told, lambda: _pieces(rows, told, form), name)


def method(request: HttpRequest, site: Site) -> HttpResponse:
    """`/research/method`: how everything is counted."""
    return render.page(site, "research_method.html", zone=site.edition.zone.key)


def read_asked(request: HttpRequest) -> Asked:
    """Raises Unreadable, naming the parameter that makes no sense."""
    unit = next((unit for unit in UNITS if unit == request.GET.get("by")), None)
    if unit is None and request.GET.get("by"):
        raise Unreadable("by")
    form = request.GET.get("show") or "count"
    if form not in ("count", "share"):
        raise Unreadable("show")
    texts = tuple(" ".join(request.GET.get(name, "").split()) for name in FIELDS)
    first, last = (request.GET.get(name, "").strip()[: LONGEST_DATE + 1] for name in ("from", "to"))
    return Asked(texts, unit, first, last, form == "share", number_of(request, "upto", MAX_NUMBER))


def window_of(asked: Asked) -> tuple[Dates | None, bool]:
    """The days that are asked about, None for all; and whether what was typed are days at all, in order."""
    try:
        first = days_of_text(asked.first)[0] if asked.first else None
        last = days_of_text(asked.last)[1] if asked.last else None
    except ValueError:
        return None, False
    if first and last and first > last:
        return None, False
    return (Dates(first, last) if first or last else None), True


def _read(site: Site, texts: Sequence[str]) -> tuple[list[tuple[str, Query]], dict[int, Mistake]]:
    queries: list[tuple[str, Query]] = []
    mistakes = {}
    for place, text in enumerate(texts):
        try:
            query = query_here(site, text)
        except BadQuery as fault:
            mistakes[place] = mistake_of(site, text, fault)
            continue
        if query.items:
            queries.append((text, query))
    return queries, mistakes


def _timeline(
    site: Site, asked: Asked, compared: Sequence[Compared], window: Dates | None, *, is_drawn: bool = True
) -> Timeline | None:
    edition = site.edition.slug
    return timeline(
        index_of(site),
        edition,
        [(within(one.query, window), one.found) for one in compared],
        today=today_of(site),
        collected={
            names: collected_days(edition, names) for names in {outlets_of(c.query) for c in compared}
        },
        window=window,
        unit=asked.unit,
        is_drawn=is_drawn,
    )


def _compared(site: Site, asked: Asked, compared: Sequence[Compared], window: Dates | None) -> HttpResponse:
    upto = compared[0].found.upto
    here = asked._replace(upto=upto)
    base = everything(index_of(site), site.edition.slug, window, upto)
    line = _timeline(site, asked, compared, window)
    words = words_of(site.language)
    return _page(
        site,
        asked,
        "found" if line else "nothing",
        chart=_chart(site, asked, compared, line) if line else None,
        totals=[_total(site, one, window) for one in compared],
        outlets=_table(site, compared, window, by_value(compared, base, "outlet"), "outlet"),
        places=_table(site, compared, window, by_value(compared, base, "place"), "place"),
        said=[_words(site, one, window, what_they_say(site.edition.slug, one, base)) for one in compared],
        everything=str(words.count("%(n)s articles", base.total)),
        snapshot=upto,
        here=here.address(site),
        counts=[
            (name, here.address(site, f"/research/counts.{form}"))
            for name, form in (("CSV", "csv"), ("JSON Lines", "jsonl"), ("Parquet", "parquet"))
        ],
        articles=[
            (one.text, exports_of(site, print_query(within(one.query, window)), upto)) for one in compared
        ],
        as_other=asked._replace(as_share=not asked.as_share).address(site),
        is_open=bool(line and line.is_open),
    )


def _chart(site: Site, asked: Asked, compared: Sequence[Compared], line: Timeline) -> OverTime:
    message = "Share of all articles over time" if asked.as_share else "Articles over time"
    return over_time(
        site,
        line,
        [one.text for one in compared],
        title=str(words_of(site.language)(message)),
        as_share=asked.as_share,
        to_unit=lambda unit: asked._replace(unit=unit).address(site),
    )


def _total(site: Site, one: Compared, window: Dates | None) -> Way:
    said = str(words_of(site.language).count("%(n)s articles", one.found.total))
    return Way(one.text, site.to("/search", q=print_query(within(one.query, window))), said)


def _table(
    site: Site, compared: Sequence[Compared], window: Dates | None, rows: Sequence[TableRow], field: str
) -> list[NamedRow]:
    most = max((count for row in rows for count in row.counts), default=0)
    words = words_of(site.language)

    def cell(ink: int, one: Compared, row: TableRow, count: int) -> TableCell:
        query = narrowed(within(one.query, window), filter_of(field, row.value))
        return TableCell(
            said=words.number(count),
            href=site.to("/search", q=print_query(query)) if count else "",
            share=share_said(words, count / row.base) if count and row.base else "",
            bar=share_bar(count / most if most else 0, ink),
        )

    return [
        NamedRow(
            name_of(site, field, row.value),
            [
                cell(n, one, row, count)
                for n, (one, count) in enumerate(zip(compared, row.counts, strict=True), 1)
            ],
        )
        for row in rows
    ]


def _words(site: Site, one: Compared, window: Dates | None, said: Said) -> Words:
    words = words_of(site.language)

    def way(text: str, titles: int) -> Way:
        item: Item = Phrase(text) if " " in text else Word(text)
        query = within(Query((*one.query.items, item)), window)
        return Way(text, site.to("/search", q=print_query(query)), words.number(titles))

    return Words(one.text, [way(*word) for word in said.words], words.number(said.titles))


def _count_rows(line: Timeline) -> Iterator[Row]:
    """What is unknown stays empty: no share where there are no articles, no count where nothing was collected."""
    for series in line.series:
        query = print_query(series.query)
        empty: Row = dict.fromkeys(column.name for column in COUNT_COLUMNS)
        for place, period in enumerate(line.periods):
            yield {
                "query": query,
                "unit": line.unit,
                "first_day": period.first.isoformat(),
                "last_day": period.last.isoformat(),
                "articles": series.value(place),
                "all_articles": series.bases[place],
                "share": series.share(place),
                "days_collected": series.known[place],
                "days": line.lengths[place],
                "note": None,
            }
        for note, count in (("month_only", series.month_only), ("undated", series.undated)):
            if count:
                yield empty | {"query": query, "unit": line.unit, "articles": count, "note": note}


def _provenance(site: Site, asked: Asked, compared: Sequence[Compared], count: int) -> Provenance:
    upto = compared[0].found.upto
    return Provenance(
        query=" | ".join(print_query(one.query) for one in compared),
        edition=site.edition.slug,
        snapshot=upto,
        count=count,
        made_at=site.now,
        address=asked._replace(upto=upto).address(site),
    )


def _pieces(rows: list[Row], told: Provenance, form: str) -> Iterator[bytes]:
    if form == "parquet":

        def write(file: IO[bytes]) -> None:
            write_parquet(COUNT_COLUMNS, rows, file, told.facts())

        return from_file(write)
    texts = csv_text(COUNT_COLUMNS, rows, has_bom=True) if form == "csv" else jsonl_text(COUNT_COLUMNS, rows)
    return (text.encode("utf-8") for text in texts)


def _page(
    site: Site,
    asked: Asked,
    state: str,
    *,
    mistakes: dict[int, Mistake] | None = None,
    is_window: bool = True,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    words = words_of(site.language)
    questions = [
        Question(name, str(words("Search %(number)s", number=place + 1)), text, (mistakes or {}).get(place))
        for place, (name, text) in enumerate(zip(FIELDS, asked.texts, strict=True))
    ]
    return render.page(
        site,
        "research.html",
        status=status,
        state=state,
        asked=asked,
        questions=questions,
        is_window=is_window,
        longest=MAX_LENGTH,
        units=[(unit, str(words(message))) for unit, message in UNIT_NAMES.items()],
        **more,
    )
