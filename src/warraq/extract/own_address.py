"""The address a page names as its own, where that can be believed, and the other names it gives itself.

Must never take another site's word, nor a template's that names its front page everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from warraq.addresses import canonical, identity_key, is_believable, parse_address

_MOST_NAMES = 4
LINKS = "link[rel][href], base[href]"
"""The elements that `read_links` looks at."""


@dataclass(frozen=True, slots=True)
class Links:
    """What a page says of its own address, as it says it."""

    base: str | None
    """What relative addresses are read against."""
    canonical: tuple[str, ...]
    others: tuple[str, ...]
    """WordPress' and Drupal's number of the article; its AMP and its mobile twin."""


def read_links(nodes: Iterable[LexborNode], address: str) -> Links:
    """Of elements that may be those of `LINKS`, in their order; `address`: the one that answered."""
    base: str | None = None
    found: dict[str, list[str]] = {"canonical": [], "shortlink": [], "amphtml": [], "alternate": []}
    for node in nodes:
        attributes = node.attributes
        stated = attributes.get("href") or ""
        if node.tag == "base":
            base = base if base is not None else stated
        elif node.tag == "link":
            for said in (attributes.get("rel") or "").lower().split():
                if said in found and (said != "alternate" or "media" in attributes):
                    found[said].append(stated)
    canonical, *others = (tuple(stated[:_MOST_NAMES]) for stated in found.values())
    return Links(parse_address(base, address) if base else None, canonical, sum(others, ()))


def read_own_address(links: Links, metas: Mapping[str, Sequence[str]], address: str) -> str:
    """The canonical address of the article at `address` (which answered), as it declares it or as it is.

    rel=canonical before og:url; several that differ say nothing (as search engines hold).
    """
    base = links.base or address
    if links.canonical == (address,):
        return canonical(address)
    stated = _parsed(links.canonical, base)
    canonicals = {identity_key(claim): claim for claim in stated}
    claims = list(canonicals.values()) if len(canonicals) == 1 else []
    claims += [claim for text in metas.get("og:url", ())[:1] if (claim := parse_address(text, base))]
    return canonical(next((claim for claim in claims if is_believable(claim, address)), address))


def read_other_names(links: Links, address: str, own: str) -> tuple[str, ...]:
    """Addresses on the same site that the page says are its own too, without those that are known to be the same as
    `own` or `address`."""
    if not links.others:
        return ()
    known = {identity_key(address), identity_key(own)}
    names = {
        identity_key(claim): claim
        for claim in _parsed(links.others, links.base or address)
        if is_believable(claim, address)
    }
    return tuple(canonical(claim) for key, claim in names.items() if key not in known)[:_MOST_NAMES]


def _parsed(claims: Iterable[str], base: str) -> list[str]:
    return [parsed for claim in claims if claim.strip() and (parsed := parse_address(claim, base))]
