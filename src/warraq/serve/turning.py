"""How long lists are turned page by page: `?before=` names the place after which a list goes on, so that articles
published meanwhile move nothing and no page counts what lies before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest

from warraq.serve.site import Site, Unreadable
from warraq.store.read_rows import HeadlineRow, Position

LENGTH = 30
"""Articles a page."""


class Turned(NamedTuple):
    """One page of a list, with the addresses of its beginning and of what follows; None where there is none."""

    rows: list[HeadlineRow]
    newer: str | None
    older: str | None


def place_of(request: HttpRequest) -> Position | None:
    """The place named by `?before=`; None at the beginning. Raises Unreadable for anything else."""
    text = request.GET.get("before")
    if not text:
        return None
    if (place := Position.read(text)) is None:
        raise Unreadable("before")
    return place


def turned(
    site: Site,
    path: str,
    rows: Sequence[HeadlineRow],
    before: Position | None,
    *,
    length: int = LENGTH,
    **parameters: str | None,
) -> Turned:
    """The page that starts after `before`. `rows` holds one more than `length` where the list goes on."""
    shown = list(rows[:length])
    goes_on = len(rows) > length
    return Turned(
        shown,
        site.to(path, **parameters) if before else None,
        site.to(path, **parameters, before=shown[-1].position.written()) if goes_on else None,
    )
