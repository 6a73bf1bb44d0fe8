"""Topics: any name or phrase can be followed, by a page and by feeds; and the names that rise in the news.

A topic is nothing that anybody creates: its address says the phrase, and the search index answers. What readers follow
is kept nowhere.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from warraq.errors import IndexFault
from warraq.serve import render
from warraq.serve.dates import dates_of, today_of
from warraq.serve.following import LONGEST, find_topic, phrase_of
from warraq.serve.lines import lines_of
from warraq.serve.rises import counted_at, direction_here, language_of, rising_now, topic_path, why_it_rises
from warraq.serve.site import Site, Unreadable
from warraq.serve.turning import LENGTH
from warraq.serve.words import words_of

LAST_PAGE = 50
ALL = 40


def topics(request: HttpRequest, site: Site) -> HttpResponse:
    """`/topics`: what rises and why, and a form; `?q=` leads to that phrase's page."""
    phrase = phrase_of(request.GET.get("q", ""))
    if phrase:
        response = HttpResponse(status=303)
        response["Location"] = site.prefix + topic_path(phrase)
        response["Cache-Control"] = "no-store"
        return response
    at = counted_at(site)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    return render.page(
        site,
        "topics.html",
        rising=rising_now(site, ALL),
        language=language_of(site),
        direction=direction_here(site),
        counted=dates.instant(at) if at else "",
        longest=LONGEST,
    )


def topic(request: HttpRequest, site: Site, phrase: str) -> HttpResponse:
    """`/topic/<phrase>`, its words parted by `_`; `?page=` from 1, the newest first."""
    name, number = phrase_of(phrase), _page_of(request)
    if not name:
        raise Unreadable("topic")
    path = topic_path(name)
    try:
        total, rows = find_topic(site, name, LENGTH, (number - 1) * LENGTH)
        state = "found" if total else "nothing"
    except IndexFault:
        total, rows, state = 0, [], "unready"
    last = min(LAST_PAGE, -(-total // LENGTH))
    response = render.page(
        site,
        "topic.html",
        status=503 if state == "unready" else 200,
        name=name,
        path=path,
        state=state,
        total=str(words_of(site.language).count("%(n)s articles", total)),
        why=why_it_rises(site, name),
        lines=lines_of(site, rows),
        newer=site.to(path, page=number - 1 if number > 2 else None) if number > 1 else None,
        older=site.to(path, page=number + 1) if number < last else None,
        refine=site.to("/search", q=f'"{name}"', sort="newest"),
        rising=[one for one in rising_now(site) if one.phrase != name],
        language=language_of(site),
        direction=direction_here(site),
    )
    if state == "unready":
        response["Cache-Control"] = "no-store"
    return response


def _page_of(request: HttpRequest) -> int:
    text = request.GET.get("page") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LAST_PAGE):
        raise Unreadable("page")
    return int(text)
