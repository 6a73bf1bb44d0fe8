"""The addresses of the site, in one table. Outlets stand at the root, so everything with a name of its own comes first;
`editions.RESERVED_SLUGS` keeps the two apart. Prefixes of interface languages are taken off by the door before.
"""

from __future__ import annotations

from datetime import date

from django.contrib import admin
from django.urls import URLResolver, path, register_converter
from django.urls.resolvers import RegexPattern

from warraq.serve import lists, opml, pictures, robots, sitemaps
from warraq.serve.feeds.answers import FeedName, feed_path
from warraq.serve.web import (
    about,
    article,
    author,
    bot,
    box,
    citation,
    cities,
    city,
    completion,
    contact,
    copies,
    days,
    front,
    health,
    how,
    installed,
    latest,
    like,
    outlet,
    outlets,
    report,
    research,
    search,
    search_export,
    search_help,
    section,
    settings,
    story,
    thanks,
    topic,
    versions,
    websub,
)
from warraq.store.read_rows import MAX_NUMBER


class Day:
    """YYYY-MM-DD; a day that no calendar has is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Month(Day):
    """YYYY-MM, as its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class Number:
    """A number as rows have it, written in one way only: no leading zeros, nothing the database cannot hold."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        if (number := int(value)) > MAX_NUMBER:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


class Sha256:
    """The name of a picture's file."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


for name, converter in (
    ("day", Day),
    ("month", Month),
    ("number", Number),
    ("sha256", Sha256),
    ("feed", FeedName),
):
    register_converter(converter, name)


PAGES = URLResolver(
    RegexPattern(r"^/"),
    [
        path("", front.front),
        path("latest", latest.latest),
        path("outlets", outlets.outlets),
        path("calendar", days.calendar),
        path("calendar/<month:month>", days.calendar),
        path("day/<day:day>", days.day),
        path("section/<str:section>", section.section),
        path("search", search.search),
        path("story/<number:number>", story.story),
        path("topics", topic.topics),
        path("topic/<str:phrase>", topic.topic),
        path("cities", cities.cities),
        path("city/<str:place>", city.city),
        path("city/<str:place>/named", city.named),
        path("region/<str:place>", city.city),
        path("region/<str:place>/named", city.named),
        path("ticker", latest.ticker),
        path("settings", settings.settings),
        path("offline", installed.offline),
        path("manifest.webmanifest", installed.manifest),
        path("sw.js", installed.worker),
        path("box", box.box),
        path("box/make", box.make),
        path("search/complete", completion.completion),
        path("search/help", search_help.search_help),
        path("search/articles.<str:form>", search_export.search_export),
        path("research", research.research),
        path("research/method", research.method),
        path("research/counts.<str:form>", research.research_counts),
        path("about", about.about),
        path("contact", contact.contact),
        path("how", how.how),
        path("bot", bot.bot),
        path("health", health.health),
        path("report/<sha256:picture>", report.report),
        path("thanks", thanks.thanks),
        path("opml", opml.everything),
        path("section/<str:section>/opml", opml.section),
        path("city/<str:place>/opml", opml.place),
        path("region/<str:place>/opml", opml.place),
        feed_path("", lists.front),
        feed_path("latest", lists.latest),
        feed_path("section/<str:section>", lists.section),
        feed_path("search", lists.search),
        feed_path("story/<number:number>", lists.story),
        feed_path("topic/<str:phrase>", lists.topic),
        feed_path("city/<str:place>", lists.place),
        feed_path("city/<str:place>/named", lists.place_named),
        feed_path("region/<str:place>", lists.place),
        feed_path("region/<str:place>/named", lists.place_named),
        feed_path("<str:outlet>", lists.outlet),
        feed_path("<str:outlet>/section/<str:section>", lists.outlet_section),
        feed_path("<str:outlet>/author/<number:author>", lists.author),
        path("picture/<sha256:picture>/<str:size>.webp", pictures.picture),
        path("logo/<str:outlet>.webp", pictures.logo),
        path("robots.txt", robots.robots),
        path("sitemap.xml", sitemaps.index),
        path("sitemap-news.xml", sitemaps.news),
        path("sitemaps/lists.xml", sitemaps.lists),
        path("sitemaps/stories.xml", sitemaps.stories),
        path("sitemaps/undated.xml", sitemaps.undated),
        path("sitemaps/undated-<number:page>.xml", sitemaps.undated),
        path("sitemaps/<day:day>.xml", sitemaps.day),
        path("sitemaps/<day:day>-<number:page>.xml", sitemaps.day),
        path("websub/<str:token>", websub.websub),
        path("<str:outlet>", outlet.outlet),
        path("<str:outlet>/<day:day>", outlet.day),
        path("<str:outlet>/calendar/<month:month>", outlet.calendar),
        path("<str:outlet>/section/<str:section>", outlet.section),
        path("<str:outlet>/author/<number:author>", author.author),
        path("<str:outlet>/<number:number>", article.article),
        path("<str:outlet>/<number:number>/versions", versions.versions),
        path("<str:outlet>/<number:number>/copies", copies.copies),
        path("<str:outlet>/<number:number>/like", like.like),
        path("<str:outlet>/<number:number>/cite.<str:form>", citation.citation),
    ],
)
"""Every public page, in the order in which they are tried; the door alone asks this table."""

UNLISTED = frozenset(
    {
        "box",
        "search/<feed:form>",
        "report/<sha256:picture>",
        "thanks",
        "ticker",
        "offline",
        "search/complete",
        "search/articles.<str:form>",
        "research/counts.<str:form>",
        "<str:outlet>/<number:number>/versions",
        "<str:outlet>/<number:number>/copies",
        "<str:outlet>/<number:number>/like",
        "<str:outlet>/<number:number>/cite.<str:form>",
    }
)
"""The routes whose pages other robots are asked to leave out of their indexes."""

UNLISTED_ANSWERS = frozenset({"search", "research"})
"""The routes whose forms may stand in indexes, and whose answers may not."""

POSTED = frozenset({"report/<sha256:picture>", "websub/<str:token>"})
"""The routes that may be posted to; all others are only read."""

UNKEPT = frozenset(
    {
        "search",
        "search/<feed:form>",
        "topic/<str:phrase>",
        "topic/<str:phrase>/<feed:form>",
        "search/complete",
        "search/articles.<str:form>",
        "research",
        "research/counts.<str:form>",
        "websub/<str:token>",
        "<str:outlet>/<number:number>/like",
        "<str:outlet>/<number:number>/cite.<str:form>",
    }
)
"""The routes whose pages are never kept: they show the index, which follows the store's generation a moment later,
answer a machine, or name today."""

urlpatterns = [
    path("desk/versions/<number:number>", admin.site.admin_view(versions.at_the_desk), name="desk_versions"),
    path(
        "desk/search/articles.<str:form>",
        admin.site.admin_view(search_export.search_export_at_the_desk),
        name="desk_export",
    ),
    path("desk/", admin.site.urls),
]
"""What Django's own machinery answers: the desk, and nothing that a visitor needs."""
