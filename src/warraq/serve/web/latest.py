"""The latest news: a river by day, with a header for each day of the edition's time zone."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.lines import lines_of
from warraq.serve.presses import ALL, chosen_press
from warraq.serve.previews import item_list
from warraq.serve.site import Site
from warraq.serve.turning import place_of, turned
from warraq.store import read
from warraq.store.read_rows import HeadlineRow

LENGTH = 60


def ticker(request: HttpRequest, site: Site) -> HttpResponse:
    """`/ticker`: its lines alone, for the script that asks for fresh ones."""
    newest = read.latest(site.edition.slug, limit=render.TICKER_WINDOW)
    return HttpResponse(render.ticker_lines(lines_of(site, newest)))


def latest(request: HttpRequest, site: Site) -> HttpResponse:
    """`?before=` turns the page, `?lang=` chooses the press."""
    edition, path, before = site.edition, site.path, place_of(request)
    press = chosen_press(site, request.GET.get("lang"), path)
    rows = read.latest(edition.slug, languages=press.languages, before=before, limit=LENGTH + 1)
    page = turned(site, path, rows, before, length=LENGTH, lang=press.parameter)

    def day_of(row: HeadlineRow) -> date:
        return row.sort_at.astimezone(edition.zone).date()

    long_day = dates_of(site.language, edition.zone, today_of(site)).long_day
    return render.page(
        site,
        "latest.html",
        press=press,
        days=[(long_day(day), lines_of(site, list(rows))) for day, rows in groupby(page.rows, day_of)],
        page=page,
        json_ld=item_list(site, lines_of(site, page.rows)),
        everything=site.to(path, lang=ALL),
    )
