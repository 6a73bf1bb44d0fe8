"""Our own style sheet, scripts and icons, held in memory with their compressed forms.

Pages name them with a mark of their contents (`render.asset`), so browsers may keep them for ever. Only files that lie
in `static/` when they are first asked for exist: no path is ever built from what a visitor sent.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
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
SHEET = "warraq.css"
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
def early_script() -> str:
    """`early.js` as it stands inside every page: without its comments and its indentation."""
    text = (STATIC / "early.js").read_text(encoding="utf-8")
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def content_of(name: str) -> bytes:
    """A file of ours. The style sheet is written in parts, by what they dress, and sent as one."""
    if name == SHEET:
        return b"\n".join(part.read_bytes() for part in sorted((STATIC / "warraq").glob("*.css")))
    return (STATIC / name).read_bytes()


def early_source() -> str:
    """The policy's word for it: no other script inside a page is ever run (CSP 3, 2.3.1)."""
    digest = hashlib.sha256(early_script().encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


@lru_cache(maxsize=1)
def _bodies() -> dict[str, Body]:
    names = {file.name for file in STATIC.iterdir() if file.suffix in TYPES} | {SHEET}
    return {name: Body(content_of(name)) for name in sorted(names)}
