"""What a worker does with a page: read the article, fill in what its channel said, find out about it.

Functions that travel to a worker process, so that hostile bytes are read where they can harm nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from warraq.extract.later_pages import join_pages, next_page
from warraq.extract.wrapper import Wrapper
from warraq.extract.wrapper_learn import Sample, learn_wrappers
from warraq.extract.wrapper_read import Reading, read_with_wrappers
from warraq.pipeline import with_lead
from warraq.records import Article, Findings, Lead, NotArticle, Page
from warraq.understand.language import findings


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a page."""

    arrived: Article | NotArticle
    findings: Findings | None
    """Of an article."""
    template: str = ""
    """The wrapper that read it; empty: the generic reader."""
    failed: tuple[str, ...] = ()
    """What spoke against the outlet's wrappers, in plain words."""
    next_address: str | None = None
    """Where the article goes on, unless all its pages were given."""


def read_page(
    page: Page,
    lead: Lead,
    now: datetime,
    zone: str,
    language: str,
    outlet_names: tuple[str, ...],
    sections: Mapping[str, str],
    wrappers: Sequence[Wrapper] = (),
    later: Sequence[Page] = (),
) -> Read:
    """The article on `page` and what we learn from it, or why there is none.

    `zone` is the edition's time zone by name, `language` the outlet's own, `outlet_names` what it
    calls itself, `sections` folded labels to slugs, `wrappers` the outlet's, `later` the article's further pages.
    """
    clock = ZoneInfo(zone)

    def read(one: Page) -> Reading:
        return read_with_wrappers(one, wrappers, now=now, zone=clock, language=language, lead=lead)

    first = read(page)
    if isinstance(first.arrived, NotArticle):
        return Read(first.arrived, None, failed=first.failed)
    others = [other for each in later if isinstance(other := read(each).arrived, Article)]
    joined = join_pages(first.arrived, others) if others else first.arrived
    article = with_lead(joined, lead, now, clock, outlet_names)
    return Read(
        article,
        findings(article, sections=sections),
        first.template,
        first.failed,
        None if later else next_page(page, page.final_address, 1),
    )


def learn_from(
    samples: Sequence[Sample], zone: str, language: str, old: Sequence[Wrapper]
) -> tuple[Wrapper, ...]:
    """`learn_wrappers`, as a worker is asked for it."""
    return learn_wrappers(samples, zone=ZoneInfo(zone), language=language, old=old)
