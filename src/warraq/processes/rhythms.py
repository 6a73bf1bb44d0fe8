"""What is kept of a visit to a channel: joins the rows with schedule.py and rhythm.py, which decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from warraq.collect.rhythm import Rhythm, from_json, learn, times_of, to_json
from warraq.collect.schedule import Bounds, is_fully_due, is_lying, next_visit
from warraq.editions import Edition
from warraq.processes.listed import Listed
from warraq.records import ChannelKind
from warraq.store.work import ChannelJob, ChannelOutcome


def bounds_of(edition: Edition) -> Bounds:
    """The bounds within which this edition asks a channel."""
    return Bounds(edition.poll_min_seconds, edition.poll_max_seconds)


def asked(job: ChannelJob, now: datetime) -> ChannelJob:
    """The job as its channel is asked: without ETag and Last-Modified now and then, and always where they lied."""
    if is_fully_due(from_json(job.rhythm), now, job.asked_fully_at, job.interval_seconds):
        return replace(job, etag="", last_modified="")
    return job


def outcome_of(
    job: ChannelJob,
    listed: Listed,
    new: frozenset[str],
    edition: Edition,
    now: datetime,
    chance: float,
    *,
    is_full: bool,
) -> ChannelOutcome:
    """What is kept of a visit that was answered, and when the next one is. `new` are the addresses that no channel
    had named before; `is_full`: it was asked without ETag and Last-Modified."""
    rhythm = _learnt(job, listed, new, edition, now)
    if is_full and _is_caught_lying(job, listed, new):
        rhythm = replace(rhythm, lied_at=now)
    next_at = next_visit(
        rhythm, bounds_of(edition), now, edition.zone, chance, asked_seconds=listed.asked_seconds
    )
    return ChannelOutcome(
        next_at=next_at,
        interval_seconds=(next_at - now).total_seconds(),
        etag=listed.etag,
        last_modified=listed.last_modified,
        body_hash=listed.body_hash,
        cursor=listed.cursor,
        edits=listed.edits,
        rhythm=to_json(rhythm),
        asked_fully_at=now if is_full else None,
        is_etag_lying=is_lying(rhythm, now),
    )


def _learnt(job: ChannelJob, listed: Listed, new: frozenset[str], edition: Edition, now: datetime) -> Rhythm:
    """The channel's rhythm after this visit. An article that another channel brought first, or a hub pushed, does not
    count: to ask here for it would have been for nothing."""
    known = from_json(job.rhythm)
    leads = [lead for lead in listed.leads if known.until is None or lead.address in new]
    is_whole = job.kind is ChannelKind.FEED and listed.is_news
    return learn(
        known,
        now,
        edition.zone,
        times_of(leads, edition.zone),
        listed=len(listed.leads) if is_whole else None,
    )


def _is_caught_lying(job: ChannelJob, listed: Listed, new: frozenset[str]) -> bool:
    """Whether new articles came under the ETag (without one, the Last-Modified) that stood over the old ones: a
    conditional request would have been told that nothing changed."""
    if not new:
        return False
    if job.etag or listed.etag:
        return job.etag == listed.etag
    return bool(job.last_modified) and job.last_modified == listed.last_modified
