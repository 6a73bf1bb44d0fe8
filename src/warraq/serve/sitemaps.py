"""Sitemaps (sitemaps.org): an index with a map of the lists, one of the stories and one for each day, and the news of
the last two days.

A page that robots are asked to leave out of their indexes stands in no map. Numbers are bounded: a large day is parted.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse

from warraq.records import Precision
from warraq.serve.atlas import atlas_of, path_of
from warraq.serve.feeds.xml import DECLARATION, element, instant, sayable
from warraq.serve.previews import robots_of
from warraq.serve.site import NotHere, Site, root_of
from warraq.store import read
from warraq.store.read_outlets import outlets
from warraq.store.read_rows import HeadlineRow
from warraq.store.read_sitemaps import MappedRow, articles_of, days_of, stories_of

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
PAGE = 5_000
"""Addresses of one map: a tenth of what the protocol allows, so that one is quick to make and to read (a megabyte)."""
NEWS_HOURS = 48
MOST_NEWS = 1_000
"""Both as news sitemaps are defined: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""
MAPPED_PLACES = ("region", "province", "town")
"""Of most villages there is hardly ever news."""
UNDATED = "undated"
"""The map of articles of which only the month is known."""


def index(request: HttpRequest, site: Site) -> HttpResponse:
    """`/sitemap.xml`: the maps of lists and of stories, then every day's, newest first."""
    root = root_of(site.options)
    parts = [_mapped("sitemap", f"{root}/sitemaps/{name}.xml", None) for name in ("lists", "stories")]
    for state in days_of(site.edition.slug):
        name = state.day.isoformat() if state.day else UNDATED
        for page in range(1, -(-state.articles // PAGE) + 1):
            ending = "" if page == 1 else f"-{page}"
            parts.append(_mapped("sitemap", f"{root}/sitemaps/{name}{ending}.xml", state.changed_at))
    return _answer(f"<sitemapindex {NAMESPACE}>\n{''.join(parts)}</sitemapindex>\n")


def lists(request: HttpRequest, site: Site) -> HttpResponse:
    """`/sitemaps/lists.xml`: front page, the latest news, sections, outlets, cities and regions, and pages about us."""
    paths = ["/", "/latest", "/topics", "/outlets", "/calendar", "/search", "/research", "/about", "/how"]
    paths += ["/cities"] if site.edition.places else []
    paths += [path_of(place) for place in atlas_of(site.edition).places if place.kind in MAPPED_PLACES]
    paths += [f"/section/{section.slug}" for section in site.edition.sections]
    paths += [outlet.path for outlet in outlets(site.edition.slug)]
    return _urls([_mapped("url", site.absolute(path), None) for path in paths])


def stories(request: HttpRequest, site: Site) -> HttpResponse:
    """`/sitemaps/stories.xml`: the stories of several outlets that stand highest, in each language of the press; after
    the page of topics, so that the map is never empty."""
    languages = site.edition.languages
    found = [
        story
        for language in languages
        for story in stories_of(site.edition.slug, language, limit=PAGE // len(languages))
    ]
    urls = [_mapped("url", site.absolute(story.path), story.changed_at) for story in found]
    return _urls([_mapped("url", site.absolute("/topics"), None), *urls])


def day(request: HttpRequest, site: Site, day: date, page: int = 1) -> HttpResponse:
    """`/sitemaps/<day>.xml`, and `/sitemaps/<day>-<page>.xml` from the second on."""
    return _day(site, day, page)


def undated(request: HttpRequest, site: Site, page: int = 1) -> HttpResponse:
    """`/sitemaps/undated.xml`: articles of which only the month is known."""
    return _day(site, None, page)


def news(request: HttpRequest, site: Site) -> HttpResponse:
    """`/sitemap-news.xml`: what was published within the last 48 hours, newest first, 1,000 articles at most.

    Its date is required, so an article whose day is unknown cannot stand here.
    """
    since = site.now - timedelta(hours=NEWS_HOURS)
    rows = read.latest(site.edition.slug, limit=MOST_NEWS)
    return _urls([_news(site, row) for row in rows if _is_news(site, row, since)], NEWS)


def _day(site: Site, day: date | None, page: int) -> HttpResponse:
    rows = articles_of(site.edition.slug, day, offset=(min(page, 10_000) - 1) * PAGE, limit=PAGE)
    if not rows:
        raise NotHere("day", day.isoformat() if day else UNDATED)
    whole = site.absolute(f"/day/{day.isoformat()}" if day else "/calendar")  # no map is ever empty
    urls = [_mapped("url", site.absolute(row.path), row.changed_at) for row in rows if _is_open(site, row)]
    return _urls([_mapped("url", whole, None), *urls])


def _is_open(site: Site, row: MappedRow | HeadlineRow) -> bool:
    """Whether robots may take the article's page into their index."""
    shown = site.may_show_of(row.outlet, wishes=row.wishes)
    return "noindex" not in robots_of(row.wishes, shown)


def _is_news(site: Site, row: HeadlineRow, since: datetime) -> bool:
    if row.published_precision in ("", Precision.MONTH) or not row.title or not _is_open(site, row):
        return False
    if Precision(row.published_precision).has_clock:
        return row.published_at is not None and since <= row.published_at <= site.now
    first = since.astimezone(site.edition.zone).date()
    return date.fromisoformat(row.published_text) >= first


def _news(site: Site, row: HeadlineRow) -> str:
    published = row.published_text
    if Precision(row.published_precision).has_clock and row.published_at is not None:
        printed = datetime.fromisoformat(published)
        published = instant(printed if printed.tzinfo else row.published_at)
    outlet, language = row.outlet, row.language or row.outlet.language
    publication = element("news:name", sayable(outlet.name(outlet.language)) or outlet.slug) + element(
        "news:language", language
    )
    told = (
        f"<news:publication>\n{publication}</news:publication>\n"
        f"{element('news:publication_date', published)}{element('news:title', sayable(row.title) or outlet.slug)}"
    )
    return f"<url>\n{element('loc', site.absolute(row.path))}<news:news>\n{told}</news:news>\n</url>\n"


def _mapped(name: str, address: str, changed_at: datetime | None) -> str:
    changed = element("lastmod", instant(changed_at)) if changed_at else ""
    return f"<{name}>\n{element('loc', address)}{changed}</{name}>\n"


def _urls(urls: list[str], *namespaces: str) -> HttpResponse:
    spaces = " ".join((NAMESPACE, *namespaces))
    return _answer(f"<urlset {spaces}>\n{''.join(urls)}</urlset>\n")


def _answer(text: str) -> HttpResponse:
    return HttpResponse(DECLARATION + text, content_type="application/xml; charset=utf-8")
