"""The answers to what cannot be answered: each says once what happened and gives the way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.serve.render import asset, page
from warraq.serve.site import NotHere, Site

SAID = {
    "page": "There is no such page here.",
    "outlet": "No outlet of that name is collected here.",
    "section": "There is no such section here.",
    "article": "There is no such article here.",
    "author": "There is no such author here.",
    "day": "There is no such day here.",
    "story": "There is no such story here.",
    "place": "No such place is known here.",
    "picture": "There is no such picture here.",
}
"""What was missing -> the message that says so."""
NAME_SHOWN = 80
"""Characters of what the visitor asked for that the page repeats."""

BROKEN = """<!doctype html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<title>ورّاق</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{style}">
</head>
<body>
<main class="plain">
<h1>نعتذر: تعذّر إعداد هذه الصفحة.</h1>
<p>الخطأ من عندنا وقد سُجّل. أعد المحاولة بعد قليل أو عد إلى <a href="/">الصفحة الأولى</a>.</p>
<div lang="fr" dir="ltr">
<h2>Désolé : cette page n’a pas pu être préparée.</h2>
<p>L’erreur vient de nous et a été notée. Réessayez dans un instant ou revenez à <a href="/fr">la une</a>.</p>
</div>
<div lang="en" dir="ltr">
<h2>We are sorry: this page could not be prepared.</h2>
<p>The fault is ours and has been noted. Try again in a moment, or go back to the <a href="/en">front page</a>.</p>
</div>
</main>
</body>
</html>
"""


def not_here(site: Site, missing: NotHere) -> HttpResponse:
    """404: names what was asked for, and leads on to the outlet where that exists, else to all outlets."""
    name = missing.name if len(missing.name) <= NAME_SHOWN else missing.name[:NAME_SHOWN] + "…"
    return page(
        site,
        "error.html",
        status=404,
        said=SAID[missing.kind],
        name=name,
        outlet=missing.outlet,
        missing=missing.kind,
    )


def unreadable(site: Site, what: str) -> HttpResponse:
    """400: the request makes no sense."""
    return page(
        site,
        "error.html",
        status=400,
        said="This address cannot be read.",
        name=what,
        outlet=None,
        missing="",
    )


TOO_MANY_REPORTS = "Too many reports from your network in a short time. Please try again in an hour."


def too_many(site: Site, retry_after_seconds: int, said: str = TOO_MANY_REPORTS) -> HttpResponse:
    """429: come back later."""
    return _later(site, 429, retry_after_seconds, said)


def busy(site: Site, retry_after_seconds: int, said: str) -> HttpResponse:
    """503: nobody's fault, and soon over."""
    return _later(site, 503, retry_after_seconds, said)


def _later(site: Site, status: int, retry_after_seconds: int, said: str) -> HttpResponse:
    response = page(site, "error.html", status=status, said=said, name="", outlet=None, missing="")
    response["Retry-After"] = str(retry_after_seconds)
    response["Cache-Control"] = "no-store"
    return response


def refused(site: Site) -> HttpResponse:
    """403: a form that did not come from our own page, or too late."""
    said = "This form has expired or was sent from another site. Open it again and send it."
    response = page(site, "error.html", status=403, said=said, name="", outlet=None, missing="")
    response["Cache-Control"] = "no-store"
    return response


def method_refused(request: HttpRequest, site: Site, *, may_post: bool) -> HttpResponse | None:
    """405 where the page does not know the method; None where it does."""
    allowed = ("GET", "HEAD", "POST") if may_post else ("GET", "HEAD")
    if request.method in allowed:
        return None
    said = "This page can only be read."
    response = page(site, "error.html", status=405, said=said, name="", outlet=None, missing="")
    response["Allow"] = ", ".join(allowed)
    return response


def moved(address: str) -> HttpResponse:
    """301 to the one true writing of an address of ours."""
    response = HttpResponse(status=301)
    response["Location"] = address
    response["Cache-Control"] = "public, max-age=3600"
    return response


def broken() -> HttpResponse:
    """500: made without the store, which may be what is broken."""
    response = HttpResponse(BROKEN.format(style=asset("warraq.css")), status=500)
    response["Cache-Control"] = "no-store"
    return response
