"""What is true of an article of the sample press, for tests and benchmarks to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.records import Block, Precision


@dataclass(frozen=True, slots=True)
class Truth:
    """One article at one moment. All times are aware, on the clock of Africa/Casablanca."""

    address: str
    """Canonical, absolute."""
    outlet: str
    """Slug."""
    language: str
    is_darija: bool
    """Whether the title is in Darija."""
    title: str
    subtitle: str | None
    body: str
    """Plain text: one paragraph, heading or list item a line; captions left out."""
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    published_at: datetime
    """What the outlet claims, to the second."""
    precision: Precision | None
    """How much of that its page shows; None: the page shows no date at all."""
    first_visible_at: datetime
    """When the article really appeared."""
    revised_at: tuple[datetime, ...]
    deleted_at: datetime | None
    section: str
    """Slug of the canonical section."""
    section_label: str
    """As the outlet prints it."""
    is_video: bool
    event: int
    copy_of: str | None
    """Address of the article whose words it repeats, where that one was published."""
    agency: str | None
    """The agency named as origin ("و ت أ", "ATP")."""
    picture: str | None
    """Address; copies of an agency's text show the very same bytes."""
    channels: tuple[str, ...]
    """Addresses of the outlet's channels that list it while it is recent."""
