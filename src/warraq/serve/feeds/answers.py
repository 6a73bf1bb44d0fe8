"""A list asked for as a feed: the address ends in the format's name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from warraq.errors import IndexFault
from warraq.serve.feeds.entries import feed_of
from warraq.serve.feeds.formats import FORMATS
from warraq.serve.lists import FindList
from warraq.serve.site import Site


class FeedName:
    """How a feed's address ends."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def feed_path(route: str, find: FindList) -> URLPattern:
    """The feeds of the list at `route`, in every format. Needs the converter `feed` (FeedName)."""

    def answer(request: HttpRequest, site: Site, form: str, **captured: object) -> HttpResponse:
        return answer_feed(request, site, form, find, captured)

    return path(f"{route}/<feed:form>" if route else "<feed:form>", answer)


def answer_feed(
    request: HttpRequest, site: Site, form: str, find: FindList, captured: dict[str, object]
) -> HttpResponse:
    """The list in the format called `form`; 503 where it needs an index and there is none yet."""
    try:
        listed = find(request, site, **captured)
    except IndexFault:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    chosen = FORMATS[form]
    feed = feed_of(site, listed, chosen.name)
    charset = "" if chosen.type.endswith("json") else "; charset=utf-8"
    response = HttpResponse(chosen.write(feed), content_type=chosen.type + charset)
    if feed.hub:  # WebSub, 4: as headers too, for formats that have no such link
        response["Link"] = f'<{feed.hub}>; rel="hub", <{feed.address}>; rel="self"'
    return response
