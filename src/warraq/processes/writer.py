"""The one writer: everything that touches rows runs in one thread, and articles are written in batches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from warraq.editions import Edition
from warraq.store.write import Arrival, Written, write_arrivals

P = ParamSpec("P")
T = TypeVar("T")

MAX_BATCH = 100


class Rows:
    """Runs functions of the store in one thread, in the order asked."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rows")

    async def __call__(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """The function's answer."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*arguments, **named))

    def close(self) -> None:
        """Wait for what runs; the thread's database connection is closed."""
        from django.db import connections

        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=True)


class Writer:
    """Gathers arrivals while a batch is being written: few transactions under load, no delay at rest."""

    def __init__(self, rows: Rows, edition: Edition) -> None:
        self._rows = rows
        self._edition = edition
        self._waiting: list[tuple[Arrival, asyncio.Future[Written]]] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, arrival: Arrival) -> Written:
        """Hand over one arrival; returns when it is written. Raises what its batch raised."""
        future: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            arrivals = [arrival for arrival, _ in batch]
            try:
                written = await self._rows(write_arrivals, arrivals, self._edition)
            except Exception as fault:  # handed to whoever waits for it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(fault)
                continue
            for (_, future), one in zip(batch, written, strict=True):
                if not future.done():
                    future.set_result(one)
