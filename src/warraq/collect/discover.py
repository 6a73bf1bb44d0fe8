"""Finds the ways into an outlet from its address: feeds, news sitemaps, WordPress's API, sitemaps, its front page.

A stranger who looks around asks little: one address after the other, a dozen at most, and no more once the host
wants to be left alone. Of channels that say the same, the richest stays.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC
from urllib.parse import unquote, urlsplit

from warraq.addresses import parse_address, same_site
from warraq.collect.feeds import read_feed
from warraq.collect.fetch import Want
from warraq.collect.front_page import front_page_leads, page_base, page_tree
from warraq.collect.same_channels import FoundChannel, choose
from warraq.collect.sitemap_walk import children_to_ask, news_child
from warraq.collect.sitemaps import read_sitemap
from warraq.collect.wordpress import Ask, collection_of, read_posts, root_in_header, usual_collections
from warraq.errors import BadInput, BadStatus, Blocked, FetchError, Throttled
from warraq.records import ChannelKind, Page
from warraq.understand.language import language_of

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
"""Addresses that one look may ask, besides the outlet's own and its robots file."""
NAMED_FEEDS = 4
LINKED_FEEDS = 2
NAMED_SITEMAPS = 3
"""How many of what a site names are asked, so that something is left for other kinds."""
USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
USUAL_NEWS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
WORDPRESS_SITEMAP = "/wp-sitemap.xml"
NOT_FEEDS = re.compile(r"/comments?/|/wp-json/|oembed", re.IGNORECASE)
FEED_LINKS = re.compile(
    r"/(?:feed|rss|atom)(?:/|$)|[/._-](?:rss|atom|feed)\d?\.(?:xml|php|aspx?)$|\.(?:rss|rdf|atom)$|"
    r"^[^/]*//feeds\.|[?&](?:feed|format|type)=(?:rss2?|atom|feed)\b",
    re.IGNORECASE,
)
"""Addresses that links of a page lead to where a feed may lie."""
WORDPRESS = re.compile(
    r"/wp-(?:content|includes)/|name=[\"']generator[\"'] content=[\"']WordPress", re.IGNORECASE
)
NEWS = re.compile(r"news|actu|akhbar", re.IGNORECASE)
TITLES_READ = 30
"""Titles from which a channel's language is told."""
POSTS = 20
"""Posts of WordPress's API that a first look asks for."""
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
class Tried:
    """An address that was asked, and what came of it in plain words."""

    address: str
    outcome: str


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What a look around an outlet found."""

    channels: tuple[FoundChannel, ...]
    """Those worth asking, the best first."""
    tried: tuple[Tried, ...]
    """Everything asked, in that order, the outlet's own address first."""
    home: str
    """The address that answered for the outlet's own."""
    title: str | None
    """As the homepage gives it."""
    is_homepage: bool
    """False where the address was itself a feed's or a sitemap's."""


async def find_channels(get: Get, address: str, sitemaps: Iterable[str] = ()) -> WaysIn:
    """The ways into the outlet at `address`: its homepage, or a feed or sitemap of its own.

    `sitemaps` are those that its robots file names. Asks one address after the other, a dozen at most. Raises a
    FetchError where the address itself cannot be fetched; what else fails is only not a channel.
    """
    page = await get(address, "page")
    for read in (as_feed, as_sitemap):
        try:
            channel = read(page)
        except BadInput:
            continue
        tried = (Tried(page.final_address, _worded(channel)),)
        return WaysIn((_with_language(channel),), tried, page.final_address, channel.title, is_homepage=False)
    look = _Look(get, page)
    await _feeds(look)
    await _wordpress(look)
    await _sitemaps(look, list(sitemaps))
    leads = front_page_leads(page)
    look.tried[0] = Tried(page.final_address, f"homepage, {len(leads)} article links")
    if leads:
        look.found.append(FoundChannel(ChannelKind.FRONT_PAGE, page.final_address, _title(page), None, leads))
    chosen = choose([_with_language(channel) for channel in look.found], page.fetched_at)
    return WaysIn(tuple(chosen), tuple(look.tried), page.final_address, _title(page), is_homepage=True)


