"""Which outlets tell a story, in the order in which they came: one question for all stories of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from warraq.store.asking import fetch
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import OutletRow


class Teller(NamedTuple):
    """An outlet that tells a story, and the number of its first article on it."""

    outlet: OutletRow
    number: int

    @property
    def path(self) -> str:
        """Of that article, without language prefix."""
        return f"/{self.outlet.slug}/{self.number}"


def tellers(edition: str, stories: Sequence[int]) -> dict[int, list[Teller]]:
    """Story -> its outlets, without what was withdrawn; stories without any are left out."""
    if not stories:
        return {}
    marks = ", ".join(["%s"] * len(stories))
    sql = (
        "SELECT a.story_id, a.outlet_id, MIN(a.id), MIN(a.sort_at) AS began FROM store_article a "
        f"WHERE a.story_id IN ({marks}) AND a.withdrawn_at IS NULL "
        "GROUP BY a.story_id, a.outlet_id ORDER BY began, MIN(a.id)"
    )
    rows = fetch(sql, tuple(stories))
    outlets = outlets_by_id(edition)
    if any(row[1] not in outlets for row in rows):
        outlets = outlets_by_id(edition, is_fresh=True)
    found: dict[int, list[Teller]] = {}
    for story, outlet, number, _ in rows:
        if outlet in outlets:
            found.setdefault(story, []).append(Teller(outlets[outlet], number))
    return found
