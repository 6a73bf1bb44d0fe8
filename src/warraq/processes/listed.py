"""What asking a channel brought: the one record that all kinds of channels end in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from warraq.collect.websub import Hub
from warraq.records import Lead, Page

RECENT = timedelta(days=3)
"""Sitemaps and WordPress list years: what is older belongs to a backfill, which is asked for."""
MAX_AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a channel listed. None where the answer says nothing of it."""

    leads: tuple[Lead, ...]
    is_news: bool
    """Whether it says anything else than at the last visit."""
    asked_seconds: float = 0.0
    """How long it asks to be left alone; 0 where it does not say."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    cursor: str | None = None
    """How far the channel was read, where it is walked."""
    hub: Hub | None = None
    """Who pushes what is new of it."""
    edits: tuple[Lead, ...] = ()
    """Older articles that it says were edited: of no concern where we do not have them."""


def max_age_seconds(page: Page) -> float:
    """How long the answer counts as fresh (Cache-Control: max-age); 0 where it does not say."""
    match = MAX_AGE.search(page.headers.get("cache-control", ""))
    return float(match[1]) if match else 0.0
