"""Signs of pages that are no article though they hold text: live tickers, paywalls, cookie walls, searches, listings.

Each asks for two signs at least. Must never take what a reader would call an article for one of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from selectolax.lexbor import LexborHTMLParser

from warraq.extract.date_text import fold, one_of
from warraq.extract.nodes import node_text, page_lines

_LIVE_FIRST = ("مباشر", "بث مباشر", "تغطية مباشرة", "تغطية حية", "en direct", "direct", "live")
_LIVE_ANYWHERE = (
    "تغطية مباشرة",
    "لحظة بلحظة",
    "بث مباشر",
    "liveblog",
    "live blog",
    "live updates",
    "suivez en direct",
)
_LIVE_TITLE = re.compile(rf"^(?:{one_of(_LIVE_FIRST)})|{one_of(_LIVE_ANYWHERE)}")
_CLOCK_LINE = re.compile(
    r"\W*(?:\d{1,2}\s*[:hH]\s*\d{2}|\d{1,2}\.\d{2})\W*(?:am|pm|uhr|gmt|ص|م|h)?\W*", re.IGNORECASE
)
_ENTRIES_OF_TICKER = 6
_PAYWALLS = (
    "هذا المقال للمشتركين", "هذا المحتوى للمشتركين", "للمشتركين فقط", "خاص بالمشتركين", "اشترك لقراءة",
    "اشترك لمتابعة القراءة", "سجل الدخول لقراءة", "réservé aux abonnés", "réservée aux abonnés",
    "réservé à nos abonnés", "abonnez-vous pour lire", "pour lire la suite", "article réservé", "contenu réservé",
    "subscribe to continue", "subscribers only", "for subscribers only", "subscribe to read", "to continue reading",
    "already a subscriber", "register to read",
)  # fmt: skip
_PAYWALL = re.compile(one_of(_PAYWALLS))
_CONSENTS = (
    "cookies", "cookie", "ملفات تعريف الارتباط", "الكوكيز", "consentement", "consent", "accepter et continuer",
    "accept and continue", "accept all", "tout accepter", "قبول الكل", "أوافق", "politique de confidentialité",
    "privacy policy", "سياسة الخصوصية", "nos partenaires", "our partners", "شركاؤنا",
)  # fmt: skip
_CONSENT = re.compile(one_of(_CONSENTS))
_CONSENT_TITLES = (
    "cookies", "cookie", "consent", "consentement", "ملفات تعريف الارتباط", "الكوكيز", "before you continue",
    "avant de continuer", "قبل المتابعة",
)  # fmt: skip
_CONSENT_TITLE = re.compile(one_of(_CONSENT_TITLES))
_WORDS_OF_LEAD = 80
"""A text that is shorter and asks for a subscription is its lead alone, declared as paid or not."""
_SHARE_OF_CONSENT = 0.5
_LONGEST_WALL = 600
"""Words of the whole page."""
_SEARCH_PATH = re.compile(r"(?:^|/)(?:search|recherche|rechercher|بحث|البحث)(?:/|\.\w+$|$)", re.IGNORECASE)
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|recherche|keyword|keywords)=[^&]+", re.IGNORECASE)
_SEARCH_TITLES = (
    "نتائج البحث", "نتيجة البحث", "résultats de recherche", "résultats de la recherche", "résultats pour",
    "vous avez cherché", "search results", "results for", "you searched for",
)  # fmt: skip
_SEARCH_TITLE = re.compile(one_of(_SEARCH_TITLES))
_WORDS_OF_HEADLINE = 5
_HEADLINES_OF_LISTING = 12
_SHARE_OF_LINKS = 0.6


def is_live_ticker(tree: LexborHTMLParser, types: Collection[str], titles: Sequence[str]) -> bool:
    """Whether the page is a row of timed entries and says that it is live. `types`: JSON-LD types of its article;
    `titles`: folded."""
    is_declared = "LiveBlogPosting" in types
    if not is_declared and not any(_LIVE_TITLE.search(title) for title in titles):
        return False
    if tree.body is None:
        return False
    lines = page_lines(tree.body)
    clocks = sum(_CLOCK_LINE.fullmatch(line.text) is not None for line in lines)
    return clocks >= _ENTRIES_OF_TICKER


def is_paywall(tree: LexborHTMLParser, *, is_paid: bool, words: int) -> bool:
    """Whether a short text (of so many words) ends where subscribers read on."""
    if tree.body is None:
        return False
    says_so = any(len(line.text) < 200 and _PAYWALL.search(fold(line.text)) for line in page_lines(tree.body))
    return says_so and (is_paid or words < _WORDS_OF_LEAD)


def is_cookie_wall(tree: LexborHTMLParser) -> bool:
    """Whether nearly all that the page says is that it wants consent."""
    if tree.body is None:
        return False
    lines = [line.text for line in page_lines(tree.body)]
    words = sum(len(line.split()) for line in lines)
    asking = sum(len(line.split()) for line in lines if _CONSENT.search(fold(line)))
    heads = [node_text(node) for node in tree.css("title, h1, h2")[:4]]
    is_headed = any(_CONSENT_TITLE.search(fold(head)) for head in heads)
    return 0 < words <= _LONGEST_WALL and (
        asking / words >= _SHARE_OF_CONSENT or (is_headed and asking * 4 >= words)
    )


def is_search_page(path: str, query: str, titles: Sequence[str]) -> bool:
    """Whether address and title say that the page answers a search. `titles`: folded."""
    if _SEARCH_PATH.search(path) and query:
        return True
    is_asked = bool(_SEARCH_PATH.search(path) or _SEARCH_QUERY.search(query))
    return is_asked and any(_SEARCH_TITLE.search(title) for title in titles)


def is_list_of_links(tree: LexborHTMLParser) -> bool:
    """Whether most of the page's words are headlines that lead elsewhere."""
    if tree.body is None:
        return False
    headlines = [
        count
        for node in tree.css("h2 a, h3 a, h4 a, li a, article a")[:400]
        if (count := len(node_text(node).split())) >= _WORDS_OF_HEADLINE
    ]
    if len(headlines) < _HEADLINES_OF_LISTING:
        return False
    words = sum(len(line.text.split()) for line in page_lines(tree.body))
    return sum(headlines) >= _SHARE_OF_LINKS * words
