"""A city's page, and a region's: the newest articles about it and everything in it, or all that name it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.editions import Place
from warraq.serve import render
from warraq.serve.atlas import REGION, Atlas, atlas_of, name_of, path_of
from warraq.serve.by_city import WEEK, counted, region_map
from warraq.serve.lines import lines_of
from warraq.serve.presses import ALL, chosen_press
from warraq.serve.previews import item_list
from warraq.serve.site import NotHere, Site
from warraq.serve.turning import LENGTH, place_of, turned
from warraq.serve.web.errors import moved
from warraq.serve.words import words_of
from warraq.store.read_places import by_places

NEIGHBOURS = 24


def city(request: HttpRequest, site: Site, place: str) -> HttpResponse:
    """`/city/<slug>` and `/region/<slug>`: what is about the place. `?before=` turns the page, `?lang=` chooses the
    press."""
    return _page(request, site, place, main_only=True)


def named(request: HttpRequest, site: Site, place: str) -> HttpResponse:
    """`/city/<slug>/named`: everything that names the place, also in passing."""
    return _page(request, site, place, main_only=False)


def place_here(site: Site, slug: str) -> Place:
    """The edition's place of that slug; raises NotHere where it has none."""
    if (place := atlas_of(site.edition).get(slug)) is None:
        raise NotHere("place", slug)
    return place


def _page(request: HttpRequest, site: Site, slug: str, *, main_only: bool) -> HttpResponse:
    place = place_here(site, slug)
    home = path_of(place)
    path = home if main_only else f"{home}/named"
    if site.path != path:  # a region under /city/, a city under /region/
        return moved(site.to(path))
    atlas, before = atlas_of(site.edition), place_of(request)
    press = chosen_press(site, request.GET.get("lang"), path)
    rows = by_places(
        site.edition.slug,
        atlas.within(place),
        main_only=main_only,
        languages=press.languages,
        before=before,
        limit=LENGTH + 1,
    )
    page = turned(site, path, rows, before, lang=press.parameter)
    region, counts = atlas.region_of(place), counted(site, WEEK)
    return render.page(
        site,
        "city.html",
        name=name_of(place, site.language),
        is_region=place.kind == REGION,
        region=None if region is None else _linked(site, region),
        main_only=main_only,
        about=site.to(home, lang=press.parameter),
        naming=site.to(f"{home}/named", lang=press.parameter),
        press=press,
        lines=lines_of(site, page.rows),
        json_ld=item_list(site, lines_of(site, page.rows)),
        page=page,
        beside=_beside(site, atlas, place),
        week=words_of(site.language).count(
            "%(n)s articles this week, in all languages", counts.about(atlas, place)
        ),
        map=region_map(site, WEEK),
        here=site.to(path_of(region or place)),
        all_week=site.to(home, lang=ALL),
        everything=site.to(path, lang=ALL),
    )


def _linked(site: Site, place: Place) -> tuple[str, str]:
    return site.to(path_of(place)), name_of(place, site.language)


def _beside(site: Site, atlas: Atlas, place: Place) -> list[tuple[str, str]]:
    """The other cities of its region (of the region itself, all), those with most news of the week first."""
    counts, region = counted(site, WEEK).articles, place.region or place.slug
    cities = [
        other
        for other in atlas.places
        if other.region == region
        and other.slug != place.slug
        and (other.kind == "province" or counts.get(other.slug))
    ]
    cities.sort(key=lambda other: -counts.get(other.slug, 0))
    return [_linked(site, other) for other in cities[:NEIGHBOURS]]
