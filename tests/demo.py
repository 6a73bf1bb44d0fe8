"""The demo as a stranger starts it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 300
"""On two cores that also run the other tests it takes a minute."""
PATIENCE_SECONDS = 120
"""For one answer or one thing on a page: so long only where something is wrong."""


@dataclass
class Demo:
    """A running demo: `warraq demo` with its own data folder and ports."""

    data: Path
    port: int
    sample_port: int
    editions: Path | None = None
    """A folder of editions that are looked into before Warraq's own."""
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("WARRAQ_", "DJANGO_"))
            },
            "WARRAQ_DATA": str(self.data),
            "WARRAQ_SAMPLE_PORT": str(self.sample_port),
            "WARRAQ_PROXIES": "127.0.0.1",
            "WARRAQ_LOG": "error",
            **({"WARRAQ_EDITIONS": str(self.editions)} if self.editions else {}),
        }

    def start(self, articles: int = 1) -> None:
        """Start it and wait until it says that so many articles have come in."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "warraq", "demo", "--port", str(self.port)],
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

        def is_enough(line: str) -> bool:
            told = re.search(r"(\d+) articles \(\+", line)
            return told is not None and int(told[1]) >= articles

        self.wait_for(is_enough)

    def wait_for(self, is_it: Callable[[str], bool]) -> str:
        """Read what it says until the line that is wanted."""
        assert self.process is not None
        assert self.process.stdout is not None
        killer = threading.Timer(START_SECONDS, self.process.kill)
        killer.start()
        try:
            for line in self.process.stdout:
                if is_it(line):
                    return line
        finally:
            killer.cancel()
        raise AssertionError("the demo ended, or did not say what was waited for in five minutes")

    def stop(self) -> int:
        """Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_SECONDS)
        self._close()
        return code

    def kill(self) -> None:
        """kill -9, of the one process that was started."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE_SECONDS)
        self._close()

    def _close(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()

    def get(self, path: str) -> tuple[int, str]:
        """A page, as bytes from the wire."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8")
        finally:
            connection.close()

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What its database answers."""
        with sqlite3.connect(f"file:{self.data / 'warraq.sqlite3'}?mode=ro", uri=True) as database:
            return database.execute(question).fetchall()

    def addresses(self) -> list[str]:
        """Of all articles, in the order in which they were kept."""
        return [row[0] for row in self.rows("SELECT address FROM store_article ORDER BY id")]

    def warraq(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "warraq", *words],
            env={**self.environment(), "WARRAQ_EDITION": "sample"},
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )
