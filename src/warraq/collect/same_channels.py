"""Which of an outlet's channels are worth asking: of those that say the same, the richest stays. Pure.

Feeds first, for they say most of each article and cost least; a news sitemap where it lists what they do not;
WordPress's API, which alone says what was edited; a sitemap or the front page only for what nothing else lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warraq.addresses import identity_key
from warraq.collect.sitemaps import ChildSitemap
from warraq.records import ChannelKind, Lead

SAME = 0.8
"""Share of what a channel lists that others must list too for it to say the same."""
STALE = timedelta(days=7)
"""Where the newest of all channels is older, they are abandoned and the front page is read as well."""
FEWEST_MORE = 3


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """A channel that answered, and what it brought."""

    kind: ChannelKind
    address: str
    title: str | None
    language: str | None
    entries: tuple[Lead, ...]
    total: int | None = None
    """How many it could list in all, where it says so."""
    children: tuple[ChildSitemap, ...] = ()
    """Of an index of sitemaps; `entries` are then those of the newest."""
    homepage: str | None = None
    """As a feed names it."""

    @property
    def count(self) -> int:
        """How many articles it lists."""
        return len(self.entries) if self.total is None else self.total

    def newest(self) -> Lead | None:
        """The entry that was published last by its own words."""
        dated = [(instant, lead) for lead in self.entries if (instant := instant_of(lead))]
        return max(dated, key=lambda pair: pair[0], default=(None, None))[1]


def instant_of(lead: Lead) -> datetime | None:
    """When an entry was published, to compare entries of one outlet: a clock without an offset is read as UTC."""
    moment = lead.published or lead.updated
    return moment.instant(UTC) if moment else None


def choose(found: list[FoundChannel], now: datetime) -> list[FoundChannel]:
    """The channels worth asking, the best first. `now` is aware."""
    kept: list[FoundChannel] = []
    for feed in sorted(
        _of(found, ChannelKind.FEED), key=lambda c: (len(c.entries), _richness(c)), reverse=True
    ):
        if not any(_lists_the_same(feed, other) for other in kept) and not _is_known(feed.entries, kept):
            kept.append(feed)
    for sitemap in sorted(_of(found, ChannelKind.NEWS_SITEMAP), key=lambda c: len(c.entries), reverse=True):
        if not _is_known(sitemap.entries, kept):
            kept.append(sitemap)
    for posts in _of(found, ChannelKind.WORDPRESS)[:1]:
        if any(lead.updated for lead in posts.entries) or not _is_known(posts.entries, kept):
            kept.append(posts)
    if not any(channel.kind is ChannelKind.WORDPRESS for channel in kept):
        for sitemap in _of(found, ChannelKind.SITEMAP):
            if not kept or _lists_more_of_late(sitemap, kept):
                kept.append(sitemap)
                break
    if not kept or _are_stale(kept, now):
        kept += _of(found, ChannelKind.FRONT_PAGE)
    return kept


def _of(found: list[FoundChannel], kind: ChannelKind) -> list[FoundChannel]:
    return [channel for channel in found if channel.kind is kind]


def _richness(channel: FoundChannel) -> float:
    """How much it says of an article, from 0 to 6."""
    said = sum(
        bool(lead.title) + bool(lead.published) + bool(lead.authors) + bool(lead.section) + bool(lead.picture)
        + bool(lead.content or lead.summary)
        for lead in channel.entries
    )  # fmt: skip
    return said / max(1, len(channel.entries))


def _identities(entries: Iterable[Lead]) -> set[str]:
    return {identity_key(lead.address) for lead in entries}


def _is_known(entries: tuple[Lead, ...], kept: list[FoundChannel]) -> bool:
    """Whether other channels list four fifths of them."""
    own = _identities(entries)
    others = {key for channel in kept for key in _identities(channel.entries)}
    return len(own & others) >= SAME * len(own)


def _lists_the_same(feed: FoundChannel, other: FoundChannel) -> bool:
    """Whether all that a feed lists of the time that the other reaches back to, the other lists as well: a section's
    feed reaches further back than the feed of everything, and says nothing more."""
    times = [instant for lead in other.entries if (instant := instant_of(lead))]
    if len(times) < len(other.entries):
        return False
    since = min(times)
    late = [lead for lead in feed.entries if (instant := instant_of(lead)) and instant > since]
    return bool(late) and _is_known(tuple(late), [other])


def _lists_more_of_late(sitemap: FoundChannel, kept: list[FoundChannel]) -> bool:
    """Whether it lists articles of the days that the others reach back to which they do not list."""
    times = [instant for channel in kept for lead in channel.entries if (instant := instant_of(lead))]
    if not times:
        return False
    late = tuple(lead for lead in sitemap.entries if (instant := instant_of(lead)) and instant > min(times))
    unknown = _identities(late) - {key for channel in kept for key in _identities(channel.entries)}
    return len(unknown) >= FEWEST_MORE and not _is_known(late, kept)


def _are_stale(kept: list[FoundChannel], now: datetime) -> bool:
    times = [instant for channel in kept for lead in channel.entries if (instant := instant_of(lead))]
    return bool(times) and max(times) < now - STALE
