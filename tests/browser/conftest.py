"""One demo for all, and Debian's Chromium to look at it with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.demo import PATIENCE_SECONDS, Demo
from tests.ports import free_port

EDITION = Path(__file__).parents[2] / "editions" / "sample"
CHROMIUM = shutil.which("chromium")
MANY = 150
"""Articles of the invented press: with so many there is a page of every kind."""


def calm_editions(folder: Path) -> Path:
    """The sample press' edition with channels asked less often: every two seconds take a third of a core, which the
    browser needs."""
    made = shutil.copytree(EDITION, folder / EDITION.name) / "edition.toml"
    told = made.read_text(encoding="utf-8")
    made.write_text(
        re.sub(r"^(poll_\w+_seconds) = .*", r"\1 = 10", told, flags=re.MULTILINE), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="package")
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
