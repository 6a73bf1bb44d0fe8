"""Finds the ways into an outlet from its address: feeds, news sitemaps, and the front page's own article links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import canonical, parse_address, same_site
from warraq.collect.feeds import read_feed
from warraq.collect.fetch import Want
from warraq.collect.sitemaps import read_sitemap
from warraq.errors import BadInput, Blocked, FetchError, Throttled
from warraq.extract.charset import decide_charset, declared_charset
from warraq.records import ChannelKind, Lead, Page

Get = Callable[[str, Want], Awaitable[Page]]
"""Fetches politely: an address, and what is wanted of it."""

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
    }
)
MAX_ASKED = 12
"""Addresses that one look may ask, besides the outlet's own."""
MAX_BYTES = 4_000_000
"""Of a page that is looked at for links."""
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed/index.rss")
USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
NOT_FEEDS = re.compile(r"/comments?/|/wp-json/|oembed", re.IGNORECASE)
TITLE_CHARACTERS = 25
"""Anchor texts of headlines are longer than those of menus (median 52 against 11 on Arabic front pages)."""
ARTICLE_SHAPE = re.compile(r"\d{3,}|/\d{4}/\d{1,2}/|[^/]+-[^/]+-[^/]+-[^/]+")
"""A number of three digits, a year and month, or a slug of four words."""
NOT_ARTICLES = re.compile(
    r"/(?:tag|tags|category|categories|author|authors|page|search|login|feed|rss|contact|about|video-category|"
    r"section|rubrique|auteur|mot-cle|wp-content|wp-admin|cdn-cgi)(?:/|$)|\.(?:jpe?g|png|webp|gif|pdf|css|js|xml|mp[34])$",
    re.IGNORECASE,
)
LOGOS = (
    ('link[rel~="apple-touch-icon"][href]', "href"),
    ('img[class*="logo"][src]', "src"),
    ('[class*="logo"] img[src], [id*="logo"] img[src]', "src"),
    ('img[src*="logo"]', "src"),
    ('link[rel~="icon"][sizes="192x192"][href]', "href"),
    ('meta[property="og:image"][content]', "content"),
)
"""Where homepages name their logo, the best first: CSS selector and attribute."""


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """A channel that answered, and what it brought."""

    kind: ChannelKind
    address: str
    title: str | None
    language: str | None
    entries: tuple[Lead, ...]


async def find_channels(get: Get, address: str, sitemaps: Iterable[str] = ()) -> list[FoundChannel]:
    """The channels of the outlet at `address` (its homepage, or a feed itself), the best first.

    `sitemaps` are those that its robots file names. Asks one address after the other, a dozen at most, and no more
    once the host wants to be left alone. Raises a FetchError where the address itself cannot be fetched; what else
    fails is only not a channel.
    """
    page = await get(address, "page")
    if feed := _as_feed(page):
        return [feed]
    look = _Look(get)
    for candidate in feed_links(page):
        look.note(await look.at(candidate, "feed", _as_feed))
    for path in USUAL_FEEDS:
        if not look.channels and (usual := parse_address(path, page.final_address)):
            look.note(await look.at(usual, "feed", _as_feed))
    named = [s for s in sitemaps if "news" in s.lower()]
    if not look.channels:
        named += [a for path in USUAL_SITEMAPS if (a := parse_address(path, page.final_address))]
    for candidate in dict.fromkeys(named):
        if look.note(await look.at(candidate, "sitemap", _as_news)):
            break
    if not look.channels and (leads := front_page_leads(page)):
        return [FoundChannel(ChannelKind.FRONT_PAGE, page.final_address, _title(page), None, leads)]
    return look.channels


class _Look:
    """A look around an outlet: what was found, and how much more may be asked."""

    def __init__(self, get: Get) -> None:
        self.channels: list[FoundChannel] = []
        self._get = get
        self._left = MAX_ASKED

    async def at(
        self, address: str, want: Want, read: Callable[[Page], FoundChannel | None]
    ) -> FoundChannel | None:
        """The channel at `address`, if it is one and may still be asked."""
        if self._left <= 0:
            return None
        self._left -= 1
        try:
            return read(await self._get(address, want))
        except (Throttled, Blocked):
            self._left = 0
        except FetchError:
            pass
        return None

    def note(self, channel: FoundChannel | None) -> bool:
        """Keep a channel that says something new; whether it does."""
        is_new = channel is not None and not _says_the_same(channel, self.channels)
        if channel is not None and is_new:
            self.channels.append(channel)
        return is_new


