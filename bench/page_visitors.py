"""What the measurements of pages share: a server of its own process, its CPU time, and visitors that ask it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

VISITORS = 4
ENCODING = "gzip, deflate, br"


@contextmanager
def server(command: Sequence[str | Path], environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A running server that answers: its process and its port, a free one, so that nobody else's server is asked.

    `command` starts it, with its port as BENCH_PORT in its environment.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    here = os.environ | {"BENCH_PORT": str(port), "PYTHONPATH": str(Path(__file__).parent), **environment}
    process = subprocess.Popen(command, env=here)
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children so far, to the nanosecond (Linux's clock of another process)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return time.clock_gettime((~pid << 3) | 2) + sum(cpu_seconds(int(child)) for child in children)


class Visitors:
    """A few readers of one server at once, so that it goes from one request to the next: idle in between, the same
    work costs half as much again on a virtual machine, because its caches have gone cold.

    `before` is called before each request.
    """

    def __init__(
        self, asked: tuple[int, int], addresses: Sequence[str], before: Callable[[], None] | None = None
    ) -> None:
        (self.pid, self.port), self.addresses, self.before = asked, addresses, before
        self.headers = {"Accept-Encoding": ENCODING}

    def cost(self, times: int) -> tuple[float, int]:
        """CPU milliseconds a request of the server, and the bytes of an answer on the wire (the median page's)."""
        before = cpu_seconds(self.pid)
        with ThreadPoolExecutor(VISITORS) as pool:
            shares = [range(first, times, VISITORS) for first in range(VISITORS)]
            sizes = sorted(size for found in pool.map(self._ask, shares) for size in found)
        return (cpu_seconds(self.pid) - before) / times * 1000, sizes[len(sizes) // 2]

    def _ask(self, share: range) -> list[int]:
        visitor = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sizes = []
        for n in share:
            if self.before:
                self.before()
            address = self.addresses[n % len(self.addresses)]
            visitor.request("GET", address, headers=self.headers)
            response = visitor.getresponse()
            body = response.read()
            assert response.status == 200, (response.status, address)
            sizes.append(len(body))
        visitor.close()
        return sizes
