"""Work is leased, given back, spread over outlets, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.store.rows import NOW, make_outlet
from warraq.records import ChannelKind, Lead, Moment, OutletSeed, Precision
from warraq.store import models
from warraq.store.outlets import add_channels, channels_of, find_outlet, free_slug, slug_for, sync_outlets
from warraq.store.work import (
    LEASE,
    ChannelOutcome,
    claim_channels,
    claim_leads,
    claim_pictures,
    fail_lead,
    finish_channel,
    finish_picture,
    give_back,
    next_due,
    write_leads,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SEED = OutletSeed("goud", "https://goud.example/", {"ar": "كود"}, feeds=("https://goud.example/feed",))


def leads(*numbers: int, title: str = "خبر") -> list[Lead]:
    return [Lead(f"https://goud.example/{number}", title=title) for number in numbers]


def test_an_edition_s_outlets_are_made_once_and_the_operator_s_changes_stay() -> None:
    assert sync_outlets("ma", [SEED], NOW) == 1
    models.Outlet.objects.update(state="paused", names={"ar": "گود"})
    assert sync_outlets("ma", [SEED], NOW) == 0
    row = models.Outlet.objects.get()
    assert (row.state, row.names, row.channels.count()) == ("paused", {"ar": "گود"}, 1)


def test_an_outlet_without_feeds_is_read_by_its_front_page() -> None:
    assert [c.kind for c in channels_of(replace(SEED, feeds=()))] == [ChannelKind.FRONT_PAGE]


def test_claimed_work_is_nobody_else_s_until_its_lease_runs_out() -> None:
    outlet = make_outlet()
    write_leads(outlet.pk, leads(1, 2), NOW)
    assert len(claim_leads("ma", NOW, 10, 4)) == 2
    assert claim_leads("ma", NOW, 10, 4) == []
    assert len(claim_leads("ma", NOW + LEASE + timedelta(seconds=1), 10, 4)) == 2


def test_a_killed_collector_s_leases_end_with_the_next_start() -> None:
    write_leads(make_outlet().pk, leads(1), NOW)
    claim_leads("ma", NOW, 10, 4)
    give_back(NOW, "ma")
    assert len(claim_leads("ma", NOW, 10, 4)) == 1


def test_an_outlet_with_a_thousand_leads_does_not_starve_another() -> None:
    write_leads(make_outlet().pk, leads(*range(50)), NOW)
    other = make_outlet("other")
    write_leads(other.pk, [Lead("https://other.example/1")], NOW + timedelta(seconds=1))
    claimed = claim_leads("ma", LATER, 10, per_outlet=3)
    assert [job.outlet for job in claimed].count("goud") == 3
    assert [job.outlet for job in claimed].count("other") == 1


def test_the_newest_lead_goes_first() -> None:
    outlet = make_outlet()
    write_leads(outlet.pk, leads(1, 2, 3), NOW)
    write_leads(outlet.pk, leads(9), NOW + timedelta(minutes=1))
    claimed = claim_leads("ma", LATER, 2, 4)
    assert [job.lead.address[-1] for job in claimed] == ["9", "1"]


def test_paused_outlets_get_no_work() -> None:
    outlet = make_outlet()
    add_channels(outlet, channels_of(SEED), NOW)
    write_leads(outlet.pk, leads(1), NOW)
    models.Outlet.objects.update(state="paused")
    assert claim_channels("ma", LATER, 10) == []
    assert claim_leads("ma", LATER, 10, 4) == []
    assert next_due("ma") is None


def test_what_a_channel_said_travels_with_the_lead() -> None:
    moment = Moment(datetime(2023, 11, 1, 9, 30), Precision.MINUTE, timedelta(hours=1))
    said = Lead(
        "https://goud.example/9",
        title="خبر",
        published=moment,
        authors=("سعاد",),
        tags=("أ", "ب"),
        summary="…",
    )
    write_leads(make_outlet().pk, [replace(said, content="<p>hostile</p>")], NOW)
    assert claim_leads("ma", NOW, 1, 1)[0].lead == said


def test_a_known_lead_is_fetched_again_only_when_its_channel_says_otherwise() -> None:
    outlet = make_outlet()
    assert write_leads(outlet.pk, leads(1, 2), NOW) == 2
    models.Lead.objects.update(next_at=None, state="done")
    assert write_leads(outlet.pk, leads(1, 2), LATER) == 0
    assert write_leads(outlet.pk, leads(1, title="خبر مصحح"), LATER) == 1
    assert models.Lead.objects.filter(next_at=LATER).count() == 1


def test_two_channels_that_print_one_article_differently_do_not_have_it_fetched_for_ever() -> None:
    outlet = make_outlet()
    write_leads(outlet.pk, leads(1), NOW, channel_id=1)
    models.Lead.objects.update(next_at=None, state="done")
    assert write_leads(outlet.pk, leads(1, title="خبر | كود"), LATER, channel_id=2) == 0
    assert write_leads(outlet.pk, leads(1), LATER, channel_id=1) == 0
    assert write_leads(outlet.pk, leads(1, title="خبر آخر"), LATER, channel_id=2) == 1


def test_an_edit_that_another_channel_knows_of_first_is_fetched() -> None:
    outlet = make_outlet()
    write_leads(outlet.pk, leads(1, 2, 3), NOW, channel_id=1)
    edited = Moment(LATER.replace(tzinfo=None), Precision.SECOND, timedelta())
    before = Moment((NOW - timedelta(days=1)).replace(tzinfo=None), Precision.SECOND, timedelta())
    said = [replace(leads(1)[0], updated=edited), replace(leads(2)[0], updated=before)]
    assert write_leads(outlet.pk, said, LATER, channel_id=2) == 1
    local = replace(leads(3)[0], updated=replace(edited, offset=None))
    assert write_leads(outlet.pk, [local], LATER, channel_id=2) == 0


def test_edits_of_articles_that_nobody_has_are_passed_over() -> None:
    outlet = make_outlet()
    add_channels(outlet, channels_of(SEED), NOW)
    (job,) = claim_channels("ma", NOW, 5)
    finish_channel(job, ChannelOutcome(LATER, 600.0, cursor="c", edits=tuple(leads(1))), leads(2), NOW)
    edit = leads(2, title="خبر مصحح")
    (again,) = claim_channels("ma", LATER, 5)
    assert again.cursor == "c"
    assert finish_channel(again, ChannelOutcome(LATER, 600.0, edits=(*leads(7), *edit)), [], LATER) == 1
    assert models.Lead.objects.count() == 1


def test_a_lead_that_failed_too_often_is_given_up_but_not_forgotten() -> None:
    outlet = make_outlet()
    write_leads(outlet.pk, leads(1), NOW)
    (job,) = claim_leads("ma", NOW, 1, 1)
    fail_lead(job, "too slow", LATER)
    (again,) = claim_leads("ma", LATER, 1, 1)
    assert again.attempts == 1
    fail_lead(again, "too slow", None)
    assert claim_leads("ma", LATER + LEASE * 9, 1, 1) == []
    assert models.Lead.objects.get().fault == "too slow"


def test_a_channel_s_outcome_and_its_leads_are_written_together() -> None:
    outlet = make_outlet()
    add_channels(outlet, channels_of(SEED), NOW)
    (job,) = claim_channels("ma", NOW, 5)
    assert job.is_new
    outcome = ChannelOutcome(LATER, 600.0, etag='"1"', body_hash="h")
    assert finish_channel(job, outcome, leads(1, 1, 2), NOW) == 2
    (again,) = claim_channels("ma", LATER, 5)
    assert (again.etag, again.interval_seconds, again.failures, again.is_new) == ('"1"', 600.0, 0, False)
    finish_channel(again, ChannelOutcome(LATER, 600.0, fault="refused"), [], LATER)
    row = models.Channel.objects.get()
    assert (row.failures, row.fault, row.etag, row.answered_at) == (1, "refused", '"1"', NOW)


def test_one_file_is_one_picture_wherever_it_appears() -> None:
    outlet = make_outlet()
    for number in (1, 2):
        models.PictureSource.objects.create(
            key=str(number) * 32, outlet=outlet, address=f"https://goud.example/{number}.jpg", next_at=NOW
        )
    for job in claim_pictures("ma", NOW, 5, 5):
        finish_picture(job, "a" * 64, 800, 450, "ma", NOW)
    assert models.Picture.objects.get().sources.count() == 2


def test_outlets_are_found_by_slug_homepage_or_host() -> None:
    outlet = make_outlet()
    for name in ("goud", "https://goud.example/", "goud.example", "GOUD"):
        assert find_outlet("ma", name) == outlet


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://www.goud.ma/", "goud"),
        ("https://ar.le360.ma/", "ar-le360"),
        ("https://search.ma/", "search-2"),
        ("http://127.0.0.1:8400/", "outlet-127-0-0-1"),
    ],
)
def test_slugs_come_from_hosts_and_are_no_page_s_name(address: str, slug: str) -> None:
    assert slug_for(address) == slug


def test_an_arabic_name_gives_a_slug_too() -> None:
    assert free_slug("كود").startswith("outlet-")
