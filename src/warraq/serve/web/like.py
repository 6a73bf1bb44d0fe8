"""More like an article: those of all outlets that say most of what it says, copies among them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.errors import IndexFault
from warraq.records import block_lines
from warraq.serve import render
from warraq.serve.lines import lines_of
from warraq.serve.searching import index_of
from warraq.serve.site import NotHere, Site
from warraq.serve.words import direction_of, set_in_type, words_of
from warraq.store import read, read_article
from warraq.store.read_rows import OutletRow

MOST = 30


def like(request: HttpRequest, site: Site, outlet: OutletRow, number: int) -> HttpResponse:
    """The outlet's article of that number, and what is like it; an article without its text goes by its headline."""
    found = read_article.article(site.edition.slug, outlet, number)
    if found is None:
        raise NotHere("article", str(number), outlet)
    row = found.headline
    text = "\n".join(line for block in found.blocks for line in block_lines(block))
    try:
        hits = index_of(site).like(
            row.title,
            "" if row.is_withdrawn else text,
            edition=site.edition.slug,
            without=number,
            limit=MOST,
        )
    except IndexFault:
        hits = ()
    language = row.language or outlet.language
    return render.page(
        site,
        "like.html",
        href=site.to(row.path),
        title=set_in_type(row.title, language) or str(words_of(site.language)("Untitled")),
        language=language,
        direction=direction_of(language),
        lines=lines_of(site, read.by_numbers(site.edition.slug, [hit.number for hit in hits])),
    )
