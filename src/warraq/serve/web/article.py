"""An article's page: what its outlet published, as far as it may be shown, and always the way to the original."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from warraq.records import Block, Precision, Wish
from warraq.serve import render
from warraq.serve.also_in import also_in
from warraq.serve.atlas import atlas_of, name_of, path_of
from warraq.serve.dates import dates_of, today_of
from warraq.serve.feeds.xml import instant
from warraq.serve.lines import Line, lines_of
from warraq.serve.pictures import large_size
from warraq.serve.previews import PreviewPicture, article_facts, robots_of
from warraq.serve.searching import related_to
from warraq.serve.site import NotHere, Site, root_of
from warraq.serve.story_beside import story_beside
from warraq.serve.words import direction_of, set_in_type, words_of
from warraq.showing import Shown
from warraq.store import read, read_article, read_stories
from warraq.store.read_places import places_of
from warraq.store.read_rows import ArticleRow, HeadlineRow, OutletRow

SAME_SECTION = 6


class Lead(NamedTuple):
    """The picture above the text, with the size of our file."""

    address: str
    absolute: str
    width: int
    height: int
    caption: str
    report: str


class Times(NamedTuple):
    """What is known of when: the outlet's own date, our first sight, and every time we saw it changed."""

    printed: Markup
    """Empty where the outlet printed none that could be read."""
    seen: Markup
    edits: list[Markup]
    """Newest first."""
    withdrawn: str


def article(request: HttpRequest, site: Site, outlet: OutletRow, number: int) -> HttpResponse:
    """The outlet's article of that number."""
    found = read_article.article(site.edition.slug, outlet, number)
    if found is None:
        raise NotHere("article", str(number), outlet)
    row = found.headline
    shown = site.may_show(row)
    words = words_of(site.language)
    language = row.language or outlet.language
    older, newer = read_article.neighbours(site.edition.slug, row)
    picture = _picture(site, found, shown)
    same_section = _same_section(site, row)
    story = story_beside(site, row)
    told = story.numbers if story else frozenset()
    robots = robots_of(row.wishes, shown, is_withdrawn=row.is_withdrawn)
    response = render.page(
        site,
        "article.html",
        canonical=row.address if site.edition.canonical == "original" else root_of(site.options) + row.path,
        robots=robots,
        is_reserved=Wish.NO_TDM in row.wishes,
        published_at=_published_at(row),
        outlet=outlet,
        name=outlet.name(site.language),
        home=site.to(outlet.path),
        title=set_in_type(row.title, language) or str(words("Untitled")),
        language=language,
        direction=direction_of(language),
        section=_section(site, row),
        row=row,
        found=found,
        shown=shown,
        blocks=_blocks(found, shown),
        picture=picture,
        times=_times(site, found),
        original=row.address,
        host=urlsplit(row.address).hostname or row.address,
        story=story,
        also=also_in(site, read_stories.also_in_beside(site.edition.slug, row.number)),
        related=lines_of(site, [other for other in related_to(site, row) if other.number not in told]),
        same_section=lines_of(site, same_section),
        places=_places(site, row.number),
        older=_neighbour(site, older),
        newer=_neighbour(site, newer),
        address=site.absolute(row.path),
        mail=_mail(site, row),
        json_ld=article_facts(site, found, shown, picture and _preview(picture)),
    )
    if robots:
        response["X-Robots-Tag"] = robots
    if Wish.NO_TDM in row.wishes:
        response["TDM-Reservation"] = "1"
    return response


def _blocks(found: ArticleRow, shown: Shown) -> tuple[Block, ...]:
    return found.blocks if shown.full_text else ()


def _section(site: Site, row: HeadlineRow) -> tuple[str, str] | None:
    """The section's address and name."""
    if not row.section:
        return None
    return site.to(f"/section/{row.section}"), site.edition.section_name(row.section, site.language)


def _places(site: Site, number: int) -> list[tuple[str, str]]:
    """The addresses and names of the places it names, the main one first."""
    places = atlas_of(site.edition).known([slug for slug, _ in places_of(number)])
    return [(site.to(path_of(place)), name_of(place, site.language)) for place in places]


def _picture(site: Site, found: ArticleRow, shown: Shown) -> Lead | None:
    picture = found.headline.picture
    if picture is None or not shown.picture:
        return None
    address = f"/picture/{picture.sha256}/large.webp"
    width, height = large_size(picture)
    return Lead(
        address,
        f"{root_of(site.options)}{address}",
        width,
        height,
        found.picture_caption,
        site.to(f"/report/{picture.sha256}", article=found.headline.number),
    )


def _preview(picture: Lead) -> PreviewPicture:
    return PreviewPicture(picture.absolute, picture.width, picture.height, picture.caption)


def _published_at(row: HeadlineRow) -> str:
    """As the outlet printed it, where that has an hour and an offset: previews take nothing less."""
    if not row.published_precision or not Precision(row.published_precision).has_clock:
        return ""
    printed = datetime.fromisoformat(row.published_text)
    return instant(printed) if printed.tzinfo else f"{row.published_at:%Y-%m-%dT%H:%M:%SZ}"


def _times(site: Site, found: ArticleRow) -> Times:
    row = found.headline
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return Times(
        _time(row.published_text, _printed(site, row)),
        _time(f"{row.seen_at:%Y-%m-%dT%H:%M:%SZ}", dates.instant(row.seen_at)),
        [_time(f"{at:%Y-%m-%dT%H:%M:%SZ}", dates.instant(at)) for at in found.replaced_at],
        dates.instant(found.withdrawn_at) if found.withdrawn_at else "",
    )


def _printed(site: Site, row: HeadlineRow) -> str:
    """The outlet's own date, and how long ago that is where it lies within a day and its clock is known."""
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    printed = dates.printed(row.published_text, row.published_precision)
    at = row.published_at
    if at is None or not Precision(row.published_precision).has_clock:
        return printed
    if not timedelta(0) <= site.now - at < timedelta(days=1):
        return printed
    return f"{printed} ({dates.ago(at, site.now)})"


def _time(iso: str, text: str) -> Markup:
    """For people and machines; empty where nothing is known."""
    return Markup('<time datetime="{}">{}</time>').format(iso, text) if text else Markup("")


def _same_section(site: Site, row: HeadlineRow) -> list[HeadlineRow]:
    languages = (row.language,) if row.language else None
    if row.section:
        found = read.by_section(site.edition.slug, row.section, languages=languages, limit=SAME_SECTION * 2)
    else:
        found = read.latest(site.edition.slug, languages=languages, limit=SAME_SECTION * 2)
    return [other for other in found if other.number != row.number][:SAME_SECTION]


def _neighbour(site: Site, row: HeadlineRow | None) -> Line | None:
    return lines_of(site, [row])[0] if row else None


def _mail(site: Site, row: HeadlineRow) -> str:
    """A letter with headline and address, in the reader's own program: sharing asks no third party."""
    return f"mailto:?subject={quote(row.title, safe='')}&body={quote(site.absolute(row.path), safe='')}"
