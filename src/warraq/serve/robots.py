"""robots.txt of the site itself: what other robots need not visit. Articles and lists are open to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.site import INTERFACES, Site

CLOSED = ("/report/", "/search", "/thanks")
"""Forms, and pages without end."""


def robots(request: HttpRequest, site: Site) -> HttpResponse:
    """RFC 9309."""
    closed = [f"Disallow: {prefix}{path}" for prefix in INTERFACES.values() for path in CLOSED]
    text = "\n".join(["User-agent: *", "Disallow: /desk/", *closed, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
