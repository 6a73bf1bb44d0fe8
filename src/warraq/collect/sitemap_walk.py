"""Which parts of a sitemap are worth asking for at a visit: those that changed, the newest first. Pure.

Sitemaps list years. An index is read for its newest children only, and of those only what it says has changed; a
child that its index gives no date for is asked with what we know of it, and mostly answers that nothing did.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from urllib.parse import unquote, urlsplit

from warraq.collect.sitemaps import ChildSitemap, Sitemap
from warraq.records import Lead

CHILDREN = 3
"""Children asked at one visit."""
REMEMBERED = 12
"""Children of which we keep what they said last."""
UNDATED_LEADS = 300
"""Entries without a date that are taken from one sitemap: the first ones."""
NOT_ARTICLES = re.compile(
    r"taxonom|categor|rubri|(?:^|[-_/.])(?:post[-_])?tags?(?:[-_./\d]|$)|mots?[-_]cle|(?:^|[-_/])(?:authors?|auteurs?|"
    r"users?|pages?|static|images?|locations?|products?|archives?)(?:[-_]?sitemap|[-_]?\d*\.)",
    re.IGNORECASE,
)
"""Names of sitemaps that list anything but articles: wp-sitemap-taxonomies-category-1.xml, author-sitemap.xml."""
NEWS = re.compile(r"news|actu|akhbar", re.IGNORECASE)
FEWEST_SAME = 5
SAME = 0.8
"""Where so many of at least so many entries were edited in one instant, that is when the file was made."""
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a child said when it was last asked."""

    modified: str = ""
    """As its index dated it then; empty: not at all."""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


def read_heard(cursor: str) -> dict[str, Heard]:
    """Child -> what it said, as `heard_text` wrote it; empty where that is nothing of the kind."""
    try:
        rows = json.loads(cursor)
        return {
            address: Heard(*(str(part) for part in parts))
            for address, parts in rows.items()
            if isinstance(parts, list) and len(parts) == 4
        }
    except (ValueError, AttributeError, TypeError, RecursionError):
        return {}


def heard_text(heard: Mapping[str, Heard]) -> str:
    """As it is stored; the latest ones only."""
    latest = list(heard.items())[-REMEMBERED:]
    return json.dumps({a: [h.modified, h.etag, h.last_modified, h.body_hash] for a, h in latest})


def children_to_ask(
    children: tuple[ChildSitemap, ...], heard: Mapping[str, Heard], zone: tzinfo, limit: int = CHILDREN
) -> list[ChildSitemap]:
    """The newest children that may list articles and changed since they were heard, at most `limit`."""
    articles = [child for child in children if not NOT_ARTICLES.search(_name(child.address))] or list(
        children
    )
    dated = sorted(
        (child for child in articles if child.modified),
        key=lambda child: child.modified.instant(zone).timestamp() if child.modified else 0.0,
        reverse=True,
    )
    undated = [child for child in articles if not child.modified]
    newest = dated[:limit] + _either_end(undated, limit)
    return [child for child in newest if not _is_as_heard(child, heard)][:limit]


def undated_children(heard: Mapping[str, Heard]) -> list[ChildSitemap]:
    """Those that an unchanged index says nothing of: what they list may have changed all the same."""
    return [ChildSitemap(address, None) for address, said in heard.items() if not said.modified][-CHILDREN:]


def news_child(children: tuple[ChildSitemap, ...]) -> str | None:
    """The child that lists the latest news, by its name."""
    return next((child.address for child in children if NEWS.search(_name(child.address))), None)


def recent(sitemap: Sitemap, oldest: datetime, zone: tzinfo) -> list[Lead]:
    """The entries since `oldest` (aware), and the first of those without a date."""
    entries = without_false_dates(sitemap.entries, zone)
    dated = [(lead, lead.published or lead.updated) for lead in entries]
    latest = [lead for lead, moment in dated if moment and moment.instant(zone) >= oldest]
    return latest + [lead for lead, moment in dated if moment is None][:UNDATED_LEADS]


def without_false_dates(entries: tuple[Lead, ...], zone: tzinfo) -> tuple[Lead, ...]:
    """The entries without their `updated` where nearly all were edited in one instant: then the file was."""
    instants = Counter(
        lead.updated.instant(zone) for lead in entries if lead.updated and lead.updated.precision.has_clock
    )
    instant, count = instants.most_common(1)[0] if instants else (None, 0)
    if count < FEWEST_SAME or count < SAME * len(entries):
        return entries
    return tuple(
        replace(lead, updated=None) if lead.updated and lead.updated.instant(zone) == instant else lead
        for lead in entries
    )


def _either_end(children: list[ChildSitemap], limit: int) -> list[ChildSitemap]:
    """Of children without dates the newest are the last, where they are numbered by age, or the first."""
    byname = sorted(children, key=lambda child: [int(n) for n in NUMBER.findall(_name(child.address))[-4:]])
    if len(byname) <= limit:
        return byname[::-1]
    return [byname[-1], byname[0], *byname[-2:0:-1]][:limit]


def _is_as_heard(child: ChildSitemap, heard: Mapping[str, Heard]) -> bool:
    said = heard.get(child.address)
    return said is not None and child.modified is not None and said.modified == child.modified.printed()


def _name(address: str) -> str:
    parts = urlsplit(address)
    return unquote(parts.path + ("?" + parts.query if parts.query else ""))
