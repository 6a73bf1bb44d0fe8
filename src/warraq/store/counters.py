"""The few numbers that pages read on every request and that are never counted anew: `articles:<edition>` and
`generation:<edition>`, which grows with every change that readers may see (the page cache watches it).
"""

from __future__ import annotations

from django.db.models import F

from warraq.store.models import Counter


def count(name: str, more: int) -> None:
    """Add to a counter, making it where it is missing."""
    if not Counter.objects.filter(name=name).update(value=F("value") + more):
        Counter.objects.create(name=name, value=more)
