"""The address a page names as its own, where that can be believed, and the other names it gives itself.

Must never take another site's word, nor a template's that names its front page everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from warraq.addresses import canonical, identity_key, is_believable, parse_address

_MOST_NAMES = 4
_OTHER_NAMES = (
    'link[rel~="shortlink"][href]',
    'link[rel~="amphtml"][href]',
    'link[rel~="alternate"][media][href]',
)
"""WordPress' and Drupal's number of the article; its AMP and its mobile twin."""


def read_own_address(
    tree: LexborHTMLParser, metas: Mapping[str, Sequence[str]], base: str, address: str
) -> str:
    """The canonical address of the article at `address` (which answered), as it declares it or as it is.

    rel=canonical before og:url; several that differ say nothing (as search engines hold). `base` is what relative
    ones are read against.
    """
    stated = _parsed(tree, 'link[rel~="canonical"][href]', base)
    canonicals = {identity_key(claim): claim for claim in stated}
    claims = list(canonicals.values()) if len(canonicals) == 1 else []
    claims += [claim for text in metas.get("og:url", ())[:1] if (claim := parse_address(text, base))]
    return canonical(next((claim for claim in claims if is_believable(claim, address)), address))


def read_other_names(tree: LexborHTMLParser, base: str, address: str, own: str) -> tuple[str, ...]:
    """Addresses on the same site that the page says are its own too, without those that are known to be the same as
    `own` or `address`."""
    known = {identity_key(address), identity_key(own)}
    names = {
        identity_key(claim): claim
        for selector in _OTHER_NAMES
        for claim in _parsed(tree, selector, base)
        if is_believable(claim, address)
    }
    return tuple(canonical(claim) for key, claim in names.items() if key not in known)[:_MOST_NAMES]


def _parsed(tree: LexborHTMLParser, selector: str, base: str) -> list[str]:
    claims = [node.attributes.get("href") or "" for node in tree.css(selector)[:_MOST_NAMES]]
    return [parsed for claim in claims if claim.strip() and (parsed := parse_address(claim, base))]
