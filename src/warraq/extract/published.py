"""When a page says its article was published: declared, marked up, printed beside the headline, or in its address.

The page's visible clock is what readers saw: it wins over a declared `Z` that contradicts it. A date of
modification is never taken, nor one in the future.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.date_text import MONTH_NUMBERS, fold
from warraq.extract.dates import read_date
from warraq.extract.nodes import Line
from warraq.extract.shown_dates import (
    MODIFIED,
    Shown,
    ids_around,
    is_elsewhere,
    is_labelled_modified,
    is_named_modified,
    names_of,
    read_classed,
    read_shown,
)
from warraq.extract.structured_data import text_of, types_of
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

_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19[89]|20[0-4])\d)(?:(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})|(?P<m2>\d\d)(?P<d2>\d\d)"
    r"|/(?P<name>[a-z]{3,9})/(?P<d4>\d{1,2})|/[a-z_-]{2,20}/(?P<m3>\d{1,2})/(?P<d3>\d{1,2}))(?=[/_.-]|$)",
    re.IGNORECASE,
)
"""A day in the path: /2023/11/01/, /2023-11-01-, /20231101/, /2023/world/11/1/, /2023/october/03/."""
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*\d{2}(?:\d{2})?(?!\d)")
_META_LIKE = re.compile(
    r"publish(?:ed)?[-_:.]?(?:date|time|on|at)|date[-_:.]?publish|first[-_]?publi", re.IGNORECASE
)
_PAGE_TYPES = frozenset(
    (
        "WebPage",
        "Webpage",
        "CreativeWork",
        "AboutPage",
        "ItemPage",
        "MedicalWebPage",
        "PodcastEpisode",
        "ClaimReview",
        "AudioObject",
        "LearningResource",
        "Course",
        "Recipe",
        "HowTo",
    )
)
_TITLE_PARTS = re.compile(r"\s[|–—-]\s")
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)
_TOLERANCE = timedelta(hours=26)
"""A clock in the most eastern zone is ahead of the most western by 26 hours."""


def read_published(
    tree: LexborHTMLParser,
    article_things: Sequence[dict[str, Any]],
    page_things: Sequence[dict[str, Any]] = (),
    *,
    address: str,
    title: str | None,
    document_title: str | None = None,
    lines: Sequence[Line],
    language: str | None,
    now: datetime,
    zone: tzinfo,
) -> Moment | None:
    """The publication moment, with the offset where the page states one. `page_things`: the JSON-LD nodes of the page
    that are no article; `now`: aware; `title`: as shown; `lines`: the page's lines of text."""
    here = now.astimezone(zone)

    def read(text: str | None) -> Moment | None:
        moment = read_date(text, language=language, now=here) if text else None
        return moment if moment and _is_past(moment, here, zone) else None

    around = ids_around(lines, title)
    stated = [text for text in _declared(tree, article_things, page_things) if text]
    marks = list(_marked(tree, around))
    printed = [shown.text for shown in read_shown(lines, title, read)]
    in_address = read(_in_address(address))
    days = {
        moment.day()
        for text in (*stated, *marks, *printed)
        if not _NUMERIC.search(text) and (moment := read(text))
    } | ({in_address.day()} if in_address else set())

    def read_surely(text: str | None) -> Moment | None:
        return _unambiguous(read(text), text or "", language, days)

    shown = read_shown(lines, title, read_surely)
    visible = next((each.moment for each in shown if each.is_said), None)
    visible = visible or next((each.moment for each in shown if each.is_plain), None)
    declared = [moment for text in stated if (moment := read_surely(text))]
    marked = [moment for text in marks if (moment := read_surely(text))]
    best = _best(declared) or _best(marked) or visible
    if best is None:
        return (
            in_address
            or read_classed(tree, read_surely, around)
            or next((each.moment for each in shown), None)
            or next(filter(None, map(read_surely, _declared_otherwise(tree, document_title))), None)
        )
    visible = visible or next((each.moment for each in shown), None)
    if earlier := _earlier(best, shown):
        best = visible = earlier
    for other in [*declared, *marked, *([visible] if visible else [])]:
        best = _finer(best, other)
    is_in_address = in_address is not None and in_address.day() == best.day()
    day = in_address if visible is None or (is_in_address and visible.day() != best.day()) else visible
    return _as_shown(best, day, zone) if day else best


