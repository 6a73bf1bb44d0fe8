"""What makes the site an application on a reader's device: its manifest, the worker that keeps what was read there, and
the page that is shown without a line.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from warraq.records import named
from warraq.serve import render
from warraq.serve.site import INTERFACES, Site, written
from warraq.serve.words import words_of

SHELL = ("warraq.css", "warraq.js", "settings.js", "icon.svg")
"""Our files that a kept page needs."""
PAPER = "#fbf8f1"


def manifest(request: HttpRequest, site: Site) -> HttpResponse:
    """`/manifest.webmanifest`, `/fr/manifest.webmanifest`, …: it opens in the interface it was installed from."""
    words, edition = words_of(site.language), site.edition
    name = f"{words('Warraq')} · {named(edition.names, site.language, edition.languages[0]) or edition.slug}"
    icons = [
        {
            "src": render.asset(f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    told = {
        "id": "/",
        "name": name,
        "short_name": str(words("Warraq")),
        "lang": site.language,
        "dir": words.direction,
        "start_url": site.to("/"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "shortcuts": [
            {"name": str(words("Latest news")), "url": site.to("/latest")},
            {"name": str(words("Search")), "url": site.to("/search")},
        ],
    }
    return HttpResponse(
        json.dumps(told, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8"
    )


def worker(request: HttpRequest, site: Site) -> HttpResponse:
    """`/sw.js`. At the root, for a worker rules over the folder it lies in; asked anew each time, as browsers do."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def offline(request: HttpRequest, site: Site) -> HttpResponse:
    """`/offline`: what the worker shows where there is no line and the page was never opened."""
    return render.page(site, "offline.html")


@lru_cache(maxsize=1)
def _worker() -> str:
    shell = [render.asset(name) for name in SHELL]
    offline = {language: written(prefix, "/offline", {}) for language, prefix in INTERFACES.items()}
    template = render.environment().get_template("sw.js")
    version = hashlib.sha256("".join(shell).encode()).hexdigest()[:10]
    values = {
        "shell": json.dumps(shell),
        "offline": json.dumps(offline),
    }  # addresses of ours: a script of JSON
    marked = {name: Markup(value) for name, value in values.items()}  # noqa: S704
    return template.render(marked, version=version)
