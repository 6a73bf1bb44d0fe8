"""Finds, for each article that arrives in an edition, whose text it shares, and which of the two had it first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from warraq.store.gather import REPEATED, GatherText, outlet_names, texts_of
from warraq.store.write_stories import read_links
from warraq.understand.attributions import Attributions
from warraq.understand.copies import CopyIndex, Match
from warraq.understand.copy_links import Link, link_copies
from warraq.understand.firsts import sight_of
from warraq.understand.origins import Witness

_KINDS = frozenset("جريدة صحيفة موقع وكالة قناة إذاعة مجلة يومية أسبوعية journal site agence".split())
"""Words before a name that the press leaves out when it names another."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What an article shares with others."""

    links: tuple[Link, ...]
    """Its own link, and those of articles that turn out to be copied from it."""
    repeats: tuple[str, ...]
    """Articles whose text it repeats, the fullest first: it stands where they stand."""


class CopyFinder:
    """The texts of an edition's last days."""

    def __init__(self, edition: str, zone: tzinfo) -> None:
        self.edition = edition
        self.zone = zone
        self._index = CopyIndex()
        self._attributions = Attributions(spoken_names(outlet_names(edition)))
        self._witnesses: dict[str, Witness] = {}
        """Of articles in the index, as far as anybody asked."""

    def remember(self, text: GatherText, now: datetime) -> None:
        """Take in an article that stands already."""
        self._index.add(str(text.number), text.text, now)

    def look(self, text: GatherText, now: datetime, written: Mapping[str, Link]) -> Shared:
        """Take in an article and say whose text it shares. `now` (aware) is where the stream stands; `written` are
        links made since rows were last read."""
        matches = self._index.add(str(text.number), text.text, now)
        if len(self._witnesses) > 2 * len(self._index) + 100:
            self._witnesses = {id_: kept for id_, kept in self._witnesses.items() if id_ in self._index}
        own = self._witnesses[str(text.number)] = self._witness(text)
        others = self._known(match.other for match in matches)
        pairs = [(match, others[match.other]) for match in matches if match.other in others]
        standing = read_links([int(match.other) for match, _ in pairs]) if pairs else {}
        standing |= {match.other: written[match.other] for match, _ in pairs if match.other in written}
        links = link_copies(own, pairs, standing, self.zone)
        return Shared(tuple(links), _repeated(matches))

    def _known(self, ids: Iterable[str]) -> dict[str, Witness]:
        wanted = list(ids)
        missing = [int(id_) for id_ in wanted if id_ not in self._witnesses]
        for text in texts_of(missing).values() if missing else ():
            self._witnesses[str(text.number)] = self._witness(text)
        return {id_: self._witnesses[id_] for id_ in wanted if id_ in self._witnesses}

    def _witness(self, text: GatherText) -> Witness:
        return Witness(
            id=str(text.number),
            outlet=text.outlet,
            seen_at=sight_of(text.printed, text.seen_at, self.zone, is_imported=text.is_imported),
            published=text.printed,
            attributions=self._attributions.read(text.text, " ".join(text.authors)),
            is_agency=text.is_agency,
        )


def _repeated(matches: Iterable[Match]) -> tuple[str, ...]:
    held = [match for match in matches if match.share >= REPEATED]
    held.sort(key=lambda match: (-match.share, int(match.other)))
    return tuple(match.other for match in held)


def spoken_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names of outlets as the press speaks of them, too: «البيدر» for جريدة البيدر."""
    spoken = dict(names)
    for name, slug in names.items():
        first, _, rest = name.partition(" ")
        if rest and first.casefold() in _KINDS:
            spoken.setdefault(rest, slug)
    return spoken
