"""Hostile bytes end a worker, never us, and the next call has a new one."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys

import pytest

from tests.collect import hostile_calls
from warraq.collect.workers import MEMORY_BYTES, WORN_BYTES, Workers
from warraq.errors import BadStatus, NotAFeed, WorkerKilled


@pytest.fixture(autouse=True)
def no_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker is one process here, however loaded the machine: none is ever slow enough to be replaced."""
    monkeypatch.setattr("warraq.collect.workers.SLOW_SECONDS", 3600.0)


async def test_answers_and_named_errors_come_back_whole() -> None:
    async with Workers(1) as workers:
        assert await workers.run(hostile_calls.double, 21) == 42
        with pytest.raises(NotAFeed) as caught:
            await workers.run(hostile_calls.refuse, "https://goud.example/feed")
        assert caught.value.subject == "https://goud.example/feed"
        with pytest.raises(BadStatus) as other:
            await workers.run(hostile_calls.answer_status, 410)
        assert other.value.status == 410


async def test_a_call_without_end_is_ended_and_the_next_one_works() -> None:
    async with Workers(1, cpu_seconds=1) as workers:
        with pytest.raises(WorkerKilled, match="CPU"):
            await workers.run(hostile_calls.spin)
        assert await workers.run(hostile_calls.double, 2) == 4


async def test_a_call_that_eats_memory_is_ended() -> None:
    async with Workers(1) as workers:
        with pytest.raises(WorkerKilled, match="memory"):
            await workers.run(hostile_calls.eat, MEMORY_BYTES + 20_000_000)
        assert await workers.run(hostile_calls.double, 2) == 4


async def test_what_libraries_and_models_hold_is_not_counted_against_a_call() -> None:
    async with Workers(1, memory_bytes=30_000_000) as workers:
        assert await workers.run(hostile_calls.held_bytes) > 30_000_000
        assert await workers.run(hostile_calls.eat, 20_000_000) == 20_000_000
        with pytest.raises(WorkerKilled, match="memory"):
            await workers.run(hostile_calls.eat, 40_000_000)


async def test_memory_is_allowed_to_each_call_anew() -> None:
    async with Workers(1, memory_bytes=100_000_000) as workers:
        first = await workers.run(hostile_calls.process_number)
        for _ in range(5):
            await workers.run(hostile_calls.eat, 80_000_000)
        assert await workers.run(hostile_calls.process_number) == first


async def test_a_worker_whose_calls_leave_much_behind_is_replaced() -> None:
    async with Workers(1) as workers:
        first = await workers.run(hostile_calls.process_number)
        await workers.run(hostile_calls.keep, WORN_BYTES + 1_000_000)
        assert await workers.run(hostile_calls.process_number) != first


async def test_an_answer_too_large_to_send_is_the_page_s_error() -> None:
    async with Workers(1, memory_bytes=60_000_000) as workers:
        with pytest.raises(WorkerKilled):
            await workers.run(hostile_calls.answer_bytes, 50_000_000)
        assert await workers.run(hostile_calls.double, 2) == 4


async def test_a_killed_worker_is_replaced() -> None:
    async with Workers(1) as workers:
        with pytest.raises(WorkerKilled):
            await workers.run(hostile_calls.die)
        assert await workers.run(hostile_calls.double, 2) == 4


async def test_a_fault_of_ours_is_the_page_s_error_not_the_collector_s() -> None:
    async with Workers(1) as workers:
        with pytest.raises(WorkerKilled, match="ZeroDivisionError"):
            await workers.run(hostile_calls.stumble)


async def test_a_call_that_waits_for_something_is_ended_too() -> None:
    async with Workers(1, wall_seconds=0.2) as workers:
        with pytest.raises(WorkerKilled, match="longer than"):
            await workers.run(hostile_calls.wait_for_ever)
        for worker in workers._all:  # on a loaded machine the new process may need longer than that to begin
            worker._wall_seconds = 60.0
        assert await workers.run(hostile_calls.double, 2) == 4


async def test_an_answer_nobody_waits_for_reaches_nobody_else() -> None:
    async with Workers(1) as workers:
        first = await workers.run(hostile_calls.process_number)
        call = asyncio.create_task(workers.run(hostile_calls.wait_for_ever))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await workers.run(hostile_calls.double, 21) == 42
        assert await workers.run(hostile_calls.process_number) != first


async def test_workers_end_with_their_pool() -> None:
    async with Workers(1) as workers:
        worker = await workers.run(hostile_calls.process_number)
        end = os.pidfd_open(worker)
    assert _has_ended(end)


PARENT = """
import asyncio, os, sys
from tests.collect import hostile_calls
from warraq.collect.workers import MEMORY_BYTES, WORN_BYTES, Workers

async def main():
    async with Workers(1) as workers:
        print(await workers.run(hostile_calls.process_number), flush=True)
        await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.slow
def test_workers_end_when_their_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        end = os.pidfd_open(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    assert _has_ended(end)


def _has_ended(process: int) -> bool:
    """Whether the process of this pidfd ends within ten seconds."""
    try:
        return bool(select.select([process], [], [], 10.0)[0])
    finally:
        os.close(process)


async def test_slow_calls_do_not_keep_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.collect.workers.SLOW_SECONDS", 0.01)
    async with Workers(2) as workers:
        stuck = [asyncio.create_task(workers.run(hostile_calls.wait_for_ever)) for _ in range(2)]
        assert await asyncio.gather(*(workers.run(hostile_calls.double, n) for n in range(4))) == [0, 2, 4, 6]
        assert not any(task.done() for task in stuck)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        assert await workers.run(hostile_calls.double, 21) == 42


async def test_there_are_only_so_many_spare_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.collect.workers.SLOW_SECONDS", 0.01)
    async with Workers(1) as workers:
        stuck = [asyncio.create_task(workers.run(hostile_calls.wait_for_ever)) for _ in range(3)]
        waiting = asyncio.create_task(workers.run(hostile_calls.double, 21))
        await asyncio.sleep(0)
        for task in stuck:
            task.cancel()
        assert await waiting == 42
        await asyncio.gather(*stuck, return_exceptions=True)
