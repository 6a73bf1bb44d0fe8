"""Keeps an article's names: the addresses it answered at, those claimed for it, and where it moved.

An article's own key is what its page declares; a declared address that another article is found at, or that several
pages declare, is given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warraq.addresses import site_number
from warraq.store import models
from warraq.store.arrivals import Name, Names
from warraq.store.keys import text_key
from warraq.store.known import Sight


@dataclass(frozen=True, slots=True)
class Move:
    """An article that its outlet now has at another address."""

    number: int
    before: Name
    after: Name
    was_claim: bool


def settle_own(names: Names, sight: Sight) -> Names:
    """The names under which a new article is published: an address that it declares but another one holds is not
    believed, and given back by that one where it was merely declared as well (`give_back`)."""
    holder = sight.held.get(names.own.key)
    if holder is None or names.own.key == names.answered.key:
        return names
    return replace(names, own=names.answered, number=site_number(names.answered.address))


def give_back(names: Names, sight: Sight, now: datetime) -> list[int]:
    """Another article that holds the declared address of a new one by its own word alone, goes back to where it was
    seen. Returns the numbers of those that moved."""
    moved = []
    for key in {names.own.key, names.answered.key}:
        holder = sight.held.get(key)
        if holder and holder.is_claim and holder.key == key and holder != sight.match:
            number = holder.known.number
            seen = models.Alias.objects.filter(article_id=number, is_claim=False).order_by("key").first()
            after = Name(seen.key, seen.address) if seen else Name(text_key(f"\x1f{number}"), holder.address)
            move_article(Move(number, Name(key, holder.address), after, True), now)
            moved.append(number)
    return moved


def find_move(names: Names, sight: Sight) -> Move | None:
    """Where a known article went: to an address never met before, or to the one it declares, unless another has it."""
    match, after = sight.match, names.own
    assert match is not None
    holder = sight.held.get(after.key)
    is_news = holder is None or (
        after.key != names.answered.key and holder.known.number == match.known.number
    )
    if after.key == match.key or not is_news:
        return None
    own = sight.held.get(match.key)
    return Move(match.known.number, Name(match.key, match.address), after, bool(own and own.is_claim))


def move_article(move: Move, now: datetime) -> None:
    """Give an article its new address; the old one stays a name of it."""
    models.Article.objects.filter(pk=move.number).update(
        key=move.after.key,
        address=move.after.address,
        site_number=site_number(move.after.address),
        changed_at=now,
    )
    models.Alias.objects.update_or_create(
        key=move.before.key,
        defaults={"article_id": move.number, "address": move.before.address, "is_claim": move.was_claim},
    )


def note_names(
    names: Sequence[Names], sights: Sequence[Sight], numbers: Sequence[int | None], has_lead: Sequence[bool]
) -> None:
    """Note the names that are new. One that was merely claimed belongs to the article that now answered there."""
    rows: dict[str, models.Alias] = {}
    for own, sight, number, is_led in zip(names, sights, numbers, has_lead, strict=True):
        if number is None:
            continue
        for name, is_claim in _new_names(own, sight, is_led):
            rows.setdefault(
                name.key,
                models.Alias(key=name.key, article_id=number, address=name.address, is_claim=is_claim),
            )
        holder = sight.held.get(own.answered.key)
        if holder and holder.is_claim:
            models.Alias.objects.filter(key=own.answered.key).update(
                article_id=number, address=own.answered.address, is_claim=False
            )
    models.Alias.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _new_names(names: Names, sight: Sight, is_led: bool) -> list[tuple[Name, bool]]:
    """Names that nothing leads to yet, and whether each is a mere claim. The lead's own address needs no row: the
    lead leads to its article. What is declared elsewhere than it answered is written down as a claim."""
    own_key = sight.match.key if sight.match else None
    found: list[tuple[Name, bool]] = []
    if names.answered.key != (own_key or names.own.key):
        found.append((names.answered, False))
    if names.asked.key != names.answered.key and not is_led:
        found.append((names.asked, False))
    if names.own.key != names.answered.key:
        found.append((names.own, True))
    found += [(claim, True) for claim in names.claims if claim.key not in (names.own.key, names.answered.key)]
    return [(name, is_claim) for name, is_claim in found if name.key not in sight.held]
