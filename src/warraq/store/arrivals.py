"""What comes to the writer, and every name by which an article may be known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.addresses import (
    are_siblings,
    canonical,
    first_page,
    is_believable,
    is_later_page,
    parse_address,
    same_site,
    site_number,
)
from warraq.records import Article, Findings, NotArticle
from warraq.store.keys import address_key, text_key


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that answered with `status` where a page was expected."""

    address: str
    status: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One page as it arrives at the writer. `seen_at` is aware UTC."""

    outlet_id: int
    arrived: Article | NotArticle | Gone
    findings: Findings | None
    seen_at: datetime
    lead_id: int | None = None
    look_again_at: datetime | None = None
    """When the lead is fetched again to see edits; None: not unless its channel says so."""
    addresses: tuple[str, ...] = ()
    """The address asked for, then the one that answered; empty where `arrived` has the only one."""
    imported_id: str | None = None

    def is_later_page(self) -> bool:
        """Whether this is the second or a later page of an article: its text must not replace the first's."""
        return is_later_page(self.addresses[-1] if self.addresses else self.arrived.address)


@dataclass(frozen=True, slots=True)
class Name:
    """A key of `store/keys.py` and what it was made of."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Names:
    """An arrival's names, the surest first; one key may stand in several places."""

    answered: Name
    """Where the page was."""
    asked: Name
    """What led there."""
    own: Name
    """What the article is to be known by: what its page declares, else where it was."""
    claims: tuple[Name, ...]
    """What its page and its feed call it besides."""
    number: str | None
    """The outlet's own, of an article."""

    def keys(self) -> list[str]:
        """Every key, once each."""
        names = (self.answered, self.asked, self.own, *self.claims)
        return list(dict.fromkeys(name.key for name in names))


def names_of(arrival: Arrival) -> Names:
    """Every name of what arrived."""
    arrived = arrival.arrived
    is_later = is_later_page(arrived.address)
    own = Name(address_key(arrived.address), first_page(arrived.address) if is_later else arrived.address)
    asked, answered = own, own
    if arrival.addresses:
        asked, answered = (Name(address_key(a), a) for a in (arrival.addresses[0], arrival.addresses[-1]))
    if not isinstance(arrived, Article):
        return Names(answered, asked, answered, (), None)
    claims = (_claim(text, arrived.address, arrival.outlet_id) for text in arrived.also)
    number = site_number(answered.address)
    if not are_siblings(own.address, answered.address):
        number = site_number(own.address) or number
    return Names(answered, asked, own, tuple(claim for claim in claims if claim), number)


def _claim(text: str, address: str, outlet_id: int) -> Name | None:
    """An address on the same site, or a feed's id, which means something within its outlet only."""
    parsed = parse_address(text)
    if parsed and same_site(parsed, address):
        return Name(address_key(parsed), canonical(parsed)) if is_believable(parsed, address) else None
    return Name(text_key(f"{outlet_id}\x1f{text}"), text)
