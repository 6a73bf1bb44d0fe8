"""What a host's robots file allows, as RFC 9309 says; parsed by Protego.

4xx means there are no rules, 5xx or unreachable means nothing else is fetched there (after 30 days: as if there
were none), unless rules were read before: those stay in force as long (§2.4). A file is trusted for a day, its first
500 KiB count (§2.5). A value: the store keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from warraq.addresses import parse_address
from warraq.collect.fetch import Fetcher
from warraq.errors import BadRedirect, BadStatus, Blocked, FetchError, PrivateAddress, RobotsDenied

PRODUCT = "Warraq"
"""The name that groups of a robots file are looked up by."""
TRUSTED = timedelta(hours=24)
UNREACHABLE_TRUSTED = timedelta(hours=1)
"""How soon an unreachable robots file is asked for again."""
GIVEN_UP = timedelta(days=30)
MAX_CHARACTERS = 500 * 1024
LONGEST_DELAY_SECONDS = 86_400.0
"""A Crawl-delay is obeyed whatever it costs us; one of more than a day is taken for a slip."""


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A host's robots file as last seen. `state`: rules, none (4xx), unreachable."""

    host: str
    state: str
    body: str
    fetched_at: datetime
    unreachable_since: datetime | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether it must be asked for again before the next fetch."""
        return now - self.fetched_at > (UNREACHABLE_TRUSTED if self.state == "unreachable" else TRUSTED)

    def check(self, address: str, now: datetime) -> None:
        """Raises RobotsDenied where `address` may not be fetched."""
        if self.state == "unreachable" and now - (self.unreachable_since or now) < GIVEN_UP:
            raise RobotsDenied(
                "the host's robots file cannot be read, so nothing else is fetched there", subject=address
            )
        if self.state == "rules" and not _parsed(self.body).can_fetch(address, PRODUCT):
            raise RobotsDenied("the publisher's robots file forbids it", subject=address)

    def crawl_delay_seconds(self) -> float:
        """The gap the publisher asks for; 0 where none is stated."""
        delay = _parsed(self.body).crawl_delay(PRODUCT) if self.state == "rules" else None
        return min(float(delay), LONGEST_DELAY_SECONDS) if delay else 0.0

    def sitemaps(self) -> list[str]:
        """The addresses of the sitemaps it names."""
        named = _parsed(self.body).sitemaps if self.state == "rules" else ()
        return [address for line in named if (address := parse_address(line))]


@lru_cache(maxsize=512)
def _parsed(body: str) -> Any:
    return Protego.parse(body)


def robots_address(address: str) -> str:
    """Where the robots file of the address's host lies."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


async def fetch_robots(
    fetcher: Fetcher, host: str, address: str, now: datetime, last: RobotsFile | None
) -> RobotsFile:
    """Ask for the robots file of the host that `address` lies on; `last` is what was known of it.

    Never raises because of the host, except PrivateAddress: there is nothing to ask there.
    """
    try:
        page = await fetcher.get(robots_address(address), want="robots")
    except PrivateAddress:
        raise
    except (Blocked, BadRedirect) as fault:
        # 401 and 403 are 4xx like any other (§2.3.1.3); too many redirects may count as 4xx (§2.3.1.2).
        return RobotsFile(host, "none", f"# {fault.what}", now)
    except BadStatus as fault:
        if 400 <= fault.status < 500:
            return RobotsFile(host, "none", "", now)
        return _unreachable(host, now, last)
    except FetchError:
        return _unreachable(host, now, last)
    return RobotsFile(host, "rules", page.body[:MAX_CHARACTERS].decode("utf-8", errors="replace"), now)


def _unreachable(host: str, now: datetime, last: RobotsFile | None) -> RobotsFile:
    since = (last.unreachable_since if last else None) or now
    if last is not None and last.state == "rules":
        # Asked for again in an hour. Its rules stay for good: §2.3.1.4 lets a copy stand in after the 30 days too.
        return replace(last, fetched_at=now - TRUSTED + UNREACHABLE_TRUSTED, unreachable_since=since)
    return RobotsFile(host, "unreachable", "", now, since)
