"""Which links of a front page are articles: by their anchor texts at first, later by what links of their kind proved
to be. Pure.

A link's kind is the shape of its address: what differs from article to article is folded (`/politics/123.html` ->
`/politics/9.html`, and wider `/w/9.html`). Every page that was fetched teaches: it was an article, or it was none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import canonical, parse_address, same_site
from warraq.extract.charset import decide_charset, declared_charset
from warraq.records import Lead, Page

MAX_BYTES = 4_000_000
"""Of a page that is looked at for links."""
TITLE_CHARACTERS = 25
"""Anchor texts of headlines are longer than those of menus (median 52 against 11 on Arabic front pages)."""
ARTICLE_SHAPE = re.compile(r"\d{3,}|/\d{4}/\d{1,2}/|[^/]+-[^/]+-[^/]+-[^/]+")
"""A number of three digits, a year and month, or a slug of four words: 247 of 249 articles of 175 outlets' test pages
have one (flairNLP/fundus); of 16,479 links in their menus and footers 5 % are taken for articles at a first look."""
NOT_ARTICLES = re.compile(
    r"/(?:tag|tags|category|categories|author|authors|page|search|login|feed|rss|contact|about|video-category|"
    r"section|rubrique|auteur|mot-cle|wp-content|wp-admin|cdn-cgi)(?:/|$)",
    re.IGNORECASE,
)
FILES = re.compile(r"\.(?:jpe?g|png|webp|gif|svg|ico|pdf|css|js|xml|mp[34]|zip|apk)$", re.IGNORECASE)
FEWEST_NARROW = 4
FEWEST_WIDE = 8
"""Pages of one shape that were fetched before it is believed; of the wider shape, which mixes sections, more."""
MOSTLY = 0.5
HARDLY = 0.2
"""Shares of articles among them from which a shape's links are taken, up to which they are left."""
WORDS = re.compile(r"[-_ +.]+")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Learnt:
    """How many pages of each shape were articles, and how many there were."""

    narrow: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    wide: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def verdict(self, address: str) -> bool | None:
        """Whether the address leads to an article; None where its like are not known well enough."""
        narrow, wide = shapes(address)
        for counts, fewest in ((self.narrow.get(narrow), FEWEST_NARROW), (self.wide.get(wide), FEWEST_WIDE)):
            if counts is not None and counts[1] >= fewest:
                share = counts[0] / counts[1]
                if share >= MOSTLY or share <= HARDLY:
                    return share >= MOSTLY
        return None


def learn(outcomes: Iterable[tuple[str, bool]]) -> Learnt:
    """What pages of the outlet teach: each address, and whether it was an article."""
    articles: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    all_pages: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for address, is_article in outcomes:
        for shape, good, every in zip(shapes(address), articles, all_pages, strict=True):
            every[shape] += 1
            good[shape] += is_article
    narrow, wide = (
        {s: (good[s], n) for s, n in every.items()} for good, every in zip(articles, all_pages, strict=True)
    )
    return Learnt(narrow, wide)


def shapes(address: str) -> tuple[str, str]:
    """The address with what differs from article to article folded, twice: with its sections' names, and without."""
    parts = urlsplit(canonical(address))
    steps = [unquote(step) for step in parts.path.split("/") if step]
    folded = [_fold(step, is_last=place == len(steps) - 1) for place, step in enumerate(steps)]
    names = sorted(_fold_parameter(piece) for piece in parts.query.split("&") if piece)
    tail = "?" + "&".join(names) if names else ""
    narrow, wide = ("/" + "/".join(one) for one in zip(*folded, strict=True)) if folded else ("/", "/")
    return narrow + tail, wide + tail


