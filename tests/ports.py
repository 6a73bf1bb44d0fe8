"""Ports for servers that a test starts and that name their port to others before they listen.

The system's own choice (port 0) is among those it also gives to connections going out, so that whatever else runs may
take it before the server does. These lie below, and each worker of a parallel run has its own.
"""

from __future__ import annotations

import os
import random
import socket

_FIRST, _LAST = 11_000, 31_000
_SHARES = 8
_WORKER = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))) or 0) % _SHARES
_SHARE = range(_FIRST + _WORKER, _LAST, _SHARES)
_given: set[int] = set()


def free_port(*addresses: str) -> int:
    """A port on which nobody listens, given once; `addresses` of this machine on which it is wanted, besides
    127.0.0.1."""
    while True:
        port = random.SystemRandom().choice(_SHARE)
        if port not in _given and all(_is_free(address, port) for address in ("127.0.0.1", *addresses)):
            _given.add(port)
            return port


def _is_free(address: str, port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True
