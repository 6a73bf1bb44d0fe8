"""What a visit leaves behind for the next: when it is, whether its ETag is believed, what was learnt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.store.rows import make_outlet
from warraq.collect.rhythm import Rhythm, from_json, to_json
from warraq.editions import Edition
from warraq.processes.listed import Listed
from warraq.processes.rhythms import asked, outcome_of
from warraq.records import ChannelKind, Lead, Moment, OutletSeed, Precision
from warraq.store import models
from warraq.store.outlets import add_channels, channels_of
from warraq.store.work import (
    ChannelJob,
    ChannelOutcome,
    claim_channels,
    finish_channel,
    new_addresses,
    write_leads,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EDITION = Edition("ma", {}, ZoneInfo("Africa/Casablanca"), ("ar",), (), {}, ())
JOB = ChannelJob(
    id=1, outlet_id=1, outlet="goud", kind=ChannelKind.FEED, address="https://goud.example/feed", language="ar",
    etag='"1"', last_modified="", body_hash="h", interval_seconds=600.0, failures=0, homepage="", is_new=False,
    has_logo=True, rhythm=to_json(Rhythm(until=NOON - 10 * MINUTE)), asked_fully_at=NOON - 10 * MINUTE,
)  # fmt: skip


def leads(*numbers: int, minutes: int = 5) -> tuple[Lead, ...]:
    """Articles of so many minutes before noon."""
    time = Moment(datetime(2026, 3, 10, 12) - minutes * MINUTE, Precision.MINUTE, timedelta())
    return tuple(Lead(f"https://goud.example/{number}", published=time) for number in numbers)


def visit(
    job: ChannelJob, listed: Listed, *new: int, now: datetime = NOON, edition: Edition = EDITION
) -> ChannelOutcome:
    """One visit, asked as the schedule says."""
    asks = asked(job, now)
    addresses = frozenset(f"https://goud.example/{number}" for number in new)
    return outcome_of(job, listed, addresses, edition, now, 0.5, is_full=not asks.etag)


def after(job: ChannelJob, outcome: ChannelOutcome) -> ChannelJob:
    """The job as it is claimed next."""
    return replace(
        job,
        rhythm=json.loads(json.dumps(outcome.rhythm)),
        etag=job.etag if outcome.etag is None else outcome.etag,
        asked_fully_at=outcome.asked_fully_at or job.asked_fully_at,
        interval_seconds=outcome.interval_seconds,
    )


def test_news_that_nobody_brought_before_count_and_others_do_not() -> None:
    outcome = visit(JOB, Listed(leads(1, 2, 3), is_news=True), 1, 2)
    rhythm = from_json(outcome.rhythm)
    assert sum(rhythm.counts) == pytest.approx(2.0)
    assert (rhythm.until, rhythm.listed) == (NOON, 3)


def test_a_first_visit_learns_from_all_it_lists() -> None:
    job = replace(JOB, rhythm={}, is_new=True, asked_fully_at=None)
    listed = tuple(lead for number in range(30) for lead in leads(number, minutes=10 * number))
    busy = visit(job, Listed(listed, is_news=True))
    rare = visit(job, Listed(leads(1, minutes=90 * 24 * 60), is_news=True))
    assert busy.next_at < rare.next_at


def test_what_is_asked_for_and_the_editions_bounds_are_kept() -> None:
    slow = visit(JOB, Listed((), is_news=False, asked_seconds=7_200.0))
    assert slow.next_at >= NOON + timedelta(hours=2)
    assert slow.interval_seconds == (slow.next_at - NOON).total_seconds()
    sample = replace(EDITION, poll_min_seconds=2, poll_max_seconds=2)
    assert visit(JOB, Listed(leads(1), is_news=True), 1, edition=sample).next_at == NOON + timedelta(
        seconds=2
    )


def test_a_damaged_rhythm_stops_nothing() -> None:
    states: tuple[object, ...] = (None, [], {"counts": 3}, "x")
    for damaged in states:
        outcome = visit(replace(JOB, rhythm=damaged), Listed(leads(1), is_news=True), 1)
        assert outcome.next_at > NOON


def test_validators_are_sent_between_full_requests() -> None:
    assert asked(JOB, NOON).etag == '"1"'
    assert asked(JOB, NOON + DAY).etag == ""
    assert visit(JOB, Listed((), is_news=False)).asked_fully_at is None
    assert visit(JOB, Listed((), is_news=False), now=NOON + DAY).asked_fully_at == NOON + DAY


def test_an_etag_that_stands_over_new_articles_is_not_believed_for_a_month() -> None:
    lie = visit(JOB, Listed(leads(1), is_news=True, etag='"1"', body_hash="i"), 1, now=NOON + DAY)
    assert lie.is_etag_lying
    job = after(JOB, lie)
    assert asked(job, NOON + DAY + MINUTE).etag == ""
    honest = visit(job, Listed(leads(2), is_news=True, etag='"2"'), 2, now=NOON + 2 * DAY)
    assert honest.is_etag_lying
    later = visit(after(job, honest), Listed((), is_news=False, etag='"2"'), now=NOON + 32 * DAY)
    assert later.is_etag_lying is False
    assert asked(after(job, later), NOON + 32 * DAY + MINUTE).etag == '"2"'


@pytest.mark.parametrize(
    ("listed", "new"),
    [
        (Listed(leads(1), is_news=True, etag='"2"'), (1,)),
        (Listed(leads(1), is_news=True, etag='"1"'), ()),  # only its clock ticked
        (Listed(leads(1), is_news=True), (1,)),
    ],
)
def test_an_honest_etag_is_believed(listed: Listed, new: tuple[int, ...]) -> None:
    assert visit(JOB, listed, *new, now=NOON + DAY).is_etag_lying is False


def test_a_last_modified_can_lie_too() -> None:
    job = replace(JOB, etag="", last_modified="Tue, 10 Mar 2026 06:00:00 GMT")
    listed = Listed(leads(1), is_news=True, last_modified=job.last_modified)
    assert visit(job, listed, 1, now=NOON + DAY).is_etag_lying


@pytest.mark.django_db
def test_what_was_learnt_is_kept_over_faults() -> None:
    outlet = make_outlet()
    seed = OutletSeed("goud", "https://goud.example/", feeds=("https://goud.example/feed",))
    add_channels(outlet, channels_of(seed), NOON)
    write_leads(outlet.pk, leads(1), NOON)
    assert new_addresses(leads(1, 2)) == {"https://goud.example/2"}
    (job,) = claim_channels("ma", NOON, 1)
    assert from_json(job.rhythm) == Rhythm()
    outcome = replace(visit(job, Listed(leads(1, 2), is_news=True, etag='"1"')), next_at=NOON)
    finish_channel(job, outcome, leads(1, 2), NOON)
    (job,) = claim_channels("ma", NOON, 1)
    assert (job.rhythm, job.asked_fully_at) == (outcome.rhythm, NOON)
    finish_channel(job, ChannelOutcome(NOON, 600.0, fault="refused"), (), NOON + DAY)
    row = models.Channel.objects.get()
    assert (row.rhythm, row.asked_fully_at, row.is_etag_lying) == (outcome.rhythm, NOON, False)
