"""A first look at an outlet: politely, one request at a time, its channels and one article as it would be read."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from warraq.addresses import host_of
from warraq.collect.discover import FoundChannel, find_channels
from warraq.collect.fetch import Fetcher, FetchRules, Want
from warraq.collect.hosts import Hosts
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.editions import Edition
from warraq.errors import FetchError
from warraq.extract.article import read_article
from warraq.options import Options
from warraq.records import Article, Page

LONGEST_GAP_SECONDS = 1.0
"""Between two requests to one host while a person waits; a publisher's Crawl-delay counts all the same."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look found."""

    channels: tuple[FoundChannel, ...]
    sample: Article | None


async def look_at(address: str, options: Options, edition: Edition) -> Look:
    """Find the channels of the outlet at `address` and read its newest article.

    Raises a FetchError where the address itself cannot be fetched.
    """
    rules = FetchRules(contact=options.contact, allowed_sockets=edition.allowed_sockets)
    hosts = Hosts(time.monotonic, is_quiet_before=True)
    robots: dict[str, RobotsFile] = {}
    async with Fetcher(rules) as fetcher:

        async def permit(target: str) -> None:
            host = host_of(target)
            if host not in robots:
                robots[host] = await fetch_robots(fetcher, host, target, datetime.now(UTC), None)
            robots[host].check(target, datetime.now(UTC))
            gap = max(min(edition.host_gap_seconds, LONGEST_GAP_SECONDS), robots[host].crawl_delay_seconds())
            async with hosts.turn(host, gap):  # one thing at a time is asked here, so the gap alone counts
                pass

        async def get(target: str, want: Want) -> Page:
            return await fetcher.get(target, want=want, permit=permit)

        host = host_of(address)
        robots[host] = await fetch_robots(fetcher, host, address, datetime.now(UTC), None)
        channels = await find_channels(get, address, robots[host].sitemaps())
        first = next((lead for channel in channels for lead in channel.entries), None)
        sample = None
        if first is not None:
            try:
                page = await get(first.address, "page")
                now = datetime.now(UTC)
                article = read_article(page, now=now, zone=edition.zone)
                sample = article if isinstance(article, Article) else None
            except FetchError:
                sample = None  # the channel is there; why its article is not, the health page will say
        return Look(tuple(channels), sample)
