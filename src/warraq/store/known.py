"""Finds the article that an arrival is a visit to, however it came: one article, one row.

Where a page was seen to answer, it is that article, whatever it says now. All else is a hint (an old address that
leads there, what the page or the feed claims, the outlet's own number) and counts only where text or headline agree:
templates declare one address on every page, feeds give one id to all, sites send deleted articles to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.db.models import Q

from warraq.addresses import are_siblings
from warraq.pipeline import content_key
from warraq.records import Article, Known, Precision, block_lines, read_wishes
from warraq.store import models
from warraq.store.arrivals import Arrival, Names
from warraq.store.blocks import read_blocks
from warraq.understand.versions import Version, are_versions

_FIELDS = ("pk", "outlet_id", "key", "address", "content_key", "withdrawn_at", "wishes")
_Row = tuple[int, int, str, str, str, datetime | None, str]


@dataclass(frozen=True, slots=True)
class Holder:
    """The article that a key leads to."""

    known: Known
    key: str
    """Of the article itself."""
    address: str
    outlet_id: int
    is_claim: bool = False
    """The key was only ever claimed for it: nothing was seen to answer there."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What the store knows about one arrival."""

    match: Holder | None
    """The article it is."""
    held: Mapping[str, Holder]
    """What each of its names leads to, be it that article or another."""


def look_up(arrivals: Sequence[Arrival], names: Sequence[Names]) -> list[Sight]:
    """What is known of each arrival, in the same order."""
    keys = [each.keys() for each in names]
    holders = _holders({key for some in keys for key in some})
    held = [{key: holders[key] for key in some if key in holders} for some in keys]
    matches = [_sure(arrival, each, own) for arrival, each, own in zip(arrivals, names, held, strict=True)]
    open_places = [
        place
        for place, match in enumerate(matches)
        if match is None and isinstance(arrivals[place].arrived, Article)
    ]
    hints = _hints(arrivals, names, held, open_places)
    versions = _versions({holder.known.number for some in hints.values() for holder in some})
    for place, some in hints.items():
        arrived = arrivals[place].arrived
        assert isinstance(arrived, Article)
        same = (holder for holder in some if _is_same(arrived, holder, names[place], versions))
        matches[place] = next(same, None)
    return [Sight(match, own) for match, own in zip(matches, held, strict=True)]


def _holders(keys: Iterable[str]) -> dict[str, Holder]:
    """Key -> article. Where it answers counts before what was claimed, the article's own key before all."""
    keys = list(keys)
    found: dict[str, Holder] = {}
    leads = models.Lead.objects.filter(key__in=keys, article__isnull=False)
    of_article = [f"article__{field}" for field in _FIELDS]
    for key, *row in leads.values_list("key", *of_article):
        found[key] = _holder(cast(_Row, row))
    aliases = models.Alias.objects.filter(key__in=keys)
    for key, is_claim, *row in aliases.values_list("key", "is_claim", *of_article):
        if key not in found or not is_claim:
            found[key] = replace(_holder(cast(_Row, row)), is_claim=is_claim)
    for row in models.Article.objects.filter(key__in=keys).values_list(*_FIELDS):
        holder = _holder(row)
        before = found.get(holder.key)
        if before is None or before.known.number != holder.known.number:
            found[holder.key] = holder
    return found


def _holder(row: _Row) -> Holder:
    number, outlet_id, key, address, content, withdrawn_at, wishes = row
    return Holder(
        Known(number, content, withdrawn_at is not None, read_wishes(wishes)), key, address, outlet_id
    )


def _sure(arrival: Arrival, names: Names, held: Mapping[str, Holder]) -> Holder | None:
    """The article that was seen at this address before; of a page that is none, also the one that led to it."""
    holder = held.get(names.answered.key)
    if holder and not holder.is_claim:
        return holder
    if isinstance(arrival.arrived, Article):
        return None
    holder = held.get(names.asked.key)
    return holder if holder and not holder.is_claim else None


def _hints(
    arrivals: Sequence[Arrival],
    names: Sequence[Names],
    held: Sequence[Mapping[str, Holder]],
    places: Sequence[int],
) -> dict[int, list[Holder]]:
    """The articles that these arrivals may be, the likeliest first: by what answers or led here, by what is claimed,
    by the outlet's own number."""
    numbered = _numbered({(arrivals[n].outlet_id, number) for n in places if (number := names[n].number)})
    hints = {}
    for n in places:
        own, outlet_id = names[n], arrivals[n].outlet_id
        some = [held[n].get(own.answered.key), held[n].get(own.asked.key)]
        claimed = (held[n].get(name.key) for name in (own.own, *own.claims))
        some += [holder for holder in claimed if holder and holder.outlet_id == outlet_id]
        some += numbered.get((outlet_id, own.number or ""), [])
        if unique := {holder.known.number: holder for holder in some if holder}:
            hints[n] = list(unique.values())
    return hints


def _numbered(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], list[Holder]]:
    """Articles by outlet and the outlet's own number."""
    by_outlet: dict[int, list[str]] = {}
    for outlet_id, number in wanted:
        by_outlet.setdefault(outlet_id, []).append(number)
    condition = Q()
    for outlet_id, numbers in by_outlet.items():
        condition |= Q(outlet_id=outlet_id, site_number__in=numbers)
    found: dict[tuple[int, str], list[Holder]] = {}
    if by_outlet:
        rows = models.Article.objects.filter(condition).order_by("pk")
        for number, *row in rows.values_list("site_number", *_FIELDS):
            holder = _holder(cast(_Row, row))
            found.setdefault((holder.outlet_id, str(number)), []).append(holder)
    return found


def _versions(numbers: Iterable[int]) -> dict[int, Version]:
    """The text of each of these articles as it stands."""
    rows = models.Article.objects.filter(pk__in=list(numbers))
    fields = ("pk", "title", "published_text", "body__blocks")
    return {
        number: Version(title, _text(blocks), _printed_day(published))
        for number, title, published, blocks in rows.values_list(*fields)
    }


def _text(blocks: str) -> str:
    return "\n".join(line for block in read_blocks(blocks or "[]") for line in block_lines(block))


def _printed_day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if len(text) >= len("2023-11-01") else None


def _is_same(article: Article, holder: Holder, names: Names, versions: Mapping[int, Version]) -> bool:
    """Whether what hints at `holder` is borne out by what it says. Addresses that are made alike, hold two numbers
    and do not lead to one another need more than likeness: templates name the first of a series on all its pages."""
    if holder.known.content_key == content_key(article):
        return True
    if names.asked.key == names.answered.key and are_siblings(holder.address, names.answered.address):
        return False
    published = article.published
    day = published.day() if published and published.precision is not Precision.MONTH else None
    version = Version(article.title or "", article.text(), day)
    return are_versions(versions[holder.known.number], version)
