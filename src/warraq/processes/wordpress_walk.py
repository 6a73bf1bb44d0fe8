"""Reads a site's posts through WordPress's API: what is new by date, what was edited by `modified_after`.

Both are asked at every visit: a post that was scheduled appears under its own hour, long after it was last edited,
and one that is put back into the past appears only among the edits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from warraq.collect.wordpress import (
    STEP,
    Ask,
    Cursor,
    Posts,
    ignores_edits,
    next_ask,
    read_cursor,
    read_posts,
)
from warraq.collect.workers import Workers
from warraq.errors import BadStatus
from warraq.processes.guest import Guest
from warraq.processes.listed import RECENT, Listed, max_age_seconds
from warraq.records import Lead
from warraq.store.work import ChannelJob

VISIT_PAGES = 5
"""Pages of new posts, and as many of edits, that one visit asks; the next goes on where it ended."""
OVERLAP = timedelta(minutes=5)
"""Read again at each visit that follows one which came to the end: posts come out of a cache, or of a slow transaction,
later than they are dated."""


async def read_wordpress(guest: Guest, workers: Workers, job: ChannelJob, now: datetime) -> Listed:
    """The posts that are new or edited since the last visit; of a first visit, those of the last days.

    Raises a FetchError or BadInput where the API does not answer with posts.
    """
    walk = _Walk(guest, workers, job.address, [])
    last = read_cursor(job.cursor)
    since = last or Cursor(now - RECENT, now - RECENT)
    new = await walk.all_of(Ask(after=since.published_at, is_ascending=True))
    edited, knows_edits = new, since.knows_edits
    if last is not None:
        edited, knows_edits = await _edited(walk, since)
    leads = [lead for posts in new.pages for lead in posts.leads]
    changes = [lead for posts in edited.pages for lead in posts.leads] if last is not None else []
    oldest = now - RECENT
    cursor = Cursor(
        new.on_from("date", since.published_at, now),
        edited.on_from("modified", since.modified_at, now),
        knows_edits,
    )
    return Listed(
        leads=(*leads, *(lead for lead in changes if _is_after(lead, oldest))),
        edits=tuple(lead for lead in changes if not _is_after(lead, oldest)),
        is_news=cursor != since,
        asked_seconds=max(walk.max_ages, default=0.0),
        cursor=cursor.text(),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What one visit read of one order."""

    pages: list[Posts]
    is_whole: bool
    """False where there was more than a visit asks for."""

    def on_from(self, order_by: Literal["date", "modified"], before: datetime, now: datetime) -> datetime:
        """Behind which instant the next visit reads on; `before` is where this one began.

        Never one ahead of us: a post dated in ten years would end all reading. What one second has more of than a visit
        asks for (an import) is passed over, or the walk would stand there for ever.
        """
        seen = [min(newest, now) for posts in self.pages if (newest := posts.newest(order_by))]
        if not seen:
            return before
        newest = max(seen)
        if self.is_whole:
            return max(before, newest - OVERLAP)
        return newest - STEP if newest - STEP > before else newest


@dataclass(frozen=True, slots=True)
class _Walk:
    guest: Guest
    workers: Workers
    collection: str
    max_ages: list[float]

    async def one_of(self, ask: Ask) -> Posts:
        page = await self.guest.get(ask.address(self.collection), want="feed")
        self.max_ages.append(max_age_seconds(page))
        return await self.workers.run(read_posts, page.body, dict(page.headers), address=page.final_address)

    async def all_of(self, ask: Ask, *, is_enough: Callable[[Posts], bool] = lambda posts: False) -> _Read:
        """Page after page, until the last one, the cap, or one that is enough."""
        found: list[Posts] = []
        following: Ask | None = ask
        while following is not None and len(found) < VISIT_PAGES:
            found.append(await self.one_of(following))
            following = None if is_enough(found[-1]) else next_ask(following, found[-1])
        return _Read(found, is_whole=following is None)


async def _edited(walk: _Walk, since: Cursor) -> tuple[_Read, bool]:
    """The posts edited since then, and whether the site could be asked for them alone.

    WordPress before 5.7 passes over `modified_after`, so it is asked for the latest edits until they are known ones;
    before 4.9 it refuses that order too: then the newest posts are all that can be looked at.
    """
    bound = since.modified_at
    try:
        if since.knows_edits:
            ask = Ask(modified_after=bound, order_by="modified", is_ascending=True)
            found = await walk.all_of(ask, is_enough=lambda posts: ignores_edits(ask, posts))
            if not ignores_edits(ask, found.pages[0]):
                return found, True

        def is_known(posts: Posts) -> bool:
            oldest = posts.oldest("modified")
            return oldest is None or oldest < bound

        return await walk.all_of(Ask(order_by="modified"), is_enough=is_known), False
    except BadStatus as fault:
        if fault.status != 400:
            raise
    return _Read([await walk.one_of(Ask())], is_whole=True), False


def _is_after(lead: Lead, oldest: datetime) -> bool:
    """Whether it was published since `oldest`, or does not say when."""
    return lead.published is None or lead.published.instant(UTC) >= oldest
