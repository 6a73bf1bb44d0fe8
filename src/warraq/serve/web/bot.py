"""Who asks outlets' servers, how often, and how a publisher slows or stops it: for who met us in a server's log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.options import ROBOT, user_agent
from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.serve.web.contact import link_of

EXCLUSION = f"User-agent: {ROBOT}\nDisallow: /"
SLOWER = f"User-agent: {ROBOT}\nCrawl-delay: 30"


def bot(request: HttpRequest, site: Site) -> HttpResponse:
    """`/bot`: in three languages on one page, since publishers may read another than the site's readers."""
    contact = site.options.contact
    return page(
        site,
        "bot.html",
        agent=user_agent(contact),
        contact=contact,
        link=link_of(contact),
        gap=f"{site.edition.host_gap_seconds:g}",
        pause=f"{site.edition.poll_min_seconds:g}",
        exclusion=EXCLUSION,
        slower=SLOWER,
    )
