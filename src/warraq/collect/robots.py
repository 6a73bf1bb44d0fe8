"""What a host's robots file allows, as RFC 9309 says; parsed by Protego.

4xx means there are no rules, 5xx or unreachable means nothing else is fetched there (after 30 days: as if there
were none), unless rules were read before: those stay in force as long (§2.4). A file is trusted for a day, its first
500 KiB count (§2.5). A value: the store keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from warraq.addresses import parse_address
from warraq.collect.fetch import Fetcher, Permit, permit_all
from warraq.errors import (
    BadRedirect,
    BadStatus,
    Blocked,
    FetchError,
    Postponed,
    PrivateAddress,
    RobotsDenied,
    RobotsUnreadable,
    Throttled,
)

PRODUCT = "Warraq"
"""The name that groups of a robots file are looked up by."""
TRUSTED = timedelta(hours=24)
UNREACHABLE_TRUSTED = timedelta(hours=1)
"""How soon an unreachable robots file is asked for again."""
SHORTEST_CLOSED_SECONDS = 60.0
"""However soon a host in trouble wants to be asked for its robots file again."""
GIVEN_UP = timedelta(days=30)
MAX_BYTES = 500 * 1024
LONGEST_DELAY_SECONDS = 86_400.0
"""A Crawl-delay is obeyed whatever it costs us; one of more than a day is taken for a slip."""
USER_AGENT_LINE = re.compile(r"(?im)^([ \t]*user[- ]?agent[ \t]*[:\s][ \t]*)([a-z_-]*)([^\r\n#]*)")
OTHER_ROBOT = "another-robot"


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A host's robots file as last seen."""

    host: str
    state: str
    """rules, none (4xx), unreachable."""
    body: str
    """The rules; where it is unreachable, why."""
    fetched_at: datetime
    unreachable_since: datetime | None = None
    closed_seconds: float = 0.0
    """How long the host asked to be left alone when it was asked for this file; not kept."""

    def is_stale(self, now: datetime) -> bool:
        """Whether it must be asked for again before the next fetch."""
        return self._seconds_trusted(now) < 0

    def check(self, address: str, now: datetime) -> None:
        """Raises RobotsDenied where `address` may not be fetched, RobotsUnreadable where nobody can know."""
        if self.state == "none":
            return
        if self.state == "unreachable" and now - (self.unreachable_since or now) < GIVEN_UP:
            raise RobotsUnreadable(
                f"nothing is fetched while its host's robots file cannot be read ({self.body or 'no answer'})",
                subject=address,
                retry_after_seconds=max(0.0, self._seconds_trusted(now)),
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

    @property
    def trusted(self) -> timedelta:
        """How long it is trusted after it was fetched."""
        return UNREACHABLE_TRUSTED if self.state == "unreachable" else TRUSTED

    def _seconds_trusted(self, now: datetime) -> float:
        return (self.fetched_at + self.trusted - now).total_seconds()


@lru_cache(maxsize=4096)
def _parsed(body: str) -> Any:
    """Protego compares the beginnings of names and knows no versions: `war` would be us, `Warraq/1.0` would not.
    The RFC wants the product token alone compared, and whole (§2.2.1)."""
    return Protego.parse(USER_AGENT_LINE.sub(_with_token_alone, body))


def _with_token_alone(line: re.Match[str]) -> str:
    token = line[2].lower()
    if token == PRODUCT.lower():
        return f"{line[1]}{token}"
    if not token and line[3].strip() == "*":
        return line[0]
    return f"{line[1]}{OTHER_ROBOT}"


def robots_address(address: str) -> str:
    """Where the robots file of the address's host lies."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


async def fetch_robots(
    fetcher: Fetcher,
    host: str,
    address: str,
    now: datetime,
    last: RobotsFile | None,
    permit: Permit = permit_all,
) -> RobotsFile:
    """Ask for the robots file of the host that `address` lies on; `last` is what was known of it, `permit` is asked
    before each hop.

    Never raises because of the host, except PrivateAddress: there is nothing to ask there. What `permit` raises as
    Postponed passes through.
    """
    try:
        page = await fetcher.get(robots_address(address), want="robots", permit=permit)
    except (PrivateAddress, Postponed):
        raise
    except BadRedirect as fault:
        # May count as 4xx (§2.3.1.2).
        return RobotsFile(host, "none", f"# {fault.what}", now)
    except (Blocked, BadStatus) as fault:
        # 401 and 403 are 4xx like any other (§2.3.1.3); a challenge that comes with 503 is a 5xx.
        if 400 <= fault.status < 500 and fault.status != 429:
            return RobotsFile(host, "none", f"# {fault.what}", now)
        return _unreachable(host, now, last, fault.what)
    except Throttled as fault:
        unreachable = _unreachable(host, now, last, fault.what)
        if fault.retry_after_seconds is None:
            return unreachable
        seconds = max(fault.retry_after_seconds, SHORTEST_CLOSED_SECONDS)
        # Asked for again once the host opens; while it is closed, nothing is asked anyway.
        soon = min(timedelta(seconds=seconds), UNREACHABLE_TRUSTED)
        return replace(unreachable, fetched_at=now - unreachable.trusted + soon, closed_seconds=seconds)
    except FetchError as fault:
        return _unreachable(host, now, last, fault.what)
    return RobotsFile(host, "rules", _beginning(page.body), now)


def _beginning(body: bytes) -> str:
    """As much as counts, in whole lines: of `Disallow: /private`, cut short, `Disallow: /` could be left."""
    if len(body) > MAX_BYTES:
        body = body[: max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES), 0)]
    return body.decode("utf-8-sig", errors="replace")


def _unreachable(host: str, now: datetime, last: RobotsFile | None, why: str) -> RobotsFile:
    since = (last.unreachable_since if last else None) or now
    if last is not None and last.state == "rules":
        # Asked for again in an hour. Its rules stay for good: §2.3.1.4 lets a copy stand in after the 30 days too.
        return replace(last, fetched_at=now - TRUSTED + UNREACHABLE_TRUSTED, unreachable_since=since)
    return RobotsFile(host, "unreachable", why, now, since)
