"""What a page says of its article: JSON-LD, OpenGraph, meta names, its own visible lines, made to agree.

What is not sure is left out. Must never raise on any page, never fetch, never read the clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.addresses import parse_address, same_site
from warraq.extract.authors import find_authors
from warraq.extract.date_text import fold
from warraq.extract.headline import read_surroundings
from warraq.extract.hygiene import clean_text
from warraq.extract.lead_picture import is_large_enough, read_lead_picture
from warraq.extract.nodes import node_text, page_lines
from warraq.extract.own_address import LINKS, read_links, read_other_names, read_own_address
from warraq.extract.published import read_published
from warraq.extract.shown_dates import ids_around
from warraq.extract.structured_data import Thing, read_things, text_of, texts_of, types_of
from warraq.extract.titles import choose_title, key, rest_of_title
from warraq.records import ArticleKind, Moment

ARTICLE_TYPES = frozenset(
    "Article NewsArticle BlogPosting ReportageNewsArticle LiveBlogPosting OpinionNewsArticle AnalysisNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle Report "
    "TechArticle ScholarlyArticle SocialMediaPosting".split(" ")
)
VIDEO_TYPES = frozenset(("VideoObject", "Video", "Movie", "TVEpisode", "Clip"))
GALLERY_TYPES = frozenset(("ImageGallery", "MediaGallery"))
LISTING_TYPES = frozenset(("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"))

_HOME = frozenset(
    map(fold, ("الرئيسية", "الصفحة الرئيسية", "accueil", "home", "homepage", "page d'accueil", "une", "news"))
)
_VIDEO_WORDS = frozenset(
    map(
        fold,
        (
            "فيديو",
            "فيديوهات",
            "مرئيات",
            "تلفزيون",
            "قناة",
            "تيفي",
            "video",
            "vidéos",
            "videos",
            "tv",
            "webtv",
        ),
    )
)
"""A section whose label holds one of these shows videos."""
_GALLERY_NAMES = "صور|ألبوم|ألبوم صور|معرض الصور|diaporama|diaporamas|galerie|galeries|gallery|galleries"
_GALLERY_WORDS = frozenset(map(fold, _GALLERY_NAMES.split("|")))
_GALLERY_PATH = re.compile(
    r"/(?:galeries?|galler(?:y|ies)|diaporamas?|photo-?galler(?:y|ies)|slideshows?)(?=/|$)", re.IGNORECASE
)
_PICTURES_OF_GALLERY = 4
_VIDEO_PATH = re.compile(r"/(?:videos?|tv)(?=/|$)", re.IGNORECASE)
_PLAYER = 'iframe[src*="/embed/"], iframe[src*="/player"], video'
_SITE_TYPES = frozenset(("WebSite", "Organization", "NewsMediaOrganization"))
_MOST_TAGS = 20
_LONGEST_SUBTITLE = 500
_MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article as its page declares it; every field may be missing."""

    address: str
    """Canonical address, on the site that answered."""
    also: tuple[str, ...]
    """Other addresses that the page says are its own."""
    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    published: Moment | None
    picture: str | None
    section: str | None
    tags: tuple[str, ...]
    language: str | None
    kind: ArticleKind
    declared_body: str | None
    """JSON-LD articleBody, as stated."""
    is_declared_article: bool
    is_declared_listing: bool
    around_headline: tuple[str, ...]
    """Lines by the headline that were read as byline, date, section or standfirst: no part of the text."""
    is_headed: bool
    """Whether the title stands in the page as its h1."""
    types: frozenset[str] = frozenset()
    """The JSON-LD types of the nodes that describe the article."""
    is_paid: bool = False
    """Whether it says that its whole text is not free to read."""


