"""Every kind of page as people meet it: in three languages, wide and on a phone, light and dark, with a script or none.

In Arabic each width and each colour with a script and without, in French and in English most pairs of choices. One
visit serves several: the window is resized, the colours are changed in the open page, and what depends on them is asked
again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.checks import (
    AXE,
    MOST_SHIFT,
    OF_ROOM_AND_COLOUR,
    SNIFFER,
    VNU,
    WATCH_SHIFTS,
    axe_faults,
    is_too_wide,
    running_animations,
    shifted,
    sniffer_faults,
    validator_faults,
    without_scripts,
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


@pytest.fixture(scope="module")
def contexts(browser: Browser, demo: Demo) -> Iterator[dict[bool, BrowserContext]]:
    """A browser that runs scripts, and one that runs none."""
    made = {
        script: browser.new_context(
            base_url=demo.address, service_workers="block", reduced_motion="no-preference"
        )
        for script in (True, False)
    }
    without_scripts(made[False])
    for context in made.values():
        context.add_init_script(WATCH_SHIFTS)
    yield made
    for context in made.values():
        context.close()


class Visit:
    """An open page, and everything that was wrong with it so far."""

    def __init__(self, context: BrowserContext, path: str, *, width: str, dark: bool) -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.goto(path)
        if (jump := shifted(self.page)) > MOST_SHIFT:
            self.wrong.append(f"it jumps by {jump:.3f}")
        self.turn(width=width, dark=dark)

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(f"asked another host: {url}")

    def turn(self, *, width: str, dark: bool) -> None:
        """Resize the window, change the colours."""
        # As high as the page: whatever line the ticker happens to cover in a lower window is no fault of that line's.
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        height = int(self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size({"width": WIDTHS[width], "height": max(800, height)})
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def look(self, name: str, rules: tuple[str, ...] = ()) -> None:
        """Check the page as it stands now, by all of axe's rules or by these."""
        self.wrong += [f"{name}: {fault}" for fault in axe_faults(self.page, rules)]
        if is_too_wide(self.page):
            self.wrong.append(f"{name}: it scrolls sideways")

    def close(self) -> list[str]:
        self.page.close()
        return self.wrong


@needs_tools
@by_kind
def test_in_arabic_every_way(kind: PageType, tour: Tour, contexts: dict[bool, BrowserContext]) -> None:
    path = tour.path(kind)
    visit = Visit(contexts[True], path, width="wide", dark=False)
    visit.look("script, wide, light")
    visit.wrong += [f"htmlcs: {fault}" for fault in sniffer_faults(visit.page)]
    visit.turn(width="wide", dark=True)
    visit.look("script, wide, dark", OF_ROOM_AND_COLOUR)
    visit.turn(width="narrow", dark=False)
    visit.look("script, narrow, light", OF_ROOM_AND_COLOUR)
    if running_animations(visit.page):
        visit.wrong.append("it moves though less motion was asked for")
    wrong = visit.close()
    plain = Visit(contexts[False], path, width="narrow", dark=True)
    plain.look("no script, narrow, dark")
    plain.turn(width="wide", dark=False)
    plain.look("no script, wide, light", OF_ROOM_AND_COLOUR)
    assert wrong + plain.close() == []


@needs_tools
@pytest.mark.parametrize("language", ["fr", "en"])
@by_kind
def test_in_other_languages_each_pair_of_choices(
    kind: PageType, language: str, tour: Tour, contexts: dict[bool, BrowserContext]
) -> None:
    """Two visits in each language: every pair of choices but that of script and colour, which are apart in Arabic."""
    visit = Visit(
        contexts[language == "fr"],
        localised(tour.path(kind), language),
        width="narrow",
        dark=language == "fr",
    )
    visit.look("narrow")
    assert visit.page.locator("html").get_attribute("lang") == language
    wrong = visit.close()
    visit = Visit(
        contexts[language == "en"], localised(tour.path(kind), language), width="wide", dark=language == "en"
    )
    visit.look("wide", OF_ROOM_AND_COLOUR)
    assert wrong + visit.close() == []


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
