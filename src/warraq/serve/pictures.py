"""Pictures and logos from our own host. A picture that reports or the desk have hidden is gone (410) at once, whoever
still links to it; a file is found by its hash alone, so no path can lead elsewhere.

A browser that saves data (`Save-Data: on`) gets one transparent dot instead: pages stay the same for everyone.
Who wants pictures all the same (`show=all`, see warraq.js) gets them.
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from warraq.options import Options
from warraq.serve.cache import is_known
from warraq.serve.site import Site
from warraq.store.read_article import is_hidden, picture_row
from warraq.store.read_rows import OutletRow, PictureRow

SIZES = ("large", "small")
LARGE_WIDTH = 1200
"""Widest of our large pictures: see extract.images."""
KEPT = "public, max-age=31536000, immutable, s-maxage=3600"
"""A file never changes under its hash; shared caches ask again after an hour, since it may be hidden by then."""
LOGO_KEPT = "public, max-age=86400"
DOT = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\0\0\0!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
"""A transparent GIF of one pixel."""
ARTICLE = "ال"

INITIAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#0b4a6f"/>'
    '<text x="32" y="44" font-size="36" font-weight="700" text-anchor="middle" fill="#fbf8f1" '
    'font-family="IBM Plex Sans Arabic, Noto Sans Arabic, Segoe UI, Tahoma, sans-serif">{initial}</text></svg>'
)


def picture(request: HttpRequest, site: Site, picture: str, size: str) -> HttpResponse:
    """`/picture/<sha256>/large.webp` or `small.webp`."""
    if size not in SIZES:
        return _nothing(404)
    if picture_row(picture) is None:
        return _nothing(410 if is_hidden(picture) else 404)
    return _file(request, site, picture, size, KEPT)


def logo(request: HttpRequest, site: Site, outlet: OutletRow) -> HttpResponse:
    """An outlet's logo; where there is none, the first letter of its name."""
    if outlet.logo is not None:
        response = _file(request, site, outlet.logo.sha256, "small", LOGO_KEPT)
        if response.status_code != 404:
            return response
    initial = initial_of(outlet.name(outlet.language))
    drawn = INITIAL.format(initial=escape(initial)).encode()
    etag = f'"{sha256(drawn).hexdigest()[:24]}"'
    if is_known((etag,), "", request.META.get("HTTP_IF_NONE_MATCH"), None):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = LOGO_KEPT
    response["ETag"] = etag
    return response


def initial_of(name: str) -> str:
    """The letter a name is known by: in Arabic the one after the article."""
    bare = name.strip().removeprefix(ARTICLE) if len(name.strip()) > len(ARTICLE) + 1 else name.strip()
    return bare[:1].upper()


def picture_file(options: Options, sha256: str, size: str) -> Path:
    """Where a picture's file lies, `size` large or small."""
    return options.data / "pictures" / sha256[:2] / f"{sha256}-{size}.webp"


def large_size(picture: PictureRow) -> tuple[int, int]:
    """Width and height of the large file, in pixels."""
    width = min(picture.width, LARGE_WIDTH)
    return width, max(1, round(picture.height * width / picture.width))


def _file(request: HttpRequest, site: Site, sha256: str, size: str, kept: str) -> HttpResponse:
    file = picture_file(site.options, sha256, size)
    is_spared = request.headers.get("Save-Data", "").lower() == "on" and request.GET.get("show") != "all"
    etag = f'"{sha256[:24]}-{"dot" if is_spared else size}"'
    try:
        if is_known((etag,), "", request.META.get("HTTP_IF_NONE_MATCH"), None) and file.is_file():
            response = HttpResponse(status=304)
            del response.headers["Content-Type"]
        elif is_spared:
            response = HttpResponse(DOT, content_type="image/gif")
        else:
            response = HttpResponse(file.read_bytes(), content_type="image/webp")
    except FileNotFoundError:
        return _nothing(404)
    response["Cache-Control"] = kept
    response["ETag"] = etag
    response["Vary"] = "Save-Data"
    return response


def _nothing(status: int) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=60"
    return response
