"""An article's citation as a file: `/<outlet>/<number>/cite.bib`, `.ris`, `.json`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.records import Precision
from warraq.serve.citations import FORMS, Cited, cite
from warraq.serve.dates import read_printed, today_of
from warraq.serve.site import NotHere, Site
from warraq.serve.words import words_of
from warraq.store import read_article
from warraq.store.read_rows import ArticleRow, OutletRow


def citation(request: HttpRequest, site: Site, outlet: OutletRow, number: int, form: str) -> HttpResponse:
    """The outlet's article of that number, in a form of `citations.FORMS`."""
    if form not in FORMS:
        raise NotHere("page", site.path)
    found = read_article.article(site.edition.slug, outlet, number)
    if found is None:
        raise NotHere("article", str(number), outlet)
    cited = cited_of(site, found)
    response = HttpResponse(cite(cited, form), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{cited.key}.{form}"'
    return response


def cited_of(site: Site, found: ArticleRow) -> Cited:
    """What is known of the article: its own outlet's name, and its date on the outlet's own clock."""
    row = found.headline
    printed = read_printed(row.published_text, row.published_precision)
    words = words_of(site.language)
    return Cited(
        key=f"{row.outlet.slug}-{row.number}",
        title=row.title or str(words("Untitled")),
        authors=() if row.is_withdrawn else tuple(author.name for author in found.authors),
        outlet=row.outlet.name(row.outlet.language),
        published=printed.local.date() if printed else None,
        has_day=bool(printed and printed.precision is not Precision.MONTH),
        language=row.language,
        address=row.address,
        archived=site.absolute(row.path),
        archive=str(words("Warraq")),
        accessed=today_of(site),
    )
