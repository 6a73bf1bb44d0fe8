"""Every kind of page as people meet it: in three languages, wide and on a phone, light and dark, with a script or none.

In Arabic in all eight ways, in French and in English in every pair of choices. One visit serves several ways: the
window is resized and the colours are changed in the open page, and what depends on them is asked again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Request

from tests.browser.checks import (
    AXE,
    CONTRAST,
    MOST_SHIFT,
    OF_COLOUR,
    OF_ROOM,
    SNIFFER,
    VNU,
    bring_tools,
    faults,
    shifted,
    validator_faults,
    without_scripts,
)
from tests.browser.page_types import PAGE_TYPES, PageType, Tour, localised
from tests.demo import Demo
from warraq.serve.addresses import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
needs_tools = pytest.mark.skipif(
    not (AXE.exists() and SNIFFER.exists()),
    reason="axe-core and html_codesniffer are not installed: make system",
)
WIDTHS = {"wide": 1280, "narrow": 360}
ASIDE = frozenset("citation completion manifest research_counts search_export ticker websub worker".split())
"""Views of `serve/web` that answer machines and scripts."""


def by(kinds: Sequence[PageType]) -> pytest.MarkDecorator:
    """Once for each of these kinds."""
    return pytest.mark.parametrize("kind", kinds, ids=[kind.name for kind in kinds])


@pytest.fixture(scope="module")
def tour(demo: Demo) -> Tour:
    return Tour(demo)


class Eye:
    """A page that goes from address to address, where the site's scripts run or none does, and what it saw wrong."""

    def __init__(self, browser: Browser, site: str, *, script: bool) -> None:
        self._site, self._script = site, script
        self._context = browser.new_context(base_url=site, service_workers="block")
        bring_tools(self._context)
        self.page = self._context.new_page()
        self._wrong: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self._wrong.append(f"script: {error}"))
        if not script:
            without_scripts(self.page)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._site}/", "data:", "blob:")):
            self._wrong.append(f"asked another host: {request.url}")

    def open(self, path: str, *, width: str) -> None:
        """Go there, as someone who asks for no less motion."""
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        self.page.goto(path)
        jump, what = shifted(self.page)
        if jump > MOST_SHIFT:
            self._wrong.append(f"{self._named(width, 'light')}: it jumps by {jump:.3f}: {what}")

    def look(self, *, width: str, colours: str, rules: tuple[str, ...] = (), sniffs: bool = False) -> None:
        """Check the open page in a window and in colours, by all of axe's rules or by these; with less motion asked
        for, whereby the ticker covers no line."""
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        self.page.emulate_media(color_scheme=cast("Any", colours), reduced_motion="reduce")
        found = faults(self.page, rules, sniffs=sniffs)
        self._wrong += [f"{self._named(width, colours)}: {fault}" for fault in found]

    def seen(self) -> list[str]:
        """What was wrong since this was asked last."""
        wrong, self._wrong = self._wrong, []
        return wrong

    def close(self) -> None:
        self._context.close()

    def _named(self, width: str, colours: str) -> str:
        return ", ".join(("script" if self._script else "no script", width, colours))


@pytest.fixture(scope="module")
def eyes(browser: Browser, demo: Demo) -> Iterator[list[Eye]]:
    """One with scripts, one without."""
    made = [Eye(browser, demo.address, script=script) for script in (True, False)]
    yield made
    for eye in made:
        eye.close()


@needs_tools
@by(PAGE_TYPES)
def test_in_arabic_every_way(kind: PageType, tour: Tour, eyes: list[Eye]) -> None:
    path = tour.path(kind)
    for eye, first, then in zip(eyes, ("narrow", "wide"), ("wide", "narrow"), strict=True):
        eye.open(path, width=first)
        eye.open(path, width=then)
        eye.look(width=then, colours="light", sniffs=True)
        eye.look(width=then, colours="dark", rules=OF_COLOUR)
        eye.look(width=first, colours="dark", rules=CONTRAST + OF_ROOM)
        eye.look(width=first, colours="light", rules=CONTRAST)
    assert [fault for eye in eyes for fault in eye.seen()] == []


@needs_tools
@pytest.mark.parametrize("language", ["fr", "en"])
@by([kind for kind in PAGE_TYPES if not kind.like])
def test_in_other_languages_each_pair_of_choices(
    kind: PageType, language: str, tour: Tour, eyes: list[Eye]
) -> None:
    """Any two of language, window, colours and script meet; the page that the script made is held to all rules."""
    path = localised(tour.path(kind), language)
    scripted, plain = eyes
    widths, colours = ("narrow", "wide"), ("dark", "light")
    if language == "en":
        widths, colours = widths[::-1], colours[::-1]
    scripted.open(path, width=widths[0])
    scripted.look(width=widths[0], colours=colours[0], sniffs=True)
    scripted.look(width=widths[0], colours=colours[1], rules=OF_COLOUR)
    plain.open(path, width=widths[1])
    plain.look(width=widths[1], colours=colours[0], rules=OF_COLOUR + OF_ROOM, sniffs=True)
    assert scripted.page.locator("html").get_attribute("lang") == language
    assert scripted.seen() + plain.seen() == []


@needs_tools
@pytest.mark.parametrize("path", ["/about", "/fr/about"])
def test_the_ticker_on_its_one_line(path: str, eyes: list[Eye]) -> None:
    page = eyes[0].page
    for colours in ("light", "dark"):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme=cast("Any", colours), reduced_motion="no-preference")
        page.goto(path)
        assert faults(page, where=".ticker") == []


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
