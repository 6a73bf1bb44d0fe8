"""No address on a private network is ever dialled: checked on the socket about to be opened, after all resolving.

A check of names or of a resolver's answers is bypassed by literal addresses, redirects and rebinding; this one is
not. Only sockets that the edition names (the sample press) are excepted.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

from warraq.errors import PrivateAddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPV4_WITHIN = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::ffff:0:0:0/96"))
"""NAT64 (RFC 6052) and IPv4-translated (RFC 2765): the last 32 bits are the IPv4 address that is meant."""
REFUSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b:1::/48",  # NAT64 within a network
            "192.0.0.0/24",  # protocol assignments, 192.0.0.192 among them: a cloud's metadata
            "192.88.99.0/24",  # 6to4 relays
            "168.63.129.16/32",  # Azure's own services, answered inside its machines only
            "3fff::/20",  # documentation
            "fec0::/10",  # site-local
        ),
    )
)
"""What the `ipaddress` of some Python from 3.11 on takes for public and is not, or need not be reached."""


class PrivateSocket(PrivateAddress, OSError):
    """How a socket is refused. An OSError too, and worded alike for all, so that a dialler that tries several
    addresses of one name goes on to the next and reports what it was (aiohappyeyeballs knows no other errors)."""

    def __init__(self) -> None:
        super().__init__("lies on a private network", advice="Only public addresses are fetched.")


def is_public(address: IpAddress) -> bool:
    """Whether the address lies on the public internet, and also the IPv4 address that may be embedded in it."""
    if any(address in network for network in REFUSED if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in IPV4_WITHIN):
            return is_public(ipaddress.IPv4Address(address.packed[-4:]))
        inner = (address.sixtofour, *(address.teredo or ()))
        if not all(is_public(one) for one in inner if one is not None):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def guarded_sockets(allowed: frozenset[tuple[str, int]]) -> Callable[[Any], socket.socket]:
    """A `socket_factory` for aiohttp's connector. It raises PrivateSocket instead of making one
    that would go where it may not."""

    def make(address_info: Any) -> socket.socket:
        family, kind, protocol, _, where = address_info
        host, port = where[0], where[1]
        if (host, port) not in allowed and not is_public(ipaddress.ip_address(host)):
            raise PrivateSocket
        return socket.socket(family, kind, protocol)

    return make
