"""Our own style sheet, script and icon, held in memory with their compressed forms.

Pages name them with a mark of their contents (`render.asset`), so browsers may keep them for ever. Only files that lie
in `static/` when they are first asked for exist: no path is ever built from what a visitor sent.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from warraq.serve.cache import Body, best_encoding, is_known
from warraq.serve.site import NotHere

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"


def asset_response(request: HttpRequest, name: str) -> HttpResponse:
    """One of our files. Raises NotHere where there is none of that name."""
    body = _bodies().get(name)
    if body is None:
        raise NotHere("page", f"/static/{name}")
    encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""), len(body.plain))
    form = body.form(encoding)
    if is_known(form.etags, "", request.META.get("HTTP_IF_NONE_MATCH"), None):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(form.content, content_type=TYPES[Path(name).suffix])
        if encoding:
            response["Content-Encoding"] = encoding
    response["Cache-Control"] = FOR_EVER
    response["Vary"] = "Accept-Encoding"
    response["ETag"] = form.etag
    return response


@lru_cache(maxsize=1)
def _bodies() -> dict[str, Body]:
    return {file.name: Body(file.read_bytes()) for file in sorted(STATIC.iterdir()) if file.suffix in TYPES}
