"""When a page says its article was published: declared, marked up, printed beside the headline, or in its address.

The page's visible clock is what readers saw: it wins over a declared `Z` that contradicts it. A date of
modification is never taken, nor one in the future.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.dates import read_date
from warraq.extract.nodes import Line
from warraq.extract.structured_data import text_of
from warraq.extract.titles import key
from warraq.records import Moment, Precision

_META_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:pubdate", "article:published",
    "datepublished", "publication_date", "publication-date", "publish-date", "publish_date", "publishdate", "published",
    "pubdate", "published_time", "published-date", "pub_date", "date.published", "dateposted", "article.published",
    "article:post_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.created", "citation_publication_date",
    "citation_date", "article_date_original", "originalpublicationdate", "timestamp", "rnews:datepublished",
    "bt:pubdate",
    "dc.date", "dcterms.date", "date", "datecreated", "og:date", "article:created", "created", "time",
)  # fmt: skip
"""Names (of `name`, `property`, `itemprop`, lower case) under which publication is declared, the surest first."""

_MODIFIED = re.compile(r"modif|updat|maj\b|mise-?a-?jour|edited|tahdith", re.IGNORECASE)
_MODIFIED_WORD = re.compile(r"تحديث|تعديل|mis(?:e)? à jour|modifi|updated", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|recent|latest|popular|recommend|trending|(?<![\w-])(?:widget|comments?|ticker)(?![\w-])"
    r"|most-?(?:read|view|pop)|sidebar|side-bar|footer|news-?ticker|teaser|more-?(?:news|stories)|weather|current-?date|copyright",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset(("nav", "footer", "aside", "select", "script", "style"))
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19[89]|20[0-4])\d)(?:(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|(?P<m2>\d\d)(?P<d2>\d\d)"
    r"|/[a-z_-]{2,20}/(?P<m3>\d{1,2})/(?P<d3>\d{1,2}))(?=[/_.-]|$)"
)
"""A day in the path: /2023/11/01/, /2023-11-01-, /20231101/, /2023/world/11/1/."""
_SAID = re.compile(
    r"نشر|أضيف|كتب|publi|posted|mis en ligne|بتاريخ|تحديث|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
    r"|\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}|\d{4}-\d{2}-\d{2}|[\d٠-٩]{1,2}\s+\S+\s+[\d٠-٩]{4}|\S+\s+\d{1,2},?\s+\d{4}"
    r"|منذ|قبل|il y a|\bago\b|hier|أمس|اليوم",
    re.IGNORECASE,
)
_LONGEST_LINE = 160
_LINES_AFTER_TITLE = 25
_LINES_BEFORE_TITLE = 6
_WORDS_OF_TEXT = 40
_SAID_PUBLISHED = re.compile(r"نشر|أضيف|publié|published|posted|mis en ligne", re.IGNORECASE)
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)
_TOLERANCE = timedelta(hours=26)
"""A clock in the most eastern zone is ahead of the most western by 26 hours."""


def read_published(
    tree: LexborHTMLParser,
    article_things: Sequence[dict[str, Any]],
    *,
    address: str,
    title: str | None,
    lines: Sequence[Line],
    language: str | None,
    now: datetime,
    zone: tzinfo,
) -> Moment | None:
    """The publication moment, with the offset where the page states one. `now`: aware; `title`: as
    shown; `lines`: the page's lines of text."""
    here = now.astimezone(zone)

    def read(text: str | None) -> Moment | None:
        moment = read_date(text, language=language, now=here) if text else None
        return moment if moment and _is_past(moment, here, zone) else None

    declared = [moment for text in _declared(tree, article_things) if (moment := read(text))]
    marked = [moment for text in _marked(tree) if (moment := read(text))]
    shown = [(text, moment) for text in islice(_visible(lines, title), 60) if (moment := read(text))]
    visible = next((moment for text, moment in shown if not _MODIFIED_WORD.search(text)), None)
    best = _best(declared) or _best(marked) or visible
    if best is None:
        # A line that also tells of an update may print that day alone: the address is surer.
        return read(_in_address(address)) or next((moment for _, moment in shown), None)
    in_address = read(_in_address(address))
    for other in [*declared, *marked, *([visible] if visible else [])]:
        best = _finer(best, other)
    day = visible or in_address
    return _as_shown(best, day, zone) if day else best


def _best(moments: Sequence[Moment]) -> Moment | None:
    return next((moment for moment in moments if not moment.is_approximate), None)


def _is_past(moment: Moment, here: datetime, zone: tzinfo) -> bool:
    return moment.instant(zone) <= here + _TOLERANCE


def _declared(tree: LexborHTMLParser, things: Sequence[dict[str, Any]]) -> Iterator[str]:
    for field in ("datePublished", "uploadDate"):
        yield from (text for thing in things if (text := text_of(thing.get(field))))
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        for attribute in ("property", "name", "itemprop"):
            if field_name := attributes.get(attribute):
                found.setdefault(field_name.strip().lower(), attributes.get("content") or "")
    yield from (found[name] for name in _META_NAMES if found.get(name))
    yield from (text for thing in things if (text := text_of(thing.get("dateCreated"))))


