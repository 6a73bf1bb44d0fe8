"""An author's page: what one outlet's person signed. Namesakes of other outlets are other people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.lines import lines_of
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.store import read
from warraq.store.read_rows import OutletRow


def author(request: HttpRequest, site: Site, outlet: OutletRow, author: int) -> HttpResponse:
    """`author` is the person's number; `?before=` turns the page."""
    if (person := read.author(outlet.id, author)) is None:
        raise NotHere("author", str(author), outlet)
    before = place_of(request)
    rows = read.by_author(site.edition.slug, person.id, before=before, limit=LENGTH + 1)
    page = turned(site, site.path, rows, before)
    lines = lines_of(site, page.rows)
    return render.page(
        site,
        "author.html",
        person=person,
        outlet=outlet,
        name=outlet.name(site.language),
        home=site.to(outlet.path),
        lines=lines,
        json_ld=item_list(site, lines),
        page=page,
    )
