"""Reading a page with the wrappers of its outlet: one parse, a few paths, and checks that the page is what it was.

A page that no wrapper knows, or that fails a check, is read by the generic reader. Must never raise on any page or
wrapper, and must never give a text that its own checks doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from warraq.addresses import canonical, parse_address
from warraq.extract.article import LARGEST_PAGE, read_article
from warraq.extract.bylines import read_authors
from warraq.extract.charset import decode_document
from warraq.extract.dates import FIRST_YEAR, LAST_YEAR, read_date
from warraq.extract.embeds import read_embeds
from warraq.extract.hygiene import clean_text
from warraq.extract.lead_picture import is_no_picture, picture_address
from warraq.extract.metadata import ARTICLE_TYPES, kind_of, read_metas
from warraq.extract.nodes import node_text
from warraq.extract.own_address import read_other_names, read_own_address
from warraq.extract.structured_data import Thing, read_things, text_of, texts_of, types_of
from warraq.extract.titles import key, without_site
from warraq.extract.verdicts import is_nested_too_deep, refusal_of_bytes
from warraq.extract.wishes import wishes_of
from warraq.extract.wrapper import JSON_LD, LONGEST_LINE, Source, Wrapper
from warraq.extract.wrapper_body import INLINE, Text, read_container
from warraq.records import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Lead,
    Moment,
    NotArticle,
    Page,
    Precision,
    Wish,
    block_lines,
)

FEWEST_WORDS = 12
SHORTEST_SHARE, LONGEST_TIMES = 0.25, 8
"""Of the shortest and of the longest text that the wrapper was learned from: beyond lies another kind of page."""
LINKS_ALLOWED = 0.3
"""Share of characters in links that is no cause for doubt, on top of the outlet's usual one."""
REPEATED_ALLOWED = 0.5
TITLE_SHARED = 0.5
"""Share of a title's words that its feed's or its meta title must hold."""
_CUT_END = re.compile(r"(?:\.\.\.|…|\[…\]|\(…\))\s*$")
_OTHER_NAMES = 'link[rel~="shortlink"], link[rel~="amphtml"], link[rel~="alternate"][media]'
_META = re.compile(r'meta\[(?:property|name|itemprop)="([^"]+)"\]')
_PARTING = re.compile(r"\s*[|·•]\s*|\s+[-–—/]\s+")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d")
_WITH_SECONDS = len("2026-03-10T09:02:35+00:00")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a page, and which way."""

    arrived: Article | NotArticle
    template: str = ""
    """The wrapper that read it; empty: the generic reader."""
    failed: tuple[str, ...] = ()
    """Where an outlet with wrappers was read by the generic reader: what spoke against them, in plain words."""


@dataclass(slots=True)
class Opened:
    """A page parsed once, and what is read of it at most once."""

    tree: LexborHTMLParser
    page: Page
    metas: dict[str, list[str]]
    _things: list[Thing] | None = None
    _has_frames: bool | None = None

    @property
    def things(self) -> list[Thing]:
        """Its JSON-LD."""
        if self._things is None:
            self._things = read_things(self.tree)
        return self._things

    def has_frames(self) -> bool:
        """Whether it holds a player, or anything that may be one."""
        if self._has_frames is None:
            self._has_frames = self.tree.css_matches("iframe, video")
        return self._has_frames

    def thing(self) -> Thing:
        """The JSON-LD node of the article; empty where there is none."""
        found = [thing for thing in self.things if types_of(thing) & ARTICLE_TYPES]
        return found[0] if found else {}


def read_with_wrappers(
    page: Page,
    wrappers: Sequence[Wrapper],
    *,
    now: datetime,
    zone: tzinfo,
    language: str | None = None,
    lead: Lead | None = None,
) -> Reading:
    """The article by the outlet's `wrappers`, the generic reader's where they fail. Arguments as `read_article`;
    `lead`: what the channel said, whose title is a check."""
    failed: list[str] = []
    if wrappers and (opened := open_page(page)) is not None:
        for wrapper in wrappers:
            article, checks = read_by(wrapper, opened, now=now, zone=zone, language=language, lead=lead)
            if article is not None:
                return Reading(article, wrapper.template)
            failed += [f"{wrapper.template}: {check}" for check in checks]
            if any(check != UNKNOWN for check in checks) and (again := open_page(page)) is not None:
                opened = again  # the walk cut boxes out of the tree
    arrived = read_article(page, now=now, zone=zone, language=language)
    return Reading(arrived, failed=tuple(failed))


UNKNOWN = "not this template"


def open_page(page: Page) -> Opened | None:
    """The page parsed; None where it is no HTML page that can be."""
    if refusal_of_bytes(page, LARGEST_PAGE):
        return None
    text = _decode(page)
    if is_nested_too_deep(text):
        return None
    tree = LexborHTMLParser(text)
    return Opened(tree, page, read_metas(tree))


def _decode(page: Page) -> str:
    """As `decode_document`; where a page says that it is UTF-8 and is, in a third of its time."""
    said = page.headers.get("content-type", "").lower().encode("ascii", "replace") + page.body[:1024].lower()
    if b"utf-8" in said and b"utf-16" not in said and not page.body.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return page.body.decode().removeprefix("\ufeff")
        except UnicodeDecodeError:
            pass
    return decode_document(page.body, content_type=page.headers.get("content-type", ""))


def read_by(
    wrapper: Wrapper,
    opened: Opened,
    *,
    now: datetime,
    zone: tzinfo,
    language: str | None,
    lead: Lead | None,
) -> tuple[Article | None, tuple[str, ...]]:
    """The article by one wrapper, or the checks that failed."""
    try:
        container = opened.tree.css_first(wrapper.body)
        if container is None or not all(
            opened.tree.css_matches(mark) for mark in wrapper.marks if mark != wrapper.body
        ):
            return None, (UNKNOWN,)
        article = _fields(wrapper, opened, now.astimezone(zone), language)
        text, repeated = _text(wrapper, opened, container)
        article = _with_body(article, text, opened)
    except (SelectolaxError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        # Paths that an operator wrote, on a page that anybody wrote.
        return None, (f"its paths cannot be followed ({type(fault).__name__})",)
    checks = tuple(_failures(wrapper, opened, article, text, repeated, lead))
    return (None, checks) if checks else (article, ())


# -- values ---------------------------------------------------------------------------------------------------


def value_at(source: Source | None, opened: Opened) -> str | None:
    """The first value of a source, clean; None where the page has none."""
    if source is None:
        return None
    if source.path == JSON_LD:
        return clean_text(text_of(opened.thing().get(source.attribute)) or "") or None
    if source.attribute == "content" and (meta := _META.fullmatch(source.path)):
        return next(iter(opened.metas.get(meta[1].lower(), ())), None)  # a tenth of the time of a path
    node = opened.tree.css_first(source.path)
    return _value(node, source) if node is not None else None


def values_at(source: Source | None, opened: Opened) -> list[str]:
    """All its values, at most 30."""
    if source is None:
        return []
    if source.path == JSON_LD:
        return [clean_text(text) for text in texts_of(opened.thing().get(source.attribute))]
    if source.attribute == "content" and (meta := _META.fullmatch(source.path)):
        return opened.metas.get(meta[1].lower(), [])[:30]
    nodes = opened.tree.css(source.path)[:30]
    return [value for node in nodes if (value := _value(node, source))]


def _value(node: LexborNode, source: Source) -> str | None:
    if source.part:
        parts = parts_of(_value(node, replace(source, part=0)) or "")
        return parts[source.part - 1] if source.part <= len(parts) else None
    if source.attribute:
        if node.tag in ("img", "amp-img") and source.attribute == "src":
            return picture_address(node)
        return clean_text(node.attributes.get(source.attribute) or "") or None
    first = node.first_child
    if first is not None and first.is_text_node and first.next is None:
        return clean_text(first.text_content or "") or None
    return _inline_text(node) or node_text(node) or None


def _inline_text(node: LexborNode) -> str | None:
    """The text of an element that holds text and plain inline elements alone; None for any other."""
    pieces = []
    for child in node.iter(include_text=True):
        inner = child if child.is_text_node else child.first_child
        if inner is None or not inner.is_text_node:
            return None
        if inner is not child and (child.tag not in INLINE or inner.next is not None):
            return None
        pieces.append(inner.text_content or "")
    return clean_text("".join(pieces))


def parts_of(line: str) -> list[str]:
    """The parts of a line that holds several values."""
    return [part for part in map(str.strip, _PARTING.split(line)) if part]


def read_names(source: Source | None, opened: Opened, sites: Sequence[str]) -> tuple[str, ...]:
    """The people that a source names."""
    claims = values_at(source, opened)
    if not claims or source is None:
        return ()
    is_sure = source.path == JSON_LD or "author" in source.path
    return _people(tuple(claims), tuple(sites), is_sure)


@lru_cache(maxsize=4096)
def _people(claims: tuple[str, ...], sites: tuple[str, ...], is_sure: bool) -> tuple[str, ...]:
    """An outlet's few writers sign again and again."""
    return read_authors(claims, sites=sites, is_sure=is_sure)


