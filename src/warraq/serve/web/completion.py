"""What headlines say that begins like what is being typed: `/search/complete?q=`, JSON, for the search field's script.

Nothing typed is kept or logged: browsers keep the answers for a while, and the site none.
"""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse

from warraq.errors import IndexFault
from warraq.serve.searching import index_of
from warraq.serve.site import Site

MOST = 8
LONGEST = 100
"""Letters of what is completed: of a longer search its last words."""
KEPT_SECONDS = 300
_PLAIN_END = re.compile(r"(?:^|(?<=\s))[^\W\d_][^\s:\"“”„«»()*-]*(?:\s+[^\W\d_][^\s:\"“”„«»()*-]*)?\s?$")
"""The one or two plain words that end a search: filters and phrases before them stay as they are."""


def completion(request: HttpRequest, site: Site) -> HttpResponse:
    """`?q=` as typed so far. Answers {"completions": [{"text": the whole search, "count": headlines}]}."""
    typed = re.sub(r"\s+", " ", request.GET.get("q", "")).lstrip()
    match = _PLAIN_END.search(typed)
    found = []
    if match and len(match[0]) <= LONGEST:
        try:
            completions = index_of(site).complete(match[0], edition=site.edition.slug, limit=MOST)
        except IndexFault:
            completions = ()
        before = typed[: match.start()]
        found = [{"text": before + one.text, "count": one.count} for one in completions]
    response = HttpResponse(
        json.dumps({"completions": found}, ensure_ascii=False),
        content_type="application/json; charset=utf-8",
    )
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response
