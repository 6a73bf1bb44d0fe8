"""How the front page is ordered, in words and with the very numbers the program uses."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.site import Site
from warraq.understand import prominence


def how(request: HttpRequest, site: Site) -> HttpResponse:
    """`/how`."""
    return render.page(
        site,
        "how.html",
        doubling=_hours(prominence.DOUBLING),
        quick=_hours(prominence.QUICK),
        quick_share=f"{prominence.QUICK_SHARE:g}",
        same_section=f"{prominence.SAME_SECTION:g}",
        same_region=f"{prominence.SAME_REGION:g}",
        same_outlet=f"{prominence.SAME_OUTLET:g}",
        no_picture=f"{prominence.NO_PICTURE:g}",
        no_excerpt=f"{prominence.NO_EXCERPT:g}",
    )


def _hours(span: timedelta) -> int:
    return round(span / timedelta(hours=1))
