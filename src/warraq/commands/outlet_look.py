"""A first look at an outlet: politely, one request at a time, its channels and one article as it would be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from warraq.addresses import host_of
from warraq.collect.discover import WaysIn, find_channels
from warraq.collect.fetch import Fetcher, FetchRules, Want
from warraq.collect.hosts import Hosts
from warraq.collect.robots import RobotsFile, fetch_robots
from warraq.collect.same_channels import FoundChannel, instant_of
from warraq.editions import Edition
from warraq.errors import BadStatus, BrokenBody, FetchError, RobotsDenied, TooSlow, WrongType
from warraq.options import Options
from warraq.processes.reading import Read, read_page
from warraq.records import Article, Lead, Page
from warraq.understand.sections import fold_labels

LONGEST_GAP_SECONDS = 1.0
"""Between two requests to one host while a person waits; a publisher's Crawl-delay counts all the same."""
SAMPLES = 3
"""Pages that are tried until one is an article."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look found."""

    ways: WaysIn
    sample: Read | None
    """An article and what was learnt from it."""

    @property
    def article(self) -> Article | None:
        """The sample, where one could be read."""
        return self.sample.arrived if self.sample and isinstance(self.sample.arrived, Article) else None


async def look_at(
    address: str, options: Options, edition: Edition, tell: Callable[[str], None] = lambda address: None
) -> Look:
    """Find the channels of the outlet at `address` and read one of its newest articles; `tell` hears each address.

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
            tell(target)
            return await fetcher.get(target, want=want, permit=permit)

        host = host_of(address)
        robots[host] = await fetch_robots(fetcher, host, address, datetime.now(UTC), None)
        ways = await find_channels(get, address, robots[host].sitemaps())
        sample = None
        for lead in _newest(ways.channels):
            try:
                page = await get(lead.address, "page")
            except (BadStatus, BrokenBody, TooSlow, WrongType, RobotsDenied):
                continue
            except FetchError:
                break  # the channels are there; why their articles are not, the health page will say
            read = _read(page, lead, edition, ways)
            if isinstance(read.arrived, Article):
                sample = read
                break
        return Look(ways, sample)


def _newest(channels: tuple[FoundChannel, ...]) -> list[Lead]:
    """The latest entries of the best channel that has any, to try one after the other."""
    for channel in channels:
        if channel.entries:
            earliest = datetime.min.replace(tzinfo=UTC)
            return sorted(channel.entries, key=lambda lead: instant_of(lead) or earliest, reverse=True)[
                :SAMPLES
            ]
    return []


def _read(page: Page, lead: Lead, edition: Edition, ways: WaysIn) -> Read:
    """The page as the collector would read it."""
    language = language_of_outlet(ways)
    names = tuple(channel.title for channel in ways.channels if channel.title)
    labels = fold_labels(edition.section_labels)
    return read_page(page, lead, datetime.now(UTC), edition.zone.key, language, names, labels)


def language_of_outlet(ways: WaysIn) -> str:
    """The language of the best channel whose language is known; Arabic where none is."""
    return next((channel.language for channel in ways.channels if channel.language), "ar")