def _earlier(best: Moment, shown: Sequence[Shown]) -> Moment | None:
    """The only day printed beside the headline, where it lies before the declared one: sites that are built anew, or
    whose pages are published again, declare that day as the publication's."""
    beside = [each.moment for each in shown if each.is_beside]
    if len({moment.day() for moment in beside}) != 1 or not all(
        each.is_plain for each in shown if each.is_beside
    ):
        return None
    is_sure = not beside[0].is_approximate and beside[0].precision is not Precision.MONTH
    # A neighbouring day may be the same moment on the outlet's clock, if that clock is behind the declared one.
    westmost = (best.local + _WESTMOST).date() if best.precision.has_clock else best.day() - timedelta(days=1)
    return beside[0] if is_sure and beside[0].day() < westmost else None


def _unambiguous(
    moment: Moment | None, text: str, language: str | None, days: Collection[date]
) -> Moment | None:
    """On an English page 03-09-2026 may be either day: the one that the page tells elsewhere, else none."""
    match = _NUMERIC.search(text) if moment and language == "en" else None
    if moment is None or match is None or int(match[1]) > 12 or int(match[2]) > 12 or match[1] == match[2]:
        return moment
    swapped = replace(moment, local=moment.local.replace(month=moment.local.day, day=moment.local.month))
    for each in (moment, swapped):
        if any(abs(each.day() - day) <= timedelta(days=1) for day in days):
            return each
    return None


def _best(moments: Sequence[Moment]) -> Moment | None:
    return next((moment for moment in moments if not moment.is_approximate), None)


def _is_past(moment: Moment, here: datetime, zone: tzinfo) -> bool:
    return moment.instant(zone) <= here + _TOLERANCE


def _declared(
    tree: LexborHTMLParser, things: Sequence[dict[str, Any]], page_things: Sequence[dict[str, Any]]
) -> Iterator[str]:
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
    yield from (
        text
        for thing in page_things
        if types_of(thing) & _PAGE_TYPES and (text := text_of(thing.get("datePublished")))
    )


def _declared_otherwise(tree: LexborHTMLParser, document_title: str | None) -> Iterator[str]:
    """Meta names of a site's own that speak of publication; the last parts of the document's title."""
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        if any(_META_LIKE.search(attributes.get(name) or "") for name in ("property", "name", "itemprop")):
            yield attributes.get("content") or ""
    yield from reversed(_TITLE_PARTS.split(document_title or "")[1:])


def _marked(tree: LexborHTMLParser, around_title: Container[int]) -> Iterator[str]:
    """Elements whose markup says that they hold the date: itemprop, then `time`."""
    for node in tree.css(
        "[itemprop~=datePublished], time[pubdate], time.published, time.entry-date, abbr.published"
    ):
        if not is_elsewhere(node, around_title) and not MODIFIED.search(
            names_of(node).replace("updated", "", 1)
        ):
            yield from _texts_of_time(node)
    times = [
        node
        for node in tree.css("time[datetime]")[:100]
        if not is_named_modified(node) and not is_labelled_modified(node)
    ]
    own = [node for node in times if not is_elsewhere(node, around_title)]
    in_text = [node for node in own if _is_in(node, ("article", "main"))]
    for node in (in_text or own or (times if len(times) == 1 else []))[:1]:
        yield from _texts_of_time(node)


def _is_in(node: LexborNode, tags: Collection[str]) -> bool:
    at = node.parent
    while at is not None:
        if at.tag in tags:
            return True
        at = at.parent
    return False


def _texts_of_time(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    for text in (attributes.get("datetime"), attributes.get("content"), attributes.get("title"), node.text()):
        if text:
            yield text.strip()


def _in_address(address: str) -> str | None:
    match = _IN_ADDRESS.search(address)
    if not match:
        return None
    if match["name"]:
        month = MONTH_NUMBERS.get(fold(match["name"]))
        return f"{match['y']}-{month:02}-{int(match['d4']):02}" if month else None
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