def read_metadata(
    tree: LexborHTMLParser,
    *,
    address: str,
    now: datetime,
    zone: tzinfo,
    language: str | None = None,
    container: LexborNode | None = None,
) -> Metadata:
    """Read what the page says. `address`: the one that answered; `language`: known otherwise, before the page's own;
    `container`: where the article's text lies, if known."""
    metas = read_metas(tree)
    things = read_things(tree)
    links = read_links(tree.css(LINKS), address)
    own_address = read_own_address(links, metas, address)
    sites = _site_names(tree, metas, things, address)
    headings = tree.css("h1")[:20]
    lines = page_lines(tree.body, with_pictures=True)[:_MOST_LINES] if tree.body is not None else []
    document_title = tree.css_first("title")
    title_text = document_title.text() if document_title else None
    article_things = _article_things(
        things, [title_text or "", *_first(metas, "og:title"), *map(node_text, headings)]
    )
    title = choose_title(
        headings=[node_text(node) for node in headings],
        claims=[
            *(
                text
                for thing in article_things
                if (text := text_of(thing.get("headline") or thing.get("name")))
            ),
            *_first(metas, "og:title"),
            *_first(metas, "twitter:title"),
        ],
        document_title=title_text,
        sites=sites,
        lines={key(line.text) for line in lines},
    )
    sites += rest_of_title(title_text or "", title)
    shown_lines = [line for line in lines if line.text]
    around = read_surroundings(lines, title, labels=_labels(tree), sites=sites)
    language = language or _language(tree, metas, article_things)
    section = _section(tree, metas, article_things, sites) or around.section
    return Metadata(
        address=own_address,
        also=read_other_names(links, address, own_address),
        title=title,
        subtitle=around.subtitle or _subtitle(metas, article_things, title),
        authors=find_authors(tree, metas, article_things, sites, around, ids_around(shown_lines, title)),
        published=read_published(
            tree,
            article_things,
            [thing for thing in things if thing not in article_things],
            address=address,
            title=title,
            document_title=title_text,
            lines=shown_lines,
            language=language,
            now=now,
            zone=zone,
        ),
        picture=read_lead_picture(
            tree, article_things, metas, around.picture, container, links.base or address
        ),
        section=section,
        tags=_tags(tree, metas, article_things, section),
        language=language,
        kind=kind_of(tree, metas, things, section, address, container),
        declared_body=next(
            (text for thing in article_things if (text := text_of(thing.get("articleBody")))), None
        ),
        is_declared_article=bool(article_things) or "article" in "".join(metas.get("og:type", ())).lower(),
        is_declared_listing=any(types_of(thing) & LISTING_TYPES for thing in things),
        around_headline=tuple(around.lines),
        is_headed=any(title and key(title) in key(node_text(node)) for node in headings),
        types=frozenset().union(*map(types_of, article_things)),
        is_paid=any(str(thing.get("isAccessibleForFree")).lower() == "false" for thing in article_things),
    )


def declared_address(tree: LexborHTMLParser) -> str | None:
    """The absolute address that a page of unknown origin names as its own (a saved file); nothing vouches for it."""
    node = tree.css_first('link[rel~="canonical"][href]')
    claims = [*([node.attributes.get("href") or ""] if node else []), *_first(read_metas(tree), "og:url")]
    return next((address for claim in claims if (address := parse_address(claim))), None)


def read_metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """`name`, `property` or `itemprop` of each meta element, lower case -> its contents in order."""
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = clean_text(attributes.get("content") or "")
        for attribute in ("property", "name", "itemprop"):
            if content and (name := attributes.get(attribute)):
                metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _first(metas: dict[str, list[str]], *names: str) -> list[str]:
    return next((metas[name] for name in names if metas.get(name)), [])[:1]


def _labels(tree: LexborHTMLParser) -> set[str]:
    """Keys of the short links of menus: the names of sections."""
    links = tree.css('nav a, header a, ul a, td a, [class*="menu"] a, [id*="menu"] a, [class*="nav"] a')[:500]
    texts = (node_text(link) for link in links if "author" not in (link.attributes.get("rel") or ""))
    return {key(text) for text in texts if len(text.split()) <= 4 and fold(text) not in _HOME} - {""}


def _site_names(
    tree: LexborHTMLParser, metas: dict[str, list[str]], things: Sequence[Thing], address: str
) -> list[str]:
    names = [
        *_first(metas, "og:site_name"),
        *_first(metas, "application-name"),
        *_first(metas, "apple-mobile-web-app-title"),
    ]
    people = {name for thing in things if "Person" in types_of(thing) for name in texts_of(thing.get("name"))}
    for thing in things:
        # A blog's publisher may be its writer: a person's name is no name of the site.
        if "Person" not in types_of(thing) and types_of(thing) & _SITE_TYPES:
            names += texts_of(thing.get("name"))
        publisher = thing.get("publisher")
        if not (isinstance(publisher, dict) and "Person" in types_of(publisher)):
            names += [name for name in texts_of(publisher) if name not in people]
    names += _home_links(tree, address)
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    names += [host, host.rpartition(".")[0], *host.split(".")[:-1]]
    return [
        name for name in dict.fromkeys(map(clean_text, names)) if 2 <= len(name) <= 60 and name not in people
    ]


def _home_links(tree: LexborHTMLParser, address: str) -> list[str]:
    """What links to the front page say, which is the site's name where it is not "home"."""
    names = []
    for node in tree.css('a[href="/"], a[href^="index."], a[href^="/index."], a[href^="http"]')[:300]:
        parsed = parse_address(node.attributes.get("href") or "", address)
        parts = urlsplit(parsed or "")
        if (
            parsed
            and same_site(parsed, address)
            and re.fullmatch(r"/?(?:index\.\w{2,5})?", parts.path)
            and not parts.query
        ):
            image = node.css_first("img[alt]")
            names += [node_text(node), (image.attributes.get("alt") or "") if image else ""]
    return [name for name in names if fold(name) not in _HOME and 1 <= len(name.split()) <= 5]