def read_moment(text: str, *, language: str | None, now: datetime) -> Moment | None:
    """As `read_date`; what machines write is read in a tenth of its time. `now`: the outlet's local time."""
    if _ISO.fullmatch(text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return None
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            precision = Precision.SECOND if len(text) == _WITH_SECONDS else Precision.MINUTE
            return Moment(found.replace(tzinfo=None), precision, found.utcoffset())
    return read_date(text, language=language, now=now)


def read_picture(source: Source | None, opened: Opened) -> str | None:
    """The absolute address of a picture."""
    value = value_at(source, opened)
    address = parse_address(value, opened.page.final_address) if value else None
    return address if address and not is_no_picture(address) else None


def _fields(wrapper: Wrapper, opened: Opened, now: datetime, language: str | None) -> Article:
    """Everything but the body. `now`: in the outlet's zone."""
    title = value_at(wrapper.title, opened)
    date = value_at(wrapper.date, opened)
    section = value_at(wrapper.section, opened)
    own, also = _addresses(opened)
    declared = language or _declared_language(opened.tree)
    return Article(
        kind=_kind(opened, section),
        address=own,
        title=without_site(title, wrapper.sites) if title else None,
        body=(),
        subtitle=value_at(wrapper.subtitle, opened),
        authors=read_names(wrapper.authors, opened, wrapper.sites),
        published=read_moment(date, language=declared, now=now) if date else None,
        picture=read_picture(wrapper.picture, opened),
        picture_caption=value_at(wrapper.caption, opened),
        section=section,
        tags=tuple(dict.fromkeys(values_at(wrapper.tags, opened)))[:20],
        declared_language=declared,
        wishes=_wishes(opened),
        also=also,
    )


def _kind(opened: Opened, section: str | None) -> ArticleKind:
    """What the page carries; a page without a player, and without JSON-LD or metadata of one, is an article."""
    things = _things_for_kind(opened)
    is_declared = "video" in "".join(opened.metas.get("og:type", ())[:1]).lower()
    if not (things or is_declared or opened.has_frames()):
        return ArticleKind.ARTICLE
    return kind_of(opened.tree, opened.metas, things, section, opened.page.final_address)


def _things_for_kind(opened: Opened) -> list[Thing]:
    """JSON-LD only where it may say that the page is no plain article: most of the pages need not be parsed twice."""
    if opened._things is not None:
        return opened._things
    scripts = opened.tree.css('script[type*="ld+json"]')
    texts = (script.text() or "" for script in scripts)
    return opened.things if any("Video" in text or "Gallery" in text for text in texts) else []


def _addresses(opened: Opened) -> tuple[str, tuple[str, ...]]:
    """The article's own address and its other names."""
    page, tree = opened.page, opened.tree
    address = page.final_address
    link = tree.css_first('link[rel="canonical"]')
    if link is not None and link.attributes.get("href") == address and not tree.css_matches("base[href]"):
        own = canonical(address)
    else:
        node = tree.css_first("base[href]")
        base = (
            parse_address(node.attributes.get("href") or "", address) if node is not None else None
        ) or address
        own = read_own_address(tree, opened.metas, base, address)
    is_twinned = tree.css_matches(_OTHER_NAMES)
    return own, read_other_names(tree, address, address, own) if is_twinned else ()


def _declared_language(tree: LexborHTMLParser) -> str | None:
    root = tree.root
    match = _LANGUAGE.match((root.attributes.get("lang") or "") if root is not None else "")
    return match[1].lower() if match else None


def _wishes(opened: Opened) -> frozenset[Wish]:
    names = ("robots", "warraq", "warraqbot", "tdm-reservation")
    headers = opened.page.headers
    if (
        any(name in opened.metas for name in names)
        or "x-robots-tag" in headers
        or "tdm-reservation" in headers
    ):
        return wishes_of(opened.tree, headers)
    return frozenset()


# -- the body -------------------------------------------------------------------------------------------------


def _text(wrapper: Wrapper, opened: Opened, container: LexborNode) -> tuple[Text, float]:
    """The container's text without what is none of it, and which share of its words stands on other pages too."""
    if wrapper.drop:
        own = container.mem_id
        for node in container.css(", ".join(wrapper.drop)):
            if node.mem_id != own:
                node.decompose()
    text = read_container(container, opened.page.final_address)
    repeated, openings = frozenset(wrapper.repeated), wrapper.openings
    words = lost = 0
    kept: list[Block] = []
    for block in text.blocks:
        line = block.text or " ".join(block_lines(block))
        count = line.count(" ") + 1
        words += count
        if line[:LONGEST_LINE] in repeated:
            lost += count
        elif not (openings and line.startswith(openings)):
            kept.append(block)
    text.blocks = kept
    return text, lost / max(words, 1)


def _with_body(article: Article, text: Text, opened: Opened) -> Article:
    blocks = text.blocks
    if article.title:
        length = len(article.title)
        while (
            blocks
            and length / 2 < len(blocks[0].text) < 2 * length
            and key(blocks[0].text) == key(article.title)
        ):
            blocks = blocks[1:]
    picture = article.picture or next((b.address for b in blocks if b.kind is BlockKind.FIGURE), None)
    caption = article.picture_caption
    for block in blocks:
        if block.kind is BlockKind.FIGURE and block.address == picture:
            caption = caption or block.text or None
    captions = {article.picture_caption, article.subtitle} - {None}
    body = tuple(
        block
        for place, block in enumerate(blocks)
        if not (block.kind is BlockKind.FIGURE and block.address == picture)
        and not (place < 3 and block.kind is not BlockKind.FIGURE and block.text in captions)
    )
    if opened.has_frames():
        embeds = read_embeds(opened.tree, opened.page.final_address)
        body = (*embeds, *body) if article.kind is ArticleKind.VIDEO else (*body, *embeds)
    subtitle = article.subtitle
    if subtitle and (subtitle == article.title or opens(body, subtitle)):
        subtitle = None
    return replace(article, body=body, subtitle=subtitle, picture=picture, picture_caption=caption)


def opens(body: Sequence[Block], summary: str) -> bool:
    """Whether a summary is only the first words of the text again."""
    if any(block.text.startswith(summary) for block in body[:1]):
        return True
    words = key(_CUT_END.sub("", summary))[:80]
    return any(key(block.text[:200]).startswith(words) for block in body[:4])


# -- checks ---------------------------------------------------------------------------------------------------


def _failures(
    wrapper: Wrapper, opened: Opened, article: Article, text: Text, repeated: float, lead: Lead | None
) -> list[str]:
    """What speaks against the reading, in plain words."""
    failed = []
    if not article.title:
        return ["no title where it should be"]
    claims = [
        claim for claim in (lead.title if lead else None, *opened.metas.get("og:title", ())[:1]) if claim
    ]
    if claims and not any(_agrees(article.title, claim) for claim in claims):
        failed.append("another title than the feed or the page's metadata give")
    words = sum(block.text.count(" ") + 1 for block in text.blocks if block.text)
    words += sum(line.count(" ") + 1 for b in text.blocks if not b.text for line in block_lines(b))
    if article.kind is ArticleKind.ARTICLE and words < max(
        FEWEST_WORDS, SHORTEST_SHARE * wrapper.least_words
    ):
        failed.append(f"too short a text: {words} words")
    if wrapper.most_words and words > LONGEST_TIMES * wrapper.most_words:
        failed.append(f"too long a text: {words} words")
    signs = sum(len(block.text) + sum(map(len, block.items)) for block in text.blocks)
    if text.linked > (LINKS_ALLOWED + wrapper.link_share) * max(signs, 1) and words >= FEWEST_WORDS:
        failed.append("too much of the text is links")
    if repeated > REPEATED_ALLOWED:
        failed.append("most of the text stands on other pages of the outlet too")
    last = article.body[-1].text if article.body else ""
    if words < wrapper.usual_words / 2 and _CUT_END.search(last):
        failed.append("the text seems to be cut at its end")
    return failed


def _agrees(title: str, claim: str) -> bool:
    if title in claim:
        return True
    mine, theirs = key(title), key(claim)
    if not mine or not theirs:
        return False
    if mine in theirs or theirs in mine:
        return True
    own, other = set(mine.split()), set(theirs.split())
    return len(own & other) >= TITLE_SHARED * min(len(own), len(other))
