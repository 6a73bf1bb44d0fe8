"""A reader opens a story, cities, topics and the rule of the front page: on a phone too, and without a script."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Open
from tests.browser.test_reading import no_sideways
from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def story_of(demo: Demo, prefix: str) -> str:
    """The first story that several newspapers tell; the keeper gathers while the demo goes on."""
    for _ in range(60):
        _, text = demo.get(prefix or "/")
        if found := re.search(rf'class="whole" href="({prefix}/story/[0-9]+)"', text):
            return found[1]
        demo.wait_for(lambda line: "articles (+" in line)
    raise AssertionError("no story of several newspapers came within sixty lines of the demo")


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_story_has_all_its_headlines_open(open_page: Open, demo: Demo, prefix: str, width: int) -> None:
    page = open_page(story_of(demo, prefix), width=width, script=False)
    tellings = page.locator(".tellings .headline")
    assert tellings.count() >= 2
    assert all(tellings.nth(n).is_visible() for n in range(tellings.count()))
    assert no_sideways(page)
    page.locator(".tellings .headline a").first.click()
    assert page.locator(".its-story a").count() >= 2
    assert no_sideways(page)


def test_the_map_leads_to_a_regions_news(open_page: Open, demo: Demo) -> None:
    story_of(demo, "")
    page = open_page("/cities")
    mark = page.locator("svg.regions a:has(.amount)").first
    said = mark.get_attribute("aria-label") or ""
    mark.locator("circle").click()
    assert said.partition(":")[0] in page.locator("h1").inner_text()
    assert page.locator(".entries .entry").count() >= 1


def test_a_phrase_is_followed_without_a_script(open_page: Open) -> None:
    page = open_page("/topics", script=False)
    page.locator("main input[name=q]").fill("مدينة")
    page.locator("main form button").click()
    assert page.locator("h1").inner_text() == "مدينة"
    assert page.locator('link[type="application/rss+xml"]').count() >= 1
