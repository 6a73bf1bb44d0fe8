"""A section's page: its newest articles, in the interface's own press first and all languages one click away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.lines import lines_of
from warraq.serve.presses import ALL, chosen_press
from warraq.serve.previews import item_list
from warraq.serve.site import Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.store import read

NOW = 12


def section(request: HttpRequest, site: Site, section: str) -> HttpResponse:
    """`section` is a slug of the edition. `?before=` turns the page, `?lang=` chooses the press."""
    edition, path, before = site.edition.slug, site.path, place_of(request)
    press = chosen_press(site, request.GET.get("lang"), path)
    rows = read.by_section(edition, section, languages=press.languages, before=before, limit=LENGTH + 1)
    page = turned(site, path, rows, before, lang=press.parameter)
    lines = lines_of(site, page.rows)
    return render.page(
        site,
        "section.html",
        section=section,
        name=site.edition.section_name(section, site.language),
        press=press,
        lines=lines,
        json_ld=item_list(site, lines),
        page=page,
        now=lines_of(site, read.latest(edition, languages=press.languages, limit=NOW)),
        everything=site.to(path, lang=ALL),
    )
