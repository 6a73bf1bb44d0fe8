"""What is cut from a page's tree before its text is read: tickers, dialogs, share bars, lists of other articles.

Works on structure and on the names that sites give their parts; must never cut the headline, or what holds most
of the page's text.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEVER_TEXT = "dialog, [role=dialog], [aria-modal=true], marquee, template, form, select, button"
_NAMED = (
    "ticker", "marquee", "newsticker", "breaking-news", "breakingnews", "akhbar-ajila", "flash-info", "fil-info",
    "report-", "signaler", "modal", "popup", "lightbox", "cookie", "consent", "gdpr", "share", "sharing", "social",
    "addthis", "sharethis", "a2a_kit", "newsletter", "subscribe-box", "read-also", "readalso", "also-read",
    "lire-aussi",
    "related", "recommended", "outbrain", "taboola", "disqus", "fb-comments",
)  # fmt: skip
"""Parts of class names and ids that say: this is not the article."""

_NAME = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, _NAMED))})", re.IGNORECASE)
_KEPT_TAGS = frozenset(("html", "body", "main", "article", "h1", "head", "blockquote"))
_MOST_OF_TEXT = 0.3
_WORDS_OF_TEXT = 25
_HEADLINE_WORDS = 4
_RUN_OF_LINKS = 5
"""So many headlines in a row, each a link, with nothing but signs between them, are a ticker or a list of articles:
text in which an author links has words between the links."""
_BETWEEN_LINKS = 6
_INLINE = frozenset(
    ("a", "span", "b", "strong", "i", "em", "font", "img", "br", "small", "li", "-text", "hr", "nobr")
)


def prune(tree: LexborHTMLParser) -> None:
    """Cut, in place, what is surely not the article."""
    body = tree.body
    if body is None:
        return
    whole = len(body.text(deep=True) or "") or 1
    for node in tree.css(_NEVER_TEXT):
        if node.tag != "form" or _weight(node) < _MOST_OF_TEXT * whole:
            _cut(node)
    for node in tree.css("[class], [id]"):
        if node.tag in _KEPT_TAGS or not _is_named(node):
            continue
        if _weight(node) < _MOST_OF_TEXT * whole and node.css_first("h1") is None and not _holds_text(node):
            _cut(node)
    _cut_runs_of_links(tree)


def _is_named(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(_NAME.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"))


def _holds_text(node: LexborNode) -> bool:
    """Whether paragraphs of an article lie in it: builders of sites name the wrappers of texts as they please."""
    texts = (p for p in node.css("p")[:200] if p.css_first("a") is None)
    return sum(len((p.text(deep=True) or "").split()) >= _WORDS_OF_TEXT for p in texts) >= 2


def _weight(node: LexborNode) -> int:
    return len(node.text(deep=True) or "")


def _cut(node: LexborNode) -> None:
    if node.parent is not None:
        node.decompose()


def _cut_runs_of_links(tree: LexborHTMLParser) -> None:
    seen: set[int] = set()
    for link in tree.css("a[href]"):
        parent = _row_of(link)
        if parent is None or parent.mem_id in seen:
            continue
        seen.add(parent.mem_id)
        for run in _runs(parent):
            for node in run:
                _cut(node)


def _row_of(link: LexborNode) -> LexborNode | None:
    """The element in which a link stands beside others: past the elements that hold it alone."""
    at = link.parent
    while at is not None and at.tag in ("li", "span", "b", "strong", "i", "em", "font", "nobr", "small"):
        at = at.parent
    return at


def _runs(parent: LexborNode) -> list[list[LexborNode]]:
    """The runs of headline links among an element's children."""
    runs: list[list[LexborNode]] = []
    run: list[LexborNode] = []
    headlines = 0
    for child in [*parent.iter(include_text=True), None]:
        if child is not None and child.tag in _INLINE:
            text = (child.text(deep=True) or "").strip()
            link = child if child.tag == "a" else child.css_first("a[href]") if child.tag != "-text" else None
            linked = (link.text(deep=True) or "").strip() if link is not None else ""
            if len(text) - len(linked) <= _BETWEEN_LINKS:
                run.append(child)
                headlines += len(linked.split()) >= _HEADLINE_WORDS
                continue
        if headlines >= _RUN_OF_LINKS:
            runs.append(run)
        run, headlines = [], 0
    return runs
