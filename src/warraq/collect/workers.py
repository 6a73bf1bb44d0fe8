"""Processes in which hostile bytes are parsed: each call has limits of CPU time and memory, and one that exceeds
them ends its process, not ours. The caller gets WorkerKilled and the next call a new process.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any, ParamSpec, TypeVar

from warraq.errors import WarraqError, WorkerKilled

P = ParamSpec("P")
T = TypeVar("T")

CPU_SECONDS = 5
WALL_SECONDS = 60.0
"""A call that waits for something uses no CPU time: after so long it is ended all the same."""
SLOW_SECONDS = 1.0
"""A call that takes longer lends its place to a spare worker: a few sick feeds that need all of their CPU time must not
keep the pages of healthy hosts waiting. One page in a thousand takes so long."""
MEMORY_BYTES = 300_000_000
"""What one call may take on top of what its process holds when it begins (libraries, models). The largest of 2,300
real feeds takes 32 MB, of 815 real pages 151 MB, a sitemap of 50,000 addresses 84 MB; feedparser 123 MB on 16 MB."""
WORN_BYTES = 200_000_000
"""A worker that holds so much more after a call than before its first one is replaced: the next call must not begin
on a heap that hostile bytes blew up."""
CALLS = 2_000
"""After so many calls a worker is replaced: parsers leak."""

STATM = Path("/proc/self/statm")

PRELOADED = (
    "warraq.collect.feeds",
    "warraq.collect.sitemaps",
    "warraq.extract.article",
    "warraq.extract.images",
)
"""Read once by the server that forks workers: one that was killed is replaced at once and shares their memory.
Forking our own process instead would copy its threads' locks."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(list(PRELOADED))


