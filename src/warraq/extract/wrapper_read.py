"""Reading a page with the wrappers of its outlet: one parse, a few paths, and checks that the page is what it was.

A page that no wrapper knows, or that fails a check, is read by the generic reader. Must never raise on any page or
wrapper, and must never give a text that its own checks doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from warraq.extract.article import read_article
from warraq.extract.embeds import read_embeds
from warraq.extract.metadata import kind_of
from warraq.extract.own_address import read_links, read_other_names, read_own_address
from warraq.extract.titles import key, without_site
from warraq.extract.wishes import wishes_in
from warraq.extract.wrapper import LONGEST_LINE, Wrapper
from warraq.extract.wrapper_body import Text, read_container
from warraq.extract.wrapper_values import (
    Opened,
    open_page,
    read_moment,
    read_names,
    read_picture,
    value_at,
    values_at,
)
from warraq.records import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Lead,
    NotArticle,
    Page,
    block_lines,
)

FEWEST_WORDS = 12
SHORTEST_SHARE, LONGEST_TIMES = 0.25, 8
"""Of the shortest and of the longest text that the wrapper was learned from: beyond lies another kind of page."""
LINKS_ALLOWED = 0.3
"""Share of characters in links that is no cause for doubt, on top of the outlet's usual one."""
REPEATED_ALLOWED = 0.5
FEWEST_PICTURES = 3
"""In the text: with fewer, a page without a player need not be asked whether it is a gallery."""
TITLE_SHARED = 0.5
"""Share of a title's words that its feed's or its meta title must hold."""
_CUT_END = re.compile(r"(?:\.\.\.|…|\[…\]|\(…\))\s*$")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a page, and which way."""

    arrived: Article | NotArticle
    template: str = ""
    """The wrapper that read it; empty: the generic reader."""
    failed: tuple[str, ...] = ()
    """Where an outlet with wrappers was read by the generic reader: what spoke against them, in plain words."""


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
        article = _fields(wrapper, opened, container, now.astimezone(zone), language)
        text, repeated = _text(wrapper, opened, container)
        article = _with_body(article, text, opened)
    except (SelectolaxError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as fault:
        # Paths that an operator wrote, on a page that anybody wrote.
        return None, (f"its paths cannot be followed ({type(fault).__name__})",)
    checks = tuple(_failures(wrapper, opened, article, text, repeated, lead))
    return (None, checks) if checks else (article, ())


def _fields(
    wrapper: Wrapper, opened: Opened, container: LexborNode, now: datetime, language: str | None
) -> Article:
    """Everything but the body. `now`: in the outlet's zone."""
    title = value_at(wrapper.title, opened)
    date = value_at(wrapper.date, opened)
    section = value_at(wrapper.section, opened)
    address = opened.page.final_address
    links = read_links(opened.links, address)
    own = read_own_address(links, opened.metas, address)
    declared = language or _declared_language(opened.tree)
    return Article(
        kind=_kind(opened, section, container),
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
        wishes=wishes_in(opened.metas, opened.page.headers),
        also=read_other_names(links, address, own),
    )


def _kind(opened: Opened, section: str | None, container: LexborNode) -> ArticleKind:
    """What the page carries; one without a player, JSON-LD or metadata of one, or several pictures is an article."""
    things = opened.things_of_players()
    is_declared = "video" in "".join(opened.metas.get("og:type", ())[:1]).lower()
    if not (things or is_declared or opened.players or len(container.css("img")) >= FEWEST_PICTURES):
        return ArticleKind.ARTICLE
    return kind_of(opened.tree, opened.metas, things, section, opened.page.final_address, container)


def _declared_language(tree: LexborHTMLParser) -> str | None:
    root = tree.root
    match = _LANGUAGE.match((root.attributes.get("lang") or "") if root is not None else "")
    return match[1].lower() if match else None


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
    if opened.players:
        frames = (node for node in opened.players if node.tag == "iframe" and _is_in_page(node))
        embeds = read_embeds(frames, opened.page.final_address)
        body = (*embeds, *body) if article.kind is ArticleKind.VIDEO else (*body, *embeds)
    subtitle = article.subtitle
    if subtitle and (subtitle == article.title or opens(body, subtitle)):
        subtitle = None
    return replace(article, body=body, subtitle=subtitle, picture=picture, picture_caption=caption)


def _is_in_page(node: LexborNode) -> bool:
    """Whether an element still stands in the page, and in no box that was cut out of it."""
    at: LexborNode | None = node
    while at is not None and at.tag != "html":
        at = at.parent
    return at is not None


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
