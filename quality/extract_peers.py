"""The readers that ours is measured beside, each called as its documentation says; those not installed are left out.

Each takes a page's HTML, decoded by us so that no reader pays for a charset, its language and its address, and
gives the text of the article.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.nodes import page_lines

Peer = Callable[[str, str, str], str]
"""HTML, language ("ar", "fr", "en"), address -> text."""


def _trafilatura(**mode: Any) -> Peer:
    def read(html: str, language: str, address: str) -> str:
        return trafilatura.extract(html, include_comments=False, include_tables=True, **mode) or ""

    return read


def _readability(html: str, language: str, address: str) -> str:
    from readability import Document

    body = LexborHTMLParser(Document(html).summary(html_partial=True)).body
    return "\n".join(line.text for line in page_lines(body)) if body is not None else ""


def _newspaper(html: str, language: str, address: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of parts that we do not use
        from newspaper import Article, Config

    config = Config()
    config.language = language if language in ("ar", "fr", "en") else "en"
    config.fetch_images = False
    article = Article(address, config=config)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def _resiliparse(html: str, language: str, address: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True, alt_texts=False, comments=False))


_OPTIONAL: dict[str, tuple[str, Peer]] = {
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
    "resiliparse": ("resiliparse", _resiliparse),
}

PEERS: dict[str, Peer] = {
    "trafilatura": _trafilatura(),
    "trafilatura precision": _trafilatura(favor_precision=True),
    "trafilatura recall": _trafilatura(favor_recall=True),
    **{name: peer for name, (package, peer) in _OPTIONAL.items() if find_spec(package)},
}
MISSING = [name for name, (package, _) in _OPTIONAL.items() if not find_spec(package)]


def read_with(peer: Peer, html: str, language: str, address: str) -> str:
    """What a peer reads; nothing where it stumbles over the page."""
    try:
        return peer(html, language, address)
    except Exception:  # a peer may raise anything over a sick page; that is a page it did not read
        return ""
