"""Addresses of the web: read as browsers read them, brought to one form, compared.

`canonical` gives an address that can be fetched; `identity_key` what makes two of them the same article, for
look-ups only. Pure: nothing is resolved or asked. Parameters that a site may need are never taken away, and what
is percent-encoded keeps its bytes: old sites encode in windows-1256.
"""

from warraq.addresses.canonical import canonical
from warraq.addresses.identity import (
    are_siblings,
    first_page,
    identity_key,
    is_believable,
    is_later_page,
    site_number,
)
from warraq.addresses.parsing import host_of, parse_address, same_site, site_of, without_site_prefix

__all__ = [
    "are_siblings",
    "canonical",
    "first_page",
    "host_of",
    "identity_key",
    "is_believable",
    "is_later_page",
    "parse_address",
    "same_site",
    "site_number",
    "site_of",
    "without_site_prefix",
]
