"""robots.txt of the site itself: what other robots need not visit, and the maps of what is open to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.site import INTERFACES, Site, root_of

CLOSED = ("/report/", "/search?", "/search/", "/thanks")
"""Forms, and pages without end: the answers of searches. The page that asks for one is open."""
OPEN = ("/search/help",)
"""What is open though it lies under what is closed."""
MAPS = ("/sitemap.xml", "/sitemap-news.xml")


def robots(request: HttpRequest, site: Site) -> HttpResponse:
    """RFC 9309, and `Sitemap` as sitemaps.org has it."""
    prefixes = INTERFACES.values()
    closed = [f"Disallow: {prefix}{path}" for prefix in prefixes for path in CLOSED]
    opened = [f"Allow: {prefix}{path}" for prefix in prefixes for path in OPEN]
    maps = [f"Sitemap: {root_of(site.options)}{path}" for path in MAPS]
    text = "\n".join(["User-agent: *", "Disallow: /desk/", *closed, *opened, "", *maps, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