def front_page_leads(page: Page, outcomes: Iterable[tuple[str, bool]] = ()) -> tuple[Lead, ...]:
    """The article links of a front page, in its order.

    `outcomes` are the outlet's pages fetched before, and whether each was an article. A link whose shape they do not
    decide is an article's where its path looks like one, and either its text is as long as a headline or most links
    of its shape have such texts.
    """
    learnt = learn(outcomes)
    texts = _link_texts(page)
    verdicts = {address: learnt.verdict(address) for address in texts}
    open_ones = {a: text for a, text in texts.items() if verdicts[a] is None and _looks_like_article(a)}
    good = _shapes_of_headlines(open_ones)
    return tuple(
        Lead(address=address, title=text or None)
        for address, text in texts.items()
        if verdicts[address]
        or (address in open_ones and (len(text) >= TITLE_CHARACTERS or shapes(address)[1] in good))
    )


def page_tree(page: Page) -> LexborHTMLParser:
    """The page's elements, read in the charset that it is written in."""
    body = page.body[:MAX_BYTES]
    charset = decide_charset(body, http=page.headers.get("content-type", ""), declared=declared_charset(body))
    return LexborHTMLParser(body.decode(charset, errors="replace"))


def page_base(tree: LexborHTMLParser, page: Page) -> str:
    """What the page's links are relative to: its own address, or what <base> says."""
    node = tree.css_first("base[href]")
    named = parse_address(node.attributes.get("href") or "", page.final_address) if node else None
    return named or page.final_address


def _link_texts(page: Page) -> dict[str, str]:
    """Each address of the page's own site that may be an article, with the longest text that leads to it."""
    texts: dict[str, str] = {}
    tree = page_tree(page)
    base = page_base(tree, page)
    for link in tree.css("a[href]"):
        address = parse_address(link.attributes.get("href") or "", base)
        if address is None or not _is_inside(address, page.final_address):
            continue
        headline = link.css_first("h1, h2, h3, h4") or link  # beside it: "two minutes ago", which changes
        text = " ".join(
            (link.attributes.get("title") or headline.text(deep=True, separator=" ") or "").split()
        )
        key = canonical(address)
        if len(text) > len(texts.get(key, "")) or key not in texts:
            texts[key] = text
    return texts


def _shapes_of_headlines(texts: Mapping[str, str]) -> set[str]:
    """Shapes of three links or more, most of which have texts as long as headlines."""
    every: Counter[str] = Counter()
    long: Counter[str] = Counter()
    for address, text in texts.items():
        shape = shapes(address)[1]
        every[shape] += 1
        long[shape] += len(text) >= TITLE_CHARACTERS
    return {shape for shape, count in every.items() if count >= 3 and long[shape] * 2 > count}


def _is_inside(address: str, home: str) -> bool:
    if not same_site(address, home):
        return False
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query) and not FILES.search(parts.path)


def _looks_like_article(address: str) -> bool:
    parts = urlsplit(address)
    path = unquote(parts.path)
    return not NOT_ARTICLES.search(path) and bool(ARTICLE_SHAPE.search(f"{path}?{parts.query}"))


def _fold(step: str, *, is_last: bool) -> tuple[str, str]:
    """A step of a path, narrow and wide."""
    name, dot, ending = step.rpartition(".")
    if not (dot and is_last and 2 <= len(ending) <= 5 and ending.isascii() and ending.isalpha()):
        name, ending = step, ""
    ending = f".{ending.lower()}" if ending else ""
    if name.isascii() and name.isdigit():
        kind = "Y" if YEAR.fullmatch(name) and not is_last else "9" if len(name) > 2 else "n"
        return kind + ending, kind + ending
    words = [word for word in WORDS.split(name) if word]
    numbers = [place for place, word in enumerate(words) if word.isdigit() and len(word) > 2]
    number = "9" if numbers else ""
    if len(words) - len(numbers) >= 4:
        return f"s{number}{ending}", f"s{number}{ending}"
    if number or any(character.isdigit() for character in name):
        return f"w{number or 'n'}{ending}", f"w{number or 'n'}{ending}"
    few = "w" if len(words) < 2 else "w-w"
    return (few if is_last else name.lower()[:40]) + ending, few + ending


def _fold_parameter(piece: str) -> str:
    name, _, value = piece.partition("=")
    return f"{name}={'9' if value.isdigit() else 'w'}"
