"""The list of outlets: by language, each with how much it holds and when it last published."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.presses import HOME, PRESSES, Press
from warraq.serve.site import Site
from warraq.serve.words import bare_name, words_of
from warraq.store import read_outlets, read_pages
from warraq.store.read_rows import OutletRow


class OutletLine(NamedTuple):
    """An outlet in the list; `last_iso` and `last` are empty where it has no article yet."""

    row: OutletRow
    href: str
    name: str
    articles: str
    last: str
    last_iso: str


class Stand(NamedTuple):
    """The outlets of one press."""

    press: Press
    lines: list[OutletLine]


def outlets(request: HttpRequest, site: Site) -> HttpResponse:
    """All outlets of the edition, those of the interface's own press first, by name."""
    holdings = read_pages.holdings(site.edition.slug)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    words = words_of(site.language)
    stands: dict[str, list[OutletLine]] = {}
    for row in read_outlets.outlets(site.edition.slug):
        articles, last_at = holdings.get(row.id, (0, None))
        line = OutletLine(
            row,
            site.to(row.path),
            row.name(site.language),
            words.number(articles),
            dates.ago(last_at, site.now) if last_at else "",
            f"{last_at:%Y-%m-%dT%H:%MZ}" if last_at else "",
        )
        stands.setdefault(row.language, []).append(line)
    own_first = sorted(PRESSES, key=lambda press: press.languages != HOME[site.language])
    return render.page(
        site,
        "outlets.html",
        stands=[
            Stand(press, sorted(lines, key=lambda line: bare_name(line.name).casefold()))
            for press in own_first
            if (lines := [line for language in press.languages for line in stands.get(language, ())])
        ],
    )
