"""An outlet's wrappers as rows, the pages they are learned from, and how its pages were read lately.

`ReadingState.recent` holds a letter a page: `w` read by a wrapper, `f` by the generic reader because a check of the
wrappers failed, `g` by the generic reader because there was no wrapper, `|` where wrappers were learned.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from warraq.errors import BadInput
from warraq.extract.wrapper import Wrapper, read_wrapper, write_wrapper
from warraq.extract.wrapper_learn import MOST_PAGES, Sample
from warraq.records import Lead, Page
from warraq.store import models
from warraq.store.keys import address_key

KEPT_PAGES = 16
"""Of an outlet: twice what a template's learning wants. At 20 kB compressed, 650 outlets keep 200 MB."""
LARGEST_KEPT_BYTES = 400_000
"""Compressed; larger pages teach nothing that smaller ones do not."""
ONE_IN = 8
"""Of the pages that a wrapper read, one in so many is kept: they teach what repeats."""
ENOUGH_UNREAD = 6
"""Pages that no wrapper read before wrappers are learned; after each learning in vain twice as many."""
MOST_DOUBLINGS = 5
DRIFT_OF, DRIFT = 10, 5
"""So many of the last pages, read past the wrappers that were there, are a change of layout."""
LEARNING = timedelta(minutes=5)
"""How long a learning that was cut off keeps others from it."""
RETIRED_KEPT = 3
"""Retired wrappers that new pages are tried with: a redesign is taken back, an old article is read again."""
_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Wrappers:
    """An outlet's wrappers: those in use, the most read first, then the latest retired ones."""

    version: int
    wrappers: tuple[Wrapper, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """What noting a page brought."""

    version: int
    """Of the outlet's wrappers, now."""
    is_learning_due: bool
    """True for one caller: learning is its."""
    has_drifted: bool
    """Whether this page was the one by which a change of layout was noticed."""


@dataclass(frozen=True, slots=True)
class ReadingWays:
    """How an outlet's pages are read, as the health page and the program tell it."""

    by_wrapper: float | None
    """Share of the last pages (100 at most) that a wrapper read; None where none was read yet."""
    drifted_at: datetime | None
    learnt_at: datetime | None

    @property
    def is_learned_again(self) -> bool:
        """Whether wrappers were learned since the last change of layout."""
        return self.drifted_at is None or (self.learnt_at is not None and self.learnt_at >= self.drifted_at)

    @property
    def note(self) -> str:
        """In plain English; empty where there is nothing to tell."""
        if self.drifted_at is None:
            return ""
        told = f"its layout changed ({self.drifted_at:%Y-%m-%d})"
        return f"{told} and was learned again" if self.is_learned_again else f"{told} and is being learned"


def load_wrappers(outlet_id: int) -> Wrappers:
    """The wrappers that the outlet's pages are read with. Rows that cannot be read are left out."""
    state = models.ReadingState.objects.filter(outlet_id=outlet_id).first()
    rows = models.Wrapper.objects.filter(outlet_id=outlet_id)
    used = list(rows.filter(retired_at=None).order_by("-pages", "pk"))
    old = list(rows.exclude(retired_at=None).order_by("-retired_at")[:RETIRED_KEPT])
    found = []
    for row in (*used, *old):
        try:
            found.append(read_wrapper(row.record))
        except BadInput:
            continue  # of another version, or changed in the database by hand: it is learned anew
    return Wrappers(state.version if state else 0, tuple(found))


def note_reading(
    outlet_id: int,
    page: Page,
    title: str,
    template: str,
    failed: Sequence[str],
    now: datetime,
    *,
    may_keep: bool = True,
) -> Noted:
    """Note how an article's page was read, and keep the page where it may teach something. `title`: what its channel
    called it; `template`, `failed`: as `Reading` has them; `may_keep`: its publisher lets pages be kept."""
    with transaction.atomic():
        models.ReadingState.objects.get_or_create(outlet_id=outlet_id)
        state = models.ReadingState.objects.select_for_update().get(pk=outlet_id)
        letter = "w" if template else "f" if failed else "g"
        state.recent = (state.recent + letter)[-_LETTERS:]
        # Read before wrappers were learned, noted after: it says nothing of them.
        is_late = (
            letter == "g" and models.Wrapper.objects.filter(outlet_id=outlet_id, retired_at=None).exists()
        )
        state.unread += not template and not is_late
        _count(outlet_id, template, failed)
        has_drifted = _has_drifted(state, now)
        is_due = _is_learning_due(state, now)
        if is_due:
            state.learning_until = now + LEARNING
        state.save()
        if may_keep:
            _keep(outlet_id, page, title, is_read=bool(template) or is_late)
    return Noted(state.version, is_due, has_drifted)


def note_way(lead_id: int, *, is_by_wrapper: bool) -> None:
    """Note how a lead's article was read first: another reading of the same page must not look like an edit."""
    models.Lead.objects.filter(pk=lead_id).update(is_by_wrapper=is_by_wrapper)


def drop_kept_page(address: str) -> None:
    """Its outlet deleted the page: nothing of it is kept to learn from."""
    models.KeptPage.objects.filter(key=address_key(address)).delete()


def samples_of(outlet_id: int) -> tuple[list[Sample], tuple[Wrapper, ...]]:
    """Pages to learn from, and the wrappers there are: the pages that no wrapper read, where they are enough (a new
    layout is not learned from the old one's pages), else all."""
    rows = models.KeptPage.objects.filter(outlet_id=outlet_id).order_by("is_read", "-fetched_at")
    unread = rows.filter(is_read=False)
    chosen = unread if unread.count() >= DRIFT else rows
    return [_sample(row) for row in chosen[:MOST_PAGES]], load_wrappers(outlet_id).wrappers


def save_learned(outlet_id: int, learned: Sequence[Wrapper], now: datetime) -> int:
    """Put learned wrappers in use from `now` on, and retire those in whose place they come, or which read no page any
    more; returns how many are new. None learned: a learning in vain, the next one waits for more pages."""
    with transaction.atomic():
        state, _ = models.ReadingState.objects.select_for_update().get_or_create(outlet_id=outlet_id)
        state.learning_until, state.unread = None, 0
        used = {
            row.template: row for row in models.Wrapper.objects.filter(outlet_id=outlet_id, retired_at=None)
        }
        fresh = [each for each in learned if not _is_same(used.get(each.template), each)]
        state.attempts = 0 if fresh else state.attempts + 1
        if fresh:
            names = {wrapper.template for wrapper in fresh}
            retired = [row.pk for row in used.values() if row.template in names or row.misses >= DRIFT]
            models.Wrapper.objects.filter(pk__in=retired).update(retired_at=now)
            models.Wrapper.objects.bulk_create(
                models.Wrapper(
                    outlet_id=outlet_id, template=each.template, record=write_wrapper(each), learnt_at=now
                )
                for each in fresh
            )
            models.KeptPage.objects.filter(outlet_id=outlet_id).update(is_read=True)
            state.learnt_at, state.version = now, state.version + 1
            state.recent = (state.recent + "|")[-_LETTERS:]
        state.save()
    return len(fresh)


def put_wrappers(outlet_id: int, wrappers: Sequence[Wrapper], now: datetime) -> None:
    """Put an operator's wrappers in use in place of those of the same templates; the others stay."""
    with transaction.atomic():
        state, _ = models.ReadingState.objects.select_for_update().get_or_create(outlet_id=outlet_id)
        rows = models.Wrapper.objects.filter(outlet_id=outlet_id, retired_at=None)
        for each in wrappers:
            row = rows.filter(template=each.template).first()
            if row is not None and _is_same(row, each):
                continue
            if row is not None:
                row.retired_at = now
                row.save(update_fields=["retired_at"])
            models.Wrapper.objects.create(
                outlet_id=outlet_id, template=each.template, record=write_wrapper(each), learnt_at=now
            )
        state.version += 1
        state.save()


def forget_wrappers(outlet_id: int) -> int:
    """Delete all wrappers of an outlet, the retired ones too; its next pages are learned from. Returns how many."""
    with transaction.atomic():
        count, _ = models.Wrapper.objects.filter(outlet_id=outlet_id).delete()
        models.KeptPage.objects.filter(outlet_id=outlet_id).update(is_read=False)
        state, _ = models.ReadingState.objects.select_for_update().get_or_create(outlet_id=outlet_id)
        state.recent, state.attempts, state.unread = "", 0, 0
        state.drifted_at, state.version = None, state.version + 1
        state.save()
    return count


def wrapper_rows(outlet_id: int) -> list[models.Wrapper]:
    """Every wrapper of an outlet, those in use first, then the latest retired."""
    rows = models.Wrapper.objects.filter(outlet_id=outlet_id)
    return sorted(
        rows, key=lambda row: (row.retired_at is not None, -row.learnt_at.timestamp(), row.template)
    )


def reading_ways(edition: str) -> dict[int, ReadingWays]:
    """How the edition's outlets are read, by the outlet's primary key."""
    rows = models.ReadingState.objects.filter(outlet__edition=edition)
    return {row.pk: _ways(row) for row in rows}


def _ways(row: models.ReadingState) -> ReadingWays:
    letters = row.recent.replace("|", "")
    share = letters.count("w") / len(letters) if letters else None
    return ReadingWays(share, row.drifted_at, row.learnt_at)


def _count(outlet_id: int, template: str, failed: Sequence[str]) -> None:
    """Note with the wrappers in use which of them read the page, and which of them knew it and failed."""
    rows = models.Wrapper.objects.filter(outlet_id=outlet_id, retired_at=None)
    if template:
        rows.filter(template=template).update(pages=F("pages") + 1, misses=0)
        rows.exclude(template=template).update(misses=F("misses") + 1)
    elif failed:
        known = [row.pk for row in rows if any(_is_of(row.template, text) for text in failed)]
        rows.filter(pk__in=known).update(failures=F("failures") + 1)
        rows.update(misses=F("misses") + 1)


def _is_of(template: str, failed: str) -> bool:
    return failed.startswith(f"{template}: ") and not failed.endswith("not this template")


def _has_drifted(state: models.ReadingState, now: datetime) -> bool:
    """Notice a change of layout, once."""
    lately = state.recent.rpartition("|")[2][-DRIFT_OF:]
    is_known = state.drifted_at is not None and (
        state.learnt_at is None or state.learnt_at <= state.drifted_at
    )
    if is_known or lately.count("f") < DRIFT:
        return False
    state.drifted_at, state.attempts = now, 0
    return True


def _is_learning_due(state: models.ReadingState, now: datetime) -> bool:
    if state.learning_until is not None and state.learning_until > now:
        return False
    lately = state.recent.rpartition("|")[2][-DRIFT_OF:]
    enough = DRIFT if lately.count("f") >= DRIFT else ENOUGH_UNREAD
    return bool(state.unread >= enough << min(state.attempts, MOST_DOUBLINGS))


def _keep(outlet_id: int, page: Page, title: str, *, is_read: bool) -> None:
    key = address_key(page.final_address)
    kept = models.KeptPage.objects.filter(outlet_id=outlet_id)
    if is_read and int(key[:8], 16) % ONE_IN and kept.count() >= KEPT_PAGES // 2:
        return
    body = zlib.compress(page.body, 6)
    if len(body) > LARGEST_KEPT_BYTES:
        return
    models.KeptPage.objects.update_or_create(
        key=key,
        defaults={
            "outlet_id": outlet_id,
            "address": page.address,
            "final_address": page.final_address,
            "content_type": page.headers.get("content-type", ""),
            "body": body,
            "title": title,
            "is_read": is_read,
            "fetched_at": page.fetched_at,
        },
    )
    newest = kept.order_by("-fetched_at", "-pk").values_list("pk", flat=True)[:KEPT_PAGES]
    kept.exclude(pk__in=list(newest)).delete()


def _sample(row: models.KeptPage) -> Sample:
    page = Page(
        address=row.address,
        final_address=row.final_address,
        status=200,
        headers={"content-type": row.content_type} if row.content_type else {},
        body=zlib.decompress(bytes(row.body)),
        fetched_at=row.fetched_at,
    )
    return Sample(page, Lead(row.address, title=row.title or None))


def _is_same(row: models.Wrapper | None, wrapper: Wrapper) -> bool:
    if row is None:
        return False
    try:
        return read_wrapper(row.record).without_numbers() == wrapper.without_numbers()
    except BadInput:
        return False