class _Look:
    """A look around an outlet: what was found, and how much more may be asked."""

    def __init__(self, get: Get, page: Page) -> None:
        self.page = page
        self.found: list[FoundChannel] = []
        self.tried = [Tried(page.final_address, "homepage")]
        self._asked = {page.final_address}
        self._get = get
        self._left = MAX_ASKED

    def has(self, *kinds: ChannelKind) -> bool:
        """Whether a channel of one of these kinds was found."""
        return any(channel.kind in kinds for channel in self.found)

    async def at(
        self, address: str, want: Want, read: Callable[[Page], FoundChannel]
    ) -> FoundChannel | FetchError | BadInput | None:
        """The channel at `address`, noted, or what is wrong with it; None where it may not be asked any more."""
        if self._left <= 0 or address in self._asked:
            return None
        self._left -= 1
        self._asked.add(address)
        try:
            channel = read(await self._get(address, want))
        except (FetchError, BadInput) as fault:
            self.tried.append(Tried(address, fault.what))
            if isinstance(fault, Throttled | Blocked) and same_site(address, self.page.final_address):
                self._left = 0
            return fault
        self.tried.append(Tried(address, _worded(channel)))
        self.found.append(channel)
        return channel


async def _feeds(look: _Look) -> None:
    """Those that the page names in its head, those it links to, and only without them the usual places."""
    named = feed_links(look.page)[:NAMED_FEEDS]
    linked = [address for address in linked_feeds(look.page) if address not in named][:LINKED_FEEDS]
    for address in (*named, *linked):
        await look.at(address, "feed", as_feed)
    for path in USUAL_FEEDS:
        if not look.has(ChannelKind.FEED) and (usual := parse_address(path, look.page.final_address)):
            await look.at(usual, "feed", as_feed)


async def _wordpress(look: _Look) -> None:
    """The API, where the site says that it has one or is WordPress by its looks."""
    root = api_root(look.page)
    collections: list[str] = []
    if root and (collection := collection_of(root)):
        collections = [collection]
    elif WORDPRESS.search(_start(look.page)):
        collections = list(usual_collections(look.page.final_address))
    for collection in collections:

        def as_posts(page: Page, collection: str = collection) -> FoundChannel:
            posts = read_posts(page.body, page.headers, address=page.final_address)
            if not posts.leads:
                raise BadInput("WordPress's API lists nothing", subject=collection)
            return FoundChannel(ChannelKind.WORDPRESS, collection, None, None, posts.leads, posts.total)

        answer = await look.at(Ask(order_by="modified", per_page=POSTS).address(collection), "feed", as_posts)
        if not isinstance(answer, BadStatus | BadInput):
            return


async def _sitemaps(look: _Look, named: list[str]) -> None:
    """Those that the robots file names, news first; without news among them the usual places."""
    home = look.page.final_address
    named.sort(key=lambda address: not NEWS.search(_path(address)))
    for address in named[:NAMED_SITEMAPS]:
        if not look.has(ChannelKind.NEWS_SITEMAP):
            await _sitemap(look, address)
    for path in USUAL_NEWS:
        if not look.has(ChannelKind.NEWS_SITEMAP) and (usual := parse_address(path, home)):
            await _sitemap(look, usual)
    is_wordpress = bool(WORDPRESS.search(_start(look.page)))
    for path in (WORDPRESS_SITEMAP, *USUAL_SITEMAPS) if is_wordpress else USUAL_SITEMAPS:
        is_found = look.has(ChannelKind.NEWS_SITEMAP, ChannelKind.SITEMAP, ChannelKind.WORDPRESS)
        if not is_found and (usual := parse_address(path, home)):
            await _sitemap(look, usual)


async def _sitemap(look: _Look, address: str) -> None:
    """A sitemap, or an index with the child that lists the latest."""
    channel = await look.at(address, "sitemap", as_sitemap)
    if not isinstance(channel, FoundChannel) or not channel.children:
        return
    if news := news_child(channel.children):
        await look.at(news, "sitemap", as_sitemap)
        if look.has(ChannelKind.NEWS_SITEMAP):
            return
    if look.has(ChannelKind.WORDPRESS):
        return  # it lists the same, and says more
    newest = children_to_ask(channel.children, {}, UTC, 1)
    child = await look.at(newest[0].address, "sitemap", as_sitemap) if newest else None
    if isinstance(child, FoundChannel) and child.kind is ChannelKind.SITEMAP:
        look.found.remove(child)
        look.found[look.found.index(channel)] = replace(channel, entries=child.entries)


