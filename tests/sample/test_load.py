"""The press grown for load: as many outlets and articles as asked, told by arithmetic, kept in no memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from warraq.sample import OUTLETS, LoadPress, outlets_of, seeds
from warraq.sample.server import Presses

OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = OPENED + timedelta(minutes=10)

    def __call__(self) -> datetime:
        return self.now


def press(clock: Clock, outlets: int = 213, rate: float = 4.0, folder: Path | None = None) -> LoadPress:
    return LoadPress(5, outlets=outlets, rate=rate, opened_at=OPENED, clock=clock, state_folder=folder)


def test_every_outlet_is_a_host_of_its_own() -> None:
    outlets = outlets_of(1_000)
    assert outlets[: len(OUTLETS)] == OUTLETS
    assert len({outlet.ip for outlet in outlets}) == len({outlet.slug for outlet in outlets}) == 1_000
    assert outlets[13].ip == "127.0.3.1"
    assert all(0 < int(part) < 255 for outlet in outlets for part in outlet.ip.split(".")[2:])
    assert len(seeds(8_400, outlets)) == 1_000


def test_the_added_outlets_publish_their_share_of_the_rate() -> None:
    clock = Clock()
    of = press(clock)
    added = of.outlets[len(OUTLETS) :]
    before = sum(len(of.latest(outlet, 10_000)) for outlet in added)
    clock.now += timedelta(minutes=10)
    after = sum(len(of.latest(outlet, 10_000)) for outlet in added)
    share = 4.0 * 600 * len(added) / len(of.outlets)
    assert after - before == pytest.approx(share, rel=0.02)


def test_what_a_listing_names_can_be_fetched_and_is_as_its_truth_says() -> None:
    clock = Clock()
    of = press(clock)
    presses = Presses(of)
    titles = set()
    for outlet in of.outlets[len(OUTLETS) : len(OUTLETS) + 24]:
        found = of.latest(outlet, 10)
        assert found
        assert [one.coverage.seen_at for one in found] == sorted(
            (one.coverage.seen_at for one in found), reverse=True
        )
        for one in found:
            parts = urlsplit(of.sheet(one).address)
            assert parts.hostname == outlet.ip
            assert presses.answer(outlet, parts.path, parts.query).status == 200
            truth = of.truth(of.sheet(one).address)
            assert truth is not None
            assert truth.outlet == outlet.slug
            assert truth.published_at <= clock.now
            titles.add(truth.title)
            assert of.coverage_of(outlet, one.coverage.key + 1) is None
    assert len(titles) > 60


def test_nothing_appears_while_the_press_is_closed(tmp_path: Path) -> None:
    clock = Clock()
    first = press(clock, folder=tmp_path)
    first.hours.open(first.now())
    outlet = first.outlets[20]
    before = first.latest(outlet, 100)
    clock.now += timedelta(hours=2)
    again = press(clock, folder=tmp_path)
    again.hours.open(again.now())
    assert [one.coverage.key for one in again.latest(outlet, 100)][-len(before) :] == [
        one.coverage.key for one in before
    ]
    assert len(again.latest(outlet, 100)) <= len(before) + 1


def test_an_outlet_can_be_closed_for_a_time() -> None:
    clock = Clock()
    until = OPENED + timedelta(minutes=20)
    of = LoadPress(
        5, outlets=20, rate=1.0, closings={"load1": (OPENED, until)}, opened_at=OPENED, clock=clock
    )
    closed, other = of.outlets[13], of.outlets[14]
    assert of.closed_seconds(closed) == 600.0
    assert of.closed_seconds(other) == 0.0
    clock.now = until
    assert of.closed_seconds(closed) == 0.0


@pytest.mark.parametrize(("outlets", "rate"), [(12, 0.1), (13, 5.0), (100, 0.0)])
def test_what_cannot_be_published_is_refused(outlets: int, rate: float) -> None:
    with pytest.raises(ValueError, match="outlets"):
        press(Clock(), outlets, rate)
