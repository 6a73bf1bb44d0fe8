"""What an outlet's pages proved to be: how its front page learns which links are articles."""

from __future__ import annotations

from warraq.store import models

REMEMBERED = 1_000
"""Latest pages of an outlet that teach: a site that is rebuilt is learnt anew within days."""


def page_outcomes(outlet_id: int) -> list[tuple[str, bool]]:
    """Addresses of the outlet's latest fetched pages, and whether each was an article."""
    state = models.Lead.State
    rows = (
        models.Lead.objects.filter(outlet_id=outlet_id, state__in=(state.DONE, state.REFUSED), visits__gt=0)
        .order_by("-pk")
        .values_list("address", "state")[:REMEMBERED]
    )
    return [(address, outcome == state.DONE) for address, outcome in rows]
