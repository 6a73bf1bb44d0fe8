"""Turns at hosts: one gap, few connections, and who has to wait how long."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.hosts import Hosts
from warraq.errors import Postponed


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)


def hosts_of(clock: Clock) -> Hosts:
    return Hosts(clock, clock.sleep, is_quiet_before=True)


async def test_one_gap_for_all_that_is_asked_of_a_host() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    begun: list[float] = []

    async def visit(host: str) -> None:
        async with hosts.turn(host, 5.0):
            begun.append(clock())

    await asyncio.gather(*(visit("goud.example") for _ in range(4)))
    assert begun == [100.0, 105.0, 110.0, 115.0]
    await visit("other.example")
    assert begun[-1] == 115.0


async def test_the_gap_counts_from_the_end_of_the_last_request() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    async with hosts.turn("goud.example", 5.0):
        clock.seconds += 30
    async with hosts.turn("goud.example", 5.0):
        assert clock() == 135.0


@pytest.mark.parametrize(("gap", "most"), [(5.0, 1), (0.0, 2)])
async def test_with_a_gap_a_host_gets_one_request_at_a_time_and_without_one_two(
    gap: float, most: int
) -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    inside = 0
    seen: list[int] = []

    async def visit() -> None:
        nonlocal inside
        async with hosts.turn("goud.example", gap):
            inside += 1
            seen.append(inside)
            for _ in range(5):
                await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit() for _ in range(6)))
    assert len(seen) == 6
    assert max(seen) == most


async def test_after_a_start_nobody_knows_when_a_host_was_asked_so_a_gap_is_waited() -> None:
    clock = Clock()
    async with Hosts(clock, clock.sleep, lambda: 0.0).turn("goud.example", 5.0):
        assert clock() == 105.0
    async with Hosts(clock, clock.sleep, lambda: 1.0).turn("goud.example", 5.0):
        assert clock() == 115.0


async def test_without_a_gap_nothing_is_waited_for_after_a_start() -> None:
    clock = Clock()
    async with Hosts(clock, clock.sleep).turn("goud.example", 0.0):
        assert clock() == 100.0


async def test_a_host_first_wanted_long_after_the_start_is_asked_at_once() -> None:
    clock = Clock()
    hosts = Hosts(clock, clock.sleep)
    clock.seconds += 60
    async with hosts.turn("goud.example", 5.0):
        assert clock() == 160.0


async def test_who_would_wait_long_is_told_when_to_come_back() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    async with hosts.turn("goud.example", 300.0):
        pass
    with pytest.raises(Postponed) as caught:
        await hosts.enter("goud.example", 300.0)
    assert caught.value.retry_after_seconds == 300.0
    clock.seconds += 300
    async with hosts.turn("goud.example", 300.0):
        pass


async def test_a_long_line_is_not_joined() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    results = await asyncio.gather(
        *(_visit(hosts, "goud.example", 20.0) for _ in range(10)), return_exceptions=True
    )
    postponed = [one for one in results if isinstance(one, Postponed)]
    assert len(postponed) == 6  # one goes at once, three wait 20, 40 and 60 seconds
    assert all((one.retry_after_seconds or 0) > 60 for one in postponed)


async def _visit(hosts: Hosts, host: str, gap: float) -> None:
    async with hosts.turn(host, gap):
        await asyncio.sleep(0)


async def test_a_closed_host_is_left_alone_also_by_who_stands_in_line() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    hosts.close("goud.example", 40.0)
    with pytest.raises(Postponed) as caught:
        await hosts.enter("goud.example", 0.0)
    assert caught.value.retry_after_seconds == 40.0
    await _visit(hosts, "other.example", 0.0)
    clock.seconds += 41
    await hosts.enter("goud.example", 5.0)
    waiting = asyncio.create_task(_visit(hosts, "goud.example", 5.0))
    await asyncio.sleep(0)
    hosts.close("goud.example", 600.0)
    hosts.leave("goud.example")
    with pytest.raises(Postponed):
        await waiting


async def test_who_gives_up_in_line_takes_no_room() -> None:
    clock = Clock()
    hosts = hosts_of(clock)
    await hosts.enter("goud.example", 5.0)
    waiting = [asyncio.create_task(_visit(hosts, "goud.example", 5.0)) for _ in range(3)]
    await asyncio.sleep(0)
    for one in waiting[:2]:
        one.cancel()
    hosts.leave("goud.example")
    await waiting[2]
    assert clock() == 105.0
    await _visit(hosts, "goud.example", 5.0)


async def test_hosts_that_may_be_asked_anyway_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.collect.hosts.KEPT", 2)
    clock = Clock()
    hosts = hosts_of(clock)
    hosts.close("closed.example", 3_600.0)
    await _visit(hosts, "asked.example", 50.0)
    for host in ("a.example", "b.example", "c.example"):
        await _visit(hosts, host, 1.0)
        clock.seconds += 2
    with pytest.raises(Postponed):
        await hosts.enter("closed.example", 0.0)
    await _visit(hosts, "asked.example", 50.0)
    assert clock() >= 150.0


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.floats(0, 20), st.floats(0, 40), st.integers(0, 3)),
        max_size=25,
    )
)
def test_no_host_is_ever_asked_within_its_gap(visits: list[tuple[str, float, float, int]]) -> None:
    """Whatever is asked when, for how long, and whoever else moves the clock meanwhile."""
    clock = Clock()
    asked: dict[str, list[tuple[float, float]]] = {}

    async def visit(hosts: Hosts, host: str, gap: float, takes: float, steps: int) -> None:
        try:
            async with hosts.turn(host, gap):
                asked.setdefault(host, []).append((clock(), gap))
                for _ in range(steps):
                    await asyncio.sleep(0)
                clock.seconds += takes
        except Postponed:
            pass

    async def all_of_them() -> None:
        hosts = Hosts(clock, clock.sleep, lambda: 0.5)
        await asyncio.gather(*(visit(hosts, *one) for one in visits))

    asyncio.run(all_of_them())
    for times in asked.values():
        for (before, _), (after, gap) in pairwise(times):
            assert after - before >= gap - 1e-9
