"""A page parsed once, and the values that a wrapper's sources name on it. Must never raise on any page; a path that
cannot be followed raises SelectolaxError, which whoever reads with it catches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.addresses import parse_address
from warraq.extract.article import LARGEST_PAGE
from warraq.extract.bylines import read_authors
from warraq.extract.charset import undecoded
from warraq.extract.dates import FIRST_YEAR, LAST_YEAR, read_date
from warraq.extract.hygiene import clean_text
from warraq.extract.lead_picture import is_no_picture, picture_address
from warraq.extract.metadata import ARTICLE_TYPES
from warraq.extract.nodes import node_text
from warraq.extract.own_address import LINKS
from warraq.extract.structured_data import SCRIPTS, Thing, text_of, texts_of, things_in, types_of
from warraq.extract.verdicts import is_nested_too_deep, refusal_of_bytes
from warraq.extract.wrapper import JSON_LD, Source
from warraq.extract.wrapper_body import INLINE
from warraq.records import Moment, Page, Precision

_META = re.compile(r'meta\[(?:property|name|itemprop)="([^"]+)"\]')
_PARTING = re.compile(r"\s*[|·•]\s*|\s+[-–—/]\s+")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d")
_SOUGHT = f"meta[content], {LINKS}, {SCRIPTS}, iframe, video"
"""Everything that is looked for in the whole page, in one search: each takes a sixth of the time of parsing."""
_WITH_SECONDS = len("2026-03-10T09:02:35+00:00")


@dataclass(slots=True)
class Opened:
    """A page parsed once, and what is read of it at most once."""

    tree: LexborHTMLParser
    page: Page
    metas: dict[str, list[str]]
    """As `read_metas` has them, but as they stand: only those that are used are worth cleaning."""
    links: list[LexborNode]
    """Its `link` and `base` elements."""
    scripts: list[LexborNode]
    """Those with JSON-LD."""
    players: list[LexborNode]
    """Whatever may be one: `iframe` and `video` elements."""
    _things: list[Thing] | None = None

    @property
    def things(self) -> list[Thing]:
        """Its JSON-LD."""
        if self._things is None:
            self._things = things_in(self.scripts)
        return self._things

    def things_of_players(self) -> list[Thing]:
        """Its JSON-LD where that may say that the page is no plain article; most pages' need not be parsed for it."""
        if self._things is not None:
            return self._things
        texts = (script.text() or "" for script in self.scripts)
        return self.things if any("Video" in text or "Gallery" in text for text in texts) else []

    def thing(self) -> Thing:
        """The JSON-LD node of the article; empty where there is none."""
        found = [thing for thing in self.things if types_of(thing) & ARTICLE_TYPES]
        return found[0] if found else {}


def open_page(page: Page) -> Opened | None:
    """The page parsed; None where it is no HTML page that can be."""
    if refusal_of_bytes(page, LARGEST_PAGE):
        return None
    markup = undecoded(page.body, content_type=page.headers.get("content-type", ""))
    if is_nested_too_deep(markup):
        return None
    tree = LexborHTMLParser(markup)
    opened = Opened(tree, page, {}, [], [], [])
    for node in tree.css(_SOUGHT):
        tag = node.tag
        if tag == "meta":
            _note(opened.metas, node)
        elif tag == "script":
            opened.scripts.append(node)
        else:
            (opened.links if tag in ("link", "base") else opened.players).append(node)
    return opened


def _note(metas: dict[str, list[str]], node: LexborNode) -> None:
    attributes = node.attributes
    content = (attributes.get("content") or "").strip()
    for attribute in ("property", "name", "itemprop"):
        if content and (name := attributes.get(attribute)):
            metas.setdefault(name.strip().lower(), []).append(content)


def value_at(source: Source | None, opened: Opened) -> str | None:
    """The first value of a source, clean; None where the page has none."""
    if source is None:
        return None
    if source.path == JSON_LD:
        return clean_text(text_of(opened.thing().get(source.attribute)) or "") or None
    if source.attribute == "content" and (meta := _META.fullmatch(source.path)):
        stated = opened.metas.get(meta[1].lower(), [])  # a tenth of the time of a path
        return clean_text(stated[0]) or None if stated else None
    node = opened.tree.css_first(source.path)
    return _value(node, source) if node is not None else None


def values_at(source: Source | None, opened: Opened) -> list[str]:
    """All its values, at most 30."""
    if source is None:
        return []
    if source.path == JSON_LD:
        return [clean_text(text) for text in texts_of(opened.thing().get(source.attribute))]
    if source.attribute == "content" and (meta := _META.fullmatch(source.path)):
        stated = opened.metas.get(meta[1].lower(), [])[:30]
        return [text for text in map(clean_text, stated) if text]
    nodes = opened.tree.css(source.path)[:30]
    return [value for node in nodes if (value := _value(node, source))]


def _value(node: LexborNode, source: Source) -> str | None:
    if source.part:
        parts = parts_of(_value(node, replace(source, part=0)) or "")
        return parts[source.part - 1] if 1 <= source.part <= len(parts) else None
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
