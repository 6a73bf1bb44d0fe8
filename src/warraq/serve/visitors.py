"""Who is asking, as far as reports need it: a network address behind proxies, and a limit on how often it may post.

The address is a value that passes through: it is never stored and never logged, and the limit knows it only as a hash
under a key that dies with the process.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

UNKNOWN = "0.0.0.0"  # noqa: S104  # not an address to bind to: everyone who cannot be told apart is one visitor
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def visitor_of(remote: str, forwarded: str, proxies: Iterable[str]) -> str:
    """The visitor's network address: who dialled us, or, where that is a proxy of ours, the last one in
    X-Forwarded-For that is not. What stands further left anyone can have written.
    """
    trusted = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies]
    here = _address(remote)
    if here is None:
        return UNKNOWN
    for hop in reversed(forwarded.split(",")):
        if not any(here in network for network in trusted):
            break
        if (before := _address(hop)) is None:
            break
        here = before
    return str(here)


def household(visitor: str) -> str:
    """The address as one person: an IPv6 network of 64 bits is one line, and its owner may use any address in it."""
    address = ipaddress.ip_address(visitor)
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, or in brackets."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class Limit:
    """A token bucket for each visitor: `burst` at once, refilled over `per_seconds`. Safe for threads."""

    def __init__(self, burst: int, per_seconds: float, *, visitors: int = 20_000) -> None:
        self._burst = burst
        self._rate = burst / per_seconds
        self._visitors = visitors
        self._key = secrets.token_bytes(32)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, visitor: str, at_seconds: float) -> bool:
        """Take one token; False where none is left. `at_seconds` is any clock that does not go back."""
        key = hmac.digest(self._key, household(visitor).encode(), hashlib.sha256)
        with self._lock:
            tokens, since = self._buckets.pop(key, (float(self._burst), at_seconds))
            tokens = min(self._burst, tokens + max(0.0, at_seconds - since) * self._rate)
            self._buckets[key] = (tokens - 1 if tokens >= 1 else tokens, at_seconds)
            while len(self._buckets) > self._visitors:
                self._buckets.popitem(last=False)
        return tokens >= 1
