"""Why a page is no article, in plain English for the operator. Must never refuse what a reader would call one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.date_text import one_of
from warraq.extract.metadata import Metadata
from warraq.extract.nodes import node_text
from warraq.extract.page_kinds import (
    is_cookie_wall,
    is_list_of_links,
    is_live_ticker,
    is_paywall,
    is_search_page,
)
from warraq.extract.titles import key
from warraq.records import ArticleKind, Block, Page, block_lines

_HTML_TYPES = frozenset(
    (
        "",
        "text/html",
        "application/xhtml+xml",
        "application/xml",
        "text/xml",
        "text/plain",
        "application/octet-stream",
    )
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"), (b"\x89PNG", "a picture (PNG)"), (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a media file"), (b"PK\x03\x04", "a zip archive or office document"), (b"\x1f\x8b", "compressed data"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"ID3", "a sound file"), (b"\x00\x00\x00", "a media file"),
    (b"<?php", "a program's source"), (b"{\\rtf", "a text document (RTF)"),
)  # fmt: skip
_XML_ROOTS = (
    (b"<rss", "a feed"), (b"<feed", "a feed"), (b"<rdf:rdf", "a feed"), (b"<urlset", "a sitemap"),
    (b"<sitemapindex", "a sitemap"), (b"<svg", "a picture (SVG)"), (b"<opml", "an OPML list"),
)  # fmt: skip
_ERROR_WORDS = (
    "404", "page not found", "not found", "404 not found", "error 404", "erreur 404", "page introuvable",
    "page non trouvée",
    "الصفحة غير موجودة", "الصفحة المطلوبة غير موجودة", "لم يتم العثور على الصفحة", "هذه الصفحة غير موجودة",
    "خطأ 404", "لا توجد صفحة",
    "access denied", "forbidden", "403 forbidden", "service unavailable", "bad gateway",
    "internal server error", "error",
    "عذرا الصفحة", "الصفحة التي تبحث عنها", "الصفحة التي طلبتها", "cette page n'existe pas", "page inexistante",
    "la page que vous cherchez", "la page que vous recherchez", "the page you are looking for", "page does not exist",
    "erreur", "خطأ", "article introuvable", "المقال غير موجود", "nothing found",
)  # fmt: skip
_CHALLENGE_TITLES = (
    "just a moment", "un instant", "لحظة", "لحظات", "attention required cloudflare", "checking your browser",
    "verify you are human", "ddos protection", "ddos guard", "are you a robot", "security check", "robot check",
)  # fmt: skip
_IS_ERROR = re.compile(
    rf"^\W*(?:{one_of(_ERROR_WORDS)})\W*$|{one_of(w for w in _ERROR_WORDS if len(w.split()) > 1 or len(w) > 12)}"
)
_LONGEST_ERROR = 10
"""Words of an error page's title; a longer one tells news."""
_CHALLENGES = frozenset(map(key, _CHALLENGE_TITLES))
_FRONT = re.compile(
    r"^/(?:(?:ar|fr|en|amp|home|accueil|index\.\w{2,5}|[a-z]{2}/index\.\w{2,5})/?)?$", re.IGNORECASE
)
_LISTING = re.compile(
    r"^/(?:[^?]*/)?(?:category|categorie|categories|tag|tags|author|auteur|rubrique|section|search|recherche|archives?|page/\d+)(?:/[^/]*){0,2}/?$",
    re.IGNORECASE,
)

_NESTING = re.compile(
    rb"<(/?)(?:div|span|section|article|table|ul|ol|blockquote|b|i|font|center|a|form|em|strong)\b",
    re.IGNORECASE,
)
"""Elements that must be closed: those that others close (p, li, td) would look nested where they are not."""
_DEEPEST = 5000

_ERROR_TEXT_UNDER = 150
_FEWEST_WORDS = 12
"""With signs that this is an article; a flash is about twenty words."""
_FEWEST_WORDS_UNSIGNED = 40
_LINKS_OF_LISTING = 25
_STUB_UNDER = 120
"""Words: a stub gives the first lines; more is worth reading."""
_WALL_UNDER = 300
"""Words that were read as text: a page with more has something to say."""


