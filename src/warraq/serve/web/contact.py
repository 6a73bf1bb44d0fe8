"""Who answers for this site, and what publishers and readers can ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from warraq.serve.render import page
from warraq.serve.site import Site


def contact(request: HttpRequest, site: Site) -> HttpResponse:
    """`/contact`."""
    return page(site, "contact.html", contact=site.options.contact, link=link_of(site.options.contact))


def link_of(contact: str) -> str:
    """The operator's contact as a link; empty where it is neither a page nor a mail address."""
    if urlsplit(contact).scheme in ("http", "https", "mailto"):
        return contact
    name, at, host = contact.partition("@")
    return f"mailto:{contact}" if at and name and "." in host and " " not in contact else ""