def feed_links(page: Page) -> list[str]:
    """The feeds that a page names in its head (autodiscovery), comments' feeds left out."""
    found = []
    tree = page_tree(page)
    base = page_base(tree, page)
    for link in tree.css('link[rel~="alternate"][href]'):
        kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = parse_address(link.attributes.get("href") or "", base)
        if kind in FEED_TYPES and address and not NOT_FEEDS.search(address):
            found.append(address)
    return list(dict.fromkeys(found))


def linked_feeds(page: Page) -> list[str]:
    """The feeds of the outlet's own that links of the page lead to by their looks, the shortest addresses first:
    a list of feeds by section begins with the one of everything."""
    tree = page_tree(page)
    base = page_base(tree, page)
    found: dict[str, None] = {}
    for link in tree.css("a[href]"):
        address = parse_address(link.attributes.get("href") or "", base)
        if address is None or NOT_FEEDS.search(address) or not FEED_LINKS.search(address.partition("#")[0]):
            continue
        if same_site(address, page.final_address) or "//feeds." in address:
            found[address.partition("#")[0]] = None
    return sorted(found, key=len)


def api_root(page: Page) -> str | None:
    """The root of WordPress's API as the page names it, in an HTTP header or in its head."""
    if root := root_in_header(page.headers.get("link", ""), page.final_address):
        return root
    tree = page_tree(page)
    node = tree.css_first('link[rel="https://api.w.org/"][href]')
    return parse_address(node.attributes.get("href") or "", page_base(tree, page)) if node else None


def logo_of(page: Page) -> str | None:
    """The outlet's logo, as its homepage names it: the icon made for home screens, else a picture called logo."""
    tree = page_tree(page)
    base = page_base(tree, page)
    for selector, attribute in LOGOS:
        node = tree.css_first(selector)
        address = parse_address(node.attributes.get(attribute) or "", base) if node else None
        if address and not urlsplit(address).path.lower().endswith((".svg", ".ico")):
            return address
    return None


def as_feed(page: Page) -> FoundChannel:
    """The page as a feed. Raises BadInput where it is none, names nothing, or carries readers' comments."""
    feed = read_feed(page.body, address=page.final_address, content_type=page.headers.get("content-type", ""))
    if not feed.leads:
        raise BadInput("the feed names no article", subject=page.final_address)
    if sum("#comment" in lead.address for lead in feed.leads) * 2 > len(feed.leads):
        raise BadInput("the feed carries readers' comments", subject=page.final_address)
    return FoundChannel(
        ChannelKind.FEED, page.final_address, feed.title, feed.language, feed.leads, homepage=feed.homepage
    )


def as_sitemap(page: Page) -> FoundChannel:
    """The page as a sitemap, of news or not, or as an index of them. Raises BadInput where it is none or empty."""
    sitemap = read_sitemap(page.body, address=page.final_address)
    if not sitemap.entries and not sitemap.children:
        raise BadInput("the sitemap is empty", subject=page.final_address)
    is_news = sitemap.is_news or (bool(sitemap.entries) and bool(NEWS.search(_path(page.address))))
    kind = ChannelKind.NEWS_SITEMAP if is_news else ChannelKind.SITEMAP
    return FoundChannel(
        kind, page.final_address, None, sitemap.language, sitemap.entries, children=sitemap.children
    )


def _with_language(channel: FoundChannel) -> FoundChannel:
    """Its language by its titles; what it declares counts only where they cannot tell: `en-US` is what WordPress
    declares until somebody changes it."""
    titles = "\n".join(lead.title for lead in channel.entries[:TITLES_READ] if lead.title)
    return replace(channel, language=language_of(None, titles, channel.language))


def _worded(channel: FoundChannel) -> str:
    if channel.children:
        return f"index of {len(channel.children)} sitemaps"
    return f"{channel.kind.value.replace('_', ' ')}, {channel.count} entries"


def _title(page: Page) -> str | None:
    node = page_tree(page).css_first("title")
    return " ".join(node.text().split()) or None if node is not None else None


def _start(page: Page) -> str:
    return page.body[:200_000].decode("latin-1")


def _path(address: str) -> str:
    return unquote(urlsplit(address).path)