def feed_links(page: Page) -> list[str]:
    """The feeds that a page names in its head (autodiscovery), comments' feeds left out."""
    found = []
    tree = _tree(page)
    base = _base(tree, page)
    for link in tree.css('link[rel~="alternate"][href]'):
        kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = parse_address(link.attributes.get("href") or "", base)
        if kind in FEED_TYPES and address and not NOT_FEEDS.search(address):
            found.append(address)
    return list(dict.fromkeys(found))


def front_page_leads(page: Page) -> tuple[Lead, ...]:
    """The article links of a front page, in its order.

    A link is an article's where it stays on the site, its path has an article's shape, and either its text is as
    long as a headline or most links of its shape have such texts.
    """
    texts: dict[str, str] = {}
    tree = _tree(page)
    base = _base(tree, page)
    for link in tree.css("a[href]"):
        address = parse_address(link.attributes.get("href") or "", base)
        if address is None or not _may_be_article(address, page.final_address):
            continue
        text = " ".join((link.attributes.get("title") or link.text(deep=True, separator=" ") or "").split())
        key = canonical(address)
        if len(text) > len(texts.get(key, "")) or key not in texts:
            texts[key] = text
    long_by_shape: Counter[str] = Counter()
    all_by_shape: Counter[str] = Counter()
    for address, text in texts.items():
        all_by_shape[_shape(address)] += 1
        long_by_shape[_shape(address)] += len(text) >= TITLE_CHARACTERS
    good = {shape for shape, count in all_by_shape.items() if count >= 3 and long_by_shape[shape] * 2 > count}
    return tuple(
        Lead(address=address, title=text or None)
        for address, text in texts.items()
        if len(text) >= TITLE_CHARACTERS or _shape(address) in good
    )


def logo_of(page: Page) -> str | None:
    """The outlet's logo, as its homepage names it: the icon made for home screens, else a picture called logo."""
    tree = _tree(page)
    base = _base(tree, page)
    for selector, attribute in LOGOS:
        node = tree.css_first(selector)
        address = parse_address(node.attributes.get(attribute) or "", base) if node else None
        if address and not urlsplit(address).path.lower().endswith((".svg", ".ico")):
            return address
    return None


def _may_be_article(address: str, home: str) -> bool:
    if not same_site(address, home):
        return False
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path.strip("/") == "" and not parts.query:
        return False
    return not NOT_ARTICLES.search(path) and bool(ARTICLE_SHAPE.search(f"{path}?{parts.query}"))


def _shape(address: str) -> str:
    """The address with what differs from article to article folded: /politics/123.html -> /w/9.html"""
    parts = urlsplit(address)
    steps = [
        re.sub(r"\d+", "9", step) if step[:1].isdigit() else ("w" if "-" not in step else "w-w")
        for step in parts.path.split("/")
    ]
    return "/".join(steps) + (
        "?" + ",".join(sorted(p.partition("=")[0] for p in parts.query.split("&"))) if parts.query else ""
    )


def _tree(page: Page) -> LexborHTMLParser:
    body = page.body[:MAX_BYTES]
    charset = decide_charset(body, http=page.headers.get("content-type", ""), declared=declared_charset(body))
    return LexborHTMLParser(body.decode(charset, errors="replace"))


def _base(tree: LexborHTMLParser, page: Page) -> str:
    """What the page's links are relative to: its own address, or what <base> says."""
    node = tree.css_first("base[href]")
    named = parse_address(node.attributes.get("href") or "", page.final_address) if node else None
    return named or page.final_address


def _title(page: Page) -> str | None:
    node = _tree(page).css_first("title")
    return " ".join(node.text().split()) or None if node is not None else None


def _as_feed(page: Page) -> FoundChannel | None:
    try:
        feed = read_feed(
            page.body, address=page.final_address, content_type=page.headers.get("content-type", "")
        )
    except BadInput:
        return None
    if not feed.leads:
        return None
    return FoundChannel(ChannelKind.FEED, page.final_address, feed.title, feed.language, feed.leads)


def _as_news(page: Page) -> FoundChannel | None:
    try:
        sitemap = read_sitemap(page.body, address=page.final_address)
    except BadInput:
        return None
    if not sitemap.entries:
        return None
    return FoundChannel(ChannelKind.NEWS_SITEMAP, page.final_address, None, sitemap.language, sitemap.entries)


def _says_the_same(new: FoundChannel, known: list[FoundChannel]) -> bool:
    """Whether at least four fifths of what a channel lists is listed by another already."""
    own = {canonical(lead.address) for lead in new.entries}
    others = {canonical(lead.address) for channel in known for lead in channel.entries}
    return bool(own) and len(own & others) >= 0.8 * len(own)
