"""Following a name or a phrase: what an address says, and the articles that hold it."""

from __future__ import annotations

from warraq.search.analysis import with_clitics
from warraq.search.query import MAX_LENGTH, Item, Phrase, Query, Word, either
from warraq.serve.searching import index_of
from warraq.serve.site import Site, Unreadable
from warraq.store import read
from warraq.store.read_rows import HeadlineRow

LONGEST = 120
"""Characters of a phrase: a topic is a name, not a search."""
SIGNS = frozenset('_"“”«»„*()[]{}<>?؟#%/\\')
"""What parts words in addresses, and the signs of searches and of addresses: no name has them."""


def find_topic(site: Site, name: str, limit: int, offset: int = 0) -> tuple[int, list[HeadlineRow]]:
    """How many articles hold the phrase, also with what Arabic writes onto it, and some of them, newest first. Raises
    IndexFault without an index."""
    phrases: list[Item] = [Phrase(written) for written in with_clitics(name)]
    wanted = either(phrases) if " " in name else Word(name)
    answer = index_of(site).search(
        Query((wanted,) if wanted else ()),
        edition=site.edition.slug,
        limit=limit,
        offset=offset,
        sort="newest",
    )
    return answer.total, read.by_numbers(site.edition.slug, [hit.number for hit in answer.hits])


def phrase_of(text: str) -> str:
    """The phrase that an address or a form says: words of letters and digits, without the signs of searches; empty
    where none is left. Raises Unreadable for what is too long to be a name."""
    if len(text) > MAX_LENGTH:
        raise Unreadable("topic")
    bare = "".join(" " if sign in SIGNS else sign for sign in text)
    phrase = " ".join(bare.split())
    if len(phrase) > LONGEST:
        raise Unreadable("topic")
    return phrase if any(sign.isalnum() for sign in phrase) else ""
