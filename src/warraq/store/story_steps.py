"""What the keeper of stories did since its state was last saved, as rows: the state and these make it as it was.

Written in the transaction that also writes what came of it, so a kill at any line loses and doubles nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max

from warraq.store import models
from warraq.understand.stories import Item


class Kind(StrEnum):
    """What was done."""

    PLACE = "place"
    REVISE = "revise"
    PASS = "pass"  # noqa: S105 (a word for a number)
    """Story numbers up to one were given elsewhere."""


@dataclass(frozen=True, slots=True)
class Done:
    """One step: an article placed or revised, or numbers passed over."""

    kind: Kind
    item: Item | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """The state as it was last saved, and the steps since."""

    state: bytes | None
    """None: there never was one, or it was thrown away."""
    steps: tuple[Done, ...]
    position: int
    """The last step; 0 where there is none."""


def read_saved() -> Saved:
    """What there is to go on from."""
    row = models.StoryState.objects.order_by("-pk").values_list("position", "saved").first()
    start, state = (0, None) if row is None else (row[0], bytes(row[1]))
    rows = list(models.Step.objects.filter(pk__gt=start).order_by("pk").values_list("pk", "done"))
    return Saved(state, tuple(_read(text) for _, text in rows), rows[-1][0] if rows else start)


def position() -> int:
    """The last step that was written, saved ones included: who knows another one has an outdated state."""
    last = models.Step.objects.aggregate(last=Max("pk"))["last"]
    saved = models.StoryState.objects.aggregate(last=Max("position"))["last"]
    return max(last or 0, saved or 0)


def write_steps(steps: Iterable[Done]) -> int:
    """Append; returns the last one's number, or 0 where there is none."""
    rows = models.Step.objects.bulk_create([models.Step(done=_write(step)) for step in steps])
    return rows[-1].pk if rows else 0


def save_state(state: bytes, at: int) -> None:
    """Keep the state as it stands after step `at`, and forget the steps it holds."""
    models.StoryState.objects.all().delete()
    models.StoryState.objects.create(position=at, saved=state)
    models.Step.objects.filter(pk__lte=at).delete()


def forget_state() -> None:
    """Throw the state away: the keeper puts it together anew from the articles."""
    models.StoryState.objects.all().delete()
    models.Step.objects.all().delete()


def _write(step: Done) -> str:
    item = step.item
    fields: list[object] = [step.kind.value, step.number]
    if item is not None:
        places = sorted(item.places)
        fields += [item.id, item.title, item.at, item.language, item.copy_of, item.lead, places, item.outlet]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Done:
    kind, number, *fields = json.loads(text)
    if not fields:
        return Done(Kind(kind), number=number)
    id_, title, at, language, copy_of, lead, places, outlet = fields
    return Done(Kind(kind), Item(id_, title, at, language, copy_of, lead, frozenset(places), outlet), number)