def _marked(tree: LexborHTMLParser) -> Iterator[str]:
    """Elements whose markup says that they hold the date: itemprop, then `time`."""
    for node in tree.css(
        "[itemprop~=datePublished], time[pubdate], time.published, time.entry-date, abbr.published"
    ):
        if not _is_elsewhere(node) and not _MODIFIED.search(_names(node).replace("updated", "", 1)):
            yield from _texts_of_time(node)
    for node in tree.css("article time[datetime], main time[datetime], time[datetime]"):
        if not _is_elsewhere(node) and not _MODIFIED.search(_names(node)):
            yield from _texts_of_time(node)
            return


def _texts_of_time(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    for text in (attributes.get("datetime"), attributes.get("content"), attributes.get("title"), node.text()):
        if text:
            yield text.strip()


def _visible(lines: Sequence[Line], title: str | None) -> Iterator[str]:
    """Short lines that a reader would take for the date, the nearest to the headline first.

    After the headline down to the text; just before it; then, anywhere, the one line that says "published".
    """
    mine = key(title or "")
    at = next((n for n, line in enumerate(lines) if mine and key(line.text) == mine), None)
    text_begins = 0
    if at is not None:
        text_begins = len(lines)
        for n in range(at + 1, min(len(lines), at + _LINES_AFTER_TITLE)):
            if len(lines[n].text.split()) > _WORDS_OF_TEXT:
                text_begins = n
                break
            yield from _dates_of(lines[n])
        for line in reversed(lines[max(0, at - _LINES_BEFORE_TITLE) : at]):
            yield from _dates_of(line)
    said = [
        line.text
        for line in lines[text_begins:]
        if _SAID_PUBLISHED.search(line.text) and list(_dates_of(line))
    ]
    if len(set(said)) == 1:  # several are a list of articles, each with its date
        yield said[0]


def _dates_of(line: Line) -> Iterator[str]:
    """A short line of this article with something like a date in it, whole and then in its pieces."""
    if not 4 <= len(line.text) <= _LONGEST_LINE or not _SAID.search(line.text):
        return
    dated = [(text.strip(), node) for text, node in line.pieces if _SAID.search(text)]
    if any(_is_elsewhere(node) or node.tag == "option" for _, node in line.pieces[:1] + dated[:1]):
        return
    if any(_MODIFIED.search(_names(node)) for _, node in dated):
        return
    yield line.text
    if len(line.pieces) > 1:
        yield from (text for text, _ in dated)


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "itemprop"))


def _is_elsewhere(node: LexborNode) -> bool:
    """Whether the node lies in a list of other articles, the page's frame or the comments."""
    at: LexborNode | None = node
    for _ in range(12):
        if at is None or at.tag in ("body", "html"):
            return False
        if at.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(_names(at)):
            return True
        at = at.parent
    return False


def _in_address(address: str) -> str | None:
    match = _IN_ADDRESS.search(address)
    if not match:
        return None
    month, day = (int(next(match[name + n] for n in ("", "2", "3") if match[name + n])) for name in "md")
    return f"{match['y']}-{month:02}-{day:02}"


def _finer(best: Moment, other: Moment) -> Moment:
    """The same moment with what another source adds: the clock of a day, the offset of a clock."""
    if best.is_approximate or other.is_approximate or other.day() != best.day():
        return best
    if not best.precision.has_clock and other.precision.has_clock:
        return other
    same_clock = best.precision.has_clock and best.local.replace(second=0) == other.local.replace(second=0)
    if same_clock and best.offset is None and other.offset:
        return replace(best, offset=other.offset)
    return best


def _as_shown(declared: Moment, visible: Moment, zone: tzinfo) -> Moment:
    """A declared UTC time on the outlet's own clock and day, as readers saw it. `visible` may be a day alone.

    Same digits on the page without a zone: the `Z` was put on local time. Digits that differ by a zone's offset:
    the same instant, with that offset. A neighbouring day that a time zone explains: that day, with the outlet's clock
    where its zone explains it. Anything else: what was declared.
    """
    if declared.offset != timedelta(0) or not declared.precision.has_clock or visible.offset is not None:
        return declared
    if not visible.precision.has_clock:
        return _on_day(declared, visible, zone)
    apart = visible.local.replace(second=0) - declared.local.replace(second=0)
    if not apart:
        return visible
    if _WESTMOST <= apart <= _EASTMOST and not apart % timedelta(minutes=15):
        return replace(declared, local=declared.local + apart, offset=apart)
    return declared


def _on_day(declared: Moment, visible: Moment, zone: tzinfo) -> Moment:
    if visible.precision is not Precision.DAY or visible.day() == declared.day():
        return declared
    there = declared.instant(zone).astimezone(zone)
    if there.date() == visible.day():
        return replace(declared, local=there.replace(tzinfo=None), offset=there.utcoffset())
    days = {(declared.local + offset).date() for offset in (_WESTMOST, _EASTMOST)}
    return visible if visible.day() in days else declared
