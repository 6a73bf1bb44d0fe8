"""What a reader may choose for this device alone: colours, text size, pictures, keys, and what to leave out of lists.

The page knows nothing of the choices: a script keeps them in the browser, and nothing of them is ever sent.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve import render
from warraq.serve.site import Site
from warraq.serve.words import bare_name
from warraq.store.read_outlets import outlets

CHOICES = (
    ("scheme", "Colours", (("", "As the device says"), ("light", "Light"), ("dark", "Dark"))),
    (
        "size",
        "Size of articles' text",
        (("small", "Small"), ("", "Usual"), ("large", "Large"), ("larger", "Larger")),
    ),
    ("pictures", "Pictures", (("", "Unless the device saves data"), ("all", "Always"), ("none", "Never"))),
    ("keys", "Keys", (("", "On"), ("off", "Off"))),
)
"""Name in the browser's store, the question, and the answers: (value, message)."""


def settings(request: HttpRequest, site: Site) -> HttpResponse:
    """`/settings`."""
    shown = [outlet for outlet in outlets(site.edition.slug) if outlet.state != "removed"]
    named = [(outlet.path, outlet.name(site.language)) for outlet in shown]
    return render.page(
        site,
        "settings.html",
        questions=CHOICES,
        outlets=sorted(named, key=lambda pair: bare_name(pair[1]).casefold()),
        sections=[
            (f"/section/{section.slug}", site.edition.section_name(section.slug, site.language))
            for section in site.edition.sections
        ],
    )
