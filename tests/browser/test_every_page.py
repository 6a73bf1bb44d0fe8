"""Every kind of page as people meet it: in three languages, wide and on a phone, light and dark, with a script or none.

In Arabic in all eight ways, in French and in English in every pair of choices. One visit serves several ways: the
window is resized and the colours are changed in the open page, and what depends on them is asked again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from tests.browser.checks import (
    AXE,
    MOST_SHIFT,
    OF_COLOUR,
    SNIFFER,
    VNU,
    axe_faults,
    is_too_wide,
    running_animations,
    shifted,
    sniffer_faults,
    validator_faults,
)
from tests.browser.conftest import Demo
from tests.browser.page_types import PAGE_TYPES, PageType, Tour, localised
from warraq.serve.addresses import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("demo")]
needs_tools = pytest.mark.skipif(
    not (AXE.exists() and SNIFFER.exists()),
    reason="axe-core and html_codesniffer are not installed: make system",
)
WIDTHS = {"wide": 1280, "narrow": 360}
ASIDE = frozenset("citation completion manifest research_counts search_export ticker websub worker".split())
"""Views of `serve/web` that answer machines and scripts."""

by_kind = pytest.mark.parametrize("kind", PAGE_TYPES, ids=[kind.name for kind in PAGE_TYPES])


@pytest.fixture(scope="module")
def tour(demo: Demo) -> Tour:
    return Tour(demo)


class Eye:
    """A page that goes from address to address, where the site's scripts run or none does, and what it saw wrong."""

    def __init__(self, browser: Browser, site: str, *, script: bool) -> None:
        self._site, self._script = site, script
        self._context = browser.new_context(
            base_url=site, service_workers="block", reduced_motion="no-preference"
        )
        self.page = self._context.new_page()
        self._session = self._context.new_cdp_session(self.page)
        self._wrong: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self._wrong.append(f"script: {error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._site}/", "data:", "blob:")):
            self._wrong.append(f"asked another host: {request.url}")

    def open(self, path: str, *, width: str, dark: bool = False) -> None:
        """Go there; the checks' own scripts run in any case, once the page stands."""
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="no-preference")
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        self._session.send("Emulation.setScriptExecutionDisabled", {"value": not self._script})
        self.page.goto(path)
        self._session.send("Emulation.setScriptExecutionDisabled", {"value": False})
        if (jump := shifted(self.page)) > MOST_SHIFT:
            self._wrong.append(f"{self._named(width, dark)}: it jumps by {jump:.3f}")

    def look(self, *, width: str, dark: bool, rules: tuple[str, ...] = ()) -> None:
        """Check the open page in a window and in colours, by all of axe's rules or by these."""
        # As high as the page: whatever line the ticker happens to cover in a lower window is no fault of that line's.
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        height = int(self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size({"width": WIDTHS[width], "height": max(800, height)})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        found = axe_faults(self.page, rules) + sniffer_faults(self.page)
        found += ["it scrolls sideways"] if is_too_wide(self.page) else []
        self._wrong += [f"{self._named(width, dark)}: {fault}" for fault in found]

    def rest(self) -> None:
        """Nothing may move any more, since less motion is asked for."""
        if running_animations(self.page):
            self._wrong.append("it moves though less motion was asked for")

    def seen(self) -> list[str]:
        """What was wrong since this was asked last."""
        wrong, self._wrong = self._wrong, []
        return wrong

    def close(self) -> None:
        self._context.close()

    def _named(self, width: str, dark: bool) -> str:
        return ", ".join(("script" if self._script else "no script", width, "dark" if dark else "light"))


@pytest.fixture(scope="module")
def eyes(browser: Browser, demo: Demo) -> Iterator[list[Eye]]:
    """One with scripts, one without."""
    made = [Eye(browser, demo.address, script=script) for script in (True, False)]
    yield made
    for eye in made:
        eye.close()


@needs_tools
@by_kind
def test_in_arabic_every_way(kind: PageType, tour: Tour, eyes: list[Eye]) -> None:
    path = tour.path(kind)
    for eye in eyes:
        eye.open(path, width="narrow")
        eye.open(path, width="wide")
        eye.look(width="wide", dark=False)
        eye.look(width="wide", dark=True, rules=OF_COLOUR)
        eye.look(width="narrow", dark=True)
        eye.look(width="narrow", dark=False, rules=OF_COLOUR)
        eye.rest()
    assert [fault for eye in eyes for fault in eye.seen()] == []


@needs_tools
@pytest.mark.parametrize("language", ["fr", "en"])
@by_kind
def test_in_other_languages_each_pair_of_choices(
    kind: PageType, language: str, tour: Tour, eyes: list[Eye]
) -> None:
    """In French the script has the phone, in English the wide window; each in both colours."""
    path = localised(tour.path(kind), language)
    for eye, width in zip(eyes, ("narrow", "wide") if language == "fr" else ("wide", "narrow"), strict=True):
        eye.open(path, width=width, dark=True)
        eye.look(width=width, dark=True)
        eye.look(width=width, dark=False, rules=OF_COLOUR)
        assert eye.page.locator("html").get_attribute("lang") == language
    eyes[0].rest()
    assert [fault for eye in eyes for fault in eye.seen()] == []


@pytest.mark.skipif(
    not VNU.exists() or shutil.which("java") is None, reason="no vnu-jar, or no Java: make system"
)
def test_every_page_is_valid_html(tour: Tour, demo: Demo, tmp_path: Path) -> None:
    for kind in PAGE_TYPES:
        for language in ("ar", "fr", "en"):
            _, text = demo.get(localised(tour.path(kind), language))
            (tmp_path / f"{kind.name}-{language}.html").write_text(text, encoding="utf-8")
    assert validator_faults(tmp_path) == []


def test_no_kind_of_page_is_left_out(tour: Tour) -> None:
    seen = {PAGES.resolve(tour.path(kind).partition("?")[0]).func for kind in PAGE_TYPES}
    left_out = {
        pattern.pattern.describe()
        for pattern in PAGES.url_patterns
        if (view := pattern.callback).__module__.startswith("warraq.serve.web.")
        and view not in seen
        and getattr(view, "__name__", "") not in ASIDE
    }
    assert left_out == set()
