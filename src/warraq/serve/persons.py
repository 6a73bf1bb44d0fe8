"""Who is behind a signature: one outlet's person, unless the edition (`authors.tsv`) knows better."""

from __future__ import annotations

from typing import NamedTuple

from warraq.editions import Edition
from warraq.store import read, read_outlets
from warraq.store.keys import person_key
from warraq.store.read_rows import AuthorRow, OutletRow


class Person(NamedTuple):
    """A person, as asked for by one of the signatures."""

    row: AuthorRow
    elsewhere: tuple[tuple[OutletRow, AuthorRow], ...]
    """The other signatures that articles here have."""

    @property
    def numbers(self) -> list[int]:
        """Of all signatures."""
        return [self.row.id, *(row.id for _, row in self.elsewhere)]


def person_of(edition: Edition, outlet: OutletRow, author: int) -> Person | None:
    """The person with that number at that outlet; None where it has no such person."""
    if (row := read.author(outlet.id, author)) is None:
        return None
    here = (outlet.slug, person_key(row.name))
    for signatures in edition.persons:
        if here in ((signature.outlet, person_key(signature.name)) for signature in signatures):
            outlets = [
                (found.id, signature.name)
                for signature in signatures
                if (found := read_outlets.outlet(edition.slug, signature.outlet))
            ]
            by_id = read_outlets.outlets_by_id(edition.slug)
            others = [(by_id[at], other) for at, other in read.authors_signing(outlets) if other.id != row.id]
            return Person(row, tuple(others))
    return Person(row, ())
