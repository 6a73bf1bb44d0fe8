"""The address of an article's picture: declared or shown, never a logo, a placeholder or a counting pixel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.addresses import parse_address
from warraq.extract.nodes import node_text

_NO_PICTURE = re.compile(
    r"logo(?!n)|placeholder|no[-_]?(?:image|photo|thumb|picture|pic)(?![a-z])|avatar|gravatar|favicon|sprite|spacer|blank\."
    r"|pixel|transparent|loading|loader|spinner|lazy[-_.]|(?<!\d)1x1(?!\d)|share[-_]?(?:icon|img|image)|emoji|banner|captcha"
    r"|\.svg(?:$|\?)|scorecardresearch|doubleclick|feedburner|google-news"
    r"|(?:default|social|generic|fallback|opengraph)[-_]?(?:image|img|photo|thumb|share|social|media|card|graphic|og|picture|preview)"
    r"|(?:image|img|photo|thumb|share|og|opengraph|social|user|profile)[-_]?(?:default|fallback|generic)|^default[-_.]|site[-_]?icon"
    r"|[-_]og\.(?:png|jpe?g|webp)|^og[-_.]|breaking[-_]?(?:news|now)\.|missing[-_.]|^empty[-_.]|^leer\.",
    re.IGNORECASE,
)
"""Names of files that are no pictures of anything: marks, stand-ins, counters, cards for every page alike."""
_NO_FOLDER = re.compile(
    r"/logos?/|/icons?/|/ads?/|/avatars?/|/themes/|/placeholders?/|/og/|/smilies/|gravatar\.com|facebook\.com/tr"
    r"|default[-_](?:social|share|image)|/badges?/",
    re.IGNORECASE,
)
_NAMED_BY_FOLDER = re.compile(r"/[^/]*\d[^/]*/default\.\w+$", re.IGNORECASE)
"""/news/61/51/63/default.jpg: the folder is the picture, the file its size."""
_SMALL_IN_ADDRESS = re.compile(r"(?<![\d])(\d{1,3})x(\d{1,3})(?![\d])")
_PERSON = re.compile(r"avatar|author|auteur|byline|profile|bio(?![a-z])|headshot|spip_logo", re.IGNORECASE)
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-image",
    "data-img",
    "data-url",
    "data-full-src",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_DECLARED = (
    "og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src", "thumbnail", "image",
    "parsely-image-url", "sailthru.image.full",
)  # fmt: skip
_SMALLEST_LEAD = 200
"""Pixels on a side of a picture in the page that nothing declares."""
_SMALLEST = 120
"""Pixels on a side: below it is no picture worth showing (`extract.images` refuses it too)."""


def read_lead_picture(
    tree: LexborHTMLParser,
    things: Sequence[dict[str, Any]],
    metas: dict[str, list[str]],
    beside_title: LexborNode | None,
    container: LexborNode | None,
    base: str,
) -> str | None:
    """The absolute address of the lead picture, or None. `container`: where the article's text lies."""
    for candidate in _candidates(tree, things, metas, beside_title, container):
        address = parse_address(candidate, base)
        if address and not is_no_picture(address):
            return address
    return None


def is_no_picture(address: str) -> bool:
    """Whether an address names a logo, a placeholder, an icon or a counting pixel."""
    path = unquote(address.split("?")[0])
    if _NAMED_BY_FOLDER.search(path):
        return False
    return bool(_NO_PICTURE.search(unquote(address).rpartition("/")[2]) or _NO_FOLDER.search(path))


def picture_address(node: LexborNode) -> str | None:
    """What an `img` shows once loaded: the lazy address or the largest of its set, before a placeholder in `src`."""
    attributes = node.attributes
    for name in _LAZY:
        if (value := attributes.get(name)) and not value.startswith("data:"):
            return value
    for name in _SETS:
        if (value := attributes.get(name)) and (largest := _largest(value)):
            return largest
    source = attributes.get("src")
    return source if source and not source.startswith("data:") else None


