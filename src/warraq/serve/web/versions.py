"""The page of an article's versions: that it was edited and when, for everyone; what was changed, for those who may
read the earlier texts.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from markupsafe import Markup

from warraq.editions import edition_names, load_edition
from warraq.options import read_options
from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.marked import Told, tell, version_of
from warraq.serve.site import NotHere, Site, Unreadable
from warraq.serve.words import direction_of, set_in_type, words_of
from warraq.showing import Viewer, what_may_be_shown
from warraq.store import read_article
from warraq.store.read_outlets import outlet as outlet_row
from warraq.store.read_rows import ArticleRow, OutletRow
from warraq.store.read_versions import versions as version_rows
from warraq.store.read_versions import whereabouts

EDITS = 10
"""Edits a page whose differences are shown."""


class Stood(NamedTuple):
    """When a version stood; the one that stands has no end."""

    since: Markup
    until: Markup


class Edit(NamedTuple):
    """An edit: its number from 1, when we noticed it, and what it changed."""

    number: int
    when: Markup
    told: Told


def versions(request: HttpRequest, site: Site, outlet: OutletRow, number: int) -> HttpResponse:
    """`/<outlet>/<number>/versions`, `?page=` from 1: for visitors."""
    found = read_article.article(site.edition.slug, outlet, number)
    if found is None:
        raise NotHere("article", str(number), outlet)
    return _page(request, site, found, may_read=site.may_show(found.headline).earlier_texts)


def at_the_desk(request: HttpRequest, number: int) -> HttpResponse:
    """`/desk/versions/<number>`: the same page for moderators, who may read what visitors may not."""
    user = getattr(request, "user", None)
    if user is None or not user.has_perm("store.view_article"):
        raise PermissionDenied
    options = read_options()
    place = whereabouts(number)
    if place is None or place[0] not in edition_names(options):
        raise Http404
    edition = load_edition(place[0], options)
    row = outlet_row(*place)
    found = read_article.article(edition.slug, row, number) if row else None
    if found is None:
        raise Http404
    shown = what_may_be_shown(
        edition_show=edition.show,
        operator_show=options.show,
        outlet_show=found.headline.outlet.show,
        is_withdrawn=found.headline.is_withdrawn,
        wishes=found.headline.wishes,
        viewer=Viewer.DESK,
    )
    path = f"{found.headline.path}/versions"
    site = Site(edition, options, "ar", "", path, "", timezone.now())
    try:
        response = _page(request, site, found, may_read=shown.earlier_texts, is_desk=True)
    except Unreadable:
        raise Http404 from None
    response["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: HttpRequest, site: Site, found: ArticleRow, *, may_read: bool, is_desk: bool = False
) -> HttpResponse:
    row = found.headline
    count = len(found.replaced_at)
    number = _page_of(request, count)
    is_open = may_read and (is_desk or not row.is_withdrawn)
    language = row.language or row.outlet.language
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    address = request.path_info if is_desk else site.to(f"{row.path}/versions")
    newer, older = _turning(address, number, count if is_open else 0)
    withdrawn = dates.instant(found.withdrawn_at) if found.withdrawn_at else ""
    return render.page(
        site,
        "versions.html",
        outlet=row.outlet,
        name=row.outlet.name(site.language),
        home=site.to(row.outlet.path),
        path=site.to(row.path),
        original=row.address,
        title=set_in_type(row.title, language) or str(words_of(site.language)("Untitled")),
        language=language,
        direction=direction_of(language),
        is_withdrawn=row.is_withdrawn,
        is_desk=is_desk,
        withdrawn=withdrawn,
        is_open=is_open,
        stood=_stood(site, found) if not row.is_withdrawn or is_desk else [],
        edits=_edits(site, found, number) if is_open else [],
        newer=newer,
        older=older,
    )


def _page_of(request: HttpRequest, edits: int) -> int:
    text = request.GET.get("page") or "1"
    last = max(1, -(-edits // EDITS))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= last):
        raise Unreadable("page")
    return int(text)


def _turning(address: str, number: int, edits: int) -> tuple[str | None, str | None]:
    """The addresses of the page with later edits and of that with earlier ones."""
    later = [address, *(f"{address}?page={page}" for page in range(2, number + 2))]
    return later[number - 2] if number > 1 else None, later[number] if number * EDITS < edits else None


def _time(site: Site, at: datetime) -> Markup:
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return Markup('<time datetime="{}">{}</time>').format(f"{at:%Y-%m-%dT%H:%M:%SZ}", dates.instant(at))


def _stood(site: Site, found: ArticleRow) -> list[Stood]:
    """Every version, the newest first."""
    times = [found.headline.seen_at, *reversed(found.replaced_at)]
    stood = [Stood(_time(site, since), _time(site, until)) for since, until in pairwise(times)]
    return [Stood(_time(site, times[-1]), Markup("")), *reversed(stood)]


def _edits(site: Site, found: ArticleRow, page: int) -> list[Edit]:
    """The edits of a page, the newest first."""
    count = len(found.replaced_at)
    end = count - (page - 1) * EDITS
    start = max(0, end - EDITS)
    rows = version_rows(found.headline.number, start, end + 1)
    texts = [version_of(row.title, row.subtitle, row.blocks) for row in rows]
    if end == count:
        texts = [*texts[: end - start], version_of(found.headline.title, found.subtitle, found.blocks)]
    edits = [
        Edit(start + n + 1, _time(site, rows[n].replaced_at), tell(old, new))
        for n, (old, new) in enumerate(pairwise(texts))
    ]
    return edits[::-1]
