"""An author's page: what one person signed. Namesakes of other outlets are others, unless the edition knows better."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.lines import lines_of
from warraq.serve.persons import person_of
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.store import read
from warraq.store.read_rows import OutletRow


def author(request: HttpRequest, site: Site, outlet: OutletRow, author: int) -> HttpResponse:
    """`author` is the person's number; `?before=` turns the page."""
    if (person := person_of(site.edition, outlet, author)) is None:
        raise NotHere("author", str(author), outlet)
    before = place_of(request)
    rows = read.by_author(site.edition.slug, person.numbers, before=before, limit=LENGTH + 1)
    page = turned(site, site.path, rows, before)
    lines = lines_of(site, page.rows)
    return render.page(
        site,
        "author.html",
        person=person.row,
        elsewhere=[
            (named.name, other.name(site.language), site.to(f"{other.path}/author/{named.id}"))
            for other, named in person.elsewhere
        ],
        outlet=outlet,
        name=outlet.name(site.language),
        home=site.to(outlet.path),
        lines=lines,
        json_ld=item_list(site, lines),
        page=page,
    )