def is_large_enough(node: LexborNode) -> bool:
    """Whether an `img` is worth showing by the size it states, if it states one."""
    sides = (_number(node.attributes.get(side)) for side in ("width", "height"))
    return all(side is None or side >= _SMALLEST for side in sides)


def _may_lead(node: LexborNode) -> bool:
    """Whether an `img` of the page may be its lead picture: large by what it states, and nobody's portrait."""
    sides = (_number(node.attributes.get(side)) for side in ("width", "height"))
    if any(side is not None and side < _SMALLEST_LEAD for side in sides):
        return False
    at: LexborNode | None = node
    for _ in range(3):
        if at is None:
            break
        if _PERSON.search(f"{at.attributes.get('class') or ''} {at.attributes.get('id') or ''}"):
            return False
        at = at.parent
    return True


def _is_small_by_name(address: str) -> bool:
    """Whether the address says that the picture is a thumbnail: …-150x150.jpg, /styles/150x150/."""
    sizes = [tuple(map(int, match.groups())) for match in _SMALL_IN_ADDRESS.finditer(unquote(address))]
    return any(min(size) > _SMALLEST // 8 and max(size) < _SMALLEST_LEAD for size in sizes)


def caption_of(node: LexborNode) -> str | None:
    """The caption of the figure a picture stands in."""
    at: LexborNode | None = node
    for _ in range(6):
        if at is None:
            return None
        if at.tag == "figure" or "wp-caption" in (at.attributes.get("class") or ""):
            caption = at.css_first("figcaption, .wp-caption-text, .caption")
            return (node_text(caption) or None) if caption else None
        at = at.parent
    return None


def _candidates(
    tree: LexborHTMLParser,
    things: Sequence[dict[str, Any]],
    metas: dict[str, list[str]],
    beside_title: LexborNode | None,
    container: LexborNode | None,
) -> Iterator[str]:
    # What is made to be shown elsewhere was chosen by an editor; JSON-LD may list any picture of the text first.
    shared = [
        text for name in _DECLARED for text in metas.get(name, ()) if text and not _is_small(metas, name)
    ]
    yield from (text for text in shared if "watermark" not in text)
    for thing in things:
        for name in ("image", "thumbnailUrl"):
            yield from _stated(thing.get(name))
    yield from shared
    if link := tree.css_first('link[rel="image_src"][href]'):
        yield link.attributes.get("href") or ""
    for node in [
        *([beside_title] if beside_title else []),
        *(container.css("img")[:60] if container else []),
    ]:
        if _may_lead(node) and (shown := picture_address(node)) and not _is_small_by_name(shown):
            yield shown


def _stated(value: Any) -> Iterator[str]:
    for each in value[:5] if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            if all(
                (_number(str(each.get(side) or "")) or _SMALLEST) >= _SMALLEST for side in ("width", "height")
            ):
                url = each.get("url") or each.get("contentUrl")
                if isinstance(url, list):
                    url = url[0] if url else None
                if isinstance(url, str):
                    yield url
        elif isinstance(each, str):
            yield each


def _is_small(metas: dict[str, list[str]], name: str) -> bool:
    if not name.startswith("og:image"):
        return False
    sides = (_number((metas.get(f"og:image:{side}") or [""])[0]) for side in ("width", "height"))
    return any(side is not None and 0 < side < _SMALLEST for side in sides)


def _number(text: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,6})", text or "")
    return int(match[1]) if match else None


def _largest(srcset: str) -> str | None:
    """The candidate of the greatest width or density (HTML standard, srcset)."""
    best, most = None, -1.0
    for address, size in re.findall(r"(\S*[^\s,])(?:\s+([\d.]{1,8})[wx])?\s*(?:,|$)", srcset[:10_000]):
        if not address.startswith("data:") and _size(size) > most:
            best, most = address, _size(size)
    return best


def _size(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
