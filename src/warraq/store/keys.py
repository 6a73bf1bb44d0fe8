"""The short hashes that rows are found by: of an address's identity, of a picture's address, of a person's name."""

from __future__ import annotations

import hashlib

from warraq.addresses import identity_key


def address_key(address: str) -> str:
    """32 hexadecimal digits for everything that is one article: scheme, `www.` and tracking do not count."""
    return text_key(identity_key(address))


def text_key(text: str) -> str:
    """32 hexadecimal digits (128 bits: two of a billion texts agree by chance once in 10^20)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def person_key(name: str) -> str:
    """The key of an author's name within one outlet: case and spaces do not make another person."""
    return text_key(" ".join(name.casefold().split()))
