"""What a reader sees after reporting a picture."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.store import read
from warraq.store.read_rows import MAX_NUMBER


def thanks(request: HttpRequest, site: Site) -> HttpResponse:
    """`/thanks?article=<number>`: thanks, what happens now, and the way back."""
    text = request.GET.get("article", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= MAX_NUMBER
    rows = read.by_numbers(site.edition.slug, [int(text)]) if is_number else []
    return page(site, "thanks.html", article=rows[0] if rows else None)
