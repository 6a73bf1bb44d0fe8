"""Starts the processes of an installation, watches them, and ends them together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 15.0
"""How long a process may take to finish what it is doing before it is killed (killing is safe, only rude)."""
QUICK_DEATH_SECONDS = 10.0
"""A process that ends sooner than this after its start is started again more and more slowly."""
LONGEST_WAIT_SECONDS = 60.0


@dataclass(slots=True)
class Child:
    """One process: its name for people, the `warraq` command it runs, and how it has been doing."""

    name: str
    words: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Runs children until told to stop. `tell` hears what a person at the terminal should know."""

    children: list[Child]
    environment: Mapping[str, str]
    tell: Callable[[str], None]
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self, each_second: Callable[[], None]) -> int:
        """Start all, start again what ends, until SIGINT or SIGTERM. Returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stop.set())
        try:
            for child in self.children:
                self._start(child)
            while not self._stop.wait(1.0):
                for child in self.children:
                    self._watch(child)
                each_second()
        finally:
            self._end_all()
        return 0

    def stop(self) -> None:
        """End the run from another thread."""
        self._stop.set()

    def _start(self, child: Child) -> None:
        # Children get their own process group: Ctrl-C reaches us alone, and we end them in good order.
        child.process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-m", "warraq", *child.words, "--supervised"],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.started = time.monotonic()

    def _watch(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.again_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        child.deaths = child.deaths + 1 if now - child.started < QUICK_DEATH_SECONDS else 1
        wait = min(2.0 ** (child.deaths - 1), LONGEST_WAIT_SECONDS)
        child.process, child.again_at = None, now + wait
        self.tell(f"{child.name} ended (code {code}); starting it again in {wait:.0f} s")

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
