"""The demo as a stranger starts it, and Debian's Chromium to look at it with."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.ports import free_port

EDITION = Path(__file__).parents[2] / "editions" / "sample"
CHROMIUM = shutil.which("chromium")
START_SECONDS = 300
"""On two cores that also run the other tests it takes a minute."""
MANY = 300
"""Articles of the invented press: with so many there is a page of every kind."""
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


def calm_editions(folder: Path) -> Path:
    """The sample press' edition with channels asked less often: every two seconds take a third of a core, which the
    browser needs."""
    made = shutil.copytree(EDITION, folder / EDITION.name) / "edition.toml"
    told = made.read_text(encoding="utf-8")
    made.write_text(
        re.sub(r"^(poll_\w+_seconds) = .*", r"\1 = 10", told, flags=re.MULTILINE), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    running = Demo(folder / "data", free_port(), free_port(), calm_editions(folder / "editions"))
    running.start(MANY)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """This folder's browser: its event loop runs in this thread until it is closed, and other tests need that."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: make system")
    with sync_playwright() as player:
        launched = player.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield launched
        launched.close()


Open = Callable[..., Page]


def is_fault(line: ConsoleMessage) -> bool:
    """Whether a page complains of something. A picture hidden a moment ago (410) may still stand in a page that is kept
    for a second."""
    return line.type == "error" and "status of 410" not in line.text


@pytest.fixture
def open_page(browser: Browser, demo: Demo) -> Iterator[Open]:
    """Open a path of the demo's site; fails when the page asks any other host or its script has an error."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(
        path: str, *, width: int = 1280, script: bool = True, visitor: str = "", dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            extra_http_headers={"X-Forwarded-For": visitor} if visitor else {},
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda request: None if request.url.startswith(demo.address) else wrong.append(request.url),
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if is_fault(line) else None)
        page.goto(f"{demo.address}{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []
