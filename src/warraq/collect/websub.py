"""WebSub (W3C Recommendation, 2018): a feed's hub tells us of news, so that the feed need hardly be asked.

Pure: what is sent to a hub, whether what a hub sends is genuine. A push is believed only where it is signed with the
secret that the hub alone has (§8 of the recommendation); a hub's verification only where we asked for it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from warraq.addresses import parse_address

LEASE_SECONDS = 10 * 86_400
"""What we ask for: hubs give ten days or less."""
LONGEST_LEASE_SECONDS = 30 * 86_400
RENEWED_BEFORE = timedelta(days=1)
"""How long before its end a subscription is asked for anew."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""How long a hub that did not confirm is left alone."""
LARGEST_PUSH = 2_000_000
"""Bytes; the largest real feed of those we measure on is under 2 MB."""
METHODS = {name: getattr(hashlib, name) for name in ("sha1", "sha256", "sha384", "sha512")}
"""§8.1: the hub chooses one of these."""
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w!#$%&*+.^`|~-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hub:
    """Who tells of a feed's news, and the address it knows the feed by."""

    address: str
    topic: str


def hub_of(headers: Mapping[str, str], address: str, hub: str | None, topic: str | None) -> Hub | None:
    """The hub that a feed at `address` names: in its Link headers, else in itself (`hub`, `topic`); §4 asks for both.

    A topic that is not named is the feed's own address.
    """
    linked = links(headers.get("link", ""), address)
    chosen = linked.get("hub") or hub
    return Hub(chosen, linked.get("self") or topic or address) if chosen else None


def links(header: str, base: str) -> dict[str, str]:
    """Relation -> address, of a Link header (RFC 8288); the first of each relation counts."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(header[:16_384]):
        match = _RELATION.search(parameters)
        address = parse_address(target, base)
        for relation in (match[1] or match[2] or "").lower().split() if match and address else ():
            found.setdefault(relation, address or "")
    return found


def subscription_form(mode: str, topic: str, callback: str, secret: str) -> dict[str, str]:
    """What is posted to a hub, `mode` subscribe or unsubscribe (§5.1)."""
    return {
        "hub.mode": mode,
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(LEASE_SECONDS),
    }


def publish_form(topics: Iterable[str]) -> list[tuple[str, str]]:
    """What is posted to our own hub when feeds of ours have changed. The recommendation leaves it to the two (§7);
    hubs take what PubSubHubbub 0.3 had (its §7.1): `hub.url`, repeated for several feeds.
    """
    return [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]


def is_genuine(secret: str, signature: str, body: bytes) -> bool:
    """Whether `X-Hub-Signature` (`method=hex`) was made of this body with our secret (§8)."""
    name, _, digest = signature.strip().partition("=")
    method = METHODS.get(name.lower())
    if method is None:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.strip().lower().encode())


def ends_at(now: datetime, lease_seconds: str) -> datetime:
    """When a subscription confirmed at `now` ends; a lease that cannot be read is the one we asked for."""
    seconds = int(lease_seconds) if re.fullmatch(r"[0-9]{1,9}", lease_seconds) else LEASE_SECONDS
    return now + timedelta(seconds=min(max(seconds, 60), LONGEST_LEASE_SECONDS))