class Workers:
    """A pool. Use as `async with Workers(2) as workers: article = await workers.run(read_article, page)`."""

    def __init__(
        self,
        size: int,
        *,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all = [_Worker(cpu_seconds, wall_seconds, memory_bytes) for _ in range(2 * size)]
        self._spare = self._all[size:]
        """As many again, whose processes begin only when all others are held up."""
        self._lent: set[asyncio.Future[Any]] = set()
        """The slow calls in whose place a spare one works."""
        # Their own threads: the loop's few are for names and rows, which must not wait behind a slow page.
        self._threads = ThreadPoolExecutor(2 * size, thread_name_prefix="workers")

    async def __aenter__(self) -> Workers:
        for worker in self._all[: len(self._all) - len(self._spare)]:
            self._free.put_nowait(worker)
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._all:
            worker.kill()
        await asyncio.to_thread(self._threads.shutdown)
        for worker in self._all:
            worker.end()

    async def run(self, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Call a function of a module in a worker. Raises what it raised, or WorkerKilled.

        Who stops waiting for the answer (cancels) ends the call.
        """
        worker = await self._free.get()
        loop = asyncio.get_running_loop()
        abandoned = Event()
        answer = loop.run_in_executor(self._threads, worker.call, abandoned, function, arguments, named)
        timer = loop.call_later(SLOW_SECONDS, self._lend, answer)
        # Free only when the call is over: an answer must never reach the next caller.
        answer.add_done_callback(lambda done: self._over(worker, timer, done))
        try:
            result: T = await asyncio.shield(answer)
        except asyncio.CancelledError:
            if not answer.done():
                abandoned.set()  # before the process ends: the call may not have opened one yet
                worker.kill()
            raise
        return result

    def _lend(self, answer: asyncio.Future[Any]) -> None:
        """The call is slow: let a spare worker take the next one."""
        if not answer.done() and self._spare:
            self._lent.add(answer)
            self._free.put_nowait(self._spare.pop())

    def _over(self, worker: _Worker, timer: asyncio.TimerHandle, done: asyncio.Future[Any]) -> None:
        timer.cancel()
        if not done.cancelled():
            done.exception()  # heard, also where nobody waits for it any more
        if done in self._lent:  # another works in its place
            self._lent.discard(done)
            self._spare.append(worker)
        else:
            self._free.put_nowait(worker)


class _Worker:
    """One process, started when first needed."""

    def __init__(self, cpu_seconds: int, wall_seconds: float, memory_bytes: int) -> None:
        self._limits = (cpu_seconds, memory_bytes)
        self._wall_seconds = wall_seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._calls = 0
        self._is_doomed = False

    def call(
        self,
        abandoned: Event,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        """The answer to one call; blocks. Raises what it raised, or WorkerKilled. `abandoned` is set once nobody waits
        for it."""
        pipe = self._open()
        if abandoned.is_set():
            raise WorkerKilled(f"nobody waits for {function.__name__}")
        self._calls += 1
        try:
            pipe.send((function, arguments, named))
            if not pipe.poll(self._wall_seconds):
                self.end()
                raise WorkerKilled(f"{function.__name__} took longer than {self._wall_seconds:g} s")
            is_well, answer, is_worn = pipe.recv()
        except (EOFError, ConnectionError) as fault:
            raise self._killed(function.__name__) from fault
        if is_worn or self._calls >= CALLS:
            self.end()
        if is_well:
            return answer
        if isinstance(answer, WarraqError):
            raise answer
        if isinstance(answer, MemoryError):
            self.end()
            raise WorkerKilled(f"{function.__name__} needed more memory than it may have")
        raise WorkerKilled(f"{function.__name__} failed on it ({type(answer).__name__}: {str(answer)[:200]})")

    def kill(self) -> None:
        """End the process from another thread: a call under way fails, the next one has a new process."""
        self._is_doomed = True
        if (process := self._process) is not None:
            process.kill()

    def end(self) -> None:
        """End the process and forget it."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        self._calls = 0
        self._is_doomed = False

    def _open(self) -> Connection:
        is_alive = self._process is not None and not self._is_doomed and self._process.is_alive()
        if self._pipe is None or not is_alive:
            self.end()
            ours, theirs = _context.Pipe()
            self._process = _context.Process(target=_serve, args=(theirs, *self._limits), daemon=True)
            self._process.start()
            theirs.close()
            self._pipe = ours
        return self._pipe

    def _killed(self, name: str) -> WorkerKilled:
        code = None
        if self._process is not None:
            self._process.join(5)
            code = self._process.exitcode
        self.end()
        what = "more CPU time than it may have" if code == -signal.SIGXCPU else "too much, and was ended"
        return WorkerKilled(f"{name} needed {what}")


def _serve(pipe: Connection, cpu_seconds: int, memory_bytes: int) -> None:
    """A worker's life: one call after the other until the pipe closes, as it does when the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fresh = None
    while True:
        try:
            function, arguments, named = pipe.recv()  # imports what the function needs
        except (EOFError, OSError):
            return
        began = _held_bytes()
        fresh = began if fresh is None else fresh
        _limit(cpu_seconds, began + memory_bytes if began else resource.RLIM_INFINITY)
        try:
            is_well, answer = True, function(*arguments, **named)
        except Exception as fault:  # told to the caller
            is_well, answer = False, fault.with_traceback(None)  # its frames would keep what they held
        is_worn = _held_bytes() > fresh + WORN_BYTES
        try:
            pipe.send((is_well, answer, is_worn))
        except (BrokenPipeError, OSError):
            return
        except Exception as fault:  # an answer that cannot travel
            pipe.send((False, ValueError(f"unsendable answer: {fault}"), is_worn))


def _limit(cpu_seconds: int, held_bytes: int) -> None:
    """Give the call that begins so much CPU time more, and let the process hold so much."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_DATA, (held_bytes, resource.RLIM_INFINITY))


def _held_bytes() -> int:
    """Writable memory of this process that is its own, as RLIMIT_DATA counts it (Linux 4.7 on); 0 where unknown.

    Not the address space: what allocators only reserve, and files that are mapped, cost nothing.
    """
    try:
        return int(STATM.read_bytes().split()[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
