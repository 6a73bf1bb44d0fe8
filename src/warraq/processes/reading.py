"""What a worker does with a page: read the article, fill in what its channel said, find out about it.

One function that travels to a worker process, so that hostile bytes are read where they can harm nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from warraq.extract.article import read_article
from warraq.pipeline import with_lead
from warraq.records import Article, Findings, Lead, NotArticle, Page
from warraq.understand.language import findings

Read = tuple[Article | NotArticle, Findings | None]


def read_page(
    page: Page,
    lead: Lead,
    now: datetime,
    zone: str,
    language: str,
    outlet_names: tuple[str, ...],
    sections: Mapping[str, str],
) -> Read:
    """The article on `page` and what we learn from it, or why there is none.

    `zone` is the edition's time zone by name, `language` the outlet's own, `outlet_names` what it
    calls itself, `sections` folded labels to slugs.
    """
    clock = ZoneInfo(zone)
    arrived = read_article(page, now=now, zone=clock, language=language)
    if isinstance(arrived, NotArticle):
        return arrived, None
    article = with_lead(arrived, lead, now, clock, outlet_names)
    return article, findings(article, sections=sections)
