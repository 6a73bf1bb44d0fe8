"""robots.txt of the site itself: what other robots need not visit, and the maps of what is open to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.site import INTERFACES, Site, root_of

CLOSED = ("/report/", "/search", "/thanks")
"""Forms, and pages without end."""
MAPS = ("/sitemap.xml", "/sitemap-news.xml")


def robots(request: HttpRequest, site: Site) -> HttpResponse:
    """RFC 9309, and `Sitemap` as sitemaps.org has it."""
    closed = [f"Disallow: {prefix}{path}" for prefix in INTERFACES.values() for path in CLOSED]
    maps = [f"Sitemap: {root_of(site.options)}{path}" for path in MAPS]
    text = "\n".join(["User-agent: *", "Disallow: /desk/", *closed, "", *maps, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