def words_of(body: Sequence[Block]) -> int:
    """The number of words of a body; where a script leaves no spaces, ten characters count as one."""
    lines = [line for block in body for line in block_lines(block)]
    return max(sum(len(line.split()) for line in lines), sum(map(len, lines)) // 10)


def refusal_of_bytes(page: Page, largest: int) -> str | None:
    """Why the answer cannot be an HTML page; None where it may be one."""
    if page.status >= 400:
        return f"the server answered {page.status}"
    if not page.body.strip(b" \t\r\n\x00"):
        return "the page is empty"
    if len(page.body) > largest:
        return f"the page is larger than {largest // 1_000_000} MB"
    if page.content_type not in _HTML_TYPES:
        return f"not an HTML page: it says it is {page.content_type}"
    start = page.body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, what in _SIGNATURES:
        if page.body.startswith(signature):
            return f"not an HTML page: {what}"
    low = re.sub(rb"^(?:<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>|\s)+", b"", start.lower(), flags=re.DOTALL)
    for root, what in _XML_ROOTS:
        if low.startswith(root):
            return f"not an HTML page: {what}"
    if start[:1] in (b"{", b"["):
        return "not an HTML page: JSON data"
    if b"<" not in page.body[:100_000] and not page.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "not an HTML page: plain text or data without markup"
    return None


def is_nested_too_deep(html: bytes | str) -> bool:
    """Whether elements lie so deep in each other that parsing takes the square of their number.

    Counted before any parser sees it: lexbor takes 0.4 s for 20,000 and two minutes for 200,000.
    """
    markup = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
    # numpy counts in a third of the time of bytes.count, which sets out anew at each of thousands of signs.
    if np.count_nonzero(np.frombuffer(markup, np.uint8) == ord("<")) <= _DEEPEST:
        return False
    depth = 0
    for tag in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def refusal_of_text(
    tree: LexborHTMLParser, said: Metadata, body: Sequence[Block], address: str
) -> str | None:
    """Why an HTML page carries no article; None where it does."""
    words = words_of(body)
    titles = [key(text) for text in (said.title or "", *(node_text(node) for node in tree.css("title")[:1]))]
    if words < _ERROR_TEXT_UNDER and any(title in _CHALLENGES for title in titles):
        return "a check for robots stands in place of the page"
    if words < _ERROR_TEXT_UNDER and any(
        len(t.split()) <= _LONGEST_ERROR and _IS_ERROR.search(t) for t in titles
    ):
        return "an error page, though the server answered with success"
    parts = urlsplit(address)
    is_signed = said.is_declared_article or (said.published is not None and said.is_headed)
    if not is_signed and is_search_page(parts.path, parts.query, titles):
        return "a page of search results"
    if _FRONT.match(parts.path) and not parts.query:
        return "a front page, which lists articles"
    if not is_signed and (said.is_declared_listing or _LISTING.match(parts.path)):
        return "a listing of articles"
    if is_live_ticker(tree, said.types, titles):
        return "a live ticker, which never ends as a text does"
    if said.kind is not ArticleKind.ARTICLE and said.title:
        return None
    if words < _STUB_UNDER and is_paywall(tree, is_paid=said.is_paid, words=words):
        return "a paywall stub: the text is for subscribers"
    if not is_signed and words < _WALL_UNDER and is_cookie_wall(tree):
        return "a cookie wall stands in place of the page"
    if not is_signed and words < _WALL_UNDER and is_list_of_links(tree):
        return "a listing of articles"
    return _too_little(tree, words, is_signed=is_signed)


def _too_little(tree: LexborHTMLParser, words: int, *, is_signed: bool) -> str | None:
    if words >= (_FEWEST_WORDS if is_signed else _FEWEST_WORDS_UNSIGNED):
        return None
    if words:
        return f"too little text: {words} words"
    return (
        "a listing of articles" if len(tree.css("a[href]")) > _LINKS_OF_LISTING else "no text was found in it"
    )
