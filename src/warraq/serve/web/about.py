"""What Warraq is, how much it holds, how it works and what it does not keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.store.read_outlets import counter, outlets


def about(request: HttpRequest, site: Site) -> HttpResponse:
    """`/about`."""
    active = [outlet for outlet in outlets(site.edition.slug) if outlet.state != "removed"]
    show = site.options.show or site.edition.show
    return page(
        site, "about.html", articles=counter(f"articles:{site.edition.slug}"), outlets=len(active), show=show
    )