def _article_things(things: Sequence[Thing], titles: Sequence[str]) -> list[Thing]:
    """The nodes that describe this page's article, the surest first; none where several compete and none agrees."""
    found = [thing for thing in things if types_of(thing) & ARTICLE_TYPES]
    found = found or [thing for thing in things if types_of(thing) & (VIDEO_TYPES | GALLERY_TYPES)]
    keys = [mine for mine in map(key, titles) if mine]

    def agrees(thing: Thing) -> bool:
        headline = key(text_of(thing.get("headline") or thing.get("name")) or "")
        return bool(headline) and any(headline in each or each in headline for each in keys)

    agreeing = [thing for thing in found if agrees(thing)]
    if agreeing:
        return agreeing
    return found if len(found) == 1 else []


def _subtitle(metas: dict[str, list[str]], things: Sequence[Thing], title: str | None) -> str | None:
    claims = [
        *(
            text
            for thing in things
            for name in ("alternativeHeadline", "description")
            if (text := text_of(thing.get(name)))
        ),
        *_first(metas, "og:description", "description", "twitter:description"),
    ]
    for claim in map(clean_text, claims):
        if 20 <= len(claim) <= _LONGEST_SUBTITLE and key(claim) != key(title or "") and "<" not in claim:
            return claim
    return None


def _section(
    tree: LexborHTMLParser, metas: dict[str, list[str]], things: Sequence[Thing], sites: Sequence[str]
) -> str | None:
    claims = [text for thing in things for text in texts_of(thing.get("articleSection"))]
    claims += _first(metas, "article:section", "og:article:section", "section", "parsely-section")
    for crumbs in tree.css('[class*="breadcrumb"], [id*="breadcrumb"], [class*="fil-ariane"]')[:2]:
        claims += [node_text(node) for node in crumbs.css("a")]
    names = {key(site) for site in sites}
    for claim in map(clean_text, claims):
        if (
            1 < len(claim) <= 40
            and fold(claim) not in _HOME
            and key(claim)
            and key(claim) not in names
            and "/" not in claim
        ):
            return claim
    return None


def _tags(
    tree: LexborHTMLParser, metas: dict[str, list[str]], things: Sequence[Thing], section: str | None
) -> tuple[str, ...]:
    claims = list(metas.get("article:tag", ()))
    claims = claims or [text for thing in things for text in texts_of(thing.get("keywords"))]
    claims = claims or [node_text(node) for node in tree.css('a[rel~="tag"]')[:_MOST_TAGS]]
    claims = claims or _first(metas, "news_keywords", "keywords")
    tags: dict[str, str] = {}
    for claim in claims:
        for tag in re.split(r"\s*[,،;|]\s*", claim):
            tag = tag.strip(" #\"'.")
            if 1 < len(tag) <= 60 and key(tag) and key(tag) != key(section or ""):
                tags.setdefault(key(tag), tag)
    return tuple(tags.values())[:_MOST_TAGS]


def _language(tree: LexborHTMLParser, metas: dict[str, list[str]], things: Sequence[Thing]) -> str | None:
    root = tree.root
    claims = [
        (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root else None,
        *(text_of(thing.get("inLanguage")) for thing in things),
        *_first(metas, "og:locale", "language", "dc.language"),
    ]
    for claim in claims:
        if match := re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", claim or ""):
            return match[1].lower()
    return None


def kind_of(
    tree: LexborHTMLParser,
    metas: dict[str, list[str]],
    things: Sequence[Thing],
    section: str | None,
    address: str,
    container: LexborNode | None = None,
) -> ArticleKind:
    """A video is declared as one, or stands with its player in a section of videos; a gallery with its pictures in one
    of galleries."""
    types = set().union(*map(types_of, things))
    if types & GALLERY_TYPES:
        return ArticleKind.GALLERY
    if fold(section or "") in _GALLERY_WORDS or _GALLERY_PATH.search(urlsplit(address).path):
        pictures = [
            node for node in (container.css("img")[:60] if container else ()) if is_large_enough(node)
        ]
        if len(pictures) >= _PICTURES_OF_GALLERY:
            return ArticleKind.GALLERY
    if "".join(_first(metas, "og:type")).lower().startswith("video"):
        return ArticleKind.VIDEO
    is_among_videos = (
        fold(section or "") in _VIDEO_WORDS or _VIDEO_PATH.search(urlsplit(address).path) is not None
    )
    if types & VIDEO_TYPES and (is_among_videos or not types & ARTICLE_TYPES):
        return ArticleKind.VIDEO
    return ArticleKind.VIDEO if is_among_videos and tree.css_matches(_PLAYER) else ArticleKind.ARTICLE
